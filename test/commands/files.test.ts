import {spawnSync} from 'node:child_process';
import {cp, mkdir, readdir, readFile, stat, symlink, utimes, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {execa} from 'execa';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {openFiles} from '../../source/stores/files/open-files.ts';
import {corpus, corpusSeed, specialUseMailboxes} from '../corpus/corpus.ts';
import {oddMessages} from '../corpus/messages.ts';
import {signedMail} from '../corpus/signed.ts';
import {startDemoServer} from '../demo/server.ts';
import {startDovecot} from '../servers/dovecot.ts';
import {type Snapshot, seed, snapshot, withoutUids} from '../servers/mailbox.ts';
import {scratchFolder} from '../servers/scratch.ts';
import {giveTo} from '../servers/server.ts';
import {folder, letters} from './letter.ts';
import {foldersOf, messagesOf} from './outcomes.ts';
import {
	accountUrl,
	type Bench,
	bench,
	filesBelow,
	findingsOf,
	finishedOf,
	type Mailbox,
	type Move,
	newHome,
	run,
} from './trasloco.ts';

/** Runs a command with one mailbox on a server, and mail in files on the other side. */
function withFiles(move: Move, files: string) {
	const url = ({server, user}: Mailbox) => accountUrl(server, user.name);
	const passwords = {from: move.source.user.password, to: move.destination.user.password};
	const {caFile} = move.source.server;
	const command = (...args: readonly string[]) =>
		run(move.home, [...args, '--json', '--ca', caFile], passwords);
	return {
		backUp: (...more: readonly string[]) =>
			command('copy', '--from', url(move.source), '--to', files, ...more),
		restore: (...more: readonly string[]) =>
			command('copy', '--from', files, '--to', url(move.destination), ...more),
		compareBackup: (...more: readonly string[]) =>
			command('verify', '--from', url(move.source), '--to', files, ...more),
		resume: (id: string) => command('resume', id),
		undo: (id: string) => command('undo', id, '--yes'),
	};
}

describe.each(['eml', 'maildir', 'mbox'])('a mailbox as %s', format => {
	let servers: Bench;

	beforeAll(async () => {
		servers = await bench(
			{timezone: 'Asia/Kathmandu', mailboxes: specialUseMailboxes},
			{
				separator: '/',
				prefix: '',
				timezone: 'America/New_York',
				format: 'sdbox',
				mailboxes: specialUseMailboxes,
			},
		);
	});
	afterAll(() => servers[Symbol.asyncDispose]());

	test('is backed up and restored identically: content, flags, keywords, dates, names, subscriptions', async () => {
		const move = await servers.move();
		await seed(servers.source, move.source.user.name, corpus({messages: 300, big: false}));
		const source = await move.atSource();
		const folder = join(await scratchFolder('backup'), 'mario');
		const {backUp, restore, compareBackup, undo} = withFiles(move, `${format}:${folder}`);
		const copied = await backUp();
		expect(copied.exitCode, copied.stderr).toBe(0);
		expect(finishedOf(copied)).toMatchObject({state: 'done', copied: 300, skipped: 0, findings: []});
		const compared = await compareBackup('--deep');
		expect(compared.exitCode, compared.stdout).toBe(0);
		expect(finishedOf(await backUp())).toMatchObject({copied: 0, alreadyThere: 300});

		const before = await filesBelow(folder);
		const restored = await restore();
		expect(restored.exitCode, restored.stderr).toBe(0);
		expect(finishedOf(restored)).toMatchObject({state: 'done', copied: 300, skipped: 0});
		const shapes = withoutUids(source)
			.filter(({messages}) => messages.length > 0)
			.map(folder => ({...folder, subscribed: folder.subscribed && folder.path !== 'INBOX'}));
		const names = shapes.map(({path}) => path);
		const there = withoutUids(await move.atDestination());
		expect(
			there.filter(({path}) => names.includes(path)),
			`seed ${corpusSeed}`,
		).toEqual(shapes);
		expect(await filesBelow(folder)).toEqual(before);

		expect((await undo(finishedOf(copied).run)).exitCode).toBe(0);
		const left = [...(await filesBelow(folder)).keys()].filter(
			path => !/trasloco\.jsonl$|dovecot-keywords$/.test(path),
		);
		// An inbox is there as long as its mailbox is.
		expect(left).toEqual(format === 'mbox' ? [join(folder, 'INBOX.mbox')] : []);
		expect((await readdir(folder)).sort()).toEqual(format === 'eml' ? ['INBOX'] : expect.any(Array));
	});
});

describe.each([
	{format: 'eml', edited: 'conto 9'},
	{format: 'eml', edited: 'conto 9, with a note'},
	{format: 'eml', edited: 'conto 9, with a note', isListed: true},
	{format: 'maildir', edited: 'conto 9'},
	{format: 'maildir', edited: 'conto 9, with a note'},
	{format: 'maildir', edited: 'conto 9, with a note', isListed: true},
])('mail as $format, edited to “$edited” (listed since: $isListed)', ({format, edited, isListed}) => {
	test('a file that was edited since stays when the copy is undone, and is told', async () => {
		await using servers = await bench({}, {}, 1);
		const move = await servers.move();
		await seed(servers.source, move.source.user.name, [folder('INBOX', ...letters('conto', 3))]);
		const path = join(await scratchFolder('edited'), 'mario');
		const {backUp, compareBackup, undo} = withFiles(move, `${format}:${path}`);
		const copied = await backUp();
		expect(copied.exitCode, copied.stderr).toBe(0);
		const texts = async () =>
			[...(await filesBelow(path))].filter(([name, text]) => !name.endsWith('jsonl') && text.length > 0);
		const [file = '', content = Buffer.alloc(0)] =
			(await texts()).find(([, text]) => text.includes('conto 2')) ?? [];
		const {atime, mtime} = await stat(file);
		await writeFile(file, `${content}`.replaceAll('conto 2', edited));
		await utimes(file, atime, mtime);
		// What was edited is another message then.
		if (isListed) expect((await compareBackup()).exitCode).toBe(3);
		const undone = await undo(finishedOf(copied).run);
		expect(undone.exitCode, undone.stderr).toBe(0);
		expect(finishedOf(undone).findings).toContainEqual(
			expect.objectContaining({kind: 'altered-before-undo', source: 'INBOX', count: 1}),
		);
		const left = await texts();
		expect(left.map(([name]) => name)).toEqual([file]);
		expect(`${left[0]?.[1]}`).toContain('conto 9');
		expect(`${left[0]?.[1]}`).not.toContain('conto 1');
	});
});

/** A Dovecot whose one user has a Maildir of our own making. */
async function dovecotOn(maildir: string) {
	const server = await startDovecot({separator: '.', prefix: '', timezone: 'Europe/Rome'});
	const mail = join(server.directory, 'mail');
	const home = join(mail, '0');
	await mkdir(home, {recursive: true});
	await cp(maildir, join(home, 'Maildir'), {recursive: true, preserveTimestamps: true});
	const {uid, gid} = await stat(mail);
	await giveTo({process: '', group: '', mail: '', uid, gid}, home);
	return server;
}

/** What has to be the same wherever mail is: names, contents, flags, dates. */
const bare = (folders: Snapshot) =>
	withoutUids(folders)
		.filter(({messages}) => messages.length > 0)
		.map(({path, messages}) => ({path, messages}));

describe('a Maildir', () => {
	let servers: Bench;

	beforeAll(async () => {
		servers = await bench(
			{separator: '.', prefix: '', timezone: 'Europe/Rome'},
			{separator: '/', prefix: '', timezone: 'Europe/Rome', format: 'sdbox'},
		);
	});
	afterAll(() => servers[Symbol.asyncDispose]());

	test('that is written is read by Dovecot and by Python as what it is', async () => {
		const move = await servers.move();
		await seed(servers.source, move.source.user.name, corpus({messages: 200, big: false}));
		const folder = join(await scratchFolder('backup'), 'mario');
		const copied = await withFiles(move, `maildir:${folder}`).backUp();
		expect(copied.exitCode, copied.stderr).toBe(0);
		await using server = await dovecotOn(folder);
		const source = await move.atSource();
		expect(bare(await snapshot(server, server.users[0]?.name ?? '')), `seed ${corpusSeed}`).toEqual(
			bare(source),
		);
		expect(await server.log()).not.toMatch(/Error|Warning|Panic/);

		const {stdout} = await execa('python3', ['-c', readByPython, folder]);
		const held = source.flatMap(({path, messages}) =>
			messages.map(({flags, size}) => ({
				path: path.join('.'),
				seen: flags.includes('\\Seen'),
				flagged: flags.includes('\\Flagged'),
				size,
			})),
		);
		const order = (all: typeof held) => all.map(each => JSON.stringify(each)).sort();
		expect(order(JSON.parse(stdout))).toEqual(order(held));
	});

	test.each([
		['Maildir++', ''],
		['directories in directories', ':LAYOUT=fs'],
	])('of Dovecot, as %s, is read as what Dovecot says of it, and not touched', async (_, layout) => {
		await using server = await startDovecot({
			...{separator: '.', prefix: '', timezone: 'Europe/Rome', users: [{name: 'mario', password: 'segreto'}]},
			extra: `mail_location = maildir:~/Maildir${layout}`,
		});
		await seed(server, 'mario', corpus({messages: 200, big: false}));
		const source = await snapshot(server, 'mario');
		const maildir = join(server.directory, 'mail', '0', 'Maildir');
		await writeFile(join(maildir, 'new', '1999999999.M1P1.casa'), 'Subject: nuovo\n\nnon letto\n');
		const everything = async () => ({files: await filesBelow(maildir), times: await timesBelow(maildir)});
		const before = await everything();
		const move = await servers.move();
		const {restore, undo} = withFiles(move, `maildir:${maildir}`);
		const restored = await restore();
		expect(restored.exitCode, restored.stderr).toBe(0);
		expect(await everything()).toEqual(before);
		const there = bare(await move.atDestination());
		const wanted = bare(source).map(shape => ({
			...shape,
			messages: [
				...shape.messages,
				...(shape.path === 'INBOX' ? [expect.objectContaining({flags: [], size: 29})] : []),
			],
		}));
		expect(there, `seed ${corpusSeed}`).toEqual(wanted);
		expect((await undo(finishedOf(restored).run)).exitCode).toBe(0);
	});
});

describe('files that make trouble', () => {
	let servers: Bench;

	beforeAll(async () => {
		servers = await bench({}, {format: 'sdbox'});
	});
	afterAll(() => servers[Symbol.asyncDispose]());

	test('a message that cannot be read is told, with its reason, and all others are copied', async () => {
		const folder = await scratchFolder('eml');
		await mkdir(join(folder, 'Posta'));
		await writeFile(join(folder, 'Posta', 'a.eml'), 'Subject: a\r\n\r\n');
		// A file that is there, and that the system refuses to read whoever asks.
		await symlink('/proc/self/mem', join(folder, 'Posta', 'b.eml'));
		const move = await servers.move();
		const outcome = await withFiles(move, `eml:${folder}`).restore();
		expect(outcome.exitCode, outcome.stderr).toBe(3);
		const finished = finishedOf(outcome);
		expect(finished).toMatchObject({state: 'differences', copied: 1, skipped: 1});
		expect(finished.findings.filter(({severity}) => severity === 'difference')).toMatchObject([
			{kind: 'unreadable', source: 'Posta', server: expect.stringContaining('i/o error')},
		]);
	});

	test('an entry of a sidecar that makes no sense is told, and its message is copied', async () => {
		const path = await scratchFolder('eml');
		process.env.TRASLOCO_HOME = await newHome();
		const store = await openFiles('destination', {format: 'eml', path});
		const internalDate = '05-Nov-2023 10:11:12 +0530';
		const content = (name: string) => Buffer.from(`Subject: ${name}\r\n\r\nciao\r\n`);
		await store.append(
			'INBOX',
			['uno', 'due', 'tre'].map(name => ({content: content(name), flags: ['\\Flagged'], internalDate})),
		);
		await store.close();
		const sidecar = join(path, 'INBOX', 'trasloco.jsonl');
		const [head, one, two, ...rest] = (await readFile(sidecar, 'utf8')).split('\n');
		await writeFile(sidecar, [head, one, two?.replace('05-Nov', '55-Nov'), ...rest].join('\n'));
		const move = await servers.move();
		const outcome = await withFiles(move, `eml:${path}`).restore();
		expect(outcome.exitCode, outcome.stderr).toBe(0);
		expect(finishedOf(outcome)).toMatchObject({state: 'done', copied: 3, skipped: 0});
		expect(findingsOf(finishedOf(outcome), 'damaged')).toMatchObject([
			{source: 'INBOX', count: 1, params: {what: 'entry', first: 'trasloco.jsonl:3'}},
		]);
		const inbox = (await move.atDestination()).find(({name}) => name === 'INBOX');
		expect(inbox?.messages.map(({flags}) => flags)).toEqual([['\\Flagged'], ['\\Flagged'], ['\\Flagged']]);
	});

	const isMountable = process.getuid?.() === 0 && spawnSync('unshare', ['-m', 'true']).status === 0;

	test.runIf(isMountable)(
		'a disk that becomes full stops a copy with nothing half done, and it is resumed',
		async () => {
			const disk = await scratchFolder('disk');
			await execa('mount', ['-t', 'tmpfs', '-o', 'size=1536k', 'tmpfs', disk]);
			try {
				const move = await servers.move();
				await seed(servers.source, move.source.user.name, corpus({messages: 300, big: false}));
				const files = `eml:${join(disk, 'casella')}`;
				const {backUp, compareBackup, undo, resume} = withFiles(move, files);
				const stopped = await backUp('--patience', '0');
				expect(stopped.exitCode, stopped.stdout).toBe(6);
				expect(finishedOf(stopped)).toMatchObject({
					state: 'failed',
					problem: {code: 'over-quota', side: 'destination', server: 'no space left on device'},
				});
				await execa('mount', ['-o', 'remount,size=16m', disk]);
				const resumed = await resume(finishedOf(stopped).run);
				expect(resumed.exitCode, resumed.stderr).toBe(0);
				expect((await compareBackup('--deep')).exitCode).toBe(0);
				expect((await undo(finishedOf(stopped).run)).exitCode).toBe(0);
				expect([...(await filesBelow(disk)).keys()]).toEqual([
					join(disk, 'casella', 'INBOX', 'trasloco.jsonl'),
				]);
			} finally {
				await execa('umount', [disk]);
			}
		},
	);
});

describe.each(['eml', 'maildir'])('every kind of odd message, and certified mail, as %s', format => {
	test('arrives as it was handed out, and signatures are intact', async () => {
		const signed = await signedMail();
		const more = {about: '', isFixture: false};
		const kinds = [
			...oddMessages(),
			...signed.messages.map(message => ({...more, kind: message.kind, messages: [message]})),
		];
		const messages = messagesOf(kinds);
		const user = {name: 'mario', password: 'segreto'};
		const server = await startDemoServer({
			...{user: user.name, password: user.password, delimiter: '/', prefix: ''},
			folders: foldersOf(messages).map(({path, messages: held}) => ({
				path,
				messages: held.map(({content: raw, flags, internalDate: date}) => ({raw, flags, date})),
			})),
		});
		try {
			const folder = join(await scratchFolder('backup'), 'mario');
			const home = await newHome();
			const sides = [
				...['--from', accountUrl({imapsPort: 0, imapPort: server.port}, user.name, 'imap+plain')],
				...['--to', `${format}:${folder}`],
			];
			const copied = await run(home, ['copy', ...sides, '--json'], {from: user.password});
			expect(copied.exitCode, `${copied.stderr}${JSON.stringify(finishedOf(copied).findings)}`).toBe(0);
			expect(finishedOf(copied)).toMatchObject({state: 'done', copied: messages.length, findings: []});
			const compared = await run(home, ['verify', '--deep', ...sides, '--json'], {from: user.password});
			expect(compared.exitCode, compared.stdout).toBe(0);
			process.env.TRASLOCO_HOME = home;
			const store = await openFiles('source', {format: format === 'eml' ? 'eml' : 'maildir', path: folder});
			const {folder: opened, messages: receipts} = await store.scan('PEC/Ricevute');
			const wanted = [
				{folder: 'PEC/Ricevute', uidValidity: opened.uidValidity, messages: [...receipts].slice(-11)},
			];
			const intact: boolean[] = [];
			for await (const contents of store.read(wanted, 1e6))
				for (const {content = Buffer.alloc(0)} of contents) intact.push(await signed.isIntact(content));
			expect(intact).toEqual(Array.from({length: 11}, () => true));
		} finally {
			await server.stop();
		}
	});
});

/** Prints what Python's mailbox module finds in a Maildir. */
const readByPython = `
import json, mailbox, sys, urllib.parse
found = []
def look(path, box):
    for key in box.keys():
        message = box.get(key)
        raw = box.get_bytes(key)
        size = len(raw) + raw.count(b"\\n") - raw.count(b"\\r\\n")
        found.append(dict(path=path, seen="S" in message.get_flags(), flagged="F" in message.get_flags(), size=size))
def decode(name):
    import re, base64
    return re.sub("&([^-]*)-", lambda m: "&" if m[1] == "" else base64.b64decode(m[1].replace(",", "/") + "===").decode("utf-16-be"), name)
root = mailbox.Maildir(sys.argv[1], create=False)
look("INBOX", root)
for name in root.list_folders():
    look(decode(name), root.get_folder(name))
print(json.dumps(found))
`;

async function timesBelow(folder: string): Promise<ReadonlyMap<string, number>> {
	const names = ['', ...(await readdir(folder, {recursive: true}))];
	return new Map(
		await Promise.all(names.map(async name => [name, (await stat(join(folder, name))).mtimeMs] as const)),
	);
}
