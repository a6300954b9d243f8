import {join} from 'node:path';
import type {Side} from '../../../problem.ts';
import {FolderGone} from '../box.ts';
import {type Entry, entriesOf, lstat, rm, shownName, stat} from '../disk.ts';
import type {Unopened} from '../remarks.ts';
import {codeOf, isMissing} from '../sidecar.ts';
import {syncFolder, unfinished} from '../writing.ts';
import {unlessMissing} from './inspecting.ts';
import type {Layout} from './layout.ts';
import type {Line} from './line.ts';

/** How often directories are listed that others change. */
const mostScans = 5;

/** What directories hold, as they were listed once. */
interface Scan {
	readonly files: Map<string, string>;
	readonly others: readonly string[];
	/** Their times, where they tell whether something has changed since. */
	readonly listedAt: string | undefined;
	/** Whether somebody may have changed something meanwhile, other than we ourselves. */
	readonly isMoving: boolean;
}

/**
 * The files of a folder's messages in its directories: those that were there when they were listed last, and what has
 * become of them by our own hand since.
 */
export class MessageFiles {
	readonly directory: string;
	readonly #side: Side;
	readonly #layout: Layout;
	/** Below the directory, by their keys. */
	#files = new Map<string, string>();
	#others: readonly string[] = [];
	readonly #unopened = new Map<string, unknown>();
	#keywords: readonly string[] = [];
	#listedAt: string | undefined;

	constructor(side: Side, layout: Layout, directory: string) {
		this.#side = side;
		this.#layout = layout;
		this.directory = directory;
	}

	get size(): number {
		return this.#files.size;
	}

	/** What of their names never changes. */
	keys(): Iterable<string> {
		return this.#files.keys();
	}

	has(key: string): boolean {
		return this.#files.has(key);
	}

	/** A message's file, below the directory. */
	get(key: string): string | undefined {
		return this.#files.get(key);
	}

