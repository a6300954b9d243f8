import type {FilesAccount} from '../../accounts/account.ts';
import {Problem, type Side} from '../../problem.ts';
import type {Tree} from './box.ts';
import {emlTree} from './directory/eml.ts';
import {maildirTree} from './directory/maildir.ts';
import {FilesStore} from './files-store.ts';
import {lookAtFiles} from './looking.ts';
import {mboxTree} from './mbox/mbox-tree.ts';
import {unreadable} from './refusing.ts';
import {isZip} from './zip/is-zip.ts';
import type {Unpacking} from './zip/unpacking.ts';

/**
 * Opens a mailbox in files: a source is only ever read, a destination made where it is not there.
 *
 * @param options.signal ends the unpacking of a zip
 * @throws {Problem} `file-unreadable`; `file-refused` where a destination holds other files, or mail of another format, or in a dialect that is only read;
 * `zip-not-written`; of a zip, see `unpack`
 */
export async function openFiles(
	side: Side,
	account: FilesAccount,
	options: {readonly signal?: AbortSignal; readonly onUnpacking?: (told: Unpacking) => void} = {},
): Promise<FilesStore> {
	const {format, path, dialect} = account;
	const isPacked = await isZip(path).catch((error: unknown) => {
		throw unreadable(side, path, error);
	});
	if (side === 'source' && isPacked) return openPacked(side, account, options);
	if (side === 'destination') await refuseOthers(format, path);
	if (side === 'destination' && dialect !== undefined && dialect !== 'mboxrd')
		throw new Problem({code: 'file-refused', side, params: {path, why: 'dialect'}});
	return FilesStore.open(side, treeOf(side, account, path), path);
}

async function openPacked(
	side: Side,
	account: FilesAccount,
	{signal, onUnpacking}: {readonly signal?: AbortSignal; readonly onUnpacking?: (told: Unpacking) => void},
): Promise<FilesStore> {
	// Loaded where it is used: few mailboxes are in zips.
	const {openZip} = await import('./zip/opening.ts');
	const zip = await openZip(side, account, {signal, onProgress: onUnpacking});
	try {
		const tree = treeOf(side, account, zip.root, zip.known);
		return await FilesStore.open(side, tree, account.path, zip);
	} catch (error) {
		await zip.close();
		throw error;
	}
}

/** Mail is not mixed with what belongs to somebody else. */
async function refuseOthers(format: FilesAccount['format'], path: string): Promise<void> {
	const look = await lookAtFiles(path);
	const params = {path, format};
	if (look.isZip) throw new Problem({code: 'zip-not-written', side: 'destination', params});
	const why =
		look.kind === 'other'
			? 'other-files'
			: look.kind === 'mail' && look.format !== format
				? 'other-format'
				: undefined;
	if (why !== undefined) throw new Problem({code: 'file-refused', side: 'destination', params: {path, why}});
}

/** @param known what UIDs are kept under that nothing stands beside: the path that the mailbox has for a person */
function treeOf(side: Side, {format, dialect}: FilesAccount, path: string, known = path): Tree {
	switch (format) {
		case 'eml':
			return emlTree(side, path, known);
		case 'maildir':
			return maildirTree(side, path, known);
		case 'mbox':
			return mboxTree(side, path, known, dialect);
	}
}
