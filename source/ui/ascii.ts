import {cells} from './cells.ts';

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
