import {existsSync} from 'node:fs';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {screens as italian} from '../../source/locales/it/screens.ts';
import {folder, letters, ownMail} from '../commands/letter.ts';
import {type Bench, bench, type Move, untouched} from '../commands/trasloco.ts';
import {corpus, specialUseMailboxes} from '../corpus/corpus.ts';
import {type Snapshot, seed, withoutUids} from '../servers/mailbox.ts';
import {freeze, Program, thaw} from './program.ts';

const password = '$"\\è€ ';

let servers: Bench;

beforeAll(async () => {
	servers = await bench(
		{
			users: [
				{name: 'mario@vecchia.example', password},
				{name: 'anna@vecchia.example', password: 'segreto'},
			],
			mailboxes: specialUseMailboxes,
		},
		{
			users: [
				{name: 'mario@nuova.example', password: `${password}2`},
				{name: 'anna@nuova.example', password: 'segreto'},
			],
			mailboxes: [
				{name: 'Sent', specialUse: '\\Sent'},
				{name: 'Trash', specialUse: '\\Trash'},
			],
		},
	);
});

afterAll(() => servers[Symbol.asyncDispose]());

describe('the whole path by keys alone, at 80x24', () => {
	const mail = corpus({messages: 150, big: false});
	const leftOut = mail.find(({path}) => path.join('/') === 'Lavoro & Co')?.messages.length ?? 0;
	const copied = 150 - leftOut;
	let move: Move;
	let program: Program;
	let source: Snapshot;
	let before: Snapshot;

	beforeAll(async () => {
		move = await servers.move();
		await Promise.all([
			seed(servers.source, move.source.user.name, mail),
			seed(servers.destination, move.destination.user.name, ownMail),
		]);
		[source, before] = await Promise.all([move.atSource(), move.atDestination()]);
		program = new Program(move.home, ['--ca', servers.source.caFile]);
	});

	afterAll(() => program[Symbol.asyncDispose]());

	test('Connect takes both accounts as they are typed, with any password, and says what each holds', async () => {
		await program.at('connect');
		for (const [user, {imapsPort}, secret] of [
			['mario@vecchia.example', servers.source, password],
			['mario@nuova.example', servers.destination, `${password}2`],
		] as const) {
			program.screen.type(user);
			program.press('tab');
			program.screen.type(`localhost:${imapsPort}`);
			program.press('tab', 'tab', 'tab');
			program.screen.type(secret);
			program.press('tab');
		}

		await program.waitFor(text => text.split('•').length - 1 === 2 * password.length + 1);
		expect(program.text()).not.toContain('è');
		program.press('enter');
		const text = await program.waitFor('▸ Continue to the folders');
		expect(text).toMatch(/✓ connected: Dovecot +✓ connected: Dovecot/);
		expect(text).toMatch(/✓ 15 folders, 150 messages +✓ 5 folders, 8 messages/);
		expect(text).toContain('opened read-only');
	});

	test('Folders puts all into one of its own where mail is there already, and folder by folder on demand', async () => {
		program.press('enter');
		const own = await program.at('folders');
		expect(own).toContain('The destination holds 8 messages: all goes into');
		expect(own).toMatch(/● INBOX +\d+ +[\d.]+ kB → .+ new +own folder/);
		program.press('i');
		const each = await program.waitFor(/● INBOX +\d+ +[\d.]+ kB → INBOX +2 +role/);
		expect(each).toMatch(/● Posta inviata +\d+ +\d+ kB → Sent +2 +role/);
		expect(each).toMatch(/○ PEC +0 +– +not copied +no mail/);
		expect(each).toContain('only at the destination');
		program.press('i');
		await program.waitFor('own folder');
		program.press('i');
		await program.waitFor('→ INBOX');
	});

	test('Folders changes where one folder goes, and leaves one out', async () => {
		program.press('down', 'enter');
		await program.waitFor('Where does Bozze go?');
		await program.choose('Altro ');
		await program.waitFor(/▸ ● Bozze +\d+ +\d+ kB → Altro +1 +chosen/);
		program.screen.type('/lavoro\n');
		const filtered = await program.waitFor(text => text.includes('1 of 15') && !text.includes('Bozze'));
		expect(filtered).toContain('▸ ● Lavoro & Co');
		program.press('space');
		await program.waitFor(/▸ ○ Lavoro & Co .+not copied +not chosen/);
		program.press('esc');
		const text = await program.waitFor('Bozze');
		expect(text).toContain(`11 of 15 folders · ${copied} messages`);
	});

	test('Review shows the plan, has written nothing, and goes back when enter is pressed alone', async () => {
		const text = await program.toReview();
		expect(text).toMatch(new RegExp(`To copy +${copied} messages, .+, into 11 folders \\(\\d+ new\\)`));
		expect(text).toMatch(/Already there +none/);
		expect(text).toMatch(/Holds +8 messages of its own at the destination: none is touched/);
		expect(text).toMatch(/Inbox +holds 2 messages/);
		expect(text).toContain('▸ Back to the folders');
		program.press('enter');
		await program.at('folders');
		await program.toReview();
		expect(await move.runs()).toEqual([]);
		expect(await move.atDestination()).toEqual(before);
	});

	test('Review asks for a word before it fills an inbox that holds mail', async () => {
		await program.choose('Start copying');
		await program.waitFor('This fills an inbox that holds 2 messages');
		expect(await move.atDestination()).toEqual(before);
		freeze(servers.destination);
		await program.typeWord('inbox');
	});

	test('Progress counts source, staged, verified and placed next to each other', async () => {
		await program.at('progress');
		const text = await program.waitFor('INBOX');
		thaw(servers.destination);
		expect(text).toMatch(/Folder +source +staged +verified +placed/);
		expect(text).toMatch(new RegExp(`of ${copied} messages`));
		expect(text).toContain('p pause  s stop  d leave it running');
	});

	test('Result compares folder by folder, and each line adds up', async () => {
		await program.at('result');
		const text = await program.waitFor(/report\.txt$/m);
		expect(text).toContain('✓ Copied and verified');
		const rows = text.split('\n').filter(line => /^ {3}.+( +\d+){6} /.test(line));
		expect(rows).toHaveLength(12);
		expect(rows.filter(row => !row.endsWith('  ='))).toEqual([]);
		expect(rows.at(-1)).toMatch(new RegExp(`^ {3}11 folders +${copied} +${copied} +0 +0 +5 +${copied + 5} `));
		const after = withoutUids(await move.atDestination());
		const [, drafts] = withoutUids(source).filter(({path}) => ['Archivio', 'Bozze'].includes(path));
		expect(after.find(({path}) => path === 'Altro')?.messages.slice(1)).toEqual(drafts?.messages);
		expect(after.map(({path}) => path)).not.toContain('Lavoro & Co');
	});

	test('findings are shown, and closed again', async () => {
		program.press('f');
		await program.waitFor('1 finding');
		expect(program.text()).toContain('· ');
		program.press('q');
		await program.waitFor('Copied and verified');
	});

	test('undo says what it will do in numbers and asks for a word', async () => {
		program.press('u');
		const text = await program.waitFor('Undo this copy');
		expect(text.replaceAll(/\s+/g, ' ')).toContain(
			`Takes ${copied} messages out of 11 folders, through the trash. 5 messages that were there before stay.`,
		);
		await program.typeWord('undo');
		const end = await program.waitFor('The destination holds exactly what it held before.');
		expect(end).toContain('✓ Undone');
		await program.waitFor(/report\.txt$/m);
		expect(untouched(await move.atDestination())).toEqual(untouched(before));
		expect(await move.atSource()).toEqual(source);
	});

	test('leaving restores the terminal, and what was done stays on the main screen', async () => {
		const {screen} = program;
		expect(screen.isAlternate).toBe(true);
		expect(screen.lostLines).toBe(0);
		program.press('q');
		expect(await screen.exit).toEqual({code: 0, signal: 0});
		expect(screen.isAlternate).toBe(false);
		expect(screen.isCursorVisible).toBe(true);
		expect(screen.modes).toEqual({bracketedPaste: false, synchronized: false, mouse: false, noWrap: false});
		const [{run} = {run: ''}] = await move.runs();
		const report = /report: (.+)$/m.exec(screen.text())?.[1] ?? '';
		expect(screen.text()).toContain(`trasloco: run ${run}: undone\n  ${copied} messages taken out again\n`);
		expect(existsSync(report), screen.text()).toBe(true);
	});
});

test('the whole path is there in Italian', async () => {
	const move = await servers.move();
	await seed(servers.source, move.source.user.name, [
		folder('INBOX', ...letters('arrivo', 3)),
		folder('Società Perché', ...letters('società', 4)),
	]);
	const env = {LANG: 'it_IT.UTF-8'};
	await using program = Program.between(move, {words: italian, env});
	const connected = await program.waitFor('▸ Continua');
	expect(connected).toContain('Accesso');
	await program.start();
	await program.at('result');
	const text = await program.waitFor(/report\.txt$/m);
	expect(text).toContain('✓ Copiato e verificato');
	expect(text).toMatch(/^ {3}Società Perché +4 +4 +0 +0 +0 +4 {2}=$/m);
	expect(program.screen.lostLines).toBe(0);
	program.press('q');
	expect(await program.screen.exit).toEqual({code: 0, signal: 0});
	expect(program.text()).toContain('copiato e verificato');
});
