import {printable} from '../printable.ts';

/** What a file of CSV begins with: spreadsheets take UTF-8 for something else without a byte order mark. */
export const byteOrderMark = '\ufeff';

/** A line of CSV (RFC 4180). */
export function csvLine(cells: readonly (string | number | undefined)[]): string {
	return `${cells.map(cell).join(',')}\r\n`;
}

/**
 * A cell that no spreadsheet takes for a formula: text from outside that begins with what begins one gets an
 * apostrophe in front, which spreadsheets take for "this is text". Control characters are shown as escapes.
 */
function cell(value: string | number = ''): string {
	if (typeof value === 'number') return String(value);
	const safe = printable(value);
	const text = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]/u.test(safe) ? `'${safe}` : safe;
	return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
