import fc from 'fast-check';
import {expect, test} from 'vitest';
import {decodeName, encodeName} from '../../../source/stores/imap/utf7.ts';
import {decodeMailboxName, encodeMailboxName} from '../../servers/utf7.ts';

test.each([
	['Società', 'Societ&AOA-'],
	['日本語', '&ZeVnLIqe-'],
	['台北', '&U,BTFw-'],
	['~peter/mail/台北/日本語', '~peter/mail/&U,BTFw-/&ZeVnLIqe-'],
	['Lavoro & Co', 'Lavoro &- Co'],
	['📦', '&2D3c5g-'],
	['a\u0001b', 'a&AAE-b'],
	['', ''],
])('%s is %s', (name, raw) => {
	expect(encodeName(name)).toBe(raw);
	expect(decodeName(raw)).toBe(name);
});

const name = fc.string({unit: 'grapheme'});

test('what was encoded is decoded again, and both as another implementation does it', () => {
	fc.assert(
		fc.property(name, text => {
			const raw = encodeName(text);
			expect(raw).toMatch(/^[\u0020-\u007e]*$/);
			expect(decodeName(raw)).toBe(text);
			expect(raw).toBe(encodeMailboxName(text));
			expect(decodeMailboxName(raw)).toBe(text);
		}),
	);
});

test('what is no modified UTF-7 is kept as the server wrote it', () => {
	for (const raw of ['Società', 'a&b', '&', '&AOA', '&AO-', '&!-', '&AGE-', 'x&AOA-&AOA-', '&2D0-']) {
		const decoded = decodeName(raw);
		expect(decoded === raw || encodeName(decoded) === raw, raw).toBe(true);
	}
	// An ASCII letter in base64 has two ways to be written: only one goes back to the server's.
	expect(decodeName('&AGE-')).toBe('&AGE-');
	expect(decodeName('Posta &amp; altro')).toBe('Posta &amp; altro');
});

test('whatever a server calls a folder, its name goes back to it unchanged', () => {
	const raw = fc.string({unit: fc.constantFrom('&', '-', 'A', 'O', ',', '+', 'a', '/', ' ', 'à')});
	fc.assert(
		fc.property(raw, text => {
			const decoded = decodeName(text);
			expect(decoded === text || encodeName(decoded) === text).toBe(true);
		}),
		{numRuns: 1000},
	);
});
