import {readdir, rm} from 'node:fs/promises';
import {join} from 'node:path';
import type {FilesAccount, FilesFormat} from '../../../accounts/account.ts';
import {Problem, type Side} from '../../../problem.ts';
import type {Remark} from '../../store.ts';
import {remark} from '../remarks.ts';
import {clearUnpacked, newDirectory} from './unpacked.ts';
import {type Unpacking, unpack} from './unpacking.ts';

/** Mail that was in a zip, for as long as it is read. */
export interface OpenedZip {
	/** The directory that it is in. */
	readonly root: string;
	/** What its UIDs are kept under: the zip's path, and what is in it. */
	readonly known: string;
	readonly remarks: readonly Remark[];
	/** Takes the directory away again. */
	close(): Promise<void>;
}

/**
 * Unpacks a zip for as long as the mail in it is read, into a directory for its owner alone. The zip is not touched.
 *
 * @throws {Problem} see `unpack`; `connection-lost` where it was ended
 */
export async function openZip(
	side: Side,
	{format, path}: FilesAccount,
	options: {readonly signal?: AbortSignal; readonly onProgress?: (told: Unpacking) => void},
): Promise<OpenedZip> {
	await clearUnpacked();
	const directory = await newDirectory();
	const close = async () => rm(directory, {recursive: true, force: true});
	try {
		const {digest, renamed, links} = await unpack(side, path, directory, options);
		const root = await mailRoot(directory, format);
		return {
			root,
			known: `${digest}:${path}${root.slice(directory.length)}`,
			remarks: [...remark('renamed-in-zip', renamed), ...remark('links-in-zip', links)],
			close,
		};
	} catch (error) {
		await close();
		throw options.signal?.aborted ? new Problem({code: 'connection-lost', side}, error) : error;
	}
}

/** Where mail begins: below directories with nothing beside them, which are wrapping and no folders. */
async function mailRoot(directory: string, format: FilesFormat): Promise<string> {
	const [only, ...others] = await readdir(directory, {withFileTypes: true});
	if (!only?.isDirectory() || others.length > 0) return directory;
	const inner = join(directory, only.name);
	const entries = await readdir(inner, {withFileTypes: true});
	// With messages in it, it is a folder; so is what is called as Maildir++ calls one.
	const isFolder =
		format === 'maildir'
			? ['cur', 'new'].includes(only.name) || only.name.startsWith('.')
			: format === 'eml' && (entries.length === 0 || entries.some(entry => entry.isFile()));
	return isFolder ? directory : mailRoot(inner, format);
}
