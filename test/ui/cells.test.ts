import fc from 'fast-check';
import stringWidth from 'string-width';
import {describe, expect, it} from 'vitest';
import {printable} from '../../source/printable.ts';
import {cells, cut, cutStart, left, steady, tail, wrap} from '../../source/ui/cells.ts';
import {graphemeWidths} from '../terminal/unicode-width.ts';

/** Cells of a text in a terminal that knows no clusters, as tmux, screen and the Linux console count. */
function withoutClusters(text: string): number {
	return [...text].reduce((sum, character) => sum + stringWidth(character), 0);
}

/** Cells of a text in a terminal that joins emoji, by the widths that the tests' terminal has. */
function withClusters(text: string): number {
	let state = 0;
	let sum = 0;
	for (const character of text) {
		state = graphemeWidths.charProperties(character.codePointAt(0) ?? 0, state);
		if ((state & 1) === 0) sum += (state >> 1) & 3;
	}
	return sum;
}

const contested = [
	'👩‍👩‍👧 famiglia',
	'🇮🇹 Italia 🇮',
	'❤️ amici ❤',
	'1️⃣ primo #️⃣ 2⃣',
	'👍🏽 fatto 🏽',
	'🏴\u{e0067}\u{e0062}\u{e0073}\u{e0063}\u{e0074}\u{e007f} Scotland',
	'👨🏽‍🚀 viaggi',
	'नमस्ते क्षत्रिय',
	'กำหนดการ ນ້ຳ',
	'葛\u{e0100}城 草稿箱',
	'Perche\u0301 e\u0302\u0301',
	'한글 \u1112\u1161\u11ab',
	'أرشيف البريد דואר',
	'ﾃﾞｰﾀ',
];

describe('names that terminals disagree about', () => {
	it.each(contested)('take as many cells as we count, with clusters and without: %s', text => {
		const shown = steady(text);
		expect(withoutClusters(shown)).toBe(cells(shown));
		expect(withClusters(shown)).toBe(cells(shown));
		expect(steady(shown)).toBe(shown);
	});

	it('keep what can be read: letters, single emoji, the letters of a flag', () => {
		expect(steady('Società → 日本 📁 ✓')).toBe('Società → 日本 📁 ✓');
		expect(steady('🇮🇹 👩‍👧 ❤️ 👍🏽 1️⃣')).toBe('IT 👩👧 ❤ 👍 1');
		expect(steady('Perche\u0301')).toBe('Perché');
	});

	it('never come out wider than counted, whatever is joined to what', () => {
		const part = fc.constantFrom(
			'👩',
			'\u200d',
			'👧',
			'🏽',
			'\ufe0f',
			'🇮',
			'🇹',
			'1',
			'\u20e3',
			'क',
			'\u094d',
			'ก',
			'\u0e33',
			'日',
			'e',
			'\u0301',
			' ',
		);
		fc.assert(
			fc.property(fc.array(part, {maxLength: 12}), parts => {
				const shown = steady(printable(parts.join('')));
				expect(withoutClusters(shown)).toBe(cells(shown));
			}),
			{numRuns: 2000},
		);
	});
});

describe('long names', () => {
	const names = ['x'.repeat(5000), '草'.repeat(5000), `a${'\u0301'.repeat(5000)}`, '👩‍👧'.repeat(2000)];

	it('are cut to the width, and no more of them is looked at than that needs', () => {
		for (const name of names.map(printable)) {
			expect(cells(left(steady(name, 20), 20))).toBe(20);
			expect(cells(cutStart(steady(tail(name, 20)), 20))).toBeLessThanOrEqual(20);
			if (!/^x/.test(name)) expect(steady(name, 20).length).toBeLessThan(200);
			expect(tail(name, 20).length).toBeLessThan(500);
		}
	});

	it('are wrapped into pieces that fit', () => {
		for (const name of names.map(printable)) {
			const lines = wrap(steady(name), 40);
			expect(lines.every(line => cells(line) <= 40)).toBe(true);
			expect(lines.join('')).toBe(steady(name));
		}
	});

	it('say that they are cut', () => {
		for (const name of names.map(printable)) {
			expect(cut(steady(name, 12), 12).endsWith('…')).toBe(true);
			expect(cutStart(steady(tail(name, 12)), 12).startsWith('…')).toBe(true);
		}
	});
});
