import {cells} from './cells.ts';
import {isUtf8} from './terminal/detect.ts';

const punctuation: Readonly<Record<string, string>> = {
	'…': '~',
	'–': '-',
	'—': '-',
	'−': '-',
	'·': '-',
	'→': '>',
	'“': '"',
	'”': '"',
	'’': "'",
	'€': 'E',
	'─': '-',
	'├': '|',
	'└': '`',
	'\u00a0': ' ',
	'\u202f': ' ',
};

const graphemes = new Intl.Segmenter(undefined, {granularity: 'grapheme'});

/** A text in ASCII that takes as many cells as before, for terminals without UTF-8: letters lose their accents. */
export function toAscii(text: string): string {
	if (/^[\x20-\x7e]*$/.test(text)) return text;
	let result = '';
	for (const {segment} of graphemes.segment(text)) {
		const bare = segment.normalize('NFD').replaceAll(/\p{M}/gu, '');
		if (/^[\x20-\x7e]$/.test(bare)) result += bare;
		else result += punctuation[segment] ?? '?'.repeat(cells(segment));
	}
	return result;
}

/** Lines for a person as the locale can show them: in ASCII where it writes no UTF-8. */
export function inLocale(lines: string, utf8: boolean = isUtf8(process.env)): string {
	return utf8 ? lines : lines.split('\n').map(toAscii).join('\n');
}
