import type {FileHandle} from 'node:fs/promises';
import type {Span} from './marks.ts';
import {type LineRange, type Quoting, Restoring} from './restoring.ts';

/** Bytes of a file that are read at once. */
const pieceBytes = 64 * 1024;

/** Bytes of CRLF. */
const lineEnd = 2;

/** Buffers to read into that nobody uses now: a new one for each of many messages is garbage faster than it is collected. */
const unused: Buffer[] = [];

/** Where a message is in an mbox file, and how it is made of what is there. */
export interface Place {
	/** In bytes from the beginning of the file. */
	readonly from: number;
	readonly to: number;
	/** What is no part of the message; in bytes from `from`, ascending. */
	readonly cuts: readonly Span[];
	readonly quoting: Quoting;
	/** Lines that end in LF alone, where it is known. */
	readonly bare?: readonly LineRange[];
	/** How long the message is. */
	readonly bytes: number;
}

/** A message as it was before it came into the file, in pieces of less than 1 MiB. */
export async function* contentAt(file: FileHandle, place: Place): AsyncGenerator<Buffer, void, void> {
	const restoring = new Restoring(place.quoting, place.bare);
	let left = place.bytes;
	for await (const {bytes, isLast} of storedAt(file, place)) {
		const piece = restoring.push(bytes, isLast);
		yield piece.subarray(0, left);
		left -= piece.length;
		if (left <= 0) return;
	}
}

/** The same as a whole; undefined where it is not as long as it was told: somebody has changed the file, or what tells it. */
export async function wholeAt(file: FileHandle, place: Place): Promise<Buffer | undefined> {
	const restoring = new Restoring(place.quoting, place.bare);
	// Behind a last line that had no end is the one that it has got in the file, and no more.
	const content = Buffer.allocUnsafe(place.bytes + lineEnd + 1);
	let length = 0;
	for await (const {bytes, isLast} of storedAt(file, place))
		length += restoring.push(bytes, isLast, content.subarray(length)).length;
	return length < place.bytes || length === content.length ? undefined : content.subarray(0, place.bytes);
}

/** What is in the file of a message: each piece is good until the next. */
async function* storedAt(
	file: FileHandle,
	{from, to, cuts}: Place,
): AsyncGenerator<{readonly bytes: Buffer; readonly isLast: boolean}, void, void> {
	const buffer = unused.pop() ?? Buffer.allocUnsafe(pieceBytes);
	try {
		let at = from;
		for (const {start, end} of [...cuts, {start: to - from, end: to - from}]) {
			while (at < from + start) {
				const {bytesRead} = await file.read(buffer, 0, Math.min(buffer.length, from + start - at), at);
				// Somebody has made the file shorter: what comes is shorter than was told, which whoever reads it sees.
				if (bytesRead === 0) return;
				at += bytesRead;
				yield {bytes: buffer.subarray(0, bytesRead), isLast: at === to};
			}

			at = from + end;
		}
	} finally {
		unused.push(buffer);
	}
}
