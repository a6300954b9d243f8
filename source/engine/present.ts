import type {MessageMeta} from '../stores/store.ts';
import type {Control} from './control.ts';
import {decide, type Place} from './digesting.ts';
import {matchMessages} from './matching.ts';

/** A folder with the messages that are to be found again on the other side, or may be. */
export interface Candidates extends Place {
	readonly messages: readonly MessageMeta[];
}

/**
 * Which messages of a source folder are in a destination folder: by what is known, by fingerprint, and by
 * content where those don't decide. A plan and a comparison both ask this, so they agree.
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
	const match = matchMessages(source.messages, destination.messages, pairs, trust);
	const {present, other} = await decide(match.undecided, {source, destination}, control, onRead);
	return {present: new Map([...match.present, ...present]), other};
}
