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

/** A question in the place of the screen's body: title, what it means, and below it what there is to choose or type. */
export function DialogBox({title, body = '', columns, children}: DialogBoxProps): ReactNode {
	const text = useCells();
	const lines = body === '' ? [] : text.wrap(body, Math.min(columns, 90) - 6);
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
