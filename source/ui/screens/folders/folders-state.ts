import {
	type Conflict,
	findConflicts,
	intoFolderName,
	type Mapping,
	proposeMappings,
	remap,
} from '../../../engine/mapping.ts';
import type {Folder, StoreInfo} from '../../../stores/store.ts';
import {type Move, moveCursor} from '../../window.ts';

export const sorts = ['server', 'name', 'messages', 'size'] as const;

export type Sort = (typeof sorts)[number];

export interface FoldersState {
	readonly source: StoreInfo;
	readonly destination: StoreInfo;
	readonly mappings: readonly Mapping[];
	readonly conflicts: readonly Conflict[];
	/** Everything goes below this folder. */
	readonly into?: string;
	/** The folder that `i` uses: named after the address. */
	readonly ownFolder: string;
	/** Nobody chose it: the destination already held mail. */
	readonly intoByItself: boolean;
	/** A row of `visibleRows`. */
	readonly cursor: number;
	readonly filter: string;
	readonly filtering: boolean;
	readonly sort: Sort;
}

export type FoldersAction =
	| {readonly type: 'moved'; readonly move: Move; readonly page: number}
	| {readonly type: 'toggled' | 'all-selected' | 'none-selected' | 'inverted' | 'into-toggled' | 'sorted'}
	| {readonly type: 'target-chosen'; readonly source: string; readonly target: string}
	| {readonly type: 'not-copied'; readonly source: string}
	| {readonly type: 'filter-opened' | 'filter-done' | 'filter-cleared'}
	| {readonly type: 'filter-changed'; readonly text: string}
	| {readonly type: 'refreshed'; readonly source: StoreInfo; readonly destination: StoreInfo};

/** A row: a mapping, or a folder that only the destination has. */
export type FolderRow = {readonly mapping: Mapping} | {readonly onlyThere: Folder};

/** The mapping that is proposed at first: folder by folder, or into a folder of its own where mail is there already. */
export function startFolders(source: StoreInfo, destination: StoreInfo, user: string): FoldersState {
	const held = destination.folders.reduce((sum, folder) => sum + folder.messages, 0);
	const ownFolder = intoFolderName(user, destination.naming);
	const base = {
		source,
		destination,
		ownFolder,
		cursor: 0,
		filter: '',
		filtering: false,
		sort: 'server',
	} as const;
	const into = held > 0 ? {into: ownFolder} : {};
	const mappings = proposeMappings(source, destination, into);
	return {...base, ...into, intoByItself: held > 0, mappings, conflicts: findConflicts(mappings)};
}

/** Mail that the destination holds. */
export function heldThere(state: FoldersState): number {
	return state.destination.folders.reduce((sum, folder) => sum + folder.messages, 0);
}

/** The mappings to copy. */
export function selectedMappings(state: FoldersState): readonly Mapping[] {
	return state.mappings.filter(mapping => mapping.selected);
}

/** Destination folders that no source folder goes to. */
export function onlyThere(state: FoldersState): readonly Folder[] {
	const used = new Set(state.mappings.map(mapping => mapping.target.name));
	return state.destination.folders.filter(
		folder => !used.has(folder.name) && (folder.messages > 0 || folder.selectable),
	);
}

/** The rows that the filter leaves, in the order that is wanted. */
export function visibleRows(state: FoldersState): readonly FolderRow[] {
	const wanted = state.filter.toLowerCase();
	const fits = (name: string) => name.toLowerCase().includes(wanted);
	const mappings = state.mappings.filter(
		mapping => fits(mapping.source.path.join('/')) || fits(mapping.target.path.join('/')),
	);
	const only = onlyThere(state).filter(folder => fits(folder.path.join('/')));
	return [
		...sortMappings(mappings, state.sort).map(mapping => ({mapping})),
		...only.map(folder => ({onlyThere: folder})),
	];
}

function sortMappings(mappings: readonly Mapping[], sort: Sort): readonly Mapping[] {
	const name = (mapping: Mapping) => mapping.source.path.join('/');
	switch (sort) {
		case 'server':
			return mappings;
		case 'name':
			return mappings.toSorted((a, b) => name(a).localeCompare(name(b)));
		case 'messages':
			return mappings.toSorted((a, b) => b.source.messages - a.source.messages);
		case 'size':
			return mappings.toSorted((a, b) => (b.source.bytes ?? 0) - (a.source.bytes ?? 0));
	}
}

/** A source folder as a person reads it: its levels, without the server's prefix and delimiter. */
export function sourceLabel(state: FoldersState, name: string): string {
	return state.mappings.find(mapping => mapping.source.name === name)?.source.path.join('/') ?? name;
}

