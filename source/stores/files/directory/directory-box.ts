import {dirname, join} from 'node:path';
import type {Side} from '../../../problem.ts';
import {parseInternalDate, toInternalDate} from '../../internal-date.ts';
import {MessageList} from '../../message-list.ts';
import {isInbox} from '../../roles.ts';
import type {MessageMeta, NewMessage, OpenedFolder, Remark, Role} from '../../store.ts';
import {type Box, permanentFlags, Unreadable} from '../box.ts';
import {readFile, rename, rm, rmdir, stat} from '../disk.ts';
import {locked} from '../lock.ts';
import {wordsOf} from '../refusing.ts';
import {doubtful, remark, type Unopened} from '../remarks.ts';
import {isMissing, newValidity, ownPlace, Sidecar} from '../sidecar.ts';
import {inParts, makeFolder, syncFolder, unfinishedName, writeNew} from '../writing.ts';
import {inspect, piecesOf, readCrlf, unlessMissing, withCrlf as withCrlfPieces} from './inspecting.ts';
import {KnownMessages} from './known-messages.ts';
import type {Layout, Listed} from './layout.ts';
import {type Line, line as lineSchema} from './line.ts';
import {MessageFiles} from './message-files.ts';
import {ownName, type Place, readTold, sidecarName} from './place.ts';

/** How often a file is looked for that others rename again and again. */
const mostTries = 20;

/** A folder whose messages are files of a directory. */
export class DirectoryBox implements Box {
	readonly path: readonly string[];
	readonly selectable: boolean;
	readonly directory: string;
	readonly #side: Side;
	readonly #layout: Layout;
	readonly #knownAs: string;
	#isMade: boolean;
	/** What stands in the directory; and what is known on this machine alone, since nothing has been written there. */
	#told: Sidecar<Line> | undefined;
	#own: Promise<Sidecar<Line>> | undefined;
	readonly #known: KnownMessages;
	readonly #files: MessageFiles;
	/** Those that had no UID when they were listed. */
	#fresh: readonly Listed[] = [];
	#looking: Promise<unknown> | undefined;
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
		this.#knownAs = known;
		this.#known = new KnownMessages(side === 'destination');
		this.#files = new MessageFiles(side, layout, directory);
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
		for (const line of this.#known.values()) {
			const meta = this.#metaOf(line);
			if (meta) messages.add(meta);
		}

