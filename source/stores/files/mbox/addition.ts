import type {FileHandle} from 'node:fs/promises';
import {parseInternalDate, toInternalDate} from '../../internal-date.ts';
import type {NewMessage} from '../../store.ts';
import {Unreadable} from '../box.ts';
import {bytesOf} from './copying.ts';
import {envelopeLine} from './envelope.ts';
import {type Line, placeOf} from './line.ts';
import {ownMarks} from './own-marks.ts';
import {wholeAt} from './place.ts';
import {stored} from './restoring.ts';
import {digestOfStored} from './walk.ts';

/** A message to be written behind the others: its line, but for where it will be, and its bytes from its `From ` line on. */
export interface Addition {
	readonly line: Omit<Line, 'uid' | 'start' | 'from' | 'to' | 'next'>;
	readonly envelope: Buffer;
	/** Bytes of the message as it is in the file. */
	readonly length: number;
	pieces(): AsyncIterable<Buffer> | Iterable<Buffer>;
}

/** A new message as it is written. @param base see `imapBase`, for the first of a file */
export function additionOf({content, flags, internalDate}: NewMessage, base = ''): Addition {
	const {bytes, bare} = stored(content);
	const date = parseInternalDate(internalDate)
		? internalDate.trim()
		: toInternalDate(Math.floor(Date.now() / 1000));
	const marks = Buffer.from(ownMarks(flags, content, base));
	return {
		line: {
			...(marks.length > 0 ? {cuts: [[0, marks.length]]} : {}),
			bare: bare.map(([first, last]): [number, number] => [first, last]),
			bytes: content.length,
			hash: digestOfStored(marks, bytes),
			flags: [...flags],
			date,
		},
		envelope: Buffer.from(envelopeLine(date)),
		length: marks.length + bytes.length,
		pieces: () => [marks, bytes],
	};
}

/** A message that is written in a file already. @throws {Unreadable} */
export async function messageAt(file: FileHandle, line: Line): Promise<NewMessage> {
	const content = await wholeAt(file, placeOf(line));
	if (content) return {content, flags: line.flags, internalDate: line.date};
	throw new Unreadable('the file has been changed meanwhile');
}

/** One that this program has written into another file, as it is there. */
export function additionFrom(
	file: FileHandle,
	{uid: _, start: __, next: ___, file: ____, from, to, ...line}: Line,
): Addition {
	return {
		line,
		envelope: Buffer.from(envelopeLine(line.date)),
		length: to - from,
		pieces: () => bytesOf(file, from, to),
	};
}
