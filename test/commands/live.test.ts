import {chmod, mkdir, readdir, stat} from 'node:fs/promises';
import {connect} from 'node:net';
import {join} from 'node:path';
import process from 'node:process';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import type {EngineEvent} from '../../source/engine/events.ts';
import {scratchFolder} from '../servers/scratch.ts';
import {engineOf, expectComplete, type HeldMove, heldMove, interrupt, many} from './held.ts';
import {type Bench, bench, finishedOf, Move, run as runCommand, type Started, start} from './trasloco.ts';

let servers: Bench;

beforeAll(async () => {
	servers = await bench({}, {mailboxes: [{name: 'Trash', specialUse: '\\Trash'}]});
});

afterAll(() => servers[Symbol.asyncDispose]());

const is =
	(name: EngineEvent['event']) =>
	({event}: EngineEvent): boolean =>
		event === name;

/** A copy that is held in the middle, and the run that it is. */
async function heldRun(): Promise<HeldMove & {readonly run: string; readonly command: Started}> {
	const held = await heldMove(servers);
	const command = held.copy('--json');
	await held.relay.held;
	const started = await command.until(is('started'));
	return {...held, command, run: started.event === 'started' ? started.run : ''};
}

/** Resolves with the first output of a command. */
function output({child}: Started): Promise<unknown> {
	return new Promise(resolve => child.stdout?.once('data', resolve));
}

/** Resolves once a process is gone. */
async function untilGone(pid: number): Promise<void> {
	while ((await stat(`/proc/${pid}`).catch(() => undefined)) !== undefined) {
		await new Promise(resolve => setTimeout(resolve, 20));
	}
}

describe('attach without a terminal', () => {
	test('tells the run from its beginning, and ends as it ends', async () => {
		await using held = await heldRun();
		const {move, relay, run, command} = held;
		const watching = start(move.home, ['attach', run, '--json']);
		const started = await watching.until(is('started'));
		expect(started).toEqual(await command.until(is('started')));
		// What has been told before it came.
		await watching.until(event => event.event === 'folder' && event.staged > 0);
		const lines = start(move.home, ['attach', run]);
		await output(lines);
		relay.release();
		const [copied, watched, plain] = await Promise.all([command.outcome, watching.outcome, lines.outcome]);
		for (const outcome of [copied, watched, plain]) expect(outcome.exitCode, outcome.stderr).toBe(0);
		expect(finishedOf(watched)).toEqual(finishedOf(copied));
		expect(plain.stdout).toContain(`Run ${run}`);
		expect(plain.stdout).toContain(`Done: ${many} copied and verified`);
		await expectComplete(held);
	});

	test('left with Ctrl+C says that the run goes on, and it does', async () => {
		await using held = await heldRun();
		const {move, relay, run, command} = held;
		const watching = start(move.home, ['attach', run]);
		await output(watching);
		watching.child.kill('SIGINT');
		const left = await watching.outcome;
		expect(left.exitCode, left.stderr).toBe(130);
		expect(left.stdout).toContain('the run goes on by itself');
		expect(left.stdout).toContain(`trasloco attach ${run}`);
		expect(await move.runs()).toMatchObject([{live: true, state: 'running'}]);
		relay.release();
		expect((await command.outcome).exitCode).toBe(0);
	});

	test('finds a copy whose terminal is gone, and its end', async () => {
		await using held = await heldRun();
		const {move, relay, run, command} = held;
		command.child.kill('SIGHUP');
		await command.outcome;
		const listed = await runCommand(move.home, ['runs']);
		expect(listed.stdout).toContain('under way');
		expect(listed.stdout).toContain(`trasloco attach ${run}`);
		const watching = start(move.home, ['attach', run, '--json']);
		await watching.until(is('started'));
		relay.release();
		const outcome = await watching.outcome;
		expect(outcome.exitCode, outcome.stderr).toBe(0);
		expect(finishedOf(outcome)).toMatchObject({run, state: 'done', copied: many});
	});

	test('of a run that is not under way is 2, and says how it stands and what comes next', async () => {
		await using held = await heldRun();
		const {move, relay, run, command} = held;
		await interrupt(command);
		relay.release();
		expect((await command.outcome).exitCode).toBe(130);
		const cases = [
			[`run ${run} is not under way: it is interrupted`, `trasloco resume ${run}`],
			[`run ${run} is not under way: it is done`, `trasloco undo ${run}`],
			[`run ${run} is not under way: it is undone`, 'Start a new copy'],
		] as const;
		const steps = [async () => {}, () => move.resume(run), () => move.undo(run)];
		for (const [index, step] of steps.entries()) {
			await step();
			for (const name of ['attach', 'stop']) {
				const {exitCode, stderr} = await runCommand(move.home, [name, run]);
				expect(exitCode, stderr).toBe(2);
				for (const text of cases[index] ?? []) expect(stderr).toContain(text);
			}
		}
		const unknown = await runCommand(move.home, ['attach', '20200101-aaaa']);
		expect(unknown).toMatchObject({exitCode: 2});
		expect(unknown.stderr).toContain('there is no run');
	});
});

