import {type ReactNode, useMemo} from 'react';
import type {FolderResult} from '../../../engine/events.ts';
import {cells} from '../../cells.ts';
import {List} from '../../components/list/index.ts';
import {Line, Say, useCells, useEnvironment} from '../../environment.tsx';
import type {ShownName} from '../../names.ts';
import {addUp, sumUp} from './result-state.ts';

interface ResultTableProps {
	readonly folders: readonly FolderResult[];
	readonly isUndo: boolean;
	readonly names: ShownName;
	readonly top: number;
	/** Rows for the folders alone. */
	readonly height: number;
	readonly columns: number;
	/** Whether the arithmetic is explained in a row of its own. */
	readonly explained: boolean;
}

/** The counts of both sides folder by folder, with the arithmetic that connects them. Takes `height` + 4 rows, 5 where it is explained. */
export function ResultTable({
	folders,
	isUndo,
	names,
	top,
	height,
	columns,
	explained,
}: ResultTableProps): ReactNode {
	const {words} = useEnvironment();
	const text = useCells();
	const w = words.result;
	const total = useMemo(() => sumUp(folders), [folders]);
	const counts = countsFor(isUndo, (total.elsewhere ?? 0) > 0);
	const titles = counts.map(count => w.column[count]);
	const widths = titles.map(title => widthOf(title, titles.length, columns));
	const name = Math.max(8, Math.min(56, columns - 9 - widths.reduce((sum, width) => sum + width, 0)));
	const sums = useMemo(() => addUp(folders, isUndo), [folders, isUndo]);
	const arithmetic = isUndo
		? w.arithmeticUndo
		: counts.includes('elsewhere')
			? w.arithmeticShared
			: w.arithmetic;
	return (
		<>
			<Line>
				<Say tone="head">
					{`   ${text.left(w.column.folder, name)}${titles.map((title, place) => text.right(text.cut(title, (widths[place] ?? 1) - 1), widths[place] ?? 0)).join('')}`}
				</Say>
			</Line>
			<List
				count={folders.length}
				rows={height + 2}
				columns={columns}
				top={top}
				row={index => {
					const folder = folders[index];
					const sum = sums[index];
					return folder === undefined || sum === undefined ? null : (
						<Row
							key={index}
							label={text.safe(
								isUndo ? names('destination', folder.destination) : names('source', folder.source),
							)}
							folder={folder}
							sum={sum}
							name={name}
							counts={counts}
							widths={widths}
						/>
					);
				}}
			/>
			<Row
				label={text.cut(w.sum(folders.length), name)}
				folder={total}
				sum={addUp([total], isUndo)[0] ?? {missing: 0, unexpected: 0}}
				name={name}
				counts={counts}
				widths={widths}
			/>
			{explained && (
				<Line>
					<Say tone="dim">{`   ${text.cut(arithmetic, columns - 5)}`}</Say>
				</Line>
			)}
		</>
	);
}

/** A count of a folder, by the name of its column. */
type Count = keyof typeof countOf;

const countOf = {
	source: folder => folder.sourceCount,
	copied: folder => folder.copied,
	already: folder => folder.alreadyThere,
	elsewhere: folder => folder.elsewhere ?? 0,
	leftOut: folder => folder.skipped,
	before: folder => folder.destinationBefore,
	now: folder => folder.destinationCount,
} as const satisfies Readonly<Record<string, (folder: FolderResult) => number>>;

function countsFor(isUndo: boolean, isShared: boolean): readonly Count[] {
	if (isUndo) return ['before', 'now'];
	const shared = isShared ? (['elsewhere'] as const) : [];
	return ['source', 'copied', 'already', ...shared, 'leftOut', 'before', 'now'];
}

/** Cells of a column: six have room, and one more has what its title needs. */
function widthOf(title: string, columns: number, screen: number): number {
	if (screen < 76) return 7;
	return columns <= 6 ? 9 : Math.max(8, cells(title) + 1);
}

interface RowProps {
	readonly label: string;
	readonly folder: FolderResult;
	readonly sum: {readonly missing: number; readonly unexpected: number};
	readonly name: number;
	readonly counts: readonly Count[];
	readonly widths: readonly number[];
}

function Row({label, folder, sum, name, counts, widths}: RowProps): ReactNode {
	const {format} = useEnvironment();
	const text = useCells();
	const signed = (value: number) => `${value > 0 ? '+' : '-'}${format.count(Math.abs(value))}`;
	const differences = [
		...(sum.missing === 0 ? [] : [signed(-sum.missing)]),
		...(sum.unexpected === 0 ? [] : [signed(sum.unexpected)]),
	];
	const isEqual = differences.length === 0;
	return (
		<Line>
			<Say>{`   ${text.left(text.cutStart(label, name), name)}`}</Say>
			<Say>
				{counts
					.map((count, place) => text.right(format.count(countOf[count](folder)), widths[place] ?? 0))
					.join('')}
			</Say>
			<Say tone={isEqual ? 'ok' : 'warn'}>{`  ${isEqual ? '=' : differences.join(' ')}`}</Say>
		</Line>
	);
}
