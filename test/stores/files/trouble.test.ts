import {
	chmod,
	chown,
	mkdir,
	readdir,
	readFile,
	readlink,
	rm,
	stat,
	symlink,
	writeFile,
} from 'node:fs/promises';
import {hostname} from 'node:os';
import {join} from 'node:path';
import {execa} from 'execa';
import {beforeAll, describe, expect, test} from 'vitest';
import type {FilesFormat} from '../../../source/accounts/account.ts';
import {Problem} from '../../../source/problem.ts';
import type {FilesStore} from '../../../source/stores/files/files-store.ts';
import {openFiles} from '../../../source/stores/files/open-files.ts';
import {parseInternalDate} from '../../../source/stores/internal-date.ts';
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

test.each<FilesFormat>(['eml', 'maildir'])(
	'two runs that write into one directory of %s at once lose nothing, and each takes out its own alone',
	async format => {
		const path = join(await scratchFolder(format), 'casella');
		const open = async (name: string) => {
			// Of another machine, or another user: what one knows besides the directory, the other does not.
			process.env.TRASLOCO_HOME = await scratchFolder(`home-${name}`);
			const store = await openFiles('destination', {format, path});
			await store.scan('INBOX');
			return store;
		};
		const names = ['uno', 'due'] as const;
		const stores = [await open('uno'), await open('due')] as const;
		const work = async (store: FilesStore, name: string) => {
			await store.create('Lavoro');
			await store.create(`trasloco-${name}`);
			for (let round = 0; round < 8; round++) {
				const texts = Array.from({length: 5}, (_, number) => message(`${name} ${round} ${number}`));
				await store.append('INBOX', texts.slice(2));
				const staged = await uidsOf(store.append(`trasloco-${name}`, texts.slice(0, 2)));
				const {uidValidity} = await store.status(`trasloco-${name}`);
				await store.move(`trasloco-${name}`, uidValidity, staged, 'Lavoro');
			}

			await store.remove(`trasloco-${name}`);
		};
		await Promise.all(stores.map((store, index) => work(store, names[index] ?? '')));
		const listing = async (folder: string, store: FilesStore) =>
			(await held(store, folder)).map(([uid, text]) => `${uid} ${text}`).sort();
		for (const folder of ['INBOX', 'Lavoro']) {
			const [one, other] = [await listing(folder, stores[0]), await listing(folder, stores[1])];
			expect(one).toEqual(other);
			expect(one.length).toBe(folder === 'INBOX' ? 48 : 32);
			expect(new Set(one.map(each => each.split(' ')[0])).size).toBe(one.length);
		}

		const {folder: opened} = await stores[0].scan('INBOX');
		const ours = (await held(stores[0], 'INBOX')).filter(([, text]) => text.startsWith('uno'));
		await stores[0].expunge(
			'INBOX',
			opened.uidValidity,
			ours.map(([uid]) => uid),
		);
		for (const store of stores) await store.close();
		const again = await open('tre');
		expect(again.info.folders.map(({name}) => name).sort()).toEqual(['INBOX', 'Lavoro']);
		const left = (await held(again, 'INBOX')).map(([, text]) => text);
		expect(left.length).toBe(24);
		expect(left.filter(text => !text.startsWith('due'))).toEqual([]);
	},
);

test.each<FilesFormat>(['eml', 'maildir', 'mbox'])(
	'a folder of %s that another has removed is not made again when a store is closed',
	async format => {
		const path = join(await scratchFolder(format), 'casella');
		const one = await openFiles('destination', {format, path});
		await one.create('Lavori');
		await one.append('Lavori', [message('uno'), message('due')]);
		const other = await openFiles('destination', {format, path});
		const {folder, messages} = await other.scan('Lavori');
		await other.create('Arrivo');
		const uids = messages.map(({uid}) => uid);
		await other.move('Lavori', folder.uidValidity, uids, 'Arrivo');
		await one.remove('Lavori');
		await other.close();
		await one.close();
		expect((await readdir(path)).filter(name => name.includes('Lavori'))).toEqual([]);
		expect((await held(await openFiles('destination', {format, path}), 'Arrivo')).length).toBe(2);
	},
);

