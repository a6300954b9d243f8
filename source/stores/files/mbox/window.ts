import type {FileHandle} from 'node:fs/promises';

/** Bytes that are read at once. */
const size = 1024 * 1024;

/** Reads a file of any size from anywhere, and keeps one piece of it in memory. */
export class Window {
	readonly #file: FileHandle;
	readonly #end: number;
	readonly #buffer = Buffer.allocUnsafe(size);
	#offset = 0;
	#length = 0;

	/** @param end where the file ends, as far as it is of interest */
	constructor(file: FileHandle, end: number) {
		this.#file = file;
		this.#end = end;
	}

	/**
	 * What is in the file from `offset` on: at least `least` bytes (1 MiB at the most), fewer at its end alone. It is good
	 * until the next call.
	 */
	async from(offset: number, least: number): Promise<Buffer> {
		const wanted = Math.min(least, this.#end - offset);
		if (wanted <= 0) return this.#buffer.subarray(0, 0);
		if (offset < this.#offset || offset + wanted > this.#offset + this.#length) await this.#fill(offset);
		return this.#buffer.subarray(offset - this.#offset, this.#length);
	}

	async #fill(offset: number): Promise<void> {
		this.#offset = offset;
		this.#length = 0;
		const most = Math.min(size, this.#end - offset);
		while (this.#length < most) {
			const {bytesRead} = await this.#file.read(
				this.#buffer,
				this.#length,
				most - this.#length,
				offset + this.#length,
			);
			if (bytesRead === 0) return;
			this.#length += bytesRead;
		}
	}
}
