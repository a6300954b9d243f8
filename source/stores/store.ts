import type {CertifiedKind} from '../certified/kind.ts';
import {Problem, type ProblemCode, type Side} from '../problem.ts';
import type {MessageList} from './message-list.ts';
import type {MessageMeta} from './message-meta.ts';

export type {MessageMeta} from './message-meta.ts';

/** What a folder is for (RFC 6154, and folder names met at providers). */
export type Role =
	| 'inbox'
	| 'sent'
	| 'drafts'
	| 'trash'
	| 'junk'
	| 'archive'
	| 'templates'
	| 'all'
	| 'flagged'
	| 'important';

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
	/** The provider keeps a second copy of mail in it, which is in other folders too unless somebody has deleted it there. */
	readonly secondCopy?: true;
}

/** How a side names folders. */
export interface Naming {
	/** What stands between levels; empty where folders have none. */
	readonly delimiter: string;
	/** What every personal folder's name but INBOX begins with: '' or 'INBOX.'. */
	readonly prefix: string;
	/** What the names of other users' and shared folders begin with (RFC 2342); none where absent. */
	readonly foreign?: readonly string[];
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
	/** The folders of the account itself. */
	readonly folders: readonly Folder[];
	/** When they were as they are here, in milliseconds since 1970; absent where that is not known. */
	readonly listedAt?: number;
	/** Folders of other users and shared ones, which are no part of the mailbox; absent where there are none. */
	readonly others?: readonly Folder[];
	readonly quota?: Quota;
	/** What there is to say of what is there besides the folders' messages; absent where there is nothing. */
	readonly remarks?: readonly Remark[];
	/** Of mbox files that are read: how many messages are taken for which dialect. */
	readonly dialects?: readonly (readonly [dialect: string, messages: number])[];
	/** The largest message that the server says it takes, in bytes (RFC 7889). */
	readonly appendLimit?: number;
	/** What the server offers, for the operator's eye and for the plan. */
	readonly capabilities: readonly string[];
}

/** What a folder is when it is opened. */
export interface OpenedFolder {
	readonly uidValidity: number;
	readonly uidNext: number;
	readonly messages: number;
	/** Flags that can be kept; `\*` stands for new keywords. Absent where the server doesn't say, or it was opened read-only. */
	readonly permanentFlags?: readonly string[];
}

/** What a store has to say that a human should know: the same of so many messages of a folder, or of files. */
export interface Remark {
	readonly kind: RemarkKind;
	/** What is wrong; the name of the first of the files, which is text from outside. */
	readonly what?: string;
	/** Where the first of them is told of. */
	readonly first?: string;
	/** In the words of the operating system. */
	readonly why?: string;
	readonly count: number;
}

export type RemarkKind =
	/** Something is wrong with the file that the messages are in. */
	| 'damaged'
	/** They were deleted, and are still in the file. */
	| 'deleted-in-file'
	/** A file or a directory that can't be opened, `what`: nobody knows which messages are in it. */
	| 'unreadable'
	/** Files that are no mail of the format. */
	| 'other-files'
	/** Files of a zip that were given another name, since theirs was given before. */
	| 'renamed-in-zip'
	/** Symbolic links and the like in a zip, which are not followed. */
	| 'links-in-zip';

/** All of a folder. */
export interface Scanned {
	readonly folder: OpenedFolder;
	/** In the order of their UIDs. */
	readonly messages: MessageList;
	readonly remarks?: readonly Remark[];
}

/** What identifies a message without its whole content: its size and the fields of its header that tell most. */
export interface Fingerprint {
	readonly key: string;
	/** Without a Message-ID, a fingerprint alone decides nothing. */
	readonly weak: boolean;
}

/** What is known of a content that nobody keeps. */
export interface Digested {
	readonly digest: string;
	/** Its length. */
	readonly bytes: number;
}

/** A message with its content; without, it is gone or the server does not hand it out. */
export interface MessageContent extends MessageMeta {
	readonly folder: string;
	readonly content?: Buffer;
	/** In place of the content, where that was not asked for. */
	readonly digested?: Digested;
	/** What the server says when it is asked for this message alone, again and again; nothing else is known of it then. */
	readonly unreadable?: string;
}

/** Messages of one folder that somebody wants to read. `bytes` is what reading them will take. */
export interface Wanted {
	readonly folder: string;
	readonly uidValidity: number;
	readonly messages: Iterable<{readonly uid: number; readonly bytes: number}>;
}

