import {mkdir, readdir, readFile, readlink, symlink, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {beforeAll, describe, expect, test} from 'vitest';
import type {FilesFormat} from '../../../source/accounts/account.ts';
import type {FilesStore} from '../../../source/stores/files/files-store.ts';
import {openFiles} from '../../../source/stores/files/open-files.ts';
import type {NewMessage} from '../../../source/stores/store.ts';
import {scratchFolder} from '../../servers/scratch.ts';

beforeAll(async () => {
	process.env.TRASLOCO_HOME = await scratchFolder('home');
});

const message = (text: string): NewMessage => ({
	content: Buffer.from(`Subject: ${text}\r\n\r\n${text}\r\n`),
	flags: [],
	internalDate: '05-Nov-2023 10:11:12 +0530',
});

/** The messages of a folder, by their UIDs. */
async function held(store: FilesStore, folder: string): Promise<readonly (readonly [number, string])[]> {
	const {folder: opened, messages} = await store.scan(folder);
	const found: (readonly [number, string])[] = [];
	for await (const contents of store.read([{folder, uidValidity: opened.uidValidity, messages}], 1e6))
		for (const {uid, content} of contents)
			found.push([uid, /Subject: (.*?)\r/.exec(`${content}`)?.[1] ?? '']);
	return found;
}

async function uidsOf(adding: ReturnType<FilesStore['append']>): Promise<readonly number[]> {
	return (await adding).flatMap(({uid}) => uid ?? []);
}

describe.each([
	['eml', 'INBOX/000002.eml'],
	['maildir', 'new/1.M1P1.casa'],
] as const)('what another program puts into a folder of %s meanwhile', (format, name) => {
	const opened = async () => {
		const path = join(await scratchFolder(format), 'casella');
		const store = await openFiles('destination', {format, path});
		await store.append('INBOX', [message('primo')]);
		await writeFile(join(path, name), message('altrui').content);
		return {path, store};
	};
	const texts = async (store: FilesStore) => (await held(store, 'INBOX')).map(([, text]) => text).sort();

	test.each([true, false])('stays, and so after an undo (seen before: %s)', async isSeen => {
		const {path, store} = await opened();
		if (isSeen) expect(await texts(store)).toEqual(['altrui', 'primo']);
		const uids = await uidsOf(store.append('INBOX', [message('secondo')]));
		expect(await texts(store)).toEqual(['altrui', 'primo', 'secondo']);
		await store.expunge('INBOX', (await store.status('INBOX')).uidValidity, uids);
		await store.close();
		expect(await texts(await openFiles('destination', {format, path}))).toEqual(['altrui', 'primo']);
	});

	test('has a UID of its own where messages are moved in', async () => {
		const {path, store} = await opened();
		await store.create('trasloco-1');
		const uids = await uidsOf(store.append('trasloco-1', [message('secondo')]));
		const {uidValidity} = await store.status('trasloco-1');
		const moved = await store.move('trasloco-1', uidValidity, uids, 'INBOX');
		const found = await held(store, 'INBOX');
		expect(found.map(([, text]) => text).sort()).toEqual(['altrui', 'primo', 'secondo']);
		expect(new Set(found.map(([uid]) => uid)).size).toBe(3);
		expect(found.find(([, text]) => text === 'secondo')?.[0]).toBe([...moved.uids.values()][0]);
		await store.close();
		expect(await held(await openFiles('destination', {format, path}), 'INBOX')).toEqual(found);
	});
});

describe('symbolic links at a destination', () => {
	test('in the place of a message are left as they are', async () => {
		const path = join(await scratchFolder('eml'), 'casella');
		const outside = join(await scratchFolder('outside'), 'x');
		await writeFile(outside, 'prezioso');
		await mkdir(join(path, 'INBOX', '000002.eml'), {recursive: true});
		await symlink(outside, join(path, 'INBOX', '000001.eml'));
		const store = await openFiles('destination', {format: 'eml', path});
		await store.create('INBOX');
		await store.append('INBOX', [message('uno'), message('due')]);
		await store.close();
		expect(await readlink(join(path, 'INBOX', '000001.eml'))).toBe(outside);
		expect(await readFile(outside, 'utf8')).toBe('prezioso');
		expect((await held(await openFiles('destination', {format: 'eml', path}), 'INBOX')).length).toBe(2);
	});

	test.each<[FilesFormat, readonly string[]]>([
		['eml', ['INBOX']],
		['maildir', ['cur']],
		['maildir', ['new']],
		['maildir', ['tmp']],
	])('lead no message of %s elsewhere: %s', async (format, names) => {
		const path = await scratchFolder(format);
		const outside = await scratchFolder('outside');
		for (const name of names) await symlink(outside, join(path, name));
		const store = await openFiles('destination', {format, path});
		await expect(store.append('INBOX', [message('uno')])).rejects.toMatchObject({
			words: expect.stringContaining('symbolic link'),
		});
		await store.close();
		expect(await readdir(outside)).toEqual([]);
	});
});
