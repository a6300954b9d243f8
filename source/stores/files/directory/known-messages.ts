import type {Line} from './line.ts';

/** What is known of a folder's messages, by their UIDs and by the keys of their files. */
export class KnownMessages {
	readonly #lines = new Map<number, Line>();
	readonly #uids = new Map<string, number>();
	/**
	 * UIDs whose file, by its key, is another message now: somebody has edited it. Undefined where nobody keeps a UID for
	 * long enough to be told.
	 */
	readonly #replaced: Map<number, string> | undefined;

	/** @param keepsReplaced whether whoever knows the UID of a message whose file was edited is to see what the file is now */
	constructor(keepsReplaced: boolean) {
		this.#replaced = keepsReplaced ? new Map() : undefined;
	}

	values(): Iterable<Line> {
		return this.#lines.values();
	}

	uids(): Iterable<number> {
		return this.#lines.keys();
	}

	/** Whether a file of this key has a UID. */
	has(key: string): boolean {
		return this.#uids.has(key);
	}

	/** What is known of the message that has this UID, or has taken the place of the one that had it. */
	get(uid: number): Line | undefined {
		const line = this.#lines.get(uid);
		if (line) return line;
		const now = this.#lines.get(this.#uids.get(this.#replaced?.get(uid) ?? '') ?? 0);
		return now && {...now, uid};
	}

	set(line: Line): void {
		this.#lines.set(line.uid, line);
		this.#uids.set(line.file, line.uid);
	}

	/** What was noted before, in the order in which it was. */
	restore(line: Line): void {
		if (this.#lines.has(line.uid)) return;
		// Of two with one name, the first is another message that is gone.
		const before = this.#uids.get(line.file);
		if (before !== undefined) this.replace(before, line.file);
		this.set(line);
	}

	/**
	 * What another run has noted: it takes the place of what has been seen here and not been told to anybody else.
	 *
	 * @param isGiven whether others know a UID
	 * @returns UIDs under which it was seen here
	 */
	adopt(line: Line, isGiven: (uid: number) => boolean): readonly number[] {
		const old = this.#uids.get(line.file);
		if (old !== undefined && old !== line.uid && isGiven(old)) this.#replaced?.set(old, line.file);
		const seen = [line.uid, old ?? line.uid];
		for (const uid of seen) this.#uids.delete(this.#lines.get(uid)?.file ?? '');
		for (const uid of seen) this.#lines.delete(uid);
		this.set(line);
		return seen;
	}

	/** The file that had this UID is another message. */
	replace(uid: number, key: string): void {
		this.#lines.delete(uid);
		this.#uids.delete(key);
		this.#replaced?.set(uid, key);
	}

	/** It is not there any more. @returns the key that its file had */
	delete(uid: number): string | undefined {
		const key = this.#lines.get(uid)?.file ?? this.#replaced?.get(uid);
		if (key === undefined) return undefined;
		this.#lines.delete(this.#uids.get(key) ?? uid);
		this.#replaced?.delete(uid);
		this.#uids.delete(key);
		return key;
	}

	clear(): void {
		this.#lines.clear();
		this.#uids.clear();
		this.#replaced?.clear();
	}
}
