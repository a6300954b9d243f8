import {Box} from 'ink';
import type {ReactNode} from 'react';
import {List} from '../components/list/index.ts';
import {Line, Say, useCells, useEnvironment} from '../environment.tsx';
import type {Binding, KeyContext} from '../keymap.ts';
import {helpLines} from './help-lines.ts';

interface HelpProps {
	readonly about: KeyContext;
	/** Its keys that can do something now. */
	readonly keys: readonly Binding[];
	readonly top: number;
	readonly rows: number;
	readonly columns: number;
}

/** Every key of what had the keyboard, from the keymap. */
export function Help({about, keys, top, rows, columns}: HelpProps): ReactNode {
	const {words, theme} = useEnvironment();
	const text = useCells();
	const lines = helpLines(keys, words, theme.keySigns, columns);
	return (
		<Box flexDirection="column">
			<Line>
				<Say tone="strong">{`   ${text.cut(words.help.title(words.contexts[about]), columns - 5)}`}</Say>
			</Line>
			<List
				count={lines.length}
				rows={rows - 1}
				columns={columns}
				top={top}
				row={index => (
					<Line key={index}>
						<Say tone="accent">{`   ${lines[index]?.keys}`}</Say>
						<Say>{`  ${lines[index]?.what}`}</Say>
					</Line>
				)}
			/>
		</Box>
	);
}
