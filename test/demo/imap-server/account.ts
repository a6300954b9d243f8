/** One account in memory: its folders, their messages, its quota. Knows nothing of sockets. */
import {isEncodedName} from './names.ts';
import {Refusal} from './wire.ts';

export const systemFlags = ['\\Answered', '\\Flagged', '\\Deleted', '\\Seen', '\\Draft'] as const;

export type Message = {
	readonly uid: number;
	readonly raw: Buffer;
	/** `dd-Mon-yyyy hh:mm:ss +zzzz`, its zone kept as it was given. */
	readonly internalDate: string;
	flags: ReadonlySet<string>;
	/** Raised with each change of the flags, so that other sessions notice. */
	revision: number;
	/** True until a session has selected the folder for writing. */
	recent: boolean;
};

export class Folder {
	readonly uidValidity: number;
	specialUse: string | undefined;
	uidNext = 1;
	messages: Message[] = [];
	/** The keywords ever seen here, by lower case: a keyword keeps the spelling that it had first. */
	readonly #keywords = new Map<string, string>();
	readonly #mostKeywords: number;

	constructor(uidValidity: number, specialUse: string | undefined, mostKeywords = Number.POSITIVE_INFINITY) {
		this.uidValidity = uidValidity;
		this.specialUse = specialUse;
		this.#mostKeywords = mostKeywords;
	}

	get keywords(): string[] {
		return [...this.#keywords.values()];
	}

	get takesKeywords(): boolean {
		return this.#keywords.size < this.#mostKeywords;
	}

	get bytes(): number {
		return this.messages.reduce((sum, message) => sum + message.raw.length, 0);
	}

	/** @throws {Refusal} on a flag that does not exist, and on a keyword too many. */
	normalizeFlags(flags: readonly string[]): Set<string> {
		return new Set(
			flags.map(flag => {
				const key = flag.toLowerCase();
				if (flag.startsWith('\\')) {
					const known = systemFlags.find(system => system.toLowerCase() === key);
					if (!known) {
						throw new Refusal(`${flag} can't be set`, 'CANNOT');
					}

					return known;
				}

				if (!this.#keywords.has(key) && !this.takesKeywords) {
					throw new Refusal('Too many keywords', 'LIMIT');
				}

				const known = this.#keywords.get(key) ?? flag;
				this.#keywords.set(key, known);
				return known;
			}),
		);
	}

	add(raw: Buffer, flags: readonly string[], internalDate: string): Message {
		const message: Message = {
			uid: this.uidNext,
			raw,
			internalDate,
			flags: this.normalizeFlags(flags),
			revision: 0,
			recent: true,
		};
		this.uidNext += 1;
		this.messages.push(message);
		return message;
	}

	remove(gone: ReadonlySet<Message>): void {
		this.messages = this.messages.filter(message => !gone.has(message));
	}
}

export type AccountOptions = {
	readonly user: string;
	readonly password: string;
	readonly delimiter: string;
	/** What personal folders other than INBOX begin with, e.g. `INBOX.`; may be empty. */
	readonly prefix: string;
	readonly quotaBytes?: number | undefined;
	/** Keywords that a folder can have; any number where it is not said. */
	readonly mostKeywords?: number | undefined;
	/** Milliseconds that each message stored by APPEND takes, over all connections. */
	readonly pace?: number | undefined;
};

export class Account {
	readonly options: AccountOptions;
	readonly folders = new Map<string, Folder>();
	readonly subscriptions = new Set<string>();
	/** Never used twice, so a folder that was deleted and made again is told apart (RFC 3501 section 2.3.1.1). */
	#nextUidValidity = 1_700_000_000;
	#pacing: Promise<void> = Promise.resolve();

