import type {Conflict, Mapping} from '../../../engine/mapping.ts';
import type {Folder} from '../../../stores/store.ts';
import type {FolderRow, FoldersState} from './folders-shape.ts';

/** Destination folders that no source folder goes to. */
export function onlyThere({mappings, destination}: FoldersState): readonly Folder[] {
	const used = new Set(mappings.map(mapping => mapping.target.name));
	return destination.folders.filter(
		folder => !used.has(folder.name) && (folder.messages > 0 || folder.selectable),
	);
}

/** The mapping under the cursor. */
export function mappingAtCursor(state: FoldersState): Mapping | undefined {
	return mappingsOf(state.rows.slice(state.cursor, state.cursor + 1))[0];
}

/** The rows of the range that is being marked, first and last; undefined where there is none. */
export function rangeOf({anchor, cursor}: FoldersState): readonly [number, number] | undefined {
	return anchor === undefined ? undefined : [Math.min(anchor, cursor), Math.max(anchor, cursor)];
}

/** The mappings of the range, or that of the cursor: what is marked with one key. */
export function mappingsInRange(state: FoldersState): readonly Mapping[] {
	const [first, last] = rangeOf(state) ?? [state.cursor, state.cursor];
	return mappingsOf(state.rows.slice(first, last + 1));
}

/** The source folders that are part of a conflict. */
export function inConflict(conflicts: readonly Conflict[]): ReadonlySet<string> {
	return new Set(conflicts.flatMap(conflict => conflict.sources));
}

/** The mappings among some rows. */
export function mappingsOf(rows: readonly FolderRow[]): readonly Mapping[] {
	return rows.flatMap(row => ('mapping' in row ? [row.mapping] : []));
}

/** The state with its rows as filter and order want them; the cursor stays on its folder where that is still there. */
export function withRows(state: FoldersState): FoldersState {
	const wanted = state.filter.toLowerCase();
	const fits = (path: readonly string[]) => wanted === '' || path.join('/').toLowerCase().includes(wanted);
	const mappings = state.mappings.filter(({source, target}) => fits(source.path) || fits(target.path));
	const only = onlyThere(state).filter(folder => fits(folder.path));
	const rows = [
		...sortMappings(mappings, state).map(mapping => ({mapping})),
		...only.map(folder => ({onlyThere: folder})),
	];
	const {anchor: _, ...rest} = state;
	const here = state.rows[state.cursor];
	const cursor = here === undefined ? 0 : rows.findIndex(row => nameOfRow(row) === nameOfRow(here));
	return {...rest, rows, cursor: Math.max(0, cursor)};
}

/** What tells a row from all others: a source folder's name, or a destination folder's after a sign that none begins with. */
function nameOfRow(row: FolderRow): string {
	return 'mapping' in row ? row.mapping.source.name : `\0${row.onlyThere.name}`;
}

const collator = new Intl.Collator(undefined, {numeric: true});

function sortMappings(mappings: readonly Mapping[], state: FoldersState): readonly Mapping[] {
	switch (state.sort) {
		case 'server':
			return mappings;
		case 'name':
			return mappings
				.map(mapping => ({mapping, name: mapping.source.path.join('/')}))
				.sort((a, b) => collator.compare(a.name, b.name))
				.map(({mapping}) => mapping);
		case 'messages':
			return mappings.toSorted((a, b) => b.source.messages - a.source.messages);
		case 'size':
			return mappings.toSorted((a, b) => (b.source.bytes ?? 0) - (a.source.bytes ?? 0));
		case 'state': {
			// What needs a person first, then what is copied, then what is not.
			const doubtful = inConflict(state.conflicts);
			const place = ({source, selected}: Mapping) =>
				selected ? (doubtful.has(source.name) ? 0 : 1) : source.selectable ? 2 : 3;
			return mappings.toSorted((a, b) => place(a) - place(b));
		}
	}
}
