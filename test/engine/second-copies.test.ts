import {expect, test} from 'vitest';
import type {Account} from '../../source/accounts/account.ts';
import {providers} from '../../source/accounts/providers.ts';
import {withSecondCopies} from '../../source/engine/second-copies.ts';
import {folder} from '../ui/fake-engine.ts';

const at = (host: string, user = 'studio@rossi.example') =>
	({host, user, port: 993, security: 'tls'}) as const;
const aruba = at('imaps.pec.aruba.it');

function marked(account: Account, ...names: readonly string[]): readonly string[] {
	return withSecondCopies(
		account,
		names.map(name => folder(name, 1)),
	)
		.filter(({secondCopy}) => secondCopy)
		.map(({name}) => name);
}

const byYear = ['INBOX', 'Archivio', 'Archivio/2023', 'Archivio/2023/Gennaio', 'Archivio/2024'];

test('a second copy of all mail is what a provider of the table keeps by year', () => {
	expect(marked(aruba, ...byYear, 'Inviata')).toEqual(byYear.slice(1));
	expect(marked(at('127.0.0.1', 'mario@pec.it'), 'ARCHIVIO', 'ARCHIVIO/2023')).toHaveLength(2);
});

test('what a person has put beside the years, or has called so without years, is no copy', () => {
	expect(marked(aruba, 'Archivio/2023', 'Archivio/Clienti', 'Archivio/2023 vecchio')).toEqual([
		'Archivio/2023',
	]);
	expect(marked(aruba, 'Archivio', 'Archivio/Clienti', 'Clienti/Archivio/2023')).toEqual([]);
});

test('other providers have none, certified or not', () => {
	for (const {host, name, archive} of providers)
		expect(marked(at(host), ...byYear).length > 0, name).toBe(archive !== undefined);
	expect(marked(at('imap.example.it'), ...byYear)).toEqual([]);
	expect(marked({format: 'eml', path: '/backup/mario@pec.it'}, ...byYear)).toEqual([]);
});
