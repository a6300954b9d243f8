import {constants} from 'node:fs';
import {type FileHandle, lstat, open, rename, rm, stat} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import type {MboxDialect} from '../../../accounts/account.ts';
import type {Side} from '../../../problem.ts';
import type {NewMessage} from '../../store.ts';
import {FolderGone, Unreadable} from '../box.ts';
import {locked} from '../lock.ts';
import {wordsOf} from '../refusing.ts';
import {type Doubts, type Head, isMissing, newValidity, ownPlace, Sidecar} from '../sidecar.ts';
import {leadsElsewhere, makeFolder, syncFolder, unfinishedName} from '../writing.ts';
import {type Addition, additionFrom, additionOf, messageAt} from './addition.ts';
import {beginsAt, bytesOf, gapAt, giveLike, hasMoreFrom, isAtPlace, writeAll} from './copying.ts';
import {type Line, lineSchema, mending, placeOf} from './line.ts';
import {LineIndex} from './line-index.ts';
import {Matching} from './matching.ts';
import {imapBase} from './own-marks.ts';
import {contentAt, wholeAt} from './place.ts';
import {readMessages} from './reading.ts';

/** What is known of a file. */
type Index = Sidecar<Line, LineIndex>;

/**
 * One mbox file, and what is known of its messages. What is known stands in a file beside it where this program has
 * written into it, else on this machine alone: a file that is only read is not touched.
 *
 * What is about to be written is noted first, and when it is written, the file's size and time of change. Where
 * they are others later, another program was here: then the whole file is read again, and messages are known
 * by their hashes. What was noted and not written to its end is taken off again.
 */
export class MboxFile {
	readonly path: string;
	readonly #side: Side;
	readonly #known: string;
	/** The one that somebody has chosen for what others have written. */
	readonly #dialect: MboxDialect | undefined;
	/** Whether it may be missing: a folder that is there as soon as something is put into it. */
	readonly #mayBeMissing: boolean;
	#sidecar: Promise<Index> | undefined;
	#isBeside = false;
	#doubts: Doubts | undefined;
	/** Size and time of change of the file that what is known is true of. */
	#seen: readonly [size: number, mtimeMs: number] | undefined;
	/** While offsets change, nothing is read; and so often have they. */
	#changing: Promise<unknown> = Promise.resolve();
	#changes = 0;
	/** Whether other programs are kept from changing it. */
	#isLocked = false;

	/** @param known what its UIDs are kept under while nothing stands beside it: its path, or the one that it has for a person */
	constructor(side: Side, path: string, mayBeMissing = false, known = path, dialect?: MboxDialect) {
		this.#dialect = dialect;
		this.#side = side;
		this.#known = known;
		this.path = path;
		this.#mayBeMissing = mayBeMissing;
	}

	/** The file that tells what the mbox file does not. */
	get sidecarPath(): string {
		return `${this.path}.trasloco.jsonl`;
	}

