/** Literals that are larger have memory of their own. */
const largest = 16 * 1024 * 1024;
const smallest = 1024;
/** Bytes that are kept for literals to come: what is on its way at once, or one large message. */
const mostFree = 16 * 1024 * 1024;

/**
 * Memory for literals that is used again once it is given back. Without, what a mailbox holds would pass through the
 * garbage of the engine: a collection for each 20 MB of it, and all of its memory between two of them.
 */
export class LiteralMemory {
	readonly #free = new Map<number, Buffer[]>();
	#bytesFree = 0;
	/** What has been handed out and not been given back: nothing may be given back twice. */
	readonly #lent = new WeakSet<ArrayBufferLike>();

	/** Memory for so many bytes, or more; undefined where there is none for so many. */
	take(length: number): Buffer | undefined {
		if (length > largest) return undefined;
		const size = sizeFor(length);
		let memory = this.#free.get(size)?.pop();
		if (memory) this.#bytesFree -= size;
		else memory = Buffer.allocUnsafeSlow(size);
		this.#lent.add(memory.buffer);
		return memory;
	}

	/** Nobody looks at this literal any more. One whose memory is its own is left alone. */
	giveBack({buffer}: Buffer): void {
		if (!this.#lent.delete(buffer)) return;
		const size = buffer.byteLength;
		if (this.#bytesFree + size > mostFree) return;
		this.#bytesFree += size;
		const free = this.#free.get(size);
		const memory = Buffer.from(buffer);
		if (free) free.push(memory);
		else this.#free.set(size, [memory]);
	}
}

/** A few sizes for all lengths, so that what one has given back fits another: 1, 1.5, 2, 3, 4, 6 KB and so on. */
function sizeFor(length: number): number {
	let size = smallest;
	while (size < length) {
		if (size * 1.5 >= length) return size * 1.5;
		size *= 2;
	}

	return size;
}
