import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdir, readdir, readFile, rename, rm, stat, symlink, utimes, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {gzipSync, zstdCompressSync} from 'node:zlib';
import fc from 'fast-check';
import {beforeAll, describe, expect, onTestFinished, test} from 'vitest';
import type {FilesFormat} from '../../../source/accounts/account.ts';
import type {FilesStore} from '../../../source/stores/files/files-store.ts';
import {openFiles} from '../../../source/stores/files/open-files.ts';
import {parseInternalDate} from '../../../source/stores/internal-date.ts';
import type {MessageContent, NewMessage} from '../../../source/stores/store.ts';
import {scratchFolder} from '../../servers/scratch.ts';

beforeAll(async () => {
	process.env.TRASLOCO_HOME = await scratchFolder('home');
});

const formats: readonly FilesFormat[] = ['eml', 'maildir'];
const seed = Number(process.env.TRASLOCO_TEST_SEED ?? Date.now() % 2 ** 31);

const message = (content: string, more: Partial<NewMessage> = {}): NewMessage => ({
	content: Buffer.from(content, 'latin1'),
	flags: [],
	internalDate: '05-Nov-2023 10:11:12 +0530',
	...more,
});

async function readAll(store: FilesStore, folder: string): Promise<readonly MessageContent[]> {
	const {folder: opened, messages} = await store.scan(folder);
	const found: MessageContent[] = [];
	for await (const contents of store.read([{folder, uidValidity: opened.uidValidity, messages}], 1e6))
		found.push(...contents);
	return found;
}

/** What is in a folder, for comparison with what was put there. */
async function contentOf(store: FilesStore, folder: string): Promise<readonly NewMessage[]> {
	const all = await readAll(store, folder);
	return all.map(({content = Buffer.alloc(0), flags, internalDate}) => ({
		content,
		flags: flags.toSorted(),
		internalDate,
	}));
}

/** All that stands in a directory: names, sizes, times and contents. */
async function everything(root: string) {
	const entries = await readdir(root, {recursive: true, withFileTypes: true});
	const paths = [root, ...entries.map(entry => join(entry.parentPath, entry.name))].sort();
	return Promise.all(
		paths.map(async path => {
			const {mtimeMs, size, mode} = await stat(path);
			const isFile = (await stat(path)).isFile();
			return {path, mtimeMs, mode, ...(isFile ? {size, content: await readFile(path, 'latin1')} : {})};
		}),
	);
}

