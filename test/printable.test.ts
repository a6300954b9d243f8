import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {printable} from '../source/printable.ts';

describe('printable', () => {
	it.each([
		['\x1b[31mred\x1b]0;title\x07', '\\x1b[31mred\\x1b]0;title\\x07'],
		['one\r\ntwo\tthree', 'one\\r\\ntwo\\tthree'],
		['\x00\x7f\x9b31m', '\\x00\\x7f\\x9b31m'],
		['a\u2028b\u2029c', 'a\\u2028b\\u2029c'],
		['invoice\u202efdp.exe', 'invoice\\u202efdp.exe'],
		['\u2066isolated\u2069 \u200emark', '\\u2066isolated\\u2069 \\u200emark'],
		['In\u200bbox In\u200dbox In\u00adbox \ufeffInbox', 'In\\u200bbox In\\u200dbox In\\xadbox \\ufeffInbox'],
		['filler \u3164 \u115f', 'filler \\u3164 \\u115f'],
		['tag \u{e0041}', 'tag \\u{e0041}'],
		['half \ud83d of a pair', 'half \\ud83d of a pair'],
	])('shows what is invisible in %j', (text, shown) => {
		expect(printable(text)).toBe(shown);
	});

	it.each([
		'Posta inviata è già qui, perché no?',
		'e\u0301 combined',
		'草稿箱 下書き 보낸편지함 葛\u{e0100}城',
		'أرشيف نامه\u200cها הודעות',
		'👍🏽 👩‍👩‍👧 🏳️‍🌈 ❤️ 1️⃣ 🇮🇹 🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f}',
		'C:\\new\\x1b',
		'',
	])('leaves %j as it is', text => {
		expect(printable(text)).toBe(text);
	});

	it('lets no letter carry more marks than any writing has, and shows the others', () => {
		expect(printable(`a${'\u0301'.repeat(8)}b`)).toBe(`a${'\u0301'.repeat(8)}b`);
		expect(printable(`a${'\u0301'.repeat(10)}b`)).toBe(`a${'\u0301'.repeat(8)}\\u0301\\u0301b`);
	});

	it('gives no control character, bidi control or lone surrogate, whatever comes', () => {
		fc.assert(
			fc.property(fc.string({unit: 'binary'}), text => {
				const shown = printable(text);
				expect(shown).not.toMatch(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}\p{Bidi_Control}]/u);
				expect(printable(shown)).toBe(shown);
			}),
			{numRuns: 2000},
		);
	});

	it('finds hostile characters among emoji, joiners and letters', () => {
		const hostile = fc.constantFrom(
			'\x1b',
			'\u202e',
			'\u200b',
			'\u200d',
			'\ufe0f',
			'👩',
			'🏽',
			'葛',
			'ن',
			'a',
			'\\',
			'\ud83d',
		);
		fc.assert(
			fc.property(fc.array(hostile), parts => {
				const shown = printable(parts.join(''));
				expect(shown).not.toMatch(/[\x1b\u202e\u200b\p{Cs}]|(?<!\p{Emoji}|ن|葛|\ufe0f)(?:\u200d|\ufe0f)/u);
				expect(printable(shown)).toBe(shown);
			}),
			{numRuns: 2000},
		);
	});
});
