import type {KindsOfSides} from '../certified/kind.ts';
import type {Counterparts} from '../stores/counterparts.ts';
import type {MessageList} from '../stores/message-list.ts';
import type {MessageMeta} from '../stores/store.ts';
import type {Mapping} from './mapping.ts';
import type {Plan} from './plan.ts';

/** One selected mapping with all its messages and what is to become of each. */
export interface FolderDraft {
	readonly mapping: Mapping;
	readonly sourceValidity: number;
	/** UIDNEXT, of which no message of `messages` is above. */
	readonly sourceNext: number;
	readonly destinationValidity?: number;
	readonly destinationNext?: number;
	readonly destinationCount: number;
	/** In the order of their UIDs. */
	readonly messages: MessageList;
	/** Of certified mail, where it was counted. */
	readonly kinds?: KindsOfSides;
	/** Those that are there already. */
	readonly present: Counterparts;
	/** Source UIDs of messages that the destination has said it won't take. */
	readonly skipped: ReadonlySet<number>;
	/** Source UIDs of messages that another folder takes, since they are in it too. */
	readonly elsewhere: ReadonlySet<number>;
}

/** What a plan stands on: the plan for people, and each message for the run. */
export interface Draft {
	readonly plan: Plan;
	readonly folders: readonly FolderDraft[];
}

/** The messages of a folder that a run would copy. */
export function* toCopy({
	messages,
	present,
	skipped,
	elsewhere,
}: FolderDraft): Generator<MessageMeta, void, void> {
	for (let row = 0; row < messages.length; row++) {
		const uid = messages.uidAt(row);
		if (present.at(row) === undefined && !skipped.has(uid) && !elsewhere.has(uid)) yield messages.at(row);
	}
}