/** What a person recognises a message by. Text from outside. */
export interface MessageHeading {
	readonly date?: string;
	readonly from?: string;
	readonly subject?: string;
	/** Of certified mail. */
	readonly kind?: CertifiedKind;
}

/** Bytes that one message may have at the most: 100 MB of certified mail in its encoding, and then some. */
export const largestMessage = 256 * 1024 * 1024;

/** Mail that can be read. A source is no more than this, so that nothing can be changed there. */
export interface ReadableStore {
	readonly info: StoreInfo;
	/** True once the connection has ended: connect anew. */
	readonly closed: boolean;
	/**
	 * Whether to wait for each answer before the next is asked for. It is slow; and where a server hangs up over
	 * something, it is certain what it was, while otherwise what it says last may be lost.
	 */
	set oneAtATime(on: boolean);
	/**
	 * All messages of a folder, read-only: no flag changes, not even `\Recent`. Of one
	 * that the server can't open, the size is not known.
	 *
	 * @param options.kinds tells of certified mail what kind it is
	 * @param options.onMessage called for each message that comes, since there may be many
	 * @throws {Problem} `folder-gone`, `connection-lost`
	 */
	scan(
		folder: string,
		options?: {readonly kinds?: boolean; readonly onMessage?: () => void},
	): Promise<Scanned>;
	/**
	 * The fingerprints of the messages with these UIDs that are still there and can be opened.
	 *
	 * @param take called for each that comes, since there may be many; only for what was asked for
	 * @throws {Problem} `folder-gone`, `folder-changed` (another UIDVALIDITY), `not-now`, `connection-lost`
	 */
	fingerprints(
		folder: string,
		uidValidity: number,
		uids: readonly number[],
		take: (uid: number, fingerprint: Fingerprint) => void,
	): Promise<void>;
	/** The messages with these UIDs that are still there. */
	metadata(
		folder: string,
		uidValidity: number,
		uids: readonly number[],
	): Promise<ReadonlyMap<number, MessageMeta>>;
	/**
	 * Reads contents in the order wanted, asking for the next before the last have come. Where a server hangs up over
	 * some of them, or refuses some for now, call it again for those that have not come: it finds out which ones the
	 * server can't hand out.
	 *
	 * @param window bytes that may be on their way or unread at once (one message may be larger)
	 * @param what with `digest`, a store may give digests in place of contents (see `digestedOf`)
	 * @throws {Problem} `folder-gone`, `folder-changed` (another UIDVALIDITY), `not-now`, `connection-lost`
	 */
	read(
		wanted: Iterable<Wanted>,
		window: number,
		what?: 'content' | 'digest',
	): AsyncGenerator<readonly MessageContent[], void, void>;
	/** Nobody looks at a content that `read` gave any more, and nobody will: a store may use its memory again. */
	giveBack?(content: Buffer): void;
	/**
	 * Reads one message in pieces, asking for the next before the last have been taken: however large it is,
	 * little of it is in memory.
	 *
	 * @throws {Problem} `folder-gone`, `folder-changed` (another UIDVALIDITY), `message-gone`, `connection-lost`
	 */
	pieces(folder: string, uidValidity: number, uid: number): AsyncGenerator<Buffer, void, void>;
	/**
	 * Date, sender and subject of the messages with these UIDs that are still there.
	 *
	 * @throws {Problem} `folder-gone`, `folder-changed` (another UIDVALIDITY), `connection-lost`
	 */
	headings(
		folder: string,
		uidValidity: number,
		uids: readonly number[],
	): Promise<ReadonlyMap<number, MessageHeading>>;
	/**
	 * Which message each one of a folder is, where one may be in several (see `hasLabels`; absent where none can): the
	 * same name for it in all of them.
	 *
	 * @returns UID → that name
	 * @throws {Problem} `folder-gone`, `folder-changed` (another UIDVALIDITY), `connection-lost`
	 */
	identities?(folder: string, uidValidity: number): Promise<ReadonlyMap<number, string>>;
	/**
	 * The folders that each message of a folder is in by its labels, by the server's own names, and labels that no
	 * folder shows. Complete in the folder that shows all mail alone.
	 *
	 * @throws {Problem} as `identities`
	 */
	labels?(folder: string, uidValidity: number): Promise<ReadonlyMap<number, readonly string[]>>;
	/** Messages that a folder holds, and its UIDNEXT. @throws {Problem} `folder-gone` */
	status(folder: string): Promise<OpenedFolder>;
	/** Logs out, so that there is room for another connection afterwards. Never throws. */
	close(): Promise<void>;
	/** Logs out at the end of all work: nobody waits until the server says so. Never throws. */
	goodbye(): Promise<void>;
	/** Ends the connection without a word: what is under way fails with `connection-lost`. */
	cut(): void;
}

