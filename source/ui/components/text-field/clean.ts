/** What may stand in a field of one line: no control characters, no half of a surrogate pair. */
export function clean(text: string): string {
	return text.replaceAll(/[\p{Cc}\p{Cs}\u2028\u2029]/gu, '');
}