test('stop waits until the run has stopped, says how it is resumed, and all who watch are told', async () => {
	await using held = await heldRun();
	const {move, relay, run, command} = held;
	const stopping = start(move.home, ['stop', run]);
	await command.until(is('stopping'));
	relay.release();
	const stopped = await stopping.outcome;
	expect(stopped.exitCode, stopped.stderr).toBe(0);
	expect(stopped.stdout).toContain('Stopping at the next safe point');
	expect(stopped.stdout).toContain(`trasloco resume ${run}`);
	expect((await command.outcome).exitCode).toBe(130);
	expect(await move.runs()).toMatchObject([{run, live: false, state: 'interrupted'}]);
	expect((await move.resume(run)).exitCode).toBe(0);
	await expectComplete(held);
});

test('one run is had by one engine: of two that resume it at once, one is refused, and the other ends well', async () => {
	await using held = await heldRun();
	const {move, relay, run, command} = held;
	process.kill(await engineOf(command), 'SIGKILL');
	const killed = await command.outcome;
	expect(killed.exitCode, killed.stderr).toBe(130);
	expect(killed.stderr).toContain('has ended unexpectedly (SIGKILL)');
	expect(killed.finished).toMatchObject({run, state: 'interrupted', problem: {code: 'engine-died'}});
	expect(await move.runs()).toMatchObject([
		{run, live: false, state: 'interrupted', problem: {code: 'engine-died'}},
	]);
	// What it left at its door is in nobody's way.
	expect(await readdir(join(move.home, 'live'))).toHaveLength(1);
	// Whichever has it is held as the copy was.
	const both = [move.resume(run), move.resume(run)];
	const refused = await Promise.race(both);
	expect(refused.exitCode, refused.stdout).toBe(6);
	expect(refused.stderr).toContain(`run ${run} is under way in another process`);
	relay.release();
	expect((await Promise.all(both)).map(({exitCode}) => exitCode).sort()).toEqual([0, 6]);
	await expectComplete(held);
	expect(await readdir(join(move.home, 'live'))).toEqual([]);
});

test('a second engine is refused while the first one works, and told where it can be watched', async () => {
	await using held = await heldRun();
	const {move, relay, run, command} = held;
	for (const outcome of await Promise.all([move.resume(run), move.undo(run)])) {
		expect(outcome.exitCode, outcome.stderr).toBe(6);
		expect(outcome.stderr).toContain(`run ${run} is under way in another process`);
		expect(outcome.stderr).toContain(`trasloco attach ${run}`);
	}
	relay.release();
	expect((await command.outcome).exitCode).toBe(0);
});