	constructor(options: AccountOptions) {
		this.options = options;
		this.folders.set('INBOX', new Folder(this.#nextUidValidity++, undefined, options.mostKeywords));
		this.subscriptions.add('INBOX');
	}

	/** INBOX is INBOX in any case, also as the beginning of a longer name. */
	canonical(name: string): string {
		const {delimiter} = this.options;
		const [first = '', ...others] = name.split(delimiter);
		return [first.toUpperCase() === 'INBOX' ? 'INBOX' : first, ...others].join(delimiter);
	}

	/** @throws {Refusal} where there is none. `code` is TRYCREATE where a message was meant to go there. */
	folder(name: string, code = 'NONEXISTENT'): Folder {
		const folder = this.folders.get(this.canonical(name));
		if (!folder) {
			throw new Refusal('No such folder', code);
		}

		return folder;
	}

	/** @throws {Refusal} on a name that can't be, or is taken. */
	create(given: string, specialUse?: string): Folder {
		const {delimiter, prefix} = this.options;
		const name = this.canonical(given.endsWith(delimiter) ? given.slice(0, -delimiter.length) : given);
		if (!isEncodedName(name) || name.split(delimiter).includes('') || /[*%]/.test(name)) {
			throw new Refusal('Invalid folder name', 'CANNOT');
		}

		if (this.folders.has(name)) {
			throw new Refusal('The folder exists', 'ALREADYEXISTS');
		}

		if (!name.startsWith(prefix)) {
			throw new Refusal(`Folder names begin with ${prefix}`, 'CANNOT');
		}

		const folder = new Folder(this.#nextUidValidity++, specialUse, this.options.mostKeywords);
		this.folders.set(name, folder);
		return folder;
	}

	delete(given: string): void {
		const name = this.canonical(given);
		this.folder(name);
		if (name === 'INBOX') {
			throw new Refusal('INBOX stays', 'CANNOT');
		}

		this.folders.delete(name);
	}

	/** With the folders below it (RFC 3501 section 6.3.5); INBOX is not renamed here. */
	rename(given: string, givenTo: string): void {
		const from = this.canonical(given);
		const to = this.canonical(givenTo);
		const moving = [...this.folders].filter(
			([name]) => name === from || name.startsWith(from + this.options.delimiter),
		);
		if (from === 'INBOX' || moving.length === 0) {
			throw new Refusal('No such folder to rename', 'NONEXISTENT');
		}

		if (this.folders.has(to) || !to.startsWith(this.options.prefix) || !isEncodedName(to)) {
			throw new Refusal('Not a name to rename to', 'CANNOT');
		}

		for (const [name, folder] of moving) {
			this.folders.delete(name);
			this.folders.set(to + name.slice(from.length), folder);
		}
	}

	/** Names that LIST shows: real folders, and parents that exist only because something is below them. */
	names(): Map<string, Folder | undefined> {
		const {delimiter} = this.options;
		const names = new Map<string, Folder | undefined>(this.folders);
		for (const name of this.folders.keys()) {
			const parts = name.split(delimiter);
			for (let length = 1; length < parts.length; length++) {
				const parent = parts.slice(0, length).join(delimiter);
				if (!names.has(parent)) {
					names.set(parent, undefined);
				}
			}
		}

		return new Map([...names].sort(([a], [b]) => (a === 'INBOX' ? -1 : b === 'INBOX' ? 1 : a < b ? -1 : 1)));
	}

	get usedBytes(): number {
		return [...this.folders.values()].reduce((sum, folder) => sum + folder.bytes, 0);
	}

	/** @throws {Refusal} where this many bytes more do not fit. */
	assertRoom(bytes: number): void {
		const {quotaBytes} = this.options;
		if (quotaBytes !== undefined && this.usedBytes + bytes > quotaBytes) {
			throw new Refusal('Quota exceeded', 'OVERQUOTA');
		}
	}

	/** Waits for this account's turn to store one more message. */
	async pace(): Promise<void> {
		const {pace = 0} = this.options;
		if (pace > 0) {
			this.#pacing = this.#pacing.then(
				() =>
					new Promise(resolve => {
						setTimeout(resolve, pace);
					}),
			);
			await this.#pacing;
		}
	}
}
