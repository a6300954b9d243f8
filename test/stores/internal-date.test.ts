import fc from 'fast-check';
import {expect, test} from 'vitest';
import {appendableDate, parseInternalDate} from '../../source/stores/internal-date.ts';
import {corpus} from '../corpus/corpus.ts';
import {epochOf} from '../servers/mailbox.ts';

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;
const two = (value: number) => String(value).padStart(2, '0');

test.each([
	['17-Jul-1996 02:44:25 -0700', Date.UTC(1996, 6, 17, 9, 44, 25), '-0700'],
	[' 5-Jul-1979 02:03:04 +1345', Date.UTC(1979, 6, 4, 12, 18, 4), '+1345'],
	['5-jul-1979 02:03:04 +0000', Date.UTC(1979, 6, 5, 2, 3, 4), '+0000'],
	['31-Dec-1969 23:59:59 +0000', -1000, '+0000'],
	['29-Feb-2024 23:59:59 -0000', Date.UTC(2024, 1, 29, 23, 59, 59), '-0000'],
])('%s', (text, epoch, zone) => {
	expect(parseInternalDate(text)).toEqual({instant: epoch / 1000, zone});
});

test('every date is the instant it says, from the year 0 to 9999, in every zone', () => {
	const parts = fc.record({
		day: fc.integer({min: 1, max: 28}),
		month: fc.integer({min: 0, max: 11}),
		year: fc.integer({min: 0, max: 9999}),
		time: fc.tuple(
			fc.integer({min: 0, max: 23}),
			fc.integer({min: 0, max: 59}),
			fc.integer({min: 0, max: 60}),
		),
		zone: fc.tuple(fc.constantFrom('+', '-'), fc.integer({min: 0, max: 14}), fc.constantFrom(0, 30, 45)),
		padded: fc.boolean(),
	});
	fc.assert(
		fc.property(parts, ({day, month, year, time, zone: [sign, hours, minutes], padded}) => {
			const first = padded ? String(day).padStart(2, ' ') : two(day);
			const zone = `${sign}${two(hours)}${two(minutes)}`;
			const text = `${first}-${months[month]}-${String(year).padStart(4, '0')} ${time.map(two).join(':')} ${zone}`;
			expect(parseInternalDate(text)).toEqual({instant: epochOf(text) / 1000, zone});
		}),
	);
});

test('the corpus has no date that is not understood', () => {
	for (const {internalDate} of corpus({messages: 200, big: false}).flatMap(({messages}) => messages)) {
		expect(parseInternalDate(internalDate)?.instant, internalDate).toBe(epochOf(internalDate) / 1000);
	}
});

test.each([
	'',
	'ieri',
	'17-Foo-1996 02:44:25 -0700',
	'17-Jul-96 02:44:25 -0700',
	'1996-07-17T02:44:25Z',
	'17-Jul-1996 02:44:25',
])('%j is none', text => {
	expect(parseInternalDate(text)).toBeUndefined();
});

test.each([
	['31-Dec-1969 19:30:00 -0500', '01-Jan-1970 00:30:00 +0000'],
	['31-Dec-1969 12:00:01 -1200', '01-Jan-1970 00:00:01 +0000'],
	['31-Dec-1969 23:59:59 -1200', '01-Jan-1970 11:59:59 +0000'],
	// Before 1970 in UTC too: it is the server that says whether it takes such a date.
	['31-Dec-1969 19:00:00 +0000', '31-Dec-1969 19:00:00 +0000'],
	['01-Jan-1970 00:30:00 +0100', '01-Jan-1970 00:30:00 +0100'],
	['5-Jul-1979 02:03:04 +1345', ' 5-Jul-1979 02:03:04 +1345'],
	['ieri', undefined],
])('%j is sent as %j', (text, sent) => {
	expect(appendableDate(text)).toBe(sent);
	if (sent !== undefined) expect(parseInternalDate(sent)?.instant).toBe(parseInternalDate(text)?.instant);
});
