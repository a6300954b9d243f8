import type {KindsOfSides} from '../certified/kind.ts';
import type {Side} from '../problem.ts';
import type {MessageHeading} from '../stores/store.ts';

export type {MessagePreview} from '../preview/preview.ts';

/** One folder of the source and the folder at the destination that it is compared with. Names are text from outside. */
export interface ComparedFolder {
	/** Its place in the comparison, from 0. */
	readonly index: number;
	readonly source: string;
	readonly destination: string;
	readonly sourceCount: number;
	/** 0 where there is no such folder. */
	readonly destinationCount: number;
	readonly destinationExists: boolean;
	/** Messages that are on both sides. */
	readonly same: number;
	/** Messages of the source that are not at the destination. */
	readonly missing: number;
	/** Messages that are under another of their labels too, and are looked for there; absent where there are none. */
	readonly elsewhere?: number;
	/** Messages that are at the destination alone; told with the first of several sources that share it. */
	readonly extra: number;
	/** Of the same messages: those whose flags are other ones. */
	readonly flagsDiffer: number;
	/** Of the same messages: those that a run let arrive read, by choice; no flag of theirs differs by that. */
	readonly markedRead: number;
	/** Of the same messages: those whose internal date is another instant. */
	readonly datesDiffer: number;
	/** Kinds of certified mail, where they were counted. */
	readonly kinds?: KindsOfSides;
}

/** What two accounts have in common and what not, folder by folder, whoever copied. */
export interface Comparison {
	/** Milliseconds since 1970 at which it was made. */
	readonly at: number;
	/** Every message was read and compared whole; otherwise only those that fingerprints can't decide. */
	readonly deep: boolean;
	readonly folders: readonly ComparedFolder[];
}

/** What kind of message is listed. */
export type DifferenceKind = 'missing' | 'extra' | 'flags-differ' | 'dates-differ';

/** A message of one side, as a list shows it. */
export interface ListedMessage extends MessageHeading {
	readonly side: Side;
	readonly folder: string;
	readonly uidValidity: number;
	readonly uid: number;
	readonly bytes: number;
	/** As the server writes it. */
	readonly internalDate: string;
	readonly flags: readonly string[];
	/** The same message on the other side: of those whose flags or dates differ. */
	readonly counterpart?: Counterpart;
}

/** What the same message is on the other side. */
export interface Counterpart {
	readonly folder: string;
	readonly uid: number;
	readonly internalDate: string;
	readonly flags: readonly string[];
}

/** A page of the list of messages of one folder of the last comparison. */
export interface DifferencePage {
	/** All that there are of this kind in this folder. */
	readonly total: number;
	readonly messages: readonly ListedMessage[];
}
