import {Counterparts} from '../stores/counterparts.ts';
import {parseInternalDate} from '../stores/internal-date.ts';
import type {MessageList} from '../stores/message-list.ts';
import type {Fingerprint, MessageMeta} from '../stores/store.ts';
import {Keys, withSameKey} from './keys.ts';

/** Some rows of the lists of both sides. */
export interface Rows {
	readonly source: readonly number[];
	readonly destination: readonly number[];
}

/** The fingerprints of messages of a list, as far as they are known, by their rows. */
export class Fingerprints {
	readonly keys: Keys;
	readonly #isWeak: Uint8Array;

	constructor(rows: number) {
		// As `fingerprintOf` makes them.
		this.keys = new Keys(rows, 18, 'base64');
		this.#isWeak = new Uint8Array(rows);
	}

	set(row: number, {key, weak}: Fingerprint): void {
		this.keys.set(row, key);
		this.#isWeak[row] = weak ? 1 : 0;
	}

	isWeak(row: number): boolean {
		return this.#isWeak[row] === 1;
	}
}

/** Digests of messages, by their rows. */
export function newDigests(rows: number): Keys {
	return new Keys(rows, 32, 'hex');
}

/**
 * Which messages of the source are at the destination already. As multisets: of two identical messages at the source
 * and one at the destination, one is there already. Each step pairs what those before it have left.
 */
export class Matching {
	/** What has been found. */
	readonly present: Counterparts;
	readonly #source: MessageList;
	readonly #destination: MessageList;
	readonly #taken: Uint8Array;

	/**
	 * @param source in the order of their UIDs, and so the destination's
	 * @param taken 1 for each row of the destination that is no longer free, also of those that are found here
	 */
	constructor(
		source: MessageList,
		destination: MessageList,
		taken: Uint8Array = new Uint8Array(destination.length),
	) {
		this.present = new Counterparts(source);
		this.#source = source;
		this.#destination = destination;
		this.#taken = taken;
	}

	/** Pairs what earlier runs know. @param knownOf source UID → destination UID */
	pairKnown(knownOf: (uid: number) => number | undefined): void {
		for (let row = 0; row < this.#source.length; row++) {
			const known = knownOf(this.#source.uidAt(row));
			const there = known === undefined ? -1 : this.#destination.rowOf(known);
			if (there !== -1 && this.#taken[there] === 0) this.#pair(row, there);
		}
	}

	/** What may be the same at all: of both sides the messages that have as many bytes as one of the other side. */
	ofSameSize(): Rows {
		const free = {
			source: rowsOf(this.#source, row => this.present.at(row) === undefined),
			destination: rowsOf(this.#destination, row => this.#taken[row] === 0),
		};
		const [here, there] = [sizesOf(this.#source, free.source), sizesOf(this.#destination, free.destination)];
		return {
			source: free.source.filter(row => there.has(this.#source.bytesAt(row))),
			destination: free.destination.filter(row => here.has(this.#destination.bytesAt(row))),
		};
	}

	/**
	 * Pairs by fingerprint, before any content is read.
	 *
	 * @param trust take equal fingerprints for equal messages where both have a Message-ID
	 * @returns the rows whose contents have to be read, ascending, and how many pairs they would make at the most
	 */
	pairAlike(
		source: Fingerprints,
		destination: Fingerprints,
		trust: boolean,
	): {readonly undecided: Rows; readonly most: number} {
		const undecided = {source: [] as number[], destination: [] as number[]};
		let most = 0;
		for (const group of withSameKey(source.keys, destination.keys)) {
			if (trust && !group.source.some(row => source.isWeak(row))) {
				this.#pairUp(group);
				continue;
			}

			for (const row of group.source) undecided.source.push(row);
			for (const row of group.destination) undecided.destination.push(row);
			most += Math.min(group.source.length, group.destination.length);
		}

		undecided.source.sort((one, other) => one - other);
		undecided.destination.sort((one, other) => one - other);
		return {undecided, most};
	}

	/** Pairs by digest. @returns how many */
	pairEqual(source: Keys, destination: Keys): number {
		const before = this.present.size;
		for (const group of withSameKey(source, destination)) this.#pairUp(group);
		return this.present.size - before;
	}

	/** Pairs messages of one content: first those with the same flags and date, so that as few as possible differ in them. */
	#pairUp({source, destination}: Rows): void {
		const rest: number[] = [];
		const alike =
			destination.length > 1
				? Map.groupBy(destination, row => marksOf(this.#destination.at(row)))
				: undefined;
		// From the end, where it is quick to take from; and so the first comes first.
		for (const rows of alike?.values() ?? []) rows.reverse();
		for (const row of source) {
			const same = alike?.get(marksOf(this.#source.at(row)))?.pop();
			if (same === undefined) rest.push(row);
			else this.#pair(row, same);
		}

		const free = destination.filter(row => this.#taken[row] === 0);
		for (const [index, row] of rest.entries()) {
			const same = free[index];
			if (same !== undefined) this.#pair(row, same);
		}
	}

	#pair(row: number, there: number): void {
		this.present.set(row, this.#destination.uidAt(there));
		this.#taken[there] = 1;
	}
}

function rowsOf({length}: MessageList, isWanted: (row: number) => boolean): number[] {
	const rows: number[] = [];
	for (let row = 0; row < length; row++) if (isWanted(row)) rows.push(row);
	return rows;
}

function sizesOf(messages: MessageList, rows: readonly number[]): Set<number> {
	const sizes = new Set<number>();
	for (const row of rows) sizes.add(messages.bytesAt(row));
	return sizes;
}

/** Flags in any order and case, and the instant: equal where a copy would be called the same. */
function marksOf({flags, internalDate}: MessageMeta): string {
	const instant = parseInternalDate(internalDate)?.instant ?? internalDate;
	return `${instant} ${flags
		.map(flag => flag.toLowerCase())
		.sort()
		.join(' ')}`;
}
