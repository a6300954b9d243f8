import {chmod, readdir, readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {afterEach, beforeAll, describe, expect, test} from 'vitest';
import type {Finished} from '../../source/engine/events.ts';
import {fromSet} from '../../source/stores/imap/sets.ts';
import {startDovecot} from '../servers/dovecot.ts';
import {type Snapshot, seed, snapshot} from '../servers/mailbox.ts';
import {writeMaildir} from '../servers/maildir.ts';
import type {Commands} from '../servers/proxy.ts';
import type {MailServer} from '../servers/server.ts';
import {
	destinationOptions,
	expectCopied,
	expectUntouched,
	freshHome,
	manyUsers,
	sourceFolders,
} from './killed-mailbox.ts';
import {Lines, sourceUser} from './lines.ts';

const running: AsyncDisposable[] = [];

beforeAll(async () => {
	process.env.TRASLOCO_HOME = await freshHome();
});

afterEach(async () => {
	for (const each of running.splice(0).reverse()) await each[Symbol.asyncDispose]();
});

/** What makes each of these messages the only one. */
const marks = ['Subject: senza Message-ID', 'Message-ID: <103@casa.example>'];
const words = 'Internal error occurred';

async function servers(
	extra = '',
	fill = seed as Fill,
): Promise<{source: MailServer; destination: MailServer}> {
	const source = await startDovecot({users: [{name: sourceUser, password: 'segreto'}], extra});
	running.push(source);
	const destination = await startDovecot({...destinationOptions, users: manyUsers(1)});
	running.push(destination);
	await fill(source, sourceUser, sourceFolders);
	return {source, destination};
}

type Fill = (server: MailServer, user: string, folders: typeof sourceFolders) => Promise<void> | void;

/** The server can't open the files of some messages any more. */
async function spoil(server: MailServer): Promise<void> {
	const mail = join(server.directory, 'mail');
	let spoilt = 0;
	for (const entry of await readdir(mail, {recursive: true, withFileTypes: true})) {
		if (!entry.isFile() || !/^(?:cur|new)$/.test(entry.parentPath.split('/').at(-1) ?? '')) continue;
		const path = join(entry.parentPath, entry.name);
		const content = await readFile(path, 'utf8');
		if (!marks.some(mark => content.includes(mark))) continue;
		await chmod(path, 0);
		spoilt++;
	}

	expect(spoilt).toBe(marks.length);
}

/** The messages that can be read, as they were before. */
function readable(before: Snapshot): Snapshot {
	const without = new Map([
		['INBOX', 6],
		['Lavoro/2024', 4],
	]);
	return before.map(folder => ({
		...folder,
		messages: folder.messages.filter((_, index) => index !== without.get(folder.name)),
	}));
}

async function begin({source, destination}: Awaited<ReturnType<typeof servers>>): Promise<Lines> {
	const lines = await Lines.open(source, destination);
	running.push(lines);
	return lines;
}

function expectTold({state, copied, skipped, findings, problem}: Finished, server: string): void {
	expect({state, copied, skipped}, JSON.stringify({problem, findings})).toEqual({
		state: 'differences',
		copied: 30,
		skipped: 2,
	});
	const told = {kind: 'unreadable', severity: 'difference', server: expect.stringContaining(server)};
	expect(findings).toHaveLength(2);
	expect(findings).toMatchObject([
		{...told, source: 'INBOX', sourceUid: 7},
		{...told, source: 'Lavoro/2024', sourceUid: 5},
	]);
}

describe.each([
	['hangs up at once', ''],
	['hangs up after the others', 'imap_fetch_failure = disconnect-after'],
	['says no after the others', 'imap_fetch_failure = no-after'],
])('a server that %s over a message that it can not open', (_, extra) => {
	test.each([
		['and knows its size', seed as Fill],
		['and does not even know its size', writeMaildir as Fill],
	])('%s: all others are copied, it is told, and an undo and another copy are as always', async (_, fill) => {
		const both = await servers(extra, fill);
		const before = fill === seed ? await snapshot(both.source, sourceUser) : undefined;
		if (before) await both.source.restart();
		await spoil(both.source);
		const lines = await begin(both);
		await lines.plan();
		const finished = await lines.session.copy();
		expectTold(finished, words);
		if (before) await expectCopied(lines.place, readable(before), extra);

		await lines.plan();
		const again = await lines.session.copy();
		expect(again, JSON.stringify(again.problem)).toMatchObject({copied: 0, alreadyThere: 31, skipped: 2});
		await lines.session.undo(again.run, false);
		expect(await lines.session.undo(finished.run, false)).toMatchObject({state: 'undone'});
		await expectUntouched(lines.place, extra);
	});
});

/** FETCHes of contents that ask for one of these UIDs, in a folder of so many messages. */
function asksFor(uids: readonly number[]): Commands {
	return {
		test: command => {
			const [, set] = /^UID FETCH (\S+) .*BODY\.PEEK\[\]/.exec(command) ?? [];
			return set !== undefined && fromSet(set).some(uid => uids.includes(uid));
		},
	};
}

describe('a server that refuses whatever holds one message', () => {
	test.each(['NO [NOPERM] not this one', 'NO Message 7 is damaged', 'NO [SERVERBUG] Internal error'])(
		'with %s hands out all others, and the refusal is told',
		async answer => {
			const both = await servers();
			const lines = await begin(both);
			const before = await snapshot(both.source, sourceUser);
			await lines.plan();
			lines.from.meet(asksFor([7]), {kind: 'refuse', answer}, 0, Infinity);
			const finished = await lines.session.copy();
			// The seventh of the inbox and of the folder below Lavoro.
			expect(finished, JSON.stringify(finished.problem)).toMatchObject({
				state: 'differences',
				copied: 30,
				skipped: 2,
				findings: [
					{kind: 'unreadable', source: 'INBOX', sourceUid: 7, server: answer.slice(3)},
					{kind: 'unreadable', source: 'Lavoro/2024', sourceUid: 7, server: answer.slice(3)},
				],
			});
			// It is asked for alone, three times, with a pause in between.
			expect(lines.told('retry')).toMatchObject([{problem: {code: 'not-now'}}, {problem: {code: 'not-now'}}]);
			expect(await snapshot(both.source, sourceUser)).toEqual(before);
		},
	);

	test('only for a while is asked again, and all is copied', async () => {
		const both = await servers();
		const lines = await begin(both);
		const before = await snapshot(both.source, sourceUser);
		await lines.plan();
		lines.from.meet(asksFor([7]), {kind: 'refuse', answer: 'NO [SERVERBUG] Internal error'}, 0, 7);
		await lines.expectCopied(await lines.session.copy(), before, 'for a while');
	});
});

test('a line that ends in the middle of a message now and then is no reason to leave it out', async () => {
	const both = await servers();
	const lines = await begin(both);
	const before = await snapshot(both.source, sourceUser);
	await lines.plan();
	for (let times = 0; times < 6; times++) lines.from.cutAfter('down', 9000 + 500 * times);
	await lines.expectCopied(await lines.session.copy(), before, 'cuts');
});
