/** Colours and marks by what they mean. Every meaning has a mark of its own, so no colour is ever needed. */

export type Tone = 'plain' | 'accent' | 'ok' | 'warn' | 'fail' | 'dim' | 'strong' | 'head';

/** What Ink's `Text` takes. */
export interface TextLook {
	readonly color?: string;
	readonly dimColor?: boolean;
	readonly bold?: boolean;
	readonly underline?: boolean;
}

const coloured: Readonly<Record<Tone, TextLook>> = {
	plain: {},
	accent: {color: 'cyan', bold: true},
	ok: {color: 'green'},
	warn: {color: 'yellow'},
	fail: {color: 'red', bold: true},
	dim: {dimColor: true},
	strong: {bold: true},
	head: {dimColor: true},
};

const colourless: Readonly<Record<Tone, TextLook>> = {
	plain: {},
	accent: {bold: true},
	ok: {},
	warn: {bold: true},
	fail: {bold: true},
	dim: {},
	strong: {bold: true},
	head: {},
};

export interface Marks {
	readonly ok: string;
	readonly warn: string;
	readonly fail: string;
	readonly here: string;
	readonly on: string;
	readonly off: string;
	readonly doubt: string;
	readonly wait: string;
	readonly arrow: string;
	readonly line: string;
	readonly full: string;
	readonly empty: string;
	readonly branch: string;
	readonly lastBranch: string;
	readonly cut: string;
	readonly none: string;
	readonly dot: string;
	readonly secret: string;
	readonly enter: string;
	readonly upDown: string;
}

const unicode: Marks = {
	ok: '✓',
	warn: '!',
	fail: '✗',
	here: '▸',
	on: '●',
	off: '○',
	doubt: '◐',
	wait: '…',
	arrow: '→',
	line: '─',
	full: '█',
	empty: '░',
	branch: '├ ',
	lastBranch: '└ ',
	cut: '…',
	none: '–',
	dot: '·',
	secret: '•',
	enter: '⏎',
	upDown: '↑↓',
};

const ascii: Marks = {
	ok: 'v',
	warn: '!',
	fail: 'x',
	here: '>',
	on: '*',
	off: 'o',
	doubt: '?',
	wait: '~',
	arrow: '>',
	line: '-',
	full: '=',
	empty: '-',
	branch: '|-',
	lastBranch: '`-',
	cut: '~',
	none: '-',
	dot: '-',
	secret: '*',
	enter: 'enter',
	upDown: 'up/down',
};

export interface Theme {
	readonly marks: Marks;
	look(tone: Tone): TextLook;
}

/** The theme for a terminal: ASCII where it shows no UTF-8, no colours where NO_COLOR or the terminal asks for none. */
export function createTheme(terminal: {readonly utf8: boolean; readonly color: boolean}): Theme {
	const looks = terminal.color ? coloured : colourless;
	return {marks: terminal.utf8 ? unicode : ascii, look: tone => looks[tone]};
}
