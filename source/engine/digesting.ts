import {digestedOf} from '../stores/fingerprint.ts';
import type {MessageList} from '../stores/message-list.ts';
import type {ReadableStore} from '../stores/store.ts';
import type {Control} from './control.ts';
import type {Keys} from './keys.ts';
import {newDigests} from './matching.ts';

/** Bytes that reading for a comparison keeps under way on each side. */
const window = 8 * 1024 * 1024;

/** A folder whose messages are read. */
export interface Place {
	readonly store: ReadableStore;
	readonly folder: string;
	readonly uidValidity: number;
}

/**
 * Reads messages for their digests.
 *
 * @param rows ascending
 * @param onRead told the bytes of each message that has been read
 * @throws {Stopped}
 */
export async function digestsOf(
	{store, folder, uidValidity, messages}: Place & {readonly messages: MessageList},
	rows: readonly number[],
	control: Control,
	onRead: (bytes: number) => void,
): Promise<Keys> {
	const digests = newDigests(messages.length);
	if (rows.length === 0) return digests;
	const wanted = {folder, uidValidity, messages: sizesOf(messages, rows)};
	for await (const contents of store.read([wanted], window, 'digest')) {
		await control.gate();
		for (const message of contents) {
			const digested = digestedOf(message);
			if (!digested) continue;
			digests.set(messages.rowOf(message.uid), digested.digest);
			onRead(digested.bytes);
		}
	}

	return digests;
}

function* sizesOf(messages: MessageList, rows: readonly number[]) {
	for (const row of rows) yield {uid: messages.uidAt(row), bytes: messages.bytesAt(row)};
}
