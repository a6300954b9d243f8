import {Box} from 'ink';
import type {ReactNode} from 'react';
import type {RunSummary} from '../../../host/protocol.ts';
import {ChoiceList} from '../../components/choice-list/index.ts';
import {Rule} from '../../components/frame/index.ts';
import {Line, Say, useCells, useEnvironment} from '../../environment.tsx';
import {route} from '../../route.ts';
import type {RunsState} from './runs-state.ts';

interface RunsProps {
	readonly state: RunsState;
	readonly rows: number;
	readonly columns: number;
	readonly active: boolean;
	readonly onTake: (run: string) => void;
	readonly onHighlight: (run: string) => void;
}

/** Earlier runs, newest first; what is under way is among them. */
export function Runs({state, rows, columns, active, onTake, onHighlight}: RunsProps): ReactNode {
	const {words, format, theme} = useEnvironment();
	const text = useCells();
	const w = words.runs;
	const date = Math.max(...state.runs.map(run => format.date(run.started).length), w.column.started.length);
	const status = Math.max(...Object.values(w.state).map(word => word.length), w.live.length) + 2;
	const counts = columns >= 100 ? 18 : 0;
	const accounts = Math.max(10, columns - 5 - date - status - counts - 6);
	const row = (started: string, state: string, copied: string, who: string) =>
		`${text.left(started, date)}  ${text.left(state, status)}${counts > 0 ? `${text.right(copied, counts)}  ` : ''}${text.left(who, accounts)}`;
	const stateOf = (run: RunSummary) => {
		if (run.live) {
			const known = run.state === 'undoing' || run.state === 'paused' ? run.state : 'other';
			return `${theme.marks.here} ${w.liveState[known]}`;
		}
		const marks: Partial<Record<RunSummary['state'], string>> = {
			done: theme.marks.ok,
			undone: theme.marks.ok,
			differences: theme.marks.warn,
			failed: theme.marks.fail,
		};
		return `${run.unreadable === undefined ? (marks[run.state] ?? theme.marks.warn) : theme.marks.fail} ${w.state[run.state]}`;
	};
	return (
		<Box flexDirection="column">
			<Line>
				<Say tone="strong">{`   ${w.title}`}</Say>
			</Line>
			<Line>
				<Say tone="head">{`     ${row(w.column.started, `  ${w.column.state}`, w.column.copied, w.column.accounts)}`}</Say>
			</Line>
			<Rule width={columns} />
			<Box flexDirection="column" paddingLeft={3} height={rows - 3} overflow="hidden">
				{state.runs.length === 0 ? (
					<Line>
						<Say tone="dim">{w.none}</Say>
					</Line>
				) : (
					<ChoiceList
						choices={state.runs.map(run => ({
							value: run.run,
							key: run.run,
							label: row(
								format.date(run.started),
								stateOf(run),
								w.ofMessages(run.copied, run.messages),
								text.safe(route(run.from, run.to, theme.marks.arrow, accounts)),
							),
						}))}
						initial={Math.max(
							0,
							state.runs.findIndex(run => run.run === state.run),
						)}
						rows={rows - 3}
						focused={active}
						careful={false}
						onTake={onTake}
						onHighlight={onHighlight}
					/>
				)}
			</Box>
		</Box>
	);
}
