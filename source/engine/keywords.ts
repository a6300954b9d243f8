import {canKeep} from './planning.ts';
import {type CopyContext, find} from './run-context.ts';

/**
 * The flags that can be asked for: one that a server refuses would make the whole append fail.
 *
 * @param permanentFlags what the staging folder says it keeps
 */
export function keepable(
	flags: readonly string[],
	permanentFlags: readonly string[] | undefined,
): {readonly flags: readonly string[]; readonly lost: readonly string[]} {
	const {kept = [], lost = []} = Object.groupBy(flags, flag =>
		canKeep(flag, permanentFlags) ? 'kept' : 'lost',
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
