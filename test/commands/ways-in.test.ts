import {writeFile} from 'node:fs/promises';
import {createServer} from 'node:net';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {Connections} from '../../source/engine/connections.ts';
import {certificates, makeClientCertificate} from '../servers/certificates.ts';
import {type Dovecot, startDovecot} from '../servers/dovecot.ts';
import {seed, snapshot} from '../servers/mailbox.ts';
import {startHttpProxy, startSocksProxy} from '../servers/proxies.ts';
import {scratchFolder} from '../servers/scratch.ts';
import type {MailServer} from '../servers/server.ts';
import {folder, letters} from './letter.ts';
import {accountUrl, filesBelow, newHome, type Outcome, run, type StartOptions} from './trasloco.ts';

const password = 'segreto';
const masterPassword = 'del padrone';

async function freePort6(): Promise<number> {
	const server = createServer();
	await new Promise<void>(done => server.listen(0, '::1', done));
	const address = server.address();
	await new Promise(done => server.close(done));
	return typeof address === 'object' && address ? address.port : 0;
}

let server: MailServer;
let guarded: Dovecot;
let port6: number;
let folderOfKeys: string;

beforeAll(async () => {
	folderOfKeys = await scratchFolder('keys');
	const masters = join(folderOfKeys, 'masters');
	await writeFile(masters, `padrone:{PLAIN}${masterPassword}\n`);
	port6 = await freePort6();
	const {caFile} = await certificates();
	const users = ['anna', 'bruno', 'carla', 'dario', 'elena', 'piero', 'paola'].map(name => ({
		name,
		password,
	}));
	[server, guarded] = await Promise.all([
		startDovecot({
			users,
			extra: `
auth_master_user_separator = *
passdb {
  driver = passwd-file
  args = username_format=%u ${masters}
  master = yes
}
service imap-login {
  inet_listener imaps6 {
    address = ::1
    port = ${port6}
    ssl = yes
  }
}`,
		}),
		startDovecot({users}),
	]);
	await Promise.all(
		[server, guarded].map(each => seed(each, 'anna', [folder('INBOX', ...letters('arrivo', 4))])),
	);
	// Mail is put there by a client that has no certificate.
	await guarded.restart({
		extra: `
ssl_ca = <${caFile}
ssl_verify_client_cert = yes
ssl_require_crl = no
auth_ssl_require_client_cert = yes`,
	});
});

afterAll(() => Promise.all([server.stop(), guarded.stop()]));

async function copy(from: string, to: string, options: StartOptions, ...more: string[]): Promise<Outcome> {
	const home = await newHome();
	return run(home, ['copy', '--from', from, '--to', to, '--ca', server.caFile, '--json', ...more], options);
}

async function arrived(at: MailServer, user: string): Promise<number> {
	return (await snapshot(at, user)).flatMap(({messages}) => messages).length;
}

describe('another user logs in', () => {
	test('by SASL: one name proves who it is, the other says whose mailbox it is', async () => {
		const outcome = await copy(
			accountUrl(server, 'padrone'),
			accountUrl(server, 'padrone', 'imap'),
			{from: masterPassword, to: masterPassword},
			...['--from-authorize-as', 'anna', '--to-authorize-as', 'bruno'],
		);
		expect(outcome.exitCode, outcome.stderr).toBe(0);
		expect(await server.log()).toMatch(/Login: user=<anna>, .*TLS/);
		expect(await arrived(server, 'bruno')).toBe(4);
	});

	test('with a name that says both, as Dovecot takes it', async () => {
		const outcome = await copy(accountUrl(server, 'anna*padrone'), accountUrl(server, 'carla*padrone'), {
			from: masterPassword,
			to: masterPassword,
		});
		expect(outcome.exitCode, outcome.stderr).toBe(0);
		expect(await arrived(server, 'carla')).toBe(4);
	});

	test('who may not is refused, and told in the words of the server', async () => {
		const outcome = await copy(
			accountUrl(server, 'bruno'),
			accountUrl(server, 'carla'),
			{from: password, to: password},
			...['--from-authorize-as', 'anna'],
		);
		expect(outcome.exitCode, outcome.stderr).toBe(4);
		expect(outcome.stderr).toContain('From: the login of bruno was refused');
	});

	test('a server without SASL PLAIN opens no mailbox, since it would be that of the wrong user', async () => {
		await using plain = await startDovecot({
			users: [{name: 'anna', password}],
			extra: 'auth_mechanisms = login',
		});
		const outcome = await copy(
			accountUrl(plain, 'anna'),
			accountUrl(server, 'carla'),
			{from: password, to: password},
			...['--from-authorize-as', 'bruno'],
		);
		expect(outcome.exitCode, outcome.stderr).toBe(4);
		expect(outcome.stderr).toContain("can't be told whose mailbox is meant");
		expect(await plain.log()).not.toMatch(/Login: user/);
	});
});

