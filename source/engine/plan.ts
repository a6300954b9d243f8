import type {KindsOfSides} from '../certified/kind.ts';
import type {Verify} from '../journal/state.ts';
import type {Labels} from '../stores/labels.ts';
import type {Finding} from './finding.ts';
import type {Mapping} from './mapping.ts';

export type {Verify} from '../journal/state.ts';

/** One selected mapping with what it means in numbers. */
export interface PlannedFolder {
	readonly mapping: Mapping;
	readonly sourceCount: number;
	readonly destinationCount: number;
	readonly alreadyThere: number;
	/** Messages and bytes to copy. */
	readonly messages: number;
	readonly bytes: number;
	/** Messages that can't be copied; each has a finding. */
	readonly leftOut: number;
	/** Messages that another folder takes, since they are under its label too; absent where there are none. */
	readonly elsewhere?: number;
	/** Kinds of certified mail, where they were counted. */
	readonly kinds?: KindsOfSides;
}

/** What a run would do: nothing has been written yet. */
export interface Plan {
	readonly folders: readonly PlannedFolder[];
	readonly messages: number;
	readonly bytes: number;
	readonly alreadyThere: number;
	readonly leftOut: number;
	/** Of the messages to copy, those that nobody has read at the source. */
	readonly unread: number;
	readonly newFolders: readonly string[];
	readonly largest: number;
	readonly appendLimit?: number;
	/** Free space at the destination, in bytes; absent where no quota is set or told. */
	readonly freeBytes?: number;
	readonly freeMessages?: number;
	/** Keywords that the destination will not keep. */
	readonly keywordsLost: readonly string[];
	/** The selected mapping puts mail into an INBOX that already holds this many; 0 where not. */
	readonly inboxHolds: number;
	/** Mail of the destination in all its folders, of which nothing is touched. */
	readonly destinationHolds: number;
	readonly verify: Verify;
	/** What becomes of a message under several labels; absent where the source's folders are no labels. */
	readonly labels?: Labels;
	readonly findings: readonly Finding[];
}
