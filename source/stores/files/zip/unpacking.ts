import {createHash} from 'node:crypto';
import {type FileHandle, mkdir, open, statfs} from 'node:fs/promises';
import {join, parse} from 'node:path';
import {crc32} from 'node:zlib';
import {Problem, type Side} from '../../../problem.ts';
import {whenAll} from '../../../when-all.ts';
import {shortened} from '../folder-names.ts';
import {wordsOf} from '../refusing.ts';
import {codeOf} from '../sidecar.ts';
import {type Packed, withZip, type Zip} from './entries.ts';

/** How far it is, in bytes of what is unpacked. */
export interface Unpacking {
	readonly bytes: number;
	readonly total: number;
}

/** A zip that was unpacked. */
export interface Unpacked {
	/** The same for the same content: of the names, sizes and checksums of all that is in it. */
	readonly digest: string;
	/** Files whose name another one had before: they have a number in theirs. */
	readonly renamed: readonly string[];
	/** Symbolic links and the like, which are not unpacked. */
	readonly links: readonly string[];
}

/** Files that are written at once. */
const atOnce = 8;

/** Milliseconds from one word on how far it is to the next. */
const pace = 250;

/** Bytes that a name on the disk may have, with room for a number. */
const longest = 240;

/** Bytes of a local header without name and fields (APPNOTE.TXT, 4.3.7). */
const headerBytes = 30;

/**
 * Unpacks all of a zip into a directory that is empty, and looks at the checksum of each file.
 *
 * @param signal ends it
 * @throws {Problem} `zip-unreadable`; `zip-no-room` before anything is written, or when the disk is full;
 * `file-refused` where the disk takes nothing
 */
export async function unpack(
	side: Side,
	path: string,
	into: string,
	{signal, onProgress}: {readonly signal?: AbortSignal; readonly onProgress?: (told: Unpacking) => void},
): Promise<Unpacked> {
	const {total, onDisk, digest} = await withZip(side, path, async zip => weigh(zip, await blockSize(into)));
	const free = await freeBytes(into);
	if (onDisk > free)
		throw new Problem({
			code: 'zip-no-room',
			side,
			params: {path, into, needed: onDisk, free, missing: onDisk - free},
		});
	const written = new Written(into, path, side);
	const links: string[] = [];
	let bytes = 0;
	let toldAt = 0;
	const tell = () => {
		const now = Date.now();
		if (bytes < total && now - toldAt < pace) return;
		toldAt = now;
		onProgress?.({bytes, total});
	};
	await withZip(side, path, async zip => {
		let underWay: Promise<void>[] = [];
		const fill = async (packed: Packed, file: FileHandle, name: string) => {
			try {
				let sum = 0;
				for await (const piece of zip.bytes(packed)) {
					signal?.throwIfAborted();
					sum = crc32(piece, sum);
					await written.guarded(name, async () => file.writeFile(piece));
					bytes += piece.length;
					tell();
				}

				if (sum !== packed.entry.crc32) throw zip.fault('damaged', packed.levels.join('/'));
				// The same each time: a file is known by it.
				const time = packed.entry.getLastModDate();
				await written.guarded(name, async () => file.utimes(time, time));
			} finally {
				await file.close();
			}
		};
		try {
			for await (const packed of zip.packed()) {
				signal?.throwIfAborted();
				if (packed.kind === 'other') links.push(packed.levels.join('/'));
				else if (packed.kind === 'directory') await written.directory(packed.levels);
				else {
					const {file, name} = await written.file(packed.levels);
					const filling = fill(packed, file, name);
					filling.catch(() => {});
					underWay.push(filling);
				}

				if (underWay.length < atOnce) continue;
				await whenAll(underWay);
				underWay = [];
			}
		} finally {
			await whenAll(underWay);
		}
	});
	return {digest, renamed: written.renamed, links};
}

