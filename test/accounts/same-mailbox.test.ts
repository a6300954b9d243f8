import {expect, test} from 'vitest';
import {type FilesFormat, isSameMailbox} from '../../source/accounts/account.ts';

const files = (path: string, format: FilesFormat = 'eml') => ({format, path});

test.each([
	['/posta', '/posta'],
	['/posta', '/posta/copia'],
	['/posta/copia/di ieri', '/posta'],
	['/', '/posta'],
])('what is written into %s or %s would be in the other', (one, other) => {
	expect(isSameMailbox(files(one), files(other, 'maildir'))).toBe(true);
	expect(isSameMailbox(files(other, 'mbox'), files(one))).toBe(true);
});

test.each([
	['/posta', '/posta2'],
	['/posta/a', '/posta/b'],
])('%s and %s are two mailboxes', (one, other) => {
	expect(isSameMailbox(files(one), files(other))).toBe(false);
});

test('a mailbox at a server is not one in files', () => {
	const server = {host: 'imap.example.it', port: 993, security: 'tls', user: 'mario'} as const;
	expect(isSameMailbox(server, files('/posta'))).toBe(false);
	expect(isSameMailbox(server, {...server, host: 'IMAP.example.it'})).toBe(true);
});
