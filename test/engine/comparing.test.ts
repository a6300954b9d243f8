import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import type {ComparedFolder} from '../../source/engine/comparison.ts';
import {folder, letter, letters} from '../commands/letter.ts';
import {type Bench, bench} from '../commands/trasloco.ts';
import {deliver, expunge, type SeedMessage} from '../servers/mailbox.ts';
import {scratchFolder} from '../servers/scratch.ts';
import {TwoAccounts} from './two-accounts.ts';

let servers: Bench;

beforeAll(async () => {
	process.env.TRASLOCO_HOME = await scratchFolder('home');
	servers = await bench({}, {}, 32);
});

afterAll(() => servers[Symbol.asyncDispose]());

const _bare = (text: string): SeedMessage => ({...letter('x'), content: Buffer.from(text)});

/** The counts of a folder, in the order of the table. */
function counts({sourceCount, destinationCount, same, missing, extra}: ComparedFolder): number[] {
	return [sourceCount, destinationCount, same, missing, extra];
}

describe('a comparison', () => {
	test('counts each folder: on both sides, missing, extra; twins as often as they are there', async () => {
		const move = await servers.move();
		const twin = letter('gemello');
		await using accounts = await TwoAccounts.open(
			move,
			[
				folder('INBOX', ...letters('lettera', 4), twin, twin, twin),
				folder('Archivio', letter('uno')),
				folder('Vuota'),
				folder('Solo qui', letter('due'), letter('tre')),
			],
			[
				folder('INBOX', ...letters('lettera', 5).slice(1), twin),
				folder('Archivio', letter('uno'), letter('uno')),
				folder('Vuota'),
			],
		);
		const {folders, deep} = await accounts.compare();
		expect(deep).toBe(false);
		const by = new Map(folders.map(each => [each.source, each]));
		expect(folders.map(({index}) => index)).toEqual([0, 1, 2, 3]);
		expect(Object.fromEntries([...by].map(([name, each]) => [name, counts(each)]))).toEqual({
			INBOX: [7, 5, 4, 3, 1],
			Archivio: [1, 2, 1, 0, 1],
			Vuota: [0, 0, 0, 0, 0],
			'Solo qui': [2, 0, 0, 2, 0],
		});
		expect(by.get('Solo qui')).toMatchObject({destination: 'INBOX.Solo qui', destinationExists: false});
		expect(by.get('Vuota')).toMatchObject({destinationExists: true});
		const inbox = by.get('INBOX')?.index ?? -1;
		expect((await accounts.differences('missing', inbox)).map(({subject}) => subject)).toEqual([
			'lettera 1',
			'gemello',
			'gemello',
		]);
		expect(await accounts.differences('extra', inbox)).toMatchObject([
			{side: 'destination', folder: 'INBOX', subject: 'lettera 5', from: 'Mario Rossi <mario@example.it>'},
		]);
		const alone = by.get('Solo qui')?.index ?? -1;
		expect((await accounts.differences('missing', alone)).map(({subject}) => subject)).toEqual([
			'due',
			'tre',
		]);
	});

	test('finds flags and dates that differ, whatever the order, case and zone, and twins that changed places', async () => {
		const move = await servers.move();
		const here = [
			letter('uguale', {flags: ['\\Seen', 'Mio', '$Forwarded'], internalDate: '05-Feb-2024 10:11:12 +0100'}),
			letter('contrassegni', {flags: ['\\Seen', '\\Answered']}),
			letter('data', {internalDate: '05-Feb-2024 10:11:12 +0100'}),
			letter('tutto', {flags: ['\\Flagged'], internalDate: '01-Jan-2020 00:00:00 +0000'}),
			letter('gemello', {flags: ['\\Seen']}),
			letter('gemello', {flags: ['\\Flagged'], internalDate: '01-Jan-2001 00:00:00 +0000'}),
		];
		const there = [
			letter('gemello', {flags: ['\\Flagged'], internalDate: '01-Jan-2001 00:00:00 +0000'}),
			letter('gemello', {flags: ['\\Seen']}),
			letter('uguale', {flags: ['$FORWARDED', 'mio', '\\Seen'], internalDate: '05-Feb-2024 04:11:12 -0500'}),
			letter('contrassegni', {flags: ['\\Seen', 'Nuovo']}),
			letter('data', {internalDate: '05-Feb-2024 10:11:12 +0000'}),
			letter('tutto', {internalDate: '01-Jan-2020 00:00:01 +0000'}),
		];
		await using accounts = await TwoAccounts.open(
			move,
			[folder('INBOX', ...here)],
			[folder('INBOX', ...there)],
		);
		for (const deep of [false, true]) {
			const {folders} = await accounts.compare({}, deep);
			expect(folders).toMatchObject([{same: 6, missing: 0, extra: 0, flagsDiffer: 2, datesDiffer: 2}]);
			const flags = await accounts.differences('flags-differ');
			expect(flags).toMatchObject([
				{
					side: 'source',
					subject: 'contrassegni',
					flags: expect.arrayContaining(['\\Seen', '\\Answered']),
					counterpart: {folder: 'INBOX', flags: expect.arrayContaining(['\\Seen', 'Nuovo'])},
				},
				{subject: 'tutto'},
			]);
			const dates = await accounts.differences('dates-differ');
			expect(dates.map(({subject}) => subject)).toEqual(['data', 'tutto']);
			expect(dates[0]?.internalDate).not.toBe(dates[0]?.counterpart?.internalDate);
		}
	});

	test('reads headings in encoded words and in raw bytes, and takes no date that is none', async () => {
		const move = await servers.move();
		const raw = (...lines: readonly (string | Buffer)[]): SeedMessage => ({
			...letter('x'),
			content: Buffer.concat([...lines.map(line => Buffer.from(line)), Buffer.from('\r\ntesto\r\n')]),
		});
		const messages = [
			raw(
				'From: =?UTF-8?Q?Jos=C3=A9_Mu=C3=B1oz?= <jose@example.es>\r\n',
				'Subject: =?utf-8?B?UGVyY2jDqQ==?= =?iso-8859-1?Q?_Citt=E0?=\r\n =?utf-8?Q?_=E2=82?= =?utf-8?Q?=AC?=\r\n',
				'Date: Mon, 5 Feb 2024 10:11:12 +0100 (CET)\r\n',
			),
			raw('Subject: Società Perché €\r\nFrom: "Müller, Jürgen" <j@example.de>\r\nDate: forse ieri\r\n'),
			raw(Buffer.from('Subject: Citt\xe0 \x80 fine\r\n', 'latin1')),
			raw('Subject:\r\n'),
			raw(`Subject: ${'molto '.repeat(100_000)}\r\n`),
		];
		await using accounts = await TwoAccounts.open(move, [folder('INBOX', ...messages)], [folder('INBOX')]);
		await accounts.compare();
		const [words, utf8, latin, empty, long] = await accounts.differences('missing');
		expect(words).toMatchObject({
			from: 'José Muñoz <jose@example.es>',
			subject: 'Perché Città €',
			date: '2024-02-05T09:11:12.000Z',
		});
		expect(utf8).toMatchObject({subject: 'Società Perché €', from: '"Müller, Jürgen" <j@example.de>'});
		expect(utf8).not.toHaveProperty('date');
		expect(latin).toMatchObject({subject: 'Città € fine'});
		expect(empty).not.toHaveProperty('subject');
		expect(long?.subject).toMatch(/^molto molto .*…$/);
	});

	test('gives long lists page by page, and tells exactly how far it is', async () => {
		const move = await servers.move();
		await using accounts = await TwoAccounts.open(
			move,
			[folder('INBOX', ...letters('lettera', 30)), folder('Altra', ...letters('altra', 12))],
			[folder('INBOX', ...letters('lettera', 3)), folder('Altra', ...letters('altra', 1))],
		);
		await accounts.compare({}, true);
		expect(await accounts.total('missing')).toBe(27);
		const pages = await Promise.all(
			[0, 10, 20, 30].map(start => accounts.differences('missing', 0, start, 10)),
		);
		expect(pages.map(page => page.length)).toEqual([10, 10, 7, 0]);
		expect(pages.flat().map(({subject}) => subject)).toEqual(
			letters('lettera', 30)
				.map((_, index) => `lettera ${index + 1}`)
				.slice(3),
		);
		const told = accounts.events.filter(event => event.event === 'planning');
		for (const [index, now] of told.entries()) {
			const before = told[index - 1];
			expect(now.done).toBeGreaterThanOrEqual(before?.done ?? 0);
			expect(now.listed).toBeGreaterThanOrEqual(before?.listed ?? 0);
			expect(now.bytes).toBeGreaterThanOrEqual(before?.bytes ?? 0);
		}
		const read = [...letters('lettera', 3), ...letters('altra', 1)].reduce(
			(sum, {content}) => sum + content.length,
			0,
		);
		expect(told.at(-1)).toMatchObject({done: 2, of: 2, listed: 46, toList: 46, bytes: 2 * read});
	});

	test('made again sees what has come and gone, though the folder was open all the time', async () => {
		const move = await servers.move();
		const {server, user} = move.destination;
		await using accounts = await TwoAccounts.open(
			move,
			[folder('INBOX', ...letters('lettera', 3))],
			[folder('INBOX', ...letters('lettera', 1))],
		);
		expect((await accounts.compare()).folders.map(counts)).toEqual([[3, 1, 1, 2, 0]]);
		const [, second] = letters('lettera', 3);
		if (second) await deliver(server, user.name, ['INBOX'], second);
		expect((await accounts.compare()).folders.map(counts)).toEqual([[3, 2, 2, 1, 0]]);
		await expunge(server, user.name, ['INBOX'], [1]);
		expect((await accounts.compare()).folders.map(counts)).toEqual([[3, 1, 1, 2, 0]]);
	});
});
