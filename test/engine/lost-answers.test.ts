import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, test} from 'vitest';
import {startCourier} from '../servers/courier.ts';
import {startCyrus} from '../servers/cyrus.ts';
import {type DovecotOptions, startDovecot} from '../servers/dovecot.ts';
import {type Snapshot, seed, snapshot} from '../servers/mailbox.ts';
import type {Direction, FaultProxy, FaultProxyOptions} from '../servers/proxy.ts';
import type {MailServer} from '../servers/server.ts';
import {
	chosenSeed,
	destinationOptions,
	freshHome,
	manyUsers,
	Random,
	sourceFolders,
} from './killed-mailbox.ts';
import {Lines, oneByOne, sourceUser} from './lines.ts';

/** How many copies are cut at random bytes. */
const cuts = Number(process.env.TRASLOCO_TEST_CUTS ?? 20);

let source: MailServer;
let sourceBefore: Snapshot;
const running: AsyncDisposable[] = [];

const users = manyUsers(40 + 2 * cuts);

async function keep(starting: Promise<MailServer>): Promise<MailServer> {
	const server = await starting;
	running.push(server);
	return server;
}

function startDestination(options: DovecotOptions): Promise<MailServer> {
	return keep(startDovecot({...destinationOptions, ...options, users}));
}

beforeAll(async () => {
	process.env.TRASLOCO_HOME = await freshHome();
	source = await startDovecot({users: [{name: sourceUser, password: 'segreto'}]});
	running.push(source);
	await seed(source, sourceUser, sourceFolders);
	sourceBefore = await snapshot(source, sourceUser);
});

afterAll(async () => {
	for (const each of running) await each[Symbol.asyncDispose]();
});

/** A command of which the answer is lost, and how many like it are answered before. */
type Lost = readonly [command: RegExp, before: number];

