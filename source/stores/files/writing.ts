import {randomBytes} from 'node:crypto';
import {constants} from 'node:fs';
import {dirname} from 'node:path';
import {whenAll} from '../../when-all.ts';
import {lstat, mkdir, open, rename, rm} from './disk.ts';

/** The beginning of a name under which something is written that is not whole yet. Nothing else begins like that. */
export const unfinished = '.trasloco~';

/** A name for a file that is not whole yet, in whatever folder. */
export function unfinishedName(): string {
	return `${unfinished}${process.pid}-${randomBytes(6).toString('hex')}.tmp`;
}

/** What a file is to have, as a whole or in parts. */
export type Content = Buffer | string | Iterable<string>;

/** Whether it is the name of a file that a process which is no more has left unfinished. */
export function isLeftOver(name: string): boolean {
	if (!name.startsWith(unfinished)) return false;
	const [, pid] = /^(\d{1,10})-/.exec(name.slice(unfinished.length)) ?? [];
	return pid !== undefined && !isRunning(Number(pid));
}

/** Whether there is a process of this number on this machine. */
export function isRunning(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return !(error instanceof Error && 'code' in error && error.code === 'ESRCH');
	}
}

/** Writes a new file, and is sure that it is on the disk; not yet that its name is (see `syncFolder`). Nothing is left of one that fails. */
export async function writeNew(path: string, content: Content, mtime?: number): Promise<void> {
	// Never over what is there, nor through a symbolic link.
	const file = await open(path, 'wx', 0o600);
	try {
		await file.writeFile(content);
		if (mtime !== undefined) await file.utimes(mtime, mtime);
		await file.sync();
	} catch (error) {
		await rm(path, {force: true});
		throw error;
	} finally {
		await file.close();
	}
}

/** Writes a file whole or not at all, in the place of what was there. */
export async function writeWhole(path: string, content: Content): Promise<void> {
	const folder = dirname(path);
	const temporary = `${folder}/${unfinishedName()}`;
	await writeNew(temporary, content);
	await rename(temporary, path);
	await syncFolder(folder);
}

/** Writes at the end of a file that is there, and is sure that it is on the disk. */
export async function appendSynced(path: string, text: string): Promise<void> {
	const file = await open(path, constants.O_WRONLY | constants.O_APPEND | constants.O_NOFOLLOW);
	try {
		await file.writeFile(text);
		await file.datasync();
	} finally {
		await file.close();
	}
}

/** Makes a folder where there is none. @throws where a symbolic link stands there: what is written into it would be elsewhere */
export async function makeFolder(path: string): Promise<void> {
	await mkdir(path, {recursive: true, mode: 0o700});
	if ((await lstat(path)).isSymbolicLink()) throw leadsElsewhere(path);
}

/** What the system says of a symbolic link that is not to be followed. */
export function leadsElsewhere(path: string): Error {
	return Object.assign(new Error(`ELOOP: symbolic link, open '${path}'`), {code: 'ELOOP', path});
}

/** Sees to it that what was created, renamed and deleted in a folder stays so. */
export async function syncFolder(path: string): Promise<void> {
	// Windows can't open a folder, and keeps its names by itself.
	if (process.platform === 'win32') return;
	const folder = await open(path, 'r');
	try {
		await folder.sync();
	} finally {
		await folder.close();
	}
}

/** Does so much at once: the disk orders it, and few files are open. */
export async function inParts<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
	const results: R[] = [];
	for (let start = 0; start < items.length; start += atOnce)
		results.push(...(await whenAll(items.slice(start, start + atOnce).map(work))));
	return results;
}

const atOnce = 32;
