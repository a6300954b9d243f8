import {totalOf} from '../../../certified/kind.ts';
import {type Verdict, verdicts} from '../../../certified/verdict.ts';
import type {Format} from '../../../locales/format.ts';
import {cells} from '../../cells.ts';
import type {Words} from '../../services.ts';
import type {CheckedRow, Total} from './signatures-state.ts';

/** One column of numbers: its title in two lines, its width, and what it says of a folder or of all of them. */
export interface Column {
	readonly title: readonly [string, string];
	readonly width: number;
	readonly value: (of: Pick<CheckedRow, 'checked' | 'kinds' | 'verdicts'>) => number;
	/** A verdict that a person should look at, where there are any. */
	readonly isSuspect: boolean;
}

/** Verdicts that are told even where there are none. */
const always: ReadonlySet<Verdict> = new Set(['intact', 'altered', 'not-signed']);
/** Columns that say least, in the order in which they go where there is no room: the line below the table has all. */
const dispensable: readonly (Verdict | 'messages' | 'certified')[] = [
	'messages',
	'certified',
	'intact',
	'not-signed',
	'expired-since',
];
const suspicious: ReadonlySet<Verdict> = new Set(['expired', 'unknown-signer', 'altered', 'unchecked']);

/** Cells that names of folders get at least. */
const leastName = 14;

/**
 * The columns for which there is room, and the cells that are left for names.
 *
 * @param longest Cells that the longest name takes.
 */
export function columnsFor(
	width: number,
	longest: number,
	total: Total,
	{column: titles}: Words['signatures'],
	format: Format,
): {readonly name: number; readonly columns: readonly Column[]} {
	const column = (said: string, value: Column['value'], isSuspect = false): Column => {
		const [first = '', second] = said.split('\n');
		const title = second === undefined ? (['', first] as const) : ([first, second] as const);
		const most = Math.max(...title.map(cells), cells(format.count(value(total))));
		return {title, width: most + 2, value, isSuspect};
	};
	const shown = verdicts.filter(verdict => always.has(verdict) || (total.verdicts[verdict] ?? 0) > 0);
	const all = new Map<Verdict | 'messages' | 'certified', Column>([
		['messages', column(titles.messages, ({checked}) => checked)],
		...(totalOf(total.kinds) > 0
			? [['certified', column(titles.certified, ({kinds}) => totalOf(kinds))] as const]
			: []),
		...shown.map(
			verdict =>
				[
					verdict,
					column(titles[verdict], ({verdicts: counts}) => counts[verdict] ?? 0, suspicious.has(verdict)),
				] as const,
		),
	]);
	const room = () => width - 3 - 4 - [...all.values()].reduce((sum, each) => sum + each.width, 0);
	for (const key of dispensable) if (room() < leastName) all.delete(key);
	return {name: Math.max(8, Math.min(Math.max(longest, 24), room())), columns: [...all.values()]};
}
