import type {Account} from '../accounts/account.ts';
import {limitsOf} from '../accounts/providers.ts';
import {usedVolume} from '../journal/runs.ts';
import {hourOf, hoursADay, type Volume} from '../journal/volume.ts';
import {Problem, type Side} from '../problem.ts';
import type {Control} from './control.ts';

const msPerHour = 3_600_000;

/** What other runs have used of a day is looked up as often as this, in milliseconds: they may be at work too. */
const fresh = 60_000;

/** A wait that is told, in milliseconds; shorter ones nobody notices. */
const noticeable = 3000;

/** One account's day, in bytes for each hour: what this run has sent through it, what others have, and how much may pass. */
interface Day {
	readonly side: Side;
	readonly account: Account;
	readonly bytesPerDay: number;
	readonly own: Map<number, number>;
	others: Volume;
}

/**
 * Keeps a copy to the limits that an operator has set for the two accounts. What counts is the mail that is
 * copied, once: what is read at the source is what is written at the destination.
 */
export class Pace {
	readonly #bytesPerSecond: number;
	readonly #messagesPerSecond: number;
	readonly #days: readonly Day[];
	readonly #run: string;
	readonly #onWait: (waitMs: number) => void;
	/** When the days were looked up, in milliseconds since 1970. */
	#looked: number;
	/** When the next may pass, in milliseconds since 1970. */
	#due = 0;

	/**
	 * Reads what the runs of the last day have copied, where a limit asks for it.
	 *
	 * @param run the one that is paced
	 * @param onWait told how many milliseconds nothing will pass
	 */
	constructor(from: Account, to: Account, run: string, onWait: (waitMs: number) => void = () => {}) {
		this.#run = run;
		this.#onWait = onWait;
		this.#looked = Date.now();
		const sides = [
			{side: 'source', account: from, limits: limitsOf('source', from)},
			{side: 'destination', account: to, limits: limitsOf('destination', to)},
		] as const;
		const least = (name: 'bytesPerSecond' | 'messagesPerSecond') =>
			Math.min(...sides.map(({limits}) => limits[name] ?? Number.POSITIVE_INFINITY));
		this.#bytesPerSecond = least('bytesPerSecond');
		this.#messagesPerSecond = least('messagesPerSecond');
		this.#days = sides.flatMap(({side, account, limits: {bytesPerDay}}) =>
			bytesPerDay === undefined
				? []
				: [
						{
							side,
							account,
							bytesPerDay,
							own: new Map(usedVolume(side, account, this.#looked, id => id === run)),
							others: this.#usedByOthers(side, account),
						},
					],
		);
	}

	/** Bytes that may be read ahead: no more than a few seconds' worth, so that a slow pace is kept at the source too. */
	window(usual: number): number {
		return Math.max(64 * 1024, Math.min(usual, this.#bytesPerSecond * 2));
	}

	/** Messages that may pass at once: no more than two seconds' worth. */
	get messages(): number {
		return Math.max(1, Math.floor(this.#messagesPerSecond * 2));
	}

	/**
	 * Waits until so much may pass.
	 *
	 * @throws {Problem} `day-used-up`, with the time until more may pass
	 * @throws {Stopped}
	 */
	async pass(messages: number, bytes: number, control: Control): Promise<void> {
		const now = Date.now();
		if (now - this.#looked > fresh) this.#look(now);
		for (const day of this.#days) refuseWhereUsedUp(day, bytes, now);
		for (const {own} of this.#days) own.set(hourOf(now), (own.get(hourOf(now)) ?? 0) + bytes);
		const wait = this.#due - Date.now();
		if (wait > noticeable) this.#onWait(wait);
		if (wait > 0) await control.wait(wait);
		const seconds = Math.max(bytes / this.#bytesPerSecond, messages / this.#messagesPerSecond);
		this.#due = Math.max(this.#due, Date.now()) + seconds * 1000;
	}

	#look(now: number): void {
		this.#looked = now;
		for (const day of this.#days) day.others = this.#usedByOthers(day.side, day.account);
	}

	#usedByOthers(side: Side, account: Account): Volume {
		return usedVolume(side, account, this.#looked, id => id !== this.#run);
	}
}

/**
 * What is more than a whole day's passes alone, since it never would otherwise.
 *
 * @throws {Problem} `day-used-up`
 */
function refuseWhereUsedUp({side, bytesPerDay, own, others}: Day, bytes: number, now: number): void {
	const hour = hourOf(now);
	const recent = [...own, ...others]
		.filter(([at]) => at > hour - hoursADay)
		.sort(([one], [other]) => one - other);
	let left = recent.reduce((sum, [, each]) => sum + each, 0);
	if (left === 0 || left + bytes <= bytesPerDay) return;
	// As the hours go by, what was copied in them counts no more.
	let free = hour;
	for (const [at, each] of recent) {
		free = at + hoursADay;
		left -= each;
		if (left + bytes <= bytesPerDay) break;
	}

	const pauseMs = Math.max(1000, free * msPerHour - now);
	throw new Problem({code: 'day-used-up', side, pauseMs, params: {limit: bytesPerDay}});
}
