import {copyFile, mkdir, readFile, stat, utimes, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {beforeEach, describe, expect, test, vi} from 'vitest';
import type {MboxDialect} from '../../../../source/accounts/account.ts';
import {MboxFile} from '../../../../source/stores/files/mbox/mbox-file.ts';
import {openFiles} from '../../../../source/stores/files/open-files.ts';
import {parseInternalDate} from '../../../../source/stores/internal-date.ts';
import {scratchFolder} from '../../../servers/scratch.ts';

const fixtures = fileURLToPath(new URL('../../../../fixtures/mailboxes/', import.meta.url));

const head = (subject: string) =>
	`From: Anna Rossi <anna@example.it>\nTo: mario@example.it\nSubject: ${subject}\n`;

/** All messages of a file, each by its folder, as they are handed out, with LF to be read more easily. */
async function read(path: string, dialect?: MboxDialect) {
	const store = await openFiles('source', {format: 'mbox', path, dialect});
	const messages = [];
	for (const {name, selectable} of store.info.folders) {
		if (!selectable) continue;
		const {folder, messages: metas} = await store.scan(name);
		const wanted = [{folder: name, uidValidity: folder.uidValidity, messages: metas}];
		for await (const batch of store.read(wanted, 1024 * 1024))
			for (const {content, flags, internalDate, bytes} of batch) {
				expect(content?.length).toBe(bytes);
				expect(content?.toString()).not.toMatch(/[^\r]\n/);
				messages.push({
					folder: name,
					flags,
					date: internalDate,
					text: content?.toString().replaceAll('\r\n', '\n'),
				});
			}
	}

	await store.close();
	return {messages, folders: store.info.folders, dialects: store.info.dialects};
}

beforeEach(async () => {
	vi.stubEnv('TRASLOCO_HOME', await scratchFolder('home'));
	return () => vi.unstubAllEnvs();
});

const [first, second, third] = [
	'04-Jan-2024 09:30:00 +0000',
	'05-Jan-2024 09:30:00 +0000',
	'06-Jan-2024 09:30:00 +0000',
];

describe('a mailbox that others wrote is read as they meant it', () => {
	test.each([
		[
			'dovecot',
			[
				{
					flags: ['\\Seen', '\\Flagged', '$Label1', 'Lavoro'],
					date: first,
					text: `${head('Preventivo')}\nciao\nFrom here on all\n>From quoted\n>>From twice\nFrom x@y.it Mon Jan  1 00:00:00 2024\n\nfine\n`,
				},
				{flags: ['\\Answered'], date: second, text: `${head('Secondo')}\ndue\n`},
			],
		],
		[
			'mutt',
			[
				{
					flags: [],
					date: first,
					text: `${head('Preventivo')}Message-ID: <uno@example.it>\nDate: Thu, 4 Jan 2024 10:30:00 +0100\n\nBuongiorno,\n\n>From here on it is text that was quoted.\n>>From twice quoted\n`,
				},
				{
					flags: ['\\Seen', '\\Answered', '\\Flagged'],
					date: second,
					text: `${head('Secondo')}Message-ID: <due@example.it>\nDate: Fri, 5 Jan 2024 10:30:00 +0100\n\ndue\n`,
				},
			],
		],
		[
			'thunderbird',
			[
				{
					flags: ['\\Seen', '\\Answered', '\\Flagged', '$label1', 'Lavoro'],
					date: first,
					text: `${head('Preventivo')}\nFrom here on\n`,
				},
				{flags: ['\\Seen', '$Forwarded', '$MDNSent'], date: third, text: `${head('Inoltrato')}\ntre\n`},
			],
		],
		[
			'thunderbird-new',
			[
				{
					flags: ['\\Seen'],
					date: '04-Jan-2024 10:30:00 +0100',
					text: `Received: from a.example.it by b.example.it; Thu, 4 Jan 2024 10:30:00 +0100\n${head('Preventivo')}Date: Wed, 3 Jan 2024 10:30:00 +0100\n\nFrom here on it is text, and no separator.\nuno\n`,
				},
				{
					flags: [],
					date: '05-Jan-2024 10:30:00 +0100',
					text: `${head('Secondo')}Date: Fri, 5 Jan 2024 10:30:00 +0100\n\ndue\n`,
				},
			],
		],
		[
			'mboxrd',
			[
				{
					flags: [],
					date: first,
					text: `${head('Preventivo')}\nBuongiorno,\n\nFrom here on it was quoted.\n>From and this too.\n`,
				},
				{flags: [], date: second, text: `${head('Secondo')}\ndue\n`},
			],
		],
		[
			'mboxrd-crlf',
			[
				{
					flags: [],
					date: first,
					text: `${head('Preventivo')}\nBuongiorno,\n\nFrom here on it was quoted.\n>From and this too.\n`,
				},
				{flags: [], date: second, text: `${head('Secondo')}\ndue\n`},
			],
		],
		[
			'mboxcl2',
			[
				{
					flags: [],
					date: first,
					text: `${head('Preventivo')}\nBuongiorno,\n\nFrom here on\n\nFrom x@y.it Mon Jan  1 00:00:00 2024\nSubject: looks like one\n`,
				},
				{flags: [], date: second, text: `${head('Secondo')}\ndue\n`},
			],
		],
		[
			'unquoted',
			[
				{
					flags: [],
					date: first,
					text: `${head('Preventivo')}\nBuongiorno,\nFrom here on nobody has quoted anything.\n>From which follows that this was there before.\n`,
				},
				{flags: [], date: '05-Jan-2024 09:30:00 +0100', text: `${head('Secondo')}\ndue\n`},
			],
		],
		[
			'webmail-export',
			[
				{
					flags: [],
					date: '04-Jan-2024 10:30:00 +0100',
					text: `Return-Path: <anna@example.it>\n${head('POSTA CERTIFICATA: Preventivo')}\nFrom here on\n`,
				},
				{
					flags: [],
					date: '05-Jan-2024 10:30:00 +0100',
					text: `Return-Path: <anna@example.it>\n${head('Secondo')}\ndue\n`,
				},
			],
		],
	])('%s', async (name, expected) => {
		const {messages} = await read(join(fixtures, `${name}.mbox`));
		expect(messages.map(({folder: _, ...message}) => message)).toEqual(expected);
	});
});

describe('a dialect that somebody has chosen decides what a message is', () => {
	const inner = `From x@y.it Mon Jan  1 00:00:00 2024\nSubject: looks like one\n`;
	const body = `>From one\n>>From two\n\n${inner}`;
	const length = `Content-Length: ${body.length}\n`;
	const [one, two] = ['Thu Jan  4', 'Fri Jan  5'].map(day => `From anna@example.it ${day} 09:30:00 2024\n`);
	const file = `${one}${head('Preventivo')}${length}\n${body}\n${two}${head('Secondo')}\ndue\n`;
	const last = `${head('Secondo')}\ndue\n`;

	test.each<[MboxDialect | undefined, readonly string[], readonly string[]]>([
		[
			'mboxo',
			[`${head('Preventivo')}${length}\nFrom one\n>>From two\n`, 'Subject: looks like one\n', last],
			['quoted'],
		],
		[
			'mboxrd',
			[`${head('Preventivo')}${length}\nFrom one\n>From two\n`, 'Subject: looks like one\n', last],
			[],
		],
		['mboxcl', [`${head('Preventivo')}\nFrom one\n>>From two\n\n${inner}`, last], ['quoted']],
		['mboxcl2', [`${head('Preventivo')}\n${body}`, last], []],
		[undefined, [`${head('Preventivo')}\n${body}`, last], []],
	])('%s', async (dialect, expected, damage) => {
		const path = join(await scratchFolder('mailboxes'), 'Lavoro.mbox');
		await writeFile(path, file);
		// What was known of it in another dialect is not taken for this one.
		await read(path);
		const {messages, dialects} = await read(path, dialect);
		expect(messages.map(({text}) => text)).toEqual(expected);
		const taken =
			dialect === undefined
				? [
						['mboxcl2', 1],
						['mboxrd', 1],
					]
				: [[dialect, expected.length]];
		expect(dialects).toEqual(taken);
		const lines = [...(await new MboxFile('source', path, false, path, dialect).lines()).values()];
		expect(lines.flatMap(line => line.damage ?? [])).toEqual(damage);
	});

	test('what this program has written stays what it is, whatever is chosen', async () => {
		const path = await scratchFolder('mailboxes');
		const content = Buffer.from('Subject: uno\r\n\r\nFrom one\r\n>From two\r\n');
		const store = await openFiles('destination', {format: 'mbox', path});
		await store.append('INBOX', [{content, flags: [], internalDate: first}]);
		await store.close();
		const {messages} = await read(path, 'mboxo');
		expect(messages.map(({text}) => text)).toEqual([`${content}`.replaceAll('\r', '')]);
	});

	test('only mboxrd is written', async () => {
		const path = await scratchFolder('mailboxes');
		await expect(openFiles('destination', {format: 'mbox', path, dialect: 'mboxo'})).rejects.toMatchObject({
			data: {code: 'file-refused', params: {why: 'dialect'}},
		});
		await (await openFiles('destination', {format: 'mbox', path, dialect: 'mboxrd'})).close();
	});
});

describe('an export of Gmail has a folder for each label', () => {
	test('in English', async () => {
		const {messages, folders} = await read(join(fixtures, 'gmail-takeout.mbox'));
		const text = `${head('Preventivo')}\nFrom here on\n`;
		expect(messages).toEqual([
			{folder: 'INBOX', flags: ['\\Seen'], date: first, text},
			{folder: 'Sent', flags: ['\\Flagged', '\\Seen'], date: second, text: `${head('Secondo')}\ndue\n`},
			{folder: 'Archived', flags: [], date: third, text: `${head('Terzo')}\ntre\n`},
			{folder: 'Clients, old', flags: ['\\Seen'], date: first, text},
		]);
		expect(folders.map(({name, role}) => [name, role])).toEqual([
			['INBOX', 'inbox'],
			['Sent', 'sent'],
			['Archived', 'archive'],
			['Clients, old', undefined],
		]);
	});

	test('in Italian', async () => {
		const {messages} = await read(join(fixtures, 'gmail-takeout-it.mbox'));
		expect(messages.map(({folder, flags}) => [folder, flags])).toEqual([
			['INBOX', ['\\Seen']],
			['Sent', ['\\Seen']],
			['Società/Contratti', ['\\Seen']],
		]);
	});
});

describe('nothing of a damaged file is lost, and what is wrong is known', () => {
	test.each([
		['cut-off', [['quoted'], ['cut-off']], /Subject: Seco$/],
		['wrong-length', [['wrong-length'], []], /Content-Length: 3\r\n\r\nBuongiorno,/],
		['nuls', [['quoted'], ['nuls', 'no-empty-line'], []], /due\r\n\0{5000}/],
		['no-separator', [['no-separator'], []], /Preventivo\r\n\r\nuno\r\n/],
	])('%s', async (name, damage, holds) => {
		const file = new MboxFile('source', join(fixtures, `${name}.mbox`));
		const lines = [...(await file.lines()).values()];
		expect(lines.map(line => line.damage ?? [])).toEqual(damage);
		const pieces: Buffer[] = [];
		for (const {uid} of lines) for await (const piece of file.pieces(uid)) pieces.push(piece);
		expect(Buffer.concat(pieces).toString()).toMatch(holds);
	});

	test('what is no mbox is refused', async () => {
		await expect(read(join(fixtures, 'no-mbox.mbox'))).rejects.toMatchObject({
			data: {code: 'file-unreadable'},
		});
	});
});

test('files are folders by their names, in whatever language, and what is no mail is passed over', async () => {
	const root = await scratchFolder('mailboxes');
	const put = async (name: string) => copyFile(join(fixtures, 'mboxrd.mbox'), join(root, name));
	await mkdir(join(root, 'Clienti.sbd'));
	await mkdir(join(root, 'Posta in arrivo.sbd'));
	await mkdir(join(root, 'Apple.mbox'));
	for (const name of [
		'Posta in arrivo.mbox',
		'Posta inviata.mbox',
		'Bozze',
		'Clienti',
		'Clienti.sbd/Rossi',
		'Posta in arrivo.sbd/Lavoro',
		'Apple.mbox/mbox',
	])
		await put(name);
	await writeFile(join(root, 'Bozze.msf'), '// <!-- <mdb:mork:z v="1.4"/> -->');
	await writeFile(join(root, 'note.txt'), 'This is a text.\n');
	const {folders} = await read(root);
	expect(folders.map(({name, role}) => [name, role]).sort()).toEqual([
		['Apple', undefined],
		['Bozze', 'drafts'],
		['Clienti', undefined],
		['Clienti/Rossi', undefined],
		['INBOX', 'inbox'],
		['INBOX/Lavoro', undefined],
		['Posta inviata', 'sent'],
	]);
});

test('a file that is read is not touched, and messages keep their UIDs when others come or go', async () => {
	const path = join(await scratchFolder('mailboxes'), 'Lavoro.mbox');
	const content = await readFile(join(fixtures, 'mboxrd.mbox'), 'utf8');
	await writeFile(path, content);
	const before = await stat(path);
	const uids = async () => [...(await new MboxFile('source', path).lines()).values()].map(({uid}) => uid);
	const validity = async () => (await new MboxFile('source', path).head()).uidValidity;
	const was = await validity();
	expect(await uids()).toEqual([1, 2]);
	expect((await stat(path)).mtimeMs).toBe(before.mtimeMs);
	await writeFile(path, `${content}From x Sat Jan  6 09:30:00 2024\n${head('Terzo')}\ntre\n\n`);
	expect(await uids()).toEqual([1, 2, 3]);
	await writeFile(path, `${content.slice(content.indexOf('From anna@example.it Fri'))}`);
	expect(await uids()).toEqual([2]);
	expect(await validity()).toBe(was);
});

test('a header whose year has five digits tells no date, and the file is read again all the same', async () => {
	const root = await scratchFolder('mailboxes');
	const path = join(root, 'Posta.mbox');
	await writeFile(path, 'From - \nDate: Mon, 1 Jan 12024 10:00:00 +0100\nSubject: uno\n\nciao\n\n');
	await utimes(path, 1_704_360_600, 1_704_360_600);
	for (const time of ['first', 'second']) {
		const [message] = (await read(path)).messages;
		expect(parseInternalDate(message?.date ?? '')?.instant, time).toBe(1_704_360_600);
	}
});
