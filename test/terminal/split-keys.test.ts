import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import {cleanPaste, createKeySplitter} from '../../source/ui/terminal/split-keys.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const split = (text: string) => createKeySplitter().push(bytes(text));
const pasted = (text: string) => `\x1b[200~${text}\x1b[201~`;

describe('a key splitter', () => {
	it.each<[string, string[]]>([
		['\x1b[B\x1b[B\r', ['\x1b[B', '\x1b[B', '\r']],
		['abc\x7f\x7fd', ['a', 'b', 'c', '\x7f', '\x7f', 'd']],
		['\x1b[1;5C\x1b[3~\x1bOA\x1b[Z', ['\x1b[1;5C', '\x1b[3~', '\x1bOA', '\x1b[Z']],
		['\x1b[[A\x1b[[5~\x1b[2$x', ['\x1b[[A', '\x1b[[5~', '\x1b[2$', 'x']],
		['\x1b[?1;2c\x1b[97;5u', ['\x1b[?1;2c', '\x1b[97;5u']],
		['\x1ba\x1bè\x1b\x7f', ['\x1ba', '\x1bè', '\x1b\x7f']],
		['è日😀\x03', ['è', '日', '😀', '\x03']],
	])('cuts %j', (text, keys) => {
		expect(split(text)).toEqual(keys);
	});

	it('takes LF and CR LF for one Enter', () => {
		expect(split('a\nb\r\nc\r\r')).toEqual(['a', '\r', 'b', '\r', 'c', '\r', '\r']);
	});

	it('takes Esc followed by Enter, Esc or Ctrl+C for two keys, not for Alt', () => {
		expect(split('\x1b\r\x1b\x03\x1b\x1b[A')).toEqual(['\x1b', '\r', '\x1b', '\x03', '\x1b', '\x1b[A']);
	});

	it('waits for the rest of a sequence, and takes a lone ESC for Esc when none comes', () => {
		const splitter = createKeySplitter();
		expect(splitter.push(bytes('\x1b'))).toEqual([]);
		expect(splitter.waiting).toBe('escape');
		expect(splitter.push(bytes('['))).toEqual([]);
		expect(splitter.waiting).toBe('sequence');
		expect(splitter.push(bytes('A'))).toEqual(['\x1b[A']);
		expect(splitter.waiting).toBeUndefined();
		splitter.push(bytes('\x1b'));
		expect(splitter.flush()).toEqual(['\x1b']);
		expect(splitter.flush()).toEqual([]);
	});

	it('drops a sequence that breaks off or never ends, and goes on with the next key', () => {
		expect(split('\x1b[1;\x1b[Ba\x1b[12èb')).toEqual(['\x1b[B', 'a', 'è', 'b']);
		expect(split(`\x1b[${'1;'.repeat(5000)}Aa`)).toEqual(['a']);
		const splitter = createKeySplitter();
		splitter.push(bytes('\x1b[1;5'));
		expect(splitter.flush()).toEqual([]);
		expect(splitter.push(bytes('a'))).toEqual(['a']);
	});

	it('drops bytes that are no UTF-8, and C1 control characters', () => {
		expect(createKeySplitter().push(Uint8Array.of(0x61, 0xff, 0xe9, 0x62, 0xc2, 0x9b, 0x63))).toEqual([
			'a',
			'b',
			'c',
		]);
	});

	it('gives a paste as one key, without control characters and line ends', () => {
		expect(split(`a${pasted('imap.\x1b[31mexample\x00.org\r')}b`)).toEqual([
			'a',
			pasted('imap.[31mexample.org'),
			'b',
		]);
		expect(split(pasted('\r\n'))).toEqual([]);
		expect(cleanPaste('\u202ahost\u200b\u2028 \u00ad👩‍👧 می\u200cخواهم')).toBe('host 👩‍👧 می\u200cخواهم');
	});

	it('bounds a paste', () => {
		const [key, ...rest] = split(`${pasted('x'.repeat(1_000_000))}`);
		expect(key?.length).toBe(65_536 + pasted('').length);
		expect(rest).toEqual([]);
	});

	it('gives a paste that stalls as far as it has come, goes on with it, and leaves it with Ctrl+C', () => {
		const splitter = createKeySplitter();
		expect(splitter.push(bytes('\x1b[200~one\x1b[20'))).toEqual([]);
		expect(splitter.waiting).toBe('paste');
		expect(splitter.flush()).toEqual([pasted('one')]);
		expect(splitter.push(bytes('1~\r'))).toEqual(['\r']);
		splitter.push(bytes('\x1b[200~one'));
		expect(splitter.flush()).toEqual([pasted('one')]);
		expect(splitter.waiting).toBeUndefined();
		expect(splitter.push(bytes('\rtwo\x03'))).toEqual([]);
		expect(splitter.flush()).toEqual([pasted('two')]);
		expect(splitter.push(bytes('\x03q'))).toEqual(['\x03', 'q']);
	});

	it('gives the same keys however the bytes are cut', () => {
		const piece = fc.constantFrom(
			...['\x1b[A', '\x1b[1;5C', '\x1bOB', '\x1b', '\x1b\x1b', '\x1ba', '\r', '\n', '\r\n', 'a', 'è', '😀'],
			...[
				'\x7f',
				'\x03',
				'[',
				'O',
				'~',
				'2',
				';',
				'\x1b[200~',
				'\x1b[201~',
				pasted('two\rlines\x1b['),
				'\x1b[[A',
				'\u009b',
			],
		);
		const input = fc.oneof(
			fc.array(piece, {maxLength: 20}).map(pieces => bytes(pieces.join(''))),
			fc.uint8Array({maxLength: 40}),
		);
		fc.assert(
			fc.property(input, fc.array(fc.nat({max: 6})), (all, sizes) => {
				const splitter = createKeySplitter();
				const keys: string[] = [];
				let from = 0;
				for (const size of sizes) {
					keys.push(...splitter.push(all.subarray(from, from + size)));
					from += size;
				}

				keys.push(...splitter.push(all.subarray(from)), ...splitter.flush());
				const whole = createKeySplitter();
				expect(keys).toEqual([...whole.push(all), ...whole.flush()]);
			}),
			{numRuns: 5000},
		);
	});
});
