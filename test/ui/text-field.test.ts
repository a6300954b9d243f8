import {describe, expect, it} from 'vitest';
import {cursorAfter} from '../../source/ui/components/text-field/cursor.ts';

describe('the cursor of a field', () => {
	it('stops at both ends', () => {
		expect(cursorAfter('abc', 0, 'left', '')).toBe(0);
		expect(cursorAfter('abc', 3, 'right', '')).toBe(3);
		expect(cursorAfter('abc', 0, 'backspace', '')).toBe(0);
		expect(cursorAfter('abc', 2, 'home', '')).toBe(0);
		expect(cursorAfter('abc', 1, 'end', '')).toBe(3);
	});

	it('stands behind what was typed or pasted', () => {
		expect(cursorAfter('abc', 1, 'x', 'x')).toBe(2);
		expect(cursorAfter('abc', 1, '', 'imap.example.org')).toBe(17);
	});

	it('takes a character of two units as one', () => {
		expect(cursorAfter('a😀b', 3, 'left', '')).toBe(1);
		expect(cursorAfter('a😀b', 1, 'right', '')).toBe(3);
		expect(cursorAfter('a😀b', 3, 'backspace', '')).toBe(1);
	});
});
