import fc from 'fast-check';
import {expect, test} from 'vitest';
import {certifiedKinds} from '../../source/certified/kind.ts';
import {Counterparts} from '../../source/stores/counterparts.ts';
import {MessageList} from '../../source/stores/message-list.ts';

const meta = fc.record(
	{
		uid: fc.integer({min: 1, max: 0xffff_ffff}),
		bytes: fc.oneof(fc.nat(100_000), fc.integer({min: 2 ** 32, max: 2 ** 53 - 1})),
		flags: fc.array(fc.oneof(fc.constantFrom('\\Seen', '$Forwarded', 'a b', 'a\0b'), fc.string())),
		internalDate: fc.oneof(
			fc.constantFrom('17-Jul-1996 02:44:25 -0700', ' 1-Jan-0001 00:00:00 +0000', '', 'x'.repeat(26)),
			fc.string({minLength: 26, maxLength: 26, unit: 'grapheme'}),
		),
		kind: fc.constantFrom(...certifiedKinds),
	},
	{requiredKeys: ['uid', 'bytes', 'flags', 'internalDate']},
);

test('gives back every message as it was given', () => {
	fc.assert(
		fc.property(fc.array(meta), messages => {
			const list = MessageList.of(messages);
			expect([...list]).toEqual(messages);
			expect(messages.map((_, row) => list.at(row))).toEqual(messages);
			expect([...list.kinds()]).toEqual(messages.map(({kind}) => kind));
		}),
	);
});

test('orders messages by their UIDs, the last told of each, and finds them', () => {
	fc.assert(
		fc.property(fc.array(meta), messages => {
			const list = MessageList.of(messages).inOrder();
			const byUid = new Map(messages.map(message => [message.uid, message]));
			expect([...list]).toEqual([...byUid.values()].sort((one, other) => one.uid - other.uid));
			for (const [uid, message] of byUid) expect(list.at(list.rowOf(uid))).toEqual(message);
			expect(list.rowOf(0)).toBe(-1);
			expect(() => list.at(list.length)).toThrow(RangeError);
		}),
	);
});

test('holds more than get their room at once', () => {
	const messages = Array.from({length: 10_000}, (_, index) => ({
		uid: 3 * index + 1,
		bytes: index,
		flags: [`f${index % 7}`],
		internalDate: `05-Nov-2023 10:11:${String(index % 60).padStart(2, '0')} +0100`,
	}));
	const list = MessageList.of(messages);
	expect([...list]).toEqual(messages);
	expect(messages.every(({uid}, row) => list.rowOf(uid) === row && list.rowOf(uid + 1) === -1)).toBe(true);
	const present = new Counterparts(list);
	for (let row = 0; row < list.length; row += 2) present.set(row, row + 5);
	expect(present.size).toBe(5000);
	expect([...present.keys()].every(uid => present.get(uid) === (uid - 1) / 3 + 5)).toBe(true);
	expect([present.get(4), present.get(2), present.has(1)]).toEqual([undefined, undefined, true]);
});
