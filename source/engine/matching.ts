import {parseInternalDate} from '../stores/internal-date.ts';
import type {MessageMeta} from '../stores/store.ts';

/** Messages that one fingerprint can't tell apart, on both sides. Their digests decide. */
export interface Group {
	readonly source: readonly MessageMeta[];
	readonly destination: readonly MessageMeta[];
}

/** What is known of two folders before any content is read. */
export interface Match {
	/** Source UID → UID of the same message at the destination. */
	readonly present: Map<number, number>;
	/** Groups whose contents have to be read to know. */
	readonly undecided: readonly Group[];
}

/**
 * Which messages of the source are at the destination already. As multisets: of two identical messages at
 * the source and one at the destination, one is there already.
 *
 * @param pairs what earlier runs know: source UID → destination UID
 * @param trust take equal fingerprints for equal messages where both have a Message-ID
 */
export function matchMessages(
	source: readonly MessageMeta[],
	destination: readonly MessageMeta[],
	pairs: ReadonlyMap<number, number>,
	trust: boolean,
): Match {
	const present = new Map<number, number>();
	const free = new Map(destination.map(message => [message.uid, message]));
	for (const {uid} of source) {
		const known = pairs.get(uid);
		if (known !== undefined && free.delete(known)) present.set(uid, known);
	}

	const here = Map.groupBy(free.values(), message => message.fingerprint?.key);
	const there = Map.groupBy(
		source.filter(message => !present.has(message.uid)),
		message => message.fingerprint?.key,
	);
	const undecided: Group[] = [];
	for (const [key, messages] of there) {
		const candidates = here.get(key);
		if (key === undefined || !candidates) continue;
		if (trust && !messages.some(message => message.fingerprint?.weak)) pairUp(messages, candidates, present);
		else undecided.push({source: messages, destination: candidates});
	}

	return {present, undecided};
}

/** Pairs the messages of a group by digest, each with at most one. */
export function matchDigests(
	group: Group,
	digests: {readonly source: ReadonlyMap<number, string>; readonly destination: ReadonlyMap<number, string>},
): Map<number, number> {
	const present = new Map<number, number>();
	const here = Map.groupBy(group.source, message => digests.source.get(message.uid));
	const there = Map.groupBy(group.destination, message => digests.destination.get(message.uid));
	for (const [digest, messages] of here)
		if (digest !== undefined) pairUp(messages, there.get(digest) ?? [], present);
	return present;
}

/** Pairs messages of one content: first those with the same flags and date, so that as few as possible differ in them. */
function pairUp(
	source: readonly MessageMeta[],
	destination: readonly MessageMeta[],
	present: Map<number, number>,
): void {
	const alike = destination.length > 1 ? Map.groupBy(destination, marksOf) : undefined;
	const rest: MessageMeta[] = [];
	const taken = new Set<number>();
	for (const message of source) {
		const same = alike?.get(marksOf(message))?.shift();
		if (same) {
			present.set(message.uid, same.uid);
			taken.add(same.uid);
		} else rest.push(message);
	}

	const free = destination.filter(({uid}) => !taken.has(uid));
	for (const [index, {uid}] of rest.entries()) {
		const same = free[index];
		if (same) present.set(uid, same.uid);
	}
}

/** Flags in any order and case, and the instant: equal where a copy would be called the same. */
function marksOf({flags, internalDate}: MessageMeta): string {
	const instant = parseInternalDate(internalDate)?.instant ?? internalDate;
	return `${instant} ${flags
		.map(flag => flag.toLowerCase())
		.sort()
		.join(' ')}`;
}
