import {LiteralMemory} from './literal-memory.ts';
import {Unusable} from './unusable.ts';

/** One response as it came: text and literals in turn, the text without line ends and literal marks. */
export interface Arrived {
	readonly segments: readonly (string | Buffer)[];
	/** All that it took on the line, about. */
	readonly bytes: number;
}

const maxLine = 1024 * 1024;
const maxSegments = 10_000;
/** Memory that is taken at first for a line, and for a literal: at once what most messages need, as it is not used before it comes. */
const firstOfLine = 1024;
const firstOfLiteral = 16 * 1024 * 1024;
/** The same where more is announced. */
const firstOfMore = 512 * 1024;

/**
 * Cuts the bytes of a connection into responses: lines, and literals whose length a line announced (RFC 9051, 4.3).
 * What a server announces takes no memory before it has arrived.
 */
export class Incoming {
	readonly #maxLiteral: number;
	#line = new Gathered(maxLine, firstOfLine);
	#segments: (string | Buffer)[] = [];
	#bytes = 0;
	/** Bytes of a literal of which none has come yet. */
	#announced: number | undefined;
	#literal: Gathered | undefined;
	readonly #memory = new LiteralMemory();

	/** @param maxLiteral bytes that a literal may have at the most, and with some lines around it a response */
	constructor(maxLiteral: number) {
		this.#maxLiteral = maxLiteral;
	}

	/**
	 * The responses that are whole with these bytes, of which nothing is kept.
	 *
	 * @throws {Unusable}
	 */
	*push(chunk: Buffer): Generator<Arrived> {
		let at = 0;
		while (at < chunk.length) {
			if (this.#announced !== undefined) {
				const length = this.#announced;
				this.#announced = undefined;
				const first = length > firstOfLiteral ? firstOfMore : length;
				this.#literal = new Gathered(length, first, this.#memory.take(length));
			}

			if (this.#literal) {
				at += this.#literal.add(chunk.subarray(at));
				if (!this.#literal.isFull) return;
				this.#segments.push(this.#literal.bytes);
				this.#literal = undefined;
				continue;
			}

			const end = chunk.indexOf(10, at);
			const part = chunk.subarray(at, end === -1 ? chunk.length : end);
			if (this.#line.length + part.length > maxLine) throw new Unusable('line');
			if (end === -1) {
				this.#line.add(part);
				return;
			}

			at = end + 1;
			const response = this.#endOfLine(part);
			if (response) yield response;
		}
	}

	/** Nobody looks at this literal any more: the next ones may have its memory. */
	giveBack(literal: Buffer): void {
		this.#memory.giveBack(literal);
	}

	/** The response that ends with this line, if none of its literals is still to come. */
	#endOfLine(part: Buffer): Arrived | undefined {
		let text = part.toString('utf8');
		if (this.#line.length > 0) {
			this.#line.add(part);
			text = this.#line.bytes.toString('utf8');
			this.#line = new Gathered(maxLine, firstOfLine);
		}

		if (text.endsWith('\r')) text = text.slice(0, -1);
		if (text === '' && this.#segments.length === 0) return undefined;
		this.#take(text.length);
		const mayAnnounce = text.endsWith('}') && !(this.#segments.length === 0 && isStatus(text));
		const announced = mayAnnounce ? /~?\{(\d+)\}$/.exec(text) : null;
		if (announced) {
			const length = Number(announced[1]);
			this.#take(length);
			if (this.#segments.length > maxSegments) throw new Unusable('too-large');
			this.#segments.push(text.slice(0, announced.index));
			this.#announced = length;
			return undefined;
		}

		const response = {segments: [...this.#segments, text], bytes: this.#bytes};
		this.#segments = [];
		this.#bytes = 0;
		return response;
	}

	#take(bytes: number): void {
		this.#bytes += bytes;
		if (this.#bytes > this.#maxLiteral + maxLine) throw new Unusable('too-large');
	}
}

/** Up to so many bytes, in memory that grows with what has come. */
class Gathered {
	readonly #most: number;
	readonly #first: number;
	#buffer: Buffer;
	#length = 0;

	constructor(most: number, first: number, memory: Buffer = Buffer.alloc(0)) {
		this.#most = most;
		this.#first = first;
		this.#buffer = memory;
	}

	get length(): number {
		return this.#length;
	}

	get isFull(): boolean {
		return this.#length === this.#most;
	}

	get bytes(): Buffer {
		return this.#buffer.subarray(0, this.#length);
	}

	/** Takes as many of these as it may have, and answers how many. */
	add(bytes: Buffer): number {
		const taken = Math.min(bytes.length, this.#most - this.#length);
		const needed = this.#length + taken;
		if (needed > this.#buffer.length) {
			const size = Math.min(this.#most, Math.max(needed, 2 * this.#buffer.length, this.#first));
			const larger = Buffer.allocUnsafe(size);
			this.#buffer.copy(larger, 0, 0, this.#length);
			this.#buffer = larger;
		}

		bytes.copy(this.#buffer, this.#length, 0, taken);
		this.#length = needed;
		return taken;
	}
}

/** A status line is text to its end, whatever it ends in (RFC 9051, 9, resp-text). */
function isStatus(line: string): boolean {
	return /^(\S+ (OK|NO|BAD|BYE|PREAUTH) |\+)/i.test(line);
}
