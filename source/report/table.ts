import stringWidth from 'string-width';
import {certifiedKinds, type KindCounts, type KindsOfSides, totalOf} from '../certified/kind.ts';
import {verdicts} from '../certified/verdict.ts';
import type {CheckedFolder} from '../engine/checked.ts';
import type {ComparedFolder, Comparison} from '../engine/comparison.ts';
import type {Finished, FolderResult} from '../engine/events.ts';
import type {Sentences} from '../locales/index.ts';
import {printable} from '../printable.ts';
import type {Side} from '../problem.ts';

/** What a table tells: what would be copied, what was, or what is left after an undo. */
export type TableKind = 'plan' | 'copy' | 'undo';

type Words = Sentences['commands']['table'];

/** A column of numbers: its head, and what of a folder stands in it. */
type Column<Folder> = readonly [head: keyof Words, value: (folder: Folder) => number];

/** What another folder takes. A column only where there is such a thing. */
const elsewhere: Column<{readonly elsewhere?: number}> = ['elsewhere', folder => folder.elsewhere ?? 0];

/** Each row adds up: now = before + copied, source = copied + there before + under another label + left out. */
const columnsOf: Readonly<Record<TableKind, readonly Column<FolderResult>[]>> = {
	copy: [
		['here', folder => folder.sourceCount],
		['copied', folder => folder.copied],
		['there', folder => folder.alreadyThere],
		elsewhere,
		['left', folder => folder.skipped],
		['before', folder => folder.destinationBefore],
		['now', folder => folder.destinationCount],
	],
	plan: [
		['here', folder => folder.sourceCount],
		['toCopy', folder => folder.sourceCount - folder.alreadyThere - folder.skipped - (folder.elsewhere ?? 0)],
		['there', folder => folder.alreadyThere],
		elsewhere,
		['left', folder => folder.skipped],
		['at', folder => folder.destinationCount],
	],
	undo: [
		['before', folder => folder.destinationBefore],
		['now', folder => folder.destinationCount],
	],
};

/** And here: source = same + missing + under another label, destination = same + extra. */
const comparisonColumns: readonly Column<ComparedFolder>[] = [
	['here', folder => folder.sourceCount],
	['at', folder => folder.destinationCount],
	['same', folder => folder.same],
	['missing', folder => folder.missing],
	elsewhere,
	['extra', folder => folder.extra],
];

/** What the check of signatures came to, folder by folder: of verdicts that there are none of, only the two that matter stand. */
export function signatureTable(folders: readonly CheckedFolder[], sentences: Sentences): string[] {
	const {certified, commands, format} = sentences;
	const shown = verdicts.filter(
		verdict => verdict === 'intact' || verdict === 'altered' || folders.some(each => each.verdicts[verdict]),
	);
	const {table: words} = commands;
	return grid([
		['', words.folder, words.messages, words.certified, ...shown.map(verdict => certified.columns[verdict])],
		...folders.map(({side, folder, messages, kinds, verdicts: counts}) => [
			words[side],
			printable(folder),
			...[messages, totalOf(kinds), ...shown.map(verdict => counts[verdict] ?? 0)].map(format.count),
		]),
	]);
}

/** How many messages of each kind of certified mail folders hold: a line each, none for those without. */
export function kindLines(
	folders: readonly (readonly [name: string, kinds: KindCounts])[],
	{certified, format}: Sentences,
): string[] {
	return folders.flatMap(([name, kinds]) => {
		const counts = certifiedKinds.flatMap(kind => {
			const count = kinds[kind] ?? 0;
			return count > 0 ? `${certified.kinds[kind]} ${format.count(count)}` : [];
		});
		return counts.length > 0 ? `${printable(name)}: ${counts.join(', ')}` : [];
	});
}

/** Kinds of certified mail, folder by folder: of the source first, of the destination where they are others. */
export function certifiedLines(
	folders: readonly {readonly source: string; readonly destination: string; readonly kinds?: KindsOfSides}[],
	sentences: Sentences,
): string[] {
	const {certifiedAt} = sentences.commands;
	const at = (side: Side) =>
		kindLines(
			folders.map(each => [each[side], each.kinds?.[side] ?? {}]),
			sentences,
		);
	const [source, destination] = [at('source'), at('destination')];
	const counts = (side: Side) =>
		JSON.stringify(folders.map(({kinds}) => certifiedKinds.map(kind => kinds?.[side]?.[kind] ?? 0)));
	const block = (head: string, lines: readonly string[]) =>
		lines.length > 0 ? [head, ...lines.map(line => `  ${line}`)] : [];
	if (counts('source') === counts('destination')) return block(certifiedAt.both, source);
	return [...block(certifiedAt.source, source), ...block(certifiedAt.destination, destination)];
}

/** The end of a run, folder by folder, in columns. */
export function resultTable({folders}: Finished, sentences: Sentences, kind: TableKind): string[] {
	return table(folders, columnsOf[kind], sentences);
}

/** The comparison of two accounts, folder by folder, in columns. */
export function comparisonTable({folders}: Comparison, sentences: Sentences): string[] {
	return table(folders, comparisonColumns, sentences);
}

function table<Folder extends {readonly source: string; readonly destination: string}>(
	folders: readonly Folder[],
	columns: readonly Column<Folder>[],
	{commands, format}: Sentences,
): string[] {
	const words = commands.table;
	const shown = columns.filter(
		([name, value]) => name !== 'elsewhere' || folders.some(folder => value(folder) > 0),
	);
	return grid([
		[words.source, words.destination, ...shown.map(([name]) => words[name])],
		...folders.map(folder => [
			printable(folder.source),
			printable(folder.destination),
			...shown.map(([, value]) => format.count(value(folder))),
		]),
	]);
}

/** Rows of cells in columns: the first two are names, all others numbers. */
function grid(rows: readonly (readonly string[])[]): string[] {
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
