import type {FilesFormat} from '../../../accounts/account.ts';

/** What a listing tells of a message's file. */
export interface Listed {
	/** What of its name never changes: it is the message's identity. */
	readonly key: string;
	/** Below its folder's directory. */
	readonly file: string;
}

/** How one format keeps the messages of a folder as files of a directory. */
export interface Layout {
	readonly format: FilesFormat;
	/** Directories below a folder's that its messages are in; '' is itself. */
	readonly rooms: readonly string[];
	/** Where a file is written before it is whole; one of the directories, or another. */
	readonly workshop: string;
	/** The identity that a file's name tells; undefined where it is no message. */
	keyOf(name: string): string | undefined;
	/** The order in which messages get their UIDs. */
	compare(one: string, other: string): number;
	/** What is written: as it is, or with other line ends. */
	toDisk(content: Buffer): Buffer;
	/** Bytes of the content with CRLF, where the name of a file of this size tells, and is not wrong about the size. */
	bytesOf?(key: string, size: number): number | undefined;
	/** Whether a date stands in the header of a message that came from elsewhere, and not in its file's time. */
	readonly datedByHeader: boolean;
	/**
	 * The identity of a new message.
	 *
	 * @param sizes bytes of its file, and of its content with CRLF
	 * @param number told where another has it already
	 */
	newKey(uid: number, sizes: {readonly size: number; readonly bytes: number}, number?: number): string;
	/** Flags that a file's name tells, besides those of its line that no name can tell. */
	flagsOf?(file: string, keywords: readonly string[], line: readonly string[]): readonly string[];
	/** The file of a message, with its flags. */
	fileOf(key: string, flags: readonly string[], keywords: readonly string[]): string;
	/** Keywords that names tell by a letter, in the order of their letters. */
	readKeywords?(directory: string): Promise<readonly string[]>;
	/** Gives letters to these too, as long as there are some. @returns all that have one */
	learnKeywords?(
		directory: string,
		known: readonly string[],
		wanted: readonly string[],
	): Promise<readonly string[]>;
	/** Other files that belong to a folder of the format, and go with it. */
	readonly companions: readonly string[];
	/** Makes those that a new folder has. */
	complete?(directory: string, path: readonly string[]): Promise<void>;
}
