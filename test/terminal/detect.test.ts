import {describe, expect, it} from 'vitest';
import {detectTerminal, forceColor} from '../../source/ui/terminal/detect.ts';

const tty = {isTTY: true, columns: 132, rows: 43};
const xterm = {TERM: 'xterm-256color', LANG: 'it_IT.UTF-8'};

describe('detectTerminal', () => {
	it('knows an ordinary terminal', () => {
		expect(detectTerminal(xterm, tty)).toEqual({
			interactive: true,
			utf8: true,
			color: '256',
			dumb: false,
			columns: 132,
			rows: 43,
			slow: false,
		});
	});

	it('takes no screen without a terminal on both sides', () => {
		expect(detectTerminal(xterm, {})).toMatchObject({
			interactive: false,
			color: 'none',
			columns: 80,
			rows: 24,
		});
		expect(detectTerminal(xterm, tty, {})).toMatchObject({interactive: false});
	});

	it.each([{TERM: 'dumb'}, {TERM: ''}, {}])('takes %j for dumb', env => {
		expect(detectTerminal(env, tty)).toMatchObject({dumb: true, interactive: false, color: 'none'});
	});

	it.each([
		[{LANG: 'C.UTF-8'}, true],
		[{LANG: 'it_IT.utf8'}, true],
		[{LANG: 'it_IT.UTF-8', LC_ALL: 'C'}, false],
		[{LANG: 'C', LC_CTYPE: 'en_US.UTF-8'}, true],
		[{LANG: 'it_IT.UTF-8', LC_ALL: '', LC_CTYPE: ''}, true],
		[{LANG: 'it_IT@euro'}, false],
		[{}, false],
	])('reads the locale %j', (locale, utf8) => {
		expect(detectTerminal({TERM: 'xterm', ...locale}, tty).utf8).toBe(utf8);
	});

	it.each([
		[{TERM: 'xterm-256color', COLORTERM: 'truecolor'}, 'full'],
		[{TERM: 'xterm-direct'}, 'full'],
		[{TERM: 'tmux-256color'}, '256'],
		[{TERM: 'screen'}, '16'],
		[{TERM: 'linux'}, '16'],
		[{TERM: 'vt100'}, 'none'],
		[{TERM: 'xterm-256color', COLORTERM: 'truecolor', NO_COLOR: '1'}, 'none'],
		[{TERM: 'xterm-256color', NO_COLOR: ''}, '256'],
	] as const)('finds the colours of %j', (env, color) => {
		expect(detectTerminal(env, tty).color).toBe(color);
	});

	it('knows a line in between', () => {
		expect(detectTerminal({...xterm, SSH_CONNECTION: '192.0.2.1 5 192.0.2.2 22'}, tty).slow).toBe(true);
	});

	it('names the colours for the library that colours', () => {
		expect((['none', '16', '256', 'full'] as const).map(forceColor)).toEqual(['1', '1', '2', '3']);
	});
});
