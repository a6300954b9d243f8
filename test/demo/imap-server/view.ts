/** A connection's view of the folder that it has selected, which others change meanwhile. */
import type {Folder, Message} from './account.ts';
import {flagsText} from './fetch.ts';
import {parseSet} from './names.ts';

/** What a connection believes about a message; sequence numbers are positions in an array of these. */
export type Seen = {readonly message: Message; revision: number};

/** A message that the connection knows, and its sequence number. */
export type Numbered = {readonly sequence: number; readonly seen: Seen};

export class View {
	readonly folder: Folder;
	readonly readOnly: boolean;
	/** The messages that this connection was the first to hear of. */
	readonly recent = new Set<Message>();
	#seen: Seen[] = [];

	constructor(folder: Folder, readOnly: boolean) {
		this.folder = folder;
		this.readOnly = readOnly;
		this.#learn(folder.messages);
	}

	/** In the order of their sequence numbers. */
	get seen(): readonly Seen[] {
		return this.#seen;
	}

	/** The highest UID that the connection knows, or 0. */
	get lastUid(): number {
		return this.#seen.at(-1)?.message.uid ?? 0;
	}

	/** The untagged answers that tell what has changed since the connection last heard. */
	changes(mayExpunge: boolean): readonly string[] {
		const lines: string[] = [];
		if (mayExpunge) {
			const present = new Set(this.folder.messages);
			let sequence = 0;
			this.#seen = this.#seen.filter(({message}) => {
				sequence += 1;
				if (!present.has(message)) {
					lines.push(`* ${sequence} EXPUNGE`);
					sequence -= 1;
				}

				return present.has(message);
			});
		}

		for (const [index, seen] of this.#seen.entries()) {
			if (seen.revision !== seen.message.revision) {
				seen.revision = seen.message.revision;
				const flags = flagsText(seen.message, this.recent.has(seen.message));
				lines.push(`* ${index + 1} FETCH (UID ${seen.message.uid} FLAGS ${flags})`);
			}
		}

		const {lastUid} = this;
		const arrived = this.folder.messages.filter(message => message.uid > lastUid);
		if (arrived.length > 0) {
			this.#learn(arrived);
			lines.push(`* ${this.#seen.length} EXISTS`, `* ${this.recent.size} RECENT`);
		}

		return lines;
	}

	/** The messages of a set of UIDs or sequence numbers. */
	pick(set: string, uid: boolean): Numbered[] {
		const inSet = parseSet(set, uid ? this.lastUid : this.#seen.length);
		return this.#seen
			.map((seen, index) => ({sequence: index + 1, seen}))
			.filter(({sequence, seen}) => inSet(uid ? seen.message.uid : sequence));
	}

	/** This connection knows the new flags already; the others hear of them. */
	setFlags(seen: Seen, flags: ReadonlySet<string>): void {
		seen.message.flags = flags;
		seen.message.revision += 1;
		seen.revision = seen.message.revision;
	}

	#learn(arrived: readonly Message[]): void {
		for (const message of arrived) {
			this.#seen.push({message, revision: message.revision});
			if (message.recent) {
				this.recent.add(message);
				message.recent = this.readOnly;
			}
		}
	}
}
