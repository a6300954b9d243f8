import {mkdir, readdir} from 'node:fs/promises';
import {join} from 'node:path';
import {describe, expect, it} from 'vitest';
import type {Account} from '../../../source/accounts/account.ts';
import {backupFiles, backupFolder} from '../../../source/stores/files/backup.ts';
import {clean} from '../../../source/ui/components/text-field/clean.ts';
import {scratchFolder} from '../../servers/scratch.ts';

const at = new Date(2026, 10, 22, 12).getTime();
const account = (user: string): Account => ({host: 'imap.example.it', port: 993, security: 'tls', user});
const named = (user: string) => backupFolder(account(user), at).replace('~/trasloco-backup/', '');

describe('the folder that a backup is offered', () => {
	it.each([
		['mario@example.it', 'mario@example.it-2026-11-22'],
		['M1234567', 'M1234567@imap.example.it-2026-11-22'],
		['uffici/acquisti@example.it', 'uffici_acquisti@example.it-2026-11-22'],
		['DOMINIO\\mario@example.it', 'DOMINIO_mario@example.it-2026-11-22'],
		['../../etc@example.it', '_._.._etc@example.it-2026-11-22'],
		['~root@example.it', '_root@example.it-2026-11-22'],
		['josé@società.example', 'josé@società.example-2026-11-22'],
		['山田@例え.jp', '山田@例え.jp-2026-11-22'],
		['a\u001b[2J\u202eb\n@example.it', 'a_[2J_b_@example.it-2026-11-22'],
		['mezza\ud83d@example.it', 'mezza\ufffd@example.it-2026-11-22'],
	])('of %j is called %s', (user, name) => {
		expect(named(user)).toBe(name);
	});

	it('of files is called as they are', () => {
		const folder = backupFolder({format: 'mbox', path: '/mnt/posta/Vecchia.mbox'}, at);
		expect(folder).toBe('~/trasloco-backup/Vecchia-2026-11-22');
	});

	it('has a name that a disk takes, however long the account’s, and no two accounts share it', async () => {
		const parent = await scratchFolder('names');
		const users = ['a', 'à', '山', '😀'].flatMap(sign =>
			['1', '2'].map(end => `${sign.repeat(300)}${end}@example.it`),
		);
		for (const user of users) await mkdir(join(parent, named(user)));
		expect(await readdir(parent)).toHaveLength(users.length);
	});

	it('can stand in a field of one line as it is', () => {
		for (const user of ['a\u0000b', 'a\u2028b', 'a\tb', '\u007f', 'mezza\ud83d'])
			expect(clean(named(user))).toBe(named(user));
	});
});

describe('what is typed for a backup', () => {
	it('is a folder for .eml files, or one of another format', () => {
		expect(backupFiles('~/copia')).toEqual({format: 'eml', path: '~/copia'});
		expect(backupFiles('maildir:~/copia')).toEqual({format: 'maildir', path: '~/copia'});
		expect(backupFiles('mbox:copia: seconda')).toEqual({format: 'mbox', path: 'copia: seconda'});
	});
});
