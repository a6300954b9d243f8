import {existsSync} from 'node:fs';
import {mkdir, readdir} from 'node:fs/promises';
import {join} from 'node:path';
import {expect} from 'vitest';
import type {Account} from '../../source/accounts/account.ts';
import {Random} from '../corpus/random.ts';
import type {DovecotOptions} from '../servers/dovecot.ts';
import {
	type FolderShape,
	type SeedFolder,
	type SeedMessage,
	type Snapshot,
	seed,
	snapshot,
} from '../servers/mailbox.ts';
import {scratchFolder} from '../servers/scratch.ts';
import type {MailServer, User} from '../servers/server.ts';

/** Many accounts of one server, so that every case begins with a fresh one. */
export function manyUsers(count: number): User[] {
	return Array.from({length: count}, (_, index) => ({
		name: `utente${index}`,
		password: `segreto-€-${index}`,
	}));
}

/** How the accounts that are copied into are set up: other delimiters than the source's. */
export const destinationOptions: DovecotOptions = {separator: '.'};

function message(
	number: number,
	more: Partial<SeedMessage> & {header?: string; lines?: number} = {},
): SeedMessage {
	const {header, lines = 3, ...rest} = more;
	const head =
		header ??
		`Message-ID: <${number}@casa.example>\r\nFrom: "Rossi, Anna" <anna@casa.example>\r\nSubject: numero ${number}\r\n`;
	return {
		content: Buffer.from(`${head}\r\n${`messaggio ${number}, perché no\r\n`.repeat(lines)}`),
		flags: number % 2 === 0 ? ['\\Seen'] : [],
		internalDate: `0${1 + (number % 9)}-Mar-2019 1${number % 10}:20:30 +0000`,
		...rest,
	};
}

const twin = message(50, {flags: ['\\Seen']});
const known = message(60, {flags: ['\\Answered', '$Forwarded']});
const headerless = message(70, {header: ''});

/** Five folders with all that a copy can go wrong with, small enough to be copied a hundred times. */
export const sourceFolders: readonly SeedFolder[] = [
	{
		path: ['INBOX'],
		subscribed: true,
		messages: [
			message(1, {lines: 400}),
			twin,
			message(2, {flags: ['\\Flagged', 'NonJunk', 'da_pagare']}),
			twin,
			{...twin, flags: ['\\Flagged', 'Importante']},
			known,
			message(3, {header: 'Subject: senza Message-ID\r\n'}),
			headerless,
			headerless,
			message(4, {flags: ['\\Deleted', '\\Seen']}),
			message(5, {lines: 2000}),
			{...twin, internalDate: '01-Jan-2001 01:01:01 +0000'},
		],
	},
	{
		path: ['Lavoro', '2024'],
		subscribed: true,
		messages: [twin, ...Array.from({length: 7}, (_, index) => message(100 + index, {lines: 1 + index * 90}))],
	},
	{
		path: ['Posta inviata'],
		subscribed: true,
		messages: [...Array.from({length: 5}, (_, index) => message(200 + index)), headerless],
	},
	{
		path: ['Inviati 2019'],
		subscribed: false,
		messages: [message(200), ...[300, 301, 302].map(number => message(number))],
	},
	{path: ['Società'], subscribed: false, messages: [message(400), message(401), {...twin, flags: []}]},
];

/** What the destination holds of its own: one message is the same as one of the source's. */
export const destinationFolders: readonly SeedFolder[] = [
	{path: ['INBOX'], subscribed: true, messages: [message(900), known, message(901, {flags: ['\\Deleted']})]},
	{path: ['Sent'], subscribed: true, messages: [message(910), message(911)]},
	{path: ['Trash'], subscribed: true, messages: [message(920), {...twin, flags: []}]},
	{path: ['Rubrica'], subscribed: false, messages: [message(930)]},
];

/** Two folders go into one, by choice. */
export const chosen: readonly (readonly [string, string])[] = [
	['Posta inviata', 'Sent'],
	['Inviati 2019', 'Sent'],
];

/** Where the source's folders go, those that share one after another. */
const goesTo: readonly {readonly to: readonly string[]; readonly from: readonly (readonly string[])[]}[] = [
	{to: ['INBOX'], from: [['INBOX']]},
	{to: ['Lavoro'], from: []},
	{to: ['Lavoro', '2024'], from: [['Lavoro', '2024']]},
	{to: ['Sent'], from: [['Posta inviata'], ['Inviati 2019']]},
	{to: ['Società'], from: [['Società']]},
];

/** One account of a server, as the engine is told of it. */
export interface Login {
	readonly account: Account;
	readonly password: string;
}

/** @param port where to reach it, such as a proxy's; the server's own cleartext port by default */
export function loginOf(server: MailServer, user: string, port: number = server.imapPort): Login {
	const known = server.users.find(each => each.name === user);
	return {account: {host: '127.0.0.1', port, security: 'plain', user}, password: known?.password ?? ''};
}

