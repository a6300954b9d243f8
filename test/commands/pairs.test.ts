import {afterAll, beforeAll, expect, test} from 'vitest';
import {corpus, corpusSeed} from '../corpus/corpus.ts';
import {oddMessages} from '../corpus/messages.ts';
import {startCourier} from '../servers/courier.ts';
import {startCyrus} from '../servers/cyrus.ts';
import {startDovecot} from '../servers/dovecot.ts';
import {type SeedFolder, seed} from '../servers/mailbox.ts';
import type {MailServer, ServerOptions} from '../servers/server.ts';
import {type ServerName, serverNames, treatmentOf} from '../servers/treatment.ts';
import {ownMail} from './letter.ts';
import {expectOutcomes, foldersOf, handedOut, type Kinded, messagesOf} from './outcomes.ts';
import {finishedOf, Move, newHome, untouched} from './trasloco.ts';

const mailboxes = [{name: 'Trash', specialUse: '\\Trash'}] as const;

const starts: Readonly<Record<ServerName, (options: ServerOptions) => Promise<MailServer>>> = {
	Dovecot: options => startDovecot({...options, mailboxes, timezone: 'Europe/Rome'}),
	'Dovecot (mbox)': options => startDovecot({...options, mailboxes, format: 'mbox', separator: '.'}),
	Cyrus: options => startCyrus({...options, mailboxes}),
	Courier: options => startCourier({...options, timezone: 'Europe/Athens'}),
};

/** A user of each server for each server that mail goes to. */
const users = serverNames.flatMap(name =>
	['da', 'a'].map(way => ({
		name: `${way}-${name.toLowerCase().replaceAll(/\W/g, '')}@example.it`,
		password: `segreto ${way} ${name}`,
	})),
);

const pairs = serverNames.flatMap((from, here) =>
	serverNames.map((to, there) => ({from, to, reader: users[2 * there], writer: users[2 * here + 1]})),
);

const servers = new Map<ServerName, MailServer>();

beforeAll(async () => {
	await Promise.all(serverNames.map(async name => servers.set(name, await starts[name]({users}))));
});

afterAll(() => Promise.all([...servers.values()].map(server => server.stop())));

function mailboxOf(name: ServerName, user: (typeof users)[number] | undefined) {
	const server = servers.get(name);
	if (server === undefined || user === undefined) {
		throw new Error(`No mailbox at ${name}`);
	}
	return {server, user};
}

type Filled = Omit<SeedFolder, 'messages'> & {readonly messages: readonly Kinded[]};

/**
 * What a program can hold of the corpus, and of every kind of odd message. No quotes are in names, since Cyrus takes
 * none, and where mbox is no folder is below another, since there it could not hold mail too.
 */
function filledFor(from: ServerName, to: ServerName): Filled[] {
	const isFlat = [from, to].includes('Dovecot (mbox)');
	const place = (path: readonly string[]) => {
		const levels = path.map(level => level.replaceAll('"', "'"));
		return isFlat ? [levels.join(' - ')] : levels;
	};
	const odd = messagesOf(oddMessages()).map(message => ({...message, folder: place(message.folder)}));
	const usual = corpus({messages: 40, big: false}).map(({path, subscribed, messages}) => ({
		path: place(path),
		subscribed,
		messages: messages.map(message => ({...message, folder: place(path)})),
	}));
	const inUsual = new Set(usual.map(({path}) => path.join('\0')));
	return [
		...usual.map(folder => ({
			...folder,
			messages: [
				...folder.messages,
				...odd.filter(message => message.folder.join('\0') === folder.path.join('\0')),
			],
		})),
		...foldersOf(odd).filter(({path}) => !inUsual.has(path.join('\0'))),
	].map(folder => ({
		...folder,
		messages: folder.messages.filter(
			({kind}) =>
				!treatmentOf(from, kind)?.outcome.endsWith('refused') &&
				// Each new keyword makes it write the whole file anew, while others wait for its lock: a second each.
				!(to === 'Dovecot (mbox)' && kind === 'keywords-40'),
		),
	}));
}

/**
 * What the destination holds before. Courier takes two seconds to delete a folder, so there most are its own and only
 * the last is the run's.
 */
function ownAt(name: ServerName, folders: readonly Filled[]): readonly SeedFolder[] {
	if (name === 'Dovecot (mbox)') {
		return ownMail.filter(({path}) => path.length === 1);
	}
	if (name !== 'Courier') {
		return ownMail;
	}
	const levels = folders
		.slice(0, -1)
		.flatMap(({path}) => path.map((_, index) => path.slice(0, index + 1)))
		.filter(path => path.join('/') !== 'Posta inviata');
	return [...ownMail, ...levels.map(path => ({path, subscribed: true, messages: []}))];
}

test.concurrent.each(pairs)(
	'from $from to $to: what can be kept arrives identical, the rest is found out, a second copy is none, undo gives all back',
	async ({from, to, reader, writer}) => {
		const label = `seed ${corpusSeed}`;
		const move = new Move(await newHome(), mailboxOf(from, reader), mailboxOf(to, writer));
		const {source, destination} = move;
		const folders = filledFor(from, to);
		await Promise.all([
			seed(source.server, source.user.name, folders),
			seed(destination.server, destination.user.name, ownAt(to, folders)),
		]);
		// Some show a date right as long as they have not looked twice.
		await move.atSource();
		const [here, before] = await Promise.all([move.atSource(), move.atDestination()]);
		const messages = folders.flatMap(folder => folder.messages.map(each => handedOut(from, each) ?? each));
		const refused = messages.filter(({kind}) => treatmentOf(to, kind)?.outcome === 'refused').length;

		const copied = await move.copy();
		const finished = finishedOf(copied);
		expect(copied.exitCode, `${label}\n${copied.stderr}`).toBe(
			finished.findings.some(({severity}) => severity === 'difference') ? 3 : 0,
		);
		expect(finished).toMatchObject({copied: messages.length - refused, alreadyThere: 0, skipped: refused});
		const after = await move.atDestination();
		await expectOutcomes({messages, source: here, program: to, finished, before, destination: after});

		const again = await move.copy();
		expect(again.exitCode, again.stderr).toBe(refused === 0 ? 0 : 3);
		expect(finishedOf(again)).toMatchObject({
			copied: 0,
			alreadyThere: messages.length - refused,
			skipped: refused,
		});
		expect(await move.atDestination()).toEqual(after);

		const undone = await move.undo(finished.run);
		expect(undone.exitCode, undone.stderr).toBe(0);
		expect(finishedOf(undone)).toMatchObject({state: 'undone', undone: messages.length - refused});
		expect(untouched(await move.atDestination())).toEqual(untouched(before));
		expect(await move.atSource()).toEqual(here);
	},
	120_000,
);