	/** Where a message's file is, or was; also of one that is known by its key alone. */
	pathOf(key: string): string {
		return join(this.directory, this.#files.get(key) ?? key);
	}

	set(key: string, file: string): void {
		this.#files.set(key, file);
	}

	delete(key: string): void {
		this.#files.delete(key);
	}

	/** Of a source: what is called as messages are, and is no file. */
	get others(): readonly string[] {
		return this.#others;
	}

	/** Directories that can't be opened. */
	get unopened(): Unopened {
		return this.#unopened;
	}

	/** Directories below the folder's. */
	get subdirectories(): readonly string[] {
		return [...new Set([...this.#layout.rooms, this.#layout.workshop])].filter(room => room !== '');
	}

	/** The flags of one that is there: its name tells some. */
	flagsOf(file: string, {flags}: Line): readonly string[] {
		return this.#layout.flagsOf?.(file, this.#keywords, flags) ?? flags;
	}

	/** What a message's file is called, with its flags. */
	fileOf(key: string, flags: readonly string[]): string {
		return this.#layout.fileOf(key, flags, this.#keywords);
	}

	/** Lists what is there now. @throws {FolderGone} */
	async look(): Promise<void> {
		let scan = await this.#scan();
		const files = new Map(scan.files);
		// Of a file that is renamed while its directory is listed, the system may tell neither name (readdir(3)).
		for (let tries = 1; scan.isMoving && tries < mostScans; tries++) {
			scan = await this.#scan();
			for (const [key, file] of scan.files) files.set(key, file);
		}

		this.#files = scan.isMoving ? files : scan.files;
		this.#others = scan.others;
		this.#keywords = (await this.#layout.readKeywords?.(this.directory)) ?? [];
		this.#listedAt = scan.listedAt;
	}

	/** Whether the directories are as they were when they were listed, as far as their times tell. */
	async isCurrent(): Promise<boolean> {
		return this.#listedAt !== undefined && (await this.#times()).join(' ') === this.#listedAt;
	}

	/** Sees to it that names can tell these, as far as there are letters left. */
	async learnKeywords(flags: readonly string[]): Promise<void> {
		const {learnKeywords, readKeywords} = this.#layout;
		if (!learnKeywords) return;
		const known = new Set(this.#keywords.map(keyword => keyword.toLowerCase()));
		const wanted = flags.filter(flag => !flag.startsWith('\\') && !known.has(flag.toLowerCase()));
		if (wanted.length === 0) return;
		// A mail server that delivers here meanwhile may have given the next letter.
		const now = (await readKeywords?.(this.directory)) ?? this.#keywords;
		this.#keywords = await learnKeywords(this.directory, now, wanted);
	}

	/** A key for a new message, under which nothing is on the disk: no link, no folder, nothing that others put there since. */
	async freeKey(
		uid: number,
		message: {readonly size: number; readonly bytes: number; readonly flags: readonly string[]},
	): Promise<string> {
		for (let number: number | undefined; ; number = (number ?? 0) + 1) {
			const key = this.#layout.newKey(uid, message, number);
			if (this.#files.has(key)) continue;
			const path = join(this.directory, this.fileOf(key, message.flags));
			if (!(await lstat(path).catch(unlessMissing))) return key;
		}
	}

	/** Clears away what was not written to its end. */
	async clear(): Promise<void> {
		for (const room of new Set(['', this.#layout.workshop])) {
			const entries = await entriesOf(join(this.directory, room)).catch(unlessMissing);
			for (const {name} of entries ?? [])
				if (name.startsWith(unfinished)) await rm(join(this.directory, room, name), {force: true});
		}
	}

	/** Is sure that the names are on the disk. */
	async sync(): Promise<void> {
		for (const room of this.#layout.rooms) await syncFolder(join(this.directory, room));
	}

	/** Lists the directories once. */
	async #scan(): Promise<Scan> {
		const started = Date.now();
		const times = await this.#times();
		const files = new Map<string, string>();
		const others: string[] = [];
		for (const room of this.#layout.rooms) {
			for (const entry of await this.#entries(room)) {
				const key = this.#layout.keyOf(entry.name);
				if (key === undefined) continue;
				const file = room === '' ? entry.name : `${room}/${entry.name}`;
				// Nothing is written through a symbolic link, so at a destination they are none of its files.
				const isFile = entry.isFile() || (entry.isSymbolicLink() && (await this.#leadsToFile(file)));
				if (!isFile) {
					if (this.#side === 'source' && !entry.isDirectory()) others.push(shownName(file));
					continue;
				}

				// Of two that differ by their flags alone, each is a message, if it was not renamed just now.
				const twin = files.get(key);
				const isTwin = twin !== undefined && (await stat(join(this.directory, twin)).catch(unlessMissing));
				files.set(isTwin ? entry.name : key, file);
			}
		}

		// Some disks keep time in steps of two seconds.
		const listedAt = Math.max(...times) < Date.now() - 2500 ? times.join(' ') : undefined;
		if (this.#side === 'destination') return {files, listedAt, others, isMoving: false};
		const after = await this.#times();
		// What the system calls now may be some milliseconds ago; a server of files may be ahead of us.
		const last = Math.max(...after);
		const isMoving = after.join(' ') !== times.join(' ') || (last > started - 20 && last <= Date.now());
		return {files, listedAt, others, isMoving};
	}

	/** When the directories have changed last, in milliseconds since 1970. */
	async #times(): Promise<readonly number[]> {
		const times: number[] = [];
		for (const room of this.#layout.rooms) {
			const stats = await stat(join(this.directory, room)).catch(unlessMissing);
			times.push(stats?.mtimeMs ?? 0);
		}

		return times;
	}

	async #entries(room: string): Promise<readonly Entry[]> {
		try {
			return await entriesOf(join(this.directory, room));
		} catch (error) {
			if (!isMissing(error)) {
				if (this.#side === 'destination' || codeOf(error) === undefined) throw error;
				this.#unopened.set(join(this.directory, room), error);
				return [];
			}

			if (room !== '' && (await stat(this.directory).catch(unlessMissing))) return [];
			throw new FolderGone(this.directory);
		}
	}

	async #leadsToFile(file: string): Promise<boolean> {
		if (this.#side === 'destination') return false;
		return (await stat(join(this.directory, file)).catch(() => undefined))?.isFile() ?? false;
	}
}
