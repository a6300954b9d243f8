/** The kinds of certified mail (PEC; RFC 6109, 3.1 and 3.2), as their providers make them. */
export const certifiedKinds = [
	/** Busta di trasporto: a message that was sent as certified mail. */
	'envelope',
	/** Busta di anomalia: mail that came from outside, and not as certified mail. */
	'anomaly',
	'acceptance',
	'non-acceptance',
	'taken-in-charge',
	/** With the whole message, with the hashes of its attachments, and without it. */
	'delivery',
	'delivery-brief',
	'delivery-short',
	'non-delivery',
	/** Not delivered for so long that it may never be. */
	'delay',
	'virus',
] as const;
export type CertifiedKind = (typeof certifiedKinds)[number];

/** How many there are of each kind on either side, as far as that is known. */
export interface KindsOfSides {
	readonly source?: KindCounts;
	readonly destination?: KindCounts;
}

/** How many messages there are of each kind; none of a kind that is not there. */
export type KindCounts = Readonly<Partial<Record<CertifiedKind, number>>>;

/** Counts kinds; what is none is not counted. */
export function countKinds(kinds: Iterable<CertifiedKind | undefined>): KindCounts {
	const counts: Partial<Record<CertifiedKind, number>> = {};
	for (const kind of kinds) if (kind !== undefined) counts[kind] = (counts[kind] ?? 0) + 1;
	return counts;
}

/** How many messages are certified mail, of whatever kind. */
export function totalOf(counts: KindCounts): number {
	return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

/** How much certified mail there is on either side of these folders; undefined where there is none, or it was not counted. */
export function certifiedTotals(
	folders: Iterable<{readonly kinds?: KindsOfSides}>,
): {readonly source: number; readonly destination: number} | undefined {
	let [source, destination] = [0, 0];
	for (const {kinds} of folders) {
		source += totalOf(kinds?.source ?? {});
		destination += totalOf(kinds?.destination ?? {});
	}

	return source + destination > 0 ? {source, destination} : undefined;
}

/** The sum of such counts, kind by kind. */
export function sumKinds(all: Iterable<KindCounts>): KindCounts {
	const sum: Partial<Record<CertifiedKind, number>> = {};
	for (const counts of all)
		for (const kind of certifiedKinds) {
			const count = counts[kind];
			if (count) sum[kind] = (sum[kind] ?? 0) + count;
		}

	return sum;
}
