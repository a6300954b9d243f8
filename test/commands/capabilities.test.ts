import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {corpus, corpusSeed} from '../corpus/corpus.ts';
import {startDovecot} from '../servers/dovecot.ts';
import {type Comparable, type Snapshot, seed, snapshot, withoutUids} from '../servers/mailbox.ts';
import type {MailServer} from '../servers/server.ts';
import {cases} from './capability-cases.ts';
import {ownMail} from './letter.ts';
import {type Relay, startRelay} from './relay.ts';
import {accountUrl, findingsOf, finishedOf, newHome, type Outcome, run, untouched} from './trasloco.ts';

const users = Array.from({length: cases.length + 2}, (_, index) => ({
	name: `utente${index}`,
	password: `segreto ${index}`,
}));
const mailboxes = [{name: 'Trash', specialUse: '\\Trash'}] as const;
const folders = corpus({messages: 90, big: false});
let source: MailServer;
let destination: MailServer;
let here: Snapshot;

beforeAll(async () => {
	[source, destination] = await Promise.all([
		startDovecot(),
		startDovecot({users, mailboxes, separator: '.'}),
	]);
	await Promise.all([
		seed(source, 'source', folders),
		...users.map(({name}) => seed(destination, name, ownMail)),
	]);
	here = await snapshot(source, 'source');
});

afterAll(() => Promise.all([source, destination].map(server => server.stop())));

/** One user of the destination behind a relay, and the source as it is. */
class Through {
	readonly home: string;
	readonly relay: Relay;
	readonly user: (typeof users)[number];

	constructor(home: string, relay: Relay, user: (typeof users)[number]) {
		this.home = home;
		this.relay = relay;
		this.user = user;
	}

	copy(...more: readonly string[]): Promise<Outcome> {
		const from = ['--from', accountUrl(source, 'source'), '--ca', source.caFile];
		const to = ['--to', accountUrl({imapsPort: 0, imapPort: this.relay.port}, this.user.name, 'imap+plain')];
		return this.#run('copy', ...from, ...to, '--json', ...more);
	}

	undo(id: string): Promise<Outcome> {
		return this.#run('undo', id, '--yes', '--json');
	}

	async now(): Promise<Snapshot> {
		return snapshot(destination, this.user.name);
	}

	#run(...args: readonly string[]): Promise<Outcome> {
		return run(this.home, args, {from: 'segreto', to: this.user.password});
	}
}

/** What has to be at the destination: its own mail, then the source's in order. */
function wanted(before: Snapshot): Comparable {
	const own = new Map(withoutUids(before).map(folder => [folder.path, folder]));
	const names = new Map([['Posta inviata', 'Sent']]);
	return withoutUids(here).map(folder => {
		const path = names.get(folder.path) ?? folder.path;
		const there = own.get(path);
		const messages = [...(there?.messages ?? []), ...folder.messages];
		return {path, subscribed: there?.subscribed ?? folder.subscribed, messages};
	});
}

describe('a destination that has', () => {
	test.each(cases)(
		'$name: identical, the next time nothing, and gone again',
		async ({without, codes, unknown, verify}) => {
			await destination.restart({withoutCapabilities: without});
			const user = users[cases.findIndex(each => each.without === without)];
			await using relay = await startRelay(destination.imapPort, {withoutCodes: codes ?? []});
			const move = new Through(await newHome(), relay, user ?? {name: '', password: ''});
			const before = await move.now();
			const options = verify === undefined ? [] : ['--verify', verify];
			const copied = await move.copy(...options);
			expect(copied.exitCode, copied.stderr).toBe(0);
			expect(finishedOf(copied)).toMatchObject({state: 'done', copied: 90, skipped: 0});
			const after = await move.now();
			const expected = wanted(before);
			const paths = expected.map(({path}) => path);
			expect(
				paths.flatMap(path => withoutUids(after).filter(folder => folder.path === path)),
				`seed ${corpusSeed}`,
			).toEqual(expected);

			const again = await move.copy(...options);
			expect(again.exitCode, again.stderr).toBe(0);
			expect(finishedOf(again)).toMatchObject({copied: 0, alreadyThere: 90});
			expect(await move.now()).toEqual(after);

			const undone = await move.undo(finishedOf(copied).run);
			expect(undone.exitCode, undone.stderr).toBe(0);
			expect(finishedOf(undone)).toMatchObject({state: 'undone', undone: 90});
			expect(untouched(await move.now())).toEqual(untouched(before));

			const commands = relay.commands();
			// Either would take out what others have marked.
			expect(commands.filter(command => /^(?:EXPUNGE|CLOSE)/i.test(command))).toEqual([]);
			expect(commands.filter(command => unknown?.test(command))).toEqual([]);
		},
	);

	test('neither MOVE nor UIDPLUS: a copy is identical, the plan says that no undo can be exact, and an undo touches nothing', async () => {
		await destination.restart({withoutCapabilities: ['MOVE', 'UIDPLUS']});
		const user = users[cases.length];
		await using relay = await startRelay(destination.imapPort, {withoutCodes: ['APPENDUID', 'COPYUID']});
		const move = new Through(await newHome(), relay, user ?? {name: '', password: ''});
		const before = await move.now();
		const copied = await move.copy();
		expect(copied.exitCode, copied.stderr).toBe(0);
		expect(findingsOf(finishedOf(copied), 'no-exact-undo')).toMatchObject([{severity: 'note'}]);
		const after = await move.now();
		const expected = wanted(before);
		const paths = expected.map(({path}) => path);
		expect(paths.flatMap(path => withoutUids(after).filter(folder => folder.path === path))).toEqual(
			expected,
		);
		const undone = await move.undo(finishedOf(copied).run);
		expect(undone.exitCode, undone.stderr).toBe(6);
		expect(undone.stderr).toContain('neither MOVE nor UIDPLUS');
		expect(await move.now()).toEqual(after);
		expect(relay.commands().filter(command => /EXPUNGE|^CLOSE|^UID MOVE/i.test(command))).toEqual([]);
	});
});

test('a source is only asked, in ways that change nothing', async () => {
	await destination.restart({withoutCapabilities: []});
	await using relay = await startRelay(source.imapPort);
	const user = users[cases.length + 1] ?? {name: '', password: ''};
	const from = accountUrl({imapsPort: 0, imapPort: relay.port}, 'source', 'imap+plain');
	const sides = ['--from', from, '--to', accountUrl(destination, user.name), '--ca', destination.caFile];
	const home = await newHome();
	for (const args of [
		['copy', ...sides],
		['copy', ...sides],
		['verify', ...sides, '--deep', '--allow-extra'],
	]) {
		const outcome = await run(home, args, {from: 'segreto', to: user.password});
		expect(outcome.exitCode, outcome.stderr).toBe(0);
	}
	const commands = relay.commands();
	const harmless =
		/^(?:CAPABILITY|ID |NAMESPACE|LOGIN|AUTHENTICATE|LIST |LSUB |STATUS |GETQUOTAROOT |EXAMINE |UNSELECT|LOGOUT|NOOP|UID FETCH \S+ \([^)]*\)?.*\))/;
	expect(commands.filter(command => !harmless.test(command))).toEqual([]);
	const fetches = commands.filter(command => command.startsWith('UID FETCH'));
	expect(fetches.length).toBeGreaterThan(10);
	expect(fetches.filter(command => /BODY\[|RFC822(?!\.SIZE)/.test(command))).toEqual([]);
	expect(await snapshot(source, 'source')).toEqual(here);
});
