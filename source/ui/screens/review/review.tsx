import {Box} from 'ink';
import type {ReactNode} from 'react';
import {Bar} from '../../components/bar/index.ts';
import {ChoiceList} from '../../components/choice-list/index.ts';
import {Rule} from '../../components/frame/index.ts';
import {Line, Say, useCells, useEnvironment} from '../../environment.tsx';
import {useArmed} from '../../hooks/use-armed.ts';
import type {Words} from '../../services.ts';
import {type FactLine, factLines, factRows, isUndoable, isWorthStarting, labelWidth} from './facts.ts';
import {judge, type PlannedState, type ReviewState} from './review-state.ts';

export type ReviewChoice = 'back' | 'start' | 'retry';

interface ReviewProps {
	readonly state: ReviewState;
	readonly rows: number;
	readonly columns: number;
	readonly active: boolean;
	readonly onTake: (choice: ReviewChoice) => void;
}

/** The plan in numbers, and the last question before anything is written. */
export function Review(props: ReviewProps): ReactNode {
	const {state} = props;
	switch (state.kind) {
		case 'planning':
			return <Planning state={state} columns={props.columns} />;
		case 'failed':
			return <Failed {...props} />;
		case 'planned':
			return <Planned {...props} state={state} />;
	}
}

function Planning({
	state,
	columns,
}: {
	readonly state: ReviewState & {kind: 'planning'};
	readonly columns: number;
}) {
	const {words} = useEnvironment();
	const text = useCells();
	return (
		<Box flexDirection="column" paddingTop={1}>
			<Line>
				<Say>{`   ${words.review.planning}`}</Say>
			</Line>
			<Line />
			<Line>
				<Say>{'   '}</Say>
				<Bar fraction={state.of === 0 ? 0 : state.done / state.of} width={Math.min(50, columns - 6)} />
			</Line>
			{state.of > 0 && (
				<Line>
					<Say tone="dim">
						{text.cut(
							`   ${words.review.planningFolder(state.done, state.of, text.safe(state.folder))}`,
							columns - 2,
						)}
					</Say>
				</Line>
			)}
		</Box>
	);
}

function Failed({state, rows, active, onTake}: ReviewProps): ReactNode {
	const {words} = useEnvironment();
	return (
		<Box flexDirection="column" paddingTop={1} paddingLeft={3}>
			<ChoiceList<ReviewChoice>
				choices={[
					{value: 'back', label: backLabel(state, words)},
					{value: 'retry', label: words.review.retry},
				]}
				rows={rows - 2}
				focused={active}
				onTake={onTake}
			/>
		</Box>
	);
}

function Planned({
	state,
	rows,
	columns,
	active,
	onTake,
}: ReviewProps & {readonly state: PlannedState}): ReactNode {
	const {plan} = state;
	const {words, key} = useEnvironment();
	const text = useCells();
	const armed = useArmed();
	const w = words.review;
	const choices: Array<{value: ReviewChoice; label: string}> = [
		{value: 'back', label: backLabel(state, words)},
	];
	if (isWorthStarting(plan)) choices.push({value: 'start', label: w.start});
	const room = factRows(plan, rows);
	const lines = factLines(state, words, columns, room, key);
	const sentences = [w.how, isUndoable(plan) ? w.howUndone : w.howNotUndone];
	const how = sentences.flatMap(sentence => text.wrap(sentence, Math.min(columns, 100) - 5));
	// An empty line above, and one before the explanation.
	const isRoomy = lines.length + 1 <= room;
	const isExplained = lines.length + how.length + 2 <= room;
	const top = Math.min(state.top, Math.max(0, lines.length - room));
	const {room: space, hasNothing} = judge(plan);
	return (
		<Box flexDirection="column">
			<Box flexDirection="column" height={room} overflowY="hidden">
				{isRoomy && <Line />}
				{lines.slice(top, top + room).map((line, index) => (
					// biome-ignore lint/suspicious/noArrayIndexKey: lines of one text have no other identity
					<FactRow key={index} line={line} columns={columns} />
				))}
				{isExplained && <Line />}
				{(isExplained ? how : []).map(line => (
					<Line key={line}>
						<Say tone="dim">{`   ${line}`}</Say>
					</Line>
				))}
			</Box>
			{lines.length > room ? <Rule width={columns} end={more(lines.length, top, room, words)} /> : <Line />}
			<Line>
				<Say tone={space === 'full' ? 'fail' : 'dim'}>
					{text.cut(`   ${hasNothing ? w.nothing : space === 'full' ? w.noRoom : ''}`, columns - 1)}
				</Say>
			</Line>
			<Box flexDirection="column" paddingLeft={3}>
				<ChoiceList
					choices={choices}
					rows={choices.length}
					focused={active && armed}
					careful
					onTake={onTake}
				/>
			</Box>
		</Box>
	);
}

/** Back to where the plan was asked for. */
function backLabel({only}: ReviewState, {review}: Words): string {
	return only === undefined ? review.back : review.backToVerification;
}

/** How much of the plan is out of sight, and the key that shows it. */
function more(count: number, top: number, room: number, {list, keyNames}: Words): string {
	const below = count - top - room;
	return below > 0 ? `${list.below(below)}: ${keyNames.pgdn}` : `${list.above(top)}: ${keyNames.pgup}`;
}

function FactRow({line, columns}: {readonly line: FactLine; readonly columns: number}): ReactNode {
	const {words, theme} = useEnvironment();
	const text = useCells();
	const labels = labelWidth(words);
	const {mark, isFirst} = line;
	return (
		<Line>
			<Say tone="dim">{`   ${text.left(isFirst ? line.label : '', labels)}`}</Say>
			<Say tone={mark === 'warn' || mark === 'fail' ? mark : 'plain'}>
				{text.left(line.text, Math.min(columns, 100) - labels - 7)}
			</Say>
			<Say tone={mark ?? 'plain'}>{isFirst && mark !== undefined ? ` ${theme.marks[mark]}` : ''}</Say>
		</Line>
	);
}
