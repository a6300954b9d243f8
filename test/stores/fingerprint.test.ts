import {createHash} from 'node:crypto';
import {describe, expect, test} from 'vitest';
import {digestOf, fingerprintOf} from '../../source/stores/fingerprint.ts';

const fields = {
	'Message-ID': '<1@example.it>',
	Date: 'Mon, 5 Feb 2024 10:11:12 +0100',
	From: 'Mario Rossi <mario@example.it>',
	To: 'anna@example.it, bruno@example.it',
	Subject: '=?UTF-8?Q?perch=C3=A9?=',
	'Content-Type': 'multipart/mixed; boundary="x1"',
};

function header(changed: Readonly<Record<string, string | undefined>> = {}, end = '\r\n'): Buffer {
	const all = Object.entries({...fields, ...changed}).filter(([, value]) => value !== undefined);
	return Buffer.from(all.map(([name, value]) => `${name}: ${value}${end}`).join('') + end);
}

describe('a fingerprint', () => {
	const usual = fingerprintOf(header(), 1000);

	test('stays the same however a server folds, orders, spells and ends the fields', () => {
		const folded = header({
			To: 'anna@example.it,\r\n\tbruno@example.it',
			'Content-Type': 'multipart/mixed;\r\n  boundary="x1"',
		});
		const reversed = Buffer.from(header().toString().trimEnd().split('\r\n').reverse().join('\r\n'));
		const spelt = Buffer.from(header().toString().replace('Message-ID: ', 'MESSAGE-Id:'));
		for (const other of [folded, reversed, spelt, header({}, '\n')]) {
			expect(fingerprintOf(other, 1000)).toEqual(usual);
		}
	});

	test('is another for another size, and for another value of any field', () => {
		expect(fingerprintOf(header(), 1001).key).not.toBe(usual.key);
		for (const name of Object.keys(fields)) {
			expect(fingerprintOf(header({[name]: 'altro'}), 1000).key, name).not.toBe(usual.key);
			expect(fingerprintOf(header({[name]: undefined}), 1000).key, name).not.toBe(usual.key);
		}
	});

	test('keeps bytes apart that are no UTF-8', () => {
		const [one, other] = [0xe9, 0xe8].map(byte =>
			fingerprintOf(Buffer.concat([Buffer.from('Subject: '), Buffer.from([byte])]), 9),
		);
		expect(one?.key).not.toBe(other?.key);
	});

	test('is weak without a Message-ID, or with an empty one', () => {
		expect(usual.weak).toBe(false);
		expect(fingerprintOf(header({'Message-ID': undefined}), 1000).weak).toBe(true);
		expect(fingerprintOf(header({'Message-ID': '  '}), 1000).weak).toBe(true);
		expect(fingerprintOf(Buffer.alloc(0), 1000).weak).toBe(true);
		expect(fingerprintOf(Buffer.from('\r\n'), 1000)).toEqual(fingerprintOf(Buffer.alloc(0), 1000));
	});
});

test('a digest is SHA-256 in hexadecimal', () => {
	expect(digestOf(Buffer.from('abc'))).toBe(createHash('sha256').update('abc').digest('hex'));
});
