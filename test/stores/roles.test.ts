import {describe, expect, test} from 'vitest';
import {attributeOf, byUsefulness, roleOfAttributes, withRoles} from '../../source/stores/roles.ts';

type Listed = Parameters<typeof withRoles>[0][number];

function listed(name: string, attributes: readonly string[] = [], selectable = true): Listed {
	return {
		name,
		path: name.split('/'),
		attributes,
		selectable,
		subscribed: true,
		messages: 0,
		uidValidity: 1,
		uidNext: 1,
	};
}

function roles(...folders: readonly Listed[]): Record<string, string | undefined> {
	return Object.fromEntries(
		withRoles(folders).map(({name, role, roleFrom}) => [name, role && `${role} by ${roleFrom}`]),
	);
}

describe('withRoles', () => {
	test('believes SPECIAL-USE before any name, without case', () => {
		expect(
			roles(listed('Sent'), listed('Mandati', ['\\HasNoChildren', '\\SENT']), listed('Cestino', ['\\Trash'])),
		).toEqual({
			Sent: undefined,
			Mandati: 'sent by special-use',
			Cestino: 'trash by special-use',
		});
	});

	test.each([
		['Posta inviata', 'sent'],
		['INBOX/Inviata', 'sent'],
		['INBOX/inviata', 'sent'],
		['Spedite', 'sent'],
		['Elementi inviati', 'sent'],
		['BOZZE', 'drafts'],
		['INBOX/bozze', 'drafts'],
		['INBOX/cestino', 'trash'],
		['Deleted Items', 'trash'],
		['Posta eliminata', 'trash'],
		['Posta indesiderata', 'junk'],
		['Junk Email', 'junk'],
		['Archivio', 'archive'],
		['All Mail', 'archive'],
		['Modelli', 'templates'],
	])('knows %s by its name', (name, role) => {
		expect(roles(listed('INBOX'), listed(name))).toEqual({
			INBOX: 'inbox by special-use',
			[name]: `${role} by name`,
		});
	});

	test('gives a role once: of several names to the most telling', () => {
		expect(roles(listed('Inviati'), listed('Sent Items'), listed('Posta inviata'))).toEqual({
			Inviati: undefined,
			'Sent Items': undefined,
			'Posta inviata': 'sent by name',
		});
	});

	test('gives none by name to what lies deeper or holds no mail', () => {
		expect(roles(listed('Lavoro/Sent'), listed('Trash', [], false), listed('Ricevute'))).toEqual({
			'Lavoro/Sent': undefined,
			Trash: undefined,
			Ricevute: undefined,
		});
	});

	test('gives a folder one role only', () => {
		expect(roles(listed('Sent', ['\\Archive']), listed('INBOX', ['\\Sent']))).toEqual({
			Sent: 'archive by special-use',
			INBOX: 'inbox by special-use',
		});
	});
});

test('attributes and roles are each other’s reverse, where RFC 6154 has one', () => {
	for (const role of ['sent', 'drafts', 'trash', 'junk', 'archive'] as const) {
		const attribute = attributeOf(role);
		expect(attribute).toMatch(/^\\[A-Z][a-z]+$/);
		expect(roleOfAttributes([attribute ?? ''])).toBe(role);
	}
	// A folder that is created holds mail of its own, and shows nobody else's.
	for (const role of ['all', 'flagged', 'important'] as const) {
		expect(roleOfAttributes([`\\${role}`])).toBe(role);
		expect(attributeOf(role)).toBeUndefined();
	}
	expect(attributeOf('inbox')).toBeUndefined();
	expect(attributeOf('templates')).toBeUndefined();
});

test('folders are listed by their roles, and what is below a folder follows it', () => {
	const names = [
		'Società/Contratti',
		'Società Perché/è più',
		'Inviata',
		'Società Perché',
		'Società',
		'INBOX',
	];
	const sorted = withRoles(names.map(name => listed(name))).sort(byUsefulness);
	expect(sorted.map(({name}) => name)).toEqual([
		'INBOX',
		'Inviata',
		'Società',
		'Società/Contratti',
		'Società Perché',
		'Società Perché/è più',
	]);
});
