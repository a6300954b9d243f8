import {statfs} from 'node:fs/promises';
import {dirname} from 'node:path';
import {certifiedKindOf} from '../../certified/telling.ts';
import {Problem, type Side} from '../../problem.ts';
import {fingerprintOf} from '../fingerprint.ts';
import {headingOf} from '../heading.ts';
import {MessageList} from '../message-list.ts';
import {attributeOf, byUsefulness, isInbox, withRoles} from '../roles.ts';
import type {
	Appended,
	Fingerprint,
	Folder,
	MessageContent,
	MessageHeading,
	MessageMeta,
	Moved,
	Naming,
	NewMessage,
	OpenedFolder,
	Quota,
	Remark,
	Role,
	Scanned,
	StoreInfo,
	Wanted,
	WritableStore,
} from '../store.ts';
import {type Box, FolderGone, permanentFlags, type Tree, Unreadable} from './box.ts';
import {fingerprintHeader, headOf} from './heads.ts';
import {isPacked} from './packed.ts';
import {type Batch, readAhead} from './reading.ts';
import {readProblemOf, refusalOf, unreadable} from './refusing.ts';
import {isMissing} from './sidecar.ts';
import {inParts} from './writing.ts';

const naming: Naming = {delimiter: '/', prefix: ''};

/** What mail was unpacked into. */
interface Unpacked {
	readonly remarks: readonly Remark[];
	close(): Promise<void>;
}

/** Mail in files, in whatever format: what is the same for all of them. */
export class FilesStore implements WritableStore {
	readonly can = {expungeByUid: true, move: true, createWithRole: true, appendTogether: true};
	readonly isEditable = true;
	readonly info: StoreInfo;
	readonly #side: Side;
	readonly #tree: Tree;
	readonly #boxes: Map<string, Box>;
	/** What is done to folders is done one after the other. */
	#last: Promise<unknown> = Promise.resolve();
	#isClosed = false;
	readonly #unpacked: Unpacked | undefined;
	#closing: Promise<void> | undefined;

	private constructor(
		side: Side,
		tree: Tree,
		boxes: ReadonlyMap<string, Box>,
		info: StoreInfo,
		unpacked?: Unpacked,
	) {
		this.#side = side;
		this.#tree = tree;
		this.#unpacked = unpacked;
		this.#boxes = new Map(boxes);
		this.info = info;
	}

	/**
	 * Looks what is there.
	 *
	 * @param unpacked what the mail was unpacked into, which goes when the store is closed
	 * @throws {Problem} `file-unreadable`
	 */
	static async open(side: Side, tree: Tree, path: string, unpacked?: Unpacked): Promise<FilesStore> {
		try {
			const boxes = new Map((await tree.list()).map(box => [nameOf(box), box]));
			if (side === 'source' && boxes.size === 0) {
				const why = (await isPacked(path)) ? 'packed' : 'no-mail';
				throw new Problem({code: 'file-unreadable', side, params: {path, why}});
			}

			const listed = [];
			for (const box of boxes.values()) listed.push(await listedOf(box));
			const folders: Folder[] = withRoles(listed).sort(byUsefulness);
			const quota = await quotaOf(path);
			const remarks = [...(unpacked?.remarks ?? []), ...(tree.remarks?.() ?? [])];
			const dialects = side === 'source' ? await tree.dialects?.() : undefined;
			const info: StoreInfo = {
				naming,
				folders,
				...(quota ? {quota} : {}),
				capabilities: [],
				...(remarks.length > 0 ? {remarks} : {}),
				...(dialects && dialects.length > 0 ? {dialects} : {}),
			};
			return new FilesStore(side, tree, boxes, info, unpacked);
		} catch (error) {
			if (error instanceof Problem) throw error;
			throw unreadable(side, path, error);
		}
	}

	get closed(): boolean {
		return this.#isClosed;
	}

	/** Nobody has to be waited for. */
	set oneAtATime(_on: boolean) {}

