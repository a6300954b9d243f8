import {spawnSync} from 'node:child_process';
import {mkdir, readdir, readFile, rm, stat, symlink, writeFile} from 'node:fs/promises';
import {basename, dirname, join} from 'node:path';
import {execa} from 'execa';
import {afterAll, afterEach, beforeAll, describe, expect, test, vi} from 'vitest';
import type {FilesFormat} from '../../../../source/accounts/account.ts';
import {homeFolder} from '../../../../source/home.ts';
import {Problem} from '../../../../source/problem.ts';
import type {FilesStore} from '../../../../source/stores/files/files-store.ts';
import {lookAtFiles} from '../../../../source/stores/files/looking.ts';
import {openFiles} from '../../../../source/stores/files/open-files.ts';
import {clearUnpacked} from '../../../../source/stores/files/zip/unpacked.ts';
import {scratchFolder} from '../../../servers/scratch.ts';
import {makeZip, type ZipEntry} from './make-zip.ts';

const message = (subject: string) =>
	`Date: Mon, 05 Feb 2024 10:11:12 +0100\r\nSubject: ${subject}\r\n\r\ntesto di ${subject}\r\n`;
const mbox = (...subjects: readonly string[]) =>
	subjects
		.map(subject => `From a@b Mon Feb  5 10:11:12 2024\n${message(subject).replaceAll('\r', '')}\n`)
		.join('');

beforeAll(async () => {
	vi.stubEnv('TRASLOCO_HOME', await scratchFolder('home'));
});
afterAll(() => {
	vi.unstubAllEnvs();
});

const isMountable = process.getuid?.() === 0 && spawnSync('unshare', ['-m', 'true']).status === 0;

const opened: FilesStore[] = [];
afterEach(async () => {
	for (const store of opened.splice(0)) await store.close();
	expect(await unpacked()).toEqual([]);
});

/** What is unpacked at the moment. */
async function unpacked(): Promise<readonly string[]> {
	return readdir(homeFolder('unpacked'));
}

async function zipOf(entries: readonly ZipEntry[] | Buffer, name = 'posta.zip'): Promise<string> {
	const path = join(await scratchFolder('zip'), name);
	await writeFile(path, Buffer.isBuffer(entries) ? entries : makeZip(entries as readonly ZipEntry[]));
	return path;
}

async function openZip(format: FilesFormat, path: string): Promise<FilesStore> {
	const store = await openFiles('source', {format, path});
	opened.push(store);
	return store;
}

/** Folders with the subjects of what is in them, by UID. */
async function held(store: FilesStore): Promise<Readonly<Record<string, readonly string[]>>> {
	const all: Record<string, string[]> = {};
	for (const {name, selectable} of store.info.folders) {
		if (!selectable) continue;
		const {folder, messages} = await store.scan(name);
		const headings = await store.headings(
			name,
			folder.uidValidity,
			messages.map(({uid}) => uid),
		);
		all[name] = messages.map(({uid}) => `${uid} ${headings.get(uid)?.subject}`);
	}

	return all;
}

async function problemOf(format: FilesFormat, path: string) {
	const error: unknown = await openFiles('source', {format, path}).then(
		async store => store.close(),
		(error: unknown) => error,
	);
	expect(error).toBeInstanceOf(Problem);
	return (error as Problem).data;
}

