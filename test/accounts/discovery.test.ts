import {readFileSync} from 'node:fs';
import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import {createServer as createSecureServer} from 'node:https';
import type {AddressInfo} from 'node:net';
import fc from 'fast-check';
import {describe, expect, onTestFinished, test} from 'vitest';
import {isAddress} from '../../source/accounts/address.ts';
import {readAutoconfig} from '../../source/accounts/autoconfig.ts';
import {discover} from '../../source/accounts/discovery.ts';
import {type Network, nameRecords, type ReadPage, securePages} from '../../source/accounts/network.ts';
import {certificates} from '../servers/certificates.ts';
import {type DnsOptions, type DnsRecords, startDns} from '../servers/dns.ts';

type Page = (request: IncomingMessage, response: ServerResponse) => void;

/** An HTTPS server that stands for all of them: `/HOST/PATH` is what HOST would answer to PATH. */
async function startPages(pages: Readonly<Record<string, Page>>, kind: 'good' | 'untrusted' = 'good') {
	const {server, caFile} = await certificates();
	const {certFile, keyFile} = server[kind];
	const asked: string[] = [];
	const listener = createSecureServer(
		{cert: readFileSync(certFile), key: readFileSync(keyFile)},
		(request, response) => {
			asked.push(request.url ?? '');
			const page = pages[request.url ?? ''];
			if (page) page(request, response);
			else response.writeHead(404).end();
		},
	);
	await new Promise<void>(resolve => listener.listen(0, '127.0.0.1', resolve));
	onTestFinished(() => {
		listener.closeAllConnections();
		listener.close();
	});
	const origin = `https://localhost:${(listener.address() as AddressInfo).port}`;
	const read = securePages([readFileSync(caFile, 'utf8')]);
	const page: ReadPage = (url, signal) => read(new URL(`${origin}/${url.hostname}${url.pathname}`), signal);
	return {page, origin, asked};
}

const noPage: ReadPage = async () => undefined;

async function startNetwork(records: DnsRecords, page: ReadPage = noPage, options: DnsOptions = {}) {
	const dns = await startDns(records, options);
	onTestFinished(() => dns[Symbol.asyncDispose]());
	const network: Network = {names: nameRecords([dns.address]), page};
	return {network, dns};
}

const nobody: Network = {
	names: {
		srv: async () => {
			throw new Error('asked');
		},
		mx: async () => {
			throw new Error('asked');
		},
	},
	page: async () => {
		throw new Error('asked');
	},
};

const server = (host: string, port = '993', socket = 'SSL', user = '%EMAILADDRESS%') => `
	<incomingServer type="imap"><hostname>${host}</hostname><port>${port}</port><socketType>${socket}</socketType>
	<authentication>password-cleartext</authentication><username>${user}</username></incomingServer>`;

const settings = (...servers: readonly string[]) => `<?xml version="1.0" encoding="UTF-8"?>
<clientConfig version="1.1"><emailProvider id="example.it"><domain>example.it</domain>
	<incomingServer type="pop3"><hostname>pop.example.it</hostname><port>995</port><socketType>SSL</socketType></incomingServer>
	${servers.join('')}<outgoingServer type="smtp"><hostname>smtp.example.it</hostname></outgoingServer>
</emailProvider></clientConfig>`;

const text =
	(body: string): Page =>
	(_, response) =>
		void response.writeHead(200, {'content-type': 'text/xml'}).end(body);

const first = '/autoconfig.example.it/mail/config-v1.1.xml';
const second = '/example.it/.well-known/autoconfig/mail/config-v1.1.xml';

describe('the table of providers', () => {
	test.each([
		['mario@pec.it', {host: 'imaps.pec.aruba.it', port: 993, security: 'tls', user: 'mario@pec.it'}],
		['Mario@ICLOUD.com', {host: 'imap.mail.me.com', port: 993, security: 'tls', user: 'Mario'}],
		['a@b@tim.it', {host: 'imap.tim.it', port: 143, security: 'starttls', user: 'a@b@tim.it'}],
	])('knows %s, and nobody is asked', async (address, account) => {
		expect(await discover(address, nobody)).toMatchObject({account, assured: true, how: {by: 'provider'}});
	});

	test('says where the login name is one of the provider', async () => {
		expect(await discover('rossi@legalmail.it', nobody)).toMatchObject({
			provider: 'InfoCert Legalmail',
			ownName: true,
			how: {seen: 'app'},
		});
	});
});

