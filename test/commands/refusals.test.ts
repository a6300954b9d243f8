import {readFile} from 'node:fs/promises';
import {afterEach, describe, expect, test} from 'vitest';
import {type DovecotOptions, startDovecot} from '../servers/dovecot.ts';
import {createFolder, type SeedFolder, seed, withoutUids} from '../servers/mailbox.ts';
import type {MailServer} from '../servers/server.ts';
import {folder, letter, letters, ownMail} from './letter.ts';
import {findingsOf, finishedOf, Move, newHome, untouched} from './trasloco.ts';

const running: MailServer[] = [];

afterEach(() => Promise.all(running.splice(0).map(server => server.stop())));

async function start(options: DovecotOptions = {}): Promise<MailServer> {
	const server = await startDovecot(options);
	running.push(server);
	return server;
}

const user = {name: 'source', password: 'segreto'};

/** A move from a server that holds these folders to one that does not take everything. */
async function moveTo(options: DovecotOptions, folders: readonly SeedFolder[]): Promise<Move> {
	const [source, destination] = await Promise.all([
		start(),
		start({mailboxes: [{name: 'Trash', specialUse: '\\Trash'}], ...options}),
	]);
	await seed(source, user.name, folders);
	return new Move(await newHome(), {server: source, user}, {server: destination, user});
}

describe('a destination that is too small', () => {
	test('and says so is 6 before anything is written', async () => {
		const move = await moveTo({quota: {bytes: 50_000}}, [folder('INBOX', ...letters('grande', 10, 10_000))]);
		const before = await move.atDestination();
		const outcome = await move.copy();
		expect(outcome.exitCode, outcome.stderr).toBe(6);
		expect(outcome.stderr).toMatch(
			/To: there is not enough space: 0\.1 MB are needed, 0\.1 MB are free|To: .*needed/,
		);
		expect(await move.atDestination()).toEqual(before);
		expect(await move.runs()).toEqual([]);
	});

	test('for so many messages is 6 before anything is written', async () => {
		const move = await moveTo({quota: {messages: 5}}, [folder('INBOX', ...letters('tanti', 10))]);
		const before = await move.atDestination();
		const outcome = await move.copy();
		expect(outcome.exitCode, outcome.stderr).toBe(6);
		expect(outcome.stderr).toContain('To: there is no room for 10 messages: 5 more are allowed');
		expect(await move.atDestination()).toEqual(before);
	});

	test('and fills in the middle is 6; with more room a resume ends identical, with nothing twice', async () => {
		const hidden = {withoutCapabilities: ['QUOTA']};
		const move = await moveTo({...hidden, quota: {messages: 25}}, [
			folder('INBOX', ...letters('primo', 20)),
			folder('Lavoro', ...letters('secondo', 20)),
		]);
		await seed(move.destination.server, user.name, ownMail.slice(0, 1));
		const before = await move.atDestination();
		const stopped = await move.copy();
		expect(stopped.exitCode, stopped.stderr).toBe(6);
		expect(stopped.stderr).toContain('To: there is no space left');
		expect(stopped.stderr).toContain('resume');
		const {run, state} = finishedOf(stopped);
		expect(state).toBe('failed');
		const still = await move.resume(run);
		expect(still.exitCode, still.stderr).toBe(6);

		await move.destination.server.restart({...hidden, quota: {messages: 100}});
		const resumed = await move.resume(run);
		expect(resumed.exitCode, resumed.stderr).toBe(0);
		expect(finishedOf(resumed)).toMatchObject({state: 'done', copied: 40});
		const [inbox, work] = withoutUids(await move.atSource());
		const after = withoutUids(await move.atDestination());
		expect(after.map(({path}) => path)).toEqual(['INBOX', 'Lavoro']);
		const own = withoutUids(before)[0]?.messages ?? [];
		expect(after[0]?.messages).toEqual([...own, ...(inbox?.messages ?? [])]);
		expect(after[1]?.messages).toEqual(work?.messages);
	});

	test('and filled in the middle gives everything back with an undo', async () => {
		const move = await moveTo({withoutCapabilities: ['QUOTA'], quota: {messages: 25}}, [
			folder('INBOX', ...letters('primo', 10)),
			folder('Lavoro', ...letters('secondo', 20)),
		]);
		await seed(move.destination.server, user.name, ownMail);
		const before = await move.atDestination();
		const {run} = finishedOf(await move.copy());
		const undone = await move.undo(run);
		expect(undone.exitCode, undone.stderr).toBe(0);
		expect(untouched(await move.atDestination())).toEqual(untouched(before));
	});
});

