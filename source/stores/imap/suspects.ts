/** So often a message may fail alone before it counts as one that the server can't hand out. */
const strikes = 3;

/** A folder, and under which UIDVALIDITY its UIDs are. */
export interface Place {
	readonly folder: string;
	readonly uidValidity: number;
}

interface Suspect {
	/** At the most so many are asked for at once. */
	together: number;
	/** How often it has failed with nothing else asked for. */
	alone: number;
	/** What the server said last. */
	words: string;
}

/**
 * Messages that may be why a server refused to hand out several at once, or hung up over them: one that is
 * unreadable must not keep the others from being read. They are asked for again in ever smaller numbers until the
 * culprit stands alone; when it has failed alone three times, it is not asked for any more.
 *
 * They belong to a side and not to a connection, since each try may cost one.
 */
export class Suspects {
	/** Folders in which something has failed, by name, and in them the messages that are known, by place. */
	readonly #folders = new Set<string>();
	readonly #known = new Map<string, Map<number, Suspect>>();
	#lessons = 0;

	/** Grows with everything that is learnt: as long as it does, another try is worth it. */
	get lessons(): number {
		return this.#lessons;
	}

	/** Whether anything in this folder has failed. */
	areIn(folder: string): boolean {
		return this.#folders.has(folder);
	}

	/** How many may be asked for together with this message, itself included; undefined where it is none. */
	together(place: Place, uid: number): number | undefined {
		return this.#in(place).get(uid)?.together;
	}

	/** What the server says of a message that it can't hand out; undefined while it may. */
	unreadable(place: Place, uid: number): string | undefined {
		const suspect = this.#in(place).get(uid);
		return suspect && suspect.alone >= strikes ? suspect.words : undefined;
	}

	/** Something in this folder has failed, and it is not known what. */
	suspectSome(folder: string): void {
		this.#folders.add(folder);
		this.#lessons++;
	}

	/** These have not come when they were asked for with one command. */
	failed(place: Place, uids: readonly number[], words: string): void {
		if (uids.length === 0) return;
		const known = new Map(this.#in(place));
		const half = Math.max(1, Math.floor(uids.length / 2));
		for (const uid of uids) {
			const {together = half, alone = 0} = known.get(uid) ?? {};
			known.set(uid, {
				together: Math.min(half, together),
				alone: uids.length === 1 ? alone + 1 : alone,
				words,
			});
		}

		this.#known.set(keyOf(place), known);
		this.suspectSome(place.folder);
	}

	/** Parts that may each be asked for with one command; the unreadable are in none. */
	*parts(place: Place, uids: readonly number[]): Generator<readonly number[]> {
		if (!this.areIn(place.folder)) {
			yield uids;
			return;
		}

		const readable = uids.filter(uid => this.unreadable(place, uid) === undefined);
		const groups = Map.groupBy(readable, uid => this.together(place, uid));
		for (const [together = readable.length, group] of groups) {
			for (let start = 0; start < group.length; start += together) yield group.slice(start, start + together);
		}
	}

	#in(place: Place): ReadonlyMap<number, Suspect> {
		return this.areIn(place.folder) ? (this.#known.get(keyOf(place)) ?? none) : none;
	}
}

const none: ReadonlyMap<number, Suspect> = new Map();

function keyOf({folder, uidValidity}: Place): string {
	return `${uidValidity} ${folder}`;
}