describe('SRV records', () => {
	test('TLS before STARTTLS, the lowest priority, and there the heaviest', async () => {
		const {network, dns} = await startNetwork({
			srv: {
				'_imaps._tcp.example.it': [
					[20, 0, 993, 'later.example.it'],
					[10, 1, 993, 'light.example.it'],
					[10, 9, 1993, 'Heavy.example.it'],
				],
				'_imap._tcp.example.it': [[0, 0, 143, 'plain.example.it']],
			},
		});
		expect(await discover('mario@example.it', network)).toEqual({
			account: {host: 'heavy.example.it', port: 1993, security: 'tls', user: 'mario@example.it'},
			how: {by: 'srv', domain: 'example.it'},
			assured: true,
		});
		expect(dns.asked).toEqual(
			expect.arrayContaining(['SRV _imaps._tcp.example.it', 'SRV _imap._tcp.example.it', 'MX example.it']),
		);
	});

	test('a target of "." is no server, and STARTTLS is taken where there is no TLS', async () => {
		const {network} = await startNetwork({
			srv: {
				'_imaps._tcp.example.it': [[0, 0, 0, '.']],
				'_imap._tcp.example.it': [[0, 0, 143, 'imap.example.it']],
			},
		});
		expect(await discover('mario@example.it', network)).toMatchObject({
			account: {host: 'imap.example.it', port: 143, security: 'starttls'},
		});
	});

	test('only "." means that nothing is found', async () => {
		const none = [[0, 0, 0, '.']] as const;
		const {network} = await startNetwork({
			srv: {'_imaps._tcp.example.it': none, '_imap._tcp.example.it': none},
		});
		expect(await discover('mario@example.it', network)).toBeUndefined();
	});

	test('a server of another domain needs a look, unless it is a known provider', async () => {
		const {network} = await startNetwork({
			srv: {
				'_imaps._tcp.example.it': [[0, 0, 993, 'imap.hoster.example']],
				'_imaps._tcp.example.com': [[0, 0, 993, 'imap.fastmail.com']],
				'_imaps._tcp.legal.example': [[0, 0, 993, 'mbox.cert.legalmail.it']],
			},
		});
		expect(await discover('m@example.it', network)).toMatchObject({assured: false});
		expect(await discover('m@example.com', network)).toMatchObject({assured: true, provider: 'Fastmail'});
		expect(await discover('m@legal.example', network)).toMatchObject({ownName: true});
	});

	test.each(['evil\u001b[31m.example.it', 'a b.example.it', '127.0.0.1', 'x_y.example.it', '-a.example.it'])(
		'%j is no host',
		async target => {
			const {network} = await startNetwork({
				srv: {
					'_imaps._tcp.example.it': [[0, 0, 993, target]],
					'_imap._tcp.example.it': [[0, 0, 0, 'imap.example.it']],
				},
			});
			expect(await discover('mario@example.it', network)).toBeUndefined();
		},
	);
});

describe('settings for mail programs', () => {
	test.each([first, second])('are read from %s', async place => {
		const {page} = await startPages({
			[place]: text(settings(server('imap.%EMAILDOMAIN%', '993', 'SSL', '%EMAILLOCALPART%'))),
		});
		const {network} = await startNetwork({}, page);
		expect(await discover('mario@example.it', network)).toEqual({
			account: {host: 'imap.example.it', port: 993, security: 'tls', user: 'mario'},
			how: {by: 'autoconfig', host: place === first ? 'autoconfig.example.it' : 'example.it'},
			assured: true,
		});
	});

	test('TLS is taken before STARTTLS, and clear text never', () => {
		const plain = server('a.example.it', '143', 'plain');
		const starttls = server('b.example.it', '143', 'STARTTLS');
		const tls = server('c.example.it');
		expect(readAutoconfig(settings(plain, starttls, tls), 'm@example.it')?.host).toBe('c.example.it');
		expect(readAutoconfig(settings(plain, starttls), 'm@example.it')).toMatchObject({security: 'starttls'});
		expect(readAutoconfig(settings(plain), 'm@example.it')).toBeUndefined();
	});

	test.each([
		['a document type', `<!DOCTYPE x [<!ENTITY h "imap.example.it">]>${settings(server('&h;')).slice(38)}`],
		['an entity of its own', settings(server('&h;'))],
		['a page in HTML', '<!doctype html><p>Not found'],
		['another document', '<x/>'],
		['no end', '<clientConfig><emailProvider>'],
		['a port that is none', settings(server('imap.example.it', '70000'))],
		['no port', settings(server('imap.example.it', ''))],
		['a host that is none', settings(server('imap.example.it/..'))],
		['an escape sequence', settings(server('imap.example.it&#27;[2J'))],
	])('with %s are none', async (_, body) => {
		const {page} = await startPages({[first]: text(body)});
		const {network} = await startNetwork({}, page);
		expect(await discover('mario@example.it', network)).toBeUndefined();
	});

	test('are none where they are anything else, and that is no error', () => {
		const good = settings(server('imap.example.it'));
		const nested = `${'<a>'.repeat(10_000)}x${'</a>'.repeat(10_000)}`;
		expect(readAutoconfig(settings(server(nested)), 'm@example.it')?.host).not.toBe('imap.example.it');
		const bits = fc.constantFrom(
			'<',
			'>',
			'&',
			'"',
			'<!',
			']]>',
			'&#0;',
			'&x;',
			'\u0000',
			'</',
			'<![CDATA[',
			'é',
		);
		fc.assert(
			fc.property(fc.nat(good.length), fc.nat(30), bits, (at, taken, put) => {
				readAutoconfig(good.slice(0, at) + put + good.slice(at + taken), 'm@example.it');
			}),
		);
	});

	test('that are too large are not read to the end', async () => {
		const {page} = await startPages({
			[first]: (_, response) => {
				response.writeHead(200);
				const more = () => {
					while (!response.destroyed && response.write(' '.repeat(10_000))) {}
					response.once('drain', more);
				};
				more();
			},
			[second]: text(settings(server('imap.example.it'))),
		});
		const {network} = await startNetwork({}, page);
		const start = performance.now();
		const found = await discover('mario@example.it', network, {ms: 30_000});
		expect(found).toMatchObject({how: {host: 'example.it'}});
		// Long before the time is over.
		expect(performance.now() - start).toBeLessThan(20_000);
	});

	test('may have moved, but never into clear text', async () => {
		let wasAsked = false;
		const clear = createServer((_, response) => {
			wasAsked = true;
			response.end(settings(server('imap.example.it')));
		});
		await new Promise<void>(resolve => clear.listen(0, '127.0.0.1', resolve));
		onTestFinished(() => void clear.close());
		const moved =
			(to: string): Page =>
			(_, response) =>
				void response.writeHead(302, {location: to}).end();
		const safe = await startPages({
			[first]: moved('/elsewhere'),
			'/elsewhere': text(settings(server('imap.example.it'))),
		});
		const {network} = await startNetwork({}, safe.page);
		expect(await discover('mario@example.it', network)).toMatchObject({account: {host: 'imap.example.it'}});
		const unsafe = await startPages({
			[first]: moved(`http://127.0.0.1:${(clear.address() as AddressInfo).port}/`),
			[second]: moved(second),
		});
		expect(await discover('mario@example.it', {...network, page: unsafe.page})).toBeUndefined();
		expect(wasAsked).toBe(false);
		expect(unsafe.asked.filter(each => each === second)).toHaveLength(4);
	});

	test('are not taken from a server whose certificate does not hold', async () => {
		const {page} = await startPages({[first]: text(settings(server('imap.example.it')))}, 'untrusted');
		const {network} = await startNetwork({}, page);
		expect(await discover('mario@example.it', network)).toBeUndefined();
	});
});

