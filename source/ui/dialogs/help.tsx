import {Box} from 'ink';
import type {ReactNode} from 'react';
import {Rule} from '../components/frame/index.ts';
import {Line, Say, useCells, useEnvironment} from '../environment.tsx';
import type {KeyContext} from '../keymap.ts';
import {helpLines} from './help-lines.ts';

/** Every key of what had the keyboard, from the keymap. */
export function Help({
	about,
	top,
	rows,
	columns,
}: {
	about: KeyContext;
	top: number;
	rows: number;
	columns: number;
}): ReactNode {
	const {words, theme} = useEnvironment();
	const text = useCells();
	const lines = helpLines(about, words, theme.marks);
	const height = rows - 2;
	const first = Math.min(top, Math.max(0, lines.length - height));
	return (
		<Box flexDirection="column">
			<Line>
				<Say tone="strong">{`   ${words.help.title(words.contexts[about])}`}</Say>
			</Line>
			<Rule width={columns} />
			{lines.slice(first, first + height).map(line => (
				<Line key={line.keys + line.what}>
					<Say tone="accent">{`   ${text.left(line.keys, 20)}`}</Say>
					<Say>{text.cut(line.what, columns - 25)}</Say>
				</Line>
			))}
		</Box>
	);
}
