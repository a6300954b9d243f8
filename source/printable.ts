/** Nothing but printable ASCII, as most text is. */
const ordinary = /^[ -~]*$/;

/**
 * Characters that move the cursor, start escape sequences, reorder or hide text, or are no characters:
 * C0, DEL, C1, line and paragraph separators, bidi controls, zero-width and other invisible ones, lone
 * surrogates, non-characters.
 */
const unprintable =
	/[\p{Cc}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\p{Cs}\ufff9-\ufffb]/u;

/** One emoji: a keycap, or pictographs with skin tones, variation selectors and tags, joined by ZWJ. */
const emoji =
	'[0-9#*]\\ufe0f\\u20e3|\\p{Extended_Pictographic}[\\ufe0e\\ufe0f\\p{Emoji_Modifier}]?(?:[\\u{e0020}-\\u{e007e}]+\\u{e007f})?' +
	'(?:\\u200d\\p{Extended_Pictographic}[\\ufe0f\\p{Emoji_Modifier}]?)*';

/** A Han character in one of its registered forms. */
const hanVariant = '\\p{Script=Han}[\\ufe00-\\ufe0f\\u{e0100}-\\u{e01ef}]';

/** Scripts that are misspelt without joiners inside words: Persian plurals, Malayalam chillus. */
const joining = [
	'Arab',
	'Syrc',
	'Mong',
	'Deva',
	'Beng',
	'Guru',
	'Gujr',
	'Orya',
	'Taml',
	'Telu',
	'Knda',
	'Mlym',
	'Sinh',
]
	.map(script => `\\p{scx=${script}}`)
	.join('');
const joiner = `(?<=[${joining}])[\\u200c\\u200d](?=[${joining}])`;

/** Made when it is first needed: that takes milliseconds, and most runs meet nothing of the kind. */
let pieces: RegExp | undefined;

/** Marks above and below one letter: no writing piles up more, and more would be drawn over the lines around. */
const mostMarks = 8;
const pile = new RegExp(`([\\p{Mn}\\p{Me}]{${mostMarks}})([\\p{Mn}\\p{Me}]+)`, 'gu');

const shortNames: Readonly<Record<string, string>> = {'\n': '\\n', '\r': '\\r', '\t': '\\t'};

function visible(character: string): string {
	const code = character.codePointAt(0) ?? 0;
	if (code > 0xffff) {
		return `\\u{${code.toString(16)}}`;
	}

	const hex = code.toString(16);
	return (
		shortNames[character] ?? (code < 0x100 ? `\\x${hex.padStart(2, '0')}` : `\\u${hex.padStart(4, '0')}`)
	);
}

/**
 * Makes text from outside fit for a terminal, a log line or a report: what could send an escape sequence, break
 * the line, reorder it, hide in it or pile up over other lines is shown as its escape (`\x1b`, `\n`, `\u202e`). Letters, accents, CJK
 * and emoji stay. A backslash stays as it is, so text that was made printable once does not change again.
 */
export function printable(text: string): string {
	if (ordinary.test(text)) return text;
	let shown = text;
	if (unprintable.test(text)) {
		pieces ??= new RegExp(`(${emoji}|${hanVariant}|${joiner})|${unprintable.source}`, 'gu');
		shown = text.replace(pieces, (piece, harmless: string | undefined) => harmless ?? visible(piece));
	}

	return shown.replace(pile, (_, kept: string, rest: string) => kept + [...rest].map(visible).join(''));
}
