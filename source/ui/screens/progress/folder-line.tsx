import type {ReactNode} from 'react';
import type {FolderProgress} from '../../../engine/events.ts';
import {Bar} from '../../components/bar/index.ts';
import {Line, Say, useCells, useEnvironment} from '../../environment.tsx';
import {folderFraction, isUnderWay} from './progress-state.ts';

/** Widths of the columns, in cells. */
export interface Columns {
	readonly name: number;
	readonly count: number;
	/** For the bar, the share and the step. */
	readonly tail: number;
}

/** Shares the width of the screen among the columns; an undo has a count less. */
export function columnsFor(width: number, isUndo: boolean): Columns {
	const count = isUndo ? 11 : width >= 76 ? 9 : 8;
	const counts = isUndo ? 3 : 4;
	const tail = width >= 110 ? 40 : width >= 76 ? 19 : 6;
	return {name: Math.max(8, Math.min(48, width - 4 - counts * count - tail - 2)), count, tail};
}

interface FolderLineProps {
	readonly folder: FolderProgress;
	readonly name: string;
	readonly columns: Columns;
	readonly isUndo: boolean;
	readonly isHere: boolean;
}

/** One folder: its counts side by side, and how far it is. */
export function FolderLine({folder, name, columns, isUndo, isHere}: FolderLineProps): ReactNode {
	const {theme, format} = useEnvironment();
	const text = useCells();
	const isDone = folder.step === 'placed' || folder.step === 'undone';
	const isBusy = isUnderWay(folder);
	const hasFault =
		folder.skipped > 0 || (isDone && !isUndo && folder.placed + folder.skipped < folder.toCopy);
	const mark = isDone ? (hasFault ? theme.marks.warn : theme.marks.ok) : isBusy ? theme.marks.busy : ' ';
	const counts = isUndo
		? [folder.placed, folder.undone, Math.max(0, folder.placed - folder.undone)]
		: [folder.sourceCount, folder.staged, folder.verified, folder.placed];
	const shown = text.left(text.cutStart(text.safe(name), columns.name), columns.name);
	return (
		<Line>
			<Say tone="accent">{isHere ? theme.marks.here : ' '}</Say>
			<Say tone={isBusy ? 'accent' : hasFault ? 'warn' : 'ok'}>{`${mark} `}</Say>
			<Say tone={isHere ? 'accent' : isDone ? 'dim' : 'plain'}>{shown}</Say>
			<Say tone={isDone ? 'dim' : 'plain'}>
				{counts.map(count => text.right(format.count(count), columns.count)).join('')}
			</Say>
			{isBusy && <Tail folder={folder} width={columns.tail} />}
		</Line>
	);
}

function Tail({folder, width}: {readonly folder: FolderProgress; readonly width: number}): ReactNode {
	const {words, format} = useEnvironment();
	const text = useCells();
	const share = folderFraction(folder);
	const percent = text.right(format.percent(share), 4);
	const step = words.progress.step[folder.step];
	if (width < 12) return <Say tone="accent">{`  ${percent}`}</Say>;
	if (folder.step === 'comparing' || (folder.step === 'promoting' && width < 30)) {
		return <Say tone="accent">{`  ${text.cut(step, width - 2)}`}</Say>;
	}
	return (
		<>
			<Say>{'  '}</Say>
			<Bar fraction={share} width={width < 30 ? width - 7 : 14} />
			<Say>{` ${percent}`}</Say>
			<Say tone="dim">{width < 30 ? '' : ` ${text.cut(step, width - 21)}`}</Say>
		</>
	);
}
