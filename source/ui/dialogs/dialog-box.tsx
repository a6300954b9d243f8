import {Box} from 'ink';
import type {ReactNode} from 'react';
import {Rule} from '../components/frame/index.ts';
import {Line, Say, useCells} from '../environment.tsx';

interface DialogBoxProps {
	readonly title: string;
	/** Sentences below the title. */
	readonly body?: string;
	readonly columns: number;
	readonly children?: ReactNode;
}

/** What breaks texts into lines. */
type Wrapping = Pick<ReturnType<typeof useCells>, 'wrap'>;

function bodyLines(body: string, columns: number, text: Wrapping): readonly string[] {
	return body === '' ? [] : text.wrap(body, Math.min(columns, 90) - 6);
}

/** Rows that title and sentences of a dialog take, with what stands between them. */
export function rowsAbove(body: string, columns: number, text: Wrapping): number {
	const {length} = bodyLines(body, columns, text);
	return 3 + length + (length > 0 ? 1 : 0);
}

/** A question in the place of the screen's body: title, what it means, and below it what there is to choose or type. */
export function DialogBox({title, body = '', columns, children}: DialogBoxProps): ReactNode {
	const text = useCells();
	const lines = bodyLines(body, columns, text);
	return (
		<Box flexDirection="column">
			<Line />
			<Line>
				<Say tone="strong">{`   ${text.cut(title, columns - 6)}`}</Say>
			</Line>
			<Rule width={columns} />
			{lines.map((line, index) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: lines of one text have no other identity
				<Line key={index}>
					<Say>{`   ${line}`}</Say>
				</Line>
			))}
			{lines.length > 0 && <Line />}
			<Box flexDirection="column" paddingLeft={3}>
				{children}
			</Box>
		</Box>
	);
}
