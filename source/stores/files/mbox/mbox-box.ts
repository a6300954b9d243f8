import {MessageList} from '../../message-list.ts';
import type {MessageMeta, NewMessage, OpenedFolder, Remark, Role} from '../../store.ts';
import {type Box, permanentFlags} from '../box.ts';
import {doubtful} from '../remarks.ts';
import type {Line} from './line.ts';
import type {MboxFile} from './mbox-file.ts';

/** What a folder is besides its messages. */
export interface Shape {
	readonly path: readonly string[];
	readonly selectable: boolean;
	readonly role?: Role | undefined;
	readonly subscribed: boolean;
}

/** A folder in an mbox file: all of it, or the messages under one of Gmail's labels. */
export class MboxBox implements Box {
	readonly path: readonly string[];
	readonly selectable: boolean;
	readonly role: Role | undefined;
	subscribed: boolean;
	readonly file: MboxFile;
	readonly #holds: (line: Line) => boolean;

	constructor(
		file: MboxFile,
		{path, selectable, role, subscribed}: Shape,
		holds: (line: Line) => boolean = () => true,
	) {
		this.file = file;
		this.path = path;
		this.selectable = selectable;
		this.role = role;
		this.subscribed = subscribed;
		this.#holds = line => line.gone === undefined && holds(line);
	}

	async validity(): Promise<number> {
		return (await this.file.head()).uidValidity;
	}

	async look(): Promise<OpenedFolder & {readonly bytes?: number}> {
		let [messages, bytes] = [0, 0];
		for (const line of (await this.file.lines()).values()) {
			if (!this.#holds(line)) continue;
			messages++;
			bytes += line.bytes;
		}

		return {
			uidValidity: await this.validity(),
			uidNext: await this.file.uidNext(),
			messages,
			permanentFlags,
			bytes,
		};
	}

	async list(onMessage: () => void = () => {}): Promise<MessageList> {
		const messages = new MessageList();
		for (const line of (await this.file.lines(onMessage)).values())
			if (this.#holds(line)) messages.add(metaOf(line));
		return messages;
	}

	async remarks(): Promise<readonly Remark[]> {
		const damaged = new Map<string, number>();
		let deleted = 0;
		for (const line of (await this.file.lines()).values()) {
			if (line.gone === 'deleted') deleted++;
			if (!this.#holds(line)) continue;
			for (const what of line.damage ?? []) damaged.set(what, (damaged.get(what) ?? 0) + 1);
		}

		return [
			...doubtful(await this.file.doubts()),
			...[...damaged].map(([what, count]): Remark => ({kind: 'damaged', what, count})),
			...(deleted > 0 ? [{kind: 'deleted-in-file', count: deleted} as const] : []),
		];
	}

	async metadata(uids: readonly number[]): Promise<ReadonlyMap<number, MessageMeta>> {
		const found = new Map<number, MessageMeta>();
		for (const uid of uids) {
			const line = await this.file.line(uid);
			if (line && this.#holds(line)) found.set(uid, metaOf(line));
		}

		return found;
	}

	async content(uid: number): Promise<Buffer | undefined> {
		return this.file.content(uid);
	}

	async *pieces(uid: number): AsyncGenerator<Buffer, void, void> {
		yield* this.file.pieces(uid);
	}

	async append(messages: readonly NewMessage[]): Promise<readonly number[]> {
		return this.file.append(messages);
	}

	async moveTo(uids: readonly number[], to: Box): Promise<ReadonlyMap<number, number>> {
		if (!(to instanceof MboxBox)) throw new Error('a move into another store');
		return to.file.receive(this.file, uids);
	}

	async expunge(uids: readonly number[]): Promise<void> {
		await this.file.expunge(uids);
	}

	async close(): Promise<void> {
		await this.file.tidy();
	}
}

function metaOf({uid, bytes, flags, date}: Line): MessageMeta {
	return {uid, bytes, flags, internalDate: date};
}
