import type {Stats} from 'node:fs';
import type {FileHandle} from 'node:fs/promises';
import {envelopeLine, isWholeLine} from './envelope.ts';
import type {Line} from './line.ts';
import {Walk} from './walk.ts';
import {Window} from './window.ts';

/** Bytes that are copied at once. */
const pieceBytes = 256 * 1024;

/** What is in a file between two offsets. */
export async function* bytesOf(
	file: FileHandle,
	from: number,
	to: number,
): AsyncGenerator<Buffer, void, void> {
	for (let at = from; at < to; ) {
		const buffer = Buffer.allocUnsafe(Math.min(pieceBytes, to - at));
		const {bytesRead} = await file.read(buffer, 0, buffer.length, at);
		if (bytesRead === 0) throw new Error('the file has become shorter');
		at += bytesRead;
		yield buffer.subarray(0, bytesRead);
	}
}

export async function writeAll(file: FileHandle, bytes: Buffer, at: number): Promise<void> {
	for (let done = 0; done < bytes.length; ) {
		const {bytesWritten} = await file.write(bytes, done, bytes.length - done, at + done);
		done += bytesWritten;
	}
}

/** Gives a new file to the owner and group of another, with its mode. @throws EPERM where only root may */
export async function giveLike(
	file: FileHandle,
	{uid, gid, mode}: Pick<Stats, 'uid' | 'gid' | 'mode'>,
): Promise<void> {
	const own = await file.stat();
	if (own.uid !== uid || own.gid !== gid) await file.chown(uid, gid);
	await file.chmod(mode & 0o7777);
}

/** Line ends that are missing at the end of a file before a message can begin there: none, or up to two. */
export async function gapAt(file: FileHandle, size: number): Promise<Buffer> {
	const end = Buffer.alloc(Math.min(3, size));
	await file.read(end, 0, end.length, size - end.length);
	const text = end.toString('latin1');
	if (text === '' || /(?:^|\n)\r?\n$/.test(text)) return Buffer.alloc(0);
	return Buffer.from(text.endsWith('\n') ? '\n' : '\n\n');
}

/** Whether a message is where it is said to be, as it was. */
export async function isAtPlace(file: FileHandle, size: number, {from, to, hash}: Line): Promise<boolean> {
	if (to > size) return false;
	const walk = new Walk(new Window(file, size));
	await walk.skip(from, to);
	return walk.digest() === hash;
}

/** Whether a file ends in what is, as far as it goes, the beginning of a message that this program was to write there. */
export async function beginsAt(file: FileHandle, size: number, {start, from, date}: Line): Promise<boolean> {
	if (size <= start) return false;
	const envelope = envelopeLine(date);
	const gap = '\n'.repeat(Math.max(0, from - start - envelope.length));
	const there = Buffer.alloc(Math.min(gap.length + envelope.length, size - start));
	await file.read(there, 0, there.length, start);
	return (gap + envelope).startsWith(there.toString('latin1'));
}

/** Whether a line that begins with `From ` is in a file behind the one at `start`. */
export async function hasMoreFrom(file: FileHandle, size: number, start: number): Promise<boolean> {
	const window = new Window(file, size);
	const beginning = (await window.from(start, 4096)).toString('latin1', 0, 4096);
	if (!isWholeLine(beginning)) return size - start > beginning.length;
	const from = start + beginning.indexOf('\n') + 1;
	return (await new Walk(window).go(from, size, 'every')) < size;
}
