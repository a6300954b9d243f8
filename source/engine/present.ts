import type {MessageMeta} from '../stores/store.ts';
import {whenAll} from '../when-all.ts';
import type {Control} from './control.ts';
import {decide, type Place} from './digesting.ts';
import {type Fingerprinted, matchFingerprints, matchKnown, ofSameSize} from './matching.ts';

/** A folder with the messages that are to be found again on the other side, or may be. */
export interface Candidates extends Place {
	readonly messages: readonly MessageMeta[];
}

/**
 * Which messages of a source folder are in a destination folder: by what is known, then by fingerprint where there
 * are as many bytes, and by content where that doesn't decide. A plan and a comparison both ask this, so they agree.
 *
 * @param pairs what earlier runs know: source UID → destination UID
 * @param trust take equal fingerprints for equal messages where both have a Message-ID
 * @param onRead told the bytes of each message that had to be read
 * @returns source UID → destination UID; and how many look like one that is there but have another content
 * @throws {Stopped}
 */
export async function findPresent(
	source: Candidates,
	destination: Candidates,
	{pairs, trust}: {readonly pairs: ReadonlyMap<number, number>; readonly trust: boolean},
	control: Control,
	onRead: (bytes: number) => void = () => {},
): Promise<{readonly present: ReadonlyMap<number, number>; readonly other: number}> {
	const known = matchKnown(source.messages, destination.messages, pairs);
	const alike = ofSameSize(known);
	const [here, there] = await whenAll([
		fingerprinted(source, alike.source),
		fingerprinted(destination, alike.destination),
	]);
	await control.gate();
	const match = matchFingerprints(here, there, trust);
	const {present, other} = await decide(match.undecided, {source, destination}, control, onRead);
	return {present: new Map([...known.present, ...match.present, ...present]), other};
}

/** What has gone meanwhile, or can't be opened, comes back without a fingerprint. */
async function fingerprinted(
	{store, folder, uidValidity}: Place,
	messages: readonly MessageMeta[],
): Promise<Fingerprinted[]> {
	const found = await store.fingerprints(
		folder,
		uidValidity,
		messages.map(({uid}) => uid),
	);
	return messages.map(message => {
		const fingerprint = found.get(message.uid);
		return fingerprint ? {...message, fingerprint} : message;
	});
}
