import stringWidth from 'string-width';

/** Text measured and cut in terminal cells: a CJK character takes two, a combining mark none. */

const plain = /^[\x20-\x7e]*$/;
const graphemes = new Intl.Segmenter(undefined, {granularity: 'grapheme'});

/** Cells that a text takes. */
export function cells(text: string): number {
	return plain.test(text) ? text.length : stringWidth(text);
}

/** Cuts a text to at most `width` cells; a cut one ends with `…` (or `~` where `mark` says so). */
export function cut(text: string, width: number, mark = '…'): string {
	if (width <= 0) return '';
	if (cells(text) <= width) return text;
	const room = width - cells(mark);
	let used = 0;
	let kept = '';
	for (const {segment} of graphemes.segment(text)) {
		const wide = cells(segment);
		if (used + wide > room) break;
		used += wide;
		kept += segment;
	}
	return kept + mark;
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

/** Breaks a text into lines of at most `width` cells, at spaces where there are any; the last of `max` lines is cut. */
export function wrap(text: string, width: number, max = Number.POSITIVE_INFINITY, mark?: string): string[] {
	const lines: string[] = [];
	let line = '';
	// A number and its unit stay together.
	const words = text.split(/ (?![kMGTP]?B\b)/);
	for (const [index, word] of words.entries()) {
		const longer = line === '' ? word : `${line} ${word}`;
		if (cells(longer) <= width) {
			line = longer;
			continue;
		}
		if (lines.length + 1 >= max) {
			lines.push(cut([line, ...words.slice(index)].filter(Boolean).join(' '), width, mark));
			return lines;
		}
		if (line !== '') lines.push(line);
		line = word;
		while (cells(line) > width && lines.length + 1 < max) {
			const head = cut(line, width, '');
			if (head === '') break;
			lines.push(head);
			line = line.slice(head.length);
		}
	}
	lines.push(cut(line, width, mark));
	return lines;
}
