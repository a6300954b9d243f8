import {Box} from 'ink';
import type {ReactNode} from 'react';
import {accountKey} from '../../../accounts/account.ts';
import {certifiedTotals} from '../../../certified/kind.ts';
import {cells} from '../../cells.ts';
import {ChoiceList} from '../../components/choice-list/index.ts';
import {Line, Say, useCells, useEnvironment} from '../../environment.tsx';
import {useArmed} from '../../hooks/use-armed.ts';
import type {ShownName} from '../../names.ts';
import type {Tone} from '../../theme.ts';
import {addsUp, asksWhatNow, filesOf, type ResultState} from './result-state.ts';
import {ResultTable} from './result-table.tsx';

export type ResultChoice = 'keep' | 'resume' | 'undo';

interface ResultProps {
	readonly state: ResultState;
	readonly names: ShownName;
	readonly rows: number;
	readonly columns: number;
	readonly active: boolean;
	readonly onTake: (choice: ResultChoice) => void;
}

/** How the rows of the screen are shared. */
interface Layout {
	/** For the folders in the table. */
	readonly height: number;
	readonly findings: number;
	/** Room for the line that explains the arithmetic, and for an empty one. */
	readonly isRoomy: boolean;
}

/** Shares the rows: the choices and the report always, then three folders, then findings, then the rest. */
function layout(state: ResultState, rows: number): Layout {
	const count = state.finished?.findings.length ?? 0;
	const isRoomy = rows >= 16;
	const files = filesOf(state) === undefined ? 0 : 1;
	const room = rows - 6 - files - (isRoomy ? 2 : 0) - (asksWhatNow(state) ? 4 : 0);
	const findings = Math.max(0, Math.min(4, count, room - 3));
	return {height: Math.max(1, room - findings), findings, isRoomy};
}

/** Rows for the folders in the table; the keys for pages use it too. */
export function listRows(state: ResultState, rows: number): number {
	return layout(state, rows).height;
}

/** How a run ended: counts compared, findings, the report, and what can be done now. */
export function Result({state, names, rows, columns, active, onTake}: ResultProps): ReactNode {
	const {words, format, theme} = useEnvironment();
	const text = useCells();
	const {finished} = state;
	const w = words.result;
	const isUndo = state.state === 'undone';
	const tones: Partial<Record<ResultState['state'], Tone>> = {done: 'ok', undone: 'ok', differences: 'warn'};
	const tone = addsUp(state) ? (tones[state.state] ?? 'fail') : 'fail';
	const mark = tone === 'ok' ? theme.marks.ok : tone === 'warn' ? theme.marks.warn : theme.marks.fail;
	const title = {...w.state, ...w.runState}[state.state];
	const date = format.date(state.at);
	const {height, findings, isRoomy} = layout(state, rows);
	// What the table leaves free is theirs too.
	const spare = findings === 0 ? 0 : Math.max(0, height - Math.max(1, finished?.folders.length ?? 1));
	const totals = certifiedTotals(finished?.folders ?? []);
	const certified = totals ? `${title}   ${w.certified(totals.destination, totals.source)}` : title;
	const room = columns - date.length - 8;
	return (
		<Box flexDirection="column">
			<Line>
				<Say tone={tone}>{` ${mark} ${text.left(cells(certified) <= room ? certified : title, room)}`}</Say>
				<Say tone="dim">{`  ${date}`}</Say>
			</Line>
			{finished === undefined ? (
				<Line>
					<Say tone="dim">{`   ${text.cut(w.noDetails, columns - 5)}`}</Say>
				</Line>
			) : (
				<ResultTable
					folders={finished.folders}
					isUndo={isUndo}
					names={names}
					top={state.top}
					height={Math.min(height, Math.max(1, finished.folders.length))}
					columns={columns}
					explained={isRoomy}
				/>
			)}
			{isRoomy && (
				<Line>
					<Verdict state={state} columns={columns} />
				</Line>
			)}
			<FirstFindings state={state} rows={findings + spare} columns={columns} />
			<FilesLine state={state} columns={columns} />
			<ReportLine state={state} columns={columns} />
			{asksWhatNow(state) && <Choices active={active} onTake={onTake} />}
		</Box>
	);
}

