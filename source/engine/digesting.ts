import {digestOf} from '../stores/fingerprint.ts';
import type {MessageMeta, ReadableStore} from '../stores/store.ts';
import type {Control} from './control.ts';
import {type Group, matchDigests} from './matching.ts';

/** Bytes that reading for a comparison keeps under way on each side. */
const window = 8 * 1024 * 1024;

/** A folder whose messages are read. */
export interface Place {
	readonly store: ReadableStore;
	readonly folder: string;
	readonly uidValidity: number;
}

/**
 * Reads what fingerprints leave undecided on both sides, and compares digests. `other`: alike, with another content.
 *
 * @param onRead told the bytes of each message that has been read
 * @throws {Stopped}
 */
export async function decide(
	groups: readonly Group[],
	places: {readonly source: Place; readonly destination: Place},
	control: Control,
	onRead: (bytes: number) => void,
): Promise<{present: Map<number, number>; other: number}> {
	const [source, destination] = await Promise.all([
		digests(
			places.source,
			groups.flatMap(group => group.source),
			control,
			onRead,
		),
		digests(
			places.destination,
			groups.flatMap(group => group.destination),
			control,
			onRead,
		),
	]);
	const present = new Map<number, number>();
	let other = 0;
	for (const group of groups) {
		const same = matchDigests(group, {source, destination});
		for (const [uid, there] of same) present.set(uid, there);
		other += Math.min(group.source.length, group.destination.length) - same.size;
	}

	return {present, other};
}

/** The digests of messages, by UID. @throws {Stopped} */
async function digests(
	place: Place,
	messages: readonly MessageMeta[],
	control: Control,
	onRead: (bytes: number) => void,
): Promise<Map<number, string>> {
	const found = new Map<number, string>();
	if (messages.length === 0) return found;
	const wanted = [{folder: place.folder, uidValidity: place.uidValidity, messages: byUid(messages)}];
	for await (const contents of place.store.read(wanted, window)) {
		await control.gate();
		for (const {uid, content} of contents) {
			if (!content) continue;
			found.set(uid, digestOf(content));
			onRead(content.length);
		}
	}

	return found;
}

function byUid(messages: readonly MessageMeta[]): MessageMeta[] {
	return [...messages].sort((a, b) => a.uid - b.uid);
}
