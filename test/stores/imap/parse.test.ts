import fc from 'fast-check';
import {describe, expect, test} from 'vitest';
import {
	numberOf,
	ParseError,
	pairsOf,
	parseResponse,
	type Response,
	textOf,
	type Value,
} from '../../../source/stores/imap/parse.ts';

/** Segments as a connection cuts them: text, literal, text, literal, … text. */
type Segments = (string | Buffer)[];

/** The answer of a FETCH. */
function fetched(number: number, items: Record<string, Value>): Response {
	return {kind: 'fetch', number, items: new Map(Object.entries(items))};
}

describe('parseResponse', () => {
	test.each([
		[
			'* OK [UIDVALIDITY 7] ready',
			{kind: 'status', status: {type: 'OK', code: {name: 'UIDVALIDITY', args: '7'}, text: 'ready'}},
		],
		[
			't1 NO [OVERQUOTA] full',
			{kind: 'tagged', tag: 't1', status: {type: 'NO', code: {name: 'OVERQUOTA', args: ''}, text: 'full'}},
		],
		['t1 ok', {kind: 'tagged', tag: 't1', status: {type: 'OK', text: ''}}],
		[
			't2 OK [COPYUID 38505 304,319:320 3956:3958] Done',
			{
				kind: 'tagged',
				tag: 't2',
				status: {type: 'OK', code: {name: 'COPYUID', args: '38505 304,319:320 3956:3958'}, text: 'Done'},
			},
		],
		[
			'* OK [X "a ] b"] y',
			{kind: 'status', status: {type: 'OK', code: {name: 'X', args: '"a ] b"'}, text: 'y'}},
		],
		['* OK [broken', {kind: 'status', status: {type: 'OK', text: '[broken'}}],
		['+ go on', {kind: 'continue', text: 'go on'}],
		['+', {kind: 'continue', text: ''}],
		['* 23 EXISTS', {kind: 'data', name: 'EXISTS', number: 23, values: []}],
		['* 2 fetch (FLAGS (\\Seen $X) UID 9)', fetched(2, {FLAGS: ['\\Seen', '$X'], UID: '9'})],
		[
			'* LIST (\\Noselect) "/" "a \\"b\\" \\\\"',
			{kind: 'data', name: 'LIST', values: [['\\Noselect'], '/', 'a "b" \\']},
		],
		['* LIST () nil NIL', {kind: 'data', name: 'LIST', values: [[], null, null]}],
		[
			'* 1 FETCH (BODY[HEADER.FIELDS (DATE FROM)]<0> "x")',
			fetched(1, {'BODY[HEADER.FIELDS (DATE FROM)]<0>': 'x'}),
		],
	])('%s', (line, response) => {
		expect(parseResponse([line])).toEqual(response);
	});

	const over = Buffer.from('Subject: uno\r\n\r\n)\r\n* 2 FETCH (UID 2 FLAGS () INTERNALDATE "01-Mar');
	test.each([
		['names that are none', ['* 1 FETCH (UID 1 BODY[] ', over, '-2019 10:20:30 +0000" BODY[] ', over, ')']],
		['an item twice', ['* 1 FETCH (UID 1 BODY[] ', over, ' UID 2 FLAGS ())']],
		['more than one list', ['* 1 FETCH (UID 1 BODY[] ', over, ') INTERNALDATE "x")']],
		['a name without a value', ['* 1 FETCH (UID 1 BODY[] ', over, ' FLAGS)']],
		['no list', ['* 1 FETCH UID 1']],
	])('takes no message from what a wrong literal leaves: %s', (_, segments) => {
		expect(() => parseResponse(segments)).toThrow(ParseError);
	});

	test('takes literals as bytes, wherever they stand', () => {
		const bytes = Buffer.from([0, 255, 41, 34]);
		expect(parseResponse(['* 1 FETCH (BODY[] ', bytes, ' UID 4)'])).toEqual(
			fetched(1, {'BODY[]': bytes, UID: '4'}),
		);
		expect(parseResponse(['* LIST () "/" ', Buffer.from('x'), ''])).toMatchObject({
			values: [[], '/', Buffer.from('x')],
		});
	});

	const atom = fc
		.string({unit: fc.constantFrom('a', 'Z', '9', '\\', '$', '.', '-', 'è'), minLength: 1, maxLength: 8})
		.filter(text => text.toUpperCase() !== 'NIL');
	const {value} = fc.letrec<{value: Value}>(tie => ({
		value: fc.oneof(
			{maxDepth: 5},
			atom,
			fc.string().map(text => text.replaceAll(/[\r\n]/g, '')),
			fc.uint8Array({maxLength: 20}).map(bytes => Buffer.from(bytes)),
			fc.constant(null),
			fc.array(tie('value'), {maxLength: 4}),
		),
	}));

	function write(written: Value, segments: Segments): void {
		const say = (text: string) => {
			segments[segments.length - 1] = String(segments.at(-1)) + text;
		};
		if (written === null) {
			say('NIL');
		} else if (Buffer.isBuffer(written)) {
			segments.push(written, '');
		} else if (typeof written === 'string') {
			say(/^[aZ9\\$.\-è]+$/.test(written) ? written : `"${written.replaceAll(/["\\]/g, '\\$&')}"`);
		} else {
			say('(');
			for (const [index, item] of written.entries()) {
				if (index > 0) {
					say(' ');
				}
				write(item, segments);
			}
			say(')');
		}
	}

	test('reads back whatever was written', () => {
		fc.assert(
			fc.property(fc.array(value, {maxLength: 5}), values => {
				const segments: Segments = ['* TEST'];
				for (const item of values) {
					segments[segments.length - 1] = `${segments.at(-1)} `;
					write(item, segments);
				}
				expect(parseResponse(segments)).toEqual({kind: 'data', name: 'TEST', values});
			}),
		);
	});

	test('answers to anything at all with a response or a ParseError', () => {
		const text = fc.oneof(
			fc.string(),
			fc.string({
				unit: fc.constantFrom('(', ')', '"', '\\', '[', ']', ' ', 'a', '*', '1', '{', '}', '\u0000', 'OK '),
			}),
		);
		const start = fc.constantFrom('', '* ', '* 1 FETCH ', '* OK [', 't1 OK [', '* LIST (');
		const hostile = fc.tuple(
			start,
			text,
			fc.array(fc.tuple(fc.uint8Array({maxLength: 5}), text), {maxLength: 4}),
		);
		fc.assert(
			fc.property(hostile, ([first, second, more]) => {
				const segments: Segments = [first + second];
				for (const [literal, rest] of more) {
					segments.push(Buffer.from(literal), rest);
				}
				try {
					expect(parseResponse(segments).kind).toMatch(/^(?:continue|tagged|status|data|fetch)$/);
				} catch (error) {
					expect(error).toBeInstanceOf(ParseError);
				}
			}),
			{numRuns: 3000},
		);
	});

	const million = 1_000_000;
	test.each([
		['lists without end', `* X ${'('.repeat(million)}`],
		['lists that end too often', `* X ${')'.repeat(million)}`],
		['a string without end', `* X "${'a'.repeat(million)}`],
		['escapes without end', `* X "${'\\'.repeat(million)}`],
		['brackets without end', `* 1 FETCH (BODY${'['.repeat(million)}`],
		['a code without end', `* OK [A ${'"" '.repeat(million / 3)}`],
		['a code with a string without end', `* OK [A "${'\\a'.repeat(million / 2)}`],
		['spaces without end', `* X ${' '.repeat(million)}`],
		['many values', `* X ${'(a) '.repeat(million / 4)}`],
	])('is not held up by %s', (_, line) => {
		const began = performance.now();
		try {
			parseResponse([line]);
		} catch (error) {
			expect(error).toBeInstanceOf(ParseError);
		}
		expect(performance.now() - began).toBeLessThan(3000);
	});
});

test('values are read as what is wanted of them, or not at all', () => {
	expect(numberOf('42')).toBe(42);
	expect(numberOf(Buffer.from('42'))).toBe(42);
	for (const none of ['', '-1', '1e3', '9'.repeat(16), null, ['1'], undefined]) {
		expect(numberOf(none)).toBeUndefined();
	}
	expect(textOf(Buffer.from('è'))).toBe('è');
	expect(textOf(null)).toBe('');
	expect([...pairsOf(['uid', '4', 'FLAGS', ['a'], 'ODD'])]).toEqual([
		['UID', '4'],
		['FLAGS', ['a']],
	]);
	expect(pairsOf('none').size).toBe(0);
});
