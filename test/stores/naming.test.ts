import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {hasPrefix, isForeign, nameOf, pathOf, withInbox} from '../../source/stores/naming.ts';
import type {Naming} from '../../source/stores/store.ts';

const slash: Naming = {delimiter: '/', prefix: ''};
const dot: Naming = {delimiter: '.', prefix: 'INBOX.'};
const mail: Naming = {delimiter: '/', prefix: 'mail/'};
const shared: Naming = {delimiter: '/', prefix: '', foreign: ['Pubblico/', 'altri/']};
const below: Naming = {delimiter: '.', prefix: 'INBOX.', foreign: ['INBOX.Comune.', 'user.', '']};
const flat: Naming = {delimiter: '', prefix: ''};

describe('pathOf', () => {
	test.each([
		['inbox', slash, ['INBOX']],
		['INBOX', dot, ['INBOX']],
		['INBOX.Lavoro.2023', dot, ['Lavoro', '2023']],
		['inbox.Lavoro', dot, ['Lavoro']],
		['Lavoro/2023', slash, ['Lavoro', '2023']],
		['Inbox/Lavoro', slash, ['INBOX', 'Lavoro']],
		['mail/Lavoro', mail, ['Lavoro']],
		['altrove/Lavoro', mail, ['altrove', 'Lavoro']],
		['Lavoro/2023', flat, ['Lavoro/2023']],
		['INBOX.', dot, ['INBOX', '']],
	] as const)('of %s', (name, naming, path) => {
		expect(pathOf(name, naming)).toEqual(path);
	});
});

describe('nameOf', () => {
	test.each([
		[['INBOX'], dot, 'INBOX', false],
		[['inbox'], slash, 'INBOX', false],
		[['Lavoro', '2023'], dot, 'INBOX.Lavoro.2023', false],
		[['INBOX', 'Lavoro'], dot, 'INBOX.Lavoro', false],
		[['INBOX', 'Lavoro'], mail, 'INBOX/Lavoro', false],
		[['Lavoro'], mail, 'mail/Lavoro', false],
		[['v1.2', 'a/b'], dot, 'INBOX.v1_2.a/b', true],
		[['a/b'], slash, 'a_b', true],
		[['a', 'b'], flat, 'a_b', true],
		[['a\u0000\nb'], slash, 'a__b', true],
		[['Pubblico', 'Annunci'], shared, 'Pubblico_/Annunci', true],
		[['Pubblico'], shared, 'Pubblico_', true],
		[['Pubblicità'], shared, 'Pubblicità', false],
		[['Comune', 'a'], below, 'INBOX.Comune_.a', true],
		[['user', 'a'], below, 'INBOX.user.a', false],
	] as const)('of %j', (path, naming, name, renamed) => {
		expect(nameOf(path, naming)).toMatchObject({name, renamed});
	});
});

test('a path that was written as a name is read again as it was', () => {
	const level = fc
		.string({unit: 'grapheme', minLength: 1, maxLength: 12})
		.filter(text => text.toUpperCase() !== 'INBOX');
	const path = fc.tuple(fc.constantFrom([], ['INBOX']), fc.array(level, {minLength: 1, maxLength: 4}));
	fc.assert(
		fc.property(path, fc.constantFrom(slash, dot, mail, shared, below, flat), ([first, rest], naming) => {
			const written = nameOf([...first, ...rest], naming);
			expect(pathOf(written.name, naming)).toEqual(written.path);
			expect(written.name).not.toMatch(/[\u0000-\u001f\u007f]/);
			expect(nameOf(written.path, naming)).toEqual({...written, renamed: false});
		}),
	);
});

test('hasPrefix wants more than the prefix itself', () => {
	expect(hasPrefix('INBOX.', dot)).toBe(false);
	expect(hasPrefix('inbox.a', dot)).toBe(true);
	expect(hasPrefix('a', slash)).toBe(false);
});

test.each([
	['INBOX', shared, false],
	['Lavoro', shared, false],
	['Pubblico', shared, true],
	['Pubblico/Annunci', shared, true],
	['Pubblicità', shared, false],
	['inbox', below, false],
	['inbox.Lavoro', below, false],
	['INBOX.Comune.Annunci', below, true],
	['user.anna', below, true],
	// Cyrus: all that is below no other prefix is shared.
	['Annunci', below, true],
] as const)('whether %s is among the folders of others', (name, naming, wanted) => {
	expect(isForeign(name, naming)).toBe(wanted);
});

test.each([
	['inbox', slash, 'INBOX'],
	['Inbox/Figlia', slash, 'INBOX/Figlia'],
	['inbox.Figlia', dot, 'INBOX.Figlia'],
	['Inboxes', slash, 'Inboxes'],
	['Inbox.x', slash, 'Inbox.x'],
	['Lavoro/inbox', slash, 'Lavoro/inbox'],
] as const)('withInbox of %s', (name, naming, wanted) => {
	expect(withInbox(name, naming)).toBe(wanted);
});