/** A message to be appended. */
export interface NewMessage {
	readonly content: Buffer;
	readonly flags: readonly string[];
	/** As the source wrote it. */
	readonly internalDate: string;
}

/** The outcome of an append: where it is, as far as the server told (UIDPLUS, RFC 4315). */
export interface Appended {
	readonly uid?: number;
	readonly uidValidity?: number;
}

/** The outcome of a move, as far as the server told: old UID → new UID, and under which UIDVALIDITY. */
export interface Moved {
	readonly uidValidity: number;
	readonly uids: ReadonlyMap<number, number>;
	/** UIDNEXT of the folder, where it is known without waiting; it may be of a moment before. */
	readonly uidNext?: number;
}

/** Mail that can be written too. */
export interface WritableStore extends ReadableStore {
	/** Anybody may alter messages where they are: a UID need not stand for the same content for ever, as a server's does. */
	readonly isEditable?: true;
	/** What the server can do, and so what can be promised. */
	readonly can: {
		/** Take single messages out of a folder that others use (UIDPLUS, RFC 4315). */
		readonly expungeByUid: boolean;
		readonly move: boolean;
		readonly createWithRole: boolean;
		/** Append many messages with one command (MULTIAPPEND, RFC 3502), without waiting in between. */
		readonly appendTogether: boolean;
	};
	/** What the server says where no folder can ever have this name; undefined where it can, or where it does not say. Changes nothing. */
	refusesName(folder: string): Promise<string | undefined>;
	/** Another connection has put messages into a folder: what this one reads there next has to show them. */
	hasGrown(folder: string): void;
	/** Creates a folder, with its role where the server can (RFC 6154). Tells whether it was there already. */
	create(folder: string, role?: Role): Promise<'created' | 'existed'>;
	/** Whether folders stand below this one. */
	hasChildren(folder: string): Promise<boolean>;
	/** Deletes a folder. @throws {Refusal} */
	remove(folder: string): Promise<void>;
	subscribe(folder: string, on: boolean): Promise<void>;
	/** Opens a folder so that messages can be moved out of it. */
	open(folder: string): Promise<OpenedFolder>;
	/**
	 * Appends all of these messages or none: several only where the server can do that, and then none of them empty,
	 * which would call it off. Any number of calls may be under way at once; messages arrive in the order of the calls.
	 *
	 * @returns for each message what the server told of it
	 * @throws {Refusal} the server did not take them
	 */
	append(folder: string, messages: readonly NewMessage[]): Promise<readonly Appended[]>;
	/**
	 * Moves messages, in the order given (it must ascend). Where the server can't move, copies, and takes the
	 * originals out by UID; where it can't do that either, leaves them in `from`.
	 *
	 * @returns old UID → new UID, and the UIDVALIDITY that they are under; undefined where the server doesn't tell
	 * @throws {Refusal}
	 */
	move(from: string, uidValidity: number, uids: readonly number[], to: string): Promise<Moved | undefined>;
	/** Deletes exactly these messages for good (UID EXPUNGE, RFC 4315, 2.1). @throws {Refusal} */
	expunge(folder: string, uidValidity: number, uids: readonly number[]): Promise<void>;
}

/** Why a store says no, as far as it is known. `later`: of the server, not of what it was asked for; it passes. */
export type RefusalReason = 'too-large' | 'over-quota' | 'permission' | 'no-folder' | 'later' | 'other';

const codes: Readonly<Record<RefusalReason, ProblemCode>> = {
	'too-large': 'refused',
	'over-quota': 'over-quota',
	permission: 'permission',
	'no-folder': 'folder-gone',
	later: 'not-now',
	other: 'refused',
};

/** The store said no to one operation and is as good as before. */
export class Refusal extends Problem {
	override readonly name = 'Refusal';
	readonly reason: RefusalReason;
	/** The server's own words. */
	readonly words: string;

	/** @param pauseMs how long the server asks to be left alone */
	constructor(side: Side, reason: RefusalReason, words: string, pauseMs?: number, cause?: unknown) {
		const pause = pauseMs === undefined ? {} : {pauseMs};
		super({code: codes[reason], side, server: words, ...pause}, cause);
		this.reason = reason;
		this.words = words;
	}
}
