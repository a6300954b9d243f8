import {Box} from 'ink';
import type {ReactNode} from 'react';
import {ChoiceList} from '../../components/choice-list/index.ts';
import {Line, Say, useCells, useEnvironment} from '../../environment.tsx';
import {useArmed} from '../../hooks/use-armed.ts';
import type {Tone} from '../../theme.ts';
import {isBroken, type ResultState} from './result-state.ts';
import {ResultTable} from './result-table.tsx';

export type ResultChoice = 'keep' | 'resume' | 'undo';

interface ResultProps {
	readonly state: ResultState;
	readonly rows: number;
	readonly columns: number;
	readonly active: boolean;
	readonly onTake: (choice: ResultChoice) => void;
}

/** Rows for the folders in the table. */
export function listRows(state: ResultState, rows: number): number {
	const choices = isBroken(state) ? 4 : 0;
	const findings = Math.min(4, state.finished?.findings.length ?? 0);
	return Math.max(1, rows - 8 - choices - findings);
}

/** How a run ended: counts compared, findings, the report, and what can be done now. */
export function Result({state, rows, columns, active, onTake}: ResultProps): ReactNode {
	const {words, format, theme} = useEnvironment();
	const text = useCells();
	const {finished} = state;
	const w = words.result;
	const isUndo = state.state === 'undone';
	const tones: Partial<Record<ResultState['state'], Tone>> = {done: 'ok', undone: 'ok', differences: 'warn'};
	const tone = tones[state.state] ?? 'fail';
	const mark = tone === 'ok' ? theme.marks.ok : tone === 'warn' ? theme.marks.warn : theme.marks.fail;
	const title = {...w.state, ...w.runState}[state.state];
	const date = format.date(state.at);
	const height = listRows(state, rows);
	return (
		<Box flexDirection="column">
			<Line>
				<Say tone={tone}>{` ${mark} ${text.left(title, columns - date.length - 8)}`}</Say>
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
					top={state.top}
					height={Math.min(height, Math.max(1, finished.folders.length))}
					columns={columns}
				/>
			)}
			<Line />
			<FirstFindings state={state} columns={columns} />
			<ReportLine state={state} columns={columns} />
			{isBroken(state) && <Choices active={active} onTake={onTake} />}
		</Box>
	);
}

function FirstFindings({state, columns}: {readonly state: ResultState; readonly columns: number}): ReactNode {
	const {words, sentences, theme} = useEnvironment();
	const text = useCells();
	const findings = [...(state.finished?.findings ?? [])].sort(
		(a, b) => Number(a.severity === 'note') - Number(b.severity === 'note'),
	);
	const shown = findings.length > 4 ? findings.slice(0, 3) : findings;
	return (
		<>
			{shown.map((finding, index) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: findings have no other identity
				<Line key={index}>
					<Say tone={finding.severity === 'difference' ? 'warn' : 'dim'}>
						{` ${finding.severity === 'difference' ? theme.marks.warn : theme.marks.dot} ${text.cut(text.safe(sentences.finding(finding)), columns - 5)}`}
					</Say>
				</Line>
			))}
			{findings.length > shown.length && (
				<Line>
					<Say tone="dim">{`   ${words.result.moreFindings(findings.length - shown.length)}`}</Say>
				</Line>
			)}
		</>
	);
}

function ReportLine({state, columns}: {readonly state: ResultState; readonly columns: number}): ReactNode {
	const {words} = useEnvironment();
	const text = useCells();
	const {report} = state;
	const sentence =
		report.kind === 'saved'
			? words.result.report(text.safe(report.path))
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
