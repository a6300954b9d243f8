import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {fromSet, inSets, toSet} from '../../../source/stores/imap/sets.ts';

const uid = fc.integer({min: 1, max: 4_294_967_295});
/** Lists with runs in them, as real ones have. */
const uids = fc
	.array(fc.tuple(uid, fc.integer({min: 1, max: 40})), {maxLength: 30})
	.map(runs =>
		runs.flatMap(([first, length]) =>
			Array.from({length}, (_, index) => Math.min(first + index, 4_294_967_295)),
		),
	);

describe('a set of UIDs', () => {
	test('says the same UIDs in the same order when it is read again', () => {
		fc.assert(
			fc.property(uids, list => {
				expect(list.length === 0 ? [] : fromSet(toSet(list))).toEqual(list);
			}),
		);
	});

	test('is as short as ranges make it', () => {
		expect(toSet([1, 2, 3, 7])).toBe('1:3,7');
		expect(toSet([7, 3, 2, 1, 2])).toBe('7,3,2,1:2');
		expect(toSet([])).toBe('');
		fc.assert(
			fc.property(uid, first => {
				expect(toSet([first, first + 1, first + 2])).toBe(`${first}:${first + 2}`);
			}),
		);
	});

	test('may be written either way round by a server', () => {
		expect(fromSet('5:3,9')).toEqual([3, 4, 5, 9]);
	});

	test.each(['', '1,', '*', '1:*', '1;2', '-1', '1:2:3', '99999999999', ' 1'])('%j is none', text => {
		expect(() => fromSet(text)).toThrow(RangeError);
	});

	test('that names more than can be true is refused at once', () => {
		expect(() => fromSet('1:4294967295')).toThrow(RangeError);
		expect(() => fromSet('1:10,11:20', 15)).toThrow(RangeError);
		expect(fromSet('1:15', 15)).toHaveLength(15);
	});

	test('is cut into sets that fit a line, and nothing is lost', () => {
		const scattered = Array.from({length: 5000}, (_, index) => 4_294_000_000 + index * 2);
		for (const list of [scattered, Array.from({length: 5000}, (_, index) => index + 1), []]) {
			const parts = [...inSets(list)];
			expect(parts.flat()).toEqual(list);
			for (const part of parts) {
				expect(toSet(part).length).toBeLessThanOrEqual(8000);
				expect(part.length).toBeGreaterThan(0);
			}
		}
	});
});
