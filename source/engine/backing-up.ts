import {type Mapping, proposeMappings, type Tree} from './mapping.ts';

/** Folders in which a server shows once more what is in others. */
const views: ReadonlySet<string> = new Set(['all', 'flagged', 'important']);

/** What a backup takes: every folder that holds mail, trash and junk too, each under its own name. */
export function backupMappings(source: Tree, files: Tree): Mapping[] {
	const only = source.folders
		.filter(({selectable, role}) => selectable && !(role && views.has(role)))
		.map(({name}) => name);
	const mappings = proposeMappings(source, files, {only});
	const taken = Map.groupBy(mappings, ({target}) => target.name);
	// Files keep names apart that differ by case alone.
	return mappings.map(mapping =>
		mapping.selected && taken.get(mapping.target.name)?.length === 1
			? {...mapping, reason: 'chosen'}
			: mapping,
	);
}
