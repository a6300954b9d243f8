import {describe, expect, test} from 'vitest';
import type {Account} from '../../source/accounts/account.ts';
import {limitsOf, providerOfServer, providers} from '../../source/accounts/providers.ts';

const at = (host: string, more: Partial<Account> = {}): Account => ({
	host,
	port: 993,
	security: 'tls',
	user: 'mario',
	...more,
});

describe('limitsOf', () => {
	test.each(['imaps.pec.aruba.it', 'MBOX.cert.legalmail.it', 'mail.postecert.it', 'imap.ig-trustmail.com'])(
		'certified mail at %s has one connection',
		host => {
			expect(limitsOf('source', at(host))).toEqual({connections: 1});
		},
	);

	test('Gmail counts what goes out and what comes in apart', () => {
		expect(limitsOf('source', at('imap.gmail.com'))).toMatchObject({bytesPerDay: 2_500_000_000});
		expect(limitsOf('destination', at('imap.gmail.com'))).toMatchObject({bytesPerDay: 500_000_000});
	});

	test('nothing is known of others, also where a name only looks like one that is', () => {
		for (const host of ['imap.example.it', 'notpec.aruba.it', 'imaps.aruba.it', 'pec.aruba.it.example.com'])
			expect(limitsOf('destination', at(host))).toEqual({});
	});

	test('what the operator has set counts more', () => {
		const account = at('imap.gmail.com', {limits: {bytesPerDay: 7, connections: 2}});
		expect(limitsOf('destination', account)).toEqual({bytesPerDay: 7, connections: 2});
	});
});

describe('the table', () => {
	test('says of each provider where its preset is from, and names each address once', () => {
		const addresses = providers.flatMap(provider => provider.addresses);
		expect(new Set(addresses).size).toBe(addresses.length);
		for (const {name, host, seen, from} of providers) {
			expect(host, name).toMatch(/^[a-z\d-]+(\.[a-z\d-]+)+$/);
			expect(['list', 'app', 'unverified'], name).toContain(seen);
			expect(from, name).not.toBe('');
		}
	});

	test('finds a provider by its own IMAP server, certified mail apart from ordinary mail', () => {
		for (const provider of providers.filter(({name}) => name !== 'Microsoft 365'))
			expect(providerOfServer(provider.host)?.host).toBe(provider.host);
		expect(providerOfServer('MX.pec.aruba.it.')?.name).toBe('Aruba PEC');
		expect(providerOfServer('mx.aruba.it')?.name).toBe('Aruba');
		expect(providerOfServer('mx.example.it')).toBeUndefined();
	});
});