/** What it all takes, by what is declared; a zip that says the same bytes are several files is a trap. */
async function weigh(
	zip: Zip,
	block: number,
): Promise<{readonly total: number; readonly onDisk: number; readonly digest: string}> {
	const hash = createHash('sha256');
	const places: {readonly start: number; readonly end: number; readonly name: string}[] = [];
	let total = 0;
	let onDisk = 0;
	for await (const {entry, kind, levels} of zip.packed()) {
		const {relativeOffsetOfLocalHeader: start, compressedSize, uncompressedSize} = entry;
		hash.update(JSON.stringify([levels, kind, uncompressedSize, entry.crc32]));
		places.push({start, end: start + headerBytes + compressedSize, name: levels.join('/')});
		if (kind === 'other') continue;
		total += uncompressedSize;
		onDisk += Math.max(1, Math.ceil(uncompressedSize / block)) * block;
	}

	places.sort((a, b) => a.start - b.start);
	for (const [index, {end}] of places.entries()) {
		const next = places[index + 1];
		if (next && next.start < end) throw zip.fault('overlap', next.name);
	}

	return {total, onDisk, digest: hash.digest('hex')};
}

/** What has been written below a directory, where no name is given twice. */
class Written {
	readonly renamed: string[] = [];
	readonly #root: string;
	readonly #zip: string;
	readonly #side: Side;
	/** Where the zip's directories are, by their levels. */
	readonly #directories = new Map<string, string>();
	/** The next number for a name that is there. */
	readonly #numbers = new Map<string, number>();

	constructor(root: string, zip: string, side: Side) {
		this.#root = root;
		this.#zip = zip;
		this.#side = side;
	}

	/** Makes a directory with those that it is in. @returns its path */
	async directory(levels: readonly string[]): Promise<string> {
		let directory = this.#root;
		for (const [index, level] of levels.entries()) {
			const key = levels.slice(0, index + 1).join('/');
			const known = this.#directories.get(key);
			const above = directory;
			directory = known ?? (await this.#free(above, level, async path => mkdir(path, 0o700))).path;
			this.#directories.set(key, directory);
		}

		return directory;
	}

	/** Makes a file that is empty. */
	async file(levels: readonly string[]): Promise<{readonly file: FileHandle; readonly name: string}> {
		const directory = await this.directory(levels.slice(0, -1));
		const {made: file, path} = await this.#free(directory, levels.at(-1) ?? '', async path =>
			open(path, 'wx', 0o600),
		);
		return {file, name: path};
	}

	/** Does something on the disk, which may be full. @throws {Problem} `zip-no-room`, `file-refused` */
	async guarded<T>(path: string, work: () => Promise<T>): Promise<T> {
		try {
			return await work();
		} catch (error) {
			const side = this.#side;
			const isFull = ['ENOSPC', 'EDQUOT'].includes(codeOf(error) ?? '');
			if (isFull)
				throw new Problem({code: 'zip-no-room', side, params: {path: this.#zip, into: this.#root}}, error);
			throw new Problem({code: 'file-refused', side, params: {path, why: wordsOf(error)}}, error);
		}
	}

	/** Makes something under a name that is free, as the disk sees names. */
	async #free<T>(
		directory: string,
		level: string,
		make: (path: string) => Promise<T>,
	): Promise<{readonly made: T; readonly path: string}> {
		const wanted = join(directory, fitting(level));
		for (let number = this.#numbers.get(wanted) ?? 1; ; number++) {
			const {dir, name, ext} = parse(wanted);
			const path = number === 1 ? wanted : join(dir, `${name} (${number})${ext}`);
			const made = await this.guarded(path, async () => unlessThere(make(path)));
			if (made === there) continue;
			this.#numbers.set(wanted, number + 1);
			if (number > 1) this.renamed.push(path.slice(this.#root.length + 1));
			return {made, path};
		}
	}
}

const there = Symbol('something of this name is there');

async function unlessThere<T>(made: Promise<T>): Promise<T | typeof there> {
	try {
		return await made;
	} catch (error) {
		if (codeOf(error) === 'EEXIST') return there;
		throw error;
	}
}

/** A name that this disk can have; its ending says what it is, and stays. */
function fitting(level: string): string {
	if (Buffer.byteLength(level) <= longest) return level;
	const {name, ext} = parse(level);
	return Buffer.byteLength(ext) < 16 ? `${shortened(name, '~')}${ext}` : shortened(level, '~');
}

async function blockSize(path: string): Promise<number> {
	return (await statfs(path)).bsize;
}

async function freeBytes(path: string): Promise<number> {
	const {bsize, bavail} = await statfs(path);
	return bsize * bavail;
}