describe('mail in a zip', () => {
	test('is read in each format, as from a folder, and what wraps it is no folder', async () => {
		const eml = await zipOf([
			{name: 'mario/INBOX/2.eml', content: message('due')},
			{name: 'mario/INBOX/10.eml', content: message('dieci'), method: 0},
			{name: 'mario/Posta inviata/1.eml', content: message('uno'), is64: true},
			{name: 'mario/Vuota/'},
		]);
		expect(await held(await openZip('eml', eml))).toEqual({
			INBOX: ['1 due', '2 dieci'],
			'Posta inviata': ['1 uno'],
			Vuota: [],
		});
		const loose = await zipOf([{name: '1.eml', content: message('uno')}], 'Fatture 2023.ZIP');
		expect(await held(await openZip('eml', loose))).toEqual({'Fatture 2023': ['1 uno']});
		const boxes = await zipOf([
			{name: 'export/INBOX.mbox', content: mbox('uno', 'due')},
			{name: 'export/Lavoro/Clienti.mbox', content: mbox('tre')},
		]);
		expect(await held(await openZip('mbox', boxes))).toEqual({
			INBOX: ['1 uno', '2 due'],
			'Lavoro/Clienti': ['1 tre'],
		});
		const maildir = await zipOf([
			{name: 'Maildir/cur/1700000000.M1P1.host:2,S', content: message('letto')},
			{name: 'Maildir/new/1700000001.M1P1.host', content: message('nuovo')},
			{name: 'Maildir/.Sent/cur/1700000002.M1P1.host:2,', content: message('inviato')},
		]);
		expect(await held(await openZip('maildir', maildir))).toEqual({
			INBOX: ['1 letto', '2 nuovo'],
			Sent: ['1 inviato'],
		});
		const alone = await zipOf([
			{name: 'Maildir/.Sent/cur/1700000002.M1P1.host:2,', content: message('inviato')},
		]);
		expect(await held(await openZip('maildir', alone))).toMatchObject({Sent: ['1 inviato']});
	});

	test("of Google Takeout becomes folders by its labels, and one of a webmail's .eml files a folder", async () => {
		const all = `From 1@xxx Mon Feb  5 10:11:12 +0000 2024\nX-Gmail-Labels: Posta in arrivo,Clienti\n${message('uno').replaceAll('\r', '')}\n`;
		const takeout = await zipOf([
			{name: 'Takeout/Posta/Tutti i messaggi inclusi Spam e Cestino.mbox', content: all},
			{name: 'Takeout/archive_browser.html', content: '<html></html>'},
		]);
		expect(await lookAtFiles(takeout)).toEqual({kind: 'mail', format: 'mbox', isZip: true});
		expect(Object.keys(await held(await openZip('mbox', takeout))).sort()).toEqual(['Clienti', 'INBOX']);
	});

	test('keeps its UIDs as long as it is the same mail, and gives others to other mail under the same name', async () => {
		const entries = [1, 2, 3].map(number => ({
			name: `INBOX/${number}.eml`,
			content: message(`n. ${number}`),
		}));
		const path = await zipOf(entries);
		const look = async () => {
			const store = await openZip('eml', path);
			const status = await store.status('INBOX');
			const all = await held(store);
			await store.close();
			return [status.uidValidity, all] as const;
		};
		const before = await look();
		expect(await look()).toEqual(before);
		await writeFile(path, makeZip(entries.toReversed().map(each => ({...each, content: message('n. 9')}))));
		const [uidValidity, all] = await look();
		expect(uidValidity).not.toBe(before[0]);
		expect(all).toEqual({INBOX: ['1 n. 9', '2 n. 9', '3 n. 9']});
	});

	test('is for its owner alone while it is read, the zip is not touched, and two at once are two', async () => {
		const path = await zipOf([{name: 'INBOX/1.eml', content: message('uno')}]);
		const before = [await readFile(path), (await stat(path)).mtimeMs] as const;
		const one = await openZip('eml', path);
		const other = await openZip('eml', path);
		const directories = await unpacked();
		expect(directories).toHaveLength(2);
		for (const name of directories)
			expect((await stat(join(homeFolder('unpacked'), name))).mode & 0o777).toBe(0o700);
		await one.close();
		expect(await unpacked()).toHaveLength(1);
		expect(await held(other)).toEqual({INBOX: ['1 uno']});
		expect([await readFile(path), (await stat(path)).mtimeMs]).toEqual(before);
	});

	test('that a killed process has unpacked is taken away by the next', async () => {
		const gone = execa('true');
		await gone;
		const left = join(homeFolder('unpacked'), `${gone.pid}-0123456789ab@${await ownMachine()}`);
		const foreign = join(homeFolder('unpacked'), `${gone.pid}-0123456789ab@altrove`);
		for (const path of [left, foreign]) await mkdir(join(path, 'INBOX'), {recursive: true});
		await clearUnpacked();
		expect(await unpacked()).toEqual([basename(foreign)]);
		await rm(foreign, {recursive: true});
	});

	test('leaves nothing where it is given up while it is unpacked', async () => {
		const path = await zipOf([1, 2].map(number => ({name: `${number}.eml`, content: message('uno')})));
		const giveUp = new AbortController();
		const opening = openFiles(
			'source',
			{format: 'eml', path},
			{signal: giveUp.signal, onUnpacking: () => giveUp.abort()},
		);
		await expect(opening).rejects.toMatchObject({data: {code: 'connection-lost', side: 'source'}});
		expect(await unpacked()).toEqual([]);
	});

	test('has its names in UTF-8 or CP437, said or not, with either slash, however long', async () => {
		const long = `${'ò'.repeat(200)}.eml`;
		const path = await zipOf([
			{name: 'Società/1.eml', content: message('utf-8')},
			{name: Buffer.from('Perché/1.eml'), content: message('utf-8, non detto')},
			{
				name: Buffer.from([0x43, 0x69, 0x74, 0x74, 0x85, 0x2f, 0x31, 0x2e, 0x65, 0x6d, 0x6c]),
				content: message('cp437'),
			},
			{name: 'Windows\\R: preventivo.eml', content: message('contrario')},
			{name: `Lungo/${long}`, content: message('lungo')},
		]);
		expect(await held(await openZip('eml', path))).toEqual({
			Società: ['1 utf-8'],
			Perché: ['1 utf-8, non detto'],
			Città: ['1 cp437'],
			Windows: ['1 contrario'],
			Lungo: ['1 lungo'],
		});
	});

	test('leaves what systems put beside it, and says what it does not follow, and what it has renamed', async () => {
		const path = await zipOf([
			{name: 'INBOX/1.eml', content: message('uno')},
			{name: 'INBOX/1.eml', content: message('altro')},
			{name: 'INBOX', content: 'file e cartella'},
			{name: '__MACOSX/INBOX/._1.eml', content: 'resource fork'},
			{name: 'INBOX/.DS_Store', content: 'Bud1'},
			{name: 'INBOX/ultima.eml', content: '/etc/passwd', mode: 0o120_777},
			{name: 'INBOX/contratto.pdf', content: '%PDF'},
		]);
		const store = await openZip('eml', path);
		expect(store.info.remarks).toEqual([
			{kind: 'renamed-in-zip', what: 'INBOX/1 (2).eml', count: 2},
			{kind: 'links-in-zip', what: 'INBOX/ultima.eml', count: 1},
			{kind: 'other-files', what: 'INBOX (2)', count: 2},
		]);
		expect(await held(store)).toEqual({INBOX: ['1 altro', '2 uno']});
	});

	test('is told for what it is before it is unpacked', async () => {
		const at = async (entries: readonly ZipEntry[], name?: string) => lookAtFiles(await zipOf(entries, name));
		expect(await at([{name: 'a/1.EML', content: message('a')}])).toEqual({
			kind: 'mail',
			format: 'eml',
			isZip: true,
		});
		expect(await at([{name: 'x/new/1', content: message('a')}])).toEqual({
			kind: 'mail',
			format: 'maildir',
			isZip: true,
		});
		expect(await at([{name: 'Sent', content: mbox('a')}], 'posta')).toEqual({
			kind: 'mail',
			format: 'mbox',
			isZip: true,
		});
		expect(await at([{name: 'a.jpg', content: 'JFIF'}])).toEqual({kind: 'other', isZip: true});
		expect(await at([])).toEqual({kind: 'new', isZip: true});
		expect(await lookAtFiles('/non/c/è.zip')).toEqual({kind: 'new', isZip: true});
		expect(await lookAtFiles(await zipOf(Buffer.from('no zip')))).toMatchObject({
			kind: 'unreadable',
			isZip: true,
		});
		expect(await unpacked()).toEqual([]);
	});
});