test('the servers that take in mail tell the provider of a domain of its own', async () => {
	const {network} = await startNetwork({
		mx: {
			'pec.comune.example': [
				[20, 'backup.example.net'],
				[10, 'mx.pec.aruba.it'],
			],
			'studio.example': [[10, 'mx.aruba.it']],
			'azienda.example': [[0, 'azienda-example.mail.protection.outlook.com']],
			'ignoto.example': [[0, 'mx.notpec.aruba.it.example.net']],
		},
	});
	expect(await discover('protocollo@pec.comune.example', network)).toMatchObject({
		account: {host: 'imaps.pec.aruba.it', user: 'protocollo@pec.comune.example'},
		how: {by: 'provider', provider: 'Aruba PEC', mx: 'mx.pec.aruba.it'},
		assured: true,
	});
	expect(await discover('m@studio.example', network)).toMatchObject({account: {host: 'imaps.aruba.it'}});
	expect(await discover('m@azienda.example', network)).toMatchObject({provider: 'Microsoft 365'});
	expect(await discover('m@ignoto.example', network)).toBeUndefined();
});

describe('all is asked at once', () => {
	const everything: DnsRecords = {
		srv: {'_imaps._tcp.example.it': [[0, 0, 993, 'srv.example.it']]},
		mx: {'example.it': [[0, 'mx.pec.aruba.it']]},
	};

	test('and SRV records count before settings, and settings before MX records, whoever is first', async () => {
		const pages = await startPages({[first]: text(settings(server('page.example.it')))});
		const slow = await startNetwork(everything, pages.page, {
			delay: name => (name.startsWith('_') ? 300 : 0),
		});
		expect(await discover('m@example.it', slow.network)).toMatchObject({how: {by: 'srv'}});
		const without = await startNetwork({mx: everything.mx ?? {}}, pages.page);
		expect(await discover('m@example.it', without.network)).toMatchObject({how: {by: 'autoconfig'}});
	});

	test('and what does not answer in time gives way to what has', async () => {
		const pages = await startPages({[first]: () => undefined, [second]: () => undefined});
		const {network} = await startNetwork(everything, pages.page, {silent: name => name.startsWith('_')});
		const start = performance.now();
		expect(await discover('m@example.it', network, {ms: 1500})).toMatchObject({
			how: {by: 'provider', mx: 'mx.pec.aruba.it'},
		});
		expect(performance.now() - start).toBeLessThan(10_000);
	});

	test('and whoever asked can end it', async () => {
		const {network} = await startNetwork(everything, noPage, {silent: () => true});
		const abort = new AbortController();
		const found = discover('m@example.it', network, {signal: abort.signal});
		abort.abort();
		expect(await found).toBeUndefined();
	});
});

test.each([
	['mario@example.it', true],
	['mario rossi@example.it', false],
	['mario@localhost', false],
	['@example.it', false],
	['mario', false],
	['mario@perché.it', true],
	['mario@exa mple.it', false],
	['mario@a/b.it', false],
	['mario@127.0.0.1', false],
])('%s is an address: %s', (address, is) => {
	expect(isAddress(address)).toBe(is);
});
