import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {LiteralMemory} from '../../../source/stores/imap/literal-memory.ts';

describe('memory for literals', () => {
	test('is used again once it is given back, and not before', () => {
		const memory = new LiteralMemory();
		const first = memory.take(5000);
		expect(memory.take(5000)?.buffer).not.toBe(first?.buffer);
		memory.giveBack(first?.subarray(0, 5000) ?? Buffer.alloc(0));
		expect(memory.take(4500)?.buffer).toBe(first?.buffer);
	});

	test('belongs to one literal alone, however often it is given back', () => {
		const memory = new LiteralMemory();
		const length = fc.integer({min: 0, max: 2_000_000});
		const action = fc.oneof(length, fc.constantFrom('first', 'last', 'foreign'));
		fc.assert(
			fc.property(fc.array(action, {maxLength: 60}), actions => {
				const lent: Buffer[] = [];
				let back: Buffer | undefined;
				for (const what of actions) {
					if (typeof what === 'number') {
						const taken = memory.take(what);
						if (!taken) continue;
						expect(taken.length).toBeGreaterThanOrEqual(what);
						expect(lent.map(({buffer}) => buffer)).not.toContain(taken.buffer);
						lent.push(taken);
					} else if (what === 'foreign') {
						memory.giveBack(Buffer.alloc(1024));
					} else {
						const given = what === 'first' ? lent.shift() : lent.pop();
						if (given) memory.giveBack(given);
						// Once more, while somebody else may have it.
						const isFree = !lent.some(({buffer}) => buffer === back?.buffer);
						if (back && isFree) memory.giveBack(back);
						back = given;
					}
				}

				for (const one of lent) memory.giveBack(one);
			}),
		);
	});
});