describe('a zip that is not unpacked', () => {
	const good = {name: 'INBOX/1.eml', content: message('uno')};

	test.each<[string, readonly ZipEntry[], object]>([
		[
			'a name that climbs out',
			[{name: '../../fuori.eml', content: 'x'}],
			{why: 'outside', name: '../../fuori.eml'},
		],
		['the same with backslashes', [{name: '..\\fuori.eml', content: 'x'}], {why: 'outside'}],
		['the root', [{name: '/tmp/fuori.eml', content: 'x'}], {why: 'outside'}],
		['a drive', [{name: 'C:\\fuori.eml', content: 'x'}], {why: 'outside'}],
		['a NUL', [{name: 'a\0.eml', content: 'x'}], {why: 'outside'}],
		['an encrypted file', [{...good, flags: 0x8_01}], {why: 'encrypted', name: 'INBOX/1.eml'}],
		['a method that is not known', [{...good, method: 9}], {why: 'method'}],
		['another checksum', [{...good, crc: 1}], {why: 'damaged', name: 'INBOX/1.eml'}],
		['more than it declares', [{...good, size: 3}], {why: 'damaged'}],
		['less than it declares', [{...good, size: 3000}], {why: 'damaged'}],
		[
			'bytes that are no deflate',
			[{...good, packed: Buffer.alloc(99, 0xff)}],
			{why: 'damaged', name: 'INBOX/1.eml'},
		],
	])('has %s, and nothing is left of it', async (_, entries, params) => {
		const path = await zipOf([{name: 'Prima/1.eml', content: message('prima')}, ...entries]);
		const before = await readdir(dirname(path));
		expect(await problemOf('eml', path)).toMatchObject({
			code: 'zip-unreadable',
			side: 'source',
			params: {path, ...params},
		});
		expect(await unpacked()).toEqual([]);
		expect(await readdir(dirname(path))).toEqual(before);
	});

	test('is cut off, empty, of another kind, or one part of several', async () => {
		const whole = makeZip([good]);
		expect(await problemOf('eml', await zipOf(whole.subarray(0, -30)))).toMatchObject({
			params: {why: 'cut-off'},
		});
		expect(await problemOf('eml', await zipOf(Buffer.from('no zip')))).toMatchObject({
			params: {why: 'cut-off'},
		});
		const part = Buffer.from(whole);
		part.writeUInt16LE(1, part.length - 18);
		expect(await problemOf('eml', await zipOf(part))).toMatchObject({params: {why: 'parts'}});
		expect(await problemOf('eml', await zipOf([]))).toMatchObject({
			code: 'file-unreadable',
			params: {why: 'no-mail'},
		});
		expect(await problemOf('mbox', await zipOf([good]))).toMatchObject({params: {why: 'no-mail'}});
	});

	test('declares more than the disk has room for, which is said before anything is written', async () => {
		const path = await zipOf([{...good, is64: true, size: 2 ** 50}]);
		const {code, params} = await problemOf('eml', path);
		expect(code).toBe('zip-no-room');
		expect(params).toMatchObject({path, missing: Number(params?.needed) - Number(params?.free)});
		expect(Number(params?.needed)).toBeGreaterThanOrEqual(2 ** 50);
	});

	test.runIf(isMountable)('meets a disk that becomes full, and leaves nothing on it', async () => {
		const path = await zipOf(Array.from({length: 60}, (_, index) => ({...good, name: `INBOX/${index}.eml`})));
		const home = await scratchFolder('home');
		// There is room for their bytes, but not for so many files.
		await execa('mount', ['-t', 'tmpfs', '-o', 'size=16m,nr_inodes=20', 'tmpfs', home]);
		const before = process.env.TRASLOCO_HOME;
		process.env.TRASLOCO_HOME = home;
		try {
			expect(await problemOf('eml', path)).toMatchObject({
				...{code: 'zip-no-room', side: 'source'},
				params: {path, into: expect.stringContaining(join(home, 'unpacked'))},
			});
			expect(await readdir(home, {recursive: true})).toEqual(['unpacked']);
		} finally {
			process.env.TRASLOCO_HOME = before;
			await execa('umount', [home]);
		}
	});

	test.runIf(isMountable)('is not blamed where the disk is full that the program notes UIDs on', async () => {
		const path = await scratchFolder('eml');
		await writeFile(join(path, '1.eml'), message('uno'));
		const home = await scratchFolder('home');
		await execa('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', home]);
		const before = process.env.TRASLOCO_HOME;
		process.env.TRASLOCO_HOME = home;
		try {
			await writeFile(join(home, 'full'), Buffer.alloc(64 * 1024)).catch(() => {});
			expect(await problemOf('eml', path)).toMatchObject({
				code: 'file-refused',
				params: {path: join(home, 'files'), why: 'no space left on device'},
			});
		} finally {
			process.env.TRASLOCO_HOME = before;
			await execa('umount', [home]);
		}
	});

	test('says that the same bytes are many files', async () => {
		const bomb = makeZip([
			good,
			...Array.from({length: 1000}, (_, index) => ({...good, name: `${index}.eml`, at: 0})),
		]);
		expect(await problemOf('eml', await zipOf(bomb))).toMatchObject({params: {why: 'overlap'}});
	});

	test('is to be written: a zip is a source alone', async () => {
		const folder = await scratchFolder('zip');
		const there = await zipOf([good]);
		for (const path of [join(folder, 'nuovo.zip'), there])
			await expect(openFiles('destination', {format: 'eml', path})).rejects.toMatchObject({
				data: {code: 'zip-not-written', params: {path}},
			});
		expect(await readdir(folder)).toEqual([]);
	});
});

