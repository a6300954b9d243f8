import {isUtf8} from 'node:buffer';
import {writeFileSync} from 'node:fs';
import * as fs from 'node:fs/promises';

/**
 * The disk, for names that need be no UTF-8: old programs and archives leave names in Latin-1. In paths and names from
 * here, a byte that is no UTF-8 stands as the lone surrogate U+DC00 + byte (as in Python, PEP 383), so that each name
 * leads to its file, and no two are the same.
 */

/** What the system is asked for. */
export function onDisk(path: string): string | Buffer {
	if (path.isWellFormed()) return path;
	return Buffer.concat(
		[...path].map(character => {
			const code = character.charCodeAt(0);
			return isByte(code) ? Buffer.from([code - 0xdc00]) : Buffer.from(character);
		}),
	);
}

/** A name that can be shown: what is no UTF-8 as `%E9`. */
export function shownName(name: string): string {
	if (name.isWellFormed()) return name;
	return [...name]
		.map(character => {
			const code = character.charCodeAt(0);
			return isByte(code) ? `%${(code - 0xdc00).toString(16).toUpperCase()}` : character;
		})
		.join('');
}

/** What is in a directory. */
export interface Entry {
	readonly name: string;
	isFile(): boolean;
	isDirectory(): boolean;
	isSymbolicLink(): boolean;
}

export async function entriesOf(directory: string): Promise<readonly Entry[]> {
	const path = onDisk(directory);
	const entries = await fs.readdir(path, {withFileTypes: true});
	if (!entries.some(({name}) => name.includes('\ufffd'))) return entries;
	const exact = await fs.readdir(path, {withFileTypes: true, encoding: 'buffer'});
	return exact.map(entry => ({
		name: nameOf(entry.name),
		isFile: () => entry.isFile(),
		isDirectory: () => entry.isDirectory(),
		isSymbolicLink: () => entry.isSymbolicLink(),
	}));
}

export async function realpath(path: string): Promise<string> {
	return nameOf(await fs.realpath(onDisk(path), 'buffer'));
}

export function lstat(path: string) {
	return fs.lstat(onDisk(path));
}

export function mkdir(path: string, options: {readonly recursive: boolean; readonly mode: number}) {
	return fs.mkdir(onDisk(path), options);
}

export function open(path: string, flags?: string | number, mode?: number) {
	return fs.open(onDisk(path), flags, mode);
}

export function readFile(path: string): Promise<Buffer> {
	return fs.readFile(onDisk(path));
}

export function rename(from: string, to: string): Promise<void> {
	return fs.rename(onDisk(from), onDisk(to));
}

export function rm(path: string, options: {readonly force: boolean}): Promise<void> {
	return fs.rm(onDisk(path), options);
}

export function rmdir(path: string): Promise<void> {
	return fs.rmdir(onDisk(path));
}

export function stat(path: string) {
	return fs.stat(onDisk(path));
}

/** Writes a small file that must not be there, all at once. */
export function writeNewSync(path: string, text: string): void {
	writeFileSync(onDisk(path), text, {flag: 'wx', mode: 0o600});
}

function isByte(code: number): boolean {
	return code >= 0xdc80 && code <= 0xdcff;
}

function nameOf(bytes: Buffer): string {
	if (isUtf8(bytes)) return bytes.toString();
	let name = '';
	for (let at = 0; at < bytes.length; ) {
		const length = [1, 2, 3, 4].find(each => isUtf8(bytes.subarray(at, at + each)));
		name +=
			length === undefined
				? String.fromCharCode(0xdc00 + (bytes[at] ?? 0))
				: bytes.toString('utf8', at, at + length);
		at += length ?? 1;
	}

	return name;
}
