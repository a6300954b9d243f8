import {parseInternalDate} from '../../internal-date.ts';

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const days = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];

/** Time zones that old programs wrote by name; what is not here is taken for UTC, which RFC 4155 asks for. */
const zones: ReadonlyMap<string, string> = new Map([
	['CET', '+0100'],
	['MET', '+0100'],
	['CEST', '+0200'],
	['MEST', '+0200'],
	['MET DST', '+0200'],
	['BST', '+0100'],
	['EST', '-0500'],
	['EDT', '-0400'],
	['CST', '-0600'],
	['CDT', '-0500'],
	['MST', '-0700'],
	['MDT', '-0600'],
	['PST', '-0800'],
	['PDT', '-0700'],
]);

const day = `(?:${days.join('|')})`;
const month = `(?<month>${months.join('|')})`;
const time = String.raw`(?<time>\d{1,2}:\d\d(?::\d\d)?)`;
const zone = (name: string) => `(?<${name}>[+-]\\d{4}|[A-Z]{1,5}(?: DST)?)`;
/** Such as `Thu Jan  4 09:30:00 2024`, with a zone before or after the year or none. */
const asctime = new RegExp(
	`${day},? +${month} +(?<day>\\d{1,2}) +${time}(?: +${zone('before')})? +(?<year>\\d{4})(?: +${zone('after')})?(?: +remote from \\S+)? *$`,
	'i',
);
/** Such as `Thu, 4 Jan 2024 09:30:00 +0100`, which some programs write in its stead. */
const mailDate = new RegExp(
	`${day},? +(?<day>\\d{1,2}) +${month} +(?<year>\\d{4}) +${time}(?: +${zone('after')})? *$`,
	'i',
);

/** Bytes of a line that begins with `From ` that are looked at. */
export const longestEnvelope = 1024;

/**
 * The date in the line that begins a message (RFC 4155, appendix A), as an internal date; undefined where it has none.
 * Programs differ in the sender, the day's padding and the zone; without one it is UTC.
 *
 * @param line without its end, `From ` in front
 */
export function envelopeDate(line: string): string | undefined {
	const parts = (asctime.exec(line) ?? mailDate.exec(line))?.groups;
	if (!parts) return undefined;
	const written = (parts.before ?? parts.after ?? '').toUpperCase();
	const offset = /^[+-]/.test(written) ? written : (zones.get(written) ?? '+0000');
	const name = months.find(each => each.toLowerCase() === parts.month?.toLowerCase());
	const [hour = '', minute, second = '00'] = (parts.time ?? '').split(':');
	const text = `${parts.day?.padStart(2, '0')}-${name}-${parts.year} ${hour.padStart(2, '0')}:${minute}:${second} ${offset}`;
	return parseInternalDate(text) ? text : undefined;
}

/**
 * The line that begins a message: nobody in particular as the sender, which is not known, and the instant of the
 * internal date in UTC (RFC 4155, appendix A).
 *
 * @param internalDate one that is none becomes the beginning of 1970
 */
export function envelopeLine(internalDate: string): string {
	const date = new Date((parseInternalDate(internalDate)?.instant ?? 0) * 1000);
	const two = (number: number, fill = '0') => String(number).padStart(2, fill);
	const clock = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()]
		.map(part => two(part))
		.join(':');
	const year = String(date.getUTCFullYear()).padStart(4, '0');
	return `From MAILER-DAEMON ${days[date.getUTCDay()]} ${months[date.getUTCMonth()]} ${two(date.getUTCDate(), ' ')} ${clock} ${year}\n`;
}

const field = /^[!-9;-~]+[ \t]*:/;

/** Whether a line looks like a field of a header (RFC 5322, 2.2). */
export function isField(line: string): boolean {
	return field.test(line);
}

/** Whether a line has its end, and is not too long for one that begins a message. */
export function isWholeLine(text: string): boolean {
	return text.slice(0, longestEnvelope).includes('\n');
}

/**
 * Whether a line that begins with `From ` begins a message, and is none of a text that nobody quoted. After an empty
 * line, one with a date is enough, or two fields of a header, since Thunderbird writes none; where the empty line is
 * missing, it takes a date and a field.
 *
 * @param text the line and what follows it, as latin1; two lines and a bit are enough
 */
export function beginsMessage(text: string, isAfterEmptyLine: boolean): boolean {
	if (!isWholeLine(text)) return false;
	const [line = '', first = '', second] = text.split(/\r?\n/, 4);
	const hasDate = envelopeDate(line) !== undefined;
	if (!isAfterEmptyLine) return hasDate && isField(first);
	if (hasDate) return true;
	return (
		isField(first) && (second === undefined || second === '' || /^[ \t]/.test(second) || isField(second))
	);
}
