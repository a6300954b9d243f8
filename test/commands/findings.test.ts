import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import type {Finding, FindingKind} from '../../source/engine/finding.ts';
import {startDovecot} from '../servers/dovecot.ts';
import {createFolder, deleteFolder, deliver, expunge, seed} from '../servers/mailbox.ts';
import {folder, letter, letters} from './letter.ts';
import {type RelayOptions, startRelay} from './relay.ts';
import {
	accountUrl,
	type Bench,
	bench,
	findingsOf,
	finishedOf,
	Move,
	newHome,
	type Outcome,
	start,
} from './trasloco.ts';

let servers: Bench;

beforeAll(async () => {
	servers = await bench({}, {separator: '/', prefix: ''});
});

afterAll(() => servers[Symbol.asyncDispose]());

const lavoro = ['Lavoro'];

/** A mailbox of five messages in two folders, and an empty one. */
async function filled(): Promise<Move> {
	const move = await servers.move();
	await seed(servers.source, move.source.user.name, [
		folder('INBOX', letter('arrivo')),
		folder('Lavoro', ...letters('lavoro', 4)),
	]);
	return move;
}

/** The one finding of a kind that a run has told, in its end and in its events alike. */
function only(outcome: Outcome, kind: FindingKind): Finding {
	const findings = findingsOf(finishedOf(outcome), kind);
	expect(findings, outcome.stderr).toHaveLength(1);
	expect(outcome.events).toContainEqual({event: 'finding', finding: findings[0]});
	return findings[0] as Finding;
}

/** Copies with one side behind a relay; where it holds, something happens before it goes on. */
async function copyThrough(
	move: Move,
	side: 'source' | 'destination',
	options: RelayOptions,
	meanwhile?: () => Promise<unknown>,
): Promise<Outcome> {
	const {server, user} = move[side];
	await using relay = await startRelay(server.imapPort, options);
	const url = accountUrl({imapsPort: 0, imapPort: relay.port}, user.name, 'imap+plain');
	const {source, destination} = move;
	const sides =
		side === 'source'
			? ['--from', url, '--to', accountUrl(destination.server, destination.user.name)]
			: ['--from', accountUrl(source.server, source.user.name), '--to', url];
	const {outcome} = start(move.home, ['copy', ...sides, '--ca', source.server.caFile, '--json'], {
		from: source.user.password,
		to: destination.user.password,
	});
	if (meanwhile !== undefined) {
		await Promise.race([relay.held, outcome]);
		await meanwhile();
		relay.release();
	}
	return await outcome;
}

/** Once all is compared: the first content is asked for. */
const beforeReading: RelayOptions = {holdAt: command => /^UID FETCH .*BODY\.PEEK\[\]/.test(command)};

/** Once all is compared: the folder is opened to be read from. */
const beforeOpening: RelayOptions = {
	holdAt: (command, before) => {
		const opens = (each: string) => /^EXAMINE "?Lavoro/.test(each);
		return opens(command) && before.some(opens);
	},
};

describe('what came to pass at the source between comparison and copy is told:', () => {
	test('a message that is gone', async () => {
		const move = await filled();
		const {server, user} = move.source;
		const outcome = await copyThrough(move, 'source', beforeReading, () =>
			expunge(server, user.name, lavoro, [2]),
		);
		expect(outcome.exitCode, outcome.stderr).toBe(3);
		expect(finishedOf(outcome)).toMatchObject({copied: 4, skipped: 1});
		expect(only(outcome, 'vanished')).toMatchObject({source: 'Lavoro', sourceUid: 2, severity: 'difference'});
	});

	test('a folder that is gone', async () => {
		const move = await filled();
		const {server, user} = move.source;
		const outcome = await copyThrough(move, 'source', beforeOpening, () =>
			deleteFolder(server, user.name, lavoro),
		);
		expect(outcome.exitCode, outcome.stderr).toBe(3);
		expect(finishedOf(outcome)).toMatchObject({copied: 1, skipped: 4});
		expect(only(outcome, 'vanished')).toMatchObject({source: 'Lavoro', count: 4, severity: 'difference'});
	});

	test('a folder that another one has replaced, of which nothing is copied', async () => {
		const move = await filled();
		const {server, user} = move.source;
		const outcome = await copyThrough(move, 'source', beforeOpening, async () => {
			await deleteFolder(server, user.name, lavoro);
			await seed(server, user.name, [folder('Lavoro', ...letters('altro', 4))]);
		});
		expect(outcome.exitCode, outcome.stderr).toBe(3);
		expect(finishedOf(outcome)).toMatchObject({copied: 1, skipped: 4});
		expect(only(outcome, 'source-renumbered')).toMatchObject({
			source: 'Lavoro',
			count: 4,
			severity: 'difference',
		});
		// The next copy compares what is there now.
		expect(finishedOf(await move.copy())).toMatchObject({state: 'done', copied: 4, alreadyThere: 1});
	});
});

