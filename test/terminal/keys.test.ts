import {setTimeout as pass} from 'node:timers/promises';
import {fileURLToPath} from 'node:url';
import {afterEach, describe, expect, it} from 'vitest';
import {killScreens, startScreen} from './screen.ts';

const program = fileURLToPath(new URL('fixtures/keys.ts', import.meta.url));

/** Set to see which of these tests need the key stream. */
const plain = process.env.PLAIN_STDIN;

async function start(mode: string, env: Record<string, string | undefined> = {}) {
	const screen = startScreen([program, mode], {env: {PLAIN_STDIN: plain, ...env}});
	await screen.waitFor(/picked=|value=|keys=/);
	return screen;
}

afterEach(killScreens);

describe.each([
	['as it is', {}],
	['concurrent', {CONCURRENT: '1'}],
])('keys with React %s', (_, env) => {
	it('picks the third item with down, down, enter in one write', async () => {
		const screen = await start('list', env);
		screen.press('down', 'down', 'enter');
		expect(await screen.waitFor(/picked=\[.+\]/)).toContain('picked=[third]');
	});

	it('deletes two characters with two backspaces in the same write', async () => {
		const screen = await start('field', env);
		screen.press('a', 'b', 'c', 'backspace', 'backspace', 'd');
		expect(await screen.waitFor(/value=\[.*d\]/)).toContain('value=[ad]');
	});

	it('takes 200 characters in one write, in order', async () => {
		const screen = await start('field', env);
		const text = Array.from({length: 200}, (_, index) => String.fromCodePoint(97 + (index % 26))).join('');
		screen.type(`${text}\n`);
		const shown = await screen.waitFor(/submitted=\[".+"\]/s);
		expect(shown.replaceAll('\n', '')).toContain(`submitted=["${text}"]`);
	});

	it('gives keys typed ahead to the screen that follows', async () => {
		const screen = await start('wizard', env);
		screen.write('\x1b[B\rabc\x7fd\r');
		expect(await screen.waitFor(/submitted=\[".+"\]/)).toMatch(/^second\n.*submitted=\["abd"\]/s);
	});
});

describe('keys', () => {
	// On a busy machine the 50 ms may become too many to be a test of anything.
	it('takes an arrow that a slow line cut in two, 50 ms apart, for one key', {retry: 3}, async () => {
		const screen = await start('log');
		for (const half of ['\x1b', '[A', '\x1b[', 'B', '\x1b[1;', '5C', 'z']) {
			screen.write(half);
			// The gap is what is tested.
			await pass(50);
		}

		expect(await screen.waitFor('"z"')).toBe('keys=upArrow "", downArrow "", rightArrow ctrl "", "z";');
	});

	it('decides a lone Esc, and does not join it with the key that follows', async () => {
		const screen = await start('log');
		screen.press('esc');
		expect(await screen.waitFor('escape')).toBe('keys=escape "";');
		screen.press('esc', 'enter', 'esc', 'esc', 'up');
		expect(await screen.waitFor('upArrow')).toBe(
			'keys=escape "", escape "", return "\\r", escape "", escape "", upArrow "";',
		);
	});

	it('joins a character that is cut between its bytes', async () => {
		const screen = await start('field');
		for (const byte of Buffer.from('è日😀.')) {
			screen.write(Uint8Array.of(byte));
			await pass(5);
		}

		await screen.waitFor('value=[è日😀.]');
	});

	it('fills a field with a paste, without its control characters, and does not submit', async () => {
		const screen = await start('field');
		expect(screen.modes.bracketedPaste || plain).toBeTruthy();
		screen.paste('imap.example\x07.org\n');
		screen.type('!');
		// A control character does not show on a screen, but counts.
		expect(await screen.waitFor('!]')).toMatch(/value=\[imap\.example\.org!\]\nlength=17\nsubmitted=\[\]/);
	});

	it('pastes at once, whatever its length', async () => {
		const screen = await start('field');
		screen.paste('line of text\n'.repeat(200));
		expect(await screen.waitFor('length=2400')).toContain('submitted=[]');
	});

	it('takes a burst with Enter in it for typed keys where the terminal marks no pastes', async () => {
		const screen = await start('field');
		screen.write('one\rtwo');
		expect(await screen.waitFor('value=[onetwo]')).toContain('submitted=["one"]');
	});
});
