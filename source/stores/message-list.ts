import type {CertifiedKind} from '../certified/kind.ts';
import type {MessageMeta} from './message-meta.ts';

/** Rows that get their room at once. */
const rowsOfChunk = 4096;

/** Bytes of an internal date as servers write it: `17-Jul-1996 02:44:25 -0700`. */
const dateBytes = 26;
const usualDate = /^[\x20-\x7e]{26}$/;

/** What many messages have in common. */
interface Common {
	readonly flags: readonly string[];
	readonly kind: CertifiedKind | undefined;
	/** The internal date where it is written in another way. */
	readonly date: string | undefined;
}

interface Chunk {
	readonly uids: Uint32Array;
	readonly bytes: Float64Array;
	readonly dates: Buffer;
	/** Places among all that messages have in common. */
	readonly commons: Uint32Array;
}

/**
 * Messages without their contents, in the order in which they were added. There may be a million, so each is a row of
 * 42 bytes, and what many have in common is kept once; a message is an object while somebody looks at it.
 */
export class MessageList implements Iterable<MessageMeta> {
	readonly #chunks: Chunk[] = [];
	#length = 0;
	#commons: Common[] = [];
	readonly #places = new Map<string, number>();
	#isInOrder = true;

	static of(messages: Iterable<MessageMeta>): MessageList {
		const list = new MessageList();
		for (const message of messages) list.add(message);
		return list;
	}

	get length(): number {
		return this.#length;
	}

	add({uid, bytes, flags, internalDate, kind}: MessageMeta): void {
		this.#isInOrder &&= this.#length === 0 || this.uidAt(this.#length - 1) < uid;
		const isUsual = usualDate.test(internalDate);
		const common = this.#placeOf({flags, kind, date: isUsual ? undefined : internalDate});
		const [chunk, at] = this.#place(this.#length++);
		chunk.uids[at] = uid;
		chunk.bytes[at] = bytes;
		chunk.commons[at] = common;
		if (isUsual) chunk.dates.write(internalDate, at * dateBytes, 'latin1');
	}

	/** The same in the order of their UIDs; of those with one UID, the last that was added. */
	inOrder(): MessageList {
		if (this.#isInOrder) return this;
		const rows = Uint32Array.from({length: this.#length}, (_, row) => row);
		rows.sort((one, other) => this.uidAt(one) - this.uidAt(other) || one - other);
		const list = new MessageList();
		for (const [index, row] of rows.entries()) {
			const next = rows[index + 1];
			if (next === undefined || this.uidAt(next) !== this.uidAt(row)) list.add(this.at(row));
		}

		return list;
	}

	/** @throws {RangeError} where there is no such row */
	at(row: number): MessageMeta {
		const [chunk, at] = this.#place(row);
		const {flags, kind, date} = this.#commonAt(row);
		return {
			uid: chunk.uids[at] ?? 0,
			bytes: chunk.bytes[at] ?? 0,
			flags,
			internalDate: date ?? chunk.dates.toString('latin1', at * dateBytes, (at + 1) * dateBytes),
			...(kind ? {kind} : {}),
		};
	}

	uidAt(row: number): number {
		const [chunk, at] = this.#place(row);
		return chunk.uids[at] ?? 0;
	}

	bytesAt(row: number): number {
		const [chunk, at] = this.#place(row);
		return chunk.bytes[at] ?? 0;
	}

	/** The row of the message with this UID, of messages in the order of their UIDs; -1 where there is none. */
	rowOf(uid: number): number {
		let [low, high] = [0, this.#length];
		while (low < high) {
			const middle = (low + high) >>> 1;
			if (this.uidAt(middle) < uid) low = middle + 1;
			else high = middle;
		}

		return low < this.#length && this.uidAt(low) === uid ? low : -1;
	}

	*[Symbol.iterator](): Generator<MessageMeta, void, void> {
		for (let row = 0; row < this.#length; row++) yield this.at(row);
	}

	map<T>(make: (message: MessageMeta) => T): T[] {
		const made: T[] = [];
		for (const message of this) made.push(make(message));
		return made;
	}

	filter(isWanted: (message: MessageMeta) => boolean): MessageMeta[] {
		const wanted: MessageMeta[] = [];
		for (const message of this) if (isWanted(message)) wanted.push(message);
		return wanted;
	}

	/** What each is of certified mail, as far as that was asked for. */
	*kinds(): Generator<CertifiedKind | undefined, void, void> {
		for (let row = 0; row < this.#length; row++) yield this.#commonAt(row).kind;
	}

	#placeOf(common: Common): number {
		const key = JSON.stringify([common.flags, common.kind, common.date]);
		const known = this.#places.get(key);
		if (known !== undefined) return known;
		this.#places.set(key, this.#commons.length);
		return this.#commons.push(common) - 1;
	}

	#commonAt(row: number): Common {
		const [chunk, at] = this.#place(row);
		const common = this.#commons[chunk.commons[at] ?? 0];
		if (!common) throw new RangeError(`no row ${row}`);
		return common;
	}

	#place(row: number): readonly [Chunk, number] {
		const index = Math.floor(row / rowsOfChunk);
		if (index === this.#chunks.length && row < this.#length) this.#chunks.push(newChunk());
		const chunk = this.#chunks[index];
		if (!chunk || row >= this.#length) throw new RangeError(`no row ${row}`);
		return [chunk, row % rowsOfChunk];
	}
}

function newChunk(): Chunk {
	return {
		uids: new Uint32Array(rowsOfChunk),
		bytes: new Float64Array(rowsOfChunk),
		dates: Buffer.alloc(rowsOfChunk * dateBytes),
		commons: new Uint32Array(rowsOfChunk),
	};
}