/** In one line whether the counts above add up; the engine's word alone is not enough for that. */
function Verdict({state, columns}: {readonly state: ResultState; readonly columns: number}): ReactNode {
	const {words, theme, key} = useEnvironment();
	const text = useCells();
	const w = words.result;
	const isSure = state.state === 'done' || state.state === 'differences' || state.state === 'undone';
	if (!isSure || state.finished === undefined) {
		if (state.backup === undefined) return <Say> </Say>;
		return <Say tone="warn">{`   ${text.cut(w.notBackedUp(key('review.backup')), columns - 5)}`}</Say>;
	}
	if (!addsUp(state))
		return <Say tone="fail">{` ${theme.marks.fail} ${text.cut(w.notAddUp, columns - 5)}`}</Say>;
	const done = state.backup === undefined ? w.allFine : w.allBackedUp;
	const fine = state.state === 'done' ? done : state.state === 'undone' ? w.allUndone : ' ';
	return <Say tone="ok">{`   ${text.cut(fine, columns - 5)}`}</Say>;
}

function FirstFindings({
	state,
	rows,
	columns,
}: {
	readonly state: ResultState;
	/** At most. */
	readonly rows: number;
	readonly columns: number;
}): ReactNode {
	const {words, sentences, theme, key} = useEnvironment();
	const text = useCells();
	const findings = [...(state.finished?.findings ?? [])].sort(
		(a, b) => Number(a.severity === 'note') - Number(b.severity === 'note'),
	);
	const all = findings.slice(0, rows).map(finding => ({
		isDifference: finding.severity === 'difference',
		parts: text.wrap(text.safe(sentences.finding(finding)), columns - 5, Math.max(1, rows - 1)),
	}));
	const isAll = findings.length <= rows && all.flatMap(({parts}) => parts).length <= rows;
	// Whole ones, and the first in any case; the last line says how many more there are.
	let left = rows - (isAll ? 0 : 1);
	const shown = all.filter(({parts}) => {
		left -= parts.length;
		return left >= 0;
	});
	return (
		<>
			{shown.flatMap(({isDifference, parts}, place) =>
				parts.map((part, index) => (
					// biome-ignore lint/suspicious/noArrayIndexKey: findings have no other identity
					<Line key={`${place} ${index}`}>
						<Say tone={isDifference ? 'warn' : 'dim'}>
							{` ${index > 0 ? ' ' : isDifference ? theme.marks.warn : theme.marks.dot} ${part}`}
						</Say>
					</Line>
				)),
			)}
			{rows > 0 && findings.length > shown.length && (
				<Line>
					<Say tone="dim">{`   ${words.result.moreFindings(findings.length - shown.length, key('findings'))}`}</Say>
				</Line>
			)}
		</>
	);
}

/** Where the mail is, if that is in files. */
function FilesLine({state, columns}: {readonly state: ResultState; readonly columns: number}): ReactNode {
	const {words} = useEnvironment();
	const text = useCells();
	const files = filesOf(state);
	if (files === undefined) return null;
	const room = columns - 5 - cells(words.result.files(''));
	return (
		<Line>
			<Say>{`   ${words.result.files(text.cutStart(text.safe(accountKey(files)), room))}`}</Say>
		</Line>
	);
}

function ReportLine({state, columns}: {readonly state: ResultState; readonly columns: number}): ReactNode {
	const {words} = useEnvironment();
	const text = useCells();
	const {report} = state;
	// The end of a path says more than its beginning.
	const room = columns - 5 - cells(words.result.report(''));
	const sentence =
		report.kind === 'saved'
			? words.result.report(text.cutStart(text.safe(report.path), room))
			: report.kind === 'failed'
				? words.result.reportFailed(text.safe(report.why))
				: words.result.reportPending;
	return (
		<Line>
			<Say tone={report.kind === 'failed' ? 'warn' : 'plain'}>{`   ${text.cut(sentence, columns - 5)}`}</Say>
		</Line>
	);
}

function Choices({
	active,
	onTake,
}: {
	readonly active: boolean;
	readonly onTake: (choice: ResultChoice) => void;
}): ReactNode {
	const {words} = useEnvironment();
	const armed = useArmed();
	const {choices, how} = words.result;
	return (
		<Box flexDirection="column" paddingLeft={3}>
			<Line>
				<Say tone="strong">{how}</Say>
			</Line>
			<ChoiceList<ResultChoice>
				choices={[
					{value: 'keep', label: choices.keep},
					{value: 'resume', label: choices.resume},
					{value: 'undo', label: choices.undo},
				]}
				rows={3}
				focused={active && armed}
				careful
				onTake={onTake}
			/>
		</Box>
	);
}