describe('a folder that may not be created', () => {
	test('is 6, names it, and leaves the destination as it was', async () => {
		const move = await moveTo({acl: ['Vietata owner lrwstipexa']}, [
			folder('INBOX', letter('uno')),
			folder('Vietata/Sotto', letter('due')),
		]);
		await createFolder(move.destination.server, user.name, ['Vietata']);
		const before = await move.atDestination();
		const outcome = await move.copy();
		expect(outcome.exitCode, outcome.stderr).toBe(6);
		expect(outcome.stderr).toContain("To: the folder Vietata/Sotto can't be created");
		expect(outcome.stderr).toContain('NOPERM');
		expect(untouched(await move.atDestination())).toEqual(untouched(before));
		const elsewhere = await move.copy('--map', 'Vietata/Sotto=Permessa');
		expect(elsewhere.exitCode, elsewhere.stderr).toBe(0);
		expect(finishedOf(elsewhere)).toMatchObject({state: 'done', copied: 2});
	});

	test('and a destination where none may be created is 6 too', async () => {
		const move = await moveTo({acl: ['* owner lrwstipexa', 'INBOX owner lrwstipexa']}, [
			folder('INBOX', letter('uno')),
		]);
		const before = await move.atDestination();
		const outcome = await move.copy();
		expect(outcome.exitCode, outcome.stderr).toBe(6);
		expect(outcome.stderr).toMatch(/To: the folder trasloco-\S+ can't be created/);
		expect(untouched(await move.atDestination())).toEqual(untouched(before));
	});
});

describe('messages that are too large', () => {
	const small = letters('piccolo', 5);
	const large = [
		letter('enorme uno', {body: 'x'.repeat(30_000)}),
		letter('enorme due', {body: 'y'.repeat(40_000)}),
	];

	test.each([
		['says', {largestMessage: 20_000}],
		['does not say', {secretLargestMessage: 20_000}],
	] as const)(
		'for a destination that %s its limit are listed one by one, the rest is copied: 3',
		async (_, limit) => {
			const move = await moveTo(limit, [folder('INBOX', ...small.slice(0, 2), ...large, ...small.slice(2))]);
			const outcome = await move.copy();
			expect(outcome.exitCode, outcome.stderr).toBe(3);
			const finished = finishedOf(outcome);
			expect(finished).toMatchObject({state: 'differences', copied: 5, skipped: 2, alreadyThere: 0});
			expect(finished.folders).toMatchObject([{sourceCount: 7, copied: 5, skipped: 2, destinationCount: 5}]);
			const findings = findingsOf(finished, 'too-large');
			expect(findings.map(({message}) => message?.subject).sort()).toEqual(['enorme due', 'enorme uno']);
			for (const finding of findings) {
				const original = large.find(({content}) => content.includes(String(finding.message?.subject)));
				expect(finding).toMatchObject({severity: 'difference', source: 'INBOX'});
				expect(finding.message?.bytes).toBe(original?.content.length);
				const kept = await readFile(finding.kept ?? '');
				expect(kept.equals(original?.content ?? Buffer.alloc(0))).toBe(true);
			}

			const again = await move.copy();
			expect(again.exitCode, again.stderr).toBe(3);
			expect(finishedOf(again)).toMatchObject({copied: 0, alreadyThere: 5, skipped: 2});
			expect(withoutUids(await move.atDestination())[0]?.messages).toHaveLength(5);
		},
	);

	test('are named to people, on the screen and in the report', async () => {
		const move = await moveTo({secretLargestMessage: 20_000}, [folder('INBOX', ...small, ...large)]);
		const outcome = await move.start('copy', ...move.sides).outcome;
		expect(outcome.exitCode, outcome.stderr).toBe(3);
		const path = /^Report: (.+)$/m.exec(outcome.stdout)?.[1] ?? '';
		const report = await readFile(path, 'utf8');
		for (const text of [outcome.stdout, report]) {
			expect(text).toContain('enorme uno');
			expect(text).toContain('enorme due');
			expect(text).toMatch(/^INBOX +INBOX +7 +5 +0 +2 +0 +5$/m);
		}
	});
});
