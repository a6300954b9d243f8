import {DatabaseSync} from 'node:sqlite';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {type Change, commandsFor} from '../../source/journal/changes.ts';

const messages = 30;

/** What the table holds after these commands. */
function rowsAfter(
	commands: Iterable<readonly [sql: string, values: (string | number | null)[]]>,
): unknown[] {
	using database = new DatabaseSync(':memory:');
	database.exec(
		'CREATE TABLE message (id INTEGER PRIMARY KEY, state TEXT, flags TEXT, arrived TEXT, staging_uid INTEGER, destination_uid INTEGER) STRICT',
	);
	for (let id = 1; id <= messages; id++) database.prepare('INSERT INTO message (id) VALUES (?)').run(id);
	for (const [sql, values] of commands) database.prepare(sql).run(...values);
	return database.prepare('SELECT * FROM message ORDER BY id').all();
}

function* oneByOne(changes: readonly Change[]) {
	for (const change of changes) yield* commandsFor([change]);
}

describe('changes of messages', () => {
	test('come to the same whether they are made together or one by one', () => {
		const uid = fc.option(fc.integer({min: 1, max: 40}), {nil: undefined});
		const change = fc.record(
			{
				state: fc.constantFrom('staged' as const, 'placed' as const),
				flags: fc.constantFrom(['\\Seen'], []),
				arrived: fc.option(fc.constantFrom('x', 'y'), {nil: undefined}),
				stagingUid: uid,
				destinationUid: uid,
			},
			{requiredKeys: ['state']},
		);
		/** Stretches that change alike, as most do, with one that is odd here and there. */
		const stretch = fc
			.tuple(
				fc.integer({min: 1, max: messages}),
				fc.integer({min: 1, max: 10}),
				change,
				fc.integer({min: 0, max: 2}),
			)
			.map(([start, length, {stagingUid, ...change}, step]) =>
				Array.from({length: Math.min(length, messages - start + 1)}, (_, index): Change => {
					const uid = stagingUid === undefined ? {} : {stagingUid: stagingUid + index * step};
					return {id: start + index, change: {...change, ...uid}};
				}),
			);
		fc.assert(
			fc.property(fc.array(stretch, {maxLength: 6}), stretches => {
				const changes = stretches.flat();
				expect(rowsAfter(commandsFor(changes))).toEqual(rowsAfter(oneByOne(changes)));
			}),
		);
	});

	test('of a folder that is moved take one command', () => {
		const changes = Array.from(
			{length: 1000},
			(_, index): Change => ({
				id: 7 + index,
				change: {state: 'placed', destinationUid: 501 + index},
			}),
		);
		expect([...commandsFor(changes)]).toEqual([
			[
				'UPDATE message SET state = ?, destination_uid = id + ? WHERE id BETWEEN ? AND ?',
				['placed', 494, 7, 1006],
			],
		]);
	});
});
