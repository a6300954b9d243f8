import {nameOf} from '../stores/naming.ts';
import type {WritableStore} from '../stores/store.ts';
import {type Mapping, renameTarget} from './mapping.ts';

/**
 * Gives folders that have to be created names that the destination can have, as far as it says which it can't:
 * known before anything is written, and every time the same, so that the next run finds what this one has made.
 */
export async function withAcceptableNames(
	destination: WritableStore,
	mappings: readonly Mapping[],
): Promise<readonly Mapping[]> {
	// All at once: one round trip, since most names are taken as they are.
	return Promise.all(
		mappings.map(async mapping => {
			const {selected, target} = mapping;
			const refusal = selected && !target.exists ? await destination.refusesName(target.name) : undefined;
			if (refusal === undefined) return mapping;
			const path = await acceptable(destination, target.path);
			return renameTarget(mapping, path, refusal, destination.info);
		}),
	);
}

/** The path with other names for those of its levels that are refused. */
async function acceptable(destination: WritableStore, path: readonly string[]): Promise<readonly string[]> {
	const {naming} = destination.info;
	const levels: string[] = [];
	for (const level of path) {
		const refused = (await destination.refusesName(nameOf([...levels, level], naming).name)) !== undefined;
		levels.push(refused ? plain(level) : level);
	}

	return levels;
}

/** A name without what servers use for paths, patterns and homes; one that is reserved gets a sign behind it. */
function plain(level: string): string {
	const changed = level.replaceAll(/[/\\.~*%"|<>:?]/g, '_');
	return changed === level ? `${level}_` : changed;
}
