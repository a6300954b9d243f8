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
	const uidNext = moved.uidNext ?? (await store.status(folder)).uidNext;
	const isNew = (uid: number) => uid >= before.uidNext && uid < uidNext;
	return [...moved.uids.values()].every(isNew) ? moved.uids : nothing;
}
