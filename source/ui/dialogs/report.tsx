import {Box} from 'ink';
import type {ReactNode} from 'react';
import {wrap} from '../cells.ts';
import {List} from '../components/list/index.ts';
import {Line, Say, useEnvironment} from '../environment.tsx';

/** The report in lines of the screen's width. */
export function reportRows(lines: readonly string[], columns: number): readonly string[] {
	return lines.flatMap(line => wrap(line, columns - 5));
}

interface ReportProps {
	readonly lines: readonly string[];
	readonly top: number;
	readonly rows: number;
	readonly columns: number;
}

/** The report of a run, for who has no pager. */
export function Report({lines, top, rows, columns}: ReportProps): ReactNode {
	const {words} = useEnvironment();
	const shown = reportRows(lines, columns);
	return (
		<Box flexDirection="column">
			<Line>
				<Say tone="strong">{`   ${words.result.reportTitle}`}</Say>
			</Line>
			<List
				count={shown.length}
				rows={rows - 1}
				columns={columns}
				top={top}
				row={index => (
					<Line key={index}>
						<Say>{`   ${shown[index]}`}</Say>
					</Line>
				)}
			/>
		</Box>
	);
}
