import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import type {Keys} from '../../source/engine/keys.ts';
import {Fingerprints, Matching, newDigests} from '../../source/engine/matching.ts';
import {digestOf, fingerprintOf} from '../../source/stores/fingerprint.ts';
import {MessageList} from '../../source/stores/message-list.ts';

/** A message by the two things that matter: what its header says (`key`) and what it really holds (`content`). */
type Sketch = {readonly key: string; readonly content: string};

/** Keys in lower case stand for headers without a Message-ID. */
const sketch: fc.Arbitrary<Sketch> = fc.record({
	key: fc.constantFrom('A', 'B', 'C', 'a', 'b'),
	content: fc.constantFrom('1', '2'),
});

function listed(sketches: readonly Sketch[], first: number): MessageList {
	return MessageList.of(
		sketches.map((_, index) => ({uid: first + index, bytes: 1, flags: [], internalDate: ''})),
	);
}

function fingerprints(sketches: readonly Sketch[], rows: readonly number[]): Fingerprints {
	const found = new Fingerprints(sketches.length);
	for (const row of rows) {
		const {key = ''} = sketches[row] ?? {};
		found.set(row, {...fingerprintOf(Buffer.from(`Subject: ${key}`), 1), weak: key === key.toLowerCase()});
	}
	return found;
}

function digests(sketches: readonly Sketch[], rows: readonly number[]): Keys {
	const found = newDigests(sketches.length);
	for (const row of rows) {
		const {key = '', content = ''} = sketches[row] ?? {};
		found.set(row, digestOf(Buffer.from(key + content)));
	}
	return found;
}

function counted<T>(items: readonly T[], of: (item: T) => string): Map<string, number> {
	return new Map([...Map.groupBy(items, of)].map(([name, group]) => [name, group.length]));
}

/** How many of one side are on the other: as multisets, for each name the smaller count. */
function common(here: ReadonlyMap<string, number>, there: ReadonlyMap<string, number>): number {
	return [...here].reduce((sum, [name, count]) => sum + Math.min(count, there.get(name) ?? 0), 0);
}

/** Matches as the planner does: fingerprints first, contents where those leave it open. */
function match(
	here: readonly Sketch[],
	there: readonly Sketch[],
	pairs: ReadonlyMap<number, number>,
	trust: boolean,
) {
	const source = listed(here, 1);
	const matching = new Matching(source, listed(there, 101));
	matching.pairKnown(uid => pairs.get(uid));
	const alike = matching.ofSameSize();
	const {undecided, most} = matching.pairAlike(
		fingerprints(here, alike.source),
		fingerprints(there, alike.destination),
		trust,
	);
	const before = matching.present.size;
	const found = matching.pairEqual(digests(here, undecided.source), digests(there, undecided.destination));
	expect(matching.present.size).toBe(before + found);
	expect(found).toBeLessThanOrEqual(most);
	const all = new Map([...matching.present.keys()].map(uid => [uid, matching.present.get(uid) ?? 0]));
	expect(all.size).toBe(matching.present.size);
	expect(new Set(all.values()).size).toBe(all.size);
	return all;
}

const sides = [fc.array(sketch, {maxLength: 12}), fc.array(sketch, {maxLength: 12})] as const;

describe('matching as multisets', () => {
	test('by content: for each content the smaller of the two counts', () => {
		fc.assert(
			fc.property(...sides, (here, there) => {
				const whole = ({key, content}: Sketch) => key + content;
				const found = match(here, there, new Map(), false);
				expect(found.size).toBe(common(counted(here, whole), counted(there, whole)));
				for (const [uid, at] of found) {
					expect(here[uid - 1]).toEqual(there[at - 101]);
				}
			}),
		);
	});

	test('by fingerprint: the same for headers with a Message-ID; contents decide about the others', () => {
		fc.assert(
			fc.property(...sides, (here, there) => {
				const trusted = ({key, content}: Sketch) => (key === key.toLowerCase() ? key + content : key);
				const found = match(here, there, new Map(), true);
				expect(found.size).toBe(common(counted(here, trusted), counted(there, trusted)));
				for (const [uid, at] of found) {
					expect(here[uid - 1]?.key).toBe(there[at - 101]?.key);
				}
			}),
		);
	});

	test('what an earlier run knows comes first, is believed while it is there, and counts once', () => {
		fc.assert(
			fc.property(...sides, fc.array(fc.tuple(fc.nat(14), fc.nat(14))), (here, there, drawn) => {
				// Each message of the destination belongs to one of the source at most, in any journal.
				const pairs = new Map<number, number>();
				for (const [uid, at] of drawn) {
					if (!pairs.has(1 + uid) && ![...pairs.values()].includes(101 + at)) {
						pairs.set(1 + uid, 101 + at);
					}
				}
				const found = match(here, there, pairs, false);
				for (const [uid, at] of pairs) {
					if (uid <= here.length && at - 101 < there.length) {
						expect(found.get(uid)).toBe(at);
					}
				}
			}),
		);
	});
});

test('of two identical messages at the source and one at the destination, the first is there already', () => {
	const found = match(
		[
			{key: 'A', content: '1'},
			{key: 'A', content: '1'},
		],
		[{key: 'A', content: '1'}],
		new Map(),
		true,
	);
	expect([...found]).toEqual([[1, 101]]);
});

test('a message without a digest, since it is gone, matches nothing', () => {
	const matching = new Matching(listed([{key: 'a', content: ''}], 1), listed([{key: 'a', content: ''}], 101));
	expect(matching.pairEqual(newDigests(1), newDigests(1))).toBe(0);
});

test('what one folder has taken, the next can not find again', () => {
	const twins = [
		{key: 'A', content: '1'},
		{key: 'A', content: '1'},
	];
	const there = listed(twins, 101);
	const taken = new Uint8Array(there.length);
	const found = [1, 2, 3].map(first => {
		const matching = new Matching(listed(twins.slice(1), first), there, taken);
		const {source, destination} = matching.ofSameSize();
		matching.pairAlike(fingerprints(twins.slice(1), source), fingerprints(twins, destination), true);
		return matching.present.get(first);
	});
	expect(found).toEqual([101, 102, undefined]);
});
