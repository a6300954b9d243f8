import {afterAll, beforeAll, expect, test} from 'vitest';
import {withoutUids} from '../servers/mailbox.ts';
import {expectComplete, heldMove, interrupt, many} from './held.ts';
import {type Bench, bench, type Move, type Outcome} from './trasloco.ts';

let servers: Bench;

beforeAll(async () => {
	servers = await bench({}, {mailboxes: [{name: 'Trash', specialUse: '\\Trash'}]});
});

afterAll(() => servers[Symbol.asyncDispose]());

test.each(['SIGINT', 'SIGTERM'] as const)(
	'%s during a copy is 130 and says how to resume, which ends identical',
	async signal => {
		await using held = await heldMove(servers);
		const {move, relay, copy} = held;
		const command = copy();
		await relay.held;
		await interrupt(command, signal);
		relay.release();
		const stopped = await command.outcome;
		expect(stopped.exitCode, stopped.stderr).toBe(130);
		const [, run = ''] = /trasloco resume ([\w-]+)/.exec(stopped.stdout) ?? [];
		expect(stopped.stdout).toContain('Interrupted. Nothing is lost');
		expect(await move.runs()).toMatchObject([{run, state: 'interrupted', live: false}]);
		// Nothing half-done is to be seen in the folders that others read.
		const seen = withoutUids(await move.atDestination()).find(({path}) => path === 'INBOX');
		expect(seen).toEqual(withoutUids(held.before).find(({path}) => path === 'INBOX'));

		const resumed = await move.resume(run);
		expect(resumed.exitCode, resumed.stderr).toBe(0);
		expect(resumed.finished).toMatchObject({state: 'done', copied: many, run});
		await expectComplete(held);
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
		await using held = await heldMove(servers);
		const {move, relay, copy} = held;
		const command = copy('--json');
		await relay.held;
		command.child.kill(signal);
		const gone: Outcome = await command.outcome;
		expect(gone.exitCode).toBe(signal === 'SIGHUP' ? 130 : undefined);
		expect(await move.runs()).toMatchObject([{state: 'running', live: true}]);
		relay.release();
		await untilRun(move, (state, live) => state !== 'running' && !live);
		expect(await move.runs()).toMatchObject([{state: 'done', copied: many}]);
		await expectComplete(held);
	},
);
