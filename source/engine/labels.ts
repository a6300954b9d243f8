import {hasLabels, type Labels} from '../stores/labels.ts';
import {isView} from '../stores/roles.ts';
import type {Folder, ReadableStore} from '../stores/store.ts';
import {whenAll} from '../when-all.ts';
import type {Finding} from './finding.ts';

/** A source folder in which messages of other folders may be shown again. */
export interface LabelFolder {
	readonly source: Folder;
	readonly uidValidity: number;
	readonly messages: Iterable<{readonly uid: number}>;
	/** Source UIDs of those that are at the destination, in the folder that this one goes to. */
	readonly present: {has(uid: number): boolean; keys(): Iterable<number>};
}

/**
 * Which messages of these folders another of them takes, where one message may be in several: with `once` all but one
 * of them, and in either case what is in the folder of all mail and in another one. Where the source's folders are no
 * labels, none.
 *
 * A message that is at the destination under one of its labels stays there. Otherwise the operator's own labels come
 * first, the deepest before the ones above it, then the inbox, the sent mail, and what shows mail once more; but a
 * draft is a draft. Of two that are equal the one that comes first.
 *
 * @returns their UIDs, for each folder
 * @throws {Problem} `folder-gone`, `folder-changed`, `connection-lost`
 */
export async function findElsewhere(
	source: ReadableStore,
	folders: readonly LabelFolder[],
	labels: Labels,
): Promise<readonly ReadonlySet<number>[]> {
	const elsewhere = folders.map(() => new Set<number>());
	const isShared = labels === 'once' || folders.some(folder => folder.source.role === 'all');
	if (!hasLabels(source.info) || !isShared) return elsewhere;
	const identities = await whenAll(
		folders.map(async folder => source.identities?.(folder.source.name, folder.uidValidity)),
	);
	const identityOf = (index: number, uid: number) => identities[index]?.get(uid);
	const taken = new Set(
		folders.flatMap(({present}, index) => [...present.keys()].map(uid => identityOf(index, uid))),
	);
	const inTurn = [...folders.entries()].sort(([, a], [, b]) => turnOf(a.source) - turnOf(b.source));
	for (const [index, {source: folder, messages, present}] of inTurn) {
		const isOnce = labels === 'once' || folder.role === 'all';
		for (const {uid} of messages) {
			const identity = identityOf(index, uid);
			if (identity === undefined || present.has(uid)) continue;
			if (isOnce && taken.has(identity)) elsewhere[index]?.add(uid);
			else taken.add(identity);
		}
	}

	return elsewhere;
}

/** When a folder's turn to take messages comes, as a number: before those with larger ones. */
function turnOf(folder: Folder): number {
	switch (folder.role) {
		case 'drafts':
			return Number.MIN_SAFE_INTEGER;
		case 'inbox':
			return 1;
		case 'sent':
			return 2;
		case 'all':
			return 4;
		default:
			return isView(folder) ? 3 : -folder.path.length;
	}
}

/**
 * Tells how much mail would stay behind because it was archived: none of its labels has a folder, so that only the
 * folder of all mail shows it, and that is not among these.
 *
 * @throws {Problem} `folder-gone`, `folder-changed`, `connection-lost`
 */
export async function tellArchived(
	source: ReadableStore,
	selected: readonly Folder[],
): Promise<readonly Finding[]> {
	const {info} = source;
	const all = info.folders.find(({role, selectable}) => role === 'all' && selectable);
	if (!hasLabels(info) || !all || selected.some(({name}) => name === all.name)) return [];
	const {uidValidity} = await source.status(all.name);
	const labels = await source.labels?.(all.name, uidValidity);
	const folders = new Set(
		info.folders.filter(folder => folder.selectable && !isView(folder)).map(({name}) => name),
	);
	const isArchived = (names: readonly string[]) => !names.some(name => folders.has(name));
	const count = [...(labels?.values() ?? [])].filter(isArchived).length;
	return count > 0 ? [{kind: 'only-in-all-mail', severity: 'note', source: all.name, count}] : [];
}
