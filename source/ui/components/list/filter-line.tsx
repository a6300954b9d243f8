import {Box} from 'ink';
import type {ReactNode} from 'react';
import {cells} from '../../cells.ts';
import {Line, Say, useCells, useEnvironment} from '../../environment.tsx';
import {TextField} from '../text-field/index.ts';

interface FilterLineProps {
	readonly text: string;
	/** Whether the keyboard types into it. */
	readonly focused: boolean;
	/** How many rows it leaves, and of how many. */
	readonly shown: number;
	readonly of: number;
	readonly columns: number;
	/** What there is to say of rows that are not in sight. */
	readonly more?: string;
	readonly onChange: (text: string) => void;
}

/** The row below a list that is filtered: the text to find, and how many rows have it. */
export function FilterLine(props: FilterLineProps): ReactNode {
	const {words} = useEnvironment();
	const {text, focused, shown, of, columns, more = '', onChange} = props;
	const {cut, right} = useCells();
	const label = `   ${words.list.filter} / `;
	const count = `  ${words.list.filtered(shown, of)}`;
	const room = columns - cells(label) - cells(count) - cells(more) - 4;
	const width = Math.max(8, Math.min(24, room));
	return (
		<Box height={1} flexShrink={0}>
			<Line>
				<Say tone="accent">{label}</Say>
			</Line>
			<TextField value={text} width={width} focused={focused} onChange={onChange} />
			<Line>
				<Say tone="dim">{cut(count, columns - cells(label) - width)}</Say>
				<Say tone="dim">{right(more, Math.max(0, room - width + cells(more) + 2))}</Say>
			</Line>
		</Box>
	);
}
