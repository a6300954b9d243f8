import {Box} from 'ink';
import {type ReactNode, useMemo} from 'react';
import {cells} from '../../cells.ts';
import {Bar} from '../../components/bar/index.ts';
import {List, rowsWithin} from '../../components/list/index.ts';
import {Line, Say, useCells, useEnvironment} from '../../environment.tsx';
import {useClock} from '../../hooks/use-clock.ts';
import type {Tone} from '../../theme.ts';
import {type Column, columnsFor} from './columns.ts';
import {
	type Check,
	type CheckedRow,
	type SignaturesState,
	shownCheck,
	sumUp,
	type Total,
} from './signatures-state.ts';

interface SignaturesProps {
	readonly state: SignaturesState;
	readonly rows: number;
	readonly columns: number;
}

/** Rows besides the list with its rules: what it has come to, two of titles, the sum, when and what it means. */
const otherRows = 6;
/** Rows from which on there is one more for what a verdict does not say. */
const roomy = 14;

function listHeight(rows: number): number {
	return rows - (rows >= roomy ? otherRows : otherRows - 1);
}

/** Rows of folders that are shown; the keys for pages use it too. */
export function listRows(rows: number): number {
	return rowsWithin(listHeight(rows));
}

/** The signatures of one side, folder by folder: what the check of each came to, while it goes on too. */
export function Signatures(props: SignaturesProps): ReactNode {
	const check = shownCheck(props.state);
	return check === undefined ? null : <Table {...props} check={check} />;
}

function Table({state, check, rows, columns: width}: SignaturesProps & {readonly check: Check}): ReactNode {
	const {words, format} = useEnvironment();
	const text = useCells();
	const w = words.signatures;
	const total = sumUp(check);
	const longest = useMemo(
		() => Math.max(0, ...check.rows.map(({name}) => cells(text.safe(name)))),
		[check.rows, text.safe],
	);
	const {name, columns} = columnsFor(width, longest, total, w, format);
	const isOver = check.ended !== undefined;
	const about = [
		w.checked[state.side](format.date(check.ended ?? check.started)),
		...(state.authority === undefined ? [] : [w.byAuthority]),
	].join('; ');
	return (
		<Box flexDirection="column">
			{isOver ? (
				<Outcome check={check} total={total} columns={width} />
			) : (
				<Progress state={state} check={check} total={total} columns={width} />
			)}
			{[0, 1].map(line => (
				<Line key={line}>
					<Say tone="head">
						{`   ${text.left(line === 1 ? w.folderTitle : '', name)}${columns.map(({title, width}) => text.right(title[line] ?? '', width)).join('')}`}
					</Say>
				</Line>
			))}
			<List
				count={check.rows.length}
				cursor={check.cursor}
				rows={listHeight(rows)}
				columns={width}
				empty={w.noFolders}
				row={place => {
					const row = check.rows[place];
					return row === undefined ? null : (
						<CountsLine
							key={row.folder}
							name={text.cutStart(text.safe(row.name), name)}
							room={name}
							of={row}
							mark={
								row.isOver
									? row.suspects > 0
										? 'warn'
										: 'ok'
									: isOver
										? 'none'
										: row.checked > 0
											? 'busy'
											: undefined
							}
							isHere={place === check.cursor}
							columns={columns}
						/>
					);
				}}
			/>
			<CountsLine
				name={text.cut(words.verification.sum(check.rows.length), name)}
				room={name}
				of={total}
				mark={total.isComplete ? (check.suspects.length > 0 ? 'warn' : 'ok') : isOver ? 'none' : 'busy'}
				isHere={false}
				isSum
				columns={columns}
			/>
			<Line>
				<Say tone="dim">{`   ${text.cut(isOver ? about : w.reading, width - 5)}`}</Say>
			</Line>
			{rows >= roomy && (
				<Line>
					<Say tone="dim">{`   ${text.cut(w.meaning, width - 5)}`}</Say>
				</Line>
			)}
		</Box>
	);
}