test.each<[FilesFormat, string]>([
	['eml', 'INBOX/.trasloco.lock'],
	['maildir', '.trasloco.lock'],
	['mbox', 'INBOX.mbox.lock'],
])(
	'who has locked a folder of %s on another machine is soon told, and may go',
	async (format, name) => {
		const path = await scratchFolder(format);
		const store = await openFiles('destination', {format, path});
		await store.append('INBOX', [message('uno')]);
		const lock = join(path, name);
		await writeFile(lock, '4711:altrove');
		const began = performance.now();
		await expect(store.append('INBOX', [message('due')])).rejects.toMatchObject({
			reason: 'later',
			words: `locked by another program: ${lock}`,
		});
		expect(performance.now() - began).toBeLessThan(15_000);
		await rm(lock);
		await store.append('INBOX', [message('due')]);
		expect((await held(store, 'INBOX')).length).toBe(2);
		await store.close();
	},
	30_000,
);

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

describe('an mbox file', () => {
	const opened = async () => {
		const path = await scratchFolder('mbox');
		const store = await openFiles('destination', {format: 'mbox', path});
		await store.append('INBOX', [message('primo')]);
		return {path, file: join(path, 'INBOX.mbox'), store};
	};

	test('keeps what another program puts into it meanwhile, under its lock', async () => {
		const {file, store} = await opened();
		const other = execa('python3', ['-c', deliverByPython, file]);
		let isOver = false;
		const over = other.finally(() => {
			isOver = true;
		});
		const ours: number[] = [];
		for (let number = 0; !isOver; number++) {
			ours.push(...(await uidsOf(store.append('INBOX', [message(`nostro ${number}`), message('doppio')]))));
			const {uidValidity} = await store.status('INBOX');
			if (number % 3 === 0) await store.expunge('INBOX', uidValidity, ours.splice(0, 4));
		}

		await over;
		await store.expunge('INBOX', (await store.status('INBOX')).uidValidity, ours);
		await store.close();
		const left = await held(
			await openFiles('destination', {format: 'mbox', path: join(file, '..')}),
			'INBOX',
		);
		const wanted = ['primo', ...Array.from({length: 40}, (_, number) => `altrui ${number}`)];
		expect(left.map(([, text]) => text).sort()).toEqual(wanted.sort());
	}, 60_000);

	test.runIf(process.getuid?.() === 0)(
		'keeps its owner, group and mode when it is written anew',
		async () => {
			const {file, store} = await opened();
			const uids = await uidsOf(store.append('INBOX', [message('secondo')]));
			await chown(file, 1234, 2345);
			await chmod(file, 0o660);
			const before = await stat(file);
			await store.expunge('INBOX', (await store.status('INBOX')).uidValidity, uids);
			await store.close();
			const {uid, gid, mode, ino} = await stat(file);
			expect({uid, gid, mode: mode & 0o7777}).toEqual({uid: 1234, gid: 2345, mode: 0o660});
			// It is another file by then.
			expect(ino).not.toBe(before.ino);
		},
	);

	test.each([0, -9, 9])(
		'hands out a message whose last line has no end, and none whose length it has told wrong: by %i',
		async by => {
			const path = await scratchFolder('mbox');
			const store = await openFiles('destination', {format: 'mbox', path});
			const content = Buffer.from('Subject: senza fine\r\n\r\nnon finisce');
			await store.append('INBOX', [{...message(''), content}]);
			await store.close();
			const sidecar = join(path, 'INBOX.mbox.trasloco.jsonl');
			const text = await readFile(sidecar, 'utf8');
			await writeFile(
				sidecar,
				text.replaceAll(`"bytes":${content.length}`, `"bytes":${content.length + by}`),
			);
			process.env.TRASLOCO_HOME = await scratchFolder('home');
			const source = await openFiles('source', {format: 'mbox', path});
			const {folder, messages} = await source.scan('INBOX');
			for await (const contents of source.read(
				[{folder: 'INBOX', uidValidity: folder.uidValidity, messages}],
				1e6,
			))
				expect(contents.map(each => `${each.content ?? each.unreadable}`)).toEqual([
					by === 0 ? `${content}` : 'the file has been changed meanwhile',
				]);
		},
	);

	test('is written to again where a process that was killed has left its lock, and half a file', async () => {
		const {path, file, store} = await opened();
		await store.close();
		await writeFile(`${file}.lock`, `${gone}:${hostname()}`);
		await writeFile(join(path, `.trasloco~${gone}-abcdef.tmp`), 'half');
		const again = await openFiles('destination', {format: 'mbox', path});
		await again.append('INBOX', [message('secondo')]);
		await again.close();
		expect((await readdir(path)).sort()).toEqual(['INBOX.mbox', 'INBOX.mbox.trasloco.jsonl']);
	});

	test('that is another than the one that was being written is not cut off', async () => {
		const {path, file, store} = await opened();
		await store.append('INBOX', [message('secondo')]);
		await store.close();
		const sidecar = `${file}.trasloco.jsonl`;
		const [head, line] = (await readFile(sidecar, 'utf8')).split('\n');
		// As if it had been noted and not written when the process was killed, and then somebody had put back a copy.
		const {file: _, ...unsure} = JSON.parse(line ?? '');
		await writeFile(sidecar, `${head}\n${JSON.stringify({...unsure, next: 5000, to: 4999})}\n`);
		const text = 'From a Mon Nov  6 10:00:00 2023\nSubject: copia\n\nmia\n';
		await writeFile(file, text);
		const again = await openFiles('destination', {format: 'mbox', path});
		expect((await held(again, 'INBOX')).map(([, subject]) => subject)).toEqual(['copia']);
		await again.close();
		expect(await readFile(file, 'utf8')).toBe(text);
	});

	test.each(['link', 'pipe'])('that is a %s is not written to', async kind => {
		const path = await scratchFolder('mbox');
		const outside = join(await scratchFolder('outside'), 'x');
		await writeFile(outside, '');
		const file = join(path, 'INBOX.mbox');
		if (kind === 'link') await symlink(outside, file);
		else await execa('mkfifo', [file]);
		await expect(
			openFiles('destination', {format: 'mbox', path}).then(async store =>
				store.append('INBOX', [message('a')]),
			),
		).rejects.toThrow();
		expect(await readFile(outside, 'utf8')).toBe('');
	});
});

