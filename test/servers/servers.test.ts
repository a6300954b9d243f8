import {createHash} from 'node:crypto';
import {existsSync} from 'node:fs';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {corpus, corpusSeed, specialUseMailboxes} from '../corpus/corpus.ts';
import {oddMessages} from '../corpus/messages.ts';
import {startCourier} from './courier.ts';
import {startCyrus} from './cyrus.ts';
import {startDovecot} from './dovecot.ts';
import {login, loginByStarttls} from './login.ts';
import {
	content,
	createFolder,
	deliver,
	epochOf,
	expunge,
	mailbox,
	setFlags,
	snapshot,
	withClient,
	withoutUids,
} from './mailbox.ts';
import {Refused} from './raw-imap.ts';
import {type MailServer, runningIn, type ServerOptions} from './server.ts';
import {extensions, oddNames, offered, type ServerName, treatmentOf} from './treatment.ts';
import {decodeMailboxName, encodeMailboxName} from './utf7.ts';

const simple = Buffer.from('Subject: prova\r\n\r\ncorpo\r\n');
const inbox = ['INBOX'];
const user = 'source';

const users = [
	{name: 'anna', password: 'segreto'},
	{name: 'mario', password: 'è "tutto" \\ {3} %d $(id)'},
	...['odd', 'names', 'full', 'kept'].map(name => ({name, password: name})),
];

const programs: readonly {
	readonly name: ServerName;
	start(options: ServerOptions): Promise<MailServer>;
}[] = [
	{name: 'Dovecot', start: options => startDovecot({...options, mailboxes: specialUseMailboxes})},
	{
		name: 'Dovecot (mbox)',
		start: options => startDovecot({...options, mailboxes: specialUseMailboxes, format: 'mbox'}),
	},
	{name: 'Cyrus', start: options => startCyrus(options)},
	{name: 'Courier', start: options => startCourier(options)},
];

describe.each(programs)('a $name', ({name, start}) => {
	let server: MailServer;

	beforeAll(async () => {
		server = await start({users, quota: {bytes: 3_500_000}});
	});
	afterAll(() => server.stop());

	test('lets its users in over TLS, by STARTTLS and in clear, and nobody with another password', async () => {
		const [anna = {name: '', password: ''}] = users;
		// At once, since some make whoever was wrong wait for it.
		const wrong = expect(login(server, {...anna, password: 'segretO'})).rejects.toMatchObject({
			authenticationFailed: true,
		});
		for (const each of users.slice(0, 2)) {
			await login(server, each);
			await loginByStarttls(server, each);
			await withClient(server, each.name, client => client.send(['NOOP']));
		}
		await wrong;
	});

	test('offers the extensions that are written down', async () => {
		const there = await withClient(server, 'anna', async client => client.capabilities);
		expect(extensions.filter(each => there.has(each))).toEqual(offered[name]);
	});

	test('keeps, changes and refuses messages as it is written down', async () => {
		const messages = [
			...corpus({messages: 90, big: false}).flatMap(folder => folder.messages),
			...oddMessages().flatMap(({kind, messages: odd}) => odd.map(message => ({...message, kind}))),
		];
		const taken = await withClient(server, 'odd', async client => {
			const kept = [];
			for (const {kind, flags, internalDate, content} of messages) {
				const treatment = treatmentOf(name, kind);
				const date = ` (${flags.join(' ')}) "${internalDate}" `;
				const appended = client.send(['APPEND ', mailbox(server, inbox), date, content]);
				if (treatment?.outcome.endsWith('refused')) {
					await expect(appended, kind).rejects.toThrow(treatment.how);
				} else {
					await appended;
					kept.push({kind, flags, internalDate, content, treatment});
				}
			}
			return kept;
		});
		// Some show a date right as long as they have not looked twice.
		await snapshot(server, 'odd', {only: [inbox]});
		const [folder] = await snapshot(server, 'odd', {only: [inbox]});
		expect(folder?.messages).toHaveLength(taken.length);
		for (const [index, {kind, treatment, content, flags, internalDate}] of taken.entries()) {
			const there = folder?.messages[index];
			const served = treatment?.outcome === 'altered' ? treatment.served(content) : content;
			const label = `${kind}, seed ${corpusSeed}`;
			expect(there?.digest, label).toBe(createHash('sha256').update(served).digest('hex'));
			expect(there?.size, label).toBe(served.length);
			expect(served.equals(content), label).toBe(treatment?.outcome !== 'altered');
			expect(there?.epoch === epochOf(internalDate), label).toBe(treatment?.outcome !== 'date');
			const sorted = (names: readonly string[] = []) => names.map(flag => flag.toLowerCase()).sort();
			const unchanged = sorted(flags).join() === sorted(there?.flags).join();
			expect(unchanged, label).toBe(treatment?.outcome !== 'flags');
		}
	});

	test('takes and refuses names of folders as it is written down', async () => {
		await withClient(server, 'names', async client => {
			for (const {name: folder, refusedBy} of oddNames) {
				const created = client.send(['CREATE ', mailbox(server, [folder])]);
				if (refusedBy.includes(name)) {
					await expect(created, folder).rejects.toThrow(Refused);
				} else {
					await created;
				}
			}
		});
		const there = (await snapshot(server, 'names')).map(({path}) => path.join('/'));
		const wanted = oddNames.filter(({refusedBy}) => !refusedBy.includes(name)).map(each => each.name);
		expect(there.sort()).toEqual(['INBOX', ...wanted].sort());
	});

	test('refuses what is over the quota', async () => {
		const message = {content: Buffer.alloc(1_500_000, 'a: b\r\n')};
		await deliver(server, 'full', inbox, message);
		await deliver(server, 'full', inbox, message);
		await expect(deliver(server, 'full', inbox, message)).rejects.toThrow(/quota/i);
		const [folder] = await snapshot(server, 'full');
		expect(folder?.messages).toHaveLength(2);
	});

	test('keeps its ports and its mail over a kill and a restart, and takes capabilities out', async () => {
		await deliver(server, 'kept', inbox, {content: simple, flags: ['\\Flagged', 'NonJunk']});
		const before = await snapshot(server, 'kept');
		const {pid, imapPort, imapsPort} = server;
		await withClient(server, 'kept', async client => {
			expect(await runningIn(pid)).not.toEqual([]);
			await server.kill();
			expect(await runningIn(pid)).toEqual([]);
			await expect(client.send(['NOOP'])).rejects.toThrow();
		});
		await server.restart({withoutCapabilities: ['UIDPLUS']});
		expect([server.imapPort, server.imapsPort]).toEqual([imapPort, imapsPort]);
		expect(server.pid).not.toBe(pid);
		expect(await snapshot(server, 'kept')).toEqual(before);
		await withClient(server, 'kept', async ({capabilities}) => {
			expect(capabilities).not.toContain('UIDPLUS');
			expect(capabilities).toContain('NAMESPACE');
		});
	});

	test('leaves nothing behind when it is stopped', async () => {
		const {pid, directory} = server;
		await server.stop();
		expect(existsSync(directory)).toBe(false);
		expect(await runningIn(pid)).toEqual([]);
		await expect(login(server, {name: 'anna', password: 'segreto'})).rejects.toMatchObject({
			code: 'ECONNREFUSED',
		});
	});
});

