import {Box} from 'ink';
import {type ReactNode, useMemo} from 'react';
import {certifiedTotals} from '../../../certified/kind.ts';
import {cells} from '../../cells.ts';
import {FilterLine, List, rowsWithin} from '../../components/list/index.ts';
import {Line, Say, useCells, useEnvironment} from '../../environment.tsx';
import {Comparing} from './comparing.tsx';
import {CountsLine, columnsFor, namesOf} from './counts-line.tsx';
import {type Compared, sumUp, type VerificationState, verdictOf} from './verification-state.ts';

interface VerificationProps {
	readonly state: VerificationState;
	readonly rows: number;
	readonly columns: number;
	readonly active: boolean;
	readonly onFilter: (text: string) => void;
}

/** Rows from which on the arithmetic has a line of its own, and when and how it was compared has one in any case. */
const roomy = 18;
const enough = 14;

/** Whether there is mail that was not compared. */
function isPartial({compared}: VerificationState): boolean {
	return (
		compared !== undefined && compared.leftAlone.source.folders + compared.leftAlone.destination.folders > 0
	);
}

/** Which lines stand below the sum; on a small screen there is one of them. */
function linesBelow(state: VerificationState, rows: number) {
	const isLeft = isPartial(state);
	return {arithmetic: rows >= roomy, leftAlone: isLeft, compared: !isLeft || rows >= enough};
}

/** Rows that the list of folders has with its rules. */
function listHeight(state: VerificationState, rows: number): number {
	return rows - 3 - Object.values(linesBelow(state, rows)).filter(Boolean).length;
}

/** Rows of folders that are shown; the keys for pages use it too. */
export function listRows(state: VerificationState, rows: number): number {
	return rowsWithin(listHeight(state, rows));
}

/** Both accounts folder by folder: how much is on both sides, what is missing, what is only there. */
export function Verification(props: VerificationProps): ReactNode {
	const {comparing, compared} = props.state;
	if (comparing !== undefined) return <Comparing state={comparing} columns={props.columns} />;
	return compared === undefined ? null : <Table {...props} compared={compared} />;
}

function Table({
	state,
	compared,
	rows,
	columns,
	active,
	onFilter,
}: VerificationProps & {readonly compared: Compared}): ReactNode {
	const {words, format, theme, key} = useEnvironment();
	const text = useCells();
	const w = words.verification;
	const {folders} = compared;
	const sum = sumUp(folders);
	const longest = useMemo(
		() =>
			Math.max(...folders.map(folder => cells(namesOf(text.safe(folder.from), text.safe(folder.to), theme)))),
		[folders, text.safe, theme],
	);
	const widths = columnsFor(columns, longest, sum, w.column, format);
	const below = linesBelow(state, rows);
	const totals = certifiedTotals(folders);
	const certified = totals ? [w.certified(totals.source, totals.destination)] : [];
	const isFiltered = state.filtering || state.filter !== '';
	const isShared = sum.elsewhere > 0;
	const titles = [
		...[w.column.source, w.column.destination, w.column.same, w.column.missing, w.column.extra],
		...(isShared ? [w.column.elsewhere] : []),
	];
	return (
		<Box flexDirection="column">
			<VerdictLine state={state} compared={compared} columns={columns} />
			<Line>
				<Say tone="head">
					{`   ${text.left(w.column.folder, widths.name)}${titles.map((title, place) => text.right(title, widths.counts[place] ?? 0)).join('')}`}
				</Say>
			</Line>
			<List
				count={state.rows.length}
				cursor={state.cursor}
				rows={listHeight(state, rows)}
				columns={columns}
				title={[
					w.sort[state.sort],
					...(state.onlyDifferences ? [w.only(state.rows.length, folders.length)] : []),
				]
					.filter(Boolean)
					.join(', ')}
				empty={
					state.filter === ''
						? w.allSame(folders.length, key('verification.only'))
						: words.list.nothingFits(text.safe(state.filter))
				}
				row={place => {
					const row = state.rows[place];
					return row === undefined ? null : (
						<CountsLine
							key={row.index}
							from={row.from}
							to={row.to}
							counts={[
								row.sourceCount,
								row.destinationExists ? row.destinationCount : undefined,
								row.same,
								row.missing,
								row.extra,
								...(isShared ? [row.elsewhere ?? 0] : []),
							]}
							verdict={verdictOf(row, state.allowExtra)}
							isHere={place === state.cursor}
							widths={widths}
						/>
					);
				}}
				{...(isFiltered && {
					below: (more: string) => (
						<FilterLine
							text={state.filter}
							focused={active && state.filtering}
							shown={state.rows.length}
							of={folders.length}
							columns={columns}
							more={more}
							onChange={onFilter}
						/>
					),
				})}
			/>
			<CountsLine
				from={w.sum(folders.length)}
				counts={[
					...[sum.source, sum.destination, sum.same, sum.missing, sum.extra],
					...(isShared ? [sum.elsewhere] : []),
				]}
				verdict={verdictOf(sum, state.allowExtra)}
				isHere={false}
				isSum
				widths={widths}
			/>
			{below.arithmetic && (
				<Line>
					<Say tone="dim">{`   ${text.cut(isShared ? w.arithmeticShared : w.arithmetic, columns - 5)}`}</Say>
				</Line>
			)}
			{below.leftAlone && <LeftAloneLine compared={compared} columns={columns} />}
			{below.compared && (
				<Line>
					<Say tone="dim">
						{`   ${text.cut([w.compared(format.date(compared.at), compared.deep), ...certified].join('; '), columns - 5)}`}
					</Say>
				</Line>
			)}
		</Box>
	);
}

/** What all of it comes to, in one sentence. */
function VerdictLine({
	state: {allowExtra},
	compared: {folders},
	columns,
}: {
	readonly state: VerificationState;
	readonly compared: Compared;
	readonly columns: number;
}): ReactNode {
	const {words, theme} = useEnvironment();
	const text = useCells();
	const w = words.verification;
	const sum = sumUp(folders);
	const verdict = verdictOf(sum, allowExtra);
	const differing = folders.filter(folder => verdictOf(folder, allowExtra) === 'differs').length;
	const room = columns - 5;
	const differs = w.differs(sum.missing, sum.extra);
	const where = w.inFolders(differing);
	const allowed = sum.extra > 0 ? w.onlyThere(sum.extra) : '';
	const withAllowed = (sentence: string) =>
		cells(sentence + allowed) <= room ? sentence + allowed : sentence;
	const sentences = {
		same: withAllowed(w.same(sum.same)),
		details: withAllowed(w.details(sum.same)),
		differs: cells(differs + where) <= room ? differs + where : differs,
	};
	const isSame = verdict === 'same';
	return (
		<Line>
			<Say tone={isSame ? 'ok' : 'warn'}>
				{` ${isSame ? theme.marks.ok : theme.marks.warn} ${text.cut(sentences[verdict], room)}`}
			</Say>
		</Line>
	);
}

/** Mail that was not compared: in folders that are not selected, or that only the destination has. */
function LeftAloneLine({
	compared: {leftAlone},
	columns,
}: {
	readonly compared: Compared;
	readonly columns: number;
}): ReactNode {
	const {words} = useEnvironment();
	const text = useCells();
	const {source, destination} = leftAlone;
	const long = words.verification.leftAlone(source, destination, true);
	const short = words.verification.leftAlone(source, destination, false);
	return (
		<Line>
			<Say>{`   ${cells(long) <= columns - 5 ? long : text.cut(short, columns - 5)}`}</Say>
		</Line>
	);
}
