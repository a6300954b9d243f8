import {afterAll, afterEach, beforeAll, describe, expect, test} from 'vitest';
import {startDovecot} from '../servers/dovecot.ts';
import {mailbox, type Snapshot, seed, snapshot, withClient} from '../servers/mailbox.ts';
import type {Fault} from '../servers/proxy.ts';
import type {MailServer} from '../servers/server.ts';
import {destinationOptions, expectCopied, freshHome, manyUsers, sourceFolders} from './killed-mailbox.ts';
import {Lines, type LinesOptions, sourceUser} from './lines.ts';

let source: MailServer;
let destination: MailServer;
let sourceBefore: Snapshot;
let lines: Lines;

beforeAll(async () => {
	process.env.TRASLOCO_HOME = await freshHome();
	[source, destination] = await Promise.all([
		startDovecot({users: [{name: sourceUser, password: 'segreto'}]}),
		startDovecot({...destinationOptions, users: manyUsers(40)}),
	]);
	await seed(source, sourceUser, sourceFolders);
	sourceBefore = await snapshot(source, sourceUser);
});

afterAll(() => Promise.all([source, destination].map(server => server.stop())));

async function begin(options: LinesOptions = {}): Promise<void> {
	lines = await Lines.open(source, destination, options);
	await lines.plan();
}

afterEach(() => lines[Symbol.asyncDispose]());

const copying = [
	['from', /^UID FETCH/],
	['to', /^CREATE/],
	['to', /^APPEND/],
	['to', /^UID FETCH/],
	['to', /^UID MOVE/],
	['to', /^DELETE/],
] as const;
const undoing = [/^STATUS/, /^UID MOVE/, /^UID EXPUNGE/, /^DELETE/] as const;

describe('a server that is stopped and started again', () => {
	const restart = (server: MailServer): Fault => ({kind: 'first', work: () => server.restart()});

	test.each(copying)('in the middle of a copy (%s, %s) is waited for', async (side, command) => {
		await begin();
		const server = side === 'from' ? source : destination;
		const restarted = lines[side].meet(command, restart(server));
		const copy = lines.session.copy();
		await restarted;
		await lines.expectCopied(await copy, sourceBefore, `${side} ${command}`);
		expect(lines.told('retry').length).toBeGreaterThan(0);
	});

	test.each(undoing)('in the middle of an undo (%s) is waited for', async command => {
		await begin();
		const {run} = await lines.session.copy();
		const restarted = lines.to.meet(command, restart(destination));
		const undo = lines.session.undo(run, false);
		await restarted;
		await lines.expectUndone(await undo, String(command));
	});
});

describe('a line that falls silent, and nobody says so,', () => {
	/** ms; a loaded machine leaves a server without its turn for half a second. */
	const silence = 1000;

	test.each(copying)('in the middle of a copy (%s, %s) is given up for a new one', async (side, command) => {
		await begin({silence});
		lines[side].meet(command, {kind: 'silence'});
		await lines.expectCopied(await lines.session.copy(), sourceBefore, `${side} ${command}`);
		expect(lines.told('retry')).toMatchObject([
			{problem: {code: 'connection-lost', server: expect.stringMatching(/^no answer for/)}},
		]);
		expect(lines[side].connections).toBe(2);
	});

	test.each(undoing)('in the middle of an undo (%s) is given up for a new one', async command => {
		await begin({silence});
		const {run} = await lines.session.copy();
		lines.to.meet(command, {kind: 'silence'});
		await lines.expectUndone(await lines.session.undo(run, false), String(command));
	});

	test('because a literal announces more than it has, costs one connection and no message', async () => {
		await begin({silence});
		lines.from.meet(/^UID FETCH/, {kind: 'overlong', bytes: 100_000});
		await lines.expectCopied(await lines.session.copy(), sourceBefore, 'overlong');
		expect(lines.told('retry')).toHaveLength(1);
	});

	test('only for a while each time is as good as any, however long in all', async () => {
		await begin({silence: 3000});
		lines.to.delay = 40;
		lines.from.delay = 40;
		const start = performance.now();
		await lines.expectCopied(await lines.session.copy(), sourceBefore, 'delayed');
		expect(performance.now() - start).toBeGreaterThan(3000);
		expect(lines.told('retry')).toEqual([]);
	});
});

