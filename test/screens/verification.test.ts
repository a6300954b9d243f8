import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {screens as italian} from '../../source/locales/it/screens.ts';
import {folder, letter, letters} from '../commands/letter.ts';
import {type Bench, bench, type Move, newHome} from '../commands/trasloco.ts';
import {type SeedFolder, type SeedMessage, type Snapshot, seed} from '../servers/mailbox.ts';
import {Program, type ProgramOptions} from './program.ts';

let servers: Bench;

beforeAll(async () => {
	servers = await bench();
});

afterAll(() => servers[Symbol.asyncDispose]());

/** A message of several parts that does what it can to a terminal. */
const hostile: SeedMessage = {
	...letter('x'),
	content: Buffer.from(
		[
			'Message-ID: <planimetrie@lettere.example>',
			'Date: Tue, 12 Mar 2024 10:11:12 +0100',
			'From: =?utf-8?Q?Niccol=C3=B2_=1B[2J?= <niccolo@example.it>',
			'To: anna@example.it',
			'Subject: =?utf-8?Q?Planimetrie_=E2=80=AEfdp?=',
			'X-Mailer: none',
			'MIME-Version: 1.0',
			'Content-Type: multipart/mixed; boundary=b',
			'',
			'--b',
			'Content-Type: text/plain; charset=utf-8',
			'',
			`In allegato le planimetrie.\u001b]0;evil\u0007${'\r\nriga'.repeat(40)}`,
			'--b',
			'Content-Type: application/pdf; name=piano.pdf',
			'Content-Disposition: attachment; filename=piano.pdf',
			'Content-Transfer-Encoding: base64',
			'',
			Buffer.alloc(3000, 'x').toString('base64'),
			'--b--',
			'',
		].join('\r\n'),
	),
};

const inbox = [hostile, ...letters('arrivo', 130)];
const work = letters('lavoro', 6);
const source = [
	folder('INBOX', ...inbox),
	folder('Lavoro', ...work),
	folder('Clienti/Rossi', ...letters('rossi', 3)),
	folder('Uguale', ...letters('uguale', 2)),
];

/** Two mailboxes between which another program has moved mail. */
async function migrated(there: readonly SeedFolder[]): Promise<Move> {
	const move = await servers.move();
	await Promise.all([
		seed(servers.source, move.source.user.name, source),
		seed(servers.destination, move.destination.user.name, there),
	]);
	return move;
}

async function verifying(
	move: Move,
	options: ProgramOptions = {},
	...args: readonly string[]
): Promise<Program> {
	const passwords = {from: move.source.user.password, to: move.destination.user.password};
	return new Program(move.home, ['verify', '--screens', ...move.sides, ...args], {passwords, ...options});
}

/** The row of a folder in the table: its counts and its mark. */
function row(text: string, name: string): string | undefined {
	const line = text.split('\n').find(each => each.slice(3).startsWith(`${name} `));
	return line
		?.slice(3 + name.length)
		.trim()
		.replaceAll(/\s+/g, ' ');
}

