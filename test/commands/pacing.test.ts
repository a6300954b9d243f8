import {afterAll, beforeAll, expect, test} from 'vitest';
import type {EngineEvent} from '../../source/engine/events.ts';
import {seed, withoutUids} from '../servers/mailbox.ts';
import {folder, letters} from './letter.ts';
import {accountUrl, type Bench, bench, finishedOf, run, start} from './trasloco.ts';

let servers: Bench;

beforeAll(async () => {
	servers = await bench();
});

afterAll(() => servers[Symbol.asyncDispose]());

test("a day's limit holds a run until more may pass, also the next one, and a higher one lets it end", async () => {
	const move = await servers.move();
	const {source, destination, home} = move;
	// Far more than is read at once.
	await seed(source.server, source.user.name, [folder('INBOX', ...letters('posta', 60, 40_000))]);
	const passwords = {from: source.user.password, to: destination.user.password};
	const sides = [
		...['--from', accountUrl(source.server, source.user.name)],
		...['--to', accountUrl(destination.server, destination.user.name), '--ca', source.server.caFile],
	];
	const isHeld = (event: EngineEvent) => event.event === 'retry' && event.problem.code === 'day-used-up';
	const copying = start(home, ['copy', ...sides, '--to-limits', '1MB/day', '--json'], passwords);
	expect(await copying.until(isHeld)).toMatchObject({attempt: 0, problem: {side: 'destination'}});
	copying.child.kill('SIGINT');
	const held = await copying.outcome;
	expect(held.exitCode, held.stderr).toBe(130);
	const [inbox] = withoutUids(await move.atDestination());
	expect(inbox?.messages).toEqual([]);

	const another = start(home, ['copy', ...sides, '--to-limits', '1MB/day', '--json'], passwords);
	await another.until(isHeld);
	another.child.kill('SIGINT');
	expect((await another.outcome).exitCode).toBe(130);

	const {run: name} = finishedOf(held);
	const resumed = await run(home, ['resume', name, '--to-limits', '1GB/day', '--json'], passwords);
	expect(resumed.exitCode, resumed.stderr).toBe(0);
	expect(withoutUids(await move.atDestination())[0]?.messages).toEqual(
		withoutUids(await move.atSource())[0]?.messages,
	);
});

test('the limits that are set are told with the run', async () => {
	const {source, destination, home} = await servers.move();
	await seed(source.server, source.user.name, [folder('INBOX', ...letters('posta', 2))]);
	const passwords = {from: source.user.password, to: destination.user.password};
	const sides = [
		...['--from', accountUrl(source.server, source.user.name)],
		...['--to', accountUrl(destination.server, destination.user.name), '--ca', source.server.caFile],
	];
	const limits = ['--from-limits', '10MB/s,1connection', '--to-limits', '2GB/day'];
	const copied = await run(home, ['copy', ...sides, ...limits], passwords);
	expect(copied.exitCode, copied.stderr).toBe(0);
	expect(copied.stdout).toContain('From: at most 10 MB/s, 1 connection\nTo: at most 2.0 GB a day\n');
});
