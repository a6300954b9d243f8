import type {ListedMessage} from '../../../engine/comparison.ts';
import {parseInternalDate} from '../../../stores/internal-date.ts';

/** When a message arrived, as its server says: milliseconds since 1970; undefined where that is no date. */
export function arrivalOf({internalDate}: {readonly internalDate: string}): number | undefined {
	const arrived = parseInternalDate(internalDate);
	return arrived === undefined ? undefined : arrived.instant * 1000;
}

/** When a message was written, else when it arrived: milliseconds since 1970. */
export function writingOf(message: ListedMessage): number | undefined {
	const written = Date.parse(message.date ?? '');
	return Number.isNaN(written) ? arrivalOf(message) : written;
}

/** The flags that a message has on one side alone. */
export function flagsApart({flags, counterpart}: ListedMessage): {
	readonly here: readonly string[];
	readonly there: readonly string[];
} {
	const [here, there] = [flags, counterpart?.flags ?? []].map(
		names => new Map(names.map(name => [name.toLowerCase(), name])),
	) as [Map<string, string>, Map<string, string>];
	return {
		here: [...here].filter(([key]) => !there.has(key)).map(([, name]) => name),
		there: [...there].filter(([key]) => !here.has(key)).map(([, name]) => name),
	};
}
