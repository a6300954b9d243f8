import type {ComparedFolder} from '../../../engine/comparison.ts';
import {findConflicts, type Mapping, proposeMappings, remapper} from '../../../engine/mapping.ts';
import type {StoreInfo} from '../../../stores/store.ts';
import {mappingsInRange, withRows} from './folder-rows.ts';
import type {FoldersState} from './folders-shape.ts';

function select(mapping: Mapping, selected: boolean): Mapping {
	if (!mapping.source.selectable || mapping.selected === selected) return mapping;
	const {leftOut: _, ...rest} = mapping;
	if (selected) return {...rest, selected};
	return {...rest, selected, leftOut: mapping.source.secondCopy ? 'second-copy' : 'not-chosen'};
}

/** The state with other mappings, and what follows from them: conflicts and rows. */
export function withMappings(state: FoldersState, mappings: readonly Mapping[]): FoldersState {
	return withRows({...state, mappings, conflicts: findConflicts(mappings)});
}

/** Selects some mappings or not. The rows stay where they are, whatever the order goes by. */
export function selectSome(
	state: FoldersState,
	some: readonly Mapping[],
	isWanted: (mapping: Mapping) => boolean,
): FoldersState {
	const changed = new Map(some.map(mapping => [mapping, select(mapping, isWanted(mapping))]));
	const mappings = state.mappings.map(mapping => changed.get(mapping) ?? mapping);
	const rows = state.rows.map(row =>
		'mapping' in row ? {mapping: changed.get(row.mapping) ?? row.mapping} : row,
	);
	return {...state, mappings, rows, conflicts: findConflicts(mappings)};
}

/** Selects the mappings of the range, or that of the cursor; where all of them are selected, it leaves them out. */
export function toggle(state: FoldersState): FoldersState {
	const some = mappingsInRange(state);
	const isAll = some.every(mapping => mapping.selected || !mapping.source.selectable);
	return selectSome(state, some, () => !isAll);
}

/** Proposes again with or without a folder for all, and keeps which folders are selected. */
export function turnInto(state: FoldersState): FoldersState {
	const {into: before, ...rest} = state;
	const into = before === undefined ? {into: state.ownFolder} : {};
	const selected = new Map(state.mappings.map(mapping => [mapping.source.name, mapping.selected]));
	const mappings = proposeMappings(state.source, state.destination, into).map(mapping =>
		select(mapping, selected.get(mapping.source.name) ?? mapping.selected),
	);
	return withMappings({...rest, ...into, intoByItself: false}, mappings);
}

/** The same mapping over folders that were listed again; new folders of the source are proposed. */
export function refresh(state: FoldersState, source: StoreInfo, destination: StoreInfo): FoldersState {
	const into = state.into === undefined ? {} : {into: state.into};
	const before = new Map(state.mappings.map(mapping => [mapping.source.name, mapping]));
	const listed = new Set(source.folders.map(folder => folder.name));
	const map = new Map(
		state.mappings
			.filter(mapping => listed.has(mapping.source.name))
			.map(mapping => [mapping.source.name, mapping.target.name]),
	);
	const mappings = proposeMappings(source, destination, {...into, map}).map(mapping => {
		const old = before.get(mapping.source.name);
		if (old === undefined) return mapping;
		const {leftOut: _, ...rest} = mapping;
		const {selected, leftOut, reason} = old;
		return {...rest, reason, selected, ...(leftOut === undefined ? {} : {leftOut})};
	});
	return withMappings({...state, source, destination}, mappings);
}

/** Forgets a text that could not be read. */
export function dropDraft({draft: _, ...state}: FoldersState): FoldersState {
	return state;
}

/** Takes what a person has written: a target for each folder that is named, or none where it is not to be copied. */
export function edit(state: FoldersState, targets: ReadonlyMap<string, string | undefined>): FoldersState {
	const remap = remapper(state.destination);
	const mappings = state.mappings.map(mapping => {
		const {name} = mapping.source;
		if (!targets.has(name)) return mapping;
		const target = targets.get(name);
		return target === undefined ? select(mapping, false) : remap(mapping, target);
	});
	return withMappings(state, mappings);
}

/** The mapping with what a comparison has seen at the destination: folders may have come or gone since they were listed. */
export function asFound(folders: readonly ComparedFolder[]): (mapping: Mapping) => Mapping {
	const found = new Map(folders.map(folder => [folder.destination, folder]));
	return mapping => {
		const {destinationExists: exists, destinationCount: messages} = found.get(mapping.target.name) ?? {};
		return exists === undefined || messages === undefined
			? mapping
			: {...mapping, target: {...mapping.target, exists, messages}};
	};
}
