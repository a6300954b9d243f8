import {Box} from 'ink';
import type {ReactNode} from 'react';
import {Rule} from '../../components/frame/index.ts';
import {Line, Say, useCells, useEnvironment} from '../../environment.tsx';
import {useClock} from '../../hooks/use-clock.ts';
import {useWindow} from '../../hooks/use-window.ts';
import type {ShownName} from '../../names.ts';
import {columnsFor, FolderLine} from './folder-line.tsx';
import {focusRow, type ProgressState} from './progress-state.ts';
import {TotalLines} from './total-lines.tsx';

/** Rows that the list of folders has. */
export function listRows(rows: number): number {
	return Math.max(1, rows - 6);
}

interface ProgressProps {
	readonly state: ProgressState;
	readonly names: ShownName;
	readonly rows: number;
	readonly columns: number;
}

/** The copy, or the undo, as it goes: counts of each folder next to each other, and the whole below. */
export function Progress({state, names, rows, columns}: ProgressProps): ReactNode {
	const {words, now} = useEnvironment();
	const text = useCells();
	const at = useClock(now, state.hold !== 'paused');
	const isUndo = state.action === 'undo';
	const widths = columnsFor(columns, isUndo);
	const height = listRows(rows);
	const row = focusRow(state);
	const top = useWindow(row, state.folders.length, height);
	const titles = words.progress.column;
	const counts = isUndo
		? [titles.placed, titles.out, titles.left]
		: [titles.source, titles.staged, titles.verified, titles.placed];
	return (
		<Box flexDirection="column">
			<Line>
				<Say tone="head">
					{`   ${text.left(titles.folder, widths.name)}${counts.map(title => text.right(text.cut(title, widths.count - 1), widths.count)).join('')}`}
				</Say>
			</Line>
			<Rule width={columns} />
			<Box flexDirection="column" height={height} overflow="hidden">
				{state.folders.length === 0 && (
					<Line>
						<Say tone="dim">{`   ${words.progress.preparing}`}</Say>
					</Line>
				)}
				{state.folders.slice(top, top + height).map((folder, index) => (
					<FolderLine
						key={folder.index}
						folder={folder}
						name={isUndo ? names('destination', folder.destination) : names('source', folder.source)}
						columns={widths}
						isUndo={isUndo}
						isHere={state.cursor >= 0 && top + index === row}
					/>
				))}
			</Box>
			<Rule width={columns} />
			<TotalLines state={state} at={at} columns={columns} />
		</Box>
	);
}
