import stringWidth from 'string-width';
import type {Finished, FolderResult} from '../engine/events.ts';
import type {Sentences} from '../locales/index.ts';
import {printable} from '../printable.ts';

/** What a table compares: what would be copied, what was, two accounts, or what is left after an undo. */
export type TableKind = 'plan' | 'copy' | 'compare' | 'undo';

type Words = Sentences['commands']['table'];

/** The columns of numbers, so that each row adds up: now = before + copied, source = copied + there before + left out. */
const columnsOf: Readonly<
	Record<TableKind, readonly (readonly [keyof Words, (folder: FolderResult) => number])[]>
> = {
	copy: [
		['here', folder => folder.sourceCount],
		['copied', folder => folder.copied],
		['there', folder => folder.alreadyThere],
		['left', folder => folder.skipped],
		['before', folder => folder.destinationBefore],
		['now', folder => folder.destinationCount],
	],
	plan: [
		['here', folder => folder.sourceCount],
		['toCopy', folder => folder.sourceCount - folder.alreadyThere - folder.skipped],
		['there', folder => folder.alreadyThere],
		['left', folder => folder.skipped],
		['at', folder => folder.destinationCount],
	],
	compare: [
		['here', folder => folder.sourceCount],
		['both', folder => folder.alreadyThere],
		['at', folder => folder.destinationCount],
	],
	undo: [
		['before', folder => folder.destinationBefore],
		['now', folder => folder.destinationCount],
	],
};

/** The comparison, folder by folder, in columns. */
export function resultTable({folders}: Finished, {commands, format}: Sentences, kind: TableKind): string[] {
	const words = commands.table;
	const columns = columnsOf[kind];
	const rows = [
		[words.source, words.destination, ...columns.map(([name]) => words[name])],
		...folders.map(folder => [
			printable(folder.source),
			printable(folder.destination),
			...columns.map(([, value]) => format.count(value(folder))),
		]),
	];
	const widths = (rows[0] ?? []).map((_, column) =>
		Math.max(...rows.map(row => stringWidth(row[column] ?? ''))),
	);
	return rows.map(row =>
		row
			.map((cell, column) => {
				const gap = ' '.repeat(Math.max(0, (widths[column] ?? 0) - stringWidth(cell)));
				return column < 2 ? cell + gap : gap + cell;
			})
			.join('  ')
			.trimEnd(),
	);
}
