import type {Finished} from '../engine/events.ts';
import type {Sentences} from '../locales/index.ts';
import {printable} from '../printable.ts';

/** The comparison, folder by folder, in columns. */
export function resultTable({folders}: Finished, {commands, format}: Sentences): string[] {
	const {table} = commands;
	const rows = [
		[table.source, table.destination, table.here, table.copied, table.there, table.left, table.now],
		...folders.map(folder => [
			printable(folder.source),
			printable(folder.destination),
			...[
				folder.sourceCount,
				folder.copied,
				folder.alreadyThere,
				folder.skipped,
				folder.destinationCount,
			].map(format.count),
		]),
	];
	const widths = (rows[0] ?? []).map((_, column) =>
		Math.max(...rows.map(row => [...(row[column] ?? '')].length)),
	);
	return rows.map(row =>
		row
			.map((cell, column) => {
				const gap = ' '.repeat(Math.max(0, (widths[column] ?? 0) - [...cell].length));
				return column < 2 ? cell + gap : gap + cell;
			})
			.join('  ')
			.trimEnd(),
	);
}
