import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import type {ComparedFolder} from '../../source/engine/comparison.ts';
import {sentences} from '../../source/locales/index.ts';
import {folder, letter, letters} from '../commands/letter.ts';
import {type Bench, bench, Move} from '../commands/trasloco.ts';
import {Random} from '../corpus/random.ts';
import {startCourier} from '../servers/courier.ts';
import {startCyrus} from '../servers/cyrus.ts';
import {deleteFolder, deliver, expunge, type SeedMessage, seed} from '../servers/mailbox.ts';
import {scratchFolder} from '../servers/scratch.ts';
import {problemOf, TwoAccounts} from './two-accounts.ts';

let servers: Bench;

beforeAll(async () => {
	process.env.TRASLOCO_HOME = await scratchFolder('home');
	servers = await bench({}, {}, 48);
});

afterAll(() => servers[Symbol.asyncDispose]());

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

describe('after a comparison', () => {
	const here = [folder('INBOX', ...letters('lettera', 3)), folder('Archivio', ...letters('vecchia', 3))];
	const there = [folder('INBOX', ...letters('lettera', 1), letter('in più'))];

	test('lists and messages are read on new connections where the servers have hung up', async () => {
		await using accounts = await TwoAccounts.open(await servers.move(), here, there);
		await accounts.compare();
		accounts.lines.source.cut();
		accounts.lines.destination.cut();
		const [missing] = await accounts.differences('missing');
		expect(missing).toMatchObject({subject: 'lettera 2'});
		const [extra] = await accounts.differences('extra');
		expect(extra).toMatchObject({subject: 'in più'});
		accounts.lines.source.cut();
		if (!missing) throw new Error('nothing is missing');
		const preview = await accounts.message('source', 'INBOX', missing.uidValidity, missing.uid);
		expect(preview.headers).toContainEqual({name: 'Subject', value: 'lettera 2'});
	});

	test('a line that ends in the middle of a list or a message is no end', async () => {
		const long = letter('lunga', {body: 'riga di testo qualunque\r\n'.repeat(60_000)});
		await using accounts = await TwoAccounts.open(
			await servers.move(),
			[folder('INBOX', long)],
			[folder('INBOX')],
		);
		await accounts.compare();
		accounts.lines.source.cutAfter('down', 40);
		const [missing] = await accounts.differences('missing');
		expect(missing).toMatchObject({subject: 'lunga', bytes: long.content.length});
		accounts.lines.source.cutAfter('down', 700_000);
		const preview = await accounts.message('source', 'INBOX', missing?.uidValidity ?? 0, missing?.uid ?? 0);
		expect(preview).toMatchObject({bytes: long.content.length, isTextCut: true, isPartial: false});
		expect(accounts.lines.source.faults).toBe(2);
	});

	test.each(['on the same line', 'on a new one'])(
		'a folder that was replaced asks for another comparison, %s',
		async line => {
			const move = await servers.move();
			const {server, user} = move.source;
			await using accounts = await TwoAccounts.open(move, here, there);
			await accounts.compare();
			const [missing] = await accounts.differences('missing', 1);
			expect(missing).toMatchObject({folder: 'Archivio', subject: 'vecchia 1'});
			await deleteFolder(server, user.name, ['Archivio']);
			await seed(server, user.name, [folder('Archivio', ...letters('altra', 3))]);
			if (line === 'on a new one') accounts.lines.source.cut();
			const list = await problemOf(accounts.differences('missing', 1));
			expect(list).toMatchObject({code: 'comparison-outdated', side: 'source', params: {folder: 'Archivio'}});
			expect(sentences('en').problem(list).hint).toBe('Compare again.');
			const {uidValidity = 0, uid = 0} = missing ?? {};
			expect(await problemOf(accounts.message('source', 'Archivio', uidValidity, uid))).toEqual(list);
			const {folders} = await accounts.compare();
			expect(folders.find(({source}) => source === 'Archivio')).toMatchObject({missing: 3});
			expect((await accounts.differences('missing', 1)).map(({subject}) => subject)).toContain('altra 1');
		},
	);

	test('an account that is connected anew asks for another comparison', async () => {
		await using accounts = await TwoAccounts.open(await servers.move(), here, there);
		await accounts.compare();
		await accounts.connect('destination');
		expect(await problemOf(accounts.differences('missing'))).toMatchObject({code: 'comparison-outdated'});
	});

	test('a message that has gone since is listed without its heading, and can not be opened', async () => {
		const move = await servers.move();
		const {server, user} = move.source;
		await using accounts = await TwoAccounts.open(move, here, there);
		await accounts.compare();
		const [missing] = await accounts.differences('missing');
		const {uidValidity = 0, uid = 0} = missing ?? {};
		await expunge(server, user.name, ['INBOX'], [uid]);
		const listed = await accounts.differences('missing');
		expect(listed.map(({subject}) => subject)).toEqual([undefined, 'lettera 3']);
		expect(await problemOf(accounts.message('source', 'INBOX', uidValidity, uid))).toMatchObject({
			code: 'message-gone',
			side: 'source',
			params: {folder: 'INBOX', uid},
		});
	});

	test('nothing has changed on either side: not \\Seen, not \\Recent', async () => {
		const move = await servers.move();
		await using accounts = await TwoAccounts.open(move, here, there);
		const before = [await move.atSource(), await move.atDestination()];
		for (const deep of [false, true]) {
			await accounts.compare({}, deep);
			for (const kind of ['missing', 'extra'] as const) {
				for (const {side, folder, uidValidity, uid} of await accounts.differences(kind))
					await accounts.message(side, folder, uidValidity, uid);
			}
		}
		expect([await move.atSource(), await move.atDestination()]).toEqual(before);
	});
});