	async scan(
		folder: string,
		options: {readonly kinds?: boolean; readonly onMessage?: () => void} = {},
	): Promise<Scanned> {
		return this.#reading(folder, async box => {
			const messages = await box.list(options.onMessage);
			const opened = await opening(box);
			const remarks = (await box.remarks?.()) ?? [];
			if (!options.kinds) return {folder: opened, messages, remarks};
			const withKinds = new MessageList();
			for (const part of parts(messages)) {
				const told = await inParts(part, async message => {
					const kind = certifiedKindOf(await headOf(readable(box.pieces(message.uid))));
					return kind ? {...message, kind} : message;
				});
				for (const message of told) withKinds.add(message);
			}

			return {folder: opened, messages: withKinds, remarks};
		});
	}

	async fingerprints(
		folder: string,
		uidValidity: number,
		uids: readonly number[],
		take: (uid: number, fingerprint: Fingerprint) => void,
	): Promise<void> {
		for (const part of parts(uids))
			await this.#each(folder, uidValidity, part, (head, {uid, bytes}) => {
				if (head.length > 0 || bytes === 0) take(uid, fingerprintOf(fingerprintHeader(head), bytes));
			});
	}

	async headings(
		folder: string,
		uidValidity: number,
		uids: readonly number[],
	): Promise<ReadonlyMap<number, MessageHeading>> {
		return this.#each(folder, uidValidity, uids, headingOf);
	}

	async metadata(
		folder: string,
		uidValidity: number,
		uids: readonly number[],
	): Promise<ReadonlyMap<number, MessageMeta>> {
		if (uids.length === 0) return new Map();
		return this.#beside(folder, uidValidity, async box => box.metadata(uids));
	}

	read(wanted: Iterable<Wanted>, window: number): AsyncGenerator<readonly MessageContent[], void, void> {
		return readAhead(wanted, window, async batch =>
			this.#beside(batch.folder, batch.uidValidity, async box => contentsOf(box, batch)),
		);
	}

	async *pieces(folder: string, uidValidity: number, uid: number): AsyncGenerator<Buffer, void, void> {
		const box = await this.#beside(folder, uidValidity, async box => {
			if ((await box.metadata([uid])).size > 0) return box;
			throw new Problem({code: 'message-gone', side: this.#side, params: {folder, uid}});
		});
		try {
			yield* box.pieces(uid);
		} catch (error) {
			if (error instanceof Unreadable)
				throw new Problem({code: 'read-refused', side: this.#side, server: error.message, params: {folder}});
			throw readProblemOf(this.#side, folder, error);
		}
	}

	async status(folder: string): Promise<OpenedFolder> {
		return this.#reading(folder, opening);
	}

	async open(folder: string): Promise<OpenedFolder> {
		return this.status(folder);
	}

	/** Names that no file can have are written in another way. */
	async refusesName(): Promise<undefined> {}

	/** What is appended through here is seen here. */
	hasGrown(): void {}

	async create(folder: string, role?: Role): Promise<'created' | 'existed'> {
		return this.#writing(folder, async () => {
			const there = this.#boxes.get(folder);
			if (there?.selectable && !there.isBare) return 'existed';
			this.#boxes.set(folder, await this.#tree.create(folder.split(naming.delimiter), role));
			return there?.selectable ? 'existed' : 'created';
		});
	}

	async hasChildren(folder: string): Promise<boolean> {
		return [...this.#boxes.keys()].some(name => name.startsWith(folder + naming.delimiter));
	}

	async remove(folder: string): Promise<void> {
		await this.#writing(folder, async () => {
			await this.#tree.remove(this.#box(folder));
			this.#boxes.delete(folder);
		});
	}

	async subscribe(folder: string, on: boolean): Promise<void> {
		await this.#writing(folder, async () => this.#tree.subscribe(this.#box(folder), on));
	}

	async append(folder: string, messages: readonly NewMessage[]): Promise<readonly Appended[]> {
		return this.#writing(folder, async () => {
			const box = this.#box(folder);
			const uids = await box.append(messages);
			const uidValidity = await box.validity();
			return uids.map(uid => ({uid, uidValidity}));
		});
	}

	async move(from: string, uidValidity: number, uids: readonly number[], to: string): Promise<Moved> {
		return this.#writing(to, async () => {
			const target = this.#box(to);
			await this.#expect(this.#box(from), uidValidity);
			const moved = await this.#box(from).moveTo(uids, target);
			const last = [...moved.values()].at(-1) ?? 0;
			return {uidValidity: await target.validity(), uidNext: last + 1, uids: moved};
		});
	}

	async expunge(folder: string, uidValidity: number, uids: readonly number[]): Promise<void> {
		await this.#writing(folder, async () => {
			const box = this.#box(folder);
			await this.#expect(box, uidValidity);
			await box.expunge(uids);
		});
	}

	async close(): Promise<void> {
		this.#isClosed = true;
		this.#closing ??= this.#end();
		await this.#closing;
	}

	async #end(): Promise<void> {
		await this.#last.catch(() => {});
		// What is left untidy is as true, and tidied the next time.
		for (const box of this.#boxes.values()) await box.close().catch(() => {});
		await this.#unpacked?.close().catch(() => {});
	}

	async goodbye(): Promise<void> {
		await this.close();
	}

	cut(): void {
		this.#isClosed = true;
	}

	#box(folder: string): Box {
		const box = this.#boxes.get(isInbox([folder]) ? 'INBOX' : folder);
		if (!box?.selectable) throw new FolderGone(folder);
		return box;
	}

	/** Reads what may meanwhile give UIDs, so that nothing else does. */
	async #reading<T>(folder: string, work: (box: Box) => Promise<T>): Promise<T> {
		try {
			return await this.#inOrder(async () => work(this.#box(folder)));
		} catch (error) {
			throw readProblemOf(this.#side, folder, error);
		}
	}

	/** Reads messages whose UIDs are known. */
	async #beside<T>(folder: string, uidValidity: number, work: (box: Box) => Promise<T>): Promise<T> {
		this.#refuseClosed();
		try {
			const box = this.#box(folder);
			await this.#expect(box, uidValidity);
			return await work(box);
		} catch (error) {
			throw readProblemOf(this.#side, folder, error);
		}
	}

	async #writing<T>(folder: string, work: () => Promise<T>): Promise<T> {
		try {
			return await this.#inOrder(work);
		} catch (error) {
			throw refusalOf(this.#side, folder, error);
		}
	}

	async #inOrder<T>(work: () => Promise<T>): Promise<T> {
		const result = this.#last.then(async () => {
			this.#refuseClosed();
			return work();
		});
		this.#last = result.catch(() => {});
		return result;
	}

	#refuseClosed(): void {
		if (this.#isClosed) throw new Problem({code: 'connection-lost', side: this.#side});
	}

	async #expect(box: Box, uidValidity: number): Promise<void> {
		if ((await box.validity()) === uidValidity) return;
		throw new Problem({code: 'folder-changed', side: this.#side, params: {folder: nameOf(box)}});
	}

	/** What is made of the headers of these messages; of one that is gone or can't be read, nothing. */
	async #each<T>(
		folder: string,
		uidValidity: number,
		uids: readonly number[],
		make: (head: Buffer, message: MessageMeta) => T | undefined,
	): Promise<ReadonlyMap<number, T>> {
		const found = new Map<number, T>();
		if (uids.length === 0) return found;
		await this.#beside(folder, uidValidity, async box =>
			inParts([...(await box.metadata(uids)).values()], async message => {
				const made = make(await headOf(readable(box.pieces(message.uid))), message);
				if (made !== undefined) found.set(message.uid, made);
			}),
		);
		return found;
	}
}

