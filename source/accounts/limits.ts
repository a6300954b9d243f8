import {z} from 'zod';
import {Problem, type Side} from '../problem.ts';

/** How much mail an operator lets a run ask of one account: providers that count lock out who asks for more. */
export interface Limits {
	readonly bytesPerSecond?: number;
	readonly messagesPerSecond?: number;
	/** Bytes of mail in any 24 hours, of all runs from this machine. */
	readonly bytesPerDay?: number;
}

/** Checks limits that come out of a file. */
export const limitsSchema = z.strictObject({
	bytesPerSecond: z.number().positive().optional(),
	messagesPerSecond: z.number().positive().optional(),
	bytesPerDay: z.number().positive().optional(),
});

const units: ReadonlyMap<string, number> = new Map([
	['b', 1],
	['kb', 1e3],
	['mb', 1e6],
	['gb', 1e9],
]);

/**
 * Reads limits with commas between them: `500kB/s` bytes and `10/s` messages in a second, `2GB/day` bytes in a day.
 *
 * @throws {Problem} `usage` where it is none of these, or one of them twice
 */
export function parseLimits(side: Side, text: string): Limits {
	const limits: {-readonly [Name in keyof Limits]: number} = {};
	for (const term of text.split(',')) {
		const [, number = '', unit, per = ''] =
			/^\s*(\d+(?:\.\d+)?)\s*([kmg]?b)?\s*\/\s*(s|day)\s*$/i.exec(term) ?? [];
		const isDay = per.toLowerCase() === 'day';
		const name = isDay ? 'bytesPerDay' : unit === undefined ? 'messagesPerSecond' : 'bytesPerSecond';
		const value = Number(number) * (units.get(unit?.toLowerCase() ?? 'b') ?? 1);
		const isSound = value > 0 && !(isDay && unit === undefined) && limits[name] === undefined;
		if (!isSound) throw new Problem({code: 'usage', side, params: {why: 'limits-form', limits: text}});
		limits[name] = value;
	}

	return limits;
}