describe.each(formats)('mail as %s', format => {
	const fresh = async () => join(await scratchFolder(format), 'casella');
	const open = (side: 'source' | 'destination', path: string) => openFiles(side, {format, path});

	test('nothing is made before something is written, and INBOX is there', async () => {
		const path = await fresh();
		const store = await open('destination', path);
		expect(store.info.folders.map(({name, role, messages}) => [name, role, messages])).toEqual([
			['INBOX', 'inbox', 0],
		]);
		expect([...(await store.scan('INBOX')).messages]).toEqual([]);
		await store.close();
		await expect(stat(path)).rejects.toThrow('ENOENT');
		const again = await open('destination', path);
		expect((await again.status('INBOX')).uidValidity).toBe((await store.info.folders[0])?.uidValidity);
	});

	test('any bytes, flags and dates come back as they were, here and as a source', async () => {
		const bytes = fc.array(
			fc.constantFrom('a', '\r\n', '\n', '\r', '\0', 'ÿ', '.', 'From ', '\r\n\r\n', 'Subject: x'),
			{maxLength: 12},
		);
		const flag = fc.constantFrom(
			'\\Seen',
			'\\Flagged',
			'\\Deleted',
			'\\Draft',
			'\\Answered',
			'$Forwarded',
			'Lavoro',
		);
		const one = fc.record({
			content: bytes.map(parts => Buffer.from(parts.join(''), 'latin1')),
			flags: fc.uniqueArray(flag).map(flags => flags.toSorted()),
			internalDate: fc.constantFrom(
				'05-Nov-2023 10:11:12 +0530',
				'01-Jan-1970 00:00:00 +0000',
				'29-Feb-2024 23:59:59 +1400',
				'17-Jul-1996 02:44:25 -0700',
			),
		});
		await fc.assert(
			fc.asyncProperty(fc.array(one, {minLength: 1, maxLength: 6}), async messages => {
				const path = await fresh();
				const store = await open('destination', path);
				await store.create('trasloco-1');
				const uids = (await store.append('trasloco-1', messages)).flatMap(({uid}) => uid ?? []);
				expect(await contentOf(store, 'trasloco-1')).toEqual(messages);
				const {uidValidity} = await store.status('trasloco-1');
				const moved = await store.move('trasloco-1', uidValidity, uids, 'INBOX');
				expect([...moved.uids.keys()]).toEqual(uids);
				expect(await contentOf(store, 'INBOX')).toEqual(messages);
				expect(await contentOf(store, 'trasloco-1')).toEqual([]);
				await store.remove('trasloco-1');
				await store.close();
				for (const side of ['destination', 'source'] as const) {
					const again = await open(side, path);
					expect(again.info.folders.map(({name}) => name)).toEqual(['INBOX']);
					expect(await contentOf(again, 'INBOX')).toEqual(messages);
					await again.close();
				}
			}),
			{seed, numRuns: 40},
		);
	});

	test('any names of folders come back, and nothing is made outside', async () => {
		const level = fc.oneof(
			fc.string({minLength: 1, maxLength: 8, unit: 'grapheme'}),
			fc.constantFrom(
				'..',
				'.',
				'CON',
				'a.b',
				'A.B',
				'Perché',
				'PERCHÉ',
				'x'.repeat(300),
				'~',
				'é',
				'e\u0301',
				'%2F',
				' ',
				'cur',
			),
		);
		// What `nameOf` leaves of names for this store.
		const clean = level
			.map(text => text.replaceAll(/[\u0000-\u001f\u007f/]/g, '_'))
			.filter(text => text.isWellFormed() && text.toUpperCase() !== 'INBOX');
		const paths = fc.uniqueArray(fc.array(clean, {minLength: 1, maxLength: 3}), {
			maxLength: 6,
			selector: path => path.join('/'),
		});
		await fc.assert(
			fc.asyncProperty(paths, async all => {
				const path = await fresh();
				const above = join(path, '..');
				const store = await open('destination', path);
				const names = new Set(
					all.flatMap(levels => levels.map((_, index) => levels.slice(0, index + 1).join('/'))),
				);
				for (const name of names) await store.create(name);
				for (const name of names) await store.append(name, [message(`Subject: ${names.size}\r\n\r\n`)]);
				await store.close();
				expect(await readdir(above)).toEqual(names.size === 0 ? [] : ['casella']);
				if (names.size === 0) return;
				const again = await open('source', path);
				const found = again.info.folders.filter(({messages}) => messages === 1).map(({name}) => name);
				expect(found.toSorted()).toEqual([...names].toSorted());
			}),
			{seed, numRuns: 60},
		);
	});

	test('a source is left as it is, to the time of its last reading', async () => {
		const path = await fresh();
		const written = await open('destination', path);
		await written.create('Posta inviata', 'sent');
		await written.append('Posta inviata', [message('Subject: a\r\n\r\n'), message('', {flags: ['\\Seen']})]);
		await written.close();
		if (format === 'maildir')
			await writeFile(join(path, '.Posta inviata', 'new', '1.x'), 'Subject: nuovo\n\n');
		else await writeFile(join(path, 'Posta inviata', 'altro.eml'), 'Subject: nuovo\n\n');
		const before = await everything(path);
		const store = await open('source', path);
		expect(store.info.folders.map(({name, role, messages}) => [name, role, messages])).toContainEqual([
			'Posta inviata',
			'sent',
			3,
		]);
		expect(await readAll(store, 'Posta inviata')).toHaveLength(3);
		await store.close();
		expect(await everything(path)).toEqual(before);
	});

	test('UIDs stay with their messages, and none is given twice', async () => {
		const path = await fresh();
		const store = await open('destination', path);
		const [first, second, third] = await store.append(
			'INBOX',
			['a', 'b', 'c'].map(text => message(text)),
		);
		const {uidValidity} = await store.status('INBOX');
		await store.expunge('INBOX', uidValidity, [third?.uid ?? 0]);
		await store.close();
		const again = await open('destination', path);
		expect((await again.scan('INBOX')).messages.map(({uid}) => uid)).toEqual([first?.uid, second?.uid]);
		const [fourth] = await again.append('INBOX', [message('d')]);
		expect(fourth).toEqual({uid: (third?.uid ?? 0) + 1, uidValidity});
		expect((await again.status('INBOX')).uidNext).toBe((fourth?.uid ?? 0) + 1);
	});

	test('a process that dies while it writes leaves what was whole, and no flags that are not true', async () => {
		const path = await fresh();
		const store = await open('destination', path);
		await store.append('INBOX', [message('a', {flags: ['\\Seen', 'Lavoro']})]);
		await store.close();
		const folder = format === 'eml' ? join(path, 'INBOX') : path;
		const sidecar = join(folder, 'trasloco.jsonl');
		// A line whose file never came, one that was cut off, and a file that was not whole.
		await writeFile(
			sidecar,
			`${await readFile(sidecar, 'utf8')}${JSON.stringify({uid: 2, file: '000002.eml', bytes: 1, size: 1, flags: ['\\Seen'], date: '05-Nov-2023 10:11:12 +0530'})}\n{"uid":3,"fi`,
		);
		const workshop = format === 'eml' ? folder : join(folder, 'tmp');
		await writeFile(join(workshop, '.trasloco~1-aa.tmp'), 'metà');
		const again = await open('destination', path);
		expect((await again.scan('INBOX')).messages).toHaveLength(1);
		const [next] = await again.append('INBOX', [message('b')]);
		expect(next?.uid).toBeGreaterThan(2);
		await again.close();
		expect(await readdir(workshop)).not.toContain('.trasloco~1-aa.tmp');
		expect(await contentOf(await open('source', path), 'INBOX')).toEqual([
			message('a', {flags: ['Lavoro', '\\Seen']}),
			message('b'),
		]);
	});

	test('a sidecar that is damaged is not written to: what it says would be lost', async () => {
		const path = await fresh();
		const store = await open('destination', path);
		await store.append('INBOX', [message('a'), message('b')]);
		await store.close();
		const sidecar = join(format === 'eml' ? join(path, 'INBOX') : path, 'trasloco.jsonl');
		const lines = (await readFile(sidecar, 'utf8')).split('\n');
		await writeFile(sidecar, [lines[0], '{"uid":', ...lines.slice(2)].join('\n'));
		await expect(open('destination', path)).rejects.toMatchObject({
			data: {code: 'file-unreadable', params: {path: sidecar, why: 'line 2'}},
		});
	});

	test('messages that others take away meanwhile are gone, and the others are still found', async () => {
		const path = await fresh();
		const store = await open('destination', path);
		const uids = (
			await store.append(
				'INBOX',
				['a', 'b', 'c'].map(text => message(text)),
			)
		).flatMap(({uid}) => uid ?? []);
		const folder = format === 'eml' ? join(path, 'INBOX') : join(path, 'cur');
		const names = (await readdir(folder)).filter(name => name !== 'trasloco.jsonl').sort();
		await rm(join(folder, names[1] ?? ''));
		if (format === 'maildir') await rename(join(folder, names[0] ?? ''), join(folder, `${names[0]}S`));
		const {uidValidity} = await store.status('INBOX');
		const there = await store.metadata('INBOX', uidValidity, uids);
		expect([...there.keys()]).toEqual([uids[0], uids[2]]);
		if (format === 'maildir') expect(there.get(uids[0] ?? 0)?.flags).toEqual(['\\Seen']);
		await store.create('Altra');
		const moved = await store.move('INBOX', uidValidity, uids, 'Altra');
		expect([...moved.uids.keys()]).toEqual([uids[0], uids[2]]);
	});

	test('messages of others at a destination have UIDs that stay, and nothing is written until something is added', async () => {
		const path = await fresh();
		const folder = format === 'eml' ? join(path, 'INBOX') : path;
		const others = format === 'eml' ? folder : join(folder, 'cur');
		for (const room of format === 'eml' ? [''] : ['cur', 'new', 'tmp'])
			await mkdir(join(folder, room), {recursive: true});
		const nameOf = (number: number) => (format === 'eml' ? `z${number}.eml` : `100000000${number}.x:2,S`);
		const uids = async (add?: string) => {
			const store = await open('destination', path);
			const {messages, folder: opened} = await store.scan('INBOX');
			const added = add === undefined ? [] : await store.append('INBOX', [message(add)]);
			await store.close();
			return {
				uids: messages.map(({uid}) => uid),
				validity: opened.uidValidity,
				added: added.map(({uid}) => uid),
			};
		};
		for (const number of [1, 2]) await writeFile(join(others, nameOf(number)), 'Subject: loro\n\n');
		const before = await everything(path);
		const {validity} = await uids();
		expect(await uids()).toEqual({uids: [1, 2], validity, added: []});
		expect(await everything(path)).toEqual(before);
		expect(await uids('nostro')).toEqual({uids: [1, 2], validity, added: [3]});
		await writeFile(join(others, nameOf(0)), 'Subject: ancora loro\n\n');
		const between = await everything(path);
		expect(await uids()).toEqual({uids: [1, 2, 3, 4], validity, added: []});
		expect(await uids()).toEqual({uids: [1, 2, 3, 4], validity, added: []});
		expect(await everything(path)).toEqual(between);
		expect(await uids('ancora nostro')).toEqual({uids: [1, 2, 3, 4], validity, added: [5]});
		// All of it stands in the folder now, for whoever opens it anywhere.
		process.env.TRASLOCO_HOME = await scratchFolder('home');
		expect(await uids()).toEqual({uids: [1, 2, 3, 4, 5], validity, added: []});
		const store = await open('destination', path);
		await store.expunge('INBOX', validity, [3, 5]);
		await store.close();
		expect((await readdir(others)).filter(name => name !== 'trasloco.jsonl').sort()).toEqual(
			[0, 1, 2].map(nameOf),
		);
	});

	test('nothing is written through a symbolic link', async () => {
		const path = await fresh();
		const elsewhere = await scratchFolder('altrove');
		await mkdir(path);
		await symlink(elsewhere, join(path, format === 'eml' ? 'Sent' : '.Sent'));
		const store = await open('destination', path);
		expect(store.info.folders.map(({name}) => name)).toEqual(['INBOX']);
		expect(await store.create('Sent')).toBe('created');
		await store.append('Sent', [message('a')]);
		expect(await readdir(elsewhere)).toEqual([]);
		await store.close();
		expect((await readAll(await open('destination', path), 'Sent')).length).toBe(1);
	});
});

