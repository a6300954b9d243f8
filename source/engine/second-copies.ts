import {type Account, isFiles} from '../accounts/account.ts';
import {providerOf} from '../accounts/providers.ts';
import type {Folder} from '../stores/store.ts';

/**
 * Marks the folders in which the mailbox's provider keeps a second copy of all mail: one for each year in a folder of
 * its own, and what is below those. What a person has put beside the years is no such copy.
 */
export function withSecondCopies(account: Account, folders: readonly Folder[]): readonly Folder[] {
	// Of files, all is wanted back.
	if (isFiles(account)) return folders;
	const archive = providerOf(account)?.archive?.toLowerCase();
	const isYear = ({path: [top = '', year = '']}: Folder) =>
		top.toLowerCase() === archive && /^\d{4}$/.test(year);
	if (archive === undefined || !folders.some(isYear)) return folders;
	const isArchive = ({path: [top = '', ...below]}: Folder) =>
		top.toLowerCase() === archive && below.length === 0;
	return folders.map(folder =>
		isYear(folder) || isArchive(folder) ? {...folder, secondCopy: true} : folder,
	);
}