let homes = 0;
let base: Promise<string> | undefined;

/** A folder for the program's state, fresh for each case. */
export async function freshHome(): Promise<string> {
	base ??= scratchFolder('homes');
	const home = join(await base, `home${++homes}`);
	await mkdir(home);
	return home;
}

/** The runs that a program with this home has begun: those with a journal. */
export async function runsIn(home: string): Promise<string[]> {
	try {
		const names = await readdir(join(home, 'runs'));
		return names.filter(name => existsSync(join(home, 'runs', name, 'journal.sqlite')));
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
		throw error;
	}
}

const taken = new Map<MailServer, number>();

/** A user that nobody has used yet, with mail of its own; answers with what it holds. */
export async function freshDestination(
	server: MailServer,
): Promise<{readonly user: string; readonly before: Snapshot}> {
	const number = taken.get(server) ?? 0;
	taken.set(server, number + 1);
	const user = server.users[number]?.name;
	if (user === undefined) throw new Error(`This server has ${number} users, and all have been used`);
	await seed(server, user, destinationFolders);
	return {user, before: await snapshot(server, user)};
}

/** What must not change of a folder that nobody touched; UIDNEXT and `\Recent` may. */
function lasting({name, path, subscribed, selectable, uidValidity, messages}: FolderShape) {
	return {name, path, subscribed, selectable, uidValidity, messages};
}

/** Content, flags and instant: what a copy has to keep. */
function carried(messages: FolderShape['messages']) {
	return messages.map(
		({digest, flags, epoch}) => `${digest.slice(0, 12)} ${flags.join(',')} ${epoch / 1000}`,
	);
}

function at(shapes: Snapshot, path: readonly string[]): FolderShape | undefined {
	return shapes.find(shape => shape.path.join('\0') === path.join('\0'));
}

/** The destination holds what it held, untouched, then each message of the source once for each time it is there, in order unless that is not asked for. */
export async function expectCopied(
	place: {readonly server: MailServer; readonly user: string; readonly before: Snapshot},
	source: Snapshot,
	label: string,
	inOrder = true,
): Promise<void> {
	expectAllThere(place.before, await snapshot(place.server, place.user), source, label, inOrder);
}

/** The same for a destination that has been looked at before and after. */
export function expectAllThere(
	earlier: Snapshot,
	after: Snapshot,
	source: Snapshot,
	label: string,
	inOrder = true,
): void {
	const names = new Set(
		[...earlier.map(({path}) => path), ...goesTo.map(({to}) => to)].map(path => path.join('.')),
	);
	expect(after.map(({path}) => path.join('.')).sort(), `${label}: folders`).toEqual([...names].sort());
	for (const shape of after) {
		const before = at(earlier, shape.path);
		const from = goesTo.find(({to}) => to.join('\0') === shape.path.join('\0'))?.from ?? [];
		const where = `${label}: ${shape.name}`;
		if (before) {
			const old = shape.messages.slice(0, before.messages.length);
			expect({...lasting(shape), messages: old}, where).toEqual(lasting(before));
		} else if (from.length > 0) {
			const wanted = from.some(path => at(source, path)?.subscribed);
			expect(shape.subscribed, `${where} subscribed`).toBe(wanted);
		}

		const there = carried(before?.messages ?? []);
		const wanted = from.map(path =>
			carried(at(source, path)?.messages ?? []).filter(each => {
				const index = there.indexOf(each);
				if (index !== -1) there.splice(index, 1);
				return index === -1;
			}),
		);
		const arrived = carried(shape.messages.slice(before?.messages.length ?? 0));
		if (!inOrder) {
			expect(arrived.sort(), where).toEqual(wanted.flat().sort());
			continue;
		}

		// Where two folders go into one, each keeps its order; which comes first is not promised, and a kill may split one.
		expect(isMergeOf(arrived, wanted) ? wanted.flat() : arrived, where).toEqual(wanted.flat());
	}
}

/** The destination is what it was, to the UID. */
export async function expectUntouched(
	place: {readonly server: MailServer; readonly user: string; readonly before: Snapshot},
	label: string,
): Promise<void> {
	expectSame(place.before, await snapshot(place.server, place.user), label);
}

/** The same for a destination that has been looked at before and after. */
export function expectSame(before: Snapshot, after: Snapshot, label: string): void {
	expect(after.map(lasting), label).toEqual(before.map(lasting));
}

/** The seed of all random choices: `TRASLOCO_TEST_SEED`, or another one each time. It is in every test's name. */
export const chosenSeed = Number(process.env.TRASLOCO_TEST_SEED ?? Math.floor(Math.random() * 1e9));

export {Random};

/** Whether these are all of the parts, each in its order. */
function isMergeOf(all: readonly string[], parts: readonly (readonly string[])[]): boolean {
	const [first, ...rest] = all;
	if (first === undefined) return parts.every(part => part.length === 0);
	return parts.some((part, index) => part[0] === first && isMergeOf(rest, parts.with(index, part.slice(1))));
}