describe('a Maildir that others use meanwhile', () => {
	const fresh = async () => join(await scratchFolder('maildir'), 'casella');

	test('keeps the keywords that a server has named since: none is written over', async () => {
		const path = await fresh();
		const store = await openFiles('destination', {format: 'maildir', path});
		await store.append('INBOX', [message('Subject: 1\r\n\r\n', {flags: ['Lavoro']})]);
		const keywords = join(path, 'dovecot-keywords');
		expect(await readFile(keywords, 'utf8')).toBe('0 Lavoro\n');
		await writeFile(keywords, '0 Lavoro\n1 Del-server\n');
		await store.append('INBOX', [message('Subject: 2\r\n\r\n', {flags: ['Nuova', 'Lavoro']})]);
		expect(await readFile(keywords, 'utf8')).toBe('0 Lavoro\n1 Del-server\n2 Nuova\n');
		const flags = (await contentOf(store, 'INBOX')).map(each => each.flags);
		expect(flags).toEqual([['Lavoro'], ['Lavoro', 'Nuova']]);
		await store.close();
	});

	test('is read whole while the flags of its messages change all the time', async () => {
		const path = await fresh();
		await mkdir(join(path, 'cur'), {recursive: true});
		await mkdir(join(path, 'new'));
		const count = 3000;
		const keys = Array.from({length: count}, (_, index) => `17000${index + 10_000}.M1P1.casa`);
		for (const [index, key] of keys.entries())
			await writeFile(join(path, 'cur', `${key}:2,`), `Subject: ${index}\r\n\r\n`);
		// A person marks all as read, and as unread again, and goes on with that.
		const script = `
			const {renameSync} = require('node:fs');
			const pause = new Int32Array(new SharedArrayBuffer(4));
			const keys = ${JSON.stringify(keys)};
			console.log('renaming');
			for (let flags = ['', 'S']; ; flags.reverse())
				for (const [index, key] of keys.entries()) {
					renameSync(key + ':2,' + flags[0], key + ':2,' + flags[1]);
					if (index % 50 === 0) Atomics.wait(pause, 0, 0, 10);
				}
		`;
		const other = spawn(process.execPath, ['-e', script], {
			cwd: join(path, 'cur'),
			stdio: ['ignore', 'pipe', 'inherit'],
		});
		onTestFinished(() => void other.kill('SIGKILL'));
		await once(other.stdout, 'data');
		const store = await openFiles('source', {format: 'maildir', path});
		const {folder, messages} = await store.scan('INBOX');
		expect(messages).toHaveLength(count);
		let read = 0;
		for await (const contents of store.read(
			[{folder: 'INBOX', uidValidity: folder.uidValidity, messages}],
			1e6,
		))
			read += contents.filter(({content}) => content !== undefined).length;
		expect(read).toBe(count);
		expect(other.exitCode).toBeNull();
		await store.close();
	});
});