describe('a certificate of the client', () => {
	test.each(['imaps', 'imap'] as const)('is shown over %s, its passphrase kept nowhere', async scheme => {
		const passphrase = 'parola della chiave';
		const {certFile, keyFile} = await makeClientCertificate(folderOfKeys, `a-${scheme}`, passphrase);
		const home = await newHome();
		const args = [
			...['copy', '--from', accountUrl(guarded, 'anna', scheme), '--to', accountUrl(server, 'dario')],
			...['--ca', server.caFile, '--json'],
			...['--from-client-certificate', certFile, '--from-client-key', keyFile],
		];
		const env = {TRASLOCO_FROM_PASSPHRASE: passphrase};
		const outcome = await run(home, args, {from: password, to: password, env});
		expect(outcome.exitCode, outcome.stderr).toBe(0);
		expect(await arrived(server, 'dario')).toBe(4);
		for (const [path, content] of await filesBelow(home)) {
			expect(content.includes(passphrase), path).toBe(false);
		}
	});

	test('without one the login is refused in the words of the server', async () => {
		const outcome = await copy(accountUrl(guarded, 'anna'), accountUrl(server, 'dario'), {
			from: password,
			to: password,
		});
		expect(outcome.exitCode, outcome.stderr).toBe(4);
		expect(outcome.stderr).toMatch(/certificate/i);
	});

	test.each([
		['a wrong passphrase', 'sbagliata', 'the passphrase does not open the key'],
		['no passphrase', undefined, 'the passphrase does not open the key'],
	])('with %s that is said, and nothing is sent', async (_, given, said) => {
		const {certFile, keyFile} = await makeClientCertificate(folderOfKeys, 'chiusa', 'giusta');
		const outcome = await copy(
			accountUrl(guarded, 'anna'),
			accountUrl(server, 'dario'),
			{from: password, to: password, env: given === undefined ? {} : {TRASLOCO_FROM_PASSPHRASE: given}},
			...['--from-client-certificate', certFile, '--from-client-key', keyFile],
		);
		expect(outcome.exitCode, outcome.stderr).toBe(4);
		expect(outcome.stderr).toContain(said);
	});

	test('the key of another certificate, and a file that is not there, are told', async () => {
		const [one, other] = await Promise.all([
			makeClientCertificate(folderOfKeys, 'una'),
			makeClientCertificate(folderOfKeys, 'altra'),
		]);
		const secrets = {from: password, to: password};
		const try_ = (cert: string, key: string) =>
			copy(
				accountUrl(guarded, 'anna'),
				accountUrl(server, 'dario'),
				secrets,
				...['--from-client-certificate', cert, '--from-client-key', key],
			);
		const mixed = await try_(one.certFile, other.keyFile);
		expect(mixed.exitCode, mixed.stderr).toBe(4);
		expect(mixed.stderr).toContain('is not that of the certificate');
		const gone = await try_(one.certFile, join(folderOfKeys, 'manca.key'));
		expect(gone.exitCode, gone.stderr).toBe(4);
		expect(gone.stderr).toContain('manca.key');
		expect(gone.stderr).toContain('it is not there');
	});
});

test('an IPv6 address is a server like any other, its certificate checked for it', async () => {
	const outcome = await copy(`imaps://anna@[::1]:${port6}`, accountUrl(server, 'elena'), {
		from: password,
		to: password,
	});
	expect(outcome.exitCode, outcome.stderr).toBe(0);
	expect(await server.log()).toMatch(/Login: user=<anna>.*rip=::1/);
	expect(await arrived(server, 'elena')).toBe(4);
});

test.each([
	['imap', 'piero'],
	['imap+plain', 'paola'],
] as const)('a greeting that comes with the answer of a SOCKS proxy is heard (%s)', async (scheme, user) => {
	await using proxy = await startSocksProxy({waitsForGreeting: true});
	const url = `socks5://127.0.0.1:${proxy.port}`;
	const outcome = await copy(
		accountUrl(server, 'anna'),
		accountUrl(server, user, scheme),
		{from: password, to: password},
		...['--to-proxy', url],
	);
	expect(outcome.exitCode, outcome.stderr).toBe(0);
	expect(await arrived(server, user)).toBe(4);
});

