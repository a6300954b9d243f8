import {setTimeout as pass} from 'node:timers/promises';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {newHome} from '../commands/trasloco.ts';
import {destinationFolders, sourceFolders} from '../demo/mail.ts';
import {type DemoServer, startDemoServer} from '../demo/server.ts';
import {Program} from './program.ts';

const from = {user: 'mario.rossi@pec.example.it', password: 'caffè "lungo" 1€'};
const to = {user: 'mario.rossi@nuova-pec.example.it', password: 'segreta'};

/** What a line of any kind does to keys between a person and the program. */
describe('keys of the program', () => {
	const servers: DemoServer[] = [];
	let program: Program;

	beforeAll(async () => {
		servers.push(
			await startDemoServer({...from, delimiter: '.', prefix: 'INBOX.', folders: sourceFolders()}),
			await startDemoServer({...to, delimiter: '/', prefix: '', folders: destinationFolders()}),
		);
		const [source, destination] = servers.map(({port}) => port);
		const url = (user: string, port = 0) => `imap+plain://${encodeURIComponent(user)}@127.0.0.1:${port}`;
		program = new Program(
			await newHome(),
			['--from', url(from.user, source), '--to', url(to.user, destination)],
			{passwords: {from: from.password}, columns: 132},
		);
		await program.waitFor('opened read-only');
	});

	afterAll(async () => {
		await program[Symbol.asyncDispose]();
		await Promise.all(servers.map(server => server.stop()));
	});

	const field = (name: string) => (text: string) => text.includes(`▸ ${name}`);

	test('in one write are taken one after the other', async () => {
		await program.waitFor(field('Password'));
		// Two fields up, to the user.
		program.press('shift+tab', 'ctrl+u', 'a', 'b', 'c', 'backspace', 'backspace', 'd');
		await program.waitFor(/▸ User +ad ?$/m);
	});

	test('in a field stop at its ends, and keep their place', async () => {
		program.press('left', 'left', 'left', 'left', 'x');
		await program.waitFor(/▸ User +xad ?$/m);
		program.press('end', 'right', 'right', 'backspace', 'y');
		await program.waitFor(/▸ User +xay ?$/m);
		program.press('home', 'ctrl+x', 'right', 'z');
		await program.waitFor(/▸ User +xzay ?$/m);
		program.press('ctrl+u');
		await program.waitFor('name or user id');
	});

	test('that are pasted fill a field at its cursor, without control characters, and submit nothing', async () => {
		program.screen.type('<>');
		program.press('left');
		program.screen.paste('mario.rossi\x07@nuova-pec\x1b.example.it\n');
		await program.waitFor('▸ User     <mario.rossi@nuova-pec.example.it>');
		program.screen.type('!');
		const text = await program.waitFor('example.it!>');
		expect(text).toContain('not connected yet');
		program.press('backspace', 'right', 'backspace', 'home', 'right', 'backspace');
		await program.waitFor(/▸ User +mario.rossi@nuova-pec.example.it ?$/m);
		program.press('tab');
		await program.waitFor(field('Password'));
		program.screen.paste(`${to.password}\n`);
		await program.waitFor(`▸ Password ${'•'.repeat(to.password.length)}`);
		expect(program.text()).toContain('not connected yet');
		program.press('enter');
		await program.waitFor('▸ Continue to the folders');
	});

	test('that are pasted outside a field do nothing', async () => {
		program.screen.paste('cc\n');
		program.screen.paste('enter');
		program.press('?');
		await program.waitFor('Keys: Connect, both connected');
		program.press('esc');
		await program.waitFor('▸ Continue to the folders');
	});

	test('that a line cuts in two, 50 ms apart, are one key', {retry: 3}, async () => {
		if (program.text().includes('Connect')) await program.toFolders();
		program.press('i', 'g');
		await program.waitFor(/▸ ● INBOX .*→ INBOX/);
		program.screen.write('\x1b');
		// The gap is what is tested.
		await pass(50);
		program.screen.write('[B');
		await program.waitFor('▸ ● Bozze');
	});

	test('pick the third choice with down, down, enter in one write', async () => {
		program.press('enter');
		await program.waitFor('Where does Bozze go?');
		program.press('g');
		await program.waitFor(`▸ ${program.words.folders.chooserNot}`);
		program.press('down', 'down', 'enter');
		await program.waitFor(/▸ ◐ Bozze .*! INBOX/);
	});

	test('typed ahead never answer a dangerous question, which shows from when on it takes keys', async () => {
		program.press('n');
		await program.retype('Bozze');
		program.press('enter');
		await program.waitFor(/▸ ● Bozze .*→ Bozze/);
		// To the review, and what would start the copy there.
		program.press('c', 'down', 'enter');
		await program.waitFor('▸ Back to the folders');
		expect(program.text()).toContain('Review  3 of 5');
		program.press('down', 'enter', 'i', 'n', 'b', 'o', 'x', 'enter');
		await program.waitFor(text => text.includes('▸ Type inbox to go on'));
		expect(program.text()).not.toContain('to go on i');
		program.screen.type('inbox\n');
		await program.at('result');
		await program.waitFor(/report\.txt$/m);
		program.press('u', 'u', 'n', 'd', 'o', 'enter');
		await program.waitFor('▸ Type undo to go on');
		expect(program.text()).not.toContain('to go on u');
		program.screen.type('undo\n');
		await program.waitFor('The destination holds exactly what it held before.');
		expect(program.screen.lostLines).toBe(0);
	});
});
