import {parseInternalDate} from '../stores/internal-date.ts';

/** What of a copy is not as it was asked for, besides its content. */
export interface Deviation {
	/** Flags that were to be set and are not, and ones that are set and were not to be. */
	readonly flags?: {readonly missing: readonly string[]; readonly added: readonly string[]};
	/** The internal date is another instant; in seconds. */
	readonly date?: {readonly wanted: string; readonly found: string};
	/** The same instant in another zone. */
	readonly zone?: true;
}

/** Compares flags and internal date of a copy with what was wanted. */
export function deviationOf(
	wanted: {readonly flags: readonly string[]; readonly internalDate: string},
	found: {readonly flags: readonly string[]; readonly internalDate: string},
): Deviation {
	return {
		...flagDeviation(wanted.flags, found.flags),
		...dateDeviation(wanted.internalDate, found.internalDate),
	};
}

/** Flags are compared without case (RFC 9051, 2.3.2). */
function flagDeviation(wanted: readonly string[], found: readonly string[]): Pick<Deviation, 'flags'> {
	if (wanted.length === found.length && wanted.every((flag, index) => flag === found[index])) return {};
	const want = new Set(wanted.map(flag => flag.toLowerCase()));
	const have = new Set(found.map(flag => flag.toLowerCase()));
	const missing = wanted.filter(flag => !have.has(flag.toLowerCase()));
	const added = found.filter(flag => !want.has(flag.toLowerCase()));
	return missing.length + added.length > 0 ? {flags: {missing, added}} : {};
}

function dateDeviation(wanted: string, found: string): Pick<Deviation, 'date' | 'zone'> {
	if (wanted === found) return {};
	const want = parseInternalDate(wanted);
	const have = parseInternalDate(found);
	if (!want) return {};
	if (!have || want.instant !== have.instant) return {date: {wanted, found}};
	return want.zone === have.zone ? {} : {zone: true};
}
