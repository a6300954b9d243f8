import {hasLabels, type Labels} from '../stores/labels.ts';
import {isView} from '../stores/roles.ts';
import type {Folder, ReadableStore} from '../stores/store.ts';
import {whenAll} from '../when-all.ts';
import type {Finding} from './finding.ts';

/** A source folder in which messages of other folders may be shown again. */
export interface LabelFolder {
	readonly source: Folder;
	readonly uidValidity: number;
	readonly messages: readonly {readonly uid: number}[];
	/** Source UIDs of those that are at the destination, in the folder that this one goes to. */
	readonly present: ReadonlyMap<number, unknown>;
}

/** What there is to know of folders that are labels. */
export interface Shared {
	/** For each folder the UIDs of its messages that another one takes. */
	readonly elsewhere: readonly ReadonlySet<number>[];
	readonly findings: readonly Finding[];
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
 * @throws {Problem} `folder-gone`, `folder-changed`, `connection-lost`
 */
export async function findShared(
	source: ReadableStore,
	folders: readonly LabelFolder[],
	labels: Labels,
): Promise<Shared> {
	const elsewhere = folders.map(() => new Set<number>());
	const all = source.info.folders.find(({role, selectable}) => role === 'all' && selectable);
	if (!hasLabels(source.info) || !(all || labels === 'once')) return {elsewhere, findings: []};
	const identities = await whenAll(
		folders.map(({source: {name}, uidValidity}) => identitiesOf(source, name, uidValidity)),
	);
	const taken = new Set<string>();
	for (const [index, {present}] of folders.entries())
		for (const uid of present.keys()) take(taken, identities[index]?.get(uid));
	const inTurn = [...folders.entries()].sort(([, a], [, b]) => turnOf(a.source) - turnOf(b.source));
	for (const [index, folder] of inTurn) {
		const isOnce = labels === 'once' || folder.source.role === 'all';
		for (const {uid} of folder.messages) {
			const identity = identities[index]?.get(uid);
			if (identity === undefined || folder.present.has(uid)) continue;
			if (isOnce && taken.has(identity)) elsewhere[index]?.add(uid);
			else take(taken, identity);
		}
	}

	const isTaken = all === undefined || folders.some(folder => folder.source.name === all.name);
	const findings = isTaken ? [] : await leftInAllMail(source, all, taken);
	return {elsewhere, findings};
}

function take(taken: Set<string>, identity: string | undefined): void {
	if (identity !== undefined) taken.add(identity);
}

/** When a folder's turn to take messages comes, as a number: before those with larger ones. */
function turnOf(folder: Folder): number {
	switch (folder.role) {
		case 'drafts':
			return -1000;
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
 * Mail that was archived: only the folder of all mail shows it, and nobody has chosen that. What has another label
 * whose folder was not chosen either is left behind by choice, and not counted.
 */
async function leftInAllMail(
	source: ReadableStore,
	all: Folder,
	taken: ReadonlySet<string>,
): Promise<readonly Finding[]> {
	const {uidValidity} = await source.status(all.name);
	const identities = await identitiesOf(source, all.name, uidValidity);
	const left = [...identities].flatMap(([uid, identity]) => (taken.has(identity) ? [] : [uid]));
	if (left.length === 0) return [];
	const labels = await source.labels?.(all.name, uidValidity, left);
	const folders = new Set(
		source.info.folders.filter(folder => folder.selectable && !isView(folder)).map(({name}) => name),
	);
	const archived = left.filter(uid => !labels?.get(uid)?.some(label => folders.has(label)));
	if (archived.length === 0) return [];
	return [{kind: 'only-in-all-mail', severity: 'note', source: all.name, count: archived.length}];
}

async function identitiesOf(
	source: ReadableStore,
	folder: string,
	uidValidity: number,
): Promise<ReadonlyMap<number, string>> {
	return (await source.identities?.(folder, uidValidity)) ?? new Map();
}
