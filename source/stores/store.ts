/** What a folder is for (RFC 6154, and folder names met at providers). */
export type Role = 'inbox' | 'sent' | 'drafts' | 'trash' | 'junk' | 'archive' | 'templates' | 'all' | 'flagged';

/** A mailbox folder as one side shows it. Names are text from outside: escape before printing. */
export interface Folder {
	/** The server's own name for it, decoded: `INBOX.Posta inviata`. What commands and people use. */
	readonly name: string;
	/** Its levels below the personal namespace: `['Posta inviata']`. INBOX is always `['INBOX']`. */
	readonly path: readonly string[];
	readonly role?: Role;
	/** Where the role comes from. */
	readonly roleFrom?: 'special-use' | 'name';
	/** False for a level that only holds other folders (`\Noselect`). */
	readonly selectable: boolean;
	readonly subscribed: boolean;
	readonly messages: number;
	/** The sum of the messages' sizes; absent where the server can't say (no STATUS=SIZE, RFC 8438). */
	readonly bytes?: number;
	readonly uidValidity: number;
	readonly uidNext: number;
}

/** How a side names folders. */
export interface Naming {
	/** What stands between levels; empty where folders have none. */
	readonly delimiter: string;
	/** What every personal folder's name but INBOX begins with: '' or 'INBOX.'. */
	readonly prefix: string;
}

/** Storage used and allowed, in bytes (RFC 9208, resource STORAGE) and messages. */
export interface Quota {
	readonly usedBytes?: number;
	readonly limitBytes?: number;
	readonly usedMessages?: number;
	readonly limitMessages?: number;
}

/** What a side is, as seen right after login. */
export interface StoreInfo {
	/** The server's name and version where it tells (RFC 2971). */
	readonly server?: string;
	readonly naming: Naming;
	readonly folders: readonly Folder[];
	readonly quota?: Quota;
	/** The largest message that the server says it takes, in bytes (RFC 7889). */
	readonly appendLimit?: number;
	/** What the server offers, for the operator's eye and for the plan. */
	readonly capabilities: readonly string[];
}
