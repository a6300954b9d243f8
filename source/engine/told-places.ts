import type {Moved, OpenedFolder, ReadableStore} from '../stores/store.ts';

/**
 * Where messages are that were moved into a folder, as far as the server has told (COPYUID, RFC 4315, 3): old UID →
 * new UID. An undo goes by these UIDs, and one that was there before the move is nobody's but its owner's; so where
 * one of them can't have come with this move, none is believed.
 *
 * @param before the folder before the move
 */
export async function toldPlaces(
	store: ReadableStore,
	folder: string,
	before: OpenedFolder,
	moved: Moved | undefined,
): Promise<ReadonlyMap<number, number>> {
	const nothing = new Map<number, number>();
	if (moved?.uidValidity !== before.uidValidity) return nothing;
	const uids = [...moved.uids.values()];
	if (!uids.every(uid => uid >= before.uidNext)) return nothing;
	const areThere = (uidNext: number) => uids.every(uid => uid < uidNext);
	if (moved.uidNext !== undefined && areThere(moved.uidNext)) return moved.uids;
	const {uidNext} = await store.status(folder);
	return areThere(uidNext) ? moved.uids : nothing;
}
