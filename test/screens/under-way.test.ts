import process from 'node:process';
import {afterAll, afterEach, beforeAll, describe, expect, test} from 'vitest';
import {folder, letters} from '../commands/letter.ts';
import {type Bench, bench, untouched} from '../commands/trasloco.ts';
import {seed} from '../servers/mailbox.ts';
import {killScreens} from '../terminal/screen.ts';
import {complete, expectCopied, many, type UnderWay, underWay} from './copying.ts';
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

test('p holds the copy at the next safe point, and p again goes on to the end', async () => {
	const all = await underWay(servers);
	const {program} = all;
	program.press('p');
	await program.waitFor('pausing at the next safe point');
	thaw(servers.destination);
	await program.waitFor('paused; p goes on');
	const [run] = await all.move.runs();
	expect(run).toMatchObject({state: 'paused', live: true});
	program.press('p');
	await program.waitFor('Copied and verified');
	expect(program.text()).toMatch(complete);
	await expectCopied(all);
});

test('the limits that are set are named below the counts, and so is a wait for them', async () => {
	const move = await servers.move();
	await seed(servers.source, move.source.user.name, [folder('INBOX', ...letters('arrivo', 3, 300_000))]);
	const program = Program.between(move, {
		args: ['--from-limits', '60kB/s,5/s,1connection', '--to-limits', '2GB/day,3connections'],
	});
	await program.toFolders();
	await program.toReview();
	await program.choose(program.words.review.start);
	await program.at('progress');
	const text = await program.waitFor(/the limit that is set lets more pass in 00:00:0\d/);
	const [source, destination] = text.split('\n').slice(-4);
	expect(source).toMatch(/^ {3}From: at most 60 kB\/s, 5 msgs\/s, 1 connection$/);
	expect(destination).toMatch(/^ {3}To: at most 2.0 GB a day, 3 connections$/);
	await program.waitFor('Copied and verified');
});

test('s stops after a question, and what was interrupted is gone on with', async () => {
	const all = await underWay(servers);
	const {program} = all;
	program.press('s');
	await program.waitFor('▸ Keep going');
	await program.choose(program.words.stop.go);
	await program.waitFor('stopping at the next safe point');
	thaw(servers.destination);
	await program.at('result');
	const text = await program.waitFor('Interrupted');
	// The mark comes when the question takes keys.
	await program.waitFor('▸ Keep what is there and leave it');
	expect(text).toContain('Undo: take out what was copied');
	await program.choose(program.words.result.choices.resume);
	await program.waitFor('Copied and verified');
	expect(program.text()).toMatch(complete);
	expect(program.screen.lostLines).toBe(0);
	await expectCopied(all);
});

test('d leaves the copy running: the program goes, the engine finishes', async () => {
	const all = await underWay(servers);
	const {move, program} = all;
	program.press('d');
	await program.waitFor('▸ Stay here');
	await program.choose(program.words.detach.go);
	const {screen} = program;
	expect(await screen.exit).toEqual({code: 0, signal: 0});
	const [under] = await move.runs();
	expect(under).toMatchObject({state: 'running', live: true});
	expect(screen.isAlternate).toBe(false);
	expect(screen.text()).toContain(`trasloco: run ${under?.run}: under way`);
	expect(screen.text()).toContain(`trasloco attach ${under?.run}`);

	// Started again it shows the run as it grows.
	const again = new Program(move.home, []);
	await again.waitFor('▸ under way');
	thaw(servers.destination);
	await again.waitFor('✓ done');
	expect((await move.runs())[0]).toMatchObject({state: 'done', live: false, copied: many});
	await expectCopied(all);
});

describe('an engine that is killed', () => {
	let all: UnderWay;
	let run: string;

	test('is said, with the ways that are left', async () => {
		all = await underWay(servers);
		const {program} = all;
		process.kill(await program.engine(), 'SIGKILL');
		thaw(servers.destination);
		await program.at('result');
		const text = await program.waitFor(/report\.txt$/m);
		expect(text).toContain('✗ Interrupted');
		expect(text.replaceAll(/\s+/g, ' ')).toMatch(/has ended unexpectedly \(SIGKILL\)\. Nothing is lost/);
		expect(text).toContain('Resume where it stopped');
		program.press('q');
		await program.screen.exit;
		run = (await all.move.runs())[0]?.run ?? '';
		expect(program.text()).toContain(`trasloco resume ${run}`);
	});

	test('is finished from the Runs screen, with nothing lost and nothing twice', async () => {
		const {move} = all;
		const program = new Program(move.home, []);
		const list = await program.waitFor('Earlier runs');
		expect(list).toMatch(/▸ .+ ! interrupted/);
		expect(list.replaceAll(/\s+/g, ' ')).toMatch(new RegExp(`Run ${run}: .+ has ended unexpectedly`));
		program.press('enter');
		await program.waitFor('✗ Interrupted');
		program.press('esc');
		await program.waitFor('Earlier runs');
		program.press('r');
		await program.waitFor(`Log in to both sides, to finish run ${run}.`);
		await program.waitFor('▸ Password');
		program.screen.type(`${move.source.user.password}\n`);
		await program.waitFor('opened read-only');
		await program.waitFor(/Password •+ +▸ Password/);
		program.screen.type(`${move.destination.user.password}\n`);
		await program.waitFor('▸ Continue and finish the run');
		program.press('enter');
		await program.waitFor('Copied and verified');
		expect(program.text()).toMatch(complete);
		await expectCopied(all);
	});

	test('is undone from the Runs screen, which gives back what was there', async () => {
		const {move, before} = all;
		const program = new Program(move.home, []);
		expect(await program.waitFor('Earlier runs')).toMatch(/▸ .+ ✓ done/);
		program.press('u');
		await program.waitFor(`Log in to the destination, to undo run ${run}.`);
		await program.waitFor('▸ Password');
		program.screen.type(`${move.destination.user.password}\n`);
		await program.waitFor('▸ Continue to the undo');
		program.press('enter');
		await program.waitFor('Takes 1,200 messages out of 2 folders');
		await program.typeWord('undo');
		await program.waitFor('The destination holds exactly what it held before.');
		expect(untouched(await move.atDestination())).toEqual(untouched(before));
		program.press('esc');
		expect(await program.waitFor('Earlier runs')).toMatch(/▸ .+ ✓ undone/);
		expect(program.screen.lostLines).toBe(0);
	});
});
