/** Whether two UTF-16 units of a text, from `at` on, are one character. */
function isPair(text: string, at: number): boolean {
	return (text.codePointAt(at) ?? 0) > 0xffff;
}

/**
 * Where the cursor of a field stands after a key, in UTF-16 units from the beginning of `value`.
 * @param name The key's name in the keymap.
 * @param typed What the key, or a paste, puts into the field.
 */
export function cursorAfter(value: string, cursor: number, name: string, typed: string): number {
	switch (name) {
		case 'left':
		case 'backspace':
			return Math.max(0, cursor - (isPair(value, cursor - 2) ? 2 : 1));
		case 'right':
			return Math.min(value.length, cursor + (isPair(value, cursor) ? 2 : 1));
		case 'home':
			return 0;
		case 'end':
			return value.length;
		default:
			return cursor + typed.length;
	}
}

/** The same as ink-text-input has it, which knows neither ends nor characters of two units. */
export function widgetCursorAfter(cursor: number, name: string, typed: string): number {
	switch (name) {
		case 'left':
			return cursor - 1;
		case 'right':
			return cursor + 1;
		case 'backspace':
			return Math.max(0, cursor - 1);
		default:
			return cursor + typed.length;
	}
}
