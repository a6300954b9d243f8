import {join} from 'node:path';
import {beside} from './beside.ts';
import {entriesOf, open, stat} from './disk.ts';
import {enough, type FilesLook} from './files-look.ts';
import {looksLikeMbox} from './mbox/scan.ts';
import {wordsOf} from './refusing.ts';
import {isMissing} from './sidecar.ts';
import {isCalledZip, isZip} from './zip/is-zip.ts';

/**
 * Tells the format of mail in files: `cur`, `new` and `tmp` are a Maildir's, `.eml` files are messages, and an mbox
 * begins with a `From ` line. A zip is what is in it.
 */
export async function lookAtFiles(path: string): Promise<FilesLook> {
	try {
		if (await isZip(path)) return {...(await lookIntoZip(path).catch(unreadable)), isZip: true};
		const stats = await stat(path);
		if (stats.isFile()) return (await isMbox(path)) ? {kind: 'mail', format: 'mbox'} : {kind: 'other'};
		return await lookAtFolder(path);
	} catch (error) {
		if (isMissing(error)) return isCalledZip(path) ? {kind: 'new', isZip: true} : {kind: 'new'};
		return unreadable(error);
	}
}

/** What is in a folder, by name; nothing where it can't be read. */
export async function namesIn(path: string): Promise<readonly {name: string; isFolder: boolean}[]> {
	const entries = await entriesOf(path).catch(() => []);
	return Promise.all(
		entries.map(async entry => {
			const {name} = entry;
			if (!entry.isSymbolicLink()) return {name, isFolder: entry.isDirectory()};
			const target = await stat(join(path, name)).catch(() => undefined);
			return {name, isFolder: target?.isDirectory() ?? false};
		}),
	);
}

async function lookIntoZip(path: string): Promise<FilesLook> {
	// Loaded where it is used: few mailboxes are in zips.
	const {lookAtZip} = await import('./zip/looking.ts');
	return lookAtZip(path);
}

async function lookAtFolder(path: string): Promise<FilesLook> {
	let seen = 0;
	const folders = [path];
	for (let folder = folders.shift(); folder !== undefined && seen < enough; folder = folders.shift()) {
		const entries = await entriesOf(folder);
		const inner = entries.filter(entry => entry.isDirectory()).map(({name}) => name);
		if (['cur', 'new', 'tmp'].every(name => inner.includes(name))) return {kind: 'mail', format: 'maildir'};
		const files = entries.filter(entry => entry.isFile() && !beside.test(entry.name)).map(({name}) => name);
		if (files.some(name => /\.eml$/i.test(name))) return {kind: 'mail', format: 'eml'};
		for (const name of files.slice(0, enough - seen)) {
			if (await isMbox(join(folder, name))) return {kind: 'mail', format: 'mbox'};
			seen++;
		}

		for (const name of inner) folders.push(join(folder, name));
	}

	return seen === 0 ? {kind: 'new'} : {kind: 'other'};
}

function unreadable(error: unknown): FilesLook {
	return {kind: 'unreadable', why: wordsOf(error)};
}

async function isMbox(path: string): Promise<boolean> {
	const file = await open(path, 'r');
	try {
		const {size} = await file.stat();
		return size === 0 ? /\.mbox$/i.test(path) : await looksLikeMbox(file, size, false);
	} finally {
		await file.close();
	}
}
