import {parseInternalDate, toInternalDate} from '../../internal-date.ts';
import type {Lines} from '../sidecar.ts';
import type {Line} from './line.ts';

/** Rows that get their room at once. */
const rowsOfChunk = 4096;

/** The numbers of a row: UID, offsets, bytes, and the date's instant. */
const columns = 7;
const hashBytes = 18;

/** What many lines have in common. */
type Common = Omit<Line, 'uid' | 'start' | 'from' | 'to' | 'next' | 'bytes' | 'hash' | 'date'> & {
	/** Of the date. */
	readonly zone?: string;
	/** As they are, where they are none that the numbers can say. */
	readonly date?: string;
	readonly hash?: string;
};

interface Chunk {
	readonly numbers: Float64Array;
	readonly hashes: Buffer;
	readonly commons: Common[];
}

/**
 * Lines by their UIDs, in that order. There may be a million, so they are kept as rows of numbers, 82 bytes each,
 * and what many have in common once; a line is an object while somebody looks at it.
 */
export class LineIndex implements Lines<Line> {
	#chunks: Chunk[] = [];
	#size = 0;
	readonly #commons = new Map<string, Common>();

	get size(): number {
		return this.#size;
	}

	get(uid: number): Line | undefined {
		const row = this.#rowOf(uid);
		return row === undefined ? undefined : this.#lineAt(row);
	}

	set(uid: number, line: Line): void {
		const isLast = this.#size === 0 || uid > this.#uidAt(this.#size - 1);
		const row = isLast ? undefined : this.#rowOf(uid);
		if (row !== undefined) {
			this.#put(row, line);
			return;
		}

		this.add(line);
		if (!isLast) this.sort();
	}

	/** Adds one with a UID that none has, in whatever order; before anything else is asked for, `sort`. */
	add(line: Line): void {
		this.#put(this.#size++, line);
	}

	sort(): void {
		const rows = Array.from({length: this.#size}, (_, row) => row);
		if (rows.every(row => row === 0 || this.#uidAt(row - 1) < this.#uidAt(row))) return;
		this.#keep(rows.sort((one, other) => this.#uidAt(one) - this.#uidAt(other)));
	}

	delete(uid: number): boolean {
		const row = this.#rowOf(uid);
		if (row === undefined) return false;
		if (row === this.#size - 1) this.#size--;
		else this.#keep(Array.from({length: this.#size}, (_, each) => each).toSpliced(row, 1));
		return true;
	}

	clear(): void {
		this.#chunks = [];
		this.#size = 0;
		this.#commons.clear();
	}

	*values(): Generator<Line, undefined, void> {
		for (let row = 0; row < this.#size; row++) yield this.#lineAt(row);
	}

	/** From the last to the first. */
	*backwards(): Generator<Line, undefined, void> {
		for (let row = this.#size - 1; row >= 0; row--) yield this.#lineAt(row);
	}

	#uidAt(row: number): number {
		return this.#chunkOf(row).numbers[(row % rowsOfChunk) * columns] ?? 0;
	}

	#rowOf(uid: number): number | undefined {
		let [low, high] = [0, this.#size];
		while (low < high) {
			const middle = Math.floor((low + high) / 2);
			if (this.#uidAt(middle) < uid) low = middle + 1;
			else high = middle;
		}

		return low < this.#size && this.#uidAt(low) === uid ? low : undefined;
	}

	/** Keeps these rows, in this order. */
	#keep(rows: readonly number[]): void {
		const before = this.#chunks;
		this.#chunks = [];
		this.#size = 0;
		for (const row of rows) {
			const from = before[Math.floor(row / rowsOfChunk)];
			if (!from) throw new RangeError(`no row ${row}`);
			const at = row % rowsOfChunk;
			const to = this.#roomFor(this.#size);
			const there = this.#size++ % rowsOfChunk;
			to.numbers.set(from.numbers.subarray(at * columns, (at + 1) * columns), there * columns);
			from.hashes.copy(to.hashes, there * hashBytes, at * hashBytes, (at + 1) * hashBytes);
			to.commons[there] = from.commons[at] as Common;
		}
	}

	#chunkOf(row: number): Chunk {
		const chunk = this.#chunks[Math.floor(row / rowsOfChunk)];
		if (!chunk) throw new RangeError(`no row ${row}`);
		return chunk;
	}

	#roomFor(row: number): Chunk {
		this.#chunks[Math.floor(row / rowsOfChunk)] ??= {
			numbers: new Float64Array(rowsOfChunk * columns),
			hashes: Buffer.alloc(rowsOfChunk * hashBytes),
			commons: [],
		};
		return this.#chunkOf(row);
	}

	#put(row: number, {uid, start, from, to, next, bytes, hash, date, ...rest}: Line): void {
		const {numbers, hashes, commons} = this.#roomFor(row);
		const at = row % rowsOfChunk;
		const {instant, zone} = parseInternalDate(date) ?? {instant: 0, zone: ''};
		const isUsualDate = zone !== '' && toInternalDate(instant, zone) === date;
		const hashed = Buffer.from(hash, 'base64url');
		const isUsualHash = hashed.length === hashBytes && hashed.toString('base64url') === hash;
		numbers.set([uid, start, from, to, next, bytes, instant], at * columns);
		if (isUsualHash) hashed.copy(hashes, at * hashBytes);
		commons[at] = this.#common({
			...rest,
			...(isUsualDate ? {zone} : {date}),
			...(isUsualHash ? {} : {hash}),
		});
	}

	#common(common: Common): Common {
		const key = JSON.stringify(common);
		const known = this.#commons.get(key);
		if (known) return known;
		this.#commons.set(key, common);
		return common;
	}

	#lineAt(row: number): Line {
		const {numbers, hashes, commons} = this.#chunkOf(row);
		const at = row % rowsOfChunk;
		const [uid = 0, start = 0, from = 0, to = 0, next = 0, bytes = 0, instant = 0] = numbers.subarray(
			at * columns,
			(at + 1) * columns,
		);
		const {
			zone,
			date = toInternalDate(instant, zone),
			hash = hashes.toString('base64url', at * hashBytes, (at + 1) * hashBytes),
			...rest
		} = commons[at] as Common;
		return {uid, start, from, to, next, bytes, hash, date, ...rest};
	}
}
