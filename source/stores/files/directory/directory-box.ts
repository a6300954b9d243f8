import {dirname, join} from 'node:path';
import type {Side} from '../../../problem.ts';
import {parseInternalDate, toInternalDate} from '../../internal-date.ts';
import {MessageList} from '../../message-list.ts';
import {isInbox} from '../../roles.ts';
import type {MessageMeta, NewMessage, OpenedFolder, Remark, Role} from '../../store.ts';
import {type Box, FolderGone, permanentFlags, Unreadable} from '../box.ts';
import {type Entry, entriesOf, lstat, readFile, rename, rm, rmdir, shownName, stat} from '../disk.ts';
import {locked} from '../lock.ts';
import {wordsOf} from '../refusing.ts';
import {doubtful, remark, type Unopened} from '../remarks.ts';
import {codeOf, isMissing, newValidity, ownPlace, Sidecar} from '../sidecar.ts';
import {inParts, makeFolder, syncFolder, unfinished, unfinishedName, writeNew} from '../writing.ts';
import {inspect, piecesOf, readCrlf, unlessMissing, withCrlf as withCrlfPieces} from './inspecting.ts';
import type {Layout, Listed} from './layout.ts';
import {type Line, line as lineSchema, mending} from './line.ts';

/** The file in a folder's directory that says what its messages' files do not. */
export const sidecarName = 'trasloco.jsonl';

/**
 * What names of files begin with that stand in a folder's directory while it is written to. With `.lock` behind it, it
 * keeps others out: of several runs, one at a time writes.
 */
export const ownName = '.trasloco';

/** How often a file is looked for that others rename again and again, and a directory is listed that they change. */
const mostTries = 20;
const mostScans = 5;

/** A folder in a directory. */
export interface Place {
	readonly side: Side;
	readonly layout: Layout;
	readonly directory: string;
	/** What its UIDs are kept under: its path, or the one that it has for a person. */
	readonly known: string;
	readonly path: readonly string[];
	readonly selectable: boolean;
	/** False where the directory is still to be made. */
	readonly isMade: boolean;
	/** What stands in the directory. */
	readonly told?: Sidecar<Line> | undefined;
}

/** Reads what stands in a directory about its folder. @throws {Problem} `file-unreadable` */
export async function readTold(side: Side, directory: string): Promise<Sidecar<Line> | undefined> {
	const path = join(directory, sidecarName);
	return Sidecar.read(side, path, lineSchema, new Map(), side === 'source' ? mending : undefined);
}

/** A folder whose messages are files of a directory. */
export class DirectoryBox implements Box {
	readonly path: readonly string[];
	readonly selectable: boolean;
	readonly directory: string;
	readonly #side: Side;
	readonly #layout: Layout;
	readonly #known: string;
	#isMade: boolean;
	/** What stands in the directory; and what is known on this machine alone, since nothing has been written there. */
	#told: Sidecar<Line> | undefined;
	#own: Promise<Sidecar<Line>> | undefined;
	/** What is known of messages, by their UIDs; and their UIDs, by their keys. */
	readonly #lines = new Map<number, Line>();
	readonly #uids = new Map<string, number>();
	/** Of a destination: UIDs whose file, by its key, is another message now: somebody has edited it, and who knows the UID is to see that. */
	readonly #replaced = new Map<number, string>();
	/** The files that are there, by their keys; and those of them that had no UID when they were listed. */
	#files = new Map<string, string>();
	#fresh: readonly Listed[] = [];
	/** Of a source: what is called as messages are, and is no file; and what can't be opened. */
	#others: readonly string[] = [];
	readonly #unopened = new Map<string, unknown>();
	/** The times of the directories that were listed, where they tell whether something has changed since. */
	#listedAt: string | undefined;
	#looking: Promise<unknown> | undefined;
	#keywords: readonly string[] = [];
	/** Whether the files have been held against what is known of them. */
	#isChecked = false;
	/** Whether what a process that was killed has left is cleared away. */
	#isCleared = false;
	#isLocked = false;

	constructor({side, layout, directory, known, path, isMade, told, selectable}: Place) {
		this.#side = side;
		this.#layout = layout;
		this.#told = told;
		this.#isMade = isMade;
		this.#known = known;
		this.directory = directory;
		this.path = path;
		this.selectable = selectable;
	}

	get isBare(): boolean {
		return this.#isMade && this.#told === undefined && this.#files.size === 0;
	}

