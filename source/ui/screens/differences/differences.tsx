import {Box} from 'ink';
import {type ReactNode, useEffect} from 'react';
import {certifiedTotals} from '../../../certified/kind.ts';
import type {DifferenceKind} from '../../../engine/comparison.ts';
import {cells} from '../../cells.ts';
import {List, rowsWithin} from '../../components/list/index.ts';
import {Line, Say, useCells, useEnvironment} from '../../environment.tsx';
import {useWindow} from '../../hooks/use-window.ts';
import {countOf, type DifferencesState, kinds, messageAt} from './differences-state.ts';
import {HeadLine, MessageLine} from './message-line.tsx';

interface DifferencesProps {
	readonly state: DifferencesState;
	readonly rows: number;
	readonly columns: number;
	/** Told which messages the screen shows: first and last. */
	readonly onSeen: (first: number, last: number) => void;
}

/** Rows of messages that are shown; the keys for pages use it too. */
export function listRows(rows: number): number {
	return rowsWithin(rows - 3);
}

/** The messages of one folder that differ: one kind at a time, the counts of all above. */
export function Differences({state, rows, columns, onSeen}: DifferencesProps): ReactNode {
	const {words, theme} = useEnvironment();
	const text = useCells();
	const {kind, folder} = state;
	const count = countOf(state);
	const isCertified = certifiedTotals([folder]) !== undefined;
	const height = listRows(rows);
	const cursor = state.cursors[kind];
	const first = useWindow(cursor, count, height);
	const last = Math.max(first, Math.min(count, first + height) - 1);
	// biome-ignore lint/correctness/useExhaustiveDependencies: another kind or folder is seen anew
	useEffect(() => onSeen(first, last), [first, last, kind, folder]);
	const [from, to] = [text.safe(folder.from), text.safe(folder.to)];
	return (
		<Box flexDirection="column">
			<Line>
				<Say tone="strong">
					{`   ${text.cut(from === to ? from : `${from} ${theme.marks.arrow} ${to}`, columns - 5)}`}
				</Say>
			</Line>
			<Tabs state={state} columns={columns} />
			<HeadLine kind={kind} isCertified={isCertified} width={columns} />
			<List
				count={count}
				cursor={cursor}
				rows={rows - 3}
				columns={columns}
				empty={words.differences.none[kind]}
				row={place => (
					<MessageLine
						key={place}
						message={messageAt(state, place)}
						kind={kind}
						isCertified={isCertified}
						isHere={place === cursor}
						width={columns}
					/>
				)}
			/>
		</Box>
	);
}

/** The kinds with their counts; the one that is shown is marked. */
function Tabs({state, columns}: {readonly state: DifferencesState; readonly columns: number}): ReactNode {
	const {words, format, theme} = useEnvironment();
	const label = (kind: DifferenceKind) =>
		`${words.differences.kind[kind]} ${format.count(state.totals[kind])}`;
	const taken = kinds.reduce((sum, kind) => sum + cells(label(kind)) + 2, 3);
	const gap = ' '.repeat(Math.max(1, Math.min(4, Math.floor((columns - taken) / (kinds.length - 1)))));
	return (
		<Line>
			<Say> </Say>
			{kinds.map(kind => {
				const isShown = kind === state.kind;
				return (
					<Say key={kind} tone={isShown ? 'accent' : state.totals[kind] > 0 ? 'plain' : 'dim'}>
						{`${isShown ? theme.marks.here : ' '} ${label(kind)}${gap}`}
					</Say>
				);
			})}
		</Line>
	);
}