		for (let more = told; more < messages.length; more++) onMessage();
		return messages.inOrder();
	}

	async remarks(): Promise<readonly Remark[]> {
		return [...doubtful(this.#told?.doubts), ...remark('other-files', this.#files.others)];
	}

	/** Directories of it that can't be opened. */
	get unopened(): Unopened {
		return this.#files.unopened;
	}

	async metadata(uids: readonly number[]): Promise<ReadonlyMap<number, MessageMeta>> {
		await this.#load();
		const known = uids.filter(uid => this.#known.get(uid) !== undefined);
		const isOutdated = (await inParts(known, async uid => this.#isThere(uid))).includes(false);
		// Flags are part of some names.
		if (isOutdated) await this.#lookAgain();
		return new Map(
			known.flatMap(uid => {
				const line = this.#known.get(uid);
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
			const line = this.#known.get(uid);
			if (!line || (tries > 1 && !this.#files.has(line.file))) return undefined;
			try {
				return await use(this.#files.pathOf(line.file), line);
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
			await this.#expunge([...this.#known.uids()]);
			await this.#files.clear();
			for (const file of this.#layout.companions) await rm(join(this.directory, file), {force: true});
			await this.#told?.remove();
			await (await this.#load()).remove();
		});
		for (const room of this.#files.subdirectories)
			await rmdir(join(this.directory, room)).catch(unlessMissing);
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
			this.#known.clear();
			return;
		}

		const own = await this.#load();
		const isDead = ({uid}: Line) => uid < before.uidNext && !before.lines.has(uid);
		told.forget([...told.lines.values()].filter(isDead).map(({uid}) => uid));
		for (const line of told.lines.values()) {
			if (line.uid < before.uidNext) continue;
			own.forget(this.#known.adopt(line, uid => told.lines.has(uid)));
		}
	}

	async #add(messages: readonly NewMessage[]): Promise<readonly number[]> {
		const told = await this.#claim();
		await this.#files.learnKeywords(messages.flatMap(({flags}) => flags));
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
				file: this.#files.fileOf(line.file, line.flags),
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
			await this.#files.sync();
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
		const lines = uids.flatMap(uid => this.#known.get(uid) ?? []).filter(({file}) => this.#files.has(file));
		await inParts(lines, async line => rm(this.#files.pathOf(line.file), {force: true}));
		await this.#files.sync();
		this.#forget(uids);
	}

	/** Takes messages over from another folder. */
	async #receive(from: DirectoryBox, uids: readonly number[]): Promise<ReadonlyMap<number, number>> {
		// What was seen here before has its UIDs before; to look anew for each part of a move takes as long as the move.
		if (!this.#isChecked || this.#fresh.length > 0) await this.#settle();
		const told = await this.#claim();
		await from.metadata(uids);
		const sources = uids.flatMap(uid => {
			const line = from.#known.get(uid);
			const meta = line && from.#metaOf(line);
			return meta ? [{line, flags: meta.flags}] : [];
		});
		await this.#files.learnKeywords(sources.flatMap(({flags}) => flags));
		const moves: {old: Line; line: Line; file: string}[] = [];
		for (const [index, {line: old, flags}] of sources.entries()) {
			const line = await this.#lineFor(told.uidNext + index, {...old, flags: [...flags]});
			moves.push({old, line, file: this.#files.fileOf(line.file, line.flags)});
		}

		await told.add(moves.map(({line}) => line));
		const moved = new Map<number, number>();
		try {
			await inParts(moves, async ({old, line, file}) => {
				await rename(from.#files.pathOf(old.file), join(this.directory, file));
				moved.set(old.uid, line.uid);
				this.#know(line, file);
			});
		} finally {
			await this.#files.sync();
			await from.#files.sync();
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
		const path = ownPlace(this.#side, this.#knownAs);
		// A source's sidecar tells flags and dates; its UIDs are those of a time when others may have written there.
		const told = this.#side === 'destination' ? this.#told : undefined;
		const known = await Sidecar.read(this.#side, path, lineSchema, new Map());
		const isCurrent = known && (!told || told.head.uidValidity === known.head.uidValidity);
		const own = isCurrent ? known : this.#newOwn(told?.head.uidValidity ?? newValidity());
		if (!isCurrent && !told) await own.setHead({});
		const lines = [...(told?.lines.values() ?? []), ...own.lines.values()];
		for (const line of lines) this.#known.restore(line);
		return own;
	}

	#newOwn(uidValidity: number): Sidecar<Line> {
		const head = {trasloco: 1, format: this.#layout.format, uidValidity, uidNext: 1} as const;
		return new Sidecar<Line>(ownPlace(this.#side, this.#knownAs), head, new Map());
	}

	/** Makes the directory this program's to write into: from now on, what is known of it stands there. */
	async #claim(): Promise<Sidecar<Line>> {
		const own = await this.#load();
		if (!this.#isCleared)
			for (const room of ['', ...this.#files.subdirectories]) await makeFolder(join(this.directory, room));
		if (!this.#isMade) {
			await this.#layout.complete?.(this.directory, this.path);
			await syncFolder(dirname(this.directory));
			this.#isMade = true;
		}

		if (!this.#isCleared) {
			await this.#settle();
			await this.#files.clear();
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
		if (this.#isMade) await this.#files.look();
		this.#fresh = [...this.#files.keys()]
			.filter(key => !this.#known.has(key))
			.map(key => ({key, file: this.#files.get(key) ?? key}))
			.sort((a, b) => this.#layout.compare(a.key, b.key));
		return this.#fresh;
	}

	/**
	 * The same after a file was not where it was, unless its directory has not changed since: there may be many such.
	 * Those that ask at once are answered at once.
	 */
	async #lookAgain(): Promise<void> {
		if (await this.#files.isCurrent()) return;
		this.#looking ??= this.#look().finally(() => {
			this.#looking = undefined;
		});
		await this.#looking;
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
		for (const {file, bytes} of this.#known.values()) sizes.set(file, bytes);
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
		const there = [...this.#known.values()].filter(({file}) => this.#files.has(file));
		await inParts(there, async line => {
			const stats = await stat(this.#files.pathOf(line.file)).catch(unlessMissing);
			const isSame =
				stats?.size === line.size && (line.mtime === undefined || stats.mtimeMs === line.mtime) && line.date;
			if (stats && !isSame) this.#known.replace(line.uid, line.file);
		});
	}

	/** A line for a new message. */
	async #lineFor(uid: number, line: Omit<Line, 'uid' | 'file'>): Promise<Line> {
		const {bytes, size, flags, date, mtime} = line;
		return {
			...{uid, file: await this.#files.freeKey(uid, line), bytes, size, flags},
			...(date === undefined ? {} : {date}),
			...(mtime === undefined ? {} : {mtime}),
		};
	}

	#metaOf(line: Line): MessageMeta | undefined {
		const file = this.#files.get(line.file);
		if (file === undefined) return undefined;
		const {uid, bytes, date, mtime = 0} = line;
		return {
			uid,
			bytes,
			flags: this.#files.flagsOf(file, line),
			internalDate: date ?? toInternalDate(Math.floor(mtime / 1000)),
		};
	}

	#know(line: Line, file: string): void {
		this.#known.set(line);
		this.#files.set(line.file, file);
	}

	#forget(uids: Iterable<number>): void {
		const gone = [...uids];
		for (const uid of gone) {
			const key = this.#known.delete(uid);
			if (key !== undefined) this.#files.delete(key);
		}

		if (this.#side === 'destination') this.#told?.forget(gone);
	}

	async #isThere(uid: number): Promise<boolean> {
		const line = this.#known.get(uid);
		if (!line || !this.#files.has(line.file)) return false;
		return (await stat(this.#files.pathOf(line.file)).catch(unlessMissing)) !== undefined;
	}
}

/** Whether the file is the content, byte for byte. */
function isExact({bytes, size, date}: Line): boolean {
	return bytes === size && date !== undefined;
}
