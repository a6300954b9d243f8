import {Problem} from '../problem.ts';
import type {Folder, OpenedFolder, ReadableStore, WritableStore} from '../stores/store.ts';

/** What tells whether something has come into a folder, or gone. */
type Counts = Pick<Folder, 'uidValidity' | 'uidNext' | 'messages'>;

/** Milliseconds for which a listing tells as much as asking again: no longer than the answer may take. */
const fresh = 2000;

/** What a folder holds, by the listing where that has just come; undefined where there is none. */
export async function recentStatusOf(store: ReadableStore, folder: string): Promise<Counts | undefined> {
	const {folders, listedAt = 0} = store.info;
	const listed = Date.now() - listedAt < fresh ? folders.find(({name}) => name === folder) : undefined;
	return listed && listed.uidValidity > 0 ? listed : statusOf(store, folder);
}

/** What a folder holds, or undefined where there is none. */
export async function statusOf(store: ReadableStore, folder: string): Promise<OpenedFolder | undefined> {
	return store.status(folder).catch(unlessGone);
}

/** Opens a folder so that messages can be moved out of it; undefined where there is none. */
export async function opened(store: WritableStore, folder: string): Promise<OpenedFolder | undefined> {
	return store.open(folder).catch(unlessGone);
}

function unlessGone(error: unknown): undefined {
	if (!(error instanceof Problem) || error.data.code !== 'folder-gone') throw error;
}
