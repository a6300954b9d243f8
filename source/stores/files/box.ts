import type {MessageList} from '../message-list.ts';
import type {MessageMeta, NewMessage, OpenedFolder, Remark, Role} from '../store.ts';

/**
 * One folder of mail in files. It is used by one caller at a time, but for `metadata`, `content` and `pieces`, which
 * may go on beside all others. What the operating system says is thrown as it is (`FilesStore` words it).
 *
 * UIDs are as an IMAP server's: they ascend, none is given twice, and where they are lost the UIDVALIDITY changes.
 * Nothing is written into a folder before `append`, `moveTo` or `expunge`, and nothing at all into one of a source.
 */
export interface Box {
	/** Its levels; INBOX is always `['INBOX']`. */
	readonly path: readonly string[];
	/** False for a level that only holds other folders. */
	readonly selectable: boolean;
	/** Nothing of it is there but its name, and it may be no more than what a killed process has made of it. */
	readonly isBare?: boolean;
	/** What a sidecar says of it. */
	readonly role?: Role | undefined;
	readonly subscribed: boolean;
	/** The UIDVALIDITY that its UIDs are under. */
	validity(): Promise<number>;
	/** Looks anew how much is there, without reading it. `bytes` is the sum of the messages' sizes, where it is known. @throws {FolderGone} */
	look(): Promise<OpenedFolder & {readonly bytes?: number}>;
	/** All messages in the order of their UIDs, as they are now. @throws {FolderGone} */
	list(onMessage?: () => void): Promise<MessageList>;
	/** What there is to say of the messages that were listed last. */
	remarks?(): Promise<readonly Remark[]>;
	/** Those with these UIDs that are still there. */
	metadata(uids: readonly number[]): Promise<ReadonlyMap<number, MessageMeta>>;
	/** The whole content with CRLF as line ends; undefined where it is gone. @throws {Unreadable} */
	content(uid: number): Promise<Buffer | undefined>;
	/** The same in pieces; nothing where it is gone. @throws {Unreadable} */
	pieces(uid: number): AsyncGenerator<Buffer, void, void>;
	/** Adds all of these messages or none, and answers with their UIDs when they are on the disk. */
	append(messages: readonly NewMessage[]): Promise<readonly number[]>;
	/** Moves those that are still there, in the order given, into another folder of the same store: old UID → new UID. */
	moveTo(uids: readonly number[], to: Box): Promise<ReadonlyMap<number, number>>;
	/** Takes exactly these out for good. */
	expunge(uids: readonly number[]): Promise<void>;
	/** Puts what is written beside the mail in order. */
	close(): Promise<void>;
}

/** All folders of a mailbox in files, in one format. */
export interface Tree {
	/** All that is there, with levels that hold only other folders. A destination has an INBOX, made when it is written to. */
	list(): Promise<readonly Box[]>;
	/** What there is to say of all that was listed. */
	remarks?(): readonly Remark[];
	/** How many messages of what was listed are taken for which dialect. */
	dialects?(): Promise<readonly (readonly [dialect: string, messages: number])[]>;
	/** Makes a folder that is not there. */
	create(path: readonly string[], role: Role | undefined): Promise<Box>;
	/** Deletes a folder with the messages in it; what else is in it is left, and the folder with it, which is thrown. */
	remove(box: Box): Promise<void>;
	/** Notes in its sidecar whether a folder is subscribed to. */
	subscribe(box: Box, on: boolean): Promise<void>;
}

/** There is no such folder any more. */
export class FolderGone extends Error {
	override readonly name = 'FolderGone';
}

/** A message that is there and can't be read; `message` says why in words that a person is shown. */
export class Unreadable extends Error {
	override readonly name = 'Unreadable';
}

/** Flags of a folder of files: all of them. */
export const permanentFlags: readonly string[] = [
	'\\Answered',
	'\\Flagged',
	'\\Deleted',
	'\\Seen',
	'\\Draft',
	'\\*',
];
