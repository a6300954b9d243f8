import {Box} from 'ink';
import type {ReactNode} from 'react';
import {cells} from '../../cells.ts';
import {Line, Say, useCells, useEnvironment} from '../../environment.tsx';
import type {Binding} from '../../keymap.ts';
import {KeyLines, useKeyLines} from './key-lines.tsx';

/** The line above the keys: the last error, or a hint. */
export interface Notice {
	readonly tone: 'ok' | 'warn' | 'fail' | 'dim';
	readonly text: string;
	/** Fewer words, for where not all of it fits: what these leave out stands in the body too. */
	readonly short?: string;
}

interface FrameProps {
	/** Whose mail goes from where to where, in so many cells; empty while that is not known. */
	readonly who: (width: number) => string;
	/** The step's name, and which of how many it is. */
	readonly step: string;
	readonly notice?: Notice | undefined;
	/** What can be done now. */
	readonly keys: readonly Binding[];
	/** Draws the body into the rows that are left. */
	readonly body: (rows: number, columns: number) => ReactNode;
}

/** Rows that the notice takes: none without one, at most a third line on tall terminals. */
function noticeLines(
	notice: Notice | undefined,
	wrap: (text: string, max: number) => string[],
	rows: number,
) {
	if (notice === undefined) return [];
	const {text, short = text} = notice;
	const most = rows >= 30 ? 4 : rows >= 20 ? 3 : 2;
	const fits = wrap(text, Number.POSITIVE_INFINITY).length <= most;
	return wrap(fits ? text : short, most);
}

/** The same frame on every screen: title, body, notice, keys. Exactly as high as the terminal. */
export function Frame({who, step, notice, keys, body}: FrameProps): ReactNode {
	const {words, theme, columns, rows, linear} = useEnvironment();
	const text = useCells();
	const stepWidth = cells(step);
	const title = ` ${words.program}  `;
	const whoWidth = Math.max(0, columns - cells(title) - stepWidth - 3);
	const lines = noticeLines(notice, (value, max) => text.wrap(value, columns - 4, max), rows);
	const marks: Record<Notice['tone'], string> = {
		ok: theme.marks.ok,
		warn: theme.marks.warn,
		fail: theme.marks.fail,
		dim: ' ',
	};
	// Who listens asks for the keys, and does not hear them all again with each line.
	const spoken = linear ? keys.filter(({action}) => action === 'help' || action === 'dialog.close') : keys;
	const keyLines = useKeyLines(spoken, columns);
	const bodyRows = rows - 1 - Math.max(1, lines.length) - keyLines.length;
	return (
		<Box flexDirection="column" width={columns} height={rows} overflowY="hidden">
			<Line>
				<Say tone="accent">{title}</Say>
				<Say>{text.left(who(whoWidth), whoWidth)}</Say>
				<Say tone="dim">{`  ${step} `}</Say>
			</Line>
			<Box flexDirection="column" height={bodyRows} overflowY="hidden">
				{body(bodyRows, columns)}
			</Box>
			{lines.length === 0 && <Line />}
			{lines.map((line, index) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: lines of one text have no other identity
				<Line key={index}>
					<Say tone={notice?.tone ?? 'dim'}>
						{` ${index === 0 ? marks[notice?.tone ?? 'dim'] : ' '} ${line}`}
					</Say>
				</Line>
			))}
			<KeyLines lines={keyLines} />
		</Box>
	);
}
