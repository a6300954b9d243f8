import type {IUnicodeVersionProvider} from '@xterm/headless';

/** Wide ranges of East Asian Width (UAX 11) that are not emoji. */
const wide: ReadonlyArray<readonly [number, number]> = [
	[0x1100, 0x115f],
	[0x2329, 0x232a],
	[0x2e80, 0x303e],
	[0x3041, 0x4dbf],
	[0x4e00, 0xa4cf],
	[0xa960, 0xa97f],
	[0xac00, 0xd7a3],
	[0xf900, 0xfaff],
	[0xfe10, 0xfe19],
	[0xfe30, 0xfe6f],
	[0xff01, 0xff60],
	[0xffe0, 0xffe6],
	[0x16fe0, 0x18cff],
	[0x1aff0, 0x1b2ff],
	[0x1f200, 0x1f265],
	[0x20000, 0x3fffd],
];

const joinsNext = 1;
const isFlagHalf = 2;

function width(code: number): 0 | 1 | 2 {
	const character = String.fromCodePoint(code);
	if (/[\p{Mn}\p{Me}\p{Default_Ignorable_Code_Point}]/u.test(character)) {
		return 0;
	}

	const isWide = wide.some(([first, last]) => code >= first && code <= last);
	return isWide || /\p{Emoji_Presentation}/u.test(character) ? 2 : 1;
}

/** How xterm packs a character's properties: state, width, and whether it belongs to the cell before. */
const pack = (state: number, cells: number, joins: boolean) => (state << 3) | (cells << 1) | (joins ? 1 : 0);

/**
 * Widths of characters as modern terminals have them, and as Ink counts them: a grapheme of emoji is one wide
 * cell. (@xterm/headless alone has the widths of Unicode 6, where an emoji is narrow.)
 */
export const graphemeWidths: IUnicodeVersionProvider = {
	version: 'graphemes',
	wcwidth: width,
	charProperties(code, preceding) {
		const state = preceding >> 3;
		const before = (preceding >> 1) & 3;
		const cells = width(code);
		if (code >= 0x1f1e6 && code <= 0x1f1ff) {
			return (state & isFlagHalf) === 0 ? pack(isFlagHalf, 2, false) : pack(0, 2, true);
		}

		const isJoined = (state & joinsNext) !== 0 || (code >= 0x1f3fb && code <= 0x1f3ff && before === 2);
		if (before > 0 && (cells === 0 || isJoined)) {
			return pack(code === 0x200d ? joinsNext : 0, code === 0xfe0f ? 2 : before, true);
		}

		return pack(0, cells, false);
	},
};

/** Widths of terminals that know no graphemes, as tmux, GNU screen and many others: each character has its own. */
export const characterWidths: IUnicodeVersionProvider = {
	version: 'characters',
	wcwidth: width,
	charProperties(code, preceding) {
		const before = (preceding >> 1) & 3;
		const cells = width(code);
		return before > 0 && cells === 0 ? pack(0, before, true) : pack(0, cells, false);
	},
};
