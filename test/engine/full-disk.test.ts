import {execFileSync, fork} from 'node:child_process';
import {existsSync} from 'node:fs';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {killedEngine} from '../programs.ts';
import {startDovecot} from '../servers/dovecot.ts';
import {type Snapshot, seed, snapshot} from '../servers/mailbox.ts';
import type {MailServer} from '../servers/server.ts';
import type {Outcome, Task} from './killed-engine.ts';
import {
	chosen,
	destinationOptions,
	expectCopied,
	expectUntouched,
	freshDestination,
	freshHome,
	loginOf,
	manyUsers,
	runsIn,
	sourceFolders,
} from './killed-mailbox.ts';

const sourceUser = 'sorgente';

let source: MailServer;
let destination: MailServer;
let sourceBefore: Snapshot;

beforeAll(async () => {
	[source, destination] = await Promise.all([
		startDovecot({users: [{name: sourceUser, password: 'segreto'}]}),
		startDovecot({...destinationOptions, users: manyUsers(20)}),
	]);
	await seed(source, sourceUser, sourceFolders);
	sourceBefore = await snapshot(source, sourceUser);
});

afterAll(() => Promise.all([source, destination].map(server => server.stop())));

/** Does one task in a process of its own, none of whose files may grow beyond so many bytes. */
async function execute(task: Task, most?: number): Promise<Outcome> {
	const engine = fork(killedEngine, {
		stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
		serialization: 'advanced',
	});
	try {
		// The kernel says so with SIGXFSZ, which ends a process that does not see to it.
		if (most !== undefined) execFileSync('prlimit', [`--pid=${engine.pid}`, `--fsize=${most}:`]);
		return await new Promise((resolve, reject) => {
			engine.once('message', outcome => resolve(outcome as Outcome));
			engine.once('exit', (code, signal) => reject(new Error(`it ended with ${signal ?? code}`)));
			engine.send(task);
		});
	} finally {
		engine.kill('SIGKILL');
	}
}

const problem = {code: 'journal-full', params: {path: expect.stringContaining('journal.sqlite')}};

if (existsSync('/usr/bin/prlimit')) {
	test.each([20_000, 100_000, 180_000])(
		'a disk that takes no more than %i bytes of a journal stops a copy, which is resumed when there is room',
		async most => {
			const home = await freshHome();
			const place = {server: destination, ...(await freshDestination(destination))};
			const common = {
				home,
				from: loginOf(source, sourceUser),
				to: loginOf(destination, place.user),
				map: chosen,
			};
			const stopped = await execute({...common, action: 'copy'}, most);
			const [run] = await runsIn(home);
			if (stopped.finished) {
				expect(stopped.finished).toMatchObject({state: 'failed', problem});
				expect(run).toBeDefined();
			} else {
				expect(stopped.failed).toBe('journal-full');
			}

			if (run === undefined) await expectUntouched(place, `${most}`);
			const again = run === undefined ? ({action: 'copy'} as const) : ({action: 'resume', run} as const);
			const {finished, failed} = await execute({...common, ...again});
			expect(finished, failed).toMatchObject({state: 'done', copied: 32, findings: []});
			await expectCopied(place, sourceBefore, `${most}`);
			expect(await snapshot(source, sourceUser)).toEqual(sourceBefore);
		},
	);
}
