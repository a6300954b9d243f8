import {expect, test} from 'vitest';
import {limitsOf, providers} from '../../source/accounts/providers.ts';
import {looksCertified} from '../../source/certified/mailbox.ts';

const at = (host: string, user: string) => ({host, user, port: 993, security: 'tls'}) as const;

test.each(providers.filter(({certified}) => certified))(
	'a mailbox at $name is a certified one, whatever its address, and has one connection',
	({host}) => {
		const account = at(host, 'studio@rossi.example');
		expect(looksCertified(account)).toBe(true);
		expect(limitsOf('source', account)).toEqual({connections: 1});
	},
);

test('so is one whose address is at such a provider, on the way through a tunnel', () => {
	expect(looksCertified(at('127.0.0.1', 'mario@gigapec.it'))).toBe(true);
	expect(looksCertified(at('127.0.0.1', 'mario@ig-trustmail.com'))).toBe(true);
	expect(looksCertified({...at('127.0.0.1', 'admin'), authorizeAs: 'mario@legalmail.it'})).toBe(true);
});

test('of others the names tell: those of ordinary providers do not', () => {
	expect(looksCertified(at('imap.example.it', 'mario@pec.example.it'))).toBe(true);
	for (const {host} of providers.filter(({certified}) => !certified))
		expect(looksCertified(at(host, 'mario@rossi.example')), host).toBe(false);
});
