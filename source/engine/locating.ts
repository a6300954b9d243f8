import type {Journal} from '../journal/journal.ts';
import type {MessageRecord, RunRecord} from '../journal/records.ts';
import {digestedOf} from '../stores/fingerprint.ts';
import {parseInternalDate} from '../stores/internal-date.ts';
import type {MessageMeta, ReadableStore} from '../stores/store.ts';

/** Bytes under way while reading. */
const window = 16 * 1024 * 1024;

/** What of a message's record tells its copies from others. */
export type Sought = Pick<MessageRecord, 'id' | 'bytes' | 'flags' | 'internalDate' | 'digest' | 'arrived'>;

/** A message somewhere at the destination that may be a copy. */
export interface Candidate extends Omit<MessageMeta, 'fingerprint'> {
	readonly digest?: string | undefined;
}

/**
 * Finds messages in a folder that the run has moved or copied them into, where an answer was lost or the server
 * gives no UIDs (no UIDPLUS). What was there before the run first came, and what it knows already, is not
 * looked at.
 *
 * @param traits what has to be the same; content alone where something is deleted by what is found
 * @returns message id → its UID, and under which UIDVALIDITY
 */
export async function locate(
	{destination, journal, record}: {destination: ReadableStore; journal: Journal; record: RunRecord},
	folder: string,
	messages: readonly Sought[],
	// With `counts` nothing was read back, so a server may have changed bytes that nobody knows of.
	traits: readonly Trait[] = record.verify === 'counts' ? [...contentFirst, sizeAndDate] : contentFirst,
): Promise<{readonly uidValidity: number; readonly uids: ReadonlyMap<number, number>}> {
	const scanned = await destination.scan(folder);
	const {uidValidity} = scanned.folder;
	// An answer may be lost and its command carried out later than the next one: the first of them counts.
	const first = journal.firstUid(folder, uidValidity) ?? 0;
	const known = journal.knownAt(folder);
	const fresh = scanned.messages.filter(message => message.uid >= first && !known.has(message.uid));
	const uids = new Map<number, number>();
	if (fresh.length === 0 || messages.length === 0) return {uidValidity, uids};
	const candidates = await withDigests(destination, folder, uidValidity, fresh);
	return {uidValidity, uids: pairUp(messages, candidates, traits)};
}

/** What two messages have to have in common to count as the same; undefined where it is not known of one. */
export type Trait = (message: Omit<Candidate, 'uid'>) => string | undefined;

const instant = (date: string) => String(parseInternalDate(date)?.instant ?? date);
const sorted = (flags: readonly string[]) =>
	flags
		.map(flag => flag.toLowerCase())
		.sort()
		.join(' ');

/** Messages with one content are interchangeable only as far as their flags and dates are the same too. */
export const contentFirst: readonly Trait[] = [
	({digest, flags, internalDate}) => digest && `${digest} ${instant(internalDate)} ${sorted(flags)}`,
	({digest}) => digest,
];

export const sizeAndDate: Trait = ({bytes, internalDate}) => `${bytes} ${instant(internalDate)}`;

/** What is left over: the next one of the same date, and the next one of all. */
export const inOrder: readonly Trait[] = [({internalDate}) => instant(internalDate), () => ''];

/**
 * Gives each message the first candidate with the same trait, each candidate to one message at the most.
 *
 * @param traits the one that tells most first: only what it leaves over is compared by the next
 * @returns message id → UID
 */
export function pairUp(
	messages: readonly Sought[],
	candidates: readonly Candidate[],
	traits: readonly Trait[],
): Map<number, number> {
	const uids = new Map<number, number>();
	const free = new Set([...candidates].sort((a, b) => a.uid - b.uid));
	for (const trait of traits) {
		const byTrait = Map.groupBy(free, trait);
		for (const message of messages) {
			if (uids.has(message.id)) continue;
			const wanted = trait({...message, digest: message.arrived ?? message.digest});
			const found = wanted === undefined ? undefined : byTrait.get(wanted)?.shift();
			if (!found) continue;
			uids.set(message.id, found.uid);
			free.delete(found);
		}
	}

	return uids;
}

/** Reads messages for their digests. */
export async function withDigests(
	store: ReadableStore,
	folder: string,
	uidValidity: number,
	messages: readonly Pick<MessageMeta, 'uid' | 'bytes'>[],
): Promise<Candidate[]> {
	const found: Candidate[] = [];
	if (messages.length === 0) return found;
	for await (const contents of store.read([{folder, uidValidity, messages}], window, 'digest')) {
		for (const message of contents) {
			const {uid, flags, internalDate} = message;
			const digested = digestedOf(message);
			if (digested) found.push({uid, flags, internalDate, ...digested});
		}
	}

	return found;
}
