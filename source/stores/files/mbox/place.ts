import type {FileHandle} from 'node:fs/promises';
import type {Span} from './marks.ts';
import {type LineRange, type Quoting, Restoring} from './restoring.ts';

/** Bytes of a file that are read at once. */
const pieceBytes = 64 * 1024;

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

/**
 * A message as it was before it came into the file, in pieces of less than 1 MiB.
 *
 * @param most ends after so many bytes
 */
export async function* contentAt(
	file: FileHandle,
	{from, to, cuts, quoting, bare, bytes}: Place,
	most = bytes,
): AsyncGenerator<Buffer, void, void> {
	const restoring = new Restoring(quoting, bare);
	const ends = [...cuts.map(cut => from + cut.start), to];
	const starts = [from, ...cuts.map(cut => from + cut.end)];
	const buffer = Buffer.allocUnsafe(Math.min(pieceBytes, to - from));
	let left = Math.min(most, bytes);
	for (const [index, start] of starts.entries()) {
		const end = ends[index] ?? to;
		for (let at = start; at < end && left > 0; ) {
			const {bytesRead} = await file.read(buffer, 0, Math.min(buffer.length, end - at), at);
			// Somebody has made the file shorter: what comes is shorter than was told, which whoever reads it sees.
			if (bytesRead === 0) return;
			at += bytesRead;
			const piece = restoring.push(buffer.subarray(0, bytesRead), at === to);
			yield piece.length > left ? piece.subarray(0, left) : piece;
			left -= piece.length;
		}
	}
}