test('a message that is larger than can be read is left out, and told', async () => {
	const move = await filled();
	await deliver(servers.source, move.source.user.name, lavoro, letter('enorme', {body: 'x'.repeat(987)}));
	const {size} = (await move.atSource()).flatMap(({messages}) => messages).at(-1) ?? {};
	const outcome = await copyThrough(move, 'source', {
		rewrite: answer =>
			answer.replaceAll(new RegExp(`RFC822\\.SIZE ${size}\\b`, 'g'), 'RFC822.SIZE 268435457'),
	});
	expect(outcome.exitCode, outcome.stderr).toBe(3);
	expect(finishedOf(outcome)).toMatchObject({copied: 5, skipped: 1});
	expect(only(outcome, 'unreadable')).toMatchObject({source: 'Lavoro', sourceUid: 5, severity: 'difference'});
});

describe('what came to pass at the destination is told:', () => {
	test('a folder that could not be subscribed', async () => {
		const outcome = await copyThrough(await filled(), 'destination', {
			rewrite: answer => answer.replaceAll(/^(\S+) OK Subscribe completed/gm, '$1 NO Too many subscriptions'),
		});
		expect(outcome.exitCode, outcome.stderr).toBe(0);
		expect(only(outcome, 'not-subscribed')).toMatchObject({
			severity: 'note',
			destination: 'Lavoro',
			server: expect.stringContaining('Too many subscriptions'),
		});
	});

	test('dates in another time zone', async () => {
		const outcome = await (await filled()).copy();
		expect(outcome.exitCode, outcome.stderr).toBe(0);
		expect(only(outcome, 'zone-not-kept')).toMatchObject({severity: 'note', count: 5});
	});

	test('mail that came during the copy', async () => {
		const move = await filled();
		const {server, user} = move.destination;
		const outcome = await copyThrough(
			move,
			'destination',
			{holdAt: command => command.startsWith('APPEND')},
			() => deliver(server, user.name, ['INBOX'], letter('nuovo')),
		);
		expect(outcome.exitCode, outcome.stderr).toBe(0);
		expect(only(outcome, 'count-differs')).toMatchObject({
			severity: 'note',
			destination: 'INBOX',
			params: {expected: 1, now: 2},
		});
	});

	test('a run that did not end, and what another has copied of it meanwhile', async () => {
		const user = {name: 'anna', password: 'segreto'};
		const hidden = {users: [user], withoutCapabilities: ['QUOTA']};
		await using small = await startDovecot({...hidden, quota: {messages: 25}});
		const {source} = await servers.move();
		await seed(servers.source, source.user.name, [
			folder('INBOX', ...letters('primo', 20)),
			folder('Lavoro', ...letters('secondo', 20)),
		]);
		const move = new Move(await newHome(), source, {server: small, user});
		const first = await move.copy();
		expect(first.exitCode, first.stderr).toBe(6);
		const {run} = finishedOf(first);
		await small.restart({...hidden, quota: {messages: 100}});
		const second = await move.copy();
		expect(second.exitCode, second.stderr).toBe(0);
		expect(only(second, 'foreign-staging')).toMatchObject({severity: 'note', destination: `trasloco-${run}`});
		const resumed = await move.resume(run);
		expect(resumed.exitCode, resumed.stderr).toBe(0);
		const told = findingsOf(finishedOf(resumed), 'copied-by-another-run');
		expect(told).toMatchObject(told.map(() => ({severity: 'note'})));
		expect(told.reduce((sum, {count = 1}) => sum + count, 0)).toBe(finishedOf(second).copied);
		const held = (await move.atDestination()).map(({name, messages}) => `${name} ${messages.length}`);
		expect(held.sort()).toEqual(['INBOX 20', 'Lavoro 20']);
	});
});

