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
		startDovecot({...destinationOptions, users: manyUsers(60)}),
	]);
	await seed(source, sourceUser, sourceFolders);
	sourceBefore = await snapshot(source, sourceUser);
});

afterAll(() => Promise.all([source, destination].map(server => server.stop())));

beforeEach(async () => {
	lines = await Lines.open(source, destination);
	await lines.plan();
});

afterEach(async () => {
	await lines[Symbol.asyncDispose]();
	expect(await snapshot(source, sourceUser)).toEqual(sourceBefore);
});

/** How servers say that they can't at the moment: RFC 5530, 3, and in words met at providers. */
const answers = [
	'NO [INUSE] Mailbox in use',
	'NO [UNAVAILABLE] Temporary failure',
	'NO [LIMIT] UID FETCH Rate limit hit.',
	'NO [OVERQUOTA] Account exceeded command or bandwidth limits.',
	'NO Server Unavailable. 15',
	'BAD User is authenticated but not connected.',
] as const;

type Side = 'from' | 'to';

const copying: readonly (readonly [side: Side, command: RegExp, before: number])[] = [
	['from', /^EXAMINE/, 0],
	['from', /^EXAMINE/, 2],
	['from', /^UID FETCH/, 0],
	['from', /^UID FETCH/, 3],
	['to', /^APPEND/, 0],
	['to', /^APPEND/, 20],
	['to', /^CREATE "Lavoro/, 0],
	['to', /^CREATE "trasloco/, 0],
	['to', /^SUBSCRIBE/, 0],
	['to', /^SELECT/, 0],
	['to', /^EXAMINE/, 1],
	['to', /^UID FETCH/, 1],
	['to', /^STATUS/, 0],
	['to', /^STATUS/, 4],
	['to', /^UID MOVE/, 1],
	['to', /^DELETE/, 0],
];

const undoing: readonly (readonly [command: RegExp, before: number])[] = [
	[/^STATUS/, 0],
	[/^STATUS/, 3],
	[/^EXAMINE/, 0],
	[/^SELECT/, 0],
	[/^UID FETCH/, 1],
	[/^UID MOVE/, 1],
	[/^UID STORE/, 0],
	[/^UID EXPUNGE/, 0],
	[/^LIST/, 0],
	[/^UNSUBSCRIBE/, 0],
	[/^DELETE/, 0],
];

describe('a server that can not at the moment', () => {
	test.each(copying.map((each, index) => [...each, answers[index % answers.length] ?? answers[0]] as const))(
		'is waited for: %s %s after %i, %s',
		async (side, command, before, answer) => {
			lines[side].meet(command, {kind: 'refuse', answer}, before);
			const finished = await lines.session.copy();
			expect(lines[side].faults).toBe(1);
			await lines.expectCopied(finished, sourceBefore, answer);
			expect(lines.told('retry')).toMatchObject([
				{problem: {code: 'not-now', side: side === 'from' ? 'source' : 'destination'}},
			]);
		},
	);

	test.each(undoing.map((each, index) => [...each, answers[index % answers.length] ?? answers[0]] as const))(
		'is waited for by an undo: %s after %i, %s',
		async (command, before, answer) => {
			const {run} = await lines.session.copy();
			lines.to.meet(command, {kind: 'refuse', answer}, before);
			const finished = await lines.session.undo(run, false);
			expect(lines.to.faults).toBe(1);
			await lines.expectUndone(finished, answer);
			expect(lines.told('retry')).toMatchObject([{problem: {code: 'not-now', side: 'destination'}}]);
		},
	);
});
