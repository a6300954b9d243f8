import {plural} from './wording.ts';

/** Numbers, sizes, dates and durations as a language writes them. */
export interface Format {
	/** `1,234` or `1.234`: groups always, since Intl leaves four digits together in Italian. */
	count(value: number): string;
	/** `1 message`, `1,234 messages`; a text is a number that was formatted before. */
	counted(value: number | string, one: string, many: string): string;
	/** Bytes in decimal units, as providers sell them: `512 MB`, `1.2 GB`; `–` where unknown. */
	bytes(value: number | undefined): string;
	/** A fraction from 0 to 1 as a whole percentage, never rounded up to 100%. */
	percent(fraction: number): string;
	/** Milliseconds since 1970 as day and minute. */
	date(value: number): string;
	/** The same to the second. */
	exact(value: number): string;
	/** Milliseconds since 1970 as a day. */
	day(value: number): string;
	/** Milliseconds as `00:02:11`; days in front where needed. */
	clock(ms: number): string;
	/** Milliseconds in words, rounded: `9 minutes`. */
	about(ms: number): string;
}

const units = ['B', 'kB', 'MB', 'GB', 'TB', 'PB'];

/** Intl takes milliseconds for each formatter, and most commands need few of them: made when it is first asked for. */
function once<T>(make: () => T): () => T {
	let made: T | undefined;
	return () => (made ??= make());
}

/** Makes the formats of one language.
 * @param locale A BCP 47 tag: `en`, `it`. */
export function createFormat(locale: string): Format {
	const number = (options: Intl.NumberFormatOptions) => once(() => new Intl.NumberFormat(locale, options));
	const dateTime = (options: Intl.DateTimeFormatOptions) =>
		once(() => new Intl.DateTimeFormat(locale, options));
	const whole = number({maximumFractionDigits: 0, useGrouping: 'always'});
	const oneDecimal = number({minimumFractionDigits: 1, maximumFractionDigits: 1});
	const dateOnly = {day: 'numeric', month: 'short', year: 'numeric'} as const;
	const toMinutes = {...dateOnly, hour: '2-digit', minute: '2-digit', hourCycle: 'h23'} as const;
	const day = dateTime(dateOnly);
	const minute = dateTime(toMinutes);
	const second = dateTime({...toMinutes, second: '2-digit'});
	const daysOf = number({style: 'unit', unit: 'day', unitDisplay: 'narrow'});
	const inWords = (value: number, unit: string) =>
		new Intl.NumberFormat(locale, {
			style: 'unit',
			unit,
			unitDisplay: 'long',
			maximumFractionDigits: 0,
		}).format(value);
	return {
		count: value => whole().format(value),
		counted(value, one, many) {
			const amount = typeof value === 'number' ? whole().format(value) : value;
			return `${amount} ${plural(value, one, many)}`;
		},
		bytes(value) {
			if (value === undefined) return '–';
			let size = value;
			let unit = 0;
			while (size >= 999.5 && unit < units.length - 1) {
				size /= 1000;
				unit++;
			}
			const digits = unit > 0 && size < 9.95 ? oneDecimal : whole;
			return `${digits().format(size)} ${units[unit] ?? ''}`;
		},
		percent(fraction) {
			const share = Math.min(1, Math.max(0, fraction));
			return `${share === 1 ? 100 : Math.min(99, Math.floor(share * 100))}%`;
		},
		date: value => minute().format(value),
		exact: value => second().format(value),
		day: value => day().format(value),
		clock(ms) {
			const seconds = Math.max(0, Math.round(ms / 1000));
			const two = (value: number) => String(value).padStart(2, '0');
			const days = Math.floor(seconds / 86_400);
			const rest = `${two(Math.floor(seconds / 3600) % 24)}:${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
			return days > 0 ? `${daysOf().format(days)} ${rest}` : rest;
		},
		about(ms) {
			const seconds = Math.max(0, ms / 1000);
			if (seconds < 90) return inWords(Math.max(1, Math.round(seconds)), 'second');
			if (seconds < 5400) return inWords(Math.round(seconds / 60), 'minute');
			if (seconds < 129_600) return inWords(Math.round(seconds / 3600), 'hour');
			return inWords(Math.round(seconds / 86_400), 'day');
		},
	};
}

/** Two sizes in short; in bytes where both would read the same and leave a person wondering. */
export function sizesApart(
	{bytes, counted}: Format,
	sizes: readonly number[],
	byte: readonly [string, string],
): string[] {
	const short = sizes.map(bytes);
	return new Set(short).size === short.length ? short : sizes.map(size => counted(size, ...byte));
}
