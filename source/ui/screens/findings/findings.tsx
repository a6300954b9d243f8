import {Box} from 'ink';
import {type ReactNode, useMemo} from 'react';
import type {Finding} from '../../../engine/finding.ts';
import {ListFrame, rowsWithin} from '../../components/list/index.ts';
import {Line, Say, useCells, useEnvironment} from '../../environment.tsx';

interface FindingsProps {
	readonly findings: readonly Finding[];
	/** Whether they are the differences alone. */
	readonly onlyDifferences: boolean;
	readonly top: number;
	readonly rows: number;
	readonly columns: number;
}

/** Everything that a person should know, one after the other; differences before notes. */
export function Findings({findings, onlyDifferences, top, rows, columns}: FindingsProps): ReactNode {
	const {words, sentences, theme} = useEnvironment();
	const text = useCells();
	const sorted = useMemo(
		() => findings.toSorted((a, b) => Number(a.severity === 'note') - Number(b.severity === 'note')),
		[findings],
	);
	const height = rowsWithin(rows - 1);
	// Each takes a row at least, so no more than `height` of them are ever worded.
	const worded = sorted.slice(top, top + height).map((finding, place) => {
		const isDifference = finding.severity === 'difference';
		const mark = isDifference ? theme.marks.warn : theme.marks.dot;
		return text.wrap(text.safe(sentences.finding(finding)), columns - 6).map((part, index) => ({
			key: `${place} ${index}`,
			mark: index === 0 ? mark : ' ',
			part,
			isDifference,
			place,
		}));
	});
	const lines = worded.flat().slice(0, height);
	const isCut = lines.length < worded.flat().length;
	const whole = lines.length === 0 ? 0 : (lines.at(-1)?.place ?? 0) + (isCut ? 0 : 1);
	const {title, differences, none} = words.findings;
	const said = onlyDifferences ? differences(findings.length) : title(findings.length);
	return (
		<Box flexDirection="column">
			<Line>
				<Say tone="strong">{`   ${findings.length === 0 && !onlyDifferences ? none : said}`}</Say>
			</Line>
			<ListFrame above={top} more={sorted.length - top - whole} rows={rows - 1} columns={columns}>
				{lines.map(line => (
					<Line key={line.key}>
						<Say tone={line.isDifference ? 'warn' : 'dim'}>{`   ${line.mark} `}</Say>
						<Say>{line.part}</Say>
					</Line>
				))}
			</ListFrame>
		</Box>
	);
}
