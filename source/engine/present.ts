import type {Counterparts} from '../stores/counterparts.ts';
import type {MessageList} from '../stores/message-list.ts';
import {whenAll} from '../when-all.ts';
import type {Control} from './control.ts';
import {digestsOf, type Place} from './digesting.ts';
import {Fingerprints, Matching} from './matching.ts';

/** A folder with the messages that are to be found again on the other side, or may be. */
export interface Candidates extends Place {
	/** In the order of their UIDs. */
	readonly messages: MessageList;
}

/** The same of a destination. */
export interface Counted extends Candidates {
	/** 1 for each row of its messages that is no longer free; those that are found become so. All are free unless told. */
	readonly taken?: Uint8Array | undefined;
}

/**
 * Which messages of a source folder are in a destination folder: by what is known, then by fingerprint where there
 * are as many bytes, and by content where that doesn't decide. A plan and a comparison both ask this, so they agree.
 *
 * @param known what earlier runs know: the destination's UID of a message of the source
 * @param trust take equal fingerprints for equal messages where both have a Message-ID
 * @param onRead told the bytes of each message that had to be read
 * @returns how many look like one that is there but have another content: `other`
 * @throws {Stopped}
 */
export async function findPresent(
	source: Candidates,
	destination: Counted,
	{known, trust}: {readonly known: (uid: number) => number | undefined; readonly trust: boolean},
	control: Control,
	onRead: (bytes: number) => void = () => {},
): Promise<{readonly present: Counterparts; readonly other: number}> {
	const matching = new Matching(source.messages, destination.messages, destination.taken);
	const {present} = matching;
	matching.pairKnown(known);
	const alike = matching.ofSameSize();
	const [here, there] = await whenAll([
		fingerprinted(source, alike.source),
		fingerprinted(destination, alike.destination),
	]);
	await control.gate();
	const {undecided, most} = matching.pairAlike(here, there, trust);
	if (most === 0) return {present, other: 0};
	const [read, readThere] = await Promise.all([
		digestsOf(source, undecided.source, control, onRead),
		digestsOf(destination, undecided.destination, control, onRead),
	]);
	// What is the same although its server calls it longer is the same.
	return {present, other: Math.max(0, most - matching.pairEqual(read, readThere))};
}

/** What has gone meanwhile, or can't be opened, has none. */
async function fingerprinted(
	{store, folder, uidValidity, messages}: Candidates,
	rows: readonly number[],
): Promise<Fingerprints> {
	const fingerprints = new Fingerprints(messages.length);
	await store.fingerprints(
		folder,
		uidValidity,
		rows.map(row => messages.uidAt(row)),
		(uid, fingerprint) => fingerprints.set(messages.rowOf(uid), fingerprint),
	);
	return fingerprints;
}