test.each([1, 2])(
	'what a server says %i times that it has deleted, and has not, goes all the same',
	async times => {
		await begin();
		const {run} = await lines.session.copy();
		lines.to.meet(/^UID EXPUNGE/, {kind: 'refuse', answer: 'OK Expunge completed.'}, 0, times);
		await lines.expectUndone(await lines.session.undo(run, false), 'expunge');
		expect(lines.to.faults).toBe(times);
		expect(lines.told('retry')).toEqual([]);
	},
);

/** Does something to a mailbox as another client. */
function other(
	server: MailServer,
	user: string,
	...commands: readonly (readonly (string | Buffer)[])[]
): Fault {
	const work = () =>
		withClient(server, user, async client => {
			for (const command of commands) await client.send([...command]);
		});
	return {kind: 'first', work};
}

describe('another client', () => {
	test('that replaces a folder of the source after the plan: what was planned of it is told, all else is copied', async () => {
		await using own = await startDovecot({users: [{name: sourceUser, password: 'segreto'}]});
		await seed(own, sourceUser, sourceFolders);
		lines = await Lines.open(own, destination);
		await lines.plan();
		const name = mailbox(own, ['Società']);
		lines.from.meet(/^EXAMINE/, other(own, sourceUser, ['DELETE ', name], ['CREATE ', name]));
		const finished = await lines.session.copy();
		expect(finished, JSON.stringify(finished.problem)).toMatchObject({
			state: 'differences',
			copied: 29,
			skipped: 3,
			findings: [{kind: 'source-renumbered', severity: 'difference', source: 'Società', count: 3}],
		});
		await lines.expectUndone(
			{...(await lines.session.undo(finished.run, false)), findings: []},
			'after a replaced source',
		);
	});

	test('that replaces a folder between copy and undo loses nothing by the undo, which says what it leaves', async () => {
		await begin();
		const {run} = await lines.session.copy();
		const {server, user} = lines.place;
		const name = mailbox(server, ['Società']);
		const letter = Buffer.from('Subject: di altri\r\n\r\nciao\r\n');
		await withClient(server, user, async client => {
			await client.send(['DELETE ', name]);
			await client.send(['CREATE ', name]);
			for (let times = 0; times < 5; times++) await client.send(['APPEND ', name, ' ', letter]);
		});
		const undone = await lines.session.undo(run, false);
		expect(undone).toMatchObject({problem: {code: 'undo-incomplete'}});
		expect(undone.findings).toContainEqual(
			expect.objectContaining({
				kind: 'folder-renumbered',
				severity: 'difference',
				destination: 'Società',
				count: 3,
			}),
		);
		const after = await snapshot(server, user);
		expect(after.find(folder => folder.name === 'Società')?.messages).toHaveLength(5);
	});

	test.each([/^UID FETCH/, /^UID MOVE/])(
		'that replaces the staging folder before %s costs a second copying of what was in it',
		async command => {
			await begin();
			const {server, user} = lines.place;
			const work = async () => {
				const names = (await snapshot(server, user)).map(({name}) => name);
				const name = names.find(each => each.startsWith('trasloco-')) ?? '';
				await withClient(server, user, async client => {
					await client.send([`DELETE ${name}`]);
					await client.send([`CREATE ${name}`]);
				});
			};
			lines.to.meet(command, {kind: 'first', work});
			await lines.expectCopied(await lines.session.copy(), sourceBefore, String(command));
			expect(lines.told('retry').length).toBeGreaterThan(0);
		},
	);

	test('that takes single copies out of the staging folder: they are copied again', async () => {
		await begin();
		const {server, user} = lines.place;
		const work = async () => {
			const names = (await snapshot(server, user)).map(({name}) => name);
			const name = names.find(each => each.startsWith('trasloco-')) ?? '';
			await withClient(server, user, async client => {
				await client.send([`SELECT ${name}`]);
				await client.send(['STORE 1:2 +FLAGS.SILENT (\\Deleted)']);
				await client.send(['EXPUNGE']);
			});
		};
		lines.to.meet(/^UID MOVE/, {kind: 'first', work});
		const finished = await lines.session.copy();
		expect(finished, JSON.stringify(finished.problem)).toMatchObject({
			state: 'done',
			copied: 32,
			findings: [],
		});
		await expectCopied(lines.place, sourceBefore, 'expunged', false);
	});
});
