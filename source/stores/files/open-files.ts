import type {FilesAccount} from '../../accounts/account.ts';
import {Problem, type Side} from '../../problem.ts';
import type {Tree} from './box.ts';
import {emlTree} from './directory/eml.ts';
import {maildirTree} from './directory/maildir.ts';
import {FilesStore} from './files-store.ts';
import {lookAtFiles} from './looking.ts';
import {mboxTree} from './mbox/mbox-tree.ts';

/**
 * Opens a mailbox in files: a source is only ever read, a destination made where it is not there.
 *
 * @throws {Problem} `file-unreadable`; `file-refused` where a destination holds other files, or mail of another format
 */
export async function openFiles(side: Side, {format, path}: FilesAccount): Promise<FilesStore> {
	if (side === 'destination') await refuseOthers(format, path);
	return FilesStore.open(side, treeOf(side, format, path), path);
}

/** Mail is not mixed with what belongs to somebody else. */
async function refuseOthers(format: FilesAccount['format'], path: string): Promise<void> {
	const look = await lookAtFiles(path);
	const why =
		look.kind === 'other'
			? 'other-files'
			: look.kind === 'mail' && look.format !== format
				? 'other-format'
				: undefined;
	if (why !== undefined) throw new Problem({code: 'file-refused', side: 'destination', params: {path, why}});
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
