import {constants} from 'node:fs';
import type {FileHandle} from 'node:fs/promises';
import type {MessageContent, Wanted} from '../store.ts';
import {open} from './disk.ts';

/** The text of a file. @throws where it is none: reading a pipe would never end */
export async function readText(path: string): Promise<string> {
	const file = await openText(path);
	try {
		return await file.readFile('utf8');
	} finally {
		await file.close();
	}
}

async function openText(path: string): Promise<FileHandle> {
	const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
	try {
		if ((await file.stat()).isFile()) return file;
		throw Object.assign(new Error(`EINVAL: no file, open '${path}'`), {code: 'EINVAL', path});
	} catch (error) {
		await file.close();
		throw error;
	}
}

/** Bytes of a text that are read at once. */
const pieceBytes = 256 * 1024;

/**
 * The lines of a text in UTF-8, without their ends; the last is not whole where nothing ends it. Of a long text, a
 * piece is in memory at a time.
 *
 * @throws as `readText`
 */
export async function* linesOf(
	path: string,
): AsyncGenerator<{readonly text: string; readonly isWhole: boolean}, void, void> {
	const file = await openText(path);
	try {
		let rest: Buffer = Buffer.alloc(0);
		for (;;) {
			const buffer = Buffer.allocUnsafe(pieceBytes);
			const {bytesRead} = await file.read(buffer, 0, pieceBytes, null);
			if (bytesRead === 0) break;
			const bytes = Buffer.concat([rest, buffer.subarray(0, bytesRead)]);
			let at = 0;
			for (let end = bytes.indexOf('\n'); end !== -1; end = bytes.indexOf('\n', at)) {
				yield {text: bytes.toString('utf8', at, end), isWhole: true};
				at = end + 1;
			}

			rest = bytes.subarray(at);
		}

		if (rest.length > 0) yield {text: rest.toString(), isWhole: false};
	} finally {
		await file.close();
	}
}

/** So many bytes and messages are read at once. */
const most = {bytes: 1024 * 1024, messages: 100};

/** Messages of one folder that are read at once. */
export interface Batch {
	readonly folder: string;
	readonly uidValidity: number;
	readonly uids: readonly number[];
}

/**
 * Reads contents in the order wanted, the next ones while the last are looked at.
 *
 * @param window bytes that may be in memory at once (one message may be larger)
 */
export async function* readAhead(
	wanted: Iterable<Wanted>,
	window: number,
	read: (batch: Batch) => Promise<readonly MessageContent[]>,
): AsyncGenerator<readonly MessageContent[], void, void> {
	const batches = batchesOf(wanted, Math.min(most.bytes, window / 2));
	const ask = () => {
		const {value} = batches.next();
		const asked = value && read(value);
		// Whoever comes to it is told.
		asked?.catch(() => {});
		return asked;
	};
	for (let next = ask(); next; ) {
		const contents = await next;
		next = ask();
		yield contents;
	}
}

function* batchesOf(wanted: Iterable<Wanted>, mostBytes: number): Generator<Batch, undefined, void> {
	for (const {messages, ...place} of wanted) {
		let uids: number[] = [];
		let sum = 0;
		for (const {uid, bytes} of messages) {
			if (uids.length >= most.messages || (uids.length > 0 && sum + bytes > mostBytes)) {
				yield {...place, uids};
				[uids, sum] = [[], 0];
			}

			uids.push(uid);
			sum += bytes;
		}

		if (uids.length > 0) yield {...place, uids};
	}

	return undefined;
}
