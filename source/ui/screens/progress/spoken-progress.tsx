import {Box} from 'ink';
import type {ReactNode} from 'react';
import {Line, Say, useCells, useEnvironment} from '../../environment.tsx';
import type {ShownName} from '../../names.ts';
import {limitedSides, type ProgressState, totals} from './progress-state.ts';

interface SpokenProgressProps {
	readonly state: ProgressState;
	readonly names: ShownName;
}

/**
 * The progress in sentences that change only when a person wants to hear it: every tenth of the way, a folder that
 * is in its place, a pause, a retry, a finding.
 */
export function SpokenProgress({state, names}: SpokenProgressProps): ReactNode {
	const {words, sentences, key} = useEnvironment();
	const text = useCells();
	const w = words.progress;
	const isUndo = state.action === 'undo';
	const sum = totals(state);
	const over = state.folders.filter(({step}) => step === 'placed' || step === 'undone');
	const last = over.at(-1);
	const lastName = last && (isUndo ? names('destination', last.destination) : names('source', last.source));
	const holds = {none: '', pausing: w.pausing, paused: w.paused(key('progress.pause')), stopping: w.stopping};
	const lines = [
		state.folders.length === 0 ? w.preparing : w.tenths(Math.floor(sum.fraction * 10) * 10, sum.ofMessages),
		w.foldersOver(over.length, state.folders.length),
		lastName === undefined ? '' : w.folderOver(text.safe(lastName)),
		holds[state.hold],
		state.retry === undefined ? '' : sentences.problem(state.retry.problem).what,
		state.findings.length > 0 ? w.findings(state.findings.length, key('findings')) : '',
		state.run === undefined ? '' : w.run(state.run),
		state.connections > 1 ? w.connections(state.connections) : '',
		...limitedSides(state).map(side => w.limits(words.side[side], state.limits[side] ?? {})),
	];
	return (
		<Box flexDirection="column">
			{lines.filter(Boolean).map(line => (
				<Line key={line}>
					<Say>{line}</Say>
				</Line>
			))}
		</Box>
	);
}