describe('a migration that another program made', () => {
	let move: Move;
	let program: Program;
	let before: readonly Snapshot[];
	let cwd: string;

	beforeAll(async () => {
		const [first, second, ...rest] = work;
		move = await migrated([
			// The first 120 are missing, and two are there that the source has not.
			folder('INBOX', ...inbox.slice(120), ...letters('di troppo', 2)),
			folder(
				'Lavoro',
				...(first ? [{...first, flags: ['\\Seen', 'Mio']}] : []),
				...(second ? [{...second, internalDate: '07-Feb-2024 10:11:12 +0100'}] : []),
				...rest,
			),
			folder('Uguale', ...letters('uguale', 2)),
			folder('Solo qui', letter('solo')),
		]);
		before = await Promise.all([move.atSource(), move.atDestination()]);
		cwd = await newHome();
		program = await verifying(move, {cwd});
	});

	afterAll(() => program[Symbol.asyncDispose]());

	test('is mapped folder by folder, though the destination holds mail', async () => {
		const {words} = program;
		await program.waitFor(words.connect.forVerify);
		await program.waitFor(`▸ ${words.connect.continue} ${words.connect.continueTo.verify}`);
		expect(program.text()).toContain('Connect  1 of 3');
		program.press('enter');
		const text = await program.waitFor('Folders  2 of 3');
		expect(text).toMatch(/● INBOX +131 .+→ INBOX +13 +role/);
		expect(text).not.toContain('all goes into');
	});

	test('is compared: both sides next to each other, what is missing, what is extra, and the sum', async () => {
		program.press('c');
		const text = await program.waitFor('Verification  3 of 3');
		await program.waitFor('only at the destination');
		expect(row(program.text(), 'INBOX')).toBe('131 13 11 120 2 !');
		expect(row(program.text(), 'Lavoro')).toBe('6 6 6 0 0 ~');
		expect(row(program.text(), 'Clienti/Rossi')).toBe('3 – 0 3 0 !');
		expect(row(program.text(), 'Uguale')).toBe('2 2 2 0 0 =');
		expect(row(program.text(), '4 folders')).toBe('142 21 19 123 2 !');
		expect(program.text()).toContain('! 123 missing, 2 only at the destination, in 2 folders');
		expect(program.text()).toContain('Left out: 1 folder at the destination (1 message)');
		expect(program.text()).toContain('by size and headers');
		expect(text).toContain('Verification');
	});

	test('shows on demand only what differs, in another order, or folders of one name', async () => {
		program.press('e');
		const only = await program.waitFor('only what differs: 3 of 4');
		expect(row(only, 'Uguale')).toBeUndefined();
		program.press('s', 's', 's');
		await program.waitFor('by missing');
		program.screen.type('/lav');
		await program.waitFor('1 of 4');
		program.press('enter');
		const here = await program.waitFor('1 message with other flags, 1 message with another date');
		expect(here).toContain('▸ Lavoro');
		program.press('esc');
		await program.waitFor('only what differs: 3 of 4');
		program.press('s', 'e');
		await program.waitFor(text => row(text, 'Uguale') !== undefined && !text.includes('by missing'));
	});

	test('names the messages of a folder that are missing, extra, or have other flags and dates', async () => {
		program.press('g', 'enter');
		const missing = await program.waitFor('arrivo 9');
		expect(missing).toMatch(/▸ Missing 120 +Extra 2 +Flags 0 +Dates 0/);
		expect(missing).toMatch(/▸ Mar 12, 2024 +Niccolò .+ Planimetrie \\u202efdp/);
		expect(missing).toMatch(/Feb 5, 2024 +Mario Rossi .+ arrivo 1 +\d+ B/);
		expect(missing).toContain('more below');
		program.press('G');
		await program.waitFor(/▸ Feb 5, 2024 +Mario Rossi +arrivo 119/);
		program.press('tab');
		const extra = await program.waitFor('di troppo 2');
		expect(extra).toContain('▸ Extra 2');
		program.press('esc');
		await program.waitFor('4 folders');
		program.screen.type('/lav\n');
		await program.waitFor('▸ Lavoro');
		program.press('enter');
		await program.waitFor('▸ Flags 1');
		await program.waitFor(/lavoro 1 +none +\\Seen Mio/);
		program.press('right');
		await program.waitFor('▸ Dates 1');
		await program.waitFor(/▸ Feb 5, 2024, \d\d:11:12 +Feb 7, 2024, \d\d:11:12 .+ lavoro 2/);
		program.press('esc');
		await program.waitFor('4 folders');
		program.press('esc');
		await program.waitFor(text => row(text, 'INBOX') !== undefined);
	});

	test('shows a message: what a person looks for, attachments, text, and lets nothing of it out', async () => {
		program.press('g', 'enter');
		await program.waitFor('▸ Missing 120');
		await program.waitFor('▸ Mar 12, 2024');
		program.press('g', 'enter');
		await program.waitFor('Message-ID');
		const text = program.text();
		expect(text).toContain('INBOX: missing at the destination');
		expect(text).toMatch(/From +"?Niccolò \\x1b\[2J"? <niccolo@example\.it>/);
		expect(text).toMatch(/Subject +Planimetrie \\u202efdp/);
		expect(text).toContain('1 attachment');
		expect(text).toMatch(/piano\.pdf +application\/pdf +3\.0 kB/);
		expect(text).toContain('In allegato le planimetrie.');
		expect(text).not.toContain('X-Mailer');
		program.press('h');
		await program.waitFor('X-Mailer');
		program.press('G');
		await program.waitFor(shown => shown.includes('more above') && !shown.includes('more below'));
		program.press('esc');
		await program.waitFor('▸ Missing 120');
		program.press('esc');
		await program.waitFor('4 folders');
	});

	test('has its list saved in a file, and no file is ever overwritten', async () => {
		program.press('w');
		const label = program.words.verification.saveFile;
		const asked = await program.waitFor(
			new RegExp(`▸ ${label} +trasloco-differences-\\d{4}-\\d\\d-\\d\\d\\.csv`),
		);
		const [name = ''] = /trasloco-differences-[-\d]+\.csv/.exec(asked) ?? [];
		await enter(program, '127 entries saved in');
		const list = await readFile(join(cwd, name), 'utf8');
		expect(list.trim().split('\r\n')).toHaveLength(128);
		expect(list).toContain('INBOX,missing,');
		expect(list).toContain('arrivo 119');
		expect(list).toMatch(/INBOX\.Lavoro|Lavoro,flags-differ/);
		program.press('w');
		await program.waitFor(name.replace('.csv', '-2.csv'));
		for (let key = 0; key < '-2.csv'.length; key++) program.press('backspace');
		program.screen.type('.csv');
		await program.waitFor(`${label} ${name}`);
		program.press('enter');
		await program.waitFor('there is already a file');
		expect(await readFile(join(cwd, name), 'utf8')).toBe(list);
		program.press('esc');
		await program.waitFor('4 folders');
	});

	test('and nothing was written on either side by looking at it', async () => {
		expect(await Promise.all([move.atSource(), move.atDestination()])).toEqual(before);
		expect(await move.runs()).toEqual([]);
	});

	test('gets what is missing, and after that lacks nothing', async () => {
		const {words} = program;
		program.press('c');
		await program.waitFor(words.review.toCopy);
		expect(program.text()).toMatch(/To copy +123 messages, .+, into 2 folders \(1 new\)/);
		await program.waitFor(`▸ ${words.review.backToVerification}`);
		expect(program.text()).not.toContain('(i)');
		program.press('esc');
		await program.waitFor('4 folders');
		program.press('c');
		await program.waitFor(words.review.toCopy);
		await program.choose(words.review.start);
		await program.typeWord(words.review.inboxWord);
		await program.waitFor(/report\.txt$/m);
		expect(program.text()).toContain('✓ Copied and verified');
		program.press('v');
		const text = await program.waitFor('! 0 missing, 2 only at the destination');
		expect(row(text, 'INBOX')).toBe('131 133 131 0 2 !');
		expect(row(text, 'Clienti/Rossi')).toBe('3 3 3 0 0 =');
		expect(row(text, '4 folders')).toBe('142 144 142 0 2 !');
		program.press('c');
		await program.waitFor('Nothing is missing here');
	});

	test('leaves its numbers on the main screen, and differences are 3', async () => {
		const {screen} = program;
		expect(screen.lostLines).toBe(0);
		program.press('q');
		expect(await screen.exit).toEqual({code: 3, signal: 0});
		expect(screen.text()).toContain('compared: 0 missing at the destination, 2 only there');
	});
});

