import {z} from 'zod';
import {Problem, type Side} from '../problem.ts';

/** How much mail an operator lets a run ask of one account: providers that count lock out who asks for more. */
export interface Limits {
	readonly bytesPerSecond?: number;
	readonly messagesPerSecond?: number;
	/** Bytes of mail in any 24 hours, of all runs from this machine. */
	readonly bytesPerDay?: number;
	/** Connections at once. */
	readonly connections?: number;
}

/** Checks limits that come out of a file. */
export const limitsSchema = z.strictObject({
	bytesPerSecond: z.number().positive().optional(),
	messagesPerSecond: z.number().positive().optional(),
	bytesPerDay: z.number().positive().optional(),
	connections: z.number().int().positive().optional(),
});

const units: ReadonlyMap<string, number> = new Map([
	['b', 1],
	['kb', 1e3],
	['mb', 1e6],
	['gb', 1e9],
]);

/** How each limit is written. */
const forms: readonly {readonly name: keyof Limits; readonly form: RegExp}[] = [
	{name: 'bytesPerSecond', form: /^(\d+(?:\.\d+)?)\s*([kmg]?b)\s*\/\s*s$/i},
	{name: 'messagesPerSecond', form: /^(\d+(?:\.\d+)?)\s*\/\s*s$/i},
	{name: 'bytesPerDay', form: /^(\d+(?:\.\d+)?)\s*([kmg]?b)\s*\/\s*day$/i},
	{name: 'connections', form: /^(\d+)\s*connections?$/i},
];

/**
 * Reads limits with commas between them: `500kB/s` bytes and `10/s` messages in a second, `2GB/day` bytes in a day,
 * `2connections`.
 *
 * @throws {Problem} `usage` where it is none of these, or one of them twice
 */
export function parseLimits(side: Side, text: string): Limits {
	const limits: {-readonly [Name in keyof Limits]: number} = {};
	for (const term of text.split(',').map(each => each.trim())) {
		const known = forms.find(({form}) => form.test(term));
		const [, number = '', unit = 'b'] = known?.form.exec(term) ?? [];
		const value = Number(number) * (units.get(unit.toLowerCase()) ?? 1);
		if (!known || !(value > 0) || limits[known.name] !== undefined)
			throw new Problem({code: 'usage', side, params: {why: 'limits-form', limits: text}});
		limits[known.name] = value;
	}

	return limits;
}
