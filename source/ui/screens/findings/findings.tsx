import {Box} from 'ink';
import type {ReactNode} from 'react';
import type {Finding} from '../../../engine/finding.ts';
import {Rule} from '../../components/frame/index.ts';
import {Line, Say, useCells, useEnvironment} from '../../environment.tsx';

interface FindingsProps {
	readonly findings: readonly Finding[];
	readonly top: number;
	readonly rows: number;
	readonly columns: number;
}

/** Everything that a person should know, one after the other; differences before notes. */
export function Findings({findings, top, rows, columns}: FindingsProps): ReactNode {
	const {words, sentences, theme} = useEnvironment();
	const text = useCells();
	const sorted = findings.toSorted((a, b) => Number(a.severity === 'note') - Number(b.severity === 'note'));
	// Each takes a row at least, so no more than `rows` of them are ever worded.
	const lines = sorted.slice(top, top + rows).flatMap((finding, place) => {
		const mark = finding.severity === 'difference' ? theme.marks.warn : theme.marks.dot;
		return text.wrap(text.safe(sentences.finding(finding)), columns - 6).map((part, index) => ({
			key: `${place} ${index}`,
			mark: index === 0 ? mark : ' ',
			part,
			isDifference: finding.severity === 'difference',
		}));
	});
	return (
		<Box flexDirection="column">
			<Line>
				<Say tone="strong">{`   ${findings.length === 0 ? words.findings.none : words.findings.title(findings.length)}`}</Say>
			</Line>
			<Rule width={columns} />
			{lines.slice(0, rows - 2).map(line => (
				<Line key={line.key}>
					<Say tone={line.isDifference ? 'warn' : 'dim'}>{`   ${line.mark} `}</Say>
					<Say>{line.part}</Say>
				</Line>
			))}
		</Box>
	);
}
