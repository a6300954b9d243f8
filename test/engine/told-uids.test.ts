import {afterAll, afterEach, beforeAll, beforeEach, describe, expect, test} from 'vitest';
import {startDovecot} from '../servers/dovecot.ts';
import {type Snapshot, seed, snapshot} from '../servers/mailbox.ts';
import type {MailServer} from '../servers/server.ts';
import {destinationOptions, freshHome, manyUsers, sourceFolders} from './killed-mailbox.ts';
import {Lines, sourceUser} from './lines.ts';

let source: MailServer;
let destination: MailServer;
let sourceBefore: Snapshot;
let lines: Lines;

beforeAll(async () => {
	process.env.TRASLOCO_HOME = await freshHome();
	[source, destination] = await Promise.all([
		startDovecot({users: [{name: sourceUser, password: 'segreto'}]}),
		// One append a message, so that each is told of by itself.
		startDovecot({...destinationOptions, withoutCapabilities: ['MULTIAPPEND'], users: manyUsers(40)}),
	]);
	await seed(source, sourceUser, sourceFolders);
	sourceBefore = await snapshot(source, sourceUser);
});

afterAll(() => Promise.all([source, destination].map(server => server.stop())));

beforeEach(async () => {
	lines = await Lines.open(source, destination);
});

afterEach(() => lines[Symbol.asyncDispose]());

/** What a server says of an append instead of the truth. */
const appended: readonly (readonly [string, (validity: number, uid: number) => string])[] = [
	['the UID of the message before', (validity, uid) => `${validity} ${Math.max(1, uid - 1)}`],
	['the UID of a message to come', (validity, uid) => `${validity} ${uid + 3}`],
	['a UID far off', (validity, uid) => `${validity} ${uid + 100_000}`],
	['the same UID for two messages', (validity, uid) => `${validity} ${uid - (uid % 2)}`],
	['the same UID for all', validity => `${validity} 1`],
	['now and then another UID', (validity, uid) => `${validity} ${uid % 5 === 0 ? 2 : uid}`],
	['another UIDVALIDITY', (validity, uid) => `${validity + 1} ${uid}`],
	['a set', (validity, uid) => `${validity} ${uid}:${uid + 1}`],
	['nonsense', () => 'x 0'],
];

describe.each(['full', 'counts'] as const)('an append, verified by %s,', verify => {
	test.each(appended)(
		'of which a server tells %s loses nothing and places nothing twice',
		async (_, told) => {
			await lines.plan(verify);
			const change = (line: string) =>
				line.replace(/\[APPENDUID (\d+) (\d+)\]/, (__, ...[validity, uid]: string[]) => {
					return `[APPENDUID ${told(Number(validity), Number(uid))}]`;
				});
			lines.to.meet(/^APPEND/, {kind: 'change', change}, 0, Infinity);
			const finished = await lines.session.copy();
			expect(lines.to.faults).toBeGreaterThanOrEqual(32);
			await lines.expectCopied(finished, sourceBefore, told.toString());
			lines.to.behave();
			await lines.expectUndone(await lines.session.undo(finished.run, false), told.toString());
		},
	);
});

/** What a server says of a move instead of the truth. */
const moved: readonly (readonly [
	string,
	(validity: number, from: string, first: number, last: number) => string,
])[] = [
	['UIDs far off', (validity, from, first, last) => `${validity} ${from} ${first + 5000}:${last + 5000}`],
	[
		'UIDs that go one too far',
		(validity, from, first, last) => `${validity} ${from} ${first + 1}:${last + 1}`,
	],
	[
		'UIDs that were there before',
		(validity, from, first, last) => `${validity} ${from} 1:${1 + last - first}`,
	],
	['another UIDVALIDITY', (validity, from, first, last) => `${validity + 1} ${from} ${first}:${last}`],
	[
		'one UID less',
		(validity, from, first, last) => `${validity} ${from} ${first}:${Math.max(first, last - 1)}`,
	],
	['one UID more', (validity, from, first, last) => `${validity} ${from} ${first}:${last + 1}`],
	['one UID for all', (validity, from, first) => `${validity} ${from} ${first}`],
	['nonsense', () => '1 2'],
];

test.each(moved)('a move of which a server tells %s can be undone exactly', async (_, told) => {
	await lines.plan();
	const change = (line: string) =>
		line.replace(
			/\[COPYUID (\d+) (\S+) (\d+)(?::(\d+))?\]/,
			(__, ...[validity, from = '', first, last]: string[]) => {
				return `[COPYUID ${told(Number(validity), from, Number(first), Number(last ?? first))}]`;
			},
		);
	lines.to.meet(/^UID MOVE/, {kind: 'change', change}, 0, Infinity);
	const finished = await lines.session.copy();
	await lines.expectCopied(finished, sourceBefore, told.toString());
	const undone = await lines.session.undo(finished.run, false);
	expect(lines.to.faults).toBeGreaterThan(4);
	await lines.expectUndone(undone, told.toString());
});
