import {cells, left, wrap} from '../cells.ts';
import {type ActionId, type Binding, type KeyNames, keyLabel} from '../keymap.ts';
import type {Words} from '../services.ts';

/** One row of the help: the keys, and what they do; a long sentence goes on in rows without keys. */
export interface HelpLine {
	readonly keys: string;
	readonly what: string;
}

/** The help for some keys of the keymap. */
export function helpLines(
	keys: readonly Binding[],
	words: Pick<Words, 'keys' | 'keyNames'>,
	signs: KeyNames,
	columns: number,
): readonly HelpLine[] {
	const named = keys.map(binding => ({
		keys: binding.keys.map(name => keyLabel(name, words.keyNames, signs)).join('  '),
		what: words.keys[binding.action as ActionId].long,
	}));
	const width = Math.max(...named.map(line => cells(line.keys)));
	return named.flatMap(line =>
		wrap(line.what, columns - width - 7).map((what, index) => ({
			keys: index === 0 ? left(line.keys, width) : ' '.repeat(width),
			what,
		})),
	);
}