describe('.eml files of others', () => {
	test('are read with CRLF, dated by their header, in the order of their names', async () => {
		const path = await scratchFolder('eml');
		await mkdir(join(path, 'Posta inviata'));
		const received =
			'Received: from a by b;\n Tue, 7 Nov 2023 09:08:07 +0100\nDate: Mon, 6 Nov 2023 10:00:00 +0000\n\ncorpo\n';
		await writeFile(join(path, 'Posta inviata', '10.eml'), received);
		await writeFile(join(path, 'Posta inviata', '9.EML'), 'Date: Mon, 6 Nov 2023 10:00:00 GMT\r\n\r\nx');
		await writeFile(join(path, 'Posta inviata', '11.eml'), 'Subject: senza data\n\n');
		await writeFile(join(path, 'Posta inviata', 'note.txt'), 'no');
		await utimes(join(path, 'Posta inviata', '11.eml'), 1e9, 1e9);
		const store = await openFiles('source', {format: 'eml', path});
		expect(store.info.folders).toMatchObject([
			{name: 'Posta inviata', role: 'sent', messages: 3, subscribed: true},
		]);
		const all = await readAll(store, 'Posta inviata');
		expect(all.map(({content}) => content?.toString())).toEqual([
			'Date: Mon, 6 Nov 2023 10:00:00 GMT\r\n\r\nx',
			received.replaceAll('\n', '\r\n'),
			'Subject: senza data\r\n\r\n',
		]);
		expect(all.map(({internalDate}) => internalDate).slice(0, 2)).toEqual([
			'06-Nov-2023 10:00:00 +0000',
			'07-Nov-2023 09:08:07 +0100',
		]);
		expect(Date.parse(all[2]?.internalDate ?? '')).toBe(1e12);
		const sizes = (await store.scan('Posta inviata')).messages.map(({bytes}) => bytes);
		expect(sizes).toEqual(all.map(({content}) => content?.length));
	});

	test('whose time no internal date can tell have the nearest that one can, each time they are read', async () => {
		const path = await scratchFolder('eml');
		const file = join(path, 'uno.eml');
		await writeFile(file, 'Subject: uno\r\n\r\nciao');
		// Far beyond 9999, where the disk can keep it.
		await utimes(file, 1e12, 1e12);
		for (const time of ['first', 'second']) {
			const store = await openFiles('source', {format: 'eml', path});
			const [folder] = store.info.folders;
			const {messages} = await store.scan(folder?.name ?? '');
			expect(messages.length, time).toBe(1);
			for (const {internalDate} of messages) expect(parseInternalDate(internalDate), time).toBeDefined();
			await store.close();
		}
	});

	test('that lie in the folder itself are a folder of its name', async () => {
		const path = join(await scratchFolder('eml'), 'Bozze');
		await mkdir(join(path, 'Bozze'), {recursive: true});
		await writeFile(join(path, 'a.eml'), 'Subject: a\n\n');
		await writeFile(join(path, 'Bozze', 'b.eml'), 'Subject: b\n\n');
		const store = await openFiles('source', {format: 'eml', path});
		expect(Object.fromEntries(store.info.folders.map(({name, messages}) => [name, messages]))).toEqual({
			Bozze: 1,
			'Bozze (2)': 1,
		});
	});

	test('have the same UIDs the next time; one that was replaced is another message', async () => {
		const path = await scratchFolder('eml');
		for (const name of ['a', 'c']) await writeFile(join(path, `${name}.eml`), `Subject: ${name}\n\n`);
		const scan = async () => {
			const store = await openFiles('source', {format: 'eml', path});
			const [{name = ''} = {}] = store.info.folders;
			const {folder, messages} = await store.scan(name);
			await store.close();
			return {validity: folder.uidValidity, uids: messages.map(({uid}) => uid)};
		};
		const first = await scan();
		expect(first.uids).toEqual([1, 2]);
		await writeFile(join(path, 'b.eml'), 'Subject: b\n\n');
		await writeFile(join(path, 'a.eml'), 'Subject: another\n\n');
		expect(await scan()).toEqual({validity: first.validity, uids: [2, 3, 4]});
		expect(await scan()).toEqual({validity: first.validity, uids: [2, 3, 4]});
		await rm(process.env.TRASLOCO_HOME ?? '', {recursive: true});
		const {validity, uids} = await scan();
		expect(uids).toEqual([1, 2, 3]);
		expect(validity).not.toBe(first.validity);
	});

	test("a folder of Apple's Mail has its folders in it, and what is no mbox beside it is told", async () => {
		const path = await scratchFolder('mbox');
		const one = 'From a@b.example Mon Jan  1 10:00:00 2024\nSubject: uno\n\nciao\n\n';
		await mkdir(join(path, 'Lavoro.mbox', 'Clienti.mbox'), {recursive: true});
		await mkdir(join(path, 'Lavoro.mbox', 'Messages'));
		await writeFile(join(path, 'Lavoro.mbox', 'mbox'), one + one);
		await writeFile(join(path, 'Lavoro.mbox', 'table_of_contents'), 'x');
		await writeFile(join(path, 'Lavoro.mbox', 'Clienti.mbox', 'mbox'), one);
		await writeFile(join(path, 'Lavoro.mbox', 'Messages', '1.emlx'), '7\nSubject');
		const store = await openFiles('source', {format: 'mbox', path});
		const counts = store.info.folders.map(({name, messages}) => [name, messages] as const);
		expect(Object.fromEntries(counts)).toMatchObject({Lavoro: 2, 'Lavoro/Clienti': 1});
		expect(store.info.remarks).toEqual([
			{kind: 'other-files', what: 'Lavoro.mbox/Messages/1.emlx', count: 1},
		]);
		await store.close();
	});

	test('mail in files whose names are those of no mail stays behind, and is told', async () => {
		const path = await scratchFolder('mbox');
		const one = 'From a@b.example Mon Jan  1 10:00:00 2024\nSubject: uno\n\nciao\n\n';
		for (const name of ['ok.mbox', 'y.dat', 'p.html', '.z.mbox']) await writeFile(join(path, name), one);
		for (const name of ['index.html', 'Inbox.msf', '.DS_Store']) await writeFile(join(path, name), 'x');
		const store = await openFiles('source', {format: 'mbox', path});
		expect(store.info.folders.map(({name}) => name)).toEqual(['ok']);
		expect(store.info.remarks).toMatchObject([{kind: 'other-files', count: 3}]);
		await store.close();
	});

	test('a file of which a few messages have labels of Gmail is a folder with all of its messages', async () => {
		const path = await scratchFolder('mbox');
		const one = (text: string, field = '') =>
			`From a@b.example Mon Jan  1 10:00:00 2024\nSubject: ${text}\n${field}\nciao\n\n`;
		const label = 'X-Gmail-Labels: Clienti\n';
		await writeFile(join(path, 'Amici'), one('uno') + one('due') + one('tre', label));
		await writeFile(join(path, 'Takeout.mbox'), one('uno', label) + one('due', label) + one('tre'));
		const store = await openFiles('source', {format: 'mbox', path});
		const counts = store.info.folders.map(({name, messages}) => [name, messages] as const);
		expect(Object.fromEntries(counts)).toEqual({Amici: 3, Clienti: 2, Archived: 1});
		await store.close();
	});

	test('a file in UTF-16 is told as one that can not be copied, and its bytes are not touched', async () => {
		const path = await scratchFolder('eml');
		for (const [name, mark] of [
			['little', 'fffe'],
			['large', 'feff'],
		] as const) {
			const text = Buffer.from(
				`Subject: due\r\n\r\n${'ciao\r\n'.repeat(name === 'large' ? 90_000 : 1)}`,
				'utf16le',
			);
			await writeFile(join(path, `${name}.eml`), Buffer.concat([Buffer.from(mark, 'hex'), text]));
		}

		await writeFile(join(path, 'uno.eml'), 'Subject: uno\n\nciao\n');
		const store = await openFiles('source', {format: 'eml', path});
		const [{name = ''} = {}] = store.info.folders;
		const {folder, messages} = await store.scan(name);
		const read: (string | undefined)[] = [];
		for await (const contents of store.read([{folder: name, uidValidity: folder.uidValidity, messages}], 1e7))
			for (const {content, unreadable} of contents) read.push(unreadable ?? content?.toString());
		expect(read.sort()).toEqual([
			'Subject: uno\r\n\r\nciao\r\n',
			expect.stringContaining('UTF-16'),
			expect.stringContaining('UTF-16'),
		]);
		await store.close();
	});

	test.each([
		['gzip', gzipSync],
		['Zstandard', zstdCompressSync],
	] as const)('a source that is packed as %s is told as that', async (_, pack) => {
		const path = join(await scratchFolder('mbox'), 'posta');
		await writeFile(
			path,
			pack(Buffer.from('From a@b.example Mon Jan  1 10:00:00 2024\nSubject: uno\n\nciao\n')),
		);
		await expect(openFiles('source', {format: 'mbox', path})).rejects.toMatchObject({
			data: {code: 'file-unreadable', params: {why: 'packed'}},
		});
	});

	test('a source without any mail is told', async () => {
		const path = await scratchFolder('eml');
		for (const [format, why] of [
			['maildir', 'no-mail'],
			['eml', 'no-mail'],
		] as const)
			await expect(openFiles('source', {format, path})).rejects.toMatchObject({
				data: {code: 'file-unreadable', params: {why}},
			});
		await expect(openFiles('source', {format: 'eml', path: join(path, 'non-c-è')})).rejects.toMatchObject({
			data: {code: 'file-unreadable'},
		});
	});
});