describe('the corpus', () => {
	test('is the same for the same seed and different for another', () => {
		const digest = (seed: number) =>
			createHash('sha256')
				.update(JSON.stringify(corpus({seed, messages: 100, big: false})))
				.digest('hex');
		expect(digest(1)).toBe(digest(1));
		expect(digest(1)).not.toBe(digest(2));
	});

	test.each([0, 1, 12, 40, 100, 2000])('has exactly %i messages when so many are asked for', count => {
		const folders = corpus({messages: count, big: false});
		expect(folders).toHaveLength(12);
		expect(folders.flatMap(folder => folder.messages)).toHaveLength(count);
	});
});

describe('the helpers', () => {
	test.each([
		['Società Perché', 'Societ&AOA- Perch&AOk-'],
		['日本', '&ZeVnLA-'],
		['Lavoro & Co', 'Lavoro &- Co'],
		['📦 trasloco', '&2D3c5g- trasloco'],
	])('write %s as %s', (name, encoded) => {
		expect(encodeMailboxName(name)).toBe(encoded);
		expect(decodeMailboxName(encoded)).toBe(name);
	});

	test('change one message as another client would', async () => {
		await using server = await startDovecot();
		const path = ['Lavoro & Co', '日本'];
		await createFolder(server, user, path);
		const uids = [];
		for (const subject of ['uno', 'due', 'tre']) {
			uids.push(await deliver(server, user, path, {content: Buffer.from(`Subject: ${subject}\r\n\r\n`)}));
		}
		expect(uids).toEqual([1, 2, 3]);
		await expunge(server, user, path, [2]);
		await setFlags(server, user, path, [3], ['\\Seen', '$Forwarded']);
		const [folder] = await snapshot(server, user, {only: [path]});
		expect(folder?.messages.map(({uid, flags}) => ({uid, flags}))).toEqual([
			{uid: 1, flags: []},
			{uid: 3, flags: ['$Forwarded', '\\Seen']},
		]);
		expect((await content(server, user, path, 3)).toString()).toBe('Subject: tre\r\n\r\n');
	});

	test('find a difference of one byte', async () => {
		await using server = await startDovecot();
		await deliver(server, user, inbox, {content: simple});
		const one = withoutUids(await snapshot(server, user));
		await deliver(server, user, inbox, {content: Buffer.from(simple.toString().replace('corpo', 'corpO'))});
		await expunge(server, user, inbox, [1]);
		expect(withoutUids(await snapshot(server, user))).not.toEqual(one);
	});
});
