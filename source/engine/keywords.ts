import type {FolderRecord} from '../journal/records.ts';
import {canKeep} from './planning.ts';
import {type CopyContext, find} from './run-context.ts';

/** Keywords and flags that the destination does not keep, counted, so that one finding tells of many messages. */
export class LostKeywords {
	readonly #permanentFlags: readonly string[] | undefined;
	readonly #lost = new Map<FolderRecord, Map<string, number>>();

	/** @param permanentFlags what the staging folder says it keeps */
	constructor(permanentFlags: readonly string[] | undefined) {
		this.#permanentFlags = permanentFlags;
	}

	/** The flags that can be asked for: one that a server refuses would make the whole append fail. */
	keepable(folder: FolderRecord, flags: readonly string[]): string[] {
		return flags.filter(flag => {
			if (canKeep(flag, this.#permanentFlags)) return true;
			this.add(folder, [flag]);
			return false;
		});
	}

	add(folder: FolderRecord, flags: readonly string[]): void {
		const counts = this.#lost.get(folder) ?? new Map<string, number>();
		this.#lost.set(folder, counts);
		for (const flag of flags) counts.set(flag, (counts.get(flag) ?? 0) + 1);
	}

	/** Tells what was lost, once. */
	tell(context: CopyContext): void {
		for (const [folder, counts] of this.#lost) {
			for (const [flag, count] of counts) {
				find(context, {
					kind: 'keywords-lost',
					severity: 'difference',
					source: folder.source,
					destination: folder.destination,
					count,
					params: {flags: flag},
				});
			}
		}

		this.#lost.clear();
	}
}
