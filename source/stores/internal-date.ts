const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

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
	const month = months.findIndex(name => name.toLowerCase() === monthName.toLowerCase());
	if (month === -1) return undefined;
	if (Number(day) > 31 || Number(hour) > 23 || Number(minute) > 59 || Number(second) > 60) return undefined;
	// Date.UTC takes years below 100 for 1900 and later; setUTCFullYear does not.
	const date = new Date(0);
	date.setUTCFullYear(Number(year), month, Number(day));
	date.setUTCHours(Number(hour), Number(minute), Number(second));
	const offset = (Number(zoneHours) * 60 + Number(zoneMinutes)) * 60 * (sign === '-' ? -1 : 1);
	return {instant: date.getTime() / 1000 - offset, zone: `${sign}${zoneHours}${zoneMinutes}`};
}
