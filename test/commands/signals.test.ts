import {afterAll, beforeAll, expect, test} from 'vitest';
import {seed, withoutUids} from '../servers/mailbox.ts';
import {folder, letters, ownMail} from './letter.ts';
import {type Relay, startRelay} from './relay.ts';
import {accountUrl, type Bench, bench, type Move, type Outcome, start} from './trasloco.ts';

let servers: Bench;

beforeAll(async () => {
	servers = await bench({}, {mailboxes: [{name: 'Trash', specialUse: '\\Trash'}]});
});

afterAll(() => servers[Symbol.asyncDispose]());

const many = 60;

/** A move whose line to the destination is held in the middle of staging. */
async function heldMove(): Promise<{move: Move; relay: Relay; sides: string[]}> {
	const move = await servers.move();
	await Promise.all([
		seed(servers.source, move.source.user.name, [
			folder('INBOX', ...letters('primo', many / 2)),
			folder('Lavoro', ...letters('secondo', many / 2)),
		]),
		seed(servers.destination, move.destination.user.name, ownMail),
	]);
	const relay = await startRelay(servers.destination.imapPort, {
		holdAt: (command, before) =>
			command.startsWith('APPEND') && before.filter(each => each.startsWith('APPEND')).length === many / 3,
	});
	const {source, destination} = move;
	const to = accountUrl({imapsPort: 0, imapPort: relay.port}, destination.user.name, 'imap+plain');
	const sides = [
		'--from',
		accountUrl(source.server, source.user.name),
		'--to',
		to,
		'--ca',
		source.server.caFile,
	];
	return {move, relay, sides};
}

/** Every message of the source is at the destination once, in order, after what was there. */
async function expectComplete(move: Move, before: Awaited<ReturnType<Move['atDestination']>>): Promise<void> {
	const own = new Map(withoutUids(before).map(each => [each.path, each]));
	const after = new Map(withoutUids(await move.atDestination()).map(each => [each.path, each]));
	for (const {path, messages} of withoutUids(await move.atSource())) {
		expect(after.get(path)?.messages, path).toEqual([...(own.get(path)?.messages ?? []), ...messages]);
	}
	expect([...after.keys()].filter(path => path.includes('trasloco'))).toEqual([]);
	for (const [path, shape] of own) {
		if (path !== 'INBOX') {
			expect(after.get(path), path).toEqual(shape);
		}
	}
}

test.each(['SIGINT', 'SIGTERM'] as const)(
	'%s during a copy is 130 and says how to resume, which ends identical',
	async signal => {
		const {move, relay, sides} = await heldMove();
		await using _ = relay;
		const before = await move.atDestination();
		const passwords = {from: move.source.user.password, to: move.destination.user.password};
		const command = start(move.home, ['copy', ...sides], passwords);
		await relay.held;
		command.child.kill(signal);
		relay.release();
		const stopped = await command.outcome;
		expect(stopped.exitCode, stopped.stderr).toBe(130);
		const [, run = ''] = /trasloco resume ([\w-]+)/.exec(stopped.stdout) ?? [];
		expect(stopped.stdout).toContain('Interrupted. Nothing is lost');
		expect(await move.runs()).toMatchObject([{run, state: 'interrupted', live: false}]);
		// Nothing half-done is to be seen in the folders that others read.
		const seen = withoutUids(await move.atDestination()).find(({path}) => path === 'INBOX');
		expect(seen).toEqual(withoutUids(before).find(({path}) => path === 'INBOX'));

		const resumed = await move.resume(run);
		expect(resumed.exitCode, resumed.stderr).toBe(0);
		expect(resumed.finished).toMatchObject({state: 'done', copied: many, run});
		await expectComplete(move, before);
	},
);

async function untilRun(move: Move, isMeant: (state: string, live: boolean) => boolean): Promise<void> {
	for (;;) {
		const [summary] = await move.runs();
		if (summary !== undefined && isMeant(summary.state, summary.live)) {
			return;
		}
	}
}

test.each(['SIGKILL', 'SIGHUP'] as const)(
	'a terminal that goes away (%s) does not end the copy',
	async signal => {
		const {move, relay, sides} = await heldMove();
		await using _ = relay;
		const before = await move.atDestination();
		const passwords = {from: move.source.user.password, to: move.destination.user.password};
		const command = start(move.home, ['copy', ...sides, '--json'], passwords);
		await relay.held;
		command.child.kill(signal);
		const gone: Outcome = await command.outcome;
		expect(gone.exitCode).toBe(signal === 'SIGHUP' ? 130 : undefined);
		expect(await move.runs()).toMatchObject([{state: 'running', live: true}]);
		relay.release();
		await untilRun(move, (state, live) => state !== 'running' && !live);
		expect(await move.runs()).toMatchObject([{state: 'done', copied: many}]);
		await expectComplete(move, before);
	},
);
