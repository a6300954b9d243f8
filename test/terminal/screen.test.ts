import {fileURLToPath} from 'node:url';
import {afterEach, describe, expect, it} from 'vitest';
import {killScreens, startScreen} from './screen.ts';

const program = fileURLToPath(new URL('fixtures/keys.ts', import.meta.url));
const shell = (script: string, options = {}) => startScreen(['-c', script], {command: '/bin/sh', ...options});

afterEach(killScreens);

describe('a screen', () => {
	it('shows what is visible, not what was written', async () => {
		const screen = shell("printf 'gone\\033[2J\\033[Hseen \\033[31;1mred\\033[m\\n'; printf x");
		expect(await screen.exit).toEqual({code: 0, signal: 0});
		expect(screen.text()).toBe('seen red\nx');
		expect(screen.bytes).toBeGreaterThan(20);
		expect(screen.cells()[0]?.[5]).toMatchObject({text: 'r', foreground: 1, bold: true});
	});

	it('counts cells as modern terminals do', async () => {
		const screen = shell("printf '日👩‍👩‍👧🇮🇹❤️e\u0301👍🏽|'");
		await screen.exit;
		expect(
			screen
				.cells()[0]
				?.slice(0, 7)
				.map(({text, width}) => [text, width]),
		).toEqual([
			['日', 2],
			['👩‍👩‍👧', 2],
			['🇮🇹', 2],
			['❤️', 2],
			['e\u0301', 1],
			['👍🏽', 2],
			['|', 1],
		]);
	});

	it('has an environment of its own', async () => {
		const screen = shell('env | cut -d= -f1 | sort | tr "\\n" " "', {env: {HOME: undefined, EXTRA: 'x'}});
		await screen.exit;
		expect(screen.text()).toBe('EXTRA LANG NODE_COMPILE_CACHE PATH PWD TERM');
	});

	it('says what was there when a wait fails', async () => {
		const screen = shell('printf hello; sleep 60');
		await screen.waitFor('hello');
		await expect(screen.waitFor('never', {timeout: 50})).rejects.toThrow(
			/never, but 50 ms.*\|hello\n.*last bytes: "hello"/s,
		);
	});

	it('fails a wait at once when the program ends', async () => {
		const screen = shell('printf bye; exit 3');
		await expect(screen.waitFor('never')).rejects.toThrow(/ended with code 3.*\|bye/s);
		await expect(screen.waitFor('never')).rejects.toThrow(/had ended with code 3/);
	});

	it('notices a frame that is taller than the terminal', async () => {
		const fitting = startScreen([program, 'tall'], {columns: 60, rows: 16});
		await fitting.waitFor('row 16 of 16x60, pressed 0');
		fitting.press('a');
		await fitting.waitFor('row 16 of 16x60, pressed 1');
		fitting.resize(90, 30);
		await fitting.waitFor('row 30 of 30x90');
		expect(fitting.lostLines).toBe(0);
		fitting.resize(60, 16);
		await fitting.waitFor(/^row 1 of 16x60.*row 16 of 16x60/s);

		const taller = startScreen([program, 'taller']);
		await taller.waitFor('row 25 of 24');
		expect(taller.lostLines).toBe(1);
	});

	it('draws a picture of itself', async () => {
		const screen = shell("printf 'a<b \\033[7minverse\\033[m \\033[38;5;208m日本\\033[m'", {
			columns: 30,
			rows: 2,
		});
		await screen.exit;
		const svg = screen.svg('A & B');
		expect(svg).toContain('<title>A &#38; B</title>');
		expect(svg).toContain('>a&#60;b</text>');
		expect(svg).toMatch(/<rect [^>]*fill="#d8dee9"\/>\n<text [^>]*fill="#1c2128">inverse</);
		expect(svg).toMatch(/fill="#ff8700">日</);
	});
});
