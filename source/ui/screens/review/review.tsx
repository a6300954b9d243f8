import {Box} from 'ink';
import type {ReactNode} from 'react';
import type {Plan, Verify} from '../../../engine/plan.ts';
import {Bar} from '../../components/bar/index.ts';
import {ChoiceList} from '../../components/choice-list/index.ts';
import {Line, Say, useCells, useEnvironment} from '../../environment.tsx';
import {useArmed} from '../../hooks/use-armed.ts';
import type {Tone} from '../../theme.ts';
import {inboxGets, judge, type ReviewState} from './review-state.ts';

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
			return <Planned {...props} plan={state.plan} />;
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
					{
						value: 'back',
						label: state.only === undefined ? words.review.back : words.review.backToVerification,
					},
					{value: 'retry', label: words.review.retry},
				]}
				rows={rows - 2}
				focused={active}
				onTake={onTake}
			/>
		</Box>
	);
}

/** One row of the plan: what it is about, what it says, and whether that is good. */
interface Fact {
	readonly label: string;
	readonly text: string;
	readonly mark?: 'ok' | 'warn' | 'fail';
}

/** The plan's numbers as rows. @param canMove Whether all may go into another folder instead. */
function useFacts(plan: Plan, verify: Verify, canMove: boolean): readonly Fact[] {
	const {words} = useEnvironment();
	const text = useCells();
	const w = words.review;
	const verdict = judge(plan);
	const folders = plan.folders.filter(folder => folder.messages > 0).length;
	const facts: Fact[] = [
		{label: w.toCopy, text: w.toCopyIs(plan.messages, plan.bytes, folders, plan.newFolders.length)},
		{label: w.alreadyThere, text: w.alreadyThereIs(plan.alreadyThere)},
		{label: w.leftOut, text: w.leftOutIs(plan.leftOut), ...(plan.leftOut > 0 ? {mark: 'warn'} : {})},
		plan.freeBytes === undefined
			? {label: w.space, text: w.spaceUnknown(plan.bytes)}
			: {
					label: w.space,
					text: w.spaceIs(plan.bytes, plan.freeBytes),
					mark: verdict.room === 'fits' ? 'ok' : 'fail',
				},
	];
	if (plan.freeMessages !== undefined && verdict.tooMany) {
		facts.push({label: '', text: w.places(plan.messages, plan.freeMessages), mark: 'fail'});
	}
	facts.push({
		label: w.largest,
		text: w.largestIs(plan.largest, plan.appendLimit),
		...(plan.appendLimit === undefined ? {} : {mark: verdict.isTooLarge ? 'warn' : 'ok'}),
	});
	const lost = plan.keywordsLost;
	facts.push(
		lost.length === 0
			? {label: w.flags, text: w.flagsKept, mark: 'ok'}
			: {label: w.flags, text: w.flagsLost(lost.length, lost.map(text.safe).join(', ')), mark: 'warn'},
	);
	if (plan.destinationHolds > 0) facts.push({label: w.holds, text: w.holdsIs(plan.destinationHolds)});
	if (verdict.fillsInbox) {
		facts.push({
			label: w.inbox,
			text: [w.inboxHolds(plan.inboxHolds, inboxGets(plan)), ...(canMove ? [w.inboxInto] : [])].join(' '),
			mark: 'warn',
		});
	}
	facts.push({label: w.verify, text: `${w.verifyIs[verify]}   ${w.verifyChange}`});
	return facts;
}

/** All lines of the facts where they fit; else first those go that neither warn, nor are the first or the last. */
function linesWithin<Line extends Fact>(facts: readonly (readonly Line[])[], room: number): readonly Line[] {
	const kept = [...facts];
	for (let place = kept.length - 2; place > 0 && kept.flat().length > room; place--) {
		const mark = kept[place]?.[0]?.mark;
		if (mark !== 'warn' && mark !== 'fail') kept.splice(place, 1);
	}
	return kept.flat();
}

function Planned({
	plan,
	state,
	rows,
	columns,
	active,
	onTake,
}: ReviewProps & {readonly plan: Plan}): ReactNode {
	const {words, theme} = useEnvironment();
	const text = useCells();
	const armed = useArmed();
	const facts = useFacts(plan, state.verify, state.only === undefined);
	const labelWidth = Math.max(...facts.map(fact => fact.label.length)) + 2;
	const width = Math.min(columns, 100) - labelWidth - 7;
	const choices: Array<{value: ReviewChoice; label: string}> = [
		{value: 'back', label: state.only === undefined ? words.review.back : words.review.backToVerification},
	];
	if (plan.messages > 0 || plan.newFolders.length > 0)
		choices.push({value: 'start', label: words.review.start});
	const room = rows - choices.length - 3;
	const lines = linesWithin(
		facts.map(fact =>
			text.wrap(fact.text, width, 3).map((part, index) => ({...fact, part, first: index === 0})),
		),
		room,
	);
	const explanation = words.review.how.flatMap(sentence => text.wrap(sentence, Math.min(columns, 100) - 5));
	const how = room - lines.length > explanation.length ? explanation : [];
	const tones: Record<'ok' | 'warn' | 'fail', Tone> = {ok: 'ok', warn: 'warn', fail: 'fail'};
	return (
		<Box flexDirection="column" paddingTop={1} height={rows}>
			<Box flexDirection="column" height={room + 1} overflow="hidden">
				{lines.slice(0, room).map((line, index) => (
					// biome-ignore lint/suspicious/noArrayIndexKey: lines of one text have no other identity
					<Line key={index}>
						<Say tone="dim">{`   ${text.left(line.first ? line.label : '', labelWidth)}`}</Say>
						<Say tone={line.mark === 'warn' || line.mark === 'fail' ? line.mark : 'plain'}>
							{text.left(line.part, width)}
						</Say>
						<Say tone={line.mark === undefined ? 'plain' : tones[line.mark]}>
							{line.first && line.mark !== undefined ? ` ${theme.marks[line.mark]}` : ''}
						</Say>
					</Line>
				))}
				{how.length > 0 && <Line />}
				{how.map(line => (
					<Line key={line}>
						<Say tone="dim">{`   ${line}`}</Say>
					</Line>
				))}
			</Box>
			<Line>
				<Say tone={judge(plan).room === 'full' ? 'fail' : 'dim'}>
					{judge(plan).hasNothing
						? `   ${words.review.nothing}`
						: judge(plan).room === 'full'
							? `   ${words.review.noRoom}`
							: ' '}
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
