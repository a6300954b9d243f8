import {toAscii} from './ascii.ts';
import type {KeyNames} from './keymap.ts';

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
	/** Something goes on there. */
	readonly busy: string;
	/** Within a range that is being marked. */
	readonly range: string;
	readonly on: string;
	readonly off: string;
	readonly doubt: string;
	readonly wait: string;
	readonly arrow: string;
	readonly line: string;
	readonly full: string;
	readonly empty: string;
	readonly cut: string;
	readonly none: string;
	readonly dot: string;
	readonly secret: string;
}

const unicode: Marks = {
	ok: '✓',
	warn: '!',
	fail: '✗',
	here: '▸',
	busy: '»',
	range: '│',
	on: '●',
	off: '○',
	doubt: '◐',
	wait: '…',
	arrow: '→',
	line: '─',
	full: '█',
	empty: '░',
	cut: '…',
	none: '–',
	dot: '·',
	secret: '•',
};

/** Keys that a sign says better than a name. */
const keySigns: KeyNames = {enter: '⏎', up: '↑', down: '↓', left: '←', right: '→'};

const ascii: Marks = {
	ok: 'v',
	warn: '!',
	fail: 'x',
	here: '>',
	busy: '+',
	range: '|',
	on: '*',
	off: 'o',
	doubt: '?',
	wait: '~',
	arrow: '>',
	line: '-',
	full: '=',
	empty: '-',
	cut: '~',
	none: '-',
	dot: '-',
	secret: '*',
};

export interface Theme {
	readonly marks: Marks;
	/** Signs in the place of names of keys. */
	readonly keySigns: KeyNames;
	look(tone: Tone): TextLook;
	/** A text that a widget has styled by itself, with its escape sequences, as this terminal shows it. */
	fit(styled: string): string;
}

const sequence = /\x1b\[[\d;]*m/g;

/** Whether a sequence sets a colour, and not bold or inverse. */
const isColour = (text: string) => /[[;](3|4|9|10)\d/.test(text);

/**
 * The theme for a terminal: ASCII where it shows no UTF-8, no colours where NO_COLOR or the terminal asks for none.
 *
 * @param spoken words in the place of signs, for a screen reader
 */
export function createTheme(
	terminal: {readonly utf8: boolean; readonly color: boolean},
	spoken: Partial<Marks> = {},
): Theme {
	const looks = terminal.color ? coloured : colourless;
	const {utf8} = terminal;
	return {
		marks: {...(utf8 ? unicode : ascii), ...spoken},
		keySigns: utf8 ? keySigns : {},
		look: tone => looks[tone],
		fit(styled) {
			const allowed = terminal.color
				? styled
				: styled.replaceAll(sequence, text => (isColour(text) ? '' : text));
			return utf8
				? allowed
				: allowed.replaceAll(/\x1b\[[\d;]*m|[^\x1b]+/g, part =>
						part.startsWith('\x1b') ? part : toAscii(part),
					);
		},
	};
}
