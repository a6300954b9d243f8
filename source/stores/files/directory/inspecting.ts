import {headerFields} from '../../../header-fields.ts';
import {dateOfField, toInternalDate} from '../../internal-date.ts';
import {Unreadable} from '../box.ts';
import {open, readFile, stat} from '../disk.ts';
import {headOf} from '../heads.ts';
import {LineEnds, ToCrlf, withCrlf as toCrlf} from '../line-ends.ts';
import {isMissing} from '../sidecar.ts';
import type {Layout} from './layout.ts';
import {isPlausible, type Line} from './line.ts';

/** Bytes of a piece. */
const pieceBytes = 256 * 1024;

/**
 * Looks at the file of a message that is not known yet: its size with CRLF, and its date. One that can't be read is
 * told without its date.
 *
 * @returns undefined where it is gone
 */
export async function inspect(
	layout: Layout,
	key: string,
	path: string,
	told: Line | undefined,
): Promise<Omit<Line, 'uid'> | undefined> {
	const stats = await stat(path).catch(unlessMissing);
	if (!stats) return undefined;
	const {size, mtimeMs: mtime} = stats;
	const same = told?.size === size ? told : undefined;
	if (same?.date && isPlausible(same)) return same;
	const known = {file: key, size, mtime, flags: same?.flags ?? []};
	const ofFile = toInternalDate(Math.floor(mtime / 1000));
	const bytes = layout.bytesOf?.(key, size);
	if (bytes !== undefined && !layout.datedByHeader) return {...known, bytes, date: same?.date ?? ofFile};
	try {
		const ends = new LineEnds();
		let first: Buffer = Buffer.alloc(0);
		for await (const piece of piecesOf(path, size)) {
			if (first.length === 0) first = piece;
			ends.add(piece);
		}

		const date = layout.datedByHeader ? dateOf(await headOf([toCrlf(first)])) : undefined;
		return {...known, bytes: size + ends.bare, date: same?.date ?? date ?? ofFile};
	} catch {
		// Told as unreadable, in the system's words, when it is to be read.
		return {...known, bytes: size};
	}
}

/** A file in pieces. @param size as far as it is known: for a small file, a large piece is only waste */
export async function* piecesOf(path: string, size: number): AsyncGenerator<Buffer, void, void> {
	const file = await open(path);
	try {
		let length = Math.min(pieceBytes, size + 1);
		for (let at = 0; ; length = pieceBytes) {
			const {bytesRead, buffer} = await file.read(Buffer.allocUnsafe(length), 0, length, at);
			if (bytesRead > 0) yield buffer.subarray(0, bytesRead);
			if (bytesRead < length) return;
			at += bytesRead;
		}
	} finally {
		await file.close();
	}
}

/**
 * A whole file with CRLF. Of a large one there is never more in memory than what it becomes, and a piece.
 *
 * @param line.bytes what it becomes, as far as it is known
 */
export async function readCrlf(
	path: string,
	{size, bytes}: {readonly size: number; readonly bytes: number},
): Promise<Buffer> {
	if (size <= pieceBytes) return toCrlf(refuseUtf16(await readFile(path)));
	const content = Buffer.allocUnsafe(bytes);
	let length = 0;
	for await (const piece of withCrlf(piecesOf(path, size))) {
		piece.copy(content, length);
		length += piece.length;
	}

	return length === bytes ? content : toCrlf(await readFile(path));
}

/** The same pieces with CRLF. */
export async function* withCrlf(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer, void, void> {
	const crlf = new ToCrlf();
	let isFirst = true;
	for await (const piece of pieces) {
		if (isFirst) refuseUtf16(piece);
		isFirst = false;
		yield crlf.next(piece);
	}
}

/** In UTF-16, a byte that looks like a line end is half a character: no other line ends can be made of it. @throws {Unreadable} */
function refuseUtf16(first: Buffer): Buffer {
	const mark = first.toString('hex', 0, 2);
	if (mark === 'fffe' || mark === 'feff')
		throw new Unreadable('the file is UTF-16, as no message is sent: save it anew as it came');
	return first;
}

export function unlessMissing(error: unknown): undefined {
	if (!isMissing(error)) throw error;
}

/** When a message came, as the last server that received it says, else when it was written. */
function dateOf(head: Buffer): string | undefined {
	const {fields} = headerFields(head);
	const fieldOf = (name: string) => fields.find(field => field.name.toLowerCase() === name)?.value ?? '';
	const received = fieldOf('received');
	return dateOfField(received.slice(received.lastIndexOf(';') + 1)) ?? dateOfField(fieldOf('date'));
}
