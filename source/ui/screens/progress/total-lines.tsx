import type {ReactNode} from 'react';
import {cells} from '../../cells.ts';
import {Bar} from '../../components/bar/index.ts';
import {Line, Say, useCells, useEnvironment} from '../../environment.tsx';
import {limitedSides, type ProgressState, pace, totals} from './progress-state.ts';

/** Milliseconds without an event after which the screen says so. */
const silence = 10_000;

interface TotalProps {
	readonly state: ProgressState;
	/** Milliseconds since 1970. */
	readonly at: number;
	readonly columns: number;
}

/** Cells of the columns: as few as there is room for, and as many as most numbers need. */
const narrow = {counted: 25, sized: 19, rate: 12, byteRate: 10, gone: 15} as const;
const wide = {counted: 30, sized: 20, rate: 14, byteRate: 14, gone: 18} as const;

/** The whole: messages, bytes, bar; rate, time gone and left; what it waits for; what limits it, a row for each side that has limits. */
export function TotalLines({state, at, columns}: TotalProps): ReactNode {
	const {words, format} = useEnvironment();
	const text = useCells();
	const w = words.progress;
	const widths = columns < 76 ? narrow : wide;
	const sum = totals(state);
	const speed = state.hold === 'none' ? pace(state, at) : undefined;
	const isUndo = state.action === 'undo';
	const counted = text.left(w.total(sum.messages, sum.ofMessages), widths.counted);
	const sized = isUndo ? '' : text.left(w.totalBytes(sum.bytes, sum.ofBytes), widths.sized);
	const barWidth = Math.max(6, Math.min(60, columns - 11 - cells(counted) - cells(sized)));
	const rates =
		speed === undefined
			? []
			: [
					text.left(w.rate(Math.round(speed.messages)), widths.rate),
					...(isUndo ? [] : [text.left(w.byteRate(speed.bytes), widths.byteRate)]),
				];
	return (
		<>
			<Line>
				<Say tone="strong">{`   ${counted}${sized} `}</Say>
				<Bar fraction={sum.fraction} width={barWidth} />
				<Say tone="strong">{` ${text.right(format.percent(sum.fraction), 4)}`}</Say>
			</Line>
			<Line>
				<Say>{`   ${rates.map(rate => `${rate} `).join('')}`}</Say>
				<Say>{`${text.left(w.gone(format.clock(at - state.started)), widths.gone)} `}</Say>
				<Say>{speed?.left === undefined ? '' : w.left(format.clock(speed.left))}</Say>
			</Line>
			<Waiting state={state} at={at} columns={columns} />
			{limitedSides(state).map(side => (
				<Line key={side}>
					<Say tone="dim">{`   ${text.cut(w.limits(words.side[side], state.limits[side] ?? {}), columns - 5)}`}</Say>
				</Line>
			))}
		</>
	);
}

function Waiting({state, at, columns}: TotalProps): ReactNode {
	const {words, sentences, key, format} = useEnvironment();
	const text = useCells();
	const w = words.progress;
	const seconds = (ms: number) => Math.max(0, Math.round(ms / 1000));
	const parts: string[] = [];
	if (state.hold === 'pausing') parts.push(w.pausing);
	if (state.hold === 'paused') parts.push(w.paused(key('progress.pause')));
	if (state.hold === 'stopping') parts.push(w.stopping);
	if (state.retry !== undefined) {
		const {attempt, until} = state.retry;
		if (until > at)
			parts.push(attempt > 0 ? w.retry(attempt, seconds(until - at)) : w.goesOn(format.clock(until - at)));
		parts.push(sentences.problem(state.retry.problem).what);
	} else if (state.retries > 0) {
		parts.push(w.retries(state.retries));
	}
	const {pacedUntil = 0} = state;
	const isPaced = pacedUntil > at && state.hold === 'none';
	if (isPaced) parts.push(w.paced(format.clock(pacedUntil - at)));
	// While it waits, nothing is expected to come.
	const isWaiting =
		isPaced || state.hold === 'paused' || (state.retry !== undefined && state.retry.until > at);
	const silentFor = at - Math.max(state.lastEvent, pacedUntil);
	if (!isWaiting && silentFor > silence) parts.push(w.silent(seconds(silentFor)));
	if (state.findings.length > 0) parts.push(w.findings(state.findings.length, key('findings')));
	if (parts.length === 0 && state.run !== undefined) parts.push(w.run(state.run));
	if (state.connections > 1) parts.push(w.connections(state.connections));
	const isCalm = state.hold === 'none' && state.retry === undefined && silentFor <= silence;
	return (
		<Line>
			<Say tone={isCalm ? 'dim' : 'warn'}>{`   ${text.cut(parts.join('   '), columns - 5)}`}</Say>
		</Line>
	);
}
