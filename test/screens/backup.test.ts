import {join} from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {screens as english} from '../../source/locales/en/screens.ts';
import {screens as italian} from '../../source/locales/it/screens.ts';
import {folder, letters, ownMail} from '../commands/letter.ts';
import {oneByOne, startRelay} from '../commands/relay.ts';
import {accountUrl, type Bench, bench, filesBelow} from '../commands/trasloco.ts';
import {seed} from '../servers/mailbox.ts';
import {scratchFolder} from '../servers/scratch.ts';
import {Program} from './program.ts';

let servers: Bench;

beforeAll(async () => {
	servers = await bench({}, {}, 4);
});

afterAll(() => servers[Symbol.asyncDispose]());

test.each([
	['en', english],
	['it', italian],
] as const)(
	'Review offers a backup of what the destination holds, makes it without asking for a password, and comes back: %s',
	async (language, words) => {
		const move = await servers.move();
		await Promise.all([
			seed(servers.source, move.source.user.name, [folder('Nuova', ...letters('nuova', 3))]),
			seed(servers.destination, move.destination.user.name, ownMail),
		]);
		const home = await scratchFolder('home');
		const env = {HOME: home, ...(language === 'it' ? {LANG: 'it_IT.UTF-8'} : {})};
		await using program = Program.between(move, {words, env});
		await program.toFolders();
		program.press('i');
		await program.waitFor(/→ Nuova/);
		await program.toReview();
		expect(program.text()).toContain(words.review.backupFirst('b'));
		program.press('b');
		const asked = await program.waitFor(words.review.backupTitle(8));
		expect(asked).toMatch(/~\/trasloco-backup\/.+-\d{4}-\d\d-\d\d/);
		program.press('enter');
		const done = await program.waitFor(/report\.txt$/m);
		expect(done).toMatch(new RegExp(`→ eml.* ${words.backupStep} ?$`, 'm'));
		expect(done).toContain(words.result.state.done);
		expect(done).toContain(words.keys['result.to-review'].short);
		const names = [...(await filesBelow(join(home, 'trasloco-backup'))).keys()];
		expect(names.filter(name => name.endsWith('.eml'))).toHaveLength(8);
		program.press('enter');
		const review = await program.at('review');
		expect(review).toContain(words.review.backup);
		expect(review).not.toContain(words.review.backupFirst('b'));
		await program.choose(words.review.start);
		await program.at('result');
		await program.waitFor(/report\.txt$/m);
		expect(await move.runs()).toHaveLength(2);
		program.press('esc');
		const runs = await program.waitFor(words.runs.title);
		expect(runs).toMatch(/→ eml/);
		expect(program.screen.lostLines).toBe(0);
	},
);

/** The screens in the middle of a backup: the server has handed out a folder, and says nothing more. */
async function heldInBackup() {
	const move = await servers.move();
	await Promise.all([
		seed(servers.source, move.source.user.name, [folder('Nuova', ...letters('nuova', 3))]),
		seed(servers.destination, move.destination.user.name, ownMail),
	]);
	const before = await move.atDestination();
	const home = await scratchFolder('home');
	const relay = await startRelay(servers.destination.imapPort, {
		rewrite: oneByOne,
		holdAt: (command, earlier) =>
			command.includes('BODY.PEEK[]') && earlier.some(each => each.includes('BODY.PEEK[]')),
	});
	const to = accountUrl({imapsPort: 0, imapPort: relay.port}, move.destination.user.name, 'imap+plain');
	const program = Program.between(move, {env: {HOME: home}, args: ['--to', to]});
	await program.toFolders();
	program.press('i');
	await program.waitFor(/→ Nuova/);
	await program.toReview();
	program.press('b');
	await program.waitFor(program.words.review.backupTitle(8));
	program.press('enter');
	await relay.held;
	await program.waitFor(new RegExp(` ${program.words.backupStep} ?$`, 'm'));
	const emlFiles = async () =>
		[...(await filesBelow(join(home, 'trasloco-backup'))).keys()].filter(name => name.endsWith('.eml'));
	return {move, before, relay, program, to, emlFiles};
}

test('p holds a backup at the next safe point, p again goes on to its end, and the plan is still there', async () => {
	const {move, before, relay, program, emlFiles} = await heldInBackup();
	await using _ = relay;
	await using __ = program;
	program.press('p');
	await program.waitFor(program.words.progress.pausing);
	relay.release();
	await program.waitFor(program.words.progress.paused('p'));
	expect(await move.runs()).toMatchObject([{state: 'paused', live: true, to: {format: 'eml'}}]);
	expect((await emlFiles()).length).toBeLessThan(8);
	program.press('p');
	const done = await program.waitFor(/report\.txt$/m);
	expect(done).toContain(program.words.result.state.done);
	expect(await emlFiles()).toHaveLength(8);
	expect(await move.atDestination()).toEqual(before);
	program.press('enter');
	expect(await program.at('review')).toContain(program.words.review.backup);
	expect(program.screen.lostLines).toBe(0);
});

test('a backup that is stopped comes back to the plan, is no backup yet, and is finished from Runs', async () => {
	const {move, before, relay, program, to, emlFiles} = await heldInBackup();
	await using _ = relay;
	await using __ = program;
	program.press('s');
	await program.choose(program.words.stop.go);
	await program.waitFor(program.words.progress.stopping);
	relay.release();
	const stopped = await program.waitFor(program.words.result.state.interrupted);
	expect(stopped).toContain(program.words.result.notBackedUp('b'));
	expect(stopped).toContain(program.words.keys['result.to-review'].short);
	const [under] = await move.runs();
	expect(under).toMatchObject({state: 'interrupted', live: false});
	program.press('enter');
	const review = await program.at('review');
	expect(review).toContain(program.words.review.backupFirst('b'));
	program.press('ctrl+c');
	await program.screen.exit;

	await using again = new Program(move.home, [], {passwords: {from: move.destination.user.password}});
	await again.waitFor(/→ eml/);
	again.press('r');
	await again.waitFor(again.words.connect.idle);
	expect(again.text()).toContain(to.slice(to.indexOf('localhost')));
	again.press('enter');
	await again.waitFor(again.words.connect.continueTo.resume);
	again.press('enter');
	await again.at('result');
	await again.waitFor(again.words.result.state.done);
	expect(await emlFiles()).toHaveLength(8);
	expect(await move.atDestination()).toEqual(before);
	expect((await move.runs())[0]).toMatchObject({run: under?.run, state: 'done', copied: 8});
});
