import type {FilesAccount} from '../../accounts/account.ts';
import type {Side} from '../../problem.ts';
import type {Tree} from './box.ts';
import {emlTree} from './directory/eml.ts';
import {maildirTree} from './directory/maildir.ts';
import {FilesStore} from './files-store.ts';
import {mboxTree} from './mbox/mbox-tree.ts';

/**
 * Opens a mailbox in files: a source is only ever read, a destination made where it is not there.
 *
 * @throws {Problem} `file-unreadable`
 */
export async function openFiles(side: Side, {format, path}: FilesAccount): Promise<FilesStore> {
	return FilesStore.open(side, treeOf(side, format, path), path);
}

function treeOf(side: Side, format: FilesAccount['format'], path: string): Tree {
	switch (format) {
		case 'eml':
			return emlTree(side, path);
		case 'maildir':
			return maildirTree(side, path);
		case 'mbox':
			return mboxTree(side, path);
	}
}
