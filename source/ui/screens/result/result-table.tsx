import {type ReactNode, useMemo} from 'react';
import type {FolderResult} from '../../../engine/events.ts';
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
	const titles = isUndo
		? [w.column.before, w.column.now]
		: [w.column.source, w.column.copied, w.column.already, w.column.leftOut, w.column.before, w.column.now];
	const width = columns >= 76 ? 9 : 7;
	const name = Math.max(8, Math.min(56, columns - 3 - titles.length * width - 6));
	const total = useMemo(() => sumUp(folders), [folders]);
	const sums = useMemo(() => addUp(folders, isUndo), [folders, isUndo]);
	return (
		<>
			<Line>
				<Say tone="head">
					{`   ${text.left(w.column.folder, name)}${titles.map(title => text.right(text.cut(title, width - 1), width)).join('')}`}
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
							isUndo={isUndo}
							name={name}
							width={width}
						/>
					);
				}}
			/>
			<Row
				label={text.cut(w.sum(folders.length), name)}
				folder={total}
				sum={addUp([total], isUndo)[0] ?? {missing: 0, unexpected: 0}}
				isUndo={isUndo}
				name={name}
				width={width}
			/>
			{explained && (
				<Line>
					<Say tone="dim">{`   ${text.cut(isUndo ? w.arithmeticUndo : w.arithmetic, columns - 5)}`}</Say>
				</Line>
			)}
		</>
	);
}

interface RowProps {
	readonly label: string;
	readonly folder: FolderResult;
	readonly sum: {readonly missing: number; readonly unexpected: number};
	readonly isUndo: boolean;
	readonly name: number;
	readonly width: number;
}

function Row({label, folder, sum, isUndo, name, width}: RowProps): ReactNode {
	const {format} = useEnvironment();
	const text = useCells();
	const counts = isUndo
		? [folder.destinationBefore, folder.destinationCount]
		: [
				folder.sourceCount,
				folder.copied,
				folder.alreadyThere,
				folder.skipped,
				folder.destinationBefore,
				folder.destinationCount,
			];
	const signed = (value: number) => `${value > 0 ? '+' : '-'}${format.count(Math.abs(value))}`;
	const differences = [
		...(sum.missing === 0 ? [] : [signed(-sum.missing)]),
		...(sum.unexpected === 0 ? [] : [signed(sum.unexpected)]),
	];
	const isEqual = differences.length === 0;
	return (
		<Line>
			<Say>{`   ${text.left(text.cutStart(label, name), name)}`}</Say>
			<Say>{counts.map(count => text.right(format.count(count), width)).join('')}</Say>
			<Say tone={isEqual ? 'ok' : 'warn'}>{`  ${isEqual ? '=' : differences.join(' ')}`}</Say>
		</Line>
	);
}