describe('a Maildir', () => {
	test('has every message whose name differs from another by its flags alone', async () => {
		const path = await scratchFolder('maildir');
		for (const room of ['cur', 'new']) await mkdir(join(path, room));
		for (const name of ['cur/1.x:2,S', 'cur/1.x:2,', 'new/1.x'])
			await writeFile(join(path, name), message(name).content);
		const store = await openFiles('source', {format: 'maildir', path});
		const texts = (await held(store, 'INBOX')).map(([, text]) => text).sort();
		expect(texts).toEqual(['cur/1.x:2,', 'cur/1.x:2,S', 'new/1.x']);
	});

	test.each([
		'',
		'new/',
		'.trasloco.lock',
		'.trasloco.lock new/ tmp/',
		'dovecot-keywords tmp/',
		`.trasloco~${gone}-abcdef.tmp`,
	])(
		'has a folder that a killed process has half made or half removed, so that it can be removed: “%s”',
		async names => {
			const path = await scratchFolder('maildir');
			for (const room of ['cur', 'new', 'tmp', '.Sent', '.altro']) await mkdir(join(path, room));
			await writeFile(join(path, '.altro', 'config'), '');
			for (const name of names.split(' ').filter(Boolean)) {
				const left = join(path, '.Sent', name);
				await (name.endsWith('/') ? mkdir(left) : writeFile(left, `${gone}:${hostname()}`));
			}

			const store = await openFiles('destination', {format: 'maildir', path});
			expect(store.info.folders.map(each => [each.name, each.messages, each.uidNext])).toEqual([
				['INBOX', 0, 1],
				['Sent', 0, 1],
			]);
			await store.subscribe('Sent', false);
			await store.remove('Sent');
			await store.close();
			expect((await readdir(path)).sort()).toEqual(['.altro', 'cur', 'new', 'tmp']);
		},
	);

	test.each([
		['right', 'S=21,W=25', 25],
		['too long', 'S=21,W=99999', 25],
		['too short', 'S=21,W=2', 25],
		['of another file', 'S=20,W=24', 25],
		['without the other', 'W=24', 25],
		['beyond all numbers', `S=21,W=${'9'.repeat(200)}`, 25],
	])(
		'tells the length of a message in its name, and is not believed where that is wrong: %s',
		async (_, sizes, bytes) => {
			process.env.TRASLOCO_HOME = await scratchFolder('home');
			const path = await scratchFolder('maildir');
			await mkdir(join(path, 'cur'));
			await writeFile(
				join(path, 'cur', `1.M1P1.casa,${sizes}:2,S`),
				'Subject: uno\n\nciao!\n\n'.slice(0, 21),
			);
			const store = await openFiles('source', {format: 'maildir', path});
			expect((await store.scan('INBOX')).messages.map(message => message.bytes)).toEqual([bytes]);
		},
	);

	test('has keywords as far as dovecot-keywords makes sense', async () => {
		const path = await scratchFolder('maildir');
		await mkdir(join(path, 'cur'));
		await writeFile(join(path, 'cur', '1.M1P1.casa:2,Sabcdz'), message('uno').content);
		const keywords = Buffer.from('0 Lavoro\n1 \\Deleted\n2\n3 Casa\n99 Mai\nx\n-1 Mai\n\0\xff', 'latin1');
		await writeFile(join(path, 'dovecot-keywords'), keywords);
		await writeFile(join(path, 'dovecot-uidlist'), keywords);
		const store = await openFiles('source', {format: 'maildir', path});
		const {messages} = await store.scan('INBOX');
		expect(messages.map(({flags}) => flags)).toEqual([['\\Seen', 'Lavoro', 'Casa']]);
	});

	test('has a folder made whole that was half made, with its role, when it is to be made again', async () => {
		const path = await scratchFolder('maildir');
		await mkdir(join(path, '.Spedita', 'new'), {recursive: true});
		const store = await openFiles('destination', {format: 'maildir', path});
		expect(await store.create('Spedita', 'sent')).toBe('existed');
		await store.close();
		const again = await openFiles('destination', {format: 'maildir', path});
		const found = again.info.folders.find(({name}) => name === 'Spedita');
		expect(found).toMatchObject({role: 'sent', subscribed: false, uidNext: 1});
	});

	test('without a directory for what is not whole yet gets one', async () => {
		const path = await scratchFolder('maildir');
		await mkdir(join(path, '.Uno', 'cur'), {recursive: true});
		const store = await openFiles('destination', {format: 'maildir', path});
		await store.append('Uno', [message('uno')]);
		expect((await held(store, 'Uno')).length).toBe(1);
	});
});

