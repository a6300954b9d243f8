import {open, readdir, stat} from 'node:fs/promises';
import {join} from 'node:path';
import type {FilesFormat} from '../../accounts/account.ts';
import {looksLikeMbox} from './mbox/scan.ts';
import {wordsOf} from './refusing.ts';
import {isMissing} from './sidecar.ts';

/** What is at a path, as far as a look at its files tells. */
export type FilesLook =
	| {readonly kind: 'mail'; readonly format: FilesFormat}
	/** Nothing is there, or folders without anything in them. */
	| {readonly kind: 'new'}
	/** Files, and none of them mail. */
	| {readonly kind: 'other'}
	/** In the words of the operating system. */
	| {readonly kind: 'unreadable'; readonly why: string};

/** Files that are looked at before a path counts as something else than mail. */
const enough = 200;

/** What programs leave beside mail, and this one where it has taken all mail out again. */
const beside = /^\.|trasloco\.jsonl$|^(?:dovecot|maildir|courier|subscriptions)|\.(?:msf|lock|tmp)$/i;

/**
 * Tells the format of mail in files: `cur`, `new` and `tmp` are a Maildir's, `.eml` files are messages, and an mbox
 * begins with a `From ` line.
 */
export async function lookAtFiles(path: string): Promise<FilesLook> {
	try {
		const stats = await stat(path);
		if (stats.isFile()) return (await isMbox(path)) ? {kind: 'mail', format: 'mbox'} : {kind: 'other'};
		return await lookAtFolder(path);
	} catch (error) {
		return isMissing(error) ? {kind: 'new'} : {kind: 'unreadable', why: wordsOf(error)};
	}
}

async function lookAtFolder(path: string): Promise<FilesLook> {
	let seen = 0;
	const folders = [path];
	for (let folder = folders.shift(); folder !== undefined && seen < enough; folder = folders.shift()) {
		const entries = await readdir(folder, {withFileTypes: true});
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

async function isMbox(path: string): Promise<boolean> {
	const file = await open(path, 'r');
	try {
		const {size} = await file.stat();
		return size === 0 ? /\.mbox$/i.test(path) : await looksLikeMbox(file, size, false);
	} finally {
		await file.close();
	}
}
