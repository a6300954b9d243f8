import {Box} from 'ink';
import type {ReactNode} from 'react';
import {Bar} from '../../components/bar/index.ts';
import {Line, Say, useCells, useEnvironment} from '../../environment.tsx';
import {useClock} from '../../hooks/use-clock.ts';
import type {Comparing as ComparingState} from './verification-state.ts';

/** A comparison under way: how far it is, and for how long. */
export function Comparing({
	state,
	columns,
}: {
	readonly state: ComparingState;
	readonly columns: number;
}): ReactNode {
	const {words, format} = useEnvironment();
	const text = useCells();
	const w = words.verification;
	const at = useClock(true);
	const {deep, isStopping, done, of, folder, listed, toList, bytes} = state;
	const lines = [
		...(of > 0 ? [words.review.planningFolder(done, of, text.safe(folder))] : []),
		...(toList > 0 ? [w.listed(listed, toList)] : []),
		...(bytes > 0 ? [w.read(bytes)] : []),
		words.progress.gone(format.clock(at - state.started)),
	];
	return (
		<Box flexDirection="column" paddingTop={1}>
			{text.wrap(deep ? w.comparingDeep : w.comparing, columns - 6).map(line => (
				<Line key={line}>
					<Say>{`   ${line}`}</Say>
				</Line>
			))}
			<Line />
			<Line>
				<Say>{'   '}</Say>
				<Bar fraction={toList > 0 ? listed / toList : 0} width={Math.min(50, columns - 6)} />
			</Line>
			{lines.map((line, index) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: a line has no other identity than its place
				<Line key={index}>
					<Say tone="dim">{text.cut(`   ${line}`, columns - 2)}</Say>
				</Line>
			))}
			{isStopping && (
				<Line>
					<Say tone="warn">{`   ${w.stopping}`}</Say>
				</Line>
			)}
		</Box>
	);
}
