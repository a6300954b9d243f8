import type {MessageList} from './message-list.ts';

/** For messages in the order of their UIDs, the UID of the same message on the other side, where it is known: 4 bytes each. */
export class Counterparts {
	readonly messages: MessageList;
	/** By row; no UID is 0 (RFC 9051, 9, uniqueid). */
	readonly #uids: Uint32Array;
	#size = 0;

	constructor(messages: MessageList) {
		this.messages = messages;
		this.#uids = new Uint32Array(messages.length);
	}

	/** How many are known. */
	get size(): number {
		return this.#size;
	}

	at(row: number): number | undefined {
		return this.#uids[row] || undefined;
	}

	set(row: number, there: number): void {
		if (this.at(row) === undefined) this.#size++;
		this.#uids[row] = there;
	}

	/** @param uid of the message here */
	get(uid: number): number | undefined {
		return this.at(this.messages.rowOf(uid));
	}

	has(uid: number): boolean {
		return this.get(uid) !== undefined;
	}

	/** UIDs here of those whose counterpart is known. */
	*keys(): Generator<number, void, void> {
		for (const [row, there] of this.#uids.entries()) if (there !== 0) yield this.messages.uidAt(row);
	}

	/** UIDs on the other side. */
	*values(): Generator<number, void, void> {
		for (const there of this.#uids) if (there !== 0) yield there;
	}
}