describe.each([
	['socks5', startSocksProxy],
	['http', startHttpProxy],
] as const)('a proxy that speaks %s', (scheme, startProxy) => {
	const secret = 'p.a-r_o~l$a';

	test('is the way of all connections, with TLS and with STARTTLS, its password kept nowhere', async () => {
		await using proxy = await startProxy({user: {name: 'ufficio', password: secret}});
		await using target = await startDovecot({users: [{name: 'zoe', password}]});
		const home = await newHome();
		const url = `${scheme}://ufficio@127.0.0.1:${proxy.port}`;
		const args = [
			...['copy', '--from', accountUrl(server, 'anna'), '--to', accountUrl(target, 'zoe', 'imap')],
			...['--from-proxy', url, '--to-proxy', url, '--ca', server.caFile, '--json'],
		];
		const env = {TRASLOCO_FROM_PROXY_PASSWORD: secret, TRASLOCO_TO_PROXY_PASSWORD: secret};
		const outcome = await run(home, args, {from: password, to: password, env});
		expect(outcome.exitCode, outcome.stderr).toBe(0);
		expect(proxy.asked).toContain(`localhost:${server.imapsPort}`);
		// The target has nobody but us: each of its logins came through the proxy.
		const logins = (await target.log()).split('Login: user').length - 1;
		expect(logins).toBeGreaterThanOrEqual(1);
		expect(proxy.asked.filter(each => each === `localhost:${target.imapPort}`)).toHaveLength(logins);
		expect(await arrived(target, 'zoe')).toBe(4);
		for (const [path, content] of await filesBelow(home)) {
			expect(content.includes(secret), path).toBe(false);
		}
	});

	test('is the way of the further connections of a run too', async () => {
		await using proxy = await startProxy({user: {name: 'ufficio', password: secret}});
		const connections = new Connections();
		const account = (user: string) => ({
			...({host: 'localhost', port: server.imapsPort, security: 'tls', user, caFile: server.caFile} as const),
			proxy: `${scheme}://ufficio@127.0.0.1:${proxy.port}`,
		});
		await connections.connect('source', account('anna'), password, {proxyPassword: secret});
		await connections.connect('destination', account('bruno'), password, {proxyPassword: secret});
		const lane = await connections.lane();
		expect(proxy.asked).toHaveLength(4);
		await lane.close();
		await connections.leave('source');
		await connections.renew(['source', 'destination']);
		expect(proxy.asked).toHaveLength(5);
		await connections.close();
	});

	test('shows the certificate that nobody trusts all the same', async () => {
		await using proxy = await startProxy();
		await using odd = await startDovecot({users: [{name: 'zoe', password}], certificate: 'untrusted'});
		const outcome = await copy(
			accountUrl(odd, 'zoe'),
			accountUrl(server, 'anna'),
			{from: password, to: password},
			...['--from-proxy', `${scheme}://127.0.0.1:${proxy.port}`],
		);
		expect(outcome.exitCode, outcome.stderr).toBe(5);
		expect(outcome.stderr).toMatch(/SHA-256 (?:[0-9A-F]{2}:){31}/);
		expect(proxy.asked).toHaveLength(2);
	});

	test('that wants another password, does not get through, or is not there, is told as that', async () => {
		await using locked = await startProxy({user: {name: 'ufficio', password: secret}});
		await using closed = await startProxy({refuses: true});
		const gone = await startProxy();
		await gone[Symbol.asyncDispose]();
		const through = (proxy: string, env: Record<string, string> = {}) =>
			copy(
				accountUrl(server, 'anna'),
				accountUrl(server, 'carla'),
				{from: password, to: password, env},
				...['--from-proxy', `${scheme}://${proxy}`],
			);
		const at = (port: number) => `From: the proxy 127.0.0.1:${port}`;
		const wrong = await through(`ufficio@127.0.0.1:${locked.port}`, {
			TRASLOCO_FROM_PROXY_PASSWORD: 'sbagliata',
		});
		expect(wrong.exitCode, wrong.stderr).toBe(5);
		expect(wrong.stderr).toContain(`${at(locked.port)} wants another user or password`);
		const refused = await through(`127.0.0.1:${closed.port}`);
		expect(refused.stderr).toContain(`${at(closed.port)} does not get through to the server`);
		const missing = await through(`127.0.0.1:${gone.port}`);
		expect(missing.stderr).toContain(`${at(gone.port)} does not answer`);
	});
});

test.each([
	['socks5://u:parola@localhost', "a proxy's password never stands on the command line"],
	['ftp://localhost', 'a proxy is socks5://'],
	['localhost:1080', 'a proxy is socks5://'],
	['socks5://localhost/qualcosa', 'a proxy is socks5://'],
])('%s is no proxy', async (proxy, said) => {
	const outcome = await copy('imaps://a@localhost', 'imaps://b@localhost', {}, '--from-proxy', proxy);
	expect(outcome.exitCode).toBe(2);
	expect(outcome.stderr).toContain(said);
	expect(outcome.stdout + outcome.stderr).not.toContain('parola@');
});

test('a saved account keeps as whom and by which way it is opened', async () => {
	await using proxy = await startSocksProxy();
	const home = await newHome();
	const ufficio = {
		...{host: 'localhost', port: server.imapsPort, security: 'tls', user: 'padrone', authorizeAs: 'anna'},
		...{proxy: `socks5://127.0.0.1:${proxy.port}`, caFile: server.caFile},
	};
	await writeFile(join(home, 'accounts.json'), JSON.stringify({accounts: {ufficio}}));
	const to = accountUrl(server, 'elena');
	const args = ['verify', '--from', 'ufficio', '--to', to, '--ca', server.caFile];
	const outcome = await run(home, args, {from: masterPassword, to: password});
	expect(outcome.stderr).toBe('');
	expect(outcome.stdout).toContain('From: connected, 1 folder, 4 messages');
	expect(proxy.asked).toHaveLength(1);
});
