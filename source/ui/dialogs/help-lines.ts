import {type ActionId, type KeyContext, keyLabel, keymap} from '../keymap.ts';
import type {Words} from '../services.ts';

/** One row of the help: the keys, and what they do. */
export interface HelpLine {
	readonly keys: string;
	readonly what: string;
}

/** The help for what had the keyboard, made from the keymap. */
export function helpLines(
	about: KeyContext,
	words: Words,
	glyphs: {readonly enter: string},
	keys = keymap,
): readonly HelpLine[] {
	const names: Readonly<Record<string, string>> = words.keyNames;
	return keys[about].map(binding => ({
		keys: binding.keys.map(name => names[name] ?? keyLabel(name, glyphs)).join('  '),
		what: words.keys[binding.action as ActionId].long,
	}));
}
