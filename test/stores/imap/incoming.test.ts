import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {Incoming} from '../../../source/stores/imap/incoming.ts';
import {ParseError, parseResponse} from '../../../source/stores/imap/parse.ts';
import {Unusable} from '../../../source/stores/imap/unusable.ts';

const most = 10_000;

/** Cuts these bytes at any places, as a connection does. */
function pieces(bytes: Buffer, cuts: readonly number[]): Buffer[] {
	const places = [...new Set(cuts.map(cut => cut % (bytes.length + 1)))].sort((a, b) => a - b);
	return [0, ...places].map((start, index) => bytes.subarray(start, places[index] ?? bytes.length));
}

function receive(bytes: Buffer, cuts: readonly number[] = []) {
	const incoming = new Incoming(most);
	return pieces(bytes, cuts).flatMap(piece => [...incoming.push(piece)]);
}

const line = fc.string({
	unit: fc.constantFrom(
		'a',
		'(',
		')',
		'"',
		'\\',
		'{',
		'}',
		'3',
		'+',
		'*',
		' ',
		'[',
		']',
		'~',
		'è',
		'\0',
		'OK ',
	),
	maxLength: 40,
});
const literal = fc.uint8Array({maxLength: 200}).map(bytes => Buffer.from(bytes));

describe('what a server sends', () => {
	test('is the same however the connection cuts it', () => {
		const response = fc
			.tuple(line, fc.array(fc.tuple(literal, line), {maxLength: 4}))
			.map(([first, more]) => {
				const parts = [Buffer.from(`* X ${first.replaceAll(/[{}]/g, '')}`)];
				for (const [bytes, rest] of more)
					parts.push(Buffer.from(` {${bytes.length}}\r\n`), bytes, Buffer.from(rest.replaceAll(/[{}]/g, '')));
				return Buffer.concat([...parts, Buffer.from('\r\n')]);
			});
		fc.assert(
			fc.property(
				fc.array(response, {maxLength: 5}),
				fc.array(fc.nat(), {maxLength: 30}),
				(responses, cuts) => {
					const all = Buffer.concat(responses);
					const whole = receive(all);
					expect(whole).toHaveLength(responses.length);
					expect(receive(all, cuts)).toEqual(whole);
				},
			),
			{numRuns: 500},
		);
	});

	test('comes to responses, a ParseError or Unusable, whatever it is', () => {
		const anything = fc.oneof(
			fc.uint8Array({maxLength: 300}).map(bytes => Buffer.from(bytes)),
			line.map(text => Buffer.from(`${text}\r\n`)),
			fc
				.constantFrom('{5}\r\n', '{99999999999999999999}\r\n', '{-1}\r\n', '* 1 FETCH (', '\r\n')
				.map(text => Buffer.from(text)),
		);
		fc.assert(
			fc.property(fc.array(anything, {maxLength: 12}), fc.array(fc.nat(), {maxLength: 10}), (parts, cuts) => {
				try {
					for (const {segments} of receive(Buffer.concat(parts), cuts)) parseResponse(segments);
				} catch (error) {
					expect(error instanceof ParseError || error instanceof Unusable, String(error)).toBe(true);
				}
			}),
			{numRuns: 3000},
		);
	});

	test.each([
		['a line without end', [Buffer.alloc(1024 * 1024 + 1, 'x')], 'line'],
		[
			'a line without end, byte by byte',
			Array.from({length: 17}, () => Buffer.alloc(64 * 1024, 'x')),
			'line',
		],
		['a literal larger than any', ['* X {4294967296}\r\n'], 'too-large'],
		['a literal of 2^63', ['* X {9223372036854775808}\r\n'], 'too-large'],
		['a literal with a size of 1,000 digits', [`* X {${'9'.repeat(1000)}}\r\n`], 'too-large'],
		[
			'literals that are too much together',
			['* X', ...Array.from({length: 200}, () => ` {${most}}\r\n${'x'.repeat(most)}`)],
			'too-large',
		],
		['literals without end', ['* X', ...Array.from({length: 20_000}, () => ' {0}\r\n')], 'too-large'],
	] as const)('is refused where it is %s', (_, parts, why) => {
		const incoming = new Incoming(most);
		const take = () => parts.flatMap(part => [...incoming.push(Buffer.from(part))]);
		expect(take).toThrow(expect.objectContaining({name: 'Unusable', why}));
	});

	test('takes no memory before it comes', () => {
		const before = process.memoryUsage().arrayBuffers;
		const all = Array.from({length: 20}, () => {
			const incoming = new Incoming(256 * 1024 * 1024);
			return [incoming, [...incoming.push(Buffer.from('* X {268435456}\r\nabc'))]];
		});
		expect(all).toHaveLength(20);
		expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(16 * 1024 * 1024);
	});
});
