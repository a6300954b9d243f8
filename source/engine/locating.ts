import type {MessageRecord} from '../journal/records.ts';
import {digestOf} from '../stores/fingerprint.ts';
import type {MessageMeta, ReadableStore} from '../stores/store.ts';

/** Where to look for messages whose new UIDs no answer told. */
export interface Haystack {
	readonly folder: string;
	/** UIDNEXT before they may have come: what was there before is not looked at. */
	readonly uidNext: number;
	/** UIDs that are known to be others'. */
	readonly known: ReadonlySet<number>;
}

/**
 * Finds messages by their whole content, where an answer was lost or the server gives no UIDs (no UIDPLUS).
 * Messages with the same content are interchangeable, so each is found at most once and in order.
 *
 * @returns message id → its UID, and under which UIDVALIDITY
 */
export async function locate(
	store: ReadableStore,
	{folder, uidNext, known}: Haystack,
	messages: readonly Pick<MessageRecord, 'id' | 'bytes' | 'digest' | 'arrived'>[],
): Promise<{readonly uidValidity: number; readonly uids: ReadonlyMap<number, number>}> {
	const scanned = await store.scan(folder);
	const {uidValidity} = scanned.folder;
	const candidates = scanned.messages.filter(message => message.uid >= uidNext && !known.has(message.uid));
	const uids = new Map<number, number>();
	if (candidates.length === 0 || messages.length === 0) return {uidValidity, uids};

	const byDigest = await uidsByDigest(store, folder, uidValidity, candidates);
	for (const message of messages) {
		const uid = byDigest.get(message.arrived ?? message.digest ?? '')?.shift();
		if (uid !== undefined) uids.set(message.id, uid);
	}

	return {uidValidity, uids};
}

/** The UIDs of messages, ascending, by the digest of their content. */
export async function uidsByDigest(
	store: ReadableStore,
	folder: string,
	uidValidity: number,
	messages: readonly MessageMeta[],
): Promise<Map<string, number[]>> {
	const found = new Map<string, number[]>();
	if (messages.length === 0) return found;
	for await (const contents of store.read([{folder, uidValidity, messages}], 8 * 1024 * 1024)) {
		for (const {uid, content} of contents) {
			if (!content) continue;
			const digest = digestOf(content);
			const uids = found.get(digest);
			if (uids) uids.push(uid);
			else found.set(digest, [uid]);
		}
	}

	for (const uids of found.values()) uids.sort((a, b) => a - b);
	return found;
}
