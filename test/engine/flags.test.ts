import {describe, expect, test} from 'vitest';
import {deviationOf} from '../../source/engine/compare-copy.ts';
import {canKeep} from '../../source/engine/keywords.ts';

describe('canKeep', () => {
	const some = ['\\Seen', '\\Answered', '$Forwarded'];

	test.each([
		['\\Seen', undefined, true],
		['Importante', undefined, true],
		['\\seen', some, true],
		['$FORWARDED', some, true],
		['Importante', some, false],
		['\\Flagged', some, false],
		['Importante', [...some, '\\*'], true],
		// `\*` stands for keywords, and not for system flags.
		['\\Flagged', [...some, '\\*'], false],
		['Importante', [], false],
	] as const)('%s with %j: %s', (flag, permanent, wanted) => {
		expect(canKeep(flag, permanent)).toBe(wanted);
	});

	test.each([
		'',
		'due parole',
		'a(b',
		'a)b',
		'a{b',
		'a%b',
		'a*b',
		'a"b',
		'a\\b',
		'a]b',
		'è',
		'a\r\nb',
		'\\',
		'a\u0000',
	])('%j can not be written, whatever a server says', flag => {
		expect(canKeep(flag, [flag, '\\*'])).toBe(false);
		expect(canKeep(flag, undefined)).toBe(false);
	});
});

describe('deviationOf', () => {
	const wanted = {flags: ['\\Seen', 'Mio'], internalDate: '05-Nov-2023 10:11:12 +0100'};

	test('is nothing where all is as wanted, whatever the case and the order of flags', () => {
		expect(deviationOf(wanted, {...wanted, flags: ['mio', '\\SEEN']})).toEqual({});
	});

	test('tells flags that are missing and added', () => {
		expect(deviationOf(wanted, {...wanted, flags: ['\\Seen', '\\Flagged']})).toEqual({
			flags: {missing: ['Mio'], added: ['\\Flagged']},
		});
	});

	test('tells another instant from the same one in another zone', () => {
		const shown = (internalDate: string) => deviationOf(wanted, {...wanted, internalDate});
		expect(shown('05-Nov-2023 09:11:12 +0000')).toEqual({zone: true});
		expect(shown('05-Nov-2023 10:11:13 +0100')).toEqual({
			date: {wanted: wanted.internalDate, found: '05-Nov-2023 10:11:13 +0100'},
		});
		expect(shown('')).toMatchObject({date: {found: ''}});
	});
});
