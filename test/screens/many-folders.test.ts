import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {folder, letter} from '../commands/letter.ts';
import {type Bench, bench} from '../commands/trasloco.ts';
import {writeMaildir} from '../servers/maildir.ts';
import {killScreens} from '../terminal/screen.ts';
import {faults} from './frame.ts';
import {Program} from './program.ts';

/** A hundred areas with nine levels below each. */
const paths = Array.from({length: 1000}, (_, index) => {
	const levels = Array.from({length: index % 10}, (_level, depth) => `/Livello ${depth + 1}`);
	return `Area ${Math.floor(index / 10)}${levels.join('')}`;
});

describe('an account of a thousand folders', () => {
	let servers: Bench;
	let program: Program;

	beforeAll(async () => {
		servers = await bench();
		const move = await servers.move();
		const found = 'Area 42/Livello 1/Livello 2';
		writeMaildir(servers.source, move.source.user.name, [
			folder('INBOX', letter('uno')),
			...paths.map(path => (path === found ? folder(path, letter('due'), letter('tre')) : folder(path))),
		]);
		program = Program.between(move);
	});

	afterAll(async () => {
		await killScreens();
		await servers[Symbol.asyncDispose]();
	});

	/** Presses a key and waits for what it shows. */
	const press = (key: string, ...shown: readonly string[]) => {
		program.press(key);
		return program.waitFor(text => shown.every(part => text.includes(part)));
	};

	test('is walked from end to end, with signs of what is out of sight', async () => {
		await program.toFolders();
		await program.waitFor('1,001 of 1,001 folders · 3 messages');
		const first = await program.waitFor(/ \d{3} more below/);
		expect(first).not.toContain('more above');
		const last = await press('G', '▸', 'more above');
		expect(last).not.toContain('more below');
		expect(faults(program.screen, 'Folders  2 of 5')).toEqual([]);
		await press('pageup', 'more above', 'more below');
		await press('g', '▸ ● INBOX');
		// A burst of keys, as a key held down: every one counts.
		program.press(...Array.from({length: 100}, () => 'down'));
		await program.waitFor(/▸ . .*Livello 9|▸ . .*Area/);
		program.press(...Array.from({length: 100}, () => 'k'));
		await program.waitFor('▸ ● INBOX');
	});

	test('is filtered with a count, and marked by what is shown', async () => {
		program.screen.type('/area 42/livello 1/livello 2');
		const text = await program.waitFor('8 of 1,001');
		expect(text).toContain('1,001 of 1,001 folders · 3 messages');
		program.press('enter', 'A');
		await program.waitFor('993 of 1,001 folders · 1 message ');
		await press('x', '1,001 of 1,001 folders');
		program.press('esc');
		await program.waitFor(/ \d{3} more below/);
		await press('A', '0 of 1,001 folders · 0 messages');
		await press('a', '1,001 of 1,001 folders · 3 messages');
	});

	test('is marked in a range, and sorted', async () => {
		await press('g', '▸ ● INBOX');
		program.press('v', 'pagedown');
		const range = await program.waitFor(/A range of \d\d folders/);
		const [, count = ''] = /A range of (\d+) folders/.exec(range) ?? [];
		await press('space', `${format(1001 - Number(count))} of 1,001 folders`);
		await press('space', '1,001 of 1,001 folders');
		await press('esc', 'all into one');
		program.press('s');
		await program.waitFor('─ by name ─');
		await press('s', '─ by messages ─', '▸ ● Area 42/Livello');
		await press('s', '─ by size ─');
		await press('s', '─ by state ─');
		await press('s', '▸ ● INBOX');
		expect(program.screen.lostLines).toBe(0);
	});

	test('is copied, and its result is walked', async () => {
		await program.toReview();
		await program.choose(program.words.review.start);
		await program.at('progress');
		const result = await program.at('result', {timeout: 120_000});
		expect(result).toContain('Copied and verified');
		// The last that comes to the screen, and takes a row of it.
		await program.waitFor('report.txt');
		await program.waitFor(/ \d{3} more below/);
		const last = await press('G', 'more above');
		expect(last).not.toContain('more below');
		expect(last).toMatch(/^ {3}1,001 folders +3 +3 +0 +0 +0 +3 {2}=$/m);
		expect(faults(program.screen, 'Result  5 of 5')).toEqual([]);
	});
});

function format(count: number): string {
	return count.toLocaleString('en');
}