describe('SIGTERM to the engine', () => {
	test('once stops the run at a safe point, and ends it', async () => {
		await using held = await heldRun();
		const {move, relay, run, command} = held;
		const engine = await engineOf(command);
		process.kill(engine, 'SIGTERM');
		await command.until(is('stopping'));
		relay.release();
		expect((await command.outcome).finished).toMatchObject({run, state: 'interrupted'});
		await untilGone(engine);
		expect((await move.resume(run)).exitCode).toBe(0);
	});

	test('twice ends it at once, and the run is resumed with nothing lost and nothing twice', async () => {
		await using held = await heldRun();
		const {move, relay, run, command} = held;
		const engine = await engineOf(command);
		process.kill(engine, 'SIGTERM');
		await command.until(is('stopping'));
		process.kill(engine, 'SIGTERM');
		const outcome = await command.outcome;
		expect(outcome.exitCode).toBe(130);
		expect(outcome.stderr).toContain('SIGTERM');
		await untilGone(engine);
		relay.release();
		expect((await move.resume(run)).exitCode).toBe(0);
		await expectComplete(held);
	});
});

describe('the door of a run', () => {
	/** Says something at the door, and reads all until the other side ends the connection. */
	async function say(path: string, text: string): Promise<string> {
		const socket = connect(path);
		socket.end(text);
		let answer = '';
		socket.setEncoding('utf8').on('data', text => {
			answer += text;
		});
		// A door that is shut in the face of who still speaks is an error to them.
		await new Promise(resolve => socket.on('error', resolve).on('close', resolve));
		return answer;
	}

	test('is for its owner alone, and gone when the run is', async () => {
		await using held = await heldRun();
		const {move, relay, command} = held;
		const folder = join(move.home, 'live');
		const [name = ''] = await readdir(folder);
		for (const path of [folder, join(folder, name)]) expect((await stat(path)).mode & 0o077).toBe(0);
		relay.release();
		await command.outcome;
		expect(await readdir(folder)).toEqual([]);
	});

	test('hears nothing about another run or an account, and no line that is none or too long', async () => {
		await using held = await heldRun();
		const {move, relay, run, command} = held;
		const folder = join(move.home, 'live');
		const [name = ''] = await readdir(folder);
		const path = join(folder, name);
		const line = (request: string, input: unknown, version = 1) =>
			`${JSON.stringify({version, id: 1, request, input})}\n`;
		const account = {host: 'localhost', port: 1, security: 'plain', user: 'x'};
		for (const text of [
			line('undo', {run: 'another', keepInTrash: false}),
			line('resume', {run: 'another'}),
			line('attach', {run: 'another'}),
			line('connect', {side: 'source', account, password: 'segreto'}),
			line('copy', {}),
			line('close', {}),
			'hello\n',
			'x'.repeat(100_000),
			'null\n',
		]) {
			expect(await say(path, text), text.slice(0, 80)).toBe('');
		}
		expect(await say(path, line('attach', {run}, 99))).toContain('"why":"version"');
		// While it works, nobody begins anything else with its connections.
		expect(await say(path, line('undo', {run, keepInTrash: false}))).toContain('run-busy');
		expect(await move.runs()).toMatchObject([{live: true, state: 'running'}]);
		relay.release();
		expect((await command.outcome).exitCode).toBe(0);
	});

	test('is found where the home has a path that is too long for a socket', async () => {
		const {home, source, destination} = await servers.move();
		const deep = join(home, 'una-cartella-dal-nome-lungo'.repeat(4), 'e-poi-ancora');
		await mkdir(deep, {recursive: true});
		const temporary = await scratchFolder('tmp');
		const env = {TMPDIR: temporary};
		await using held = await heldMove({...servers, move: async () => new Move(deep, source, destination)});
		const passwords = {from: source.user.password, to: destination.user.password, env};
		const command = start(deep, ['copy', ...held.sides, '--json'], passwords);
		await held.relay.held;
		const [{run} = {run: ''}] = await held.move.runs();
		const [own = ''] = await readdir(temporary);
		const watching = start(deep, ['attach', run, '--json'], {env});
		await watching.until(is('started'));
		// A folder that others may write into can be anybody's trap.
		await chmod(join(temporary, own), 0o777);
		const refused = await runCommand(deep, ['attach', run], {env});
		expect(refused.exitCode, refused.stderr).toBe(5);
		expect(refused.stderr).toContain("is not a folder of this user's alone");
		await chmod(join(temporary, own), 0o700);
		held.relay.release();
		for (const {outcome} of [command, watching]) expect((await outcome).exitCode).toBe(0);
	});
});
