import {realpathSync} from 'node:fs';
import {mkdir, symlink} from 'node:fs/promises';
import {homedir} from 'node:os';
import {join} from 'node:path';
import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {accountKey} from '../../source/accounts/account.ts';
import {isAccountUrl, parseAccount, parseFiles, realFiles} from '../../source/accounts/parse.ts';
import {Problem} from '../../source/problem.ts';
import {scratchFolder} from '../servers/scratch.ts';

describe('parseAccount', () => {
	test.each([
		[
			'imaps://mario%40example.it@imap.example.it',
			{user: 'mario@example.it', host: 'imap.example.it', port: 993, security: 'tls'},
		],
		[
			'imap://mario@imap.example.it',
			{user: 'mario', host: 'imap.example.it', port: 143, security: 'starttls'},
		],
		['imap+plain://mario@localhost:1143', {user: 'mario', host: 'localhost', port: 1143, security: 'plain'}],
		['IMAPS://mario@[::1]:9930/', {user: 'mario', host: '::1', port: 9930, security: 'tls'}],
		['imaps://a%3Ab%2Fc@h', {user: 'a:b/c', host: 'h', port: 993, security: 'tls'}],
	])('%s', (text, account) => {
		expect(parseAccount('source', text)).toEqual(account);
	});

	test.each([
		['mario@example.it', 'account-scheme'],
		['pop3://mario@example.it', 'account-scheme'],
		['https://example.it', 'account-scheme'],
		['imaps://example.it', 'account-user'],
		['imaps://@example.it', 'account-user'],
		['imaps://mario@', 'account-form'],
		['imaps://mario@a b:x', 'account-form'],
		['imaps://mario@example.it@example.com', 'account-form'],
		['imaps://mario@example.it/INBOX', 'account-form'],
		['imaps://mario@example.it:0', 'account-port'],
		['imaps://mario@example.it:65536', 'account-port'],
		['imaps://mario%@example.it', 'account-user'],
		['imaps://mario:segreto@example.it', 'account-password'],
		['imaps://mario:@example.it', 'account-password'],
	])('refuses %s', (text, why) => {
		let thrown: unknown;
		try {
			parseAccount('destination', text);
		} catch (error) {
			thrown = error;
		}
		expect(thrown).toBeInstanceOf(Problem);
		expect(thrown).toMatchObject({data: {code: 'usage', side: 'destination', params: {why}}});
	});

	test('never repeats what it refuses, since a password may be in it', () => {
		const secret = 'segretissimo';
		const places = [
			`imaps://mario:${secret}@h`,
			`imaps://mario:${secret}@@h`,
			`imaps://mario@x:${secret}`,
			`imaps://${secret}%@h`,
		];
		for (const text of [...places, `pop://a:${secret}@h`]) {
			try {
				parseAccount('source', text);
				expect.unreachable(text);
			} catch (error) {
				expect(JSON.stringify(error) + String(error)).not.toContain(secret);
			}
		}
	});

	test('takes any name, percent-encoded', () => {
		fc.assert(
			fc.property(fc.string({unit: 'grapheme', minLength: 1}), user => {
				expect(parseAccount('source', `imaps://${encodeURIComponent(user)}@h`).user).toBe(user);
			}),
		);
	});

	test('keeps the file of authorities', () => {
		expect(parseAccount('source', 'imaps://a@h', {caFile: '/ca.pem'})).toMatchObject({caFile: '/ca.pem'});
	});
});

test('isAccountUrl tells an address from the name of a saved account', () => {
	for (const text of ['imaps://a@h', 'pop3://x', 'IMAP://x', 'imap+plain://x']) {
		expect(isAccountUrl(text), text).toBe(true);
	}
	for (const text of ['ufficio', 'mario@example.it', 'a b://x', '://x', 'C:/x']) {
		expect(isAccountUrl(text), text).toBe(false);
	}
});

test('the same mailbox has one key, however its host is spelt', () => {
	const [one, other] = ['imaps://a@Imap.Example.it', 'imaps://a@imap.example.it:993'].map(text =>
		parseAccount('source', text),
	);
	expect(one && accountKey(one)).toBe(other && accountKey(other));
});

describe('parseFiles', () => {
	test.each([
		['eml:/backup/Mario Rossi', {format: 'eml', path: '/backup/Mario Rossi'}],
		['maildir:Maildir', {format: 'maildir', path: 'Maildir'}],
		['eml:a:b', {format: 'eml', path: 'a:b'}],
		['mboxo:a', {format: 'mbox', path: 'a', dialect: 'mboxo'}],
		['mboxcl2:a', {format: 'mbox', path: 'a', dialect: 'mboxcl2'}],
		['eml:', undefined],
		['zip:a', undefined],
		['imaps://mario@h', undefined],
		['mario@example.it', undefined],
	])('%s', (text, files) => {
		expect(parseFiles(text)).toEqual(files);
	});

	test('two names of the same files are one account, also where they are still to be made', async () => {
		const folder = await scratchFolder('files');
		await mkdir(join(folder, 'a'));
		await symlink(join(folder, 'a'), join(folder, 'b'));
		const keyOf = (path: string) => accountKey(realFiles({format: 'eml', path}));
		expect(keyOf(join(folder, 'b', '..', 'b', 'nuova'))).toBe(`eml:${join(folder, 'a', 'nuova')}`);
		expect(keyOf('~/posta')).toBe(`eml:${join(realpathSync(homedir()), 'posta')}`);
	});
});
