import type {ComparedFolder, Comparison, DifferenceKind, ListedMessage} from '../engine/comparison.ts';
import type {EngineClient} from './protocol.ts';

/** Some of the messages of one kind that differ in one folder. */
export interface Differences {
	readonly folder: ComparedFolder;
	readonly kind: DifferenceKind;
	readonly messages: readonly ListedMessage[];
}

/** All kinds, in the order in which they are told. */
export const differenceKinds = ['missing', 'extra', 'flags-differ', 'dates-differ'] as const;

/** Messages whose headings are read at once: one answer's worth of waiting, and never many in memory. */
const pageSize = 500;

const countOf: Readonly<Record<DifferenceKind, (folder: ComparedFolder) => number>> = {
	missing: folder => folder.missing,
	extra: folder => folder.extra,
	'flags-differ': folder => folder.flagsDiffer,
	'dates-differ': folder => folder.datesDiffer,
};

/**
 * All that the engine's last comparison has found in a folder, page by page.
 *
 * @param kinds those that are wanted
 * @throws {Problem} `comparison-outdated`, `folder-gone`, `connection-lost`
 */
export async function* differencesIn(
	engine: EngineClient,
	folder: ComparedFolder,
	kinds: readonly DifferenceKind[] = differenceKinds,
): AsyncGenerator<Differences, void, void> {
	for (const kind of kinds) {
		for (let start = 0; start < countOf[kind](folder); start += pageSize) {
			const asked = {folder: folder.index, kind, start, count: pageSize};
			const {messages} = await engine.request('differences', asked);
			yield {folder, kind, messages};
		}
	}
}

/** The same for all folders, one after the other. @throws {Problem} as `differencesIn` */
export async function* allDifferences(
	engine: EngineClient,
	{folders}: Comparison,
): AsyncGenerator<Differences, void, void> {
	for (const folder of folders) yield* differencesIn(engine, folder);
}
