import {copyFile, mkdir, readdir, readFile, truncate, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {seed, withoutUids} from '../servers/mailbox.ts';
import {folder, letters} from './letter.ts';
import {oneByOne, startRelay} from './relay.ts';
import {accountUrl, type Bench, bench, finishedOf, Move, newHome, run, start} from './trasloco.ts';

let servers: Bench;
let move: Move;
let done: string;

beforeAll(async () => {
	servers = await bench();
	move = await servers.move();
	await seed(servers.source, move.source.user.name, [folder('INBOX', ...letters('lettera', 5))]);
	done = finishedOf(await move.copy()).run;
});

afterAll(() => servers[Symbol.asyncDispose]());

describe('runs', () => {
	test('says so where there are none', async () => {
		const home = await newHome();
		expect(await run(home, ['runs'])).toMatchObject({exitCode: 0, stdout: 'No runs yet.\n', stderr: ''});
		expect(await run(home, ['runs', '--json'])).toMatchObject({exitCode: 0, stdout: '', stderr: ''});
	});

	test('lists them with accounts, counts and state', async () => {
		const [summary, ...others] = await move.runs();
		expect(others).toEqual([]);
		expect(summary).toMatchObject({
			run: done,
			state: 'done',
			live: false,
			messages: 5,
			copied: 5,
			folders: 1,
		});
		expect(summary?.from).toMatchObject({user: move.source.user.name, security: 'tls'});
		expect(summary?.to).toMatchObject({user: move.destination.user.name});
		const {stdout} = await run(move.home, ['runs']);
		expect(stdout).toContain(done);
		expect(stdout).toContain(`${move.source.user.name}@localhost → ${move.destination.user.name}@localhost`);
		expect(stdout).toContain('5/5  done');
	});

	test('and each of them that can not be read is listed as that, beside the others', async () => {
		const home = await newHome();
		const sound = join(move.home, 'runs', done, 'journal.sqlite');
		for (const name of ['20240101-gggg', '20240102-tttt', '20240103-vvvv', '20240104-mmmm', done]) {
			await mkdir(join(home, 'runs', name), {recursive: true});
		}
		const file = (name: string) => join(home, 'runs', name, 'journal.sqlite');
		await writeFile(file('20240101-gggg'), 'questo non è un giornale, ma non importa a nessuno '.repeat(99));
		await copyFile(sound, file('20240102-tttt'));
		await truncate(file('20240102-tttt'), 5000);
		await writeFile(file('20240103-vvvv'), '');
		await copyFile(sound, file(done));
		const {exitCode, stdout, stderr} = await run(home, ['runs']);
		expect(exitCode, stderr).toBe(0);
		const lines = stdout.trimEnd().split('\n');
		const line = (name: string) => lines.find(each => each.includes(name)) ?? '';
		for (const name of ['20240101-gggg', '20240102-tttt', '20240103-vvvv']) {
			expect(line(name)).toContain('journal unreadable: ');
			const resumed = await run(home, ['resume', name], {from: 'x', to: 'y'});
			expect(resumed.exitCode, resumed.stderr).toBe(6);
			expect(resumed.stderr).toContain(`the journal ${file(name)} can't be read`);
			expect(resumed.stderr).not.toMatch(/\n\s+at /);
		}
		expect(line(done)).toContain('5/5  done');
		expect((await run(home, ['undo', '20240101-gggg', '--yes'], {to: 'y'})).exitCode).toBe(6);
		// Unreadable journals must not stand in the way of a new run.
		const other = new Move(home, move.source, move.destination);
		expect(finishedOf(await other.copy())).toMatchObject({state: 'done', alreadyThere: 5});
		expect(await readFile(file('20240101-gggg'), 'utf8')).toContain('questo non è un giornale');
	});
});

describe('resume and undo', () => {
	test.each(['resume', 'undo'])('%s of a run that is not known is 2', async command => {
		const names = ['20200101-aaaa', '../../etc', 'a b'];
		for (const outcome of await Promise.all(
			names.map(name => run(move.home, [command, name], {from: 'x', to: 'y'})),
		)) {
			expect(outcome.exitCode, outcome.stderr).toBe(2);
			expect(outcome.stderr).toContain('there is no run');
		}
	});

	test('resume of a run that is complete says so, and undo without a terminal wants --yes', async () => {
		const [resumed, unconfirmed] = await Promise.all([move.resume(done), move.start('undo', done).outcome]);
		expect(resumed.exitCode, resumed.stderr).toBe(2);
		expect(resumed.stderr).toContain('this run is complete');
		expect(unconfirmed.exitCode, unconfirmed.stderr).toBe(2);
		expect(unconfirmed.stderr).toContain('--yes');
		expect(await move.runs()).toMatchObject([{state: 'done', copied: 5}]);
	});

	test('a run that was undone is not resumed, and another undo of it finds nothing to do', async () => {
		const other = await servers.move();
		await seed(servers.source, other.source.user.name, [folder('INBOX', ...letters('lettera', 5))]);
		const {run: id} = finishedOf(await other.copy());
		expect(finishedOf(await other.undo(id))).toMatchObject({state: 'undone', undone: 5});
		const before = await other.atDestination();
		const resumed = await other.resume(id);
		expect(resumed.exitCode, resumed.stderr).toBe(2);
		expect(resumed.stderr).toContain('this run has been undone');
		expect((await other.undo(id)).exitCode).toBe(0);
		expect(await other.atDestination()).toEqual(before);
		expect(await other.runs()).toMatchObject([{state: 'undone', copied: 0}]);
		// What was undone can be copied again.
		expect(finishedOf(await other.copy())).toMatchObject({state: 'done', copied: 5});
	});

	test('undo --keep-in-trash leaves the messages in the trash, and a later undo purges them', async () => {
		const other = await servers.move();
		const {user} = other.destination;
		await seed(servers.source, other.source.user.name, [folder('INBOX', ...letters('lettera', 5))]);
		await seed(servers.destination, user.name, [folder('Trash', ...letters('suo', 2))]);
		const before = await other.atDestination();
		const {run: id} = finishedOf(await other.copy());
		const kept = await other.undo(id, '--keep-in-trash');
		expect(kept.exitCode, kept.stderr).toBe(0);
		const count = async () =>
			Object.fromEntries(
				withoutUids(await other.atDestination()).map(({path, messages}) => [path, messages.length]),
			);
		expect(await count()).toEqual({INBOX: 0, Trash: 7});
		expect((await other.undo(id)).exitCode).toBe(0);
		expect(await count()).toEqual({INBOX: 0, Trash: 2});
		expect(withoutUids(await other.atDestination())).toEqual(withoutUids(before));
	});
});

test('two runs on one destination at once: the second is refused with 6, and the first ends well', async () => {
	const first = await servers.move();
	const second = await servers.move();
	const {server, user} = first.destination;
	await seed(servers.source, first.source.user.name, [folder('INBOX', ...letters('primo', 20))]);
	await seed(servers.source, second.source.user.name, [folder('INBOX', ...letters('secondo', 20))]);
	await using relay = await startRelay(server.imapPort, {
		rewrite: oneByOne,
		holdAt: (command, before) =>
			command.startsWith('APPEND') && before.some(each => each.startsWith('APPEND')),
	});
	const to = ['--to', accountUrl({imapsPort: 0, imapPort: relay.port}, user.name, 'imap+plain')];
	const from = (each: Move) => [
		'--from',
		accountUrl(servers.source, each.source.user.name),
		'--ca',
		servers.source.caFile,
	];
	const passwords = (each: Move) => ({from: each.source.user.password, to: user.password});
	const running = start(first.home, ['copy', ...from(first), ...to, '--json'], passwords(first));
	await relay.held;

	expect(await first.runs()).toMatchObject([{live: true, state: 'running'}]);
	const [{run: id} = {run: ''}] = await first.runs();
	const [resumed, undone] = await Promise.all([first.resume(id), first.undo(id)]);
	for (const outcome of [resumed, undone]) {
		expect(outcome.exitCode, outcome.stderr).toBe(6);
		expect(outcome.stderr).toContain(`run ${id} is under way in another process`);
	}
	const refused = await start(first.home, ['copy', ...from(second), ...to], passwords(second)).outcome;
	expect(refused.exitCode, refused.stderr).toBe(6);
	expect(refused.stderr).toContain('To: another run is writing to');

	relay.release();
	const outcome = await running.outcome;
	expect(outcome.exitCode, outcome.stderr).toBe(0);
	expect(finishedOf(outcome)).toMatchObject({state: 'done', copied: 20});
	expect(await readdir(join(first.home, 'runs'))).toEqual([id]);
	const [here] = withoutUids(await first.atSource());
	expect(withoutUids(await first.atDestination())).toMatchObject([{path: 'INBOX', messages: here?.messages}]);
});
