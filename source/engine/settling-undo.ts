import type {FolderRecord, MessageChange, MessageRecord} from '../journal/records.ts';
import type {OpenedFolder, WritableStore} from '../stores/store.ts';
import {statusOf} from './folder-status.ts';
import {contentFirst, locate} from './locating.ts';
import {ownWayOut, type UndoContext} from './undo-context.ts';

/** Moves without an outcome, after a kill or a lost answer: each message is where it was, or on the way out. */
export async function settleUndoing(context: UndoContext): Promise<void> {
	const {journal} = context;
	for (const folder of journal.folders()) {
		const moves = journal.openMoves(folder.id);
		const promoting = journal.messages(folder.id, ['promoting']);
		const undoing = journal.messages(folder.id, ['undoing']);
		if (moves.length + promoting.length + undoing.length === 0) continue;
		const changes = new Map<number, MessageChange>();
		// What is not found where it was to go has stayed: in the staging folder, which goes, or in its place.
		for (const {id} of promoting) changes.set(id, {state: 'verified'});
		for (const {id} of undoing) changes.set(id, {state: 'placed'});
		const left = await notWhereTheyWere(context, folder, {promoting, undoing});
		for (const target of new Set(moves.map(move => move.target))) {
			if (!(await statusOf(context.destination, target))) continue;
			const isPlace = target === folder.destination;
			const {uids} = await locate(context, target, isPlace ? left.promoting : left.undoing, contentFirst);
			for (const [id, uid] of uids) {
				changes.set(
					id,
					isPlace
						? {state: 'placed', destinationUid: uid}
						: {state: 'trashed', wayOut: target, trashUid: uid},
				);
			}
		}

		await dropSurplus(context, folder, undoing, changes);
		journal.outcomeMove(
			'reconciled',
			moves.map(move => move.id),
			[...changes].map(([id, change]) => ({id, change})),
		);
	}
}

/**
 * A move leaves nothing behind: what is still where it was has gone nowhere, and what looks like it elsewhere
 * is somebody else's. Where the server can only copy, it may be in both places.
 */
async function notWhereTheyWere(
	{destination, record}: UndoContext,
	folder: FolderRecord,
	{
		promoting,
		undoing,
	}: {readonly promoting: readonly MessageRecord[]; readonly undoing: readonly MessageRecord[]},
) {
	if (!destination.can.move) return {promoting, undoing};
	const here = await statusOf(destination, folder.destination);
	const placed = await presentUids(destination, folder, here, undoing);
	const now = promoting.length > 0 ? await statusOf(destination, record.staging) : undefined;
	const staged =
		now && now.uidValidity === record.stagingValidity
			? await destination.metadata(
					record.staging,
					now.uidValidity,
					promoting.flatMap(({stagingUid}) => stagingUid ?? []).sort((a, b) => a - b),
				)
			: new Map<number, unknown>();
	return {
		promoting: promoting.filter(({stagingUid = 0}) => !staged.has(stagingUid)),
		undoing: undoing.filter(({destinationUid = 0}) => !placed.has(destinationUid)),
	};
}

/**
 * Copied to the way out and not yet deleted at its place, where the server can't move: the copy is surplus,
 * and ours. In a folder of our own it goes with the folder; in the trash it is taken out by its UID.
 */
async function dropSurplus(
	{destination, record}: UndoContext,
	folder: FolderRecord,
	undoing: readonly MessageRecord[],
	changes: Map<number, MessageChange>,
): Promise<void> {
	const now = await statusOf(destination, folder.destination);
	const stillThere = await presentUids(destination, folder, now, undoing);
	const surplus = new Map<string, number[]>();
	for (const {id, destinationUid} of undoing) {
		const {state, wayOut: way, trashUid} = changes.get(id) ?? {};
		if (state !== 'trashed' || destinationUid === undefined || !stillThere.has(destinationUid)) continue;
		changes.set(id, {state: 'placed'});
		if (way === undefined || trashUid === undefined || way === ownWayOut(record)) continue;
		surplus.set(way, [...(surplus.get(way) ?? []), trashUid]);
	}

	for (const [way, uids] of surplus) {
		const {uidValidity} = await destination.status(way);
		await destination.expunge(
			way,
			uidValidity,
			uids.sort((a, b) => a - b),
		);
	}
}

/**
 * Which of these messages are still where the run placed them: their UIDs.
 *
 * @param now the folder at the destination as it is; undefined where there is none
 */
export async function presentUids(
	destination: WritableStore,
	folder: FolderRecord,
	now: OpenedFolder | undefined,
	messages: readonly MessageRecord[],
): Promise<ReadonlySet<number>> {
	if (!now || now.uidValidity !== folder.destinationValidity) return new Set();
	const uids = messages.flatMap(({destinationUid}) => destinationUid ?? []).sort((a, b) => a - b);
	return new Set((await destination.metadata(folder.destination, now.uidValidity, uids)).keys());
}
