import {Box} from 'ink';
import type {ReactNode} from 'react';
import {typedFiles} from '../../../accounts/parse.ts';
import type {Side} from '../../../problem.ts';
import {Line, Say, useCells, useEnvironment} from '../../environment.tsx';
import type {Words} from '../../services.ts';
import type {Purpose} from '../../state.ts';
import type {Field} from './connect-form.ts';
import type {ConnectState} from './connect-state.ts';
import {isReady} from './login-focus.ts';
import {sideLines} from './side-lines.ts';
import {SidePane} from './side-pane.tsx';

const sides = ['source', 'destination'] as const;

interface ConnectProps {
	readonly state: ConnectState;
	readonly purpose: Purpose;
	readonly rows: number;
	readonly columns: number;
	readonly active: boolean;
	readonly onChange: (side: Side, field: Field, value: string) => void;
}

/** Both accounts: side by side where there is room, else the one with the cursor and the other in a line. */
export function Connect({state, purpose, rows, columns, active, onChange}: ConnectProps): ReactNode {
	const {words, linear} = useEnvironment();
	const isWide = columns >= 72;
	const shown: readonly Side[] = isWide ? sides : [state.side];
	const width = isWide ? Math.min(60, Math.floor((columns - 6) / 2)) : columns - 6;
	const hint = hintFor(purpose, words);
	const paneRows = rows - (isWide ? 2 : 3);
	return (
		<Box flexDirection="column">
			<Line>
				<Say tone="accent">{`   ${hint}`}</Say>
			</Line>
			<Box
				height={paneRows}
				overflow="hidden"
				marginLeft={3}
				columnGap={2}
				flexDirection={linear ? 'column' : 'row'}
			>
				{shown.map(side => (
					<SidePane
						key={side}
						state={state}
						side={side}
						width={width}
						rows={paneRows}
						active={active}
						onChange={(field, value) => onChange(side, field, value)}
					/>
				))}
			</Box>
			{!isWide && <OtherSide state={state} width={columns} />}
			<ContinueLine state={state} purpose={purpose} />
		</Box>
	);
}

/** What the accounts are asked for, where it is not a new copy. */
function hintFor(purpose: Purpose, {connect}: Words): string {
	switch (purpose.kind) {
		case 'copy':
			return '';
		case 'verify':
			return purpose.run === undefined ? connect.forVerify : connect.forVerifyRun(purpose.run.run);
		case 'resume':
			return connect.forResume(purpose.run.run);
		case 'undo':
			return connect.forUndo(purpose.run.run);
	}
}

function OtherSide({state, width}: {readonly state: ConnectState; readonly width: number}): ReactNode {
	const {words, sentences, theme, key} = useEnvironment();
	const text = useCells();
	const side = state.side === 'source' ? 'destination' : 'source';
	const [first] = sideLines(state, side, sentences, key);
	const {address, server: host} = state.forms[side];
	const server = typedFiles(address.trim()) ? address : host;
	const parts = [words.side[side], ...(server === '' ? [] : [server])].join(' ');
	return (
		<Line>
			<Say tone="dim">{`   ${parts}  `}</Say>
			<Say tone={first?.tone ?? 'dim'}>
				{text.cut(
					`${theme.marks[first?.mark ?? 'dot']} ${first?.text ?? ''}`,
					Math.max(10, width - parts.length - 6),
				)}
			</Say>
		</Line>
	);
}

function ContinueLine({
	state,
	purpose,
}: {
	readonly state: ConnectState;
	readonly purpose: Purpose;
}): ReactNode {
	const {words, theme} = useEnvironment();
	if (!isReady(state)) return <Line />;
	const focused = state.focus === 'continue';
	return (
		<Line>
			<Say tone={focused ? 'accent' : 'plain'}>
				{`   ${focused ? theme.marks.here : ' '} ${words.connect.continue} ${words.connect.continueTo[purpose.kind]}`}
			</Say>
		</Line>
	);
}
