import {type Line, untold} from './line.ts';
import {LineIndex} from './line-index.ts';
import type {Read} from './reading.ts';

/** Which of the messages in a file are known, by their bytes: they keep their UIDs, and what is known of them; the others get new ones. */
export class Matching {
	readonly #waiting = new Map<string, Line[]>();
	readonly #lines = new LineIndex();
	#uidNext: number;

	/** @param uidNext the first UID that is free */
	constructor(known: Iterable<Line>, uidNext: number) {
		this.#uidNext = uidNext;
		// Of equal ones, those that are still messages first: what was taken out may be out of the file.
		for (const line of [...known].sort(
			(a, b) => Number(a.gone !== undefined) - Number(b.gone !== undefined),
		)) {
			const same = this.#waiting.get(line.hash);
			if (same) same.push(line);
			else this.#waiting.set(line.hash, [line]);
		}
	}

	/** The next message of the file. */
	take(read: Read): void {
		const known = this.#waiting.get(read.hash)?.shift();
		if (!known) {
			this.#lines.add({...read, uid: this.#uidNext++});
			return;
		}

		const {file: _, ...rest} = known;
		const {start, from, to, next} = read;
		const flags = rest.flags.includes(untold) ? read.flags : rest.flags;
		const date = rest.date === untold ? read.date : rest.date;
		this.#lines.add({...rest, flags, date, start, from, to, next});
	}

	/** All of them by their UIDs. */
	lines(): LineIndex {
		this.#lines.sort();
		return this.#lines;
	}
}