/** So many at a time, since there may be a million. */
function* parts<T>(items: Iterable<T>, most = 1000): Generator<T[], void, void> {
	let part: T[] = [];
	for (const item of items) {
		part.push(item);
		if (part.length < most) continue;
		yield part;
		part = [];
	}

	if (part.length > 0) yield part;
}

function nameOf({path}: Box): string {
	return path.join(naming.delimiter);
}

async function opening(box: Box): Promise<OpenedFolder> {
	const {uidValidity, uidNext, messages} = await box.look();
	return {uidValidity, uidNext, messages, permanentFlags};
}

async function listedOf(box: Box): Promise<Parameters<typeof withRoles>[0][number]> {
	const {path, selectable, subscribed, role} = box;
	const attribute = role && attributeOf(role);
	const listed = {name: nameOf(box), path, selectable, subscribed, attributes: attribute ? [attribute] : []};
	if (!selectable) return {...listed, messages: 0, uidValidity: 0, uidNext: 0};
	const {messages, uidValidity, uidNext, bytes} = await box.look();
	return {...listed, messages, uidValidity, uidNext, ...(bytes === undefined ? {} : {bytes})};
}

async function contentsOf(box: Box, {folder, uids}: Batch): Promise<readonly MessageContent[]> {
	const there = await box.metadata(uids);
	return inParts(uids, async uid => {
		const meta = there.get(uid);
		if (!meta) return {folder, uid, bytes: 0, flags: [], internalDate: ''};
		try {
			const content = await box.content(uid);
			if (content) return {...meta, folder, bytes: content.length, content};
			return {folder, uid, bytes: 0, flags: [], internalDate: ''};
		} catch (error) {
			if (error instanceof Unreadable) return {...meta, folder, unreadable: error.message};
			throw error;
		}
	});
}

/** As much of it as can be read. */
async function* readable(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, void> {
	try {
		yield* pieces;
	} catch (error) {
		if (!(error instanceof Unreadable)) throw error;
	}
}

/** What is free on the disk, also where the folder is still to be made. */
async function quotaOf(path: string): Promise<Quota | undefined> {
	try {
		const {bsize, blocks, bfree, bavail} = await statfs(path);
		const usedBytes = (blocks - bfree) * bsize;
		// What is kept for root counts as neither used nor free.
		return {usedBytes, limitBytes: usedBytes + bavail * bsize};
	} catch (error) {
		if (isMissing(error) && dirname(path) !== path) return quotaOf(dirname(path));
		return undefined;
	}
}
