import {afterEach, beforeEach, describe, expect, test, vi} from 'vitest';
import {type Discovery, findServer} from '../../source/accounts/discovery.ts';
import {accountOfAddress} from '../../source/commands/finding-server.ts';
import {accountFrom} from '../../source/commands/sides.ts';
import {Problem} from '../../source/problem.ts';
import {newHome, run} from './trasloco.ts';

const found: Discovery = {
	account: {host: 'mbox.cert.legalmail.it', port: 993, security: 'tls', user: 'mario@comune.example'},
	how: {by: 'provider', provider: 'InfoCert Legalmail', seen: 'app', mx: 'mx.cert.legalmail.it'},
	provider: 'InfoCert Legalmail',
	ownName: true,
	assured: true,
};
const forged: Discovery = {
	account: {host: 'imap.hoster.example', port: 993, security: 'tls', user: 'mario@comune.example'},
	how: {by: 'srv', domain: 'comune.example'},
	assured: false,
};

let told = '';

beforeEach(() => {
	told = '';
	vi.spyOn(process.stderr, 'write').mockImplementation(text => {
		told += String(text);
		return true;
	});
});

afterEach(() => vi.restoreAllMocks());

const whyOf = async (promise: Promise<unknown>) => {
	const error = await promise.then(
		() => undefined,
		(each: unknown) => each,
	);
	if (!(error instanceof Problem)) throw new Error(`no problem: ${String(error)}`);
	return error.data.params?.why;
};

describe('an address on the command line', () => {
	test('is said to be where it was found, before any password', async () => {
		const options = {fromLimits: '1connection'};
		const account = await accountFrom('source', 'mario@comune.example', options, async () => found);
		expect(account).toEqual({...found.account, limits: {connections: 1}});
		expect(told).toBe(
			'From: mario@comune.example is at mbox.cert.legalmail.it:993 (TLS), user mario@comune.example: ' +
				'InfoCert Legalmail, from the MX record mx.cert.legalmail.it\n' +
				'  check the user: at InfoCert Legalmail it is not always the address\n',
		);
	});

	test.each([
		[{}, /--from-oauth microsoft\.\n$/],
		[{fromOauth: 'microsoft'}, /from the provider list\n$/],
	])('at a provider that takes no passwords is told what to do instead, given %o', async (options, end) => {
		const find = (address: string) => findServer(address, {isProxied: true});
		await accountFrom('source', 'mario@outlook.it', options, find);
		expect(told).toMatch(end);
	});

	test('whose server DNS alone names is taken only where a person types the password', async () => {
		const find = async () => forged;
		expect(await whyOf(accountOfAddress('source', 'mario@comune.example', false, find))).toBe(
			'server-unsure',
		);
		expect(await accountOfAddress('source', 'mario@comune.example', true, find)).toEqual(forged.account);
		expect(told).toContain('can be forged');
	});

	test('whose server is behind a proxy is looked for in the table alone', async () => {
		const find = vi.fn(async () => found);
		await accountFrom('source', 'mario@comune.example', {fromProxy: 'socks5://127.0.0.1:1'}, find);
		expect(find).toHaveBeenCalledWith('mario@comune.example', {isProxied: true});
		expect(await findServer('mario@pec.it', {isProxied: true})).toMatchObject({provider: 'Aruba PEC'});
		expect(await findServer('mario@gmail.com.example', {isProxied: true})).toBeUndefined();
	});

	test('without a server is a problem that names it', async () => {
		const nobody = async () => undefined;
		expect(await whyOf(accountFrom('destination', 'mario@comune.example', {}, nobody))).toBe(
			'server-unknown',
		);
	});

	test('with a colon may hold a password: it is neither looked for nor repeated', async () => {
		const find = vi.fn(async () => found);
		expect(await whyOf(accountFrom('source', 'mario:secret@comune.example', {}, find))).toBe(
			'account-scheme',
		);
		expect(find).not.toHaveBeenCalled();
	});
});

test('an address of a known provider needs no question to anybody, and the password is then asked for', async () => {
	const args = ['copy', '--from', 'mario@pec.it', '--to', 'mario@legalmail.it'];
	const {exitCode, stderr} = await run(await newHome(), args);
	expect(stderr).toContain(
		'From: mario@pec.it is at imaps.pec.aruba.it:993 (TLS), user mario@pec.it: Aruba PEC',
	);
	expect(stderr).toContain('To: mario@legalmail.it is at mbox.cert.legalmail.it:993');
	expect(stderr).toContain('there is no password');
	expect(exitCode).toBe(2);
});
