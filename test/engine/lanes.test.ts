import {afterEach, beforeEach, describe, expect, test, vi} from 'vitest';
import {type Carry, Lanes} from '../../source/engine/lanes.ts';
import {Problem} from '../../source/problem.ts';
import type {WritableStore} from '../../source/stores/store.ts';

beforeEach(() => {
	vi.useFakeTimers();
});

afterEach(() => {
	vi.useRealTimers();
});

// They are only handed on.
const store = {} as WritableStore;
const main = {source: store, destination: store};

/** A mailbox of `bytes`, carried by lanes of which each is as fast as `speed` says where there are so many. */
class Line {
	carried = 0;
	/** How many there were, each time that it was told. */
	readonly told: number[] = [];
	opened = 0;
	closed = 0;
	turns = 0;
	isHeld = false;
	readonly meter = {carried: () => this.carried, turns: () => this.turns};
	/** Lanes that carry at the moment. */
	#lanes = 0;
	readonly #bytes: number;
	readonly #speed: (lanes: number) => number;

	constructor(bytes: number, speed: (lanes: number) => number) {
		this.#bytes = bytes;
		this.#speed = speed;
	}

	lanes(most: number, refuse?: (number: number) => Error | undefined): Lanes {
		return new Lanes(
			most,
			async () => {
				const refusal = refuse?.(this.opened - this.closed + 1);
				if (refusal) throw refusal;
				this.opened++;
				return {
					...main,
					close: async () => {
						this.closed++;
					},
				};
			},
			count => this.told.push(count),
		);
	}

	readonly carry: Carry = async (_, isOpen) => {
		this.#lanes++;
		while (isOpen() && this.carried < this.#bytes) {
			await new Promise(resolve => setTimeout(resolve, 100));
			if (!this.isHeld) this.carried += this.#speed(this.#lanes) / 10;
		}

		this.#lanes--;
	};

	async through(lanes: Lanes, carry: Carry = this.carry): Promise<void> {
		const done = lanes.run(main, carry, this.meter);
		done.catch(() => {});
		await vi.runAllTimersAsync();
		await done;
	}
}

describe('lanes', () => {
	test('grow to as many as are allowed where each carries as much as the one before', async () => {
		const line = new Line(100_000, () => 1000);
		await line.through(line.lanes(4));
		expect(line.told.slice(0, 3)).toEqual([2, 3, 4]);
		expect([line.opened, line.closed]).toEqual([3, 3]);
	});

	test('are given back where another one does not make the whole faster', async () => {
		const line = new Line(100_000, lanes => 2000 / Math.max(2, lanes));
		const lanes = line.lanes(8);
		await line.through(lanes);
		expect(line.told).toEqual([2, 3, 2, 1]);
		expect(lanes.most).toBe(2);
	});

	test('stay one for a copy that is over soon, where one is allowed, and where nothing moves', async () => {
		for (const [bytes, most] of [
			[1000, 4],
			[100_000, 1],
		] as const) {
			const line = new Line(bytes, () => 1000);
			await line.through(line.lanes(most));
			expect(line.told).toEqual([]);
		}

		const line = new Line(100, () => 0);
		const paused = line.lanes(4).run(main, line.carry, line.meter);
		await vi.advanceTimersByTimeAsync(60_000);
		expect(line.opened).toBe(0);
		line.carried = 100;
		await vi.runAllTimersAsync();
		await paused;
	});

	test('that are still being opened when all is carried are given up, and not waited for', async () => {
		const line = new Line(2000, () => 1000);
		const opening = Promise.withResolvers<AbortSignal>();
		const lanes = new Lanes(
			4,
			async signal => {
				opening.resolve(signal);
				return new Promise((_, reject) => {
					signal.addEventListener('abort', () => reject(signal.reason));
				});
			},
			count => line.told.push(count),
		);
		await line.through(lanes);
		expect((await opening.promise).aborted).toBe(true);
		expect(line.told).toEqual([]);
		// The server has refused nothing.
		expect(lanes.most).toBe(4);
	});

	test('go on with those that there are where a server refuses one more, and don’t ask again', async () => {
		let asked = 0;
		const line = new Line(100_000, () => 1000);
		const lanes = line.lanes(8, number => {
			if (number < 2) return undefined;
			asked++;
			return new Problem({code: 'login-unavailable', side: 'destination'});
		});
		await line.through(lanes);
		line.carried = 0;
		await line.through(lanes);
		expect(asked).toBe(1);
		expect(Math.max(...line.told)).toBe(2);
	});

	test('are not given back where a pause, or a limit, has held them', async () => {
		const line = new Line(100_000, () => 1000);
		const lanes = line.lanes(2);
		// For most of the time in which it is measured what the second one brings.
		for (const [at, isHeld] of [
			[3300, true],
			[4500, false],
		] as const) {
			setTimeout(() => {
				line.isHeld = isHeld;
				line.turns++;
			}, at);
		}

		await line.through(lanes);
		expect(line.told).toEqual([2, 1]);
		expect(lanes.most).toBe(2);
	});

	test('that are all told that it is too much become one fewer', async () => {
		const line = new Line(100_000, () => 1000);
		const lanes = line.lanes(4);
		let carriers = 0;
		const all = Promise.withResolvers<void>();
		const throttled: Carry = async (lane, isOpen) => {
			if (++carriers === 4) all.resolve();
			await Promise.race([all.promise, line.carry(lane, isOpen)]);
			throw new Problem({code: 'not-now', side: 'destination'});
		};
		await expect(line.through(lanes, throttled)).rejects.toMatchObject({data: {code: 'not-now'}});
		expect(lanes.most).toBe(3);
	});

	test('become fewer for the next try where one is told that it is too much', async () => {
		const line = new Line(100_000, () => 1000);
		const lanes = line.lanes(4);
		let carriers = 0;
		const throttled: Carry = async (lane, isOpen) => {
			if (++carriers < 3) return line.carry(lane, isOpen);
			throw new Problem({code: 'not-now', side: 'destination'});
		};
		await expect(line.through(lanes, throttled)).rejects.toMatchObject({data: {code: 'not-now'}});
		expect(line.carried).toBeLessThan(100_000);
		expect(line.opened).toBe(line.closed);
		expect(lanes.most).toBe(2);
	});
});
