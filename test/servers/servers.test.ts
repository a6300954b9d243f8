import {createHash} from 'node:crypto';
import {readFile} from 'node:fs/promises';
import {ImapFlow} from 'imapflow';
import {afterAll, describe, expect, test} from 'vitest';
import {bigSize, corpus, corpusSeed, oddities, specialUseMailboxes} from '../corpus/corpus.ts';
import {type DovecotOptions, startDovecot} from './dovecot.ts';
import {
	content,
	createFolder,
	deliver,
	epochOf,
	expunge,
	type SeedFolder,
	seed,
	setFlags,
	snapshot,
	withClient,
	withoutUids,
} from './mailbox.ts';
import {Refused} from './raw-imap.ts';
import type {MailServer, User} from './server.ts';
import {decodeMailboxName, encodeMailboxName} from './utf7.ts';

const simple = Buffer.from('Subject: prova\r\n\r\ncorpo\r\n');
const inbox = ['INBOX'];
const user = 'source';

const running: MailServer[] = [];
afterAll(() => Promise.all(running.map(server => server.stop())));

async function start(options: DovecotOptions = {}): Promise<MailServer> {
	const server = await startDovecot(options);
	running.push(server);
	return server;
}

/** What a snapshot of these folders must say, worked out without any server. */
function expected(folders: readonly SeedFolder[]) {
	return folders
		.map(folder => ({
			path: folder.path.join(' / '),
			subscribed: folder.subscribed,
			messages: folder.messages.map(message => ({
				digest: createHash('sha256').update(message.content).digest('hex'),
				size: message.content.length,
				flags: [...message.flags].sort(),
				epoch: epochOf(message.internalDate),
			})),
		}))
		.sort((one, other) => (one.path < other.path ? -1 : 1));
}

function sorted<T extends {readonly path: string}>(folders: readonly T[]): T[] {
	return [...folders].sort((one, other) => (one.path < other.path ? -1 : 1));
}

async function login(server: MailServer, {name, password}: User, more: object = {}): Promise<void> {
	const client = new ImapFlow({
		host: server.host,
		port: server.imapsPort,
		secure: true,
		auth: {user: name, pass: password},
		tls: {ca: await readFile(server.caFile)},
		logger: false,
		...more,
	});
	await client.connect();
	await client.logout();
}

const account = {name: user, password: 'segreto'};

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

	test.each([
		{separator: '/', prefix: '', format: 'maildir', timezone: 'UTC'},
		{separator: '.', prefix: 'INBOX.', format: 'maildir', timezone: 'Europe/Rome'},
		{separator: '.', prefix: '', format: 'sdbox', timezone: 'America/St_Johns'},
		{separator: '/', prefix: 'INBOX/', format: 'mdbox', timezone: 'Asia/Kathmandu'},
	] as const)(
		'comes back identical from $format with "$separator" and "$prefix" in $timezone',
		async options => {
			const server = await start({...options, mailboxes: specialUseMailboxes});
			const folders = corpus();
			await seed(server, user, folders);
			const first = await snapshot(server, user);
			const wanted = expected(folders);
			expect(sorted(withoutUids(first)), `seed ${corpusSeed}`).toEqual(wanted);
			// Dovecot answers a second time from its cache.
			const second = await snapshot(server, user);
			expect(second, `seed ${corpusSeed}`).toEqual(first);
			for (const folder of first.filter(({selectable}) => selectable)) {
				expect(folder.recent, folder.name).toBe(folder.messages.length);
			}
			expect(first.find(({path}) => path[0] === 'Posta inviata')?.specialUse).toEqual(['\\Sent']);
			expect(first.flatMap(({messages}) => messages).filter(({size}) => size === bigSize)).toHaveLength(1);
		},
	);

	test('keeps apart what Dovecot changes or refuses', async () => {
		const server = await start();
		for (const oddity of oddities()) {
			if (oddity.refused) {
				await expect(deliver(server, user, inbox, oddity), oddity.kind).rejects.toThrow(Refused);
				continue;
			}
			const uid = await deliver(server, user, inbox, oddity);
			const bytes = await content(server, user, inbox, uid);
			expect(bytes.toString('latin1'), oddity.kind).toBe(
				(oddity.served ?? oddity.content).toString('latin1'),
			);
		}
	});
});

