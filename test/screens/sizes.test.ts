import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {newHome} from '../commands/trasloco.ts';
import {destinationFolders, sourceFolders} from '../demo/mail.ts';
import {type DemoServer, startDemoServer} from '../demo/server.ts';
import {Program} from './program.ts';

const from = {user: 'mario.rossi@pec.example.it', password: 'caffè "lungo" 1€'};
const to = {user: 'mario.rossi@nuova-pec.example.it', password: 'trasloco (2) \\ fatto'};

/** The demo's mailboxes, on the smallest terminal that there is a screen for, at a destination that takes its time. */
describe('the demo at 60x16', () => {
	const servers: DemoServer[] = [];
	let program: Program;

	beforeAll(async () => {
		servers.push(
			await startDemoServer({...from, delimiter: '.', prefix: 'INBOX.', folders: sourceFolders()}),
			await startDemoServer({...to, delimiter: '/', prefix: '', folders: destinationFolders(), pace: 5}),
		);
		const [source, destination] = servers.map(({port}) => port);
		const url = (user: string, port = 0) => `imap+plain://${encodeURIComponent(user)}@127.0.0.1:${port}`;
		program = new Program(
			await newHome(),
			['--from', url(from.user, source), '--to', url(to.user, destination)],
			{passwords: {from: from.password, to: to.password}, columns: 60, rows: 16},
		);
	});

	afterAll(async () => {
		await program[Symbol.asyncDispose]();
		await Promise.all(servers.map(server => server.stop()));
	});

	test('Connect shows the side of the cursor, and the other in a line', async () => {
		const text = await program.waitFor('▸ Continue to the folders');
		expect(text).toMatch(/^ {3}To 127\.0\.0\.1:\d+ {2}✓ connected/m);
	});

	test('Folders tells how many folders a filter leaves, and keeps its mapping for who looks back at Connect', async () => {
		const own = await program.toFolders();
		expect(own.replaceAll(/\s+/g, ' ')).toContain('i: folder by folder instead.');
		program.press('i');
		await program.waitFor('→ INBOX');
		program.screen.type('/bozze');
		await program.waitFor('1 of 18');
		program.press('enter', 'space');
		await program.waitFor('○ Bozze');
		program.press('esc');
		await program.waitFor('● INBOX');
		program.press('esc');
		await program.at('connect');
		const again = await program.toFolders();
		expect(again).toContain('→ INBOX');
		expect(again).toContain('○ Bozze');
	});

	test('Review keeps each warning when not all of it fits', async () => {
		const text = await program.toReview();
		expect(text).toMatch(/Inbox +holds 4 messages: .+!$/m);
		expect(text).toContain('(i)');
		expect(text).toMatch(/Verify +every byte/);
	});

	test('the copy goes on while the terminal becomes larger, too small, and what it was', async () => {
		const {screen} = program;
		await program.choose(program.words.review.start);
		await program.typeWord('inbox');
		await program.at('progress');
		screen.resize(120, 40);
		await program.waitFor(text => /verified +placed/.test(text) && text.includes('d leave it running'));
		screen.resize(40, 10);
		await program.waitFor('40x10');
		screen.resize(60, 16);
		await program.at('result');
		const lost = screen.lostLines;
		const text = await program.waitFor(/report\.txt$/m);
		expect(text).toContain('Copied and verified');
		const rows = text.split('\n').filter(line => /( +\d+){6} /.test(line));
		expect(rows.length).toBeGreaterThan(6);
		expect(rows.filter(row => !row.endsWith('  ='))).toEqual([]);
		program.press('pagedown', 'end', 'f');
		await program.waitFor('esc back');
		program.press('q');
		await program.waitFor('Travel');
		expect(screen.lostLines).toBe(lost);
	});
});
