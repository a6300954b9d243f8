import {describe, expect, test} from 'vitest';
import {headerFields} from '../source/header-fields.ts';
import {headingOf} from '../source/stores/heading.ts';

describe('headerFields', () => {
	test.each([
		['an encoded word', Buffer.from('Subject: =?utf-8?Q?Citt=C3=A0?=\r\n'), 'Città'],
		['a letter cut in two by encoded words', Buffer.from('Subject: =?utf-8?Q?=C3?= =?utf-8?Q?=A0?='), 'à'],
		['folded encoded words', Buffer.from('Subject: =?utf-8?B?w6A=?=\r\n =?utf-8?B?w6g=?='), 'àè'],
		['a character set that nobody knows', Buffer.from('Subject: =?x-marte?Q?ciao?='), 'ciao'],
		['an encoded word that is none', Buffer.from('Subject: =?utf-8?Q?aperta'), '=?utf-8?Q?aperta'],
		['raw UTF-8', Buffer.from('Subject: città €'), 'città €'],
		['raw windows-1252', Buffer.from('Subject: citt\xe0 \x80', 'latin1'), 'città €'],
		['a folded line', Buffer.from('Subject: uno\r\n\tdue\n tre\r\n'), 'uno due tre'],
		['an empty value', Buffer.from('Subject:\r\nFrom: a@b'), ''],
	])('reads %s', (_, header, value) => {
		expect(headerFields(header).fields[0]).toEqual({name: 'Subject', value});
	});

	test('keeps order and repetition, and ends where the body begins', () => {
		const {fields, isCut} = headerFields(
			Buffer.from('A: 1\r\nno field\r\nb: 2\r\nA: 3\r\n: nothing\r\n\r\nC: body'),
		);
		expect(fields.map(({name, value}) => name + value)).toEqual(['A1', 'b2', 'A3']);
		expect(isCut).toBe(false);
		expect(headerFields(Buffer.from('\r\nC: body')).fields).toEqual([]);
	});

	test('says where there is more than it tells', () => {
		expect(headerFields(Buffer.from('A: 1\r\nB: 2\r\n'), 1)).toEqual({
			fields: [{name: 'A', value: '1'}],
			isCut: true,
		});
		const long = headerFields(Buffer.from(`A: ${'x'.repeat(5000)}`));
		expect(long.isCut).toBe(true);
		expect(long.fields[0]?.value).toHaveLength(2001);
		expect(headerFields(Buffer.from('A: b\r\n'.repeat(100_000))).isCut).toBe(true);
	});

	test.each([
		['encoded words', '=?utf-8?Q?a?= '],
		['beginnings of encoded words', '=?utf-8?Q?'],
		['question marks', '=?'],
		['spaces between encoded words', `=?u?B??=${' '.repeat(500)}`],
		['soft line ends', '= '],
		['folds', '\r\n '],
		['spaces', ' '],
		['line ends', '\r'],
		['fields', 'a:\n'],
	])('takes no longer for a megabyte of %s', (_, text) => {
		const header = Buffer.from(`Subject: x${text.repeat(Math.ceil(1_000_000 / text.length))}y`);
		const began = performance.now();
		headerFields(header);
		expect(performance.now() - began).toBeLessThan(2000);
	});
});

describe('headingOf', () => {
	test('takes the date as an instant, and none that is none', () => {
		const of = (date: string) => headingOf(Buffer.from(`Date: ${date}\r\n`)).date;
		expect(of('Mon, 5 Feb 2024 10:11:12 +0100 (CET)')).toBe('2024-02-05T09:11:12.000Z');
		expect(of('5 Feb 24 10:11 GMT')).toBe('2024-02-05T10:11:00.000Z');
		expect(of('ieri')).toBeUndefined();
		expect(headingOf(Buffer.alloc(0))).toEqual({});
	});
});
