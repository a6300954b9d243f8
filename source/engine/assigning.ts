import type {MessageRecord} from '../journal/records.ts';
import {type Candidate, contentFirst, inOrder, pairUp, type Trait, withDigests} from './locating.ts';
import type {StagingFolder} from './preparing.ts';
import type {CopyContext} from './run-context.ts';

/**
 * Which copy in the staging folder is of which message, where an append tells no UID (no UIDPLUS), or a wrong one: by content. What
 * was there when it was opened is an earlier start's, or somebody else's.
 */
export class Assigning {
	readonly #context: CopyContext;
	readonly #uidValidity: number;
	readonly #isTaken: (uid: number) => boolean;
	/** Copies that no message has yet, by UID: of messages that are asked for later. */
	readonly #free = new Map<number, Candidate>();
	#next: number;
	#turn: Promise<unknown> = Promise.resolve();

	/** @param isTaken whether a copy is known to be some message's */
	constructor(
		context: CopyContext,
		{uidValidity, uidNext}: StagingFolder,
		isTaken: (uid: number) => boolean,
	) {
		this.#context = context;
		this.#isTaken = isTaken;
		this.#uidValidity = uidValidity;
		this.#next = uidNext;
	}

	/**
	 * Finds the copies of messages whose appends have been answered; one call after the other.
	 *
	 * @returns message id → its copy; one that is not there has none
	 */
	async assign(messages: readonly MessageRecord[]): Promise<ReadonlyMap<number, Candidate>> {
		const turn = this.#turn.then(() => this.#assign(messages));
		this.#turn = turn.catch(() => {});
		return turn;
	}

	async #assign(messages: readonly MessageRecord[]): Promise<ReadonlyMap<number, Candidate>> {
		const {destination, record, journal} = this.#context;
		const scanned = await destination.scan(record.staging);
		const fresh = scanned.messages.filter(({uid}) => uid >= this.#next);
		// Read whatever is to be verified: size and date alone would take one message for another.
		const arrived = await withDigests(destination, record.staging, this.#uidValidity, fresh);
		for (const candidate of arrived) this.#free.set(candidate.uid, candidate);
		for (const uid of [...this.#free.keys()]) if (this.#isTaken(uid)) this.#free.delete(uid);
		this.#next = Math.max(this.#next, ...fresh.map(({uid}) => uid + 1));

		const found = this.#take(messages, [...this.#free.values()], contentFirst);
		const left = messages.filter(({id}) => !found.has(id));
		if (left.length === 0) return found;
		// A server that changes what it is given still keeps the order of what it is given. What it was given just so is another message's.
		const changed = [...this.#free.values()].filter(({digest = ''}) => !journal.knowsDigest(digest));
		return new Map([...found, ...this.#take(left, changed, inOrder)]);
	}

	#take(
		messages: readonly MessageRecord[],
		candidates: readonly Candidate[],
		traits: readonly Trait[],
	): Map<number, Candidate> {
		const found = new Map<number, Candidate>();
		for (const [id, uid] of pairUp(messages, candidates, traits)) {
			const candidate = this.#free.get(uid);
			if (candidate) found.set(id, candidate);
			this.#free.delete(uid);
		}

		return found;
	}
}