/** Presses enter until a field that takes nothing in its first moments has taken it. */
async function enter(program: Program, expected: string): Promise<void> {
	for (let tries = 0; ; tries++) {
		program.press('enter');
		try {
			await program.waitFor(expected, {timeout: 1000});
			return;
		} catch (error) {
			if (tries === 20) throw error;
		}
	}
}

test('in Italian, every byte, what is only there allowed: what is missing is copied, and then nothing differs', async () => {
	const move = await migrated([
		folder('INBOX', ...inbox.slice(4)),
		...source.slice(1).filter(({path}) => path[0] !== 'Clienti'),
		folder('Clienti/Rossi', ...letters('rossi', 3), letter('altro')),
	]);
	const env = {LANG: 'it_IT.UTF-8'};
	await using program = await verifying(move, {words: italian, env}, '--deep', '--allow-extra');
	await program.waitFor('▸ Continua con le cartelle');
	program.press('enter');
	await program.waitFor('Cartelle  2 di 3');
	program.press('c');
	const text = await program.waitFor('4 mancanti, 1 solo a destinazione, in 1 cartella');
	expect(text).toContain('ogni byte');
	expect(row(text, 'INBOX')).toBe('131 127 127 4 0 !');
	expect(row(text, 'Clienti/Rossi')).toBe('3 4 3 0 1 =');
	program.press('enter');
	await program.waitFor('▸ Mancanti 4');
	program.press('c');
	await program.waitFor('Torna alla verifica');
	await program.choose(italian.review.start);
	await program.typeWord(italian.review.inboxWord);
	await program.waitFor(/report\.txt$/m);
	program.press('v');
	const end = await program.waitFor('✓ Nessuna differenza');
	expect(row(end, 'INBOX')).toBe('131 131 131 0 0 =');
	expect(program.screen.lostLines).toBe(0);
	program.press('q');
	expect(await program.screen.exit).toEqual({code: 0, signal: 0});
});

test('from Folders, Runs and a result of a copy of our own', async () => {
	const move = await migrated([]);
	await using program = Program.between(move);
	await program.toFolders();
	program.press('V');
	const empty = await program.waitFor('! 142 missing, 0 only at the destination, in 4 folders');
	expect(empty).not.toContain('of 3');
	program.press('esc');
	await program.at('folders');
	await program.toReview();
	await program.choose(program.words.review.start);
	await program.waitFor(/report\.txt$/m);
	program.press('v');
	await program.waitFor('✓ No differences: all 142 messages are on both sides.');
	program.press('q');
	expect(await program.screen.exit).toEqual({code: 0, signal: 0});

	await using again = new Program(move.home, [], {passwords: {}});
	await again.waitFor('Earlier runs');
	again.press('v');
	await again.waitFor('to verify what run');
	await again.waitFor('▸ Password');
	again.screen.type(`${move.source.user.password}\n`);
	await again.waitFor('opened read-only');
	await again.waitFor(/Password •+ +▸ Password/);
	again.screen.type(`${move.destination.user.password}\n`);
	await again.waitFor('▸ Continue to the folders');
	again.press('enter');
	await again.waitFor('Folders  2 of 3');
	again.press('c');
	await again.waitFor('✓ No differences: all 142 messages are on both sides.');
});