describe('a Dovecot', () => {
	const passwords = [
		'$ " \\ ( è €',
		' spazi ai lati ',
		"'; --",
		'{}%*',
		'`$(id)`',

		'ü:1:2',
		'{3}',
		'日本',
	];

	test('takes any bytes in a password, over TLS and in clear', async () => {
		const users = passwords.map((password, index) => ({name: `utente${index}@example.it`, password}));
		const server = await start({users});
		// At once, since Dovecot answers a wrong password half a second later.
		await Promise.all(
			users.map(async each => {
				await login(server, each);
				await withClient(server, each.name, client => client.send(['NOOP']));
				const wrong = {...each, password: `${each.password}x`};
				await expect(login(server, wrong), each.password).rejects.toMatchObject({authenticationFailed: true});
			}),
		);
	});

	test('offers STARTTLS', async () => {
		const server = await start();
		await login(server, account, {port: server.imapPort, secure: false, doSTARTTLS: true});
		expect(await server.log()).toMatch(/Login: user=<source>.*TLS/);
	});

	test.each([
		['expired', 'CERT_HAS_EXPIRED'],
		['wrong-host', 'ERR_TLS_CERT_ALTNAME_INVALID'],
		['untrusted', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
	] as const)('shows a certificate that is %s', async (certificate, code) => {
		const server = await start({certificate});
		await expect(login(server, account)).rejects.toMatchObject({code});
	});

	test('advertises no capability that was taken out', async () => {
		const usual = await start({compress: true, mailboxes: specialUseMailboxes, quota: {messages: 5}});
		const poor = await start({
			compress: true,
			mailboxes: specialUseMailboxes,
			quota: {messages: 5},
			withoutCapabilities: ['MOVE', 'UIDPLUS', 'LITERAL+', 'MULTIAPPEND', 'LIST-STATUS', 'SPECIAL-USE'],
			capabilities: ['X-PROVA'],
		});
		const full = await withClient(usual, user, async client => [...client.capabilities].sort());
		const some = await withClient(poor, user, async client => [...client.capabilities].sort());
		const removed = ['LIST-STATUS', 'LITERAL+', 'MOVE', 'MULTIAPPEND', 'SPECIAL-USE', 'UIDPLUS'];
		expect(full).toEqual(expect.arrayContaining([...removed, 'QUOTA', 'COMPRESS=DEFLATE']));
		expect(some).toEqual([...full.filter(name => !removed.includes(name)), 'X-PROVA'].sort());
		// The helpers work without LITERAL+ and MULTIAPPEND too.
		const folders = [
			{path: ['Due'], subscribed: true, messages: corpus({messages: 5, big: false})[0]?.messages ?? []},
		];
		await seed(poor, user, folders);
		expect(withoutUids(await snapshot(poor, user, {only: [['Due']]}))).toEqual(expected(folders));
	});

	test('refuses what is over the quota', async () => {
		const server = await start({quota: {bytes: 20_000, messages: 3}});
		await expect(deliver(server, user, inbox, {content: Buffer.alloc(30_000, 'a: b\r\n')})).rejects.toThrow(
			'OVERQUOTA',
		);
		for (let count = 0; count < 3; count++) {
			await deliver(server, user, inbox, {content: simple});
		}
		await expect(deliver(server, user, inbox, {content: simple})).rejects.toThrow('OVERQUOTA');
		const {untagged} = await withClient(server, user, client => client.send(['GETQUOTAROOT INBOX']));
		expect(untagged).toContainEqual(['QUOTA', 'Mailbox', ['STORAGE', '1', '20', 'MESSAGE', '3', '3']]);
	});

	test('refuses a message that is too large, and says its limit or keeps it secret', async () => {
		const large = {content: Buffer.alloc(2000, 'a: b\r\n')};
		const open = await start({largestMessage: 1000});
		await expect(deliver(open, user, inbox, large)).rejects.toThrow('[LIMIT]');
		await withClient(open, user, async client => expect(client.capabilities).toContain('APPENDLIMIT=1000'));
		const secretive = await start({secretLargestMessage: 1000});
		await expect(deliver(secretive, user, inbox, large)).rejects.toThrow('[LIMIT]');
		await withClient(secretive, user, async client =>
			expect([...client.capabilities].join()).not.toContain('LIMIT'),
		);
	});

	test('refuses to create folders where an ACL says so', async () => {
		const server = await start({
			acl: ['* owner lrwstipexa', 'Vietata owner lrwstipexa', 'INBOX owner lrwstipekxa'],
		});
		await expect(createFolder(server, user, ['Vietata', 'Sotto'])).rejects.toThrow('[NOPERM]');
		await deliver(server, user, inbox, {content: simple});
	});

	test('shows internal dates in its own time zone', async () => {
		const server = await start({timezone: 'America/New_York'});
		await deliver(server, user, inbox, {content: simple, internalDate: '05-Jul-2023 12:00:00 +0200'});
		const [folder] = await snapshot(server, user);
		expect(folder?.messages[0]).toMatchObject({
			internalDate: '05-Jul-2023 06:00:00 -0400',
			epoch: Date.UTC(2023, 6, 5, 10),
		});
	});

	test('keeps its ports and its mail over a kill and a restart, and changes its options', async () => {
		const server = await start();
		await deliver(server, user, inbox, {content: simple, flags: ['\\Flagged', 'NonJunk']});
		const before = await snapshot(server, user);
		const {imapsPort, pid} = server;
		await server.kill();
		await expect(login(server, account)).rejects.toMatchObject({code: 'ECONNREFUSED'});
		await server.restart({withoutCapabilities: ['MOVE']});
		expect(server.imapsPort).toBe(imapsPort);
		expect(server.pid).not.toBe(pid);
		expect(await snapshot(server, user)).toEqual(before);
		await withClient(server, user, async client => expect(client.capabilities).not.toContain('MOVE'));
	});

	test('cuts off connections that are open when it is killed', async () => {
		const server = await start();
		await withClient(server, user, async client => {
			await server.kill();
			await expect(client.send(['NOOP'])).rejects.toThrow();
		});
	});

	test('limits the connections of one user', async () => {
		const server = await start({maxConnectionsPerUser: 1});
		await withClient(server, user, async () => {
			await expect(login(server, account)).rejects.toThrow();
		});
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
		const server = await start();
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
		const server = await start();
		await deliver(server, user, inbox, {content: simple});
		const one = withoutUids(await snapshot(server, user));
		await deliver(server, user, inbox, {content: Buffer.from(simple.toString().replace('corpo', 'corpO'))});
		await expunge(server, user, inbox, [1]);
		expect(withoutUids(await snapshot(server, user))).not.toEqual(one);
	});
});