describe('what an undo finds otherwise than the run has left it is told:', () => {
	/** A mailbox that was copied, and then changed at the destination. */
	async function undoneAfter(
		change: (server: Move['destination']['server'], user: string) => Promise<unknown>,
	) {
		const move = await filled();
		const copied = await move.copy();
		expect(copied.exitCode, copied.stderr).toBe(0);
		await change(move.destination.server, move.destination.user.name);
		const undone = await move.undo(finishedOf(copied).run);
		const left = (await move.atDestination()).map(({name, messages}) => `${name} ${messages.length}`);
		return {undone, left: left.sort()};
	}

	test('a message that is gone', async () => {
		const {undone, left} = await undoneAfter((server, user) => expunge(server, user, lavoro, [1]));
		expect(undone.exitCode, undone.stderr).toBe(0);
		expect(only(undone, 'gone-before-undo')).toMatchObject({severity: 'note', source: 'Lavoro', count: 1});
		expect(left).toEqual(['INBOX 0']);
	});

	test('a folder that is gone', async () => {
		const {undone, left} = await undoneAfter((server, user) => deleteFolder(server, user, lavoro));
		expect(undone.exitCode, undone.stderr).toBe(0);
		expect(only(undone, 'folder-gone')).toMatchObject({severity: 'note', source: 'Lavoro', count: 4});
		expect(left).toEqual(['INBOX 0']);
	});

	test('a folder that another one has replaced, which is left alone', async () => {
		const {undone, left} = await undoneAfter(async (server, user) => {
			await deleteFolder(server, user, lavoro);
			await seed(server, user, [folder('Lavoro', ...letters('suo', 4))]);
		});
		expect(undone.exitCode, undone.stderr).toBe(3);
		expect(only(undone, 'folder-renumbered')).toMatchObject({
			severity: 'difference',
			source: 'Lavoro',
			count: 4,
		});
		expect(left).toEqual(['INBOX 0', 'Lavoro 4']);
	});

	test('a level that held folders alone before, and is one that holds mail now', async () => {
		const move = await filled();
		const {server, user} = move.destination;
		await seed(server, user.name, [folder('Lavoro/Suo', letter('suo'))]);
		expect((await move.atDestination()).find(({name}) => name === 'Lavoro')?.selectable).toBe(false);
		const {run} = finishedOf(await move.copy());
		const undone = await move.undo(run);
		expect(undone.exitCode, undone.stderr).toBe(0);
		// To delete it would make it again what it was; there are servers where that deletes what is below it too.
		expect(only(undone, 'folder-kept')).toMatchObject({severity: 'note', destination: 'Lavoro', count: 0});
		const left = (await move.atDestination()).map(({name, messages}) => `${name} ${messages.length}`);
		expect(left.sort()).toEqual(['INBOX 0', 'Lavoro 0', 'Lavoro/Suo 1']);
	});

	test('a folder that holds mail of others, or other folders, and stays', async () => {
		const {undone, left} = await undoneAfter(async (server, user) => {
			await deliver(server, user, lavoro, letter('suo'));
			await createFolder(server, user, ['Lavoro', 'Suo']);
		});
		expect(undone.exitCode, undone.stderr).toBe(0);
		expect(only(undone, 'folder-kept')).toMatchObject({severity: 'note', destination: 'Lavoro', count: 1});
		expect(left).toEqual(['INBOX 0', 'Lavoro 1', 'Lavoro/Suo 0']);
	});
});
