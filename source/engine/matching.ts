import {parseInternalDate} from '../stores/internal-date.ts';
import type {Fingerprint, MessageMeta} from '../stores/store.ts';

/** A message with what identifies it, where that is known. */
export interface Fingerprinted extends MessageMeta {
	readonly fingerprint?: Fingerprint;
}

/** Messages that one fingerprint can't tell apart, on both sides. Their digests decide. */
export interface Group {
	readonly source: readonly MessageMeta[];
	readonly destination: readonly MessageMeta[];
}

/**
 * Messages of the source that earlier runs know at the destination, and what is left of both sides.
 *
 * @param pairs source UID → destination UID
 */
export function matchKnown(
	source: readonly MessageMeta[],
	destination: readonly MessageMeta[],
	pairs: ReadonlyMap<number, number>,
): Group & {readonly present: ReadonlyMap<number, number>} {
	const present = new Map<number, number>();
	const free = new Map(destination.map(message => [message.uid, message]));
	const rest: MessageMeta[] = [];
	for (const message of source) {
		const known = pairs.get(message.uid);
		if (known !== undefined && free.delete(known)) present.set(message.uid, known);
		else rest.push(message);
	}

	return {present, source: rest, destination: [...free.values()]};
}

/** What may be the same at all: of both sides the messages that have as many bytes as one of the other side. */
export function ofSameSize({source, destination}: Group): Group {
	const sizes = {source: sizesOf(source), destination: sizesOf(destination)};
	return {
		source: source.filter(({bytes}) => sizes.destination.has(bytes)),
		destination: destination.filter(({bytes}) => sizes.source.has(bytes)),
	};
}

function sizesOf(messages: readonly MessageMeta[]): Set<number> {
	return new Set(messages.map(({bytes}) => bytes));
}

/**
 * Which messages of the source are at the destination already, before any content is read. As multisets: of two
 * identical messages at the source and one at the destination, one is there already.
 *
 * @param trust take equal fingerprints for equal messages where both have a Message-ID
 * @returns source UID → UID of the same message at the destination, and the groups whose contents have to be read
 */
export function matchFingerprints(
	source: readonly Fingerprinted[],
	destination: readonly Fingerprinted[],
	trust: boolean,
): {readonly present: ReadonlyMap<number, number>; readonly undecided: readonly Group[]} {
	const present = new Map<number, number>();
	const here = Map.groupBy(destination, message => message.fingerprint?.key);
	const there = Map.groupBy(source, message => message.fingerprint?.key);
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