const kinds: readonly {
	readonly name: string;
	readonly start: () => Promise<MailServer>;
	readonly proxy: FaultProxyOptions;
	readonly copying: readonly Lost[];
	readonly undoing: readonly Lost[];
}[] = [
	{
		name: 'a server with MOVE and UIDPLUS',
		start: () => startDestination({}),
		proxy: {},
		copying: [
			[/^APPEND/, 0],
			[/^CREATE "Lavoro"/, 0],
			[/^CREATE "Lavoro.2024"/, 0],
			[/^SUBSCRIBE/, 0],
			[/^CREATE "trasloco/, 0],
			[/^(SELECT|EXAMINE)/, 1],
			[/^UID FETCH/, 0],
			[/^STATUS/, 1],
			[/^UID MOVE/, 0],
			[/^UID MOVE/, 3],
			[/^DELETE/, 0],
		],
		undoing: [
			[/^UID MOVE/, 0],
			[/^UID MOVE/, 4],
			[/^UID STORE/, 0],
			[/^UID EXPUNGE/, 0],
			[/^UNSUBSCRIBE/, 0],
			[/^DELETE/, 0],
			[/^DELETE/, 1],
		],
	},
	{
		name: 'a server that takes a message a command',
		start: () => startDestination(oneByOne),
		proxy: {},
		copying: [
			[/^APPEND/, 0],
			[/^APPEND/, 9],
			[/^APPEND/, 31],
		],
		undoing: [],
	},
	{
		name: 'a server without MOVE',
		start: () => startDestination({withoutCapabilities: ['MOVE']}),
		proxy: {},
		copying: [
			[/^UID COPY/, 0],
			[/^UID COPY/, 3],
			[/^UID STORE/, 1],
			[/^UID EXPUNGE/, 2],
		],
		undoing: [
			[/^UID COPY/, 0],
			[/^UID COPY/, 2],
			[/^UID STORE/, 1],
			[/^UID EXPUNGE/, 3],
		],
	},
	{
		name: 'a server without UIDPLUS',
		start: () => startDestination({withoutCapabilities: ['UIDPLUS']}),
		proxy: {withoutUids: true},
		copying: [
			[/^APPEND/, 0],
			[/^UID MOVE/, 0],
			[/^UID MOVE/, 3],
		],
		undoing: [
			[/^CREATE/, 0],
			[/^UID MOVE/, 0],
			[/^UID MOVE/, 3],
			[/^DELETE/, 1],
		],
	},
	{
		name: 'a server without UIDPLUS that takes a message a command',
		start: () => startDestination({withoutCapabilities: ['UIDPLUS', 'MULTIAPPEND']}),
		proxy: {withoutUids: true},
		copying: [[/^APPEND/, 15]],
		undoing: [],
	},
	{
		name: 'a Cyrus',
		start: () => keep(startCyrus({users: users.slice(0, 10)})),
		proxy: {},
		copying: [
			[/^APPEND/, 0],
			[/^UID MOVE/, 0],
		],
		undoing: [
			[/^UID MOVE/, 0],
			[/^UID EXPUNGE/, 0],
		],
	},
	{
		name: 'a Courier',
		start: () => keep(startCourier({users: users.slice(0, 4)})),
		proxy: {},
		// Few, since it takes two seconds to delete a folder.
		copying: [
			[/^APPEND/, 9],
			[/^UID COPY/, 0],
		],
		undoing: [[/^UID EXPUNGE/, 0]],
	},
];

describe.each(kinds)('with $name', ({start, proxy, copying, undoing}) => {
	let server: MailServer;
	let lines: Lines;

	beforeAll(async () => {
		server = await start();
	});

	beforeEach(async () => {
		lines = await Lines.open(source, server, proxy);
		await lines.plan();
	});

	afterEach(async () => {
		await lines[Symbol.asyncDispose]();
		expect(await snapshot(source, sourceUser)).toEqual(sourceBefore);
	});

	test.each(copying)(
		'a copy that loses the answer to %s after %i of them is finished',
		async (command, before) => {
			lines.to.loseAnswer(command, before);
			const finished = await lines.session.copy();
			expect(lines.to.faults).toBe(1);
			await lines.expectCopied(finished, sourceBefore, String(command));
		},
	);

	test.each(undoing)(
		'an undo that loses the answer to %s after %i of them is finished',
		async (command, before) => {
			const {run} = await lines.session.copy();
			lines.to.loseAnswer(command, before);
			const undone = await lines.session.undo(run, false);
			expect(lines.to.faults).toBe(1);
			await lines.expectUndone(undone, String(command));
		},
	);
});

describe('a line that ends at any byte', () => {
	let server: MailServer;
	/** What a copy, and an undo, send and get on each side when nothing happens. */
	const bytes = {copy: {from: {up: 0, down: 0}, to: {up: 0, down: 0}}, undo: {up: 0, down: 0}};

	beforeAll(async () => {
		server = await startDestination({});
		await using lines = await Lines.open(source, server);
		await lines.plan();
		const before = {from: {...lines.from.bytes}, to: {...lines.to.bytes}};
		const {run} = await lines.session.copy();
		for (const side of ['from', 'to'] as const) {
			for (const direction of ['up', 'down'] as const)
				bytes.copy[side][direction] = lines[side].bytes[direction] - before[side][direction];
		}

		const copied = {...lines.to.bytes};
		await lines.session.undo(run, false);
		for (const direction of ['up', 'down'] as const)
			bytes.undo[direction] = lines.to.bytes[direction] - copied[direction];
	});

	/** One to three cuts: the later ones may meet the login of the reconnection. */
	function cut(proxy: FaultProxy, random: Random, most: Record<Direction, number>): string {
		return Array.from({length: random.integer(1, 3)}, (_, index) => {
			const direction = random.pick<Direction>(['up', 'down']);
			const after = random.integer(1, Math.max(1, Math.floor(most[direction] / (index + 1))));
			proxy.cutAfter(direction, after);
			return `${direction} after ${after}`;
		}).join(', ');
	}

	test(`ends no copy, ${cuts} times at bytes chosen by seed ${chosenSeed}`, {timeout: 600_000}, async () => {
		let faults = 0;
		for (let number = 0; number < cuts; number++) {
			const random = new Random(chosenSeed + number);
			await using lines = await Lines.open(source, server);
			await lines.plan();
			const side = random.pick<'from' | 'to'>(['to', 'to', 'from']);
			const label = `seed ${chosenSeed}+${number}: ${side} ${cut(lines[side], random, bytes.copy[side])}`;
			await lines.expectCopied(await lines.session.copy(), sourceBefore, label);
			faults += lines.from.faults + lines.to.faults;
		}

		expect(faults).toBeGreaterThanOrEqual(cuts / 2);
	});

	test(`ends no undo, ${cuts} times at bytes chosen by seed ${chosenSeed}`, {timeout: 600_000}, async () => {
		let faults = 0;
		for (let number = 0; number < cuts; number++) {
			const random = new Random(chosenSeed + number);
			await using lines = await Lines.open(source, server);
			await lines.plan();
			const {run} = await lines.session.copy();
			const label = `seed ${chosenSeed}+${number}: ${cut(lines.to, random, bytes.undo)}`;
			await lines.expectUndone(await lines.session.undo(run, false), label);
			faults += lines.to.faults;
		}

		expect(faults).toBeGreaterThanOrEqual(cuts / 2);
	});

	test('a line that says nothing for a while is waited for', async () => {
		await using lines = await Lines.open(source, server);
		await lines.plan();
		const copying = lines.session.copy();
		lines.to.stall(1500);
		await lines.expectCopied(await copying, sourceBefore, 'stalled');
		expect(lines.to.connections).toBe(1);
	});

	// Two minutes of silence are what a server may need for one answer.
	if (process.env.TRASLOCO_TEST_BLACK_HOLE) {
		test('a line that never says anything again is given up for a new one', {timeout: 300_000}, async () => {
			await using lines = await Lines.open(source, server);
			await lines.plan();
			const copying = lines.session.copy();
			lines.to.stall(140_000);
			await lines.expectCopied(await copying, sourceBefore, 'black hole');
			expect(lines.to.connections).toBeGreaterThan(1);
		});
	}

	test('has changed nothing at the source', async () => {
		expect(await snapshot(source, sourceUser)).toEqual(sourceBefore);
	});
});
