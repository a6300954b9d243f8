import {Box} from 'ink';
import {type ReactNode, useEffect, useMemo} from 'react';
import {List, rowsWithin} from '../../components/list/index.ts';
import {Line, Say, useCells, useEnvironment} from '../../environment.tsx';
import {messageLines, messageTitle} from './message-lines.ts';
import type {MessageState} from './message-state.ts';

interface MessageProps {
	readonly state: MessageState;
	readonly rows: number;
	readonly columns: number;
	/** Told how many lines there are at this width. */
	readonly onMeasured: (lines: number) => void;
}

/** Rows of the message that are shown; the keys for pages use it too. */
export function listRows(rows: number): number {
	return rowsWithin(rows - 1);
}

/** A message: header, attachments and text. What is in it is only ever shown, never followed. */
export function Message({state, rows, columns, onMeasured}: MessageProps): ReactNode {
	const {words, sentences, format, theme} = useEnvironment();
	const {certified} = sentences;
	const text = useCells();
	const {message, listing, content, allHeaders, top} = state;
	const signature = listing.by === 'signature' ? listing.signature : undefined;
	const lines = useMemo(
		() =>
			content.kind === 'loaded'
				? messageLines(
						message,
						content.preview,
						{
							words,
							certified,
							format,
							// Lines of a text are hard to read where they are long.
							width: Math.min(columns, 120) - 5,
							allHeaders,
							marks: theme.marks,
						},
						signature,
					)
				: [],
		[message, signature, content, allHeaders, columns, words, certified, format, theme],
	);
	// biome-ignore lint/correctness/useExhaustiveDependencies: only the number is news
	useEffect(() => onMeasured(lines.length), [lines.length]);
	return (
		<Box flexDirection="column">
			<Line>
				<Say tone="strong">{`   ${text.cut(messageTitle(listing, words), columns - 5)}`}</Say>
			</Line>
			<List
				count={lines.length}
				top={top}
				rows={rows - 1}
				columns={columns}
				empty={content.kind === 'loading' ? words.message.loading : ''}
				row={place => {
					const line = lines[place];
					return line === undefined ? null : (
						<Line key={place}>
							<Say tone="dim">{`   ${line.label}`}</Say>
							<Say tone={line.tone}>{line.text}</Say>
						</Line>
					);
				}}
			/>
		</Box>
	);
}