	get role(): Role | undefined {
		return this.#told?.head.role;
	}

	get subscribed(): boolean {
		// Whoever has not been asked has all of them.
		return this.#told === undefined || isInbox(this.path) || (this.#told.head.subscribed ?? false);
	}

	async validity(): Promise<number> {
		return (await this.#load()).head.uidValidity;
	}

	async look(): Promise<OpenedFolder & {readonly bytes?: number}> {
		await this.#learn();
		const fresh = await this.#look();
		const {head, uidNext} = await this.#load();
		const bytes = this.#bytes();
		return {
			...(bytes === undefined ? {} : {bytes}),
			uidValidity: head.uidValidity,
			uidNext: Math.max(uidNext, this.#told?.uidNext ?? 0) + fresh.length,
			messages: this.#files.size,
			permanentFlags,
		};
	}

	async list(onMessage: () => void = () => {}): Promise<MessageList> {
		await this.#learn();
		const told = await this.#settle(onMessage);
		const messages = new MessageList();
		for (const line of this.#lines.values()) {
			const meta = this.#metaOf(line);
			if (meta) messages.add(meta);
		}

		for (let more = told; more < messages.length; more++) onMessage();
		return messages.inOrder();
	}

	async remarks(): Promise<readonly Remark[]> {
		return [...doubtful(this.#told?.doubts), ...remark('other-files', this.#others)];
	}

	/** Directories of it that can't be opened. */
	get unopened(): Unopened {
		return this.#unopened;
	}

	async metadata(uids: readonly number[]): Promise<ReadonlyMap<number, MessageMeta>> {
		await this.#load();
		const known = uids.filter(uid => this.#lineOf(uid) !== undefined);
		const isOutdated = (await inParts(known, async uid => this.#isThere(uid))).includes(false);
		// Flags are part of some names.
		if (isOutdated) await this.#lookAgain();
		return new Map(
			known.flatMap(uid => {
				const line = this.#lineOf(uid);
				const meta = line && this.#metaOf(line);
				return meta ? [[uid, meta] as const] : [];
			}),
		);
	}

	async content(uid: number): Promise<Buffer | undefined> {
		try {
			return await this.#whereItIs(uid, (path, line) =>
				isExact(line) ? readFile(path) : readCrlf(path, line),
			);
		} catch (error) {
			throw new Unreadable(wordsOf(error));
		}
	}

	async *pieces(uid: number): AsyncGenerator<Buffer, void, void> {
		try {
			const begun = await this.#whereItIs(uid, async (path, line) => {
				const pieces = piecesOf(path, line.size);
				const all = isExact(line) ? pieces : withCrlfPieces(pieces);
				return {all, first: await all.next()};
			});
			if (!begun) return;
			if (!begun.first.done) yield begun.first.value;
			yield* begun.all;
		} catch (error) {
			throw new Unreadable(wordsOf(error));
		}
	}

	/**
	 * Does something with the file of a message. Others may rename it at any time, since a Maildir tells flags in names:
	 * then it is looked for, and tried again.
	 *
	 * @returns undefined where it is gone
	 */
	async #whereItIs<T>(uid: number, use: (path: string, line: Line) => Promise<T>): Promise<T | undefined> {
		for (let tries = 1; ; tries++) {
			const line = this.#lineOf(uid);
			if (!line || (tries > 1 && !this.#files.has(line.file))) return undefined;
			try {
				return await use(this.#pathOf(line), line);
			} catch (error) {
				if (!isMissing(error)) throw error;
				if (tries === mostTries) return undefined;
				await this.#lookAgain();
			}
		}
	}

	async append(messages: readonly NewMessage[]): Promise<readonly number[]> {
		return this.#locked(async () => this.#add(messages));
	}

	async moveTo(uids: readonly number[], to: Box): Promise<ReadonlyMap<number, number>> {
		if (!(to instanceof DirectoryBox)) throw new Error('a move into another store');
		// Always in this order, so that no two wait for each other.
		const [first, second] = this.directory < to.directory ? [this, to] : [to, this];
		return first.#locked(async () => second.#locked(async () => to.#receive(this, uids)));
	}

	async expunge(uids: readonly number[]): Promise<void> {
		await this.#locked(async () => this.#expunge(uids));
	}

	async close(): Promise<void> {
		if (this.#side === 'destination' && this.#told?.isUntidy)
			await this.#locked(async () => this.#told?.tidy());
	}

	/** Makes its directory, and notes there what its name does not say. */
	async make(path: readonly string[] | undefined, role: Role | undefined): Promise<void> {
		await this.#locked(async () => {
			const told = await this.#claim();
			await told.setHead({...(path ? {path: [...path]} : {}), ...(role ? {role} : {})});
		});
	}

	async subscribe(on: boolean): Promise<void> {
		await this.#locked(async () => (await this.#claim()).setHead({subscribed: on}));
	}

	/** Deletes its messages and its directory. @throws where something else is in it */
	async remove(): Promise<void> {
		await this.#locked(async () => {
			await this.#settle();
			await this.#expunge([...this.#lines.keys()]);
			await this.#clear();
			for (const file of this.#layout.companions) await rm(join(this.directory, file), {force: true});
			await this.#told?.remove();
			await (await this.#load()).remove();
		});
		for (const room of this.#subdirectories()) await rmdir(join(this.directory, room)).catch(unlessMissing);
		await rmdir(this.directory).catch(unlessMissing);
	}

	/** Does what no other run may do here meanwhile, knowing what others have written. */
	async #locked<T>(work: () => Promise<T>): Promise<T> {
		if (this.#isLocked) return work();
		// One that was there is not made again: another has removed it meanwhile.
		if (!this.#isMade) await makeFolder(this.directory);
		return locked(join(this.directory, ownName), async () => {
			this.#isLocked = true;
			try {
				await this.#learn();
				return await work();
			} finally {
				this.#isLocked = false;
			}
		});
	}

	/** Learns what another run has written here since: its UIDs are given, and none of them a second time. */
	async #learn(): Promise<void> {
		if (this.#side === 'source') return;
		const before = this.#told;
		if (before && !(await before.hasChanged())) return;
		const told = await readTold(this.#side, this.directory);
		if (!told) return;
		this.#told = told;
		if (before?.head.uidValidity !== told.head.uidValidity) {
			// Another has made it its own.
			[this.#own, this.#isChecked] = [undefined, false];
			this.#lines.clear();
			this.#uids.clear();
			this.#replaced.clear();
			return;
		}

		const own = await this.#load();
		const isDead = ({uid}: Line) => uid < before.uidNext && !before.lines.has(uid);
		told.forget([...told.lines.values()].filter(isDead).map(({uid}) => uid));
		for (const line of told.lines.values()) {
			if (line.uid < before.uidNext) continue;
			const old = this.#uids.get(line.file);
			if (old !== undefined && old !== line.uid && told.lines.has(old)) this.#replaced.set(old, line.file);
			// What has been seen here and not been told to anybody else gets another.
			const seen = [line.uid, this.#uids.get(line.file) ?? line.uid];
			for (const uid of seen) this.#uids.delete(this.#lines.get(uid)?.file ?? '');
			for (const uid of seen) this.#lines.delete(uid);
			own.forget(seen);
			this.#lines.set(line.uid, line);
			this.#uids.set(line.file, line.uid);
		}
	}

	async #add(messages: readonly NewMessage[]): Promise<readonly number[]> {
		const told = await this.#claim();
		await this.#learnKeywords(messages.flatMap(({flags}) => flags));
		const news: {line: Line; disk: Buffer; temporary: string; file: string}[] = [];
		for (const [index, {content, flags, internalDate}] of messages.entries()) {
			const disk = this.#layout.toDisk(content);
			const date = parseInternalDate(internalDate)
				? internalDate.trim()
				: toInternalDate(Math.floor(Date.now() / 1000));
			const line = await this.#lineFor(told.uidNext + index, {
				bytes: content.length,
				size: disk.length,
				flags: [...flags],
				date,
			});
			const temporary = join(this.directory, this.#layout.workshop, unfinishedName());
			news.push({
				...{line, disk, temporary},
				file: this.#layout.fileOf(line.file, line.flags, this.#keywords),
			});
		}

		const lines = news.map(({line}) => line);
		const named: string[] = [];
		try {
			await inParts(news, async ({disk, temporary, line}) =>
				writeNew(temporary, disk, parseInternalDate(line.date ?? '')?.instant),
			);
			// First what is known of them: a line without a file means nothing, a file without a line has no flags.
			await told.add(lines);
			await inParts(news, async ({temporary, file}) => {
				const path = join(this.directory, file);
				await rename(temporary, path);
				named.push(path);
			});
			await this.#sync();
		} catch (error) {
			for (const path of [...news.map(({temporary}) => temporary), ...named]) await rm(path, {force: true});

			told.forget(lines.map(({uid}) => uid));
			throw error;
		}

		for (const {line, file} of news) this.#know(line, file);
		return lines.map(({uid}) => uid);
	}

	async #expunge(uids: readonly number[]): Promise<void> {
		await this.#look();
		const lines = uids.flatMap(uid => this.#lineOf(uid) ?? []).filter(({file}) => this.#files.has(file));
		await inParts(lines, async line => rm(this.#pathOf(line), {force: true}));
		await this.#sync();
		this.#forget(uids);
	}

	/** Takes messages over from another folder. */
	async #receive(from: DirectoryBox, uids: readonly number[]): Promise<ReadonlyMap<number, number>> {
		// What was seen here before has its UIDs before; to look anew for each part of a move takes as long as the move.
		if (!this.#isChecked || this.#fresh.length > 0) await this.#settle();
		const told = await this.#claim();
		await from.metadata(uids);
		const sources = uids.flatMap(uid => {
			const line = from.#lineOf(uid);
			const meta = line && from.#metaOf(line);
			return meta ? [{line, flags: meta.flags}] : [];
		});
		await this.#learnKeywords(sources.flatMap(({flags}) => flags));
		const moves: {old: Line; line: Line; file: string}[] = [];
		for (const [index, {line: old, flags}] of sources.entries()) {
			const line = await this.#lineFor(told.uidNext + index, {...old, flags: [...flags]});
			moves.push({old, line, file: this.#layout.fileOf(line.file, line.flags, this.#keywords)});
		}

		await told.add(moves.map(({line}) => line));
		const moved = new Map<number, number>();
		try {
			await inParts(moves, async ({old, line, file}) => {
				await rename(from.#pathOf(old), join(this.directory, file));
				moved.set(old.uid, line.uid);
				this.#know(line, file);
			});
		} finally {
			await this.#sync();
			await from.#sync();
			told.forget(moves.filter(({old}) => !moved.has(old.uid)).map(({line}) => line.uid));
			from.#forget(moved.keys());
		}

		return new Map(
			moves.flatMap(({old, line}) => (moved.has(old.uid) ? [[old.uid, line.uid] as const] : [])),
		);
	}

	/** What is known of its messages from before. */
	#load(): Promise<Sidecar<Line>> {
		this.#own ??= this.#read();
		return this.#own;
	}

	async #read(): Promise<Sidecar<Line>> {
		const path = ownPlace(this.#side, this.#known);
		// A source's sidecar tells flags and dates; its UIDs are those of a time when others may have written there.
		const told = this.#side === 'destination' ? this.#told : undefined;
		const known = await Sidecar.read(this.#side, path, lineSchema, new Map());
		const isCurrent = known && (!told || told.head.uidValidity === known.head.uidValidity);
		const own = isCurrent ? known : this.#newOwn(told?.head.uidValidity ?? newValidity());
		if (!isCurrent && !told) await own.setHead({});
		const lines = [...(told?.lines.values() ?? []), ...own.lines.values()];
		for (const line of lines) {
			if (this.#lines.has(line.uid)) continue;
			// Of two with one name, the first is another message that is gone.
			const before = this.#uids.get(line.file);
			if (before !== undefined) this.#replace(before, line.file);
			this.#lines.set(line.uid, line);
			this.#uids.set(line.file, line.uid);
		}

		return own;
	}

	#newOwn(uidValidity: number): Sidecar<Line> {
		const head = {trasloco: 1, format: this.#layout.format, uidValidity, uidNext: 1} as const;
		return new Sidecar<Line>(ownPlace(this.#side, this.#known), head, new Map());
	}

	/** Makes the directory this program's to write into: from now on, what is known of it stands there. */
	async #claim(): Promise<Sidecar<Line>> {
		const own = await this.#load();
		if (!this.#isCleared)
			for (const room of ['', ...this.#subdirectories()]) await makeFolder(join(this.directory, room));
		if (!this.#isMade) {
			await this.#layout.complete?.(this.directory, this.path);
			await syncFolder(dirname(this.directory));
			this.#isMade = true;
		}

		if (!this.#isCleared) {
			await this.#settle();
			await this.#clear();
			this.#isCleared = true;
		}

		if (this.#told && own.lines.size === 0) return this.#told;
		this.#told ??= new Sidecar<Line>(join(this.directory, sidecarName), own.head, new Map());
		await this.#told.add([...own.lines.values()].filter(({uid}) => !this.#told?.lines.has(uid)));
		await own.remove();
		this.#own = Promise.resolve(this.#newOwn(own.head.uidValidity));
		return this.#told;
	}

	/** Which files are there. @returns those that have no UID yet, in order */
	async #look(): Promise<readonly Listed[]> {
		await this.#load();
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
		this.#fresh = [...this.#files]
			.filter(([key]) => !this.#uids.has(key))
			.map(([key, file]) => ({key, file}))
			.sort((a, b) => this.#layout.compare(a.key, b.key));
		return this.#fresh;
	}

	/**
	 * Lists its directories once.
	 *
	 * @returns `listedAt`: their times, where they tell whether something has changed since; `isMoving`: somebody may have
	 * changed something meanwhile, other than we ourselves
	 */
	async #scan(): Promise<{
		files: Map<string, string>;
		others: readonly string[];
		listedAt: string | undefined;
		isMoving: boolean;
	}> {
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

	/**
	 * The same after a file was not where it was, unless its directory has not changed since: there may be many such.
	 * Those that ask at once are answered at once.
	 */
	async #lookAgain(): Promise<void> {
		if (this.#listedAt !== undefined && (await this.#times()).join(' ') === this.#listedAt) return;
		this.#looking ??= this.#look().finally(() => {
			this.#looking = undefined;
		});
		await this.#looking;
	}

	/** When its directories have changed last, in milliseconds since 1970. */
	async #times(): Promise<readonly number[]> {
		const times: number[] = [];
		for (const room of this.#layout.rooms) {
			const stats = await stat(join(this.directory, room)).catch(unlessMissing);
			times.push(stats?.mtimeMs ?? 0);
		}

		return times;
	}

	async #entries(room: string): Promise<readonly Entry[]> {
		if (!this.#isMade) return [];
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

	/** Gives UIDs to what has none. @returns to how many */
	async #settle(onMessage: () => void = () => {}): Promise<number> {
		let fresh = await this.#look();
		if (!this.#isChecked) {
			await this.#forgetReplaced();
			fresh = await this.#look();
			this.#isChecked = true;
		}

		const own = await this.#load();
		const told = new Map([...(this.#told?.lines.values() ?? [])].map(line => [line.file, line]));
		const found = new Map<string, Omit<Line, 'uid'>>();
		for (let tries = 1; tries <= mostTries; tries++) {
			// Others were renamed meanwhile, or are gone.
			if (tries > 1) fresh = await this.#look();
			const rest = fresh.filter(({key}) => !found.has(key));
			const looked = await inParts(rest, async ({key, file}) => {
				if (tries === 1) onMessage();
				return inspect(this.#layout, key, join(this.directory, file), told.get(key));
			});
			for (const each of looked) if (each) found.set(each.file, each);
			if (!looked.includes(undefined)) break;
		}

		const inOrder = fresh.flatMap(({key}) => found.get(key) ?? []);
		let uid = Math.max(own.uidNext, this.#side === 'destination' ? (this.#told?.uidNext ?? 0) : 0);
		const lines = inOrder.map(each => ({...each, uid: uid++}));
		if (lines.length > 0) await own.add(lines);
		for (const line of lines) this.#know(line, this.#files.get(line.file) ?? '');
		this.#fresh = [];
		return lines.length;
	}

	/** What all messages take together; undefined where some have not been looked at yet. */
	#bytes(): number | undefined {
		const sizes = new Map<string, number>();
		for (const {file, bytes} of this.#told?.lines.values() ?? []) sizes.set(file, bytes);
		for (const {file, bytes} of this.#lines.values()) sizes.set(file, bytes);
		let sum = 0;
		for (const key of this.#files.keys()) {
			const bytes = sizes.get(key);
			if (bytes === undefined) return undefined;
			sum += bytes;
		}

		return sum;
	}

	/** A file of the same name that is another than what is known: it is another message. */
	async #forgetReplaced(): Promise<void> {
		const there = [...this.#lines.values()].filter(({file}) => this.#files.has(file));
		await inParts(there, async line => {
			const stats = await stat(this.#pathOf(line)).catch(unlessMissing);
			const isSame =
				stats?.size === line.size && (line.mtime === undefined || stats.mtimeMs === line.mtime) && line.date;
			if (stats && !isSame) this.#replace(line.uid, line.file);
		});
	}

	/** The file that had this UID is another message. */
	#replace(uid: number, file: string): void {
		this.#lines.delete(uid);
		this.#uids.delete(file);
		if (this.#side === 'destination') this.#replaced.set(uid, file);
	}

	/** What is known of the message that has this UID, or has taken the place of the one that had it. */
	#lineOf(uid: number): Line | undefined {
		const line = this.#lines.get(uid);
		if (line) return line;
		const now = this.#lines.get(this.#uids.get(this.#replaced.get(uid) ?? '') ?? 0);
		return now && {...now, uid};
	}

	/** Clears away what was not written to its end. */
	async #clear(): Promise<void> {
		for (const room of new Set(['', this.#layout.workshop])) {
			const entries = await entriesOf(join(this.directory, room)).catch(unlessMissing);
			for (const {name} of entries ?? [])
				if (name.startsWith(unfinished)) await rm(join(this.directory, room, name), {force: true});
		}
	}

	async #learnKeywords(flags: readonly string[]): Promise<void> {
		const {learnKeywords, readKeywords} = this.#layout;
		if (!learnKeywords) return;
		const known = new Set(this.#keywords.map(keyword => keyword.toLowerCase()));
		const wanted = flags.filter(flag => !flag.startsWith('\\') && !known.has(flag.toLowerCase()));
		if (wanted.length === 0) return;
		// A mail server that delivers here meanwhile may have given the next letter.
		const now = (await readKeywords?.(this.directory)) ?? this.#keywords;
		this.#keywords = await learnKeywords(this.directory, now, wanted);
	}

	/** A line for a new message, under a name that nothing on the disk has. */
	async #lineFor(uid: number, line: Omit<Line, 'uid' | 'file'>): Promise<Line> {
		let key = this.#layout.newKey(uid, line);
		for (let number = 1; this.#files.has(key) || (await this.#isTaken(key, line.flags)); number++)
			key = this.#layout.newKey(uid, line, number);
		const {bytes, size, flags, date, mtime} = line;
		return {
			...{uid, file: key, bytes, size, flags},
			...(date === undefined ? {} : {date}),
			...(mtime === undefined ? {} : {mtime}),
		};
	}

	/** Whatever it is: a link, a folder, or what another program has put there since. */
	async #isTaken(key: string, flags: readonly string[]): Promise<boolean> {
		const file = this.#layout.fileOf(key, flags, this.#keywords);
		return (await lstat(join(this.directory, file)).catch(unlessMissing)) !== undefined;
	}

	#metaOf(line: Line): MessageMeta | undefined {
		const file = this.#files.get(line.file);
		if (file === undefined) return undefined;
		const {uid, bytes, date, mtime = 0} = line;
		return {
			uid,
			bytes,
			flags: this.#layout.flagsOf?.(file, this.#keywords, line.flags) ?? line.flags,
			internalDate: date ?? toInternalDate(Math.floor(mtime / 1000)),
		};
	}

	#know(line: Line, file: string): void {
		this.#lines.set(line.uid, line);
		this.#uids.set(line.file, line.uid);
		this.#files.set(line.file, file);
	}

	#forget(uids: Iterable<number>): void {
		const gone = [...uids];
		for (const uid of gone) {
			const file = this.#lines.get(uid)?.file ?? this.#replaced.get(uid);
			if (file === undefined) continue;
			this.#lines.delete(this.#uids.get(file) ?? uid);
			this.#replaced.delete(uid);
			this.#uids.delete(file);
			this.#files.delete(file);
		}

		if (this.#side === 'destination') this.#told?.forget(gone);
	}

	async #isThere(uid: number): Promise<boolean> {
		const line = this.#lineOf(uid);
		if (!line || !this.#files.has(line.file)) return false;
		return (await stat(this.#pathOf(line)).catch(unlessMissing)) !== undefined;
	}

	#pathOf({file}: Line): string {
		return join(this.directory, this.#files.get(file) ?? file);
	}

	#subdirectories(): readonly string[] {
		return [...new Set([...this.#layout.rooms, this.#layout.workshop])].filter(room => room !== '');
	}

	async #sync(): Promise<void> {
		for (const room of this.#layout.rooms) await syncFolder(join(this.directory, room));
	}
}

/** Whether the file is the content, byte for byte. */
function isExact({bytes, size, date}: Line): boolean {
	return bytes === size && date !== undefined;
}
