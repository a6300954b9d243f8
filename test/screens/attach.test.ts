import {readFile, readlink} from 'node:fs/promises';
import process from 'node:process';
import {afterAll, afterEach, beforeAll, expect, test} from 'vitest';
import {type Bench, bench, untouched} from '../commands/trasloco.ts';
import {killScreens} from '../terminal/screen.ts';
import {complete, expectCopied, many, underWay} from './copying.ts';
import {Program, thaw} from './program.ts';

let servers: Bench;

beforeAll(async () => {
	servers = await bench({}, {mailboxes: [{name: 'Trash', specialUse: '\\Trash'}]});
});

afterEach(async () => {
	thaw(servers.destination);
	await killScreens();
});

afterAll(() => servers[Symbol.asyncDispose]());

test('a line that drops in the middle of an append: started again, it is found, paused, continued, stopped and finished', async () => {
	const all = await underWay(servers);
	const {move} = all;
	all.program.screen.hangUp();
	await all.program.screen.exit;
	const [{run} = {run: ''}] = await move.runs();

	const program = new Program(move.home, []);
	const list = await program.waitFor('shows it live');
	expect(list).toMatch(/▸ .+ ▸ under way/);
	expect(list).toContain(`Run ${run}`);
	program.press('enter');
	await program.at('progress');
	await program.waitFor(/^ [» ] INBOX +1,000 /m);
	// The destination still stands still: what is pressed is all that happens.
	program.press('p');
	await program.waitFor('paused; p goes on');
	expect(await move.runs()).toMatchObject([{state: 'paused', live: true}]);
	program.press('p');
	await program.waitFor(text => !text.includes('paused'));
	expect(await move.runs()).toMatchObject([{state: 'running', live: true}]);
	program.press('p');
	await program.waitFor('paused; p goes on');
	thaw(servers.destination);
	program.press('s');
	await program.choose(program.words.stop.go);
	await program.waitFor('Interrupted');
	expect(await move.runs()).toMatchObject([{state: 'interrupted', live: false}]);

	// The engine is still there, and connected: nobody is asked for a password.
	await program.choose(program.words.result.choices.resume);
	await program.waitFor('Copied and verified');
	expect(program.text()).toMatch(complete);
	expect(program.screen.lostLines).toBe(0);
	await expectCopied(all);
});

/** Whether a process waits in a system call on a terminal. */
async function waitsForTerminal(pid: number): Promise<boolean> {
	const [, file] = /^\d+ 0x([\da-f]+) /.exec(await readFile(`/proc/${pid}/syscall`, 'utf8')) ?? [];
	if (file === undefined) return false;
	const path = await readlink(`/proc/${pid}/fd/${Number.parseInt(file, 16)}`).catch(() => '');
	return path.startsWith('/dev/pts/');
}

test('a terminal that stalls blocks the screens and not the copy, which ends; read again, it shows the end', async () => {
	const all = await underWay(servers);
	const {move, program} = all;
	await program.screen.stall();
	program.press('down');
	while (!(await waitsForTerminal(program.screen.pid))) await new Promise(setImmediate);
	thaw(servers.destination);
	for (;;) {
		const [run] = await move.runs();
		if (run?.live === false) break;
	}

	expect(await move.runs()).toMatchObject([{state: 'done', copied: many}]);
	expect(await waitsForTerminal(program.screen.pid)).toBe(true);
	program.screen.resume();
	await program.waitFor('Copied and verified');
	expect(program.text()).toMatch(complete);
	await expectCopied(all);
});

test('attach goes there at once; what is left goes on, and what has ended there is undone without a password', async () => {
	const all = await underWay(servers);
	const {move, before} = all;
	const [{run} = {run: ''}] = await move.runs();
	const watcher = new Program(move.home, ['attach', run]);
	await watcher.at('progress');
	await watcher.waitFor(`run ${run}`);
	watcher.press('ctrl+c');
	await watcher.waitFor('▸ Stay here');
	expect(watcher.text()).toContain(watcher.words.interrupt.stop);
	await watcher.choose(watcher.words.interrupt.detach);
	expect(await watcher.screen.exit).toEqual({code: 0, signal: 0});
	expect(watcher.text()).toContain(`trasloco attach ${run}`);

	// Two look at once: what one asks for, both see.
	const again = new Program(move.home, ['attach', run]);
	await again.at('progress');
	again.press('p');
	await all.program.waitFor('paused; p goes on');
	all.program.press('p');
	await again.waitFor(text => !text.includes('paused'));
	thaw(servers.destination);
	await Promise.all([all.program.waitFor('Copied and verified'), again.waitFor('Copied and verified')]);
	expect(again.text()).toMatch(complete);
	await expectCopied(all);

	all.program.press('q');
	expect(await all.program.screen.exit).toEqual({code: 0, signal: 0});
	again.press('u');
	await again.waitFor('Takes 1,200 messages out of 2 folders');
	await again.typeWord('undo');
	await again.waitFor('The destination holds exactly what it held before.');
	expect(untouched(await move.atDestination())).toEqual(untouched(before));
	again.press('q');
	await again.screen.exit;
});

test('an engine that is killed says so to who watches it, as the list of runs does, and leaves nothing in the way', async () => {
	const all = await underWay(servers);
	const {move} = all;
	const [{run} = {run: ''}] = await move.runs();
	const engine = await all.program.engine();
	const watcher = new Program(move.home, ['attach', run]);
	await watcher.waitFor(`run ${run}`);
	process.kill(engine, 'SIGKILL');
	thaw(servers.destination);
	for (const program of [all.program, watcher]) {
		const text = await program.waitFor('✗ Interrupted');
		expect(text.replaceAll(/\s+/g, ' ')).toContain('has ended unexpectedly');
	}

	watcher.press('esc');
	const list = await watcher.waitFor('Earlier runs');
	expect(list).toMatch(/▸ .+ ! interrupted/);
	expect(list.replaceAll(/\s+/g, ' ')).toContain('has ended unexpectedly');

	// Whoever started it knows the passwords still.
	await all.program.choose(all.program.words.result.choices.resume);
	await all.program.waitFor(`run ${run}`);
	all.program.press('p');
	await all.program.waitFor('paused; p goes on');
	const second = new Program(move.home, ['attach', run]);
	await second.waitFor('paused; p goes on');
	second.press('p');
	await second.waitFor('Copied and verified');
	expect(second.text()).toMatch(complete);
	await expectCopied(all);
});

test('a password that the environment gives is not asked for when a run is finished', async () => {
	const all = await underWay(servers);
	const {move, program} = all;
	process.kill(await program.engine(), 'SIGKILL');
	thaw(servers.destination);
	await program.waitFor('✗ Interrupted');
	program.press('q');
	await program.screen.exit;
	const passwords = {from: move.source.user.password, to: move.destination.user.password};
	const again = new Program(move.home, [], {passwords});
	await again.waitFor(/▸ .+ ! interrupted/);
	again.press('r');
	await again.waitFor('Log in to both sides, to finish run');
	await again.waitFor(/Password •+ +.*Password •+/);
	again.press('enter');
	await again.waitFor('▸ Continue and finish the run');
	again.press('enter');
	await again.waitFor('Copied and verified');
	await expectCopied(all);
});