	async head(): Promise<Head> {
		return (await this.#load()).head;
	}

	/** What could not be read of what stands beside a source. */
	async doubts(): Promise<Doubts | undefined> {
		await this.#load();
		return this.#doubts;
	}

	async uidNext(): Promise<number> {
		return (await this.#load()).uidNext;
	}

	/** All that is in the file now, by UID. @throws {FolderGone} */
	async lines(onMessage?: () => void): Promise<LineIndex> {
		const sidecar = await this.#load();
		const found = await this.#stat();
		if (!this.#isKnown(found)) await this.#readAgain(sidecar, found, onMessage);
		return sidecar.lines;
	}

	/** What is known of a message. */
	async line(uid: number): Promise<Line | undefined> {
		const line = (await this.#load()).lines.get(uid);
		return line?.gone ? undefined : line;
	}

	/** A message as a whole; undefined where it is gone. @throws {Unreadable} */
	async content(uid: number): Promise<Buffer | undefined> {
		const opened = await this.#open(uid);
		if (!opened) return undefined;
		const {file, line} = opened;
		try {
			const content = await wholeAt(file, placeOf(line));
			if (content) return content;
			throw new Unreadable('the file has been changed meanwhile');
		} finally {
			await file.close();
		}
	}

	/** The same in pieces. @throws {Unreadable} */
	async *pieces(uid: number): AsyncGenerator<Buffer, void, void> {
		const opened = await this.#open(uid);
		if (!opened) return;
		const {file, line} = opened;
		try {
			yield* contentAt(file, placeOf(line));
		} finally {
			await file.close();
		}
	}

	/** Adds messages behind the others, all or none. @returns their UIDs */
	async append(messages: readonly NewMessage[]): Promise<readonly number[]> {
		return this.#locked(async () => this.#add(messages.map(message => additionOf(message))));
	}

	/**
	 * Takes messages over from another file. There they are no more from the moment on that they begin to be written here:
	 * they are never at both places, and what is killed in between has them at none.
	 */
	async receive(from: MboxFile, uids: readonly number[]): Promise<ReadonlyMap<number, number>> {
		return this.#locked(async () => this.#receive(from, uids));
	}

	async #receive(from: MboxFile, uids: readonly number[]): Promise<ReadonlyMap<number, number>> {
		const known = await from.lines();
		const lines = uids.flatMap(uid => known.get(uid) ?? []).filter(({gone}) => !gone);
		if (lines.length === 0) return new Map();
		const {head} = await this.#claim();
		const {size} = await this.#stat();
		// All that goes into a folder is there when the first of it is moved.
		const base = size === 0 ? imapBase(head.uidValidity, known.values()) : '';
		await from.#note(lines.map(line => ({...line, gone: 'taken'})));
		const file = await open(from.path, 'r');
		try {
			const additions: Addition[] = [];
			for (const [index, line] of lines.entries()) {
				// What others have written may be in any dialect, and the first of a file tells of all of them.
				const isAsHere = line.bare !== undefined && line.start > 0 && (index > 0 || base === '');
				if (isAsHere) additions.push(additionFrom(file, line));
				else additions.push(additionOf(await messageAt(file, line), index === 0 ? base : ''));
			}
			const added = await this.#add(additions);
			return new Map(
				lines.flatMap(({uid}, index) => (added[index] === undefined ? [] : [[uid, added[index]]])),
			);
		} catch (error) {
			await from.#note(lines);
			throw error;
		} finally {
			await file.close();
		}
	}

	/** Takes messages out: the file is written anew without them. */
	async expunge(uids: readonly number[]): Promise<void> {
		await this.#locked(async () => {
			await this.#claim();
			const lines = await this.lines();
			await this.#note(uids.flatMap(uid => lines.get(uid) ?? []).map(line => ({...line, gone: 'taken'})));
			await this.#compact();
		});
	}

	/** Takes out of the file what has been taken over by another. */
	async tidy(): Promise<void> {
		if (!this.#isBeside) return;
		const {lines} = await this.#load();
		for (const {gone} of lines.values()) {
			if (gone !== 'taken') continue;
			await this.#locked(async () => this.#compact());
			return;
		}
	}

	async remove(): Promise<void> {
		await rm(this.path, {force: true});
		await (await this.#load()).remove();
		await syncFolder(dirname(this.path));
	}

	/** Notes what is known of the folder beside the file, which is made where it is not there. */
	async tell(head: Partial<Head>): Promise<void> {
		await this.#locked(async () => (await this.#claim()).setHead(head));
	}

	/** Does what changes the file, while no other program does. */
	async #locked<T>(work: () => Promise<T>): Promise<T> {
		if (this.#isLocked) return work();
		if (this.#mayBeMissing) await makeFolder(dirname(this.path));
		return locked(this.path, async () => {
			this.#isLocked = true;
			try {
				return await work();
			} finally {
				this.#isLocked = false;
			}
		});
	}

	/** What is known, as it was left. */
	#load(): Promise<Index> {
		this.#sidecar ??= this.#read();
		return this.#sidecar;
	}

	async #read(): Promise<Index> {
		const beside = await Sidecar.read(
			this.#side,
			this.sidecarPath,
			lineSchema,
			new LineIndex(),
			this.#side === 'source' ? mending : undefined,
		);
		this.#doubts = beside?.doubts;
		if (beside && this.#side === 'destination') {
			this.#isBeside = true;
			await this.#recover(beside);
			this.#seen = seenIn(beside);
			return beside;
		}

		// In another dialect its messages are others.
		const place = ownPlace(this.#side, [this.#known, this.#dialect].filter(Boolean).join('\0'));
		const own = await Sidecar.read(this.#side, place, lineSchema, new LineIndex());
		const told = this.#dialect && beside && !isAllOurs(beside.lines) ? undefined : beside;
		// The file is read again where what is known of it is in doubt.
		this.#seen = told?.doubts && !own ? undefined : seenIn(own ?? told);
		if (own) return own;
		const head: Head = told?.head ?? {trasloco: 1, format: 'mbox', uidValidity: newValidity(), uidNext: 1};
		const known = new Sidecar<Line, LineIndex>(place, head, told?.lines ?? new LineIndex());
		if (!told?.doubts) await known.setHead({});
		return known;
	}

	/** From now on, what is known of this file stands beside it. */
	async #claim(): Promise<Index> {
		const known = await this.#load();
		if (this.#isBeside) return known;
		const file = await open(this.path, constants.O_RDWR | constants.O_CREAT | constants.O_NOFOLLOW, 0o600);
		await file.close();
		await this.lines();
		const beside = new Sidecar<Line, LineIndex>(this.sidecarPath, known.head, known.lines);
		await beside.setHead({});
		await known.remove();
		this.#sidecar = Promise.resolve(beside);
		this.#isBeside = true;
		return beside;
	}

	async #stat(): Promise<{readonly size: number; readonly mtimeMs: number}> {
		try {
			if (this.#side === 'source') return await stat(this.path);
			const stats = await lstat(this.path);
			// Neither a symbolic link nor a pipe is written to.
			if (!stats.isFile()) throw leadsElsewhere(this.path);
			return stats;
		} catch (error) {
			if (!isMissing(error)) throw error;
			if (!this.#mayBeMissing) throw new FolderGone(this.path);
			return {size: 0, mtimeMs: 0};
		}
	}

	/** Reads the whole file, and holds it against what is known. */
	async #readAgain(
		sidecar: Index,
		{size, mtimeMs}: {readonly size: number; readonly mtimeMs: number},
		onMessage?: () => void,
	): Promise<void> {
		const isOurs = isAllOurs(sidecar.lines);
		const matching = new Matching(sidecar.lines.values(), sidecar.uidNext);
		if (size > 0) {
			const file = await open(this.path, 'r');
			try {
				for await (const read of readMessages(file, size, mtimeMs, {isOurs, dialect: this.#dialect})) {
					onMessage?.();
					matching.take(read);
				}
			} finally {
				await file.close();
			}
		}

		this.#changes++;
		await this.#replace(sidecar, matching.lines(), [size, mtimeMs]);
	}

	/** What was noted last and not written to its end is taken off the file, and forgotten. */
	async #recover(sidecar: Index): Promise<void> {
		const unsure: Line[] = [];
		for (const line of sidecar.lines.backwards()) {
			if (line.file !== undefined) break;
			unsure.unshift(line);
		}

		if (unsure.length > 0) await this.#locked(async () => this.#settle(sidecar, unsure));
	}

	/** @param unsure what was noted, and may be in the file or not */
	async #settle(sidecar: Index, unsure: readonly Line[]): Promise<void> {
		const file = await open(this.path, constants.O_RDWR | constants.O_NOFOLLOW);
		try {
			const {size} = await file.stat();
			let written = 0;
			for (const line of unsure) {
				// Without the empty line behind it, it has not been written to its end.
				if (size < line.next || !(await isAtPlace(file, size, line))) break;
				written++;
			}

			const torn = unsure[written];
			// Where more has come behind it, it is no longer ours alone: what is there stays, as it is.
			const isOurs = torn && (await beginsAt(file, size, torn));
			if (isOurs && !(await hasMoreFrom(file, size, torn.start))) {
				await file.truncate(torn.start);
				await file.sync();
			}

			sidecar.forget(unsure.slice(written).map(({uid}) => uid));
			await sidecar.tidy();
		} finally {
			await file.close();
		}
	}

	#isKnown({size, mtimeMs}: {readonly size: number; readonly mtimeMs: number}): boolean {
		return this.#seen ? this.#seen[0] === size && this.#seen[1] === mtimeMs : size === 0;
	}

	/** @param lines without what any of them is true of */
	async #replace(
		sidecar: Index,
		lines: LineIndex,
		[size, mtimeMs]: readonly [number, number],
	): Promise<void> {
		const [last] = lines.backwards();
		if (last) lines.set(last.uid, {...last, file: [size, mtimeMs]});
		await sidecar.replace(lines);
		this.#seen = [size, mtimeMs];
	}

	/** Opens the file where a message is in it. @throws {Unreadable} */
	async #open(uid: number): Promise<{readonly file: FileHandle; readonly line: Line} | undefined> {
		const sidecar = await this.#load();
		for (;;) {
			await this.#changing;
			const changes = this.#changes;
			let file: FileHandle;
			try {
				file = await open(this.path, 'r');
			} catch (error) {
				if (isMissing(error)) return undefined;
				throw new Unreadable(wordsOf(error));
			}

			const line = sidecar.lines.get(uid);
			if (line && !line.gone && changes === this.#changes && (await this.#isSame(file, line)))
				return {file, line};
			await file.close();
			if (changes !== this.#changes) continue;
			if (line && !line.gone) throw new Unreadable('the file has been changed meanwhile');
			return undefined;
		}
	}

	/** Whether a message is still where it was. At a destination, what has come is read back and compared anyway. */
	async #isSame(file: FileHandle, line: Line): Promise<boolean> {
		if (this.#side === 'destination') return true;
		const stats = await file.stat();
		return this.#isKnown(stats) || isAtPlace(file, stats.size, line);
	}

	async #add(additions: readonly Addition[]): Promise<readonly number[]> {
		const sidecar = await this.#claim();
		await this.lines();
		const file = await open(this.path, constants.O_RDWR | constants.O_NOFOLLOW);
		try {
			const {size} = await file.stat();
			const gap = await gapAt(file, size);
			let at = size + gap.length;
			const lines = additions.map(({line, envelope, length}, index): Line => {
				const start = index === 0 ? size : at;
				const from = at + envelope.length;
				at = from + length + 1;
				return {...line, uid: sidecar.uidNext + index, start, from, to: from + length, next: at};
			});
			const last = lines.at(-1);
			if (!last) return [];
			try {
				await sidecar.add(lines);
				let to = size;
				const write = async (bytes: Buffer) => {
					await writeAll(file, bytes, to);
					to += bytes.length;
				};
				await write(gap);
				for (const {envelope, pieces} of additions) {
					await write(envelope);
					for await (const piece of pieces()) await write(piece);
					await write(Buffer.from('\n'));
				}

				await file.sync();
				const {mtimeMs} = await file.stat();
				await sidecar.add([{...last, file: [at, mtimeMs]}]);
				this.#seen = [at, mtimeMs];
			} catch (error) {
				await file.truncate(size);
				sidecar.forget(lines.map(({uid}) => uid));
				throw error;
			}

			return lines.map(({uid}) => uid);
		} finally {
			await file.close();
		}
	}

	/** Notes what has become of messages. */
	async #note(lines: readonly Line[]): Promise<void> {
		if (lines.length > 0) await (await this.#load()).add(lines);
	}

	/** Writes the file anew without what was taken out of it. */
	async #compact(): Promise<void> {
		this.#changes++;
		const work = this.#withoutTaken();
		this.#changing = work.catch(() => {});
		await work;
	}

	async #withoutTaken(): Promise<void> {
		const sidecar = await this.#load();
		await this.lines();
		const kept = [...sidecar.lines.values()]
			.filter(({gone}) => gone !== 'taken')
			.sort((a, b) => a.start - b.start);
		const temporary = join(dirname(this.path), unfinishedName());
		const source = await open(this.path, constants.O_RDONLY | constants.O_NOFOLLOW);
		try {
			const target = await open(temporary, 'wx', 0o600);
			try {
				await giveLike(target, await source.stat());
				let at = 0;
				const moved = new LineIndex();
				for (const {file: _, ...line} of kept) {
					for await (const piece of bytesOf(source, line.start, line.next)) {
						await writeAll(target, piece, at);
						at += piece.length;
					}

					const by = at - line.next;
					moved.add({...line, start: line.start + by, from: line.from + by, to: line.to + by, next: at});
				}

				await target.sync();
				const {size, mtimeMs} = await target.stat();
				await rename(temporary, this.path);
				await syncFolder(dirname(this.path));
				moved.sort();
				await this.#replace(sidecar, moved, [size, mtimeMs]);
			} catch (error) {
				await rm(temporary, {force: true});
				throw error;
			} finally {
				await target.close();
			}
		} finally {
			await source.close();
		}
	}
}

/** What the file was like when all that is noted of it was true. */
function seenIn(sidecar: Index | undefined): readonly [number, number] | undefined {
	for (const {file} of sidecar?.lines.backwards() ?? []) if (file !== undefined) return file;
	return undefined;
}

/** Whether this program alone has written what is in a file. */
function isAllOurs(lines: LineIndex): boolean {
	for (const {bare} of lines.values()) if (bare === undefined) return false;
	return lines.size > 0;
}
