import {Problem} from '../problem.ts';
import type {OpenedFolder, ReadableStore} from '../stores/store.ts';

/** What a folder holds, or undefined where there is none. */
export async function statusOf(store: ReadableStore, folder: string): Promise<OpenedFolder | undefined> {
	try {
		return await store.status(folder);
	} catch (error) {
		if (error instanceof Problem && error.data.code === 'folder-gone') return undefined;
		throw error;
	}
}
