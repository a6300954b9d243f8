import {type ActionId, type Binding, type KeyNames, keyLabel} from '../keymap.ts';
import type {Words} from '../services.ts';

/** One row of the help: the keys, and what they do. */
export interface HelpLine {
	readonly keys: string;
	readonly what: string;
}

/** The help for some keys of the keymap. */
export function helpLines(
	keys: readonly Binding[],
	words: Pick<Words, 'keys' | 'keyNames'>,
	signs: KeyNames,
): readonly HelpLine[] {
	return keys.map(binding => ({
		keys: binding.keys.map(name => keyLabel(name, words.keyNames, signs)).join('  '),
		what: words.keys[binding.action as ActionId].long,
	}));
}
