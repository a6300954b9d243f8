import type {OnReadOpts} from 'node:net';
import type {Readable} from 'node:stream';

/** What TLS hands on at once, at the most. */
const most = 16 * 1024;

/**
 * Reads a socket into one piece of memory that is used again and again: memory of its own for every 16 KB would be
 * most of what the engine throws away, and a collection of it comes several times a second.
 */
export class Tap {
	/** For `tls.connect`. */
	readonly onread: OnReadOpts;
	#take: ((bytes: Buffer) => void) | undefined;

	/** @param socket the socket that `onread` was given to */
	constructor(socket: () => Readable) {
		const memory = Buffer.alloc(most);
		const callback = (length: number) => {
			const bytes = memory.subarray(0, length);
			const stream = socket();
			// What has come before is read before.
			if (!this.#take || stream.readableLength > 0) return stream.push(Buffer.from(bytes));
			this.#take(bytes);
			return true;
		};
		this.onread = {buffer: memory, callback};
	}

	/** Gives what comes to this alone, which must not keep it; without it, to whoever reads from the socket. */
	to(take?: (bytes: Buffer) => void): void {
		this.#take = take;
	}
}
