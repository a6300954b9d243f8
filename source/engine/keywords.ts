import {type CopyContext, find} from './run-context.ts';

/**
 * The flags that can be asked for: one that a server refuses would make the whole append fail.
 *
 * @param permanentFlags what the staging folder says it keeps
 * @param refused keywords that it has refused nevertheless
 */
export function keepable(
	flags: readonly string[],
	permanentFlags: readonly string[] | undefined,
	refused: ReadonlySet<string>,
): {readonly flags: readonly string[]; readonly lost: readonly string[]} {
	const {kept = [], lost = []} = Object.groupBy(flags, flag =>
		canKeep(flag, permanentFlags) && !refused.has(flag) ? 'kept' : 'lost',
	);
	return {flags: kept, lost};
}

/** Tells which flags the placed messages have lost, counted, so that one finding tells of many messages. */
export function tellLostKeywords(context: CopyContext): void {
	for (const {id, source, destination} of context.journal.folders()) {
		for (const {flag, count} of context.journal.lostFlags(id)) {
			find(context, {
				kind: 'keywords-lost',
				severity: 'difference',
				source,
				destination,
				count,
				params: {flags: flag},
			});
		}
	}
}

/** Whether a folder with these PERMANENTFLAGS keeps a flag (RFC 9051, 7.1: `\*` stands for any new keyword). */
export function canKeep(flag: string, permanentFlags: readonly string[] | undefined): boolean {
	// What a server gives out and the grammar forbids (RFC 9051, 9, flag-keyword) would make every append fail.
	if (!/^\\?[^\u0000-\u0020\u007f-\uffff(){%*"\\\]]+$/.test(flag)) return false;
	if (!permanentFlags) return true;
	const wanted = flag.toLowerCase();
	if (permanentFlags.some(permanent => permanent.toLowerCase() === wanted)) return true;
	return !flag.startsWith('\\') && permanentFlags.includes('\\*');
}
