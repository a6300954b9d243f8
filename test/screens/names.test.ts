import {afterAll, afterEach, beforeAll, describe, expect, test} from 'vitest';
import {folder, letter} from '../commands/letter.ts';
import {type Bench, bench, type Move} from '../commands/trasloco.ts';
import {seed} from '../servers/mailbox.ts';
import {writeMaildir} from '../servers/maildir.ts';
import {killScreens} from '../terminal/screen.ts';
import {columnsOf, faults} from './frame.ts';
import {Program} from './program.ts';

let servers: Bench;

beforeAll(async () => {
	servers = await bench();
});

afterEach(killScreens);

afterAll(() => servers[Symbol.asyncDispose]());

/** Names that a server lists though it would take them from nobody, and what a person sees of them. */
const hostile: ReadonlyArray<readonly [name: string, seen: string]> = [
	['a\x1b[31mred\x1b]0;title\x07', 'a\\x1b[31mred\\x1b]0'],
	['b\x9b2J\x1bc', 'b\\x9b2J\\x1bc'],
	['c\nnew line\ttab', 'c\\nnew line\\ttab'],
	['d\u202egnp.exe', 'd\\u202egnp.exe'],
	['e\u2028f\u200bg', 'e\\u2028f\\u200bg'],
];

/** Names that are wide, long, or that terminals draw in different widths. */
const wide: readonly string[] = [
	'f أرشيف البريد',
	'g דואר נכנס',
	'h 草稿箱の長い名前'.repeat(4),
	'i 👩‍👩‍👧 🇮🇹 ❤️ 1️⃣ 👍🏽 👨🏽‍🚀',
	`j z${'\u0301'.repeat(60)}lgo`,
	'k नमस्ते क्षत्रिय',
	'l กำหนดการ',
	'm Perche\u0301',
	'n'.repeat(200),
	'o 한글 편지함',
];

/** A mailbox with all of these folders, a message in those that are only wide. */
async function moveWith(): Promise<Move> {
	const move = await servers.move();
	writeMaildir(servers.source, move.source.user.name, [
		folder('INBOX', letter('uno')),
		...hostile.map(([name]) => folder(name)),
		...wide.map(name => folder(name, letter('due'))),
	]);
	return move;
}

describe.each([
	['joins the characters of an emoji', true],
	['draws each character by itself', false],
])('folder names of any kind, in a terminal that %s', (_, graphemes) => {
	test('never break the frame, on any screen, and send nothing to the terminal', async () => {
		const move = await moveWith();
		const program = Program.between(move, {graphemes});
		const {screen} = program;
		await program.toFolders();
		const text = await program.waitFor('o 한글');
		for (const [, seen] of hostile) expect(text).toContain(seen.slice(0, 16));
		expect(faults(screen, 'Folders  2 of 5')).toEqual([]);
		const marks = columnsOf(screen, '→');
		expect(marks.length).toBeGreaterThan(14);
		expect(new Set(marks.slice(1)).size).toBe(1);

		// Each row drawn anew, partly and whole.
		for (const _name of [...hostile, ...wide]) program.press('down');
		for (const key of ['G', 'g', 'a', 's', 's', 's', 's', 's', 'x', 'x']) program.press(key);
		program.screen.type('/zz');
		await program.waitFor('Nothing has "zz" in its name.');
		program.press('backspace', 'backspace', 'enter');
		await program.waitFor('o 한글');
		expect(faults(screen, 'Folders  2 of 5')).toEqual([]);
		expect(new Set(columnsOf(screen, '→').slice(1)).size).toBe(1);

		await program.toReview();
		await program.choose(program.words.review.start);
		await program.at('result');
		const result = await program.waitFor(/report\.txt$/m);
		expect(result).toContain('Copied and verified');
		expect(faults(screen, 'Result  5 of 5')).toEqual([]);
		const equals = columnsOf(screen, '=').filter(column => column > 70);
		expect(equals.length).toBeGreaterThan(8);
		expect(new Set(equals).size).toBe(1);
		program.press('f');
		await program.waitFor('esc back');
		expect(faults(screen, 'Result  5 of 5')).toEqual([]);
		expect(screen.lostLines).toBe(0);
		expect(screen.title).toBe('');
	});
});

test('a name that a terminal draws wider than anybody counts moves no other line', async () => {
	const move = await servers.move();
	// Twenty joined consonants in a script that the tests' terminal, like many, gives a cell to each.
	const joined = 'ཀྐ'.repeat(20);
	await seed(servers.source, move.source.user.name, [
		folder(joined, letter('uno')),
		folder('Z', letter('due')),
	]);
	const program = Program.between(move, {graphemes: false});
	await program.toFolders();
	await program.waitFor(/▸? ● Z /);
	program.press('down', 'down', 'up', 'up');
	expect(faults(program.screen, 'Folders  2 of 5')).toEqual([]);
	expect(program.screen.modes.noWrap).toBe(true);
	program.screen.press('ctrl+c');
	await program.screen.exit;
	expect(program.screen.modes.noWrap).toBe(false);
});
