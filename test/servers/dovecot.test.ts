import {createHash} from 'node:crypto';
import {afterAll, describe, expect, test} from 'vitest';
import {bigSize, corpus, corpusSeed, specialUseMailboxes} from '../corpus/corpus.ts';
import {type Dovecot, type DovecotOptions, startDovecot} from './dovecot.ts';
import {login, loginByStarttls} from './login.ts';
import {
	createFolder,
	deliver,
	epochOf,
	type SeedFolder,
	seed,
	snapshot,
	withClient,
	withoutUids,
} from './mailbox.ts';

const simple = Buffer.from('Subject: prova\r\n\r\ncorpo\r\n');
const inbox = ['INBOX'];
const user = 'source';
const account = {name: user, password: 'segreto'};

const running: Dovecot[] = [];
afterAll(() => Promise.all(running.map(server => server.stop())));

async function start(options: DovecotOptions = {}): Promise<Dovecot> {
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

describe('a corpus of 2,000 messages', () => {
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
		await loginByStarttls(server, account);
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
