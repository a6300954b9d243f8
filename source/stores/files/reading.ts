import {constants} from 'node:fs';
import {open} from 'node:fs/promises';
import type {MessageContent, Wanted} from '../store.ts';

/** The text of a file. @throws where it is none: reading a pipe would never end */
export async function readText(path: string): Promise<string> {
	const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
	try {
		if ((await file.stat()).isFile()) return await file.readFile('utf8');
		throw Object.assign(new Error(`EINVAL: no file, open '${path}'`), {code: 'EINVAL', path});
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
