import type {ReactNode} from 'react';
import {cells} from '../../cells.ts';
import {Line, Say, useEnvironment} from '../../environment.tsx';
import {type ActionId, type Binding, keyLabel} from '../../keymap.ts';

/** A key and what it does, in a word or two. */
interface Hint {
	readonly key: string;
	readonly what: string;
}

/** Lines at most: what does not fit into them stands in the help. */
const mostLines = 2;

/** The hints for keys in as many lines as they need; the last hint, which is the way out or to the help, is never left out. */
export function useKeyLines(keys: readonly Binding[], width: number): readonly (readonly Hint[])[] {
	const {words, theme} = useEnvironment();
	const hints = keys
		.filter(binding => binding.footer)
		.map(({action, keys: [key = '']}) => ({
			key: keyLabel(key, words.keyNames, theme.keySigns),
			what: words.keys[action as ActionId].short,
		}));
	const last = hints.pop();
	if (last === undefined) return [[]];
	const widthOf = (line: readonly Hint[]) =>
		line.reduce((sum, hint) => sum + cells(hint.key) + cells(hint.what) + 3, 1);
	const lines: Hint[][] = [[]];
	for (const [index, hint] of hints.entries()) {
		const line = lines.at(-1) ?? [];
		const isLast = index === hints.length - 1;
		const mustHold = lines.length === mostLines || isLast ? [...line, hint, last] : [...line, hint];
		if (widthOf(mustHold) <= width) line.push(hint);
		else if (lines.length < mostLines) lines.push([hint]);
	}
	lines.at(-1)?.push(last);
	return lines;
}

/** The rows at the bottom of the screen. */
export function KeyLines({lines}: {readonly lines: readonly (readonly Hint[])[]}): ReactNode {
	return lines.map((hints, index) => (
		// biome-ignore lint/suspicious/noArrayIndexKey: a row has no other identity than its place
		<Line key={index}>
			{hints.flatMap(hint => [
				<Say key={`${hint.key} key`} tone="accent">{` ${hint.key}`}</Say>,
				<Say key={hint.key} tone="dim">{` ${hint.what} `}</Say>,
			])}
		</Line>
	));
}