test.each<[FilesFormat, readonly string[]]>([
	['eml', ['INBOX/1.eml', 'INBOX/trasloco.jsonl', 'a.eml']],
	['maildir', ['new/1.x', 'cur/1.x:2,S', 'dovecot-keywords', 'trasloco.jsonl']],
	['mbox', ['a.mbox', 'Uno.mbox.trasloco.jsonl']],
])('pipes in mail as %s are waited for on neither side', async (format, names) => {
	const path = await scratchFolder(format);
	for (const name of ['INBOX', 'cur', 'new', 'tmp']) await mkdir(join(path, name));
	await writeFile(join(path, 'Uno.mbox'), 'From a Mon Nov  6 10:00:00 2023\nSubject: uno\n\n');
	for (const name of names) await execa('mkfifo', [join(path, name)]);
	for (const side of ['source', 'destination'] as const) {
		const opening = openFiles(side, {format, path}).then(async store => {
			for (const {name, selectable} of store.info.folders) if (selectable) await held(store, name);
			await store.close();
		});
		// Told or passed over, as the case is.
		await opening.catch(error => expect(error).toBeInstanceOf(Problem));
	}
});

test.each<FilesFormat>(['eml', 'maildir', 'mbox'])(
	'a sidecar of %s that makes no sense is told, and not written to',
	async format => {
		const path = await scratchFolder(format);
		const store = await openFiles('destination', {format, path});
		await store.create('Uno');
		await store.append('Uno', [message('uno')]);
		await store.close();
		const names = (await readdir(path, {recursive: true})).filter(name => name.endsWith('trasloco.jsonl'));
		const name = join(path, names.find(each => each.includes('Uno')) ?? '');
		const [head = '', ...lines] = (await readFile(name, 'utf8')).split('\n');
		for (const text of [
			'',
			'{"tras',
			head.replace('"trasloco":1', '"trasloco":2'),
			// More than 32 bits.
			head.replace(/"uidNext":\d+/, '"uidNext":4294967296'),
			head.replace(/"uidValidity":\d+/, '"uidValidity":-1'),
			'no\n',
		]) {
			await writeFile(name, text);
			for (const side of ['source', 'destination'] as const)
				await expect(openFiles(side, {format, path})).rejects.toMatchObject({
					data: {code: 'file-unreadable', params: {path: name}},
				});
		}

		for (const text of [
			`${head}\n{}\n`,
			[head, ...lines].join('\n').replace(/"date":"\d/, '"date":"il '),
			[head, ...lines].join('\n').replace(/"flags":\[/, '"flags":[7,'),
			[JSON.stringify({...JSON.parse(head), path: []}), ...lines].join('\n'),
		]) {
			await writeFile(name, text);
			await expect(openFiles('destination', {format, path})).rejects.toMatchObject({
				data: {code: 'file-unreadable', params: {path: name}},
			});
		}
	},
);

describe.each<FilesFormat>(['eml', 'maildir', 'mbox'])('what a sidecar says of a message in %s', format => {
	const date = '05-Nov-2023 10:11:12 +0530';
	const flags = ['$Forwarded', '\\Seen'];
	type Entry = Readonly<Record<string, unknown>>;

	/** Three messages as a source, the sidecar's entry of the second being another. */
	const read = async (change: (entry: Entry, others: readonly Entry[]) => unknown) => {
		// Nothing is known besides what stands there.
		process.env.TRASLOCO_HOME = await scratchFolder('home');
		const path = await scratchFolder(format);
		const store = await openFiles('destination', {format, path});
		await store.create('Uno', 'archive');
		await store.append(
			'Uno',
			['primo', 'secondo', 'terzo'].map(text => ({...message(text), flags})),
		);
		await store.close();
		const names = (await readdir(path, {recursive: true})).filter(name => name.endsWith('trasloco.jsonl'));
		const name = join(path, names.find(each => each.includes('Uno')) ?? '');
		const entries: readonly Entry[] = (await readFile(name, 'utf8'))
			.trimEnd()
			.split('\n')
			.map(line => JSON.parse(line));
		// Of an mbox, the last entry is there twice.
		const [head = {}, first = {}, second = {}, ...rest] = entries;
		const changed = change(second, [head, first, ...rest]);
		const lines = Array.isArray(changed) ? changed : [head, first, changed, ...rest];
		await writeFile(
			name,
			lines.map(line => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join(''),
		);
		process.env.TRASLOCO_HOME = await scratchFolder('home');
		const source = await openFiles('source', {format, path});
		const folder = source.info.folders.find(({messages}) => messages > 0);
		const {messages, folder: opened, remarks = []} = await source.scan(folder?.name ?? '');
		const found: (readonly [string, string, readonly string[]])[] = [];
		const place = {folder: folder?.name ?? '', uidValidity: opened.uidValidity, messages};
		for await (const contents of source.read([place], 1e6))
			for (const {content, internalDate, flags, bytes} of contents) {
				expect(content?.length).toBe(bytes);
				const text = /Subject: (.*?)\r/.exec(`${content}`)?.[1] ?? '';
				expect(`${content}`).toBe(`${message(text).content}`);
				found.push([text, internalDate, flags.toSorted()]);
			}
		expect(messages.map(({bytes}) => bytes).toSorted()).toEqual(
			['primo', 'terzo', 'secondo'].map(text => message(text).content.length),
		);
		await source.close();
		return {folder, remarks, found: found.sort(([one], [other]) => (one < other ? -1 : 1))};
	};
	const whole = ['primo', 'secondo', 'terzo'].map(text => [text, date, flags]);
	const [first = [], , third = []] = whole;

	test('is what it is without a remark', async () => {
		const {folder, remarks, found} = await read(entry => entry);
		expect(found).toEqual(whole);
		expect(remarks).toEqual([]);
		expect(folder).toMatchObject({name: 'Uno', role: 'archive'});
	});

	const told = [
		{kind: 'damaged', what: 'entry', count: 1, first: expect.stringMatching(/trasloco\.jsonl:3$/)},
	];

	test.each([
		['no date', 'il 5 novembre'],
		['a number', 7],
		['a day that is none', '45-Nov-2023 10:11:12 +0530'],
		['nothing', undefined],
	])('loses its date alone where that is %s, and is told', async (_, wrong) => {
		const {remarks, found} = await read(entry => ({...entry, date: wrong}));
		expect(found.map(([text, , flags]) => [text, flags])).toEqual(
			whole.map(([text, , flags]) => [text, flags]),
		);
		expect([found[0], found[2]]).toEqual([first, third]);
		// A Maildir's file has the time, an mbox its line; of an .eml without a date, the file's time is all there is.
		const instants = found.map(([, date]) => parseInternalDate(date)?.instant);
		expect(instants[1]).toBe(instants[0]);
		if (wrong !== undefined || format === 'mbox') expect(remarks).toEqual(told);
	});

	test.each([
		['text', '\\Seen'],
		['numbers', [7]],
		['nothing', undefined],
	])(
		'loses its flags alone where they are %s, as far as the file does not tell them, and is told',
		async (_, wrong) => {
			const {remarks, found} = await read(entry => ({...entry, flags: wrong}));
			expect(found.map(([text, date]) => [text, date])).toEqual(whole.map(([text, date]) => [text, date]));
			expect(found[1]?.[2]).toEqual(format === 'eml' ? [] : flags);
			expect([found[0], found[2]]).toEqual([first, third]);
			expect(remarks).toEqual(told);
		},
	);

	test.each([
		['no UID', {uid: 'due'}],
		['a UID of 0', {uid: 0}],
		['a UID beyond 32 bits', {uid: 2 ** 32}],
		["another's UID", {uid: 1}],
	])('loses nothing where it has %s, and is told', async (_, wrong) => {
		const {remarks, found} = await read(entry => ({...entry, ...wrong}));
		expect(found).toEqual(whole);
		expect(remarks).toEqual(told);
	});

	test.each([
		['no JSON', () => '{"uid":2,'],
		['no object', () => 7],
		['of a file elsewhere', (entry: Entry) => ({...entry, file: '../../etc/passwd'})],
		['of a file by its whole path', (entry: Entry) => ({...entry, file: '/etc/passwd'})],
		['of a file with NUL', (entry: Entry) => ({...entry, file: '000002.eml\0'})],
		['without sizes', (entry: Entry) => ({...entry, bytes: -1, size: 'x', to: 'x', hash: 7})],
	])('is worth nothing where it is %s, and is told; the file is copied', async (_, change) => {
		const {remarks, found} = await read(change);
		expect([found[0], found[2]]).toEqual([first, third]);
		expect(found[1]?.[0]).toBe('secondo');
		expect(remarks).toEqual(told);
	});

	test('names no role and no folder that makes no sense, which is told', async () => {
		for (const wrong of [
			{role: 'capo'},
			{role: 7},
			{subscribed: 'sì'},
			{path: ['a/b']},
			{path: ['a\0']},
			{path: 7},
		]) {
			const {folder, remarks, found} = await read((entry, [head, ...rest]) => [
				{...head, ...wrong},
				rest[0],
				entry,
				...rest.slice(1),
			]);
			expect(found).toEqual(whole);
			expect([folder?.name, folder?.role]).toEqual(['Uno', 'role' in wrong ? undefined : 'archive']);
			expect(remarks).toEqual([{kind: 'damaged', what: 'folder-entry', count: 1}]);
		}
	});
});

test.each<FilesFormat>(['eml', 'maildir'])(
	'folders and files of %s whose names are no UTF-8 are read, told apart, and moved and taken out like all others',
	async format => {
		const path = await scratchFolder(format);
		const isEml = format === 'eml';
		// As programs in Latin-1 have left them: perché, perchè.
		const bytes = (name: string) => Buffer.from(join(path, name), 'latin1');
		for (const letter of ['\xe9', '\xe8']) {
			const name = isEml ? `perch${letter}` : `.perch${letter}`;
			for (const room of isEml ? [''] : ['/cur', '/new', '/tmp'])
				await mkdir(bytes(name + room), {recursive: true});
			for (const end of ['\xf9', '\xec'])
				await writeFile(
					bytes(isEml ? `${name}/pi${end}.eml` : `${name}/cur/1.pi${end}:2,S`),
					message(`${letter}${end}`).content,
				);
		}

		const names = ['perch%E8', 'perch%E9'];
		const source = await openFiles('source', {format, path});
		expect(source.info.folders.map(({name}) => name).filter(name => name !== 'INBOX')).toEqual(names);
		for (const name of names) {
			const found = await held(source, name);
			expect(found.map(([, text]) => text).sort()).toEqual(
				['ì', 'ù'].map(end => `${name.endsWith('8') ? 'è' : 'é'}${end}`),
			);
		}

		await source.close();
		const store = await openFiles('destination', {format, path});
		await store.create('Trash');
		const {folder, messages} = await store.scan('perch%E9');
		await store.append('perch%E9', [message('nuovo')]);
		const uids = messages.map(({uid}) => uid);
		await store.move('perch%E9', (await store.status('perch%E9')).uidValidity, uids, 'Trash');
		expect(folder.messages).toBe(2);
		expect((await held(store, 'perch%E9')).map(([, text]) => text)).toEqual(['nuovo']);
		expect((await held(store, 'Trash')).length).toBe(2);
		expect((await held(store, 'perch%E8')).length).toBe(2);
		await store.close();
	},
);

/** Of no process: more than Linux and macOS give. */
const gone = 2 ** 22 + 1;

/** Delivers as Python's mailbox module does: under an fcntl lock and a dot lock, into the file that then has the name. */
const deliverByPython = `
import mailbox, os, sys, time
def locked():
    while True:
        box = mailbox.mbox(sys.argv[1])
        try:
            box.lock()
            if os.fstat(box._file.fileno()).st_ino == os.stat(sys.argv[1]).st_ino:
                return box
            box.unlock()
        except mailbox.ExternalClashError:
            time.sleep(0.003)
        box.close()
for number in range(40):
    box = locked()
    box.add("Subject: altrui %d\\n\\nciao\\n" % number)
    box.flush()
    box.unlock()
    box.close()
    time.sleep(0.005)
`;
