import type {ReactNode} from 'react';
import type {Format} from '../../../locales/format.ts';
import {cells} from '../../cells.ts';
import {Line, Say, useCells, useEnvironment} from '../../environment.tsx';
import type {Words} from '../../services.ts';
import type {Theme, Tone} from '../../theme.ts';
import type {Sum, Verdict} from './verification-state.ts';

/** Widths of the columns, in cells. */
export interface Columns {
	readonly name: number;
	/** Source, destination, same, missing, extra; and elsewhere, where there is such a thing. */
	readonly counts: readonly number[];
}

/**
 * As wide as titles and sums need; the names get as much of the rest as they need.
 *
 * @param longest Cells that the longest name takes.
 */
export function columnsFor(
	width: number,
	longest: number,
	sum: Sum,
	titles: Words['verification']['column'],
	format: Format,
): Columns {
	const gap = width >= 76 ? 2 : 1;
	const counts = [
		[titles.source, sum.source],
		[titles.destination, sum.destination],
		[titles.same, sum.same],
		[titles.missing, sum.missing],
		[titles.extra, sum.extra],
		...(sum.elsewhere > 0 ? [[titles.elsewhere, sum.elsewhere] as const] : []),
	] as const;
	const widths = counts.map(
		([title, count]) => Math.max(cells(title), cells(format.count(count)), gap === 2 ? 7 : 5) + gap,
	);
	const taken = widths.reduce((total, one) => total + one, 0);
	return {name: Math.max(8, Math.min(Math.max(longest, 24), width - 3 - taken - 4)), counts: widths};
}

interface CountsLineProps {
	readonly from: string;
	/** The folder at the destination, where it may be another. */
	readonly to?: string;
	/** In the order of the columns; undefined where there is nothing to count. */
	readonly counts: readonly (number | undefined)[];
	readonly verdict: Verdict;
	readonly isHere: boolean;
	readonly isSum?: boolean;
	readonly widths: Columns;
}

const marks: Readonly<Record<Verdict, string>> = {same: '=', details: '~', differs: '!'};

/** The counts of a folder on both sides, or of all of them. */
export function CountsLine({
	from,
	to = from,
	counts,
	verdict,
	isHere,
	isSum = false,
	widths,
}: CountsLineProps): ReactNode {
	const {format, theme} = useEnvironment();
	const text = useCells();
	const tone: Tone = isHere ? 'accent' : isSum ? 'strong' : 'plain';
	const shown = (count: number | undefined) => (count === undefined ? theme.marks.none : format.count(count));
	const columns = counts.map((count, place) => text.right(shown(count), widths.counts[place] ?? 0));
	const isTold = (place: number) => (place === 3 || place === 4) && (counts[place] ?? 0) > 0;
	return (
		<Line>
			<Say tone="accent">{` ${isHere ? theme.marks.here : ' '} `}</Say>
			<Say tone={tone}>{text.left(useNames(text.safe(from), text.safe(to), widths.name), widths.name)}</Say>
			{columns.map((column, place) => (
				// biome-ignore lint/suspicious/noArrayIndexKey: a column has no other identity than its place
				<Say key={place} tone={isTold(place) ? 'warn' : isSum ? 'strong' : 'plain'}>
					{column}
				</Say>
			))}
			<Say tone={verdict === 'same' ? 'ok' : 'warn'}>{`  ${marks[verdict]}`}</Say>
		</Line>
	);
}

/** A folder's name, and that at the destination where it is another. */
export function namesOf(from: string, to: string, {marks}: Pick<Theme, 'marks'>): string {
	return from === to ? from : `${from} ${marks.arrow} ${to}`;
}

/** Both names where there is room for them; the line below the table says them in full. */
function useNames(from: string, to: string, width: number): string {
	const {theme} = useEnvironment();
	const text = useCells();
	const arrow = ` ${theme.marks.arrow} `;
	const both = namesOf(from, to, theme);
	if (from === to || width < 24) return text.cutStart(from, width);
	if (cells(both) <= width) return both;
	const half = Math.floor((width - cells(arrow)) / 2);
	const first = Math.min(cells(from), Math.max(half, width - cells(arrow) - cells(to)));
	return text.cutStart(from, first) + arrow + text.cutStart(to, width - cells(arrow) - first);
}
