import {existsSync, statSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {DatabaseSync} from 'node:sqlite';
import {beforeEach, describe, expect, test} from 'vitest';
import type {NewRun} from '../../source/journal/creating.ts';
import {Journal} from '../../source/journal/journal.ts';
import {KnownPairs, newRunId, runIds} from '../../source/journal/runs.ts';
import {Problem, type ProblemCode} from '../../source/problem.ts';
import {scratchFolder} from '../servers/scratch.ts';

let home: string;

beforeEach(async () => {
	home = await scratchFolder('journal');
	process.env.TRASLOCO_HOME = home;
});

const from = {host: 'imap.example.it', port: 993, security: 'tls', user: 'mario@example.it'} as const;
const to = {host: 'imap.example.com', port: 993, security: 'tls', user: 'mario', caFile: '/ca.pem'} as const;

function newRun(run: string, more: Partial<NewRun> = {}): NewRun {
	const message = {bytes: 10, flags: ['\\Seen', 'Mio "fiore"'], internalDate: '05-Nov-2023 10:11:12 +0100'};
	return {
		run,
		from,
		to,
		verify: 'full',
		markRead: false,
		staging: `INBOX.trasloco-${run}`,
		folders: [
			{
				source: 'INBOX',
				sourceValidity: 7,
				sourceCount: 3,
				sourceNext: 10,
				sourceRole: 'inbox',
				sourceSubscribed: true,
				destination: 'INBOX',
				destinationValidity: 9,
				destinationBefore: 5,
				messages: [
					{...message, sourceUid: 4, state: 'planned'},
					{...message, sourceUid: 2, state: 'present', destinationUid: 50},
					{...message, sourceUid: 9, state: 'skipped'},
				],
			},
			{
				source: 'Società',
				sourceValidity: 8,
				sourceCount: 0,
				sourceNext: 1,
				sourceSubscribed: false,
				destination: 'INBOX.Società',
				destinationBefore: 0,
				messages: [],
			},
		],
		findings: [{kind: 'too-large', severity: 'difference', source: 'INBOX', sourceUid: 9}],
		...more,
	};
}

function codeOf(action: () => unknown): ProblemCode | undefined {
	try {
		action();
	} catch (error) {
		return error instanceof Problem ? error.data.code : undefined;
	}
	return undefined;
}

describe('a journal', () => {
	test('says after a restart what it was told before', () => {
		const written = Journal.create(newRun('20240101-bbbb'));
		written.close();
		const journal = Journal.open('20240101-bbbb');
		expect(journal.record()).toMatchObject({
			run: '20240101-bbbb',
			from,
			to,
			verify: 'full',
			state: 'running',
		});
		expect(journal.record().stagingValidity).toBeUndefined();
		const [inbox, society] = journal.folders();
		expect(inbox).toMatchObject({
			source: 'INBOX',
			sourceRole: 'inbox',
			destinationValidity: 9,
			placed: false,
		});
		expect(society?.destinationValidity).toBeUndefined();
		const messages = journal.messages(inbox?.id ?? -1, ['planned', 'present', 'skipped']);
		expect(messages.map(({sourceUid}) => sourceUid)).toEqual([4, 2, 9]);
		expect(messages[1]).toMatchObject({destinationUid: 50, flags: ['\\Seen', 'Mio "fiore"'], bytes: 10});
		expect(journal.tally(0)).toEqual({
			planned: {count: 1, bytes: 10},
			present: {count: 1, bytes: 10},
			skipped: {count: 1, bytes: 10},
		});
		expect(journal.tally(1)).toEqual({});
		expect(journal.findings()).toEqual(newRun('x').findings);
		journal.close();
	});

	test('keeps each step of a message, and forgets what a step takes back', () => {
		const journal = Journal.create(newRun('20240101-cccc'));
		const [message] = journal.messages(0, ['planned']);
		const id = message?.id ?? -1;
		journal.intend('stage', [{id, change: {state: 'staging', digest: 'abc', bytes: 12}}]);
		journal.outcome('staged', [{id, change: {state: 'staged', stagingUid: 3}}]);
		expect(journal.messages(0, ['staged'])).toMatchObject([{id, digest: 'abc', bytes: 12, stagingUid: 3}]);
		journal.outcome('reconciled', [{id, change: {state: 'planned', stagingUid: undefined}}]);
		const [again] = journal.messages(0, ['planned']);
		expect(again).toMatchObject({id, digest: 'abc'});
		expect(again).not.toHaveProperty('stagingUid');
		journal.close();
	});

	test('knows a move from its intent to its outcome', () => {
		const journal = Journal.create(newRun('20240101-dddd'));
		const [message] = journal.messages(0, ['planned']);
		const id = message?.id ?? -1;
		const move = {folder: 0, target: 'INBOX', targetValidity: 9, targetUidNext: 51};
		const number = journal.intendMove('promote', move, [{id, change: {state: 'promoting'}}]);
		expect(journal.openMoves(0)).toEqual([{id: number, ...move}]);
		expect(journal.openMoves(1)).toEqual([]);
		journal.outcomeMove('promoted', [number], [{id, change: {state: 'placed', destinationUid: 51}}]);
		expect(journal.openMoves(0)).toEqual([]);
		expect(journal.moveValidity('INBOX')).toBe(9);
		expect(journal.moveValidity('Trash')).toBeUndefined();
		expect(journal.knownAt('INBOX')).toEqual(new Set([50, 51]));
		journal.close();
	});

	test('tells the folders that were made from those that were about to be', () => {
		const journal = Journal.create(newRun('20240101-ffff'));
		for (const name of ['a', 'a.b', 'c']) {
			journal.intendCreate([name]);
		}
		journal.intendCreate(['a']);
		journal.made(['a'], []);
		journal.made([], ['c']);
		expect(journal.created().map(({name, made}) => [name, made])).toEqual([
			['a', true],
			['a.b', false],
		]);
		journal.close();
	});

	test('tells its watcher of every write, before and after it', () => {
		const steps: string[] = [];
		const journal = Journal.create(newRun('20240101-gggg'), (step, when) => steps.push(`${when} ${step}`));
		journal.setState('done');
		journal.close();
		expect(steps).toEqual(['before create-run', 'after create-run', 'before run-done', 'after run-done']);
	});

	test('is written whole or not at all', () => {
		const broken = {
			...newRun('20240101-hhhh'),
			get findings(): never {
				throw new Error('killed here');
			},
		};
		expect(() => Journal.create(broken)).toThrow('killed here');
		expect(codeOf(() => Journal.open('20240101-hhhh'))).toBe('unknown-run');
	});

	test('is for its owner alone', () => {
		const journal = Journal.create(newRun('20240101-jjjj'));
		const mask = (path: string) => statSync(path).mode & 0o077;
		expect(mask(journal.path)).toBe(0);
		expect(mask(join(home, 'runs', '20240101-jjjj'))).toBe(0);
		expect(existsSync(`${journal.path}-wal`) ? mask(`${journal.path}-wal`) : 0).toBe(0);
		journal.close();
	});

	test('that another program, or a later version of this one, has written is left alone', () => {
		Journal.create(newRun('20240101-kkkk')).close();
		const path = join(home, 'runs', '20240101-kkkk', 'journal.sqlite');
		const database = new DatabaseSync(path);
		database.exec('PRAGMA user_version = 99');
		database.close();
		expect(codeOf(() => Journal.open('20240101-kkkk'))).toBe('journal-unreadable');
		writeFileSync(path, 'questo non è un giornale');
		expect(codeOf(() => Journal.open('20240101-kkkk'))).toBe('journal-unreadable');
	});

	test.each(['20990101-zzzz', '../../etc/passwd', '', 'a/b', 'a'.repeat(65)])(
		'of a run %j there is none',
		run => {
			expect(codeOf(() => Journal.open(run))).toBe('unknown-run');
		},
	);
});

describe('the runs', () => {
	test('are named by the day and apart from each other, and listed newest first', () => {
		const ids = Array.from({length: 50}, () => newRunId(new Date('2024-02-29T23:00:00Z')));
		expect(new Set(ids).size).toBeGreaterThan(48);
		for (const id of ids) {
			expect(id).toMatch(/^20240229-[23456789a-z]{4}$/);
		}
		for (const run of ['20240101-bbbb', '20240301-bbbb', '20230101-bbbb']) {
			Journal.create(newRun(run)).close();
		}
		expect(runIds()).toEqual(['20240301-bbbb', '20240101-bbbb', '20230101-bbbb']);
	});

	const source = {name: 'INBOX', uidValidity: 7};
	const destination = {name: 'INBOX', uidValidity: 9};

	test('know which copy is of which message, for these two mailboxes under these UIDVALIDITYs alone', () => {
		Journal.create(newRun('20240101-bbbb')).close();
		writeFileSync(join(home, 'runs', 'rotto'), '');
		const known = KnownPairs.load(from, to);
		const uids = [1, 2, 3, 4];
		const copies = (pairs: KnownPairs, ...places: Parameters<KnownPairs['between']>) =>
			uids.map(pairs.between(...places));
		const nothing = uids.map(() => undefined);
		expect(copies(known, source, destination)).toEqual([undefined, 50, undefined, undefined]);
		expect(copies(known, {...source, uidValidity: 8}, destination)).toEqual(nothing);
		expect(copies(known, source, {...destination, uidValidity: 10})).toEqual(nothing);
		expect(copies(known, source, {...destination, name: 'Altro'})).toEqual(nothing);
		const toAnother = KnownPairs.load(from, {...to, user: 'altro'});
		expect(copies(toAnother, source, destination)).toEqual(nothing);
		const withoutIt = KnownPairs.load(from, to, '20240101-bbbb');
		expect(copies(withoutIt, source, destination)).toEqual(nothing);
	});
});
