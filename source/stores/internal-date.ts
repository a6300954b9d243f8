const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const monthNumbers: ReadonlyMap<string, number> = new Map(
	months.map((name, index) => [name.toLowerCase(), index]),
);

/** Milliseconds since 1970 between which a year has four digits, as a date-time has it. */
const [earliest, latest] = [Date.parse('0000-01-01T00:00:00Z'), Date.parse('9999-12-31T23:59:59Z')];

/** An internal date, taken apart. */
export interface InternalDate {
	/** Seconds since 1970, whichever zone it is shown in. */
	readonly instant: number;
	/** `+0200` */
	readonly zone: string;
}

/**
 * Reads a date-time such as `17-Jul-1996 02:44:25 -0700` (RFC 9051, 9, date-time). Undefined where it is
 * none. Written out here since JavaScript's Date forgets the zone, and the zone is part of what we keep.
 */
export function parseInternalDate(text: string): InternalDate | undefined {
	const match = /^ ?(\d{1,2})-([A-Za-z]{3})-(\d{4}) (\d{2}):(\d{2}):(\d{2}) ([+-])(\d{2})(\d{2})$/.exec(text);
	if (!match) return undefined;
	const [, day, monthName = '', year, hour, minute, second, sign, zoneHours, zoneMinutes] = match;
	const month = monthNumbers.get(monthName.toLowerCase());
	if (month === undefined) return undefined;
	if (Number(day) > 31 || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60) return undefined;
	// Date.UTC takes years below 100 for 1900 and later; setUTCFullYear does not.
	const date = new Date(0);
	date.setUTCFullYear(Number(year), month, Number(day));
	date.setUTCHours(Number(hour), Number(minute), Number(second));
	const offset = (Number(zoneHours) * 60 + Number(zoneMinutes)) * 60 * (sign === '-' ? -1 : 1);
	return {instant: date.getTime() / 1000 - offset, zone: `${sign}${zoneHours}${zoneMinutes}`};
}

/**
 * A date-time as servers take it, undefined where it is none. One that is before 1970 in its own zone alone is
 * written in UTC: many servers refuse a year before 1970 whatever the zone, and the instant is what counts.
 */
export function appendableDate(text: string): string | undefined {
	const date = parseInternalDate(text);
	if (!date) return undefined;
	const isBefore1970 = Number(/-(\d{4}) /.exec(text)?.[1]) < 1970;
	if (!isBefore1970 || date.instant < 0) return text.trim().padStart(26, ' ');
	const [hour, minute, second] = [date.instant / 3600, (date.instant / 60) % 60, date.instant % 60].map(
		part => String(Math.floor(part)).padStart(2, '0'),
	);
	// No zone is a day away from UTC.
	return `01-Jan-1970 ${hour}:${minute}:${second} +0000`;
}

/**
 * Writes a date-time as `parseInternalDate` reads it: of an instant whose year has not four digits, the nearest that has.
 *
 * @param instant seconds since 1970
 * @param zone such as `+0200`; that of this machine at that instant unless told
 */
export function toInternalDate(instant: number, zone = localZone(instant)): string {
	const [, sign, hours, minutes] = /^([+-])(\d{2})(\d{2})$/.exec(zone) ?? [];
	const offset = (Number(hours) * 60 + Number(minutes)) * 60 * (sign === '-' ? -1 : 1);
	const date = new Date(Math.min(Math.max((instant + offset) * 1000, earliest), latest));
	const two = (part: number) => String(part).padStart(2, '0');
	const day = `${two(date.getUTCDate())}-${months[date.getUTCMonth()]}-${String(date.getUTCFullYear()).padStart(4, '0')}`;
	const time = [date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(two).join(':');
	return `${day} ${time} ${zone}`;
}

function localZone(instant: number): string {
	const minutes = -new Date(instant * 1000).getTimezoneOffset();
	const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
	return `${minutes < 0 ? '-' : '+'}${String(hours).padStart(2, '0')}${String(Math.round(rest)).padStart(2, '0')}`;
}

/** The date of a header field (RFC 5322, 3.3) as an internal date, its zone kept; undefined where it is none that can be told. */
export function dateOfField(value: string): string | undefined {
	const [, day = '', month = '', year = '', time = '', seconds = '00', zone = ''] =
		/(\d{1,2})\s+([A-Za-z]{3})\w*\s+(\d{4})\s+(\d{1,2}:\d{2})(?::(\d{2}))?\s*([+-]\d{4}|GMT|UTC?|Z)?/.exec(
			value,
		) ?? [];
	if (day === '') return undefined;
	const text = `${day.padStart(2, '0')}-${month}-${year} ${time.padStart(5, '0')}:${seconds} ${/^[+-]/.test(zone) ? zone : '+0000'}`;
	return parseInternalDate(text) ? text : undefined;
}
