import {createHash, type Hash} from 'node:crypto';
import {beginsMessage, isWholeLine} from './envelope.ts';
import type {Window} from './window.ts';

/** Bytes behind the beginning of a line that decide what it is: its quotes, its `From `, and the two lines after it. */
export const lookahead = 4096;

/** As many signs of `>` can have been put in front of `From ` by quoting; a line with more was so before. */
export const mostQuotes = 1000;

/** Lines of a message that begin with `From `, with `>From `, and with more `>` before that. */
export interface FromLines {
	readonly bare: number;
	readonly quoted: number;
	readonly quotedMore: number;
}

/** Every line that begins with `From `, those that look like it, or none. */
export type Separators = 'every' | 'likely' | 'none';

const [lineFeed, carriageReturn, capitalF, quote] = [10, 13, 70, 62];

/** Goes through the bytes of one message, line by line, and counts what changes when it is read. */
export class Walk {
	readonly #window: Window;
	readonly #hash = createHash('sha256');
	/** The last bytes, which may turn out to be the empty line after the message. */
	#unhashed = Buffer.alloc(0);
	#last = 0;
	/** The empty line that was the last, in bytes; 0 where it was none. */
	#empty = 0;
	#isLineStart = true;
	/** The line begins with NULs. */
	#isNuls = false;
	readonly #lines = {bare: 0, quoted: 0, quotedMore: 0};
	#bareLineFeeds = 0;

	constructor(window: Window) {
		this.#window = window;
	}

	/** Ends in NULs that no line end follows. */
	get endsInNuls(): boolean {
		return !this.#isLineStart && this.#isNuls;
	}

	get endsInLine(): boolean {
		return !this.#isLineStart && !this.#isNuls;
	}

	get lines(): FromLines {
		return this.#lines;
	}

	/** Line ends without CR. */
	get bareLineFeeds(): number {
		return this.#bareLineFeeds;
	}

	/**
	 * Goes from the beginning of a line to `end`, or to the next message.
	 *
	 * @param separators which lines that begin with `From ` begin one
	 * @returns where it ended
	 */
	async go(from: number, end: number, separators: Separators): Promise<number> {
		let at = from;
		while (at < end) {
			const bytes = await this.#window.from(at, Math.min(2 * lookahead, end - at));
			// The file has become shorter meanwhile.
			if (bytes.length === 0) return at;
			const piece = bytes.subarray(0, end - at);
			const most = at + bytes.length >= end ? piece.length : piece.length - lookahead;
			const {length, isNext} = this.#through(piece, most, bytes, separators);
			this.#take(piece.subarray(0, length));
			at += length;
			if (isNext) return at;
		}

		return at;
	}

	/** Passes over lines that are no part of the message. */
	async skip(from: number, end: number): Promise<void> {
		for (let at = from; at < end; ) {
			const bytes = (await this.#window.from(at, end - at)).subarray(0, end - at);
			if (bytes.length === 0) return;
			this.#take(bytes);
			at += bytes.length;
		}
	}

	/** Takes the empty line off that is behind a message: in bytes, 0 where there is none. */
	withoutEmptyLine(): number {
		const empty = this.#empty;
		this.#unhashed = this.#unhashed.subarray(0, this.#unhashed.length - empty);
		if (empty === 1) this.#bareLineFeeds--;
		this.#empty = 0;
		return empty;
	}

	/** What tells these bytes from others: of their SHA-256 enough. */
	digest(): string {
		return shortened(this.#hash.update(this.#unhashed));
	}

	/** @param most where lines may begin; @param ahead what can be looked at behind `piece` too */
	#through(
		piece: Buffer,
		most: number,
		ahead: Buffer,
		separators: Separators,
	): {length: number; isNext: boolean} {
		let at = 0;
		while (at < most) {
			if (this.#isLineStart) {
				this.#isNuls = piece[at] === 0;
				if (piece[at] === capitalF && isFrom(piece, at)) {
					const text = ahead.toString('latin1', at, at + lookahead);
					const isNext =
						separators === 'every'
							? isWholeLine(text)
							: separators === 'likely' && beginsMessage(text, this.#empty > 0);
					if (isNext) return {length: at, isNext};
					this.#lines.bare++;
				} else if (piece[at] === quote) {
					this.#countQuotes(piece, at);
				}

				this.#empty = emptyLine(piece, at);
				this.#isLineStart = false;
			}

			const end = piece.indexOf(lineFeed, at);
			if (this.#isNuls && separators === 'likely') {
				const next = behindNuls(piece.subarray(at, end === -1 ? most : end), ahead.subarray(at));
				if (next > 0) return {length: at + next, isNext: true};
				// What is not looked at yet may begin a message.
				if (end === -1) return {length: most, isNext: false};
			}

			if (end === -1) return {length: piece.length, isNext: false};
			const before = end > 0 ? piece[end - 1] : this.#last;
			if (before !== carriageReturn) this.#bareLineFeeds++;
			this.#isLineStart = true;
			at = end + 1;
		}

		return {length: at, isNext: false};
	}

	#countQuotes(piece: Buffer, at: number): void {
		let after = at;
		while (piece[after] === quote) after++;
		if (after - at > mostQuotes || !isFrom(piece, after)) return;
		if (after - at === 1) this.#lines.quoted++;
		else this.#lines.quotedMore++;
	}

	#take(bytes: Buffer): void {
		if (bytes.length === 0) return;
		this.#last = bytes.at(-1) ?? 0;
		const all = bytes.length < 2 ? Buffer.concat([this.#unhashed, bytes]) : bytes;
		if (all === bytes) this.#hash.update(this.#unhashed);
		const keep = Math.min(2, all.length);
		this.#hash.update(all.subarray(0, all.length - keep));
		this.#unhashed = Buffer.from(all.subarray(all.length - keep));
	}
}

/** The same of bytes in memory. */
export function digestOfStored(...pieces: readonly Buffer[]): string {
	const hash = createHash('sha256');
	for (const piece of pieces) hash.update(piece);
	return shortened(hash);
}

function shortened(hash: Hash): string {
	return hash.digest('base64url').slice(0, 24);
}

/** Whether `From ` stands there. */
function isFrom(bytes: Buffer, at: number): boolean {
	return (
		bytes[at] === capitalF &&
		bytes[at + 1] === 114 &&
		bytes[at + 2] === 111 &&
		bytes[at + 3] === 109 &&
		bytes[at + 4] === 32
	);
}

const fromText = Buffer.from('From ');

/** Where a message begins behind NULs within a line, as where the power failed while one was written; 0 where none does. */
function behindNuls(line: Buffer, ahead: Buffer): number {
	for (let at = line.indexOf(fromText, 1); at !== -1; at = line.indexOf(fromText, at + 1)) {
		if (line[at - 1] === 0 && beginsMessage(ahead.toString('latin1', at, at + lookahead), false)) return at;
	}

	return 0;
}

/** Bytes of an empty line that begins here; 0 where it is none. */
function emptyLine(bytes: Buffer, at: number): number {
	if (bytes[at] === lineFeed) return 1;
	return bytes[at] === carriageReturn && bytes[at + 1] === lineFeed ? 2 : 0;
}
