import {Box} from 'ink';
import type {ReactNode} from 'react';
import {Line, Say, useCells, useEnvironment} from '../../environment.tsx';
import {useWindow} from '../../hooks/use-window.ts';
import {Rule} from '../frame/index.ts';

interface ListProps {
	/** How many rows there are in all. */
	readonly count: number;
	/** Rows of the screen, the rules above and below included. */
	readonly rows: number;
	readonly columns: number;
	/** The row that stays in sight; where nobody has a cursor, `top`, the first row that is shown. */
	readonly cursor?: number;
	readonly top?: number;
	/** In the rule above. */
	readonly title?: string;
	/** Said where there are no rows. */
	readonly empty?: string;
	/** Stands in the place of the rule below; it is given what that says of the rows that are not in sight. */
	readonly below?: (more: string) => ReactNode;
	/** Draws one row, with a key of its own. */
	readonly row: (index: number) => ReactNode;
}

/** Rows of a list between the rules of `List`. */
export function rowsWithin(rows: number): number {
	return Math.max(1, rows - 2);
}

/** A list of which as much is drawn as there is room for; the rules around it tell how much is out of sight. */
export function List({
	count,
	rows,
	columns,
	cursor,
	top = 0,
	title,
	empty = '',
	below,
	row,
}: ListProps): ReactNode {
	const text = useCells();
	const {linear, words} = useEnvironment();
	const height = rowsWithin(rows);
	const scrolled = useWindow(cursor ?? top, count, height);
	const first = cursor === undefined ? Math.max(0, Math.min(top, count - height)) : scrolled;
	const shown = Math.min(height, count - first);
	if (linear && cursor !== undefined && count > 0) {
		// Who hears one row at a time wants the one under the cursor, and to know where that is.
		return (
			<Box flexDirection="column">
				{title !== undefined && <Rule width={columns} text={title} />}
				<Line>
					<Say>{words.list.place(cursor + 1, count)}</Say>
				</Line>
				{row(cursor)}
				{below?.('')}
			</Box>
		);
	}
	return (
		<ListFrame
			above={first}
			more={count - first - shown}
			rows={rows}
			columns={columns}
			{...(title === undefined ? {} : {title})}
			{...(below === undefined ? {} : {below})}
		>
			{count === 0 && empty !== '' && (
				<Line>
					<Say tone="dim">{`   ${text.cut(empty, columns - 5)}`}</Say>
				</Line>
			)}
			{Array.from({length: shown}, (_, place) => row(first + place))}
		</ListFrame>
	);
}

interface ListFrameProps extends Pick<ListProps, 'rows' | 'columns' | 'title' | 'below'> {
	/** How many rows are out of sight, on either side. */
	readonly above: number;
	readonly more: number;
	readonly children: ReactNode;
}

/** The rules around a list, which tell how many rows are out of sight on either side. */
export function ListFrame({
	above,
	more,
	rows,
	columns,
	title = '',
	below,
	children,
}: ListFrameProps): ReactNode {
	const {words} = useEnvironment();
	const down = more > 0 ? words.list.below(more) : '';
	return (
		<>
			<Rule width={columns} text={title} end={above > 0 ? words.list.above(above) : ''} />
			<Box flexDirection="column" height={rowsWithin(rows)} overflowY="hidden">
				{children}
			</Box>
			{below === undefined ? <Rule width={columns} end={down} /> : below(down)}
		</>
	);
}