/** How far a check is, and for how long it has been going on. */
function Progress({
	state: {side},
	check,
	total,
	columns,
}: {
	readonly state: SignaturesState;
	readonly check: Check;
	readonly total: Total;
	readonly columns: number;
}): ReactNode {
	const {words, format, theme} = useEnvironment();
	const text = useCells();
	const w = words.signatures;
	const at = useClock(true);
	const {checked, messages} = total;
	const sentence = check.isStopping ? w.stopping : w.checking[side](checked, messages);
	const fraction = messages === 0 ? 0 : checked / messages;
	const percent = `${format.percent(fraction)}  ${format.clock(at - check.started)}`;
	// What is said goes before what is drawn.
	const room = columns - cells(percent) - 8;
	const bar = cells(sentence) + 12 <= room ? 12 : 0;
	return (
		<Line>
			<Say tone={check.isStopping ? 'warn' : 'accent'}>
				{` ${theme.marks.busy} ${text.left(sentence, room - bar)}`}
			</Say>
			<Say> </Say>
			<Bar fraction={fraction} width={bar} />
			<Say tone="dim">{`  ${percent}`}</Say>
		</Line>
	);
}

/** What all of it comes to, in one sentence. */
function Outcome({
	check,
	total,
	columns,
}: {
	readonly check: Check;
	readonly total: Total;
	readonly columns: number;
}): ReactNode {
	const {words, theme} = useEnvironment();
	const text = useCells();
	const w = words.signatures;
	const {checked, messages, differences, notes, verdicts, isComplete} = total;
	const unsigned = verdicts['not-signed'] ?? 0;
	const intact = (verdicts.intact ?? 0) + (verdicts['expired-since'] ?? 0);
	const sentences = [
		...(isComplete ? [] : [w.brokenOff(checked, messages)]),
		...(differences > 0 ? [w.unsound(differences)] : isComplete ? [w.sound(intact)] : []),
		...(notes > 0 ? [w.notes(notes)] : []),
		...(differences === 0 && notes === 0 && unsigned > 0 && isComplete ? [w.unsigned(unsigned)] : []),
	];
	const tone = check.problem !== undefined ? 'fail' : differences > 0 || !isComplete ? 'warn' : 'ok';
	return (
		<Line>
			<Say tone={tone}>{` ${theme.marks[tone]} ${text.cut(sentences.join(' '), columns - 5)}`}</Say>
		</Line>
	);
}

interface CountsLineProps {
	/** It fits into `room`. */
	readonly name: string;
	readonly room: number;
	readonly of: Pick<CheckedRow, 'checked' | 'kinds' | 'verdicts'>;
	/** None where it has not been begun. */
	readonly mark: 'ok' | 'warn' | 'busy' | 'none' | undefined;
	readonly isHere: boolean;
	readonly isSum?: boolean;
	readonly columns: readonly Column[];
}

/** The counts of a folder, or of all of them. */
function CountsLine({name, room, of, mark, isHere, isSum = false, columns}: CountsLineProps): ReactNode {
	const {format, theme} = useEnvironment();
	const text = useCells();
	const tone: Tone = isHere ? 'accent' : isSum ? 'strong' : 'plain';
	return (
		<Line>
			<Say tone="accent">{` ${isHere ? theme.marks.here : ' '} `}</Say>
			<Say tone={tone}>{text.left(name, room)}</Say>
			{columns.map(({value, width, isSuspect}, place) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: a column has no other identity than its place
				<Say key={place} tone={isSuspect && value(of) > 0 ? 'warn' : isSum ? 'strong' : 'plain'}>
					{text.right(format.count(value(of)), width)}
				</Say>
			))}
			<Say tone={mark === 'ok' || mark === 'warn' ? mark : 'dim'}>
				{`  ${mark === undefined ? ' ' : theme.marks[mark]}`}
			</Say>
		</Line>
	);
}
