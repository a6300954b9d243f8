import stringWidth from 'string-width';

/** Text measured and cut in terminal cells: a CJK character takes two, a combining mark none. */

/** Letters of European languages, punctuation, box drawings: each takes one cell, in every terminal. */
const single =
	/^[\x20-\x7e\u00a0-\u00ac\u00ae-\u024f\u2010-\u2027\u202f\u2190-\u2193\u23ce\u2500-\u25a9\u25b8\u25cb\u25cf\u25d0\u2713\u2717]*$/;
const graphemes = new Intl.Segmenter(undefined, {granularity: 'grapheme'});

/** Cells that a text takes. */
export function cells(text: string): number {
	return single.test(text) ? text.length : stringWidth(text);
}

/** What terminals draw two cells wide in one program and four, or one, in another; also halves of flags. */
const contested = /[\p{Regional_Indicator}\u{e0020}-\u{e007f}]/u;

/** Signs that join two consonants into one shape; a terminal gives each of the two a cell all the same. */
const joiningSign = /[\u094d\u09cd\u0acd\u0b4d\u0c4d\u0d4d]/;

const keycap = '\u20e3';

/** Vowels that a cluster counts as no cell, and a terminal as one; in two parts both agree. */
const twoParts: Readonly<Record<string, string>> = {'\u0e33': '\u0e4d\u0e32', '\u0eb3': '\u0ecd\u0eb2'};

/** Whether every terminal gives a grapheme as many cells as we count: one that adds up its characters, and one that knows clusters. */
function isSteady(grapheme: string): boolean {
	if (contested.test(grapheme)) return false;
	const apart = [...grapheme].reduce((sum, character) => sum + stringWidth(character), 0);
	return apart === stringWidth(grapheme);
}

/** A grapheme without what makes its width a matter of opinion: a family as its persons, a flag as its letters. */
function reduce(grapheme: string): string {
	return [...grapheme]
		.map((character, index) => {
			const code = character.codePointAt(0) ?? 0;
			if (code >= 0x1f1e6 && code <= 0x1f1ff) return String.fromCharCode(code - 0x1f1e6 + 0x41);
			if (joiningSign.test(character)) return `${character}\u200c`;
			const isDrawn = character !== keycap && !/\p{Default_Ignorable_Code_Point}/u.test(character);
			const isSkin = index > 0 && /\p{Emoji_Modifier}/u.test(character);
			return isDrawn && !isSkin ? (twoParts[character] ?? character) : '';
		})
		.join('');
}

/**
 * A text of which all terminals draw as many cells as `cells` counts, so that what stands beside it stays in its
 * column. Letters stay as they are; emoji that are made of several lose what joins them.
 * @param enough Cells after which the rest does not matter.
 */
export function steady(text: string, enough = Number.POSITIVE_INFINITY): string {
	if (single.test(text)) return text;
	let result = '';
	let used = 0;
	for (const {segment} of graphemes.segment(text.normalize('NFC'))) {
		const shown = single.test(segment) || isSteady(segment) ? segment : reduce(segment);
		result += shown;
		used += cells(shown);
		if (used > enough) return result;
	}
	return result;
}

/**
 * The end of a text, of which at most so many cells are shown. A server may send names of any length, and what is far
 * beyond the edge need not be looked at; no grapheme of a printable text has more than 20 units.
 */
export function tail(text: string, width: number): string {
	return text.slice(-20 * (width + 1));
}

/** Cuts a text to at most `width` cells; a cut one ends with `…` (or `~` where `mark` says so). */
export function cut(text: string, width: number, mark = '…'): string {
	if (width <= 0) return '';
	const room = width - cells(mark);
	let used = 0;
	let kept = '';
	for (const {segment} of graphemes.segment(text)) {
		used += cells(segment);
		if (used > width) return kept + mark;
		if (used <= room) kept += segment;
	}
	return text;
}

/** Cuts a path to at most `width` cells and keeps its end, which tells folders apart. */
export function cutStart(text: string, width: number, mark = '…'): string {
	if (cells(text) <= width) return text;
	const parts = [...graphemes.segment(text)].map(part => part.segment);
	let used = cells(mark);
	let kept = '';
	for (const segment of parts.reverse()) {
		used += cells(segment);
		if (used > width) break;
		kept = segment + kept;
	}
	return mark + kept;
}

/** A column with its text on the left, exactly `width` cells. */
export function left(text: string, width: number, mark?: string): string {
	const short = cut(text, width, mark);
	return short + ' '.repeat(Math.max(0, width - cells(short)));
}

/** A column with its text on the right, exactly `width` cells. */
export function right(text: string, width: number, mark?: string): string {
	const short = cut(text, width, mark);
	return ' '.repeat(Math.max(0, width - cells(short))) + short;
}

/** Cuts a word into pieces of at most `width` cells. */
function pieces(word: string, width: number): string[] {
	const result: string[] = [];
	let piece = '';
	let used = 0;
	for (const {segment} of graphemes.segment(word)) {
		const wide = cells(segment);
		if (used + wide > width && piece !== '') {
			result.push(piece);
			piece = '';
			used = 0;
		}
		piece += segment;
		used += wide;
	}
	return [...result, piece];
}

/** Breaks a text into lines of at most `width` cells, at spaces where there are any; the last of `max` lines is cut. */
export function wrap(text: string, width: number, max = Number.POSITIVE_INFINITY, mark?: string): string[] {
	// A number and its unit stay together.
	const words = text.split(/ (?![kMGTP]?B\b)/);
	const lines: string[] = [];
	let line = '';
	let used = 0;
	for (const word of words) {
		const wide = cells(word);
		if (line !== '' && used + 1 + wide <= width) {
			line += ` ${word}`;
			used += 1 + wide;
			continue;
		}
		if (line !== '') lines.push(line);
		const parts = wide <= width ? [word] : pieces(word, width);
		line = parts.pop() ?? '';
		used = cells(line);
		lines.push(...parts);
	}
	lines.push(line);
	if (lines.length <= max) return lines;
	const shown = lines.slice(0, max);
	return [...shown.slice(0, -1), cut(`${shown.at(-1)} ${lines[max]}`, width, mark)];
}