describe('a plan made after a comparison', () => {
	/** Few enough to meet again: strong and weak fingerprints, twins, the same header and size with another content. */
	const pool: readonly SeedMessage[] = [
		...letters('lettera', 4),
		letter('gemello', {flags: ['\\Seen']}),
		letter('fattura', {body: 'importo: 100 euro'}),
		letter('fattura', {body: 'importo: 900 euro'}),
		...['uno', 'due', 'tre', '\r\nsenza intestazione'].map(text => ({
			...letter('x'),
			content: Buffer.from(`Subject: x\r\n\r\n${text}\r\n`),
		})),
	];
	const some = (random: Random) =>
		Array.from({length: random.integer(0, 14)}, () => pool[random.integer(0, pool.length - 1)]).filter(
			message => message !== undefined,
		);
	const seeds = Array.from({length: 4}, () => Math.floor(Math.random() * 2 ** 32));

	test('takes what the comparison has found on both sides as there, and reads none of it again', async () => {
		const move = await servers.move();
		const altered = (amount: string) => letter('fattura', {body: `importo: ${amount} euro`});
		await using accounts = await TwoAccounts.open(
			move,
			[folder('INBOX', altered('100'), ...letters('lettera', 3))],
			[folder('INBOX', altered('900'), letter('lettera 1', {body: 'riga di testo qualunque\r\n'.repeat(4)}))],
		);
		// As many bytes and the same header: only reading tells them apart.
		expect(await accounts.compare()).toMatchObject({folders: [{same: 2, missing: 2}]});
		expect(await accounts.plan('full')).toMatchObject({messages: 3, alreadyThere: 1});
		expect(await accounts.plan('full', true)).toMatchObject({messages: 2, alreadyThere: 2});
		expect(await accounts.compare({}, true)).toMatchObject({folders: [{same: 1, missing: 3}]});
		expect(await accounts.plan('full', true)).toMatchObject({messages: 3, alreadyThere: 1});
		const {state, copied} = await accounts.copy();
		expect({state, copied}).toEqual({state: 'done', copied: 3});
		expect(await accounts.compare({}, true)).toMatchObject({folders: [{same: 4, missing: 0, extra: 1}]});
	});

	test.each(
		seeds.flatMap(
			seed =>
				[
					[seed, false, 'counts', false],
					[seed, true, 'full', false],
					[seed, false, 'full', true],
					[seed, true, 'full', true],
				] as const,
		),
	)(
		'copies what it says is missing, several folders into one among them (seed %i, deep %s, %s, as compared %s)',
		async (number, deep, verify, asCompared) => {
			const random = new Random(number);
			const names = ['INBOX', 'Prima', 'Seconda', 'Terza', 'Nuova'];
			await using accounts = await TwoAccounts.open(
				await servers.move(),
				names.map(name => folder(name, ...some(random))),
				['INBOX', 'Unica'].map(name => folder(name, ...some(random))),
			);
			const map = new Map(['Prima', 'Seconda', 'Terza'].map(name => [name, 'Unica']));
			const before = await accounts.compare({map}, deep);
			const plan = await accounts.plan(verify, asCompared);
			expect(plan.folders.map(({mapping, messages}) => [mapping.source.name, messages])).toEqual(
				before.folders.map(({source, missing}) => [source, missing]),
			);
			const missing = before.folders.reduce((sum, each) => sum + each.missing, 0);
			expect(plan.messages).toBe(missing);
			expect(await accounts.copy()).toMatchObject({state: 'done', copied: missing});
			const after = await accounts.compare({map}, deep);
			for (const [index, now] of after.folders.entries()) {
				const {extra, sourceCount} = before.folders[index] ?? {};
				expect(now).toMatchObject({missing: 0, same: sourceCount, extra});
			}
		},
	);
});

test('other servers are compared, listed and read just so: Courier with Cyrus', async () => {
	await using courier = await startCourier({users: [{name: 'qui@example.it', password: 'segreto'}]});
	await using cyrus = await startCyrus({users: [{name: 'la@example.it', password: 'segreto'}]});
	const [from] = courier.users;
	const [to] = cyrus.users;
	if (!from || !to) throw new Error('no users');
	const move = new Move(
		await scratchFolder('home'),
		{server: courier, user: from},
		{server: cyrus, user: to},
	);
	const long = letter('lunga', {body: 'riga di testo qualunque\r\n'.repeat(30_000), flags: ['\\Flagged']});
	await using accounts = await TwoAccounts.open(
		move,
		[folder('INBOX', ...letters('lettera', 3), long)],
		[folder('INBOX', ...letters('lettera', 2), letter('in avanzo'))],
	);
	const before = [await move.atSource(), await move.atDestination()];
	for (const deep of [false, true]) {
		const {folders} = await accounts.compare({}, deep);
		expect(folders.map(counts)).toEqual([[4, 3, 2, 2, 1]]);
	}

	const listed = [...(await accounts.differences('missing')), ...(await accounts.differences('extra'))];
	expect(listed.map(({subject}) => subject)).toEqual(['lettera 3', 'lunga', 'in avanzo']);
	for (const {side, folder, uidValidity, uid, bytes, subject} of listed) {
		const preview = await accounts.message(side, folder, uidValidity, uid);
		expect(preview).toMatchObject({bytes, isPartial: false});
		expect(preview.headers).toContainEqual({name: 'Subject', value: subject});
	}

	expect([await move.atSource(), await move.atDestination()]).toEqual(before);
});
