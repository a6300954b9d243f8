import {Box} from 'ink';
import type {ReactNode} from 'react';
import {List, rowsWithin} from '../../components/list/index.ts';
import {Line, Say, useCells, useEnvironment} from '../../environment.tsx';
import {useClock} from '../../hooks/use-clock.ts';
import type {ShownName} from '../../names.ts';
import {columnsFor, FolderLine} from './folder-line.tsx';
import {focusRow, limitedSides, type ProgressState, shownFolders} from './progress-state.ts';
import {SpokenProgress} from './spoken-progress.tsx';
import {TotalLines} from './total-lines.tsx';

/** Rows that the list of folders has. */
export function listRows(state: ProgressState, rows: number): number {
	return rowsWithin(rows - besides(state));
}

/** The titles, and what stands below the list. */
function besides(state: ProgressState): number {
	return 4 + limitedSides(state).length;
}

interface ProgressProps {
	readonly state: ProgressState;
	readonly names: ShownName;
	readonly rows: number;
	readonly columns: number;
}

/** The copy, or the undo, as it goes: counts of each folder next to each other, and the whole below. */
export function Progress({state, names, rows, columns}: ProgressProps): ReactNode {
	const {words, key, linear} = useEnvironment();
	const text = useCells();
	const at = useClock(state.hold !== 'paused');
	if (linear) return <SpokenProgress state={state} names={names} />;
	const isUndo = state.action === 'undo';
	const widths = columnsFor(columns, isUndo);
	const folders = shownFolders(state);
	const here = focusRow(state);
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
			<List
				count={folders.length}
				cursor={here}
				rows={rows - besides(state)}
				columns={columns}
				title={state.onlyFaults ? words.progress.onlyFaults : ''}
				empty={
					state.onlyFaults ? words.progress.noFaults(key('progress.only-faults')) : words.progress.preparing
				}
				row={index => {
					const folder = folders[index];
					return folder === undefined ? null : (
						<FolderLine
							key={folder.index}
							folder={folder}
							name={isUndo ? names('destination', folder.destination) : names('source', folder.source)}
							columns={widths}
							isUndo={isUndo}
							isHere={state.cursor >= 0 && index === here}
						/>
					);
				}}
			/>
			<TotalLines state={state} at={at} columns={columns} />
		</Box>
	);
}
