/** What identifies each message of a list, by its row: fingerprints or digests, all of so many bytes. */
export class Keys {
	readonly #width: number;
	readonly #encoding: 'base64' | 'hex';
	readonly #bytes: Buffer;
	readonly #isKnown: Uint8Array;

	constructor(rows: number, width: number, encoding: 'base64' | 'hex') {
		this.#width = width;
		this.#encoding = encoding;
		// Takes memory where it is written to.
		this.#bytes = Buffer.alloc(rows * width);
		this.#isKnown = new Uint8Array(rows);
	}

	/** Rows, with a key or without. */
	get length(): number {
		return this.#isKnown.length;
	}

	set(row: number, key: string): void {
		this.#bytes.write(key, row * this.#width, this.#width, this.#encoding);
		this.#isKnown[row] = 1;
	}

	has(row: number): boolean {
		return this.#isKnown[row] === 1;
	}

	/** Part of a key, which is random enough. */
	hashAt(row: number): number {
		return this.#bytes.readUInt32LE(row * this.#width);
	}

	/** Whether a row has the same key as one of other keys. */
	equals(row: number, others: Keys, other: number): boolean {
		const [start, width] = [row * this.#width, this.#width];
		const there = other * width;
		return others.#bytes.compare(this.#bytes, start, start + width, there, there + width) === 0;
	}
}

/** Rows that have one key. */
interface Rows {
	readonly source: readonly number[];
	readonly destination: readonly number[];
}

/** The rows of both sides that have the same key, for each key that both have, in the order of the source's rows. */
export function* withSameKey(source: Keys, destination: Keys): Generator<Rows, void, void> {
	const [here, there] = [new Index(source), new Index(destination)];
	const isDone = new Uint8Array(source.length);
	for (let row = 0; row < source.length; row++) {
		if (!source.has(row) || isDone[row]) continue;
		const same = here.rowsLike(source, row);
		for (const each of same) isDone[each] = 1;
		const candidates = there.rowsLike(source, row);
		if (candidates.length > 0) yield {source: same, destination: candidates};
	}
}

/** Rows by their keys: chains of rows whose keys have the same hash, 4 bytes each. */
class Index {
	readonly #keys: Keys;
	/** One more than a row; 0 for none. */
	readonly #first: Uint32Array;
	readonly #next: Uint32Array;

	constructor(keys: Keys) {
		this.#keys = keys;
		this.#first = new Uint32Array(2 ** Math.ceil(Math.log2(keys.length + 1)));
		this.#next = new Uint32Array(keys.length);
		for (let row = keys.length - 1; row >= 0; row--) {
			if (!keys.has(row)) continue;
			const place = this.#placeOf(keys.hashAt(row));
			this.#next[row] = this.#first[place] ?? 0;
			this.#first[place] = row + 1;
		}
	}

	/** The rows that have the key of a row of other keys, ascending. */
	rowsLike(keys: Keys, row: number): number[] {
		const rows: number[] = [];
		for (let each = this.#first[this.#placeOf(keys.hashAt(row))] ?? 0; each > 0; ) {
			if (this.#keys.equals(each - 1, keys, row)) rows.push(each - 1);
			each = this.#next[each - 1] ?? 0;
		}

		return rows;
	}

	#placeOf(hash: number): number {
		return hash & (this.#first.length - 1);
	}
}