/** The mapping under the cursor. */
export function mappingAtCursor(state: FoldersState): Mapping | undefined {
	const row = visibleRows(state)[state.cursor];
	return row !== undefined && 'mapping' in row ? row.mapping : undefined;
}

/** The conflict that a mapping is part of. */
export function conflictOf(state: FoldersState, mapping: Mapping): Conflict | undefined {
	return mapping.selected
		? state.conflicts.find(conflict => conflict.sources.includes(mapping.source.name))
		: undefined;
}

function select(mapping: Mapping, selected: boolean): Mapping {
	if (!mapping.source.selectable || mapping.selected === selected) return mapping;
	const {leftOut: _, ...rest} = mapping;
	return selected ? {...rest, selected} : {...rest, selected, leftOut: 'not-chosen'};
}

function withMappings(state: FoldersState, mappings: readonly Mapping[]): FoldersState {
	return {...state, mappings, conflicts: findConflicts(mappings)};
}

function changeOne(state: FoldersState, source: string, change: (mapping: Mapping) => Mapping): FoldersState {
	return withMappings(
		state,
		state.mappings.map(mapping => (mapping.source.name === source ? change(mapping) : mapping)),
	);
}

/** Changes the mappings that the filter shows. */
function changeVisible(state: FoldersState, change: (mapping: Mapping) => Mapping): FoldersState {
	const visible = new Set(visibleRows(state).flatMap(row => ('mapping' in row ? [row.mapping] : [])));
	return withMappings(
		state,
		state.mappings.map(mapping => (visible.has(mapping) ? change(mapping) : mapping)),
	);
}

/** Proposes again with or without a folder for all, and keeps which folders are selected. */
function turnInto(state: FoldersState): FoldersState {
	const {into: before, ...rest} = state;
	const into = before === undefined ? {into: state.ownFolder} : {};
	const selected = new Map(state.mappings.map(mapping => [mapping.source.name, mapping.selected]));
	const mappings = proposeMappings(state.source, state.destination, into).map(mapping =>
		select(mapping, selected.get(mapping.source.name) ?? mapping.selected),
	);
	return {...withMappings({...rest, mappings: []}, mappings), ...into, intoByItself: false};
}

/** The same mapping over folders that were listed again; new folders of the source are proposed. */
function refresh(state: FoldersState, source: StoreInfo, destination: StoreInfo): FoldersState {
	const into = state.into === undefined ? {} : {into: state.into};
	const before = new Map(state.mappings.map(mapping => [mapping.source.name, mapping]));
	const mappings = proposeMappings(source, destination, into).map(mapping => {
		const old = before.get(mapping.source.name);
		if (old === undefined) return mapping;
		const {selected, leftOut, reason} = old;
		const same = {...remap(mapping, old.target.name, destination), reason, selected};
		return leftOut === undefined ? same : {...same, leftOut};
	});
	return withMappings({...state, source, destination}, mappings);
}

/** Folds what a person does on the Folders screen. */
export function foldersReducer(state: FoldersState, action: FoldersAction): FoldersState {
	switch (action.type) {
		case 'moved':
			return {
				...state,
				cursor: moveCursor(state.cursor, action.move, visibleRows(state).length, action.page),
			};
		case 'toggled': {
			const mapping = mappingAtCursor(state);
			if (mapping === undefined) return state;
			return changeOne(state, mapping.source.name, one => select(one, !one.selected));
		}
		case 'all-selected':
			return changeVisible(state, mapping => select(mapping, true));
		case 'none-selected':
			return changeVisible(state, mapping => select(mapping, false));
		case 'inverted':
			return changeVisible(state, mapping => select(mapping, !mapping.selected));
		case 'into-toggled':
			return turnInto(state);
		case 'sorted':
			return {...state, sort: sorts[(sorts.indexOf(state.sort) + 1) % sorts.length] ?? 'server', cursor: 0};
		case 'target-chosen':
			return changeOne(state, action.source, mapping =>
				mapping.source.selectable ? remap(mapping, action.target, state.destination) : mapping,
			);
		case 'not-copied':
			return changeOne(state, action.source, mapping => select(mapping, false));
		case 'filter-opened':
			return {...state, filtering: true};
		case 'filter-done':
			return {...state, filtering: false};
		case 'filter-cleared':
			return {...state, filtering: false, filter: '', cursor: 0};
		case 'filter-changed':
			return {...state, filter: action.text, cursor: 0};
		case 'refreshed':
			return refresh(state, action.source, action.destination);
	}
}
