import {Problem} from '../problem.ts';
import type {ReadableStore, WritableStore} from '../stores/store.ts';

interface Sides {
	readonly source: ReadableStore;
	readonly destination: WritableStore;
}

/** One way from the source to the destination: a connection on each side. */
export interface Lane extends Sides {
	/** Logs out on both. Never throws. */
	close(): Promise<void>;
}

/** What tells how well a copy goes on. */
export interface Meter {
	/** What has been carried so far, in bytes. */
	readonly carried: () => number;
	/** Grows each time that the operator, or a limit, begins to hold it or lets it go on. */
	readonly turns: () => number;
}

/** What is sent through one lane until there is nothing left, or it is told to take no more. */
export type Carry = (lane: Sides, isOpen: () => boolean) => Promise<void>;

/** Milliseconds over which it is measured how much is carried, and that a new lane has to come up to speed. */
const usualLook = 1500;

/** A lane that makes the whole so much faster is worth its connections. */
const worthwhile = 1.15;

/**
 * Carries a copy over several connections to each side, where that is faster: it begins with one, and adds one
 * after the other for as long as the whole grows with them. The last one that did not help goes again.
 */
export class Lanes {
	readonly #open: (signal: AbortSignal) => Promise<Lane>;
	readonly #tell: (lanes: number) => void;
	readonly #look: number;
	#most: number;

	/**
	 * @param most as many as the providers, or their operator, allow
	 * @param open logs in once more on both sides, unless the signal ends the attempt
	 * @param tell told how many there are, each time that they become more or fewer
	 * @param look milliseconds over which it is measured how much is carried
	 */
	constructor(
		most: number,
		open: (signal: AbortSignal) => Promise<Lane>,
		tell: (lanes: number) => void,
		look = usualLook,
	) {
		this.#look = look;
		this.#most = most;
		this.#open = open;
		this.#tell = tell;
	}

	/** As many as there may be: each holds its share of what is under way. */
	get most(): number {
		return this.#most;
	}

	/**
	 * Carries until all of them are through.
	 *
	 * @param main the connections that are there already
	 * @throws what went wrong first in one of them; the others have taken no more then
	 */
	async run(main: Sides, carry: Carry, meter: Meter): Promise<void> {
		const underWay = new Set<Lane>();
		const retired = new Set<unknown>();
		let failure: {readonly error: unknown} | undefined;
		const over = Promise.withResolvers<void>();
		const start = (lane: Lane) => {
			underWay.add(lane);
			if (underWay.size > 1) this.#tell(underWay.size);
			carry(lane, () => !failure && !retired.has(lane))
				.catch(error => {
					// Whoever can't keep up with so many is asked for one fewer the next time, however many of them are told so.
					if (!failure && isNotNow(error)) this.#most = Math.max(1, underWay.size - 1);
					failure ??= {error};
				})
				.finally(() => {
					// Nobody waits for its goodbye.
					void lane.close();
					underWay.delete(lane);
					if (underWay.size > 0) this.#tell(underWay.size);
					else over.resolve();
				});
		};
		// It is what the rest of the run goes on with.
		start({...main, close: async () => {}});
		await Promise.all([over.promise, this.#widen(start, retired, meter, over.promise)]);
		if (failure) throw failure.error;
	}

	/** Adds one lane after the other while each makes the whole faster. */
	async #widen(
		start: (lane: Lane) => void,
		retired: Set<unknown>,
		{carried, turns}: Meter,
		over: Promise<void>,
	): Promise<void> {
		const end = new AbortController();
		const {signal} = end;
		void over.then(() => end.abort());
		const pass = (ms: number) =>
			Promise.race([over, new Promise(resolve => setTimeout(resolve, ms).unref())]);
		/** None where it was not the line that held it: nothing can be learnt then. */
		const speed = async () => {
			const before = carried();
			const turn = turns();
			await pass(this.#look);
			return turns() === turn ? carried() - before : 0;
		};
		// The way to the first message tells nothing of the line.
		while (carried() === 0 && !signal.aborted) await pass(this.#look / 10);
		let before = await speed();
		for (let lanes = 1; lanes < this.#most && !signal.aborted; before = await speed()) {
			if (before === 0) continue;
			const lane = await this.#another(lanes, signal);
			if (!lane) return;
			start(lane);
			lanes++;
			await speed();
			let after = await speed();
			while (after === 0 && !signal.aborted) after = await speed();
			if (after > before * worthwhile || signal.aborted) continue;
			retired.add(lane);
			this.#most = lanes - 1;
		}
	}

	/** One more, or none where a server refuses it: then there are as many as it allows. */
	async #another(lanes: number, signal: AbortSignal): Promise<Lane | undefined> {
		try {
			const lane = await this.#open(signal);
			if (!signal.aborted) return lane;
			void lane.close();
			return undefined;
		} catch (error) {
			// Too late to be of use, and given up for that.
			if (signal.aborted) return undefined;
			if (!(error instanceof Problem)) throw error;
			this.#most = lanes;
			return undefined;
		}
	}
}

function isNotNow(error: unknown): boolean {
	return error instanceof Problem && error.data.code === 'not-now';
}
