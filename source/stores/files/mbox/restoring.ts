import {mostQuotes} from './walk.ts';

/**
 * Which signs of `>` in front of `From ` are taken off again: of every such line (mboxrd), of those with one alone
 * (mboxo, mboxcl), or of none (mboxcl2, and files whose writers quote nothing).
 */
export type Quoting = 'every' | 'single' | 'none';

/** Lines by their number, from 1 on; both ends included. */
export type LineRange = readonly [first: number, last: number];

const [lineFeed, carriageReturn, quote] = [10, 13, 62];
const from = Buffer.from('From ');

/** Makes of a message in an mbox file what it was: takes its quoting off, and ends its lines in CRLF. */
export class Restoring {
	readonly #quoting: Quoting;
	readonly #bare: readonly LineRange[] | undefined;
	#range = 0;
	#line = 1;
	#last = 0;
	#isLineStart = true;
	/** Quotes at the end of what came last: what they are is seen from what follows. */
	#held: Buffer = Buffer.alloc(0);

	/**
	 * @param bare the lines that end in LF alone, where it is known: then every other LF gets a CR. Where it is not, those
	 *   get one that have none
	 */
	constructor(quoting: Quoting, bare?: readonly LineRange[]) {
		this.#quoting = quoting;
		this.#bare = bare;
	}

	/**
	 * @param isLast nothing comes after it
	 * @param into what is made of it is written there, as far as there is room; it is what is returned
	 */
	push(chunk: Buffer, isLast: boolean, into?: Buffer): Buffer {
		const bytes = this.#held.length > 0 ? Buffer.concat([this.#held, chunk]) : chunk;
		this.#held = bytes.subarray(0, 0);
		const out = into ?? Buffer.allocUnsafe(bytes.length + count(bytes, lineFeed));
		let length = 0;
		let at = 0;
		while (at < bytes.length) {
			if (this.#isLineStart && bytes[at] === quote && this.#quoting !== 'none') {
				let after = at;
				while (bytes[after] === quote && after - at <= mostQuotes) after++;
				if (!isLast && after + from.length > bytes.length) {
					this.#held = Buffer.from(bytes.subarray(at));
					break;
				}

				if (this.#isQuoted(after - at) && bytes.subarray(after, after + from.length).equals(from)) at++;
			}

			this.#isLineStart = false;
			const end = bytes.indexOf(lineFeed, at);
			const stop = end === -1 ? bytes.length : end;
			length += bytes.copy(out, length, at, stop);
			if (end === -1) {
				this.#last = bytes.at(-1) ?? 0;
				break;
			}

			if (this.#needsReturn(end > at ? bytes[end - 1] : this.#last)) out[length++] = carriageReturn;
			out[length++] = lineFeed;
			this.#last = lineFeed;
			this.#line++;
			this.#isLineStart = true;
			at = end + 1;
		}

		return out.subarray(0, length);
	}

	#isQuoted(quotes: number): boolean {
		return this.#quoting === 'every' ? quotes <= mostQuotes : quotes === 1;
	}

	#needsReturn(before: number | undefined): boolean {
		if (!this.#bare) return before !== carriageReturn;
		while ((this.#bare[this.#range]?.[1] ?? Number.POSITIVE_INFINITY) < this.#line) this.#range++;
		const range = this.#bare[this.#range];
		return !range || this.#line < range[0];
	}
}

/** A message as it is written into an mbox file. */
export interface Stored {
	/** With its last line ended, and without the empty line after it. */
	readonly bytes: Buffer;
	/** Lines that end in LF alone, as a reader can't tell any more. */
	readonly bare: readonly LineRange[];
}

/** Writes a message as mboxrd: LF at the ends of lines, and one `>` more in front of each `From ` that lines begin with. */
export function stored(content: Buffer): Stored {
	const bare: [number, number][] = [];
	// A line gets longer by its quote, or by the LF that the last one lacked.
	const bytes = Buffer.allocUnsafe(content.length + count(content, lineFeed) + 2);
	let length = 0;
	let line = 1;
	for (let at = 0; at < content.length; line++) {
		const end = content.indexOf(lineFeed, at);
		const isBare = end !== -1 && (end === at || content[end - 1] !== carriageReturn);
		let after = at;
		while (content[after] === quote) after++;
		const isFrom = content.subarray(after, after + from.length).equals(from);
		if (isFrom && after - at < mostQuotes) bytes[length++] = quote;
		const stop = end === -1 ? content.length : isBare ? end : end - 1;
		length += content.copy(bytes, length, at, stop);
		bytes[length++] = lineFeed;
		if (isBare) {
			const range = bare.at(-1);
			if (range?.[1] === line - 1) range[1] = line;
			else bare.push([line, line]);
		}

		at = end === -1 ? content.length : end + 1;
	}

	return {bytes: bytes.subarray(0, length), bare};
}

function count(bytes: Buffer, byte: number): number {
	let found = 0;
	for (let at = bytes.indexOf(byte); at !== -1; at = bytes.indexOf(byte, at + 1)) found++;
	return found;
}