test.each(['zip', 'python3'])('a zip that %s has made is read', async tool => {
	const folder = await scratchFolder('zip');
	await mkdir(join(folder, 'mario', 'Società'), {recursive: true});
	await writeFile(join(folder, 'mario', 'Società', '1.eml'), message('uno'));
	await symlink('1.eml', join(folder, 'mario', 'Società', '2.eml'));
	const [command, ...args] =
		tool === 'zip'
			? ['zip', '-qry', 'posta.zip', 'mario']
			: ['python3', '-m', 'zipfile', '-c', 'posta.zip', 'mario'];
	await execa(command ?? '', args, {cwd: folder});
	const store = await openZip('eml', join(folder, 'posta.zip'));
	const isLinked = tool === 'zip';
	expect(await held(store)).toEqual({Società: isLinked ? ['1 uno'] : ['1 uno', '2 uno']});
	expect(store.info.remarks).toEqual(
		isLinked ? [{kind: 'links-in-zip', what: 'mario/Società/2.eml', count: 1}] : undefined,
	);
});

async function ownMachine(): Promise<string> {
	const store = await openZip('eml', await zipOf([{name: '1.eml', content: message('uno')}]));
	const [name = ''] = await unpacked();
	await store.close();
	return name.split('@')[1] ?? '';
}
