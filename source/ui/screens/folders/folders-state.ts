import type {ComparedFolder} from '../../../engine/comparison.ts';
import type {FolderResult} from '../../../engine/events.ts';
import {
	type Conflict,
	findConflicts,
	findFolder,
	intoFolderName,
	type Mapping,
	type MappingOptions,
	otherRoleOf,
	proposeMappings,
	remap,
	remapper,
} from '../../../engine/mapping.ts';
import type {Side} from '../../../problem.ts';
import {hasLabels, type Labels} from '../../../stores/labels.ts';
import type {Folder, StoreInfo} from '../../../stores/store.ts';
import {type Move, moveCursor} from '../../window.ts';

export const sorts = ['server', 'name', 'messages', 'size', 'state'] as const;

export type Sort = (typeof sorts)[number];

export interface FoldersState {
	readonly source: StoreInfo;
	readonly destination: StoreInfo;
	readonly mappings: readonly Mapping[];
	readonly conflicts: readonly Conflict[];
	/** What the filter leaves of the mappings, and of the folders that only the destination has, in the order that is wanted. */
	readonly rows: readonly FolderRow[];
	/** Everything goes below this folder. */
	readonly into?: string;
	/** The folder that `i` uses: named after the address. */
	readonly ownFolder: string;
	/** Nobody chose it: the destination already held mail. */
	readonly intoByItself: boolean;
	/** What becomes of a message under several labels, where the source's folders are labels. */
	readonly labels: Labels;
	/** A place in `rows`. */
	readonly cursor: number;
	/** Where a range begins that ends at the cursor. */
	readonly anchor?: number;
	readonly filter: string;
	readonly filtering: boolean;
	readonly sort: Sort;
	/** The mapping as a text that could not be read yet. */
	readonly draft?: string;
}

export type FoldersAction =
	| {readonly type: 'moved'; readonly move: Move; readonly page: number}
	| {readonly type: 'toggled' | 'all-selected' | 'none-selected' | 'inverted'}
	| {readonly type: 'into-toggled' | 'labels-turned' | 'archive-turned' | 'sorted'}
	| {readonly type: 'range-begun' | 'range-ended'}
	| {readonly type: 'target-chosen'; readonly source: string; readonly target: string}
	| {readonly type: 'not-copied'; readonly source: string}
	/** Where folders of the source go, by name; undefined where they are not copied. */
	| {readonly type: 'edited'; readonly targets: ReadonlyMap<string, string | undefined>}
	| {readonly type: 'draft-kept'; readonly draft: string}
	| {readonly type: 'draft-dropped'}
	| {readonly type: 'filter-opened' | 'filter-done' | 'filter-cleared'}
	| {readonly type: 'filter-changed'; readonly text: string}
	| {readonly type: 'compared'; readonly folders: readonly ComparedFolder[]}
	| {readonly type: 'refreshed'; readonly source: StoreInfo; readonly destination: StoreInfo};

/** A row: a mapping, or a folder that only the destination has. */
export type FolderRow = {readonly mapping: Mapping} | {readonly onlyThere: Folder};

/** The mapping that is proposed at first: folder by folder, or into a folder of its own where mail is there already. */
export function startFolders(
	source: StoreInfo,
	destination: StoreInfo,
	user: string,
	isOneMbox = false,
): FoldersState {
	const [one] = source.folders;
	// It was picked for itself: it goes where its name says, also into the trash.
	if (isOneMbox && one) return foldersToVerify(source, destination, user, {only: [one.name]});
	const isHeld = destination.folders.some(folder => folder.messages > 0);
	const ownFolder = intoFolderName(user, destination.naming);
	const state = foldersToVerify(source, destination, user, isHeld ? {into: ownFolder} : {});
	return {...state, intoByItself: isHeld};
}

/** A mapping that somebody has chosen, and that its folder's name speaks against: the one under the cursor first. */
export function otherRoleIn(state: FoldersState): Mapping | undefined {
	const isOther = (mapping: Mapping) =>
		mapping.selected && otherRoleOf(mapping, state.destination) !== undefined;
	const here = mappingAtCursor(state);
	return here && isOther(here) ? here : state.mappings.find(isOther);
}

/**
 * The mapping of two accounts that are to be compared: folder by folder, unless something else is asked for.
 * @throws {Problem} `unknown-folder`
 */
export function foldersToVerify(
	source: StoreInfo,
	destination: StoreInfo,
	user: string,
	options: MappingOptions = {},
): FoldersState {
	const base = {
		source,
		destination,
		...(options.into === undefined ? {} : {into: options.into}),
		ownFolder: intoFolderName(user, destination.naming),
		intoByItself: false,
		labels: options.labels ?? 'each',
		mappings: [],
		conflicts: [],
		rows: [],
		cursor: 0,
		filter: '',
		filtering: false,
		sort: 'server',
	} as const;
	return withMappings(base, proposeMappings(source, destination, options));
}

/** The mapping that a run had, over the folders as they are now. */
export function foldersOfRun(
	source: StoreInfo,
	destination: StoreInfo,
	user: string,
	run: readonly FolderResult[],
): FoldersState {
	// What is gone from the source since can't be compared with anything.
	const there = run.filter(folder => findFolder(folder.source, source) !== undefined);
	const isOnce = there.some(({source: name, elsewhere = 0}) => {
		// What only the folder of all mail left to others, it would have left in either case.
		return elsewhere > 0 && findFolder(name, source)?.role !== 'all';
	});
	return foldersToVerify(source, destination, user, {
		labels: isOnce ? 'once' : 'each',
		map: new Map(there.map(folder => [folder.source, folder.destination])),
		only: there.map(folder => folder.source),
	});
}

/** Mail that the destination holds. */
export function heldThere(state: FoldersState): number {
	return state.destination.folders.reduce((sum, folder) => sum + folder.messages, 0);
}

/** The mappings to copy. */
export function selectedMappings(state: FoldersState): readonly Mapping[] {
	return state.mappings.filter(mapping => mapping.selected);
}

/** Folders in which the source's provider keeps mail a second time: those that are left out, else all of them. */
export interface Archive {
	/** The folder that all of it is in. Text from outside. */
	readonly name: string;
	readonly messages: number;
	/** Absent where the server can't say. */
	readonly bytes?: number;
	/** None of it is left out. */
	readonly isTaken: boolean;
}

/** The second copy of mail at the source; undefined where there is none. */
export function archiveIn({mappings}: Pick<FoldersState, 'mappings'>): Archive | undefined {
	const copies = mappings.filter(({source}) => source.secondCopy && source.messages > 0);
	const left = copies.filter(({selected}) => !selected);
	const told = (left.length > 0 ? left : copies).map(({source}) => source);
	const [first] = told;
	if (first === undefined) return undefined;
	const isTold = told.every(({bytes}) => bytes !== undefined);
	return {
		name: first.path[0] ?? '',
		messages: told.reduce((sum, {messages}) => sum + messages, 0),
		...(isTold ? {bytes: told.reduce((sum, {bytes = 0}) => sum + bytes, 0)} : {}),
		isTaken: left.length === 0,
	};
}

/** Folders with mail that a comparison leaves alone, and the messages in them. */
export interface LeftAlone {
	readonly folders: number;
	readonly messages: number;
}

/** What is on either side besides the mappings that are selected. */
export function leftAlone(state: FoldersState): Readonly<Record<Side, LeftAlone>> {
	const selected = selectedMappings(state);
	const sources = new Set(selected.map(({source}) => source.name));
	const targets = new Set(selected.map(({target}) => target.name));
	const count = (folders: readonly Folder[], names: ReadonlySet<string>) => {
		const others = folders.filter(({name, messages}) => messages > 0 && !names.has(name));
		return {folders: others.length, messages: others.reduce((sum, {messages}) => sum + messages, 0)};
	};
	return {
		source: count(state.source.folders, sources),
		destination: count(state.destination.folders, targets),
	};
}

/** Destination folders that no source folder goes to. */
export function onlyThere({mappings, destination}: FoldersState): readonly Folder[] {
	const used = new Set(mappings.map(mapping => mapping.target.name));
	return destination.folders.filter(
		folder => !used.has(folder.name) && (folder.messages > 0 || folder.selectable),
	);
}

/** A source folder as a person reads it: its levels, without the server's prefix and delimiter. */
export function sourceLabel(state: FoldersState, name: string): string {
	return state.mappings.find(mapping => mapping.source.name === name)?.source.path.join('/') ?? name;
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

function mappingsOf(rows: readonly FolderRow[]): readonly Mapping[] {
	return rows.flatMap(row => ('mapping' in row ? [row.mapping] : []));
}

/** The state with its rows as filter and order want them; the cursor stays on its folder where that is still there. */
function withRows(state: FoldersState): FoldersState {
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

function select(mapping: Mapping, selected: boolean): Mapping {
	if (!mapping.source.selectable || mapping.selected === selected) return mapping;
	const {leftOut: _, ...rest} = mapping;
	if (selected) return {...rest, selected};
	return {...rest, selected, leftOut: mapping.source.secondCopy ? 'second-copy' : 'not-chosen'};
}

function withMappings(state: FoldersState, mappings: readonly Mapping[]): FoldersState {
	return withRows({...state, mappings, conflicts: findConflicts(mappings)});
}

/** Selects some mappings or not. The rows stay where they are, whatever the order goes by. */
function selectSome(
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
function toggle(state: FoldersState): FoldersState {
	const some = mappingsInRange(state);
	const isAll = some.every(mapping => mapping.selected || !mapping.source.selectable);
	return selectSome(state, some, () => !isAll);
}

/** Proposes again with or without a folder for all, and keeps which folders are selected. */
function turnInto(state: FoldersState): FoldersState {
	const {into: before, ...rest} = state;
	const into = before === undefined ? {into: state.ownFolder} : {};
	const selected = new Map(state.mappings.map(mapping => [mapping.source.name, mapping.selected]));
	const mappings = proposeMappings(state.source, state.destination, into).map(mapping =>
		select(mapping, selected.get(mapping.source.name) ?? mapping.selected),
	);
	return withMappings({...rest, ...into, intoByItself: false}, mappings);
}

/** The same mapping over folders that were listed again; new folders of the source are proposed. */
function refresh(state: FoldersState, source: StoreInfo, destination: StoreInfo): FoldersState {
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

function dropDraft({draft: _, ...state}: FoldersState): FoldersState {
	return state;
}

function edit(state: FoldersState, targets: ReadonlyMap<string, string | undefined>): FoldersState {
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
function asFound(folders: readonly ComparedFolder[]): (mapping: Mapping) => Mapping {
	const found = new Map(folders.map(folder => [folder.destination, folder]));
	return mapping => {
		const {destinationExists: exists, destinationCount: messages} = found.get(mapping.target.name) ?? {};
		return exists === undefined || messages === undefined
			? mapping
			: {...mapping, target: {...mapping.target, exists, messages}};
	};
}

/** Folds what a person does on the Folders screen. */
export function foldersReducer(state: FoldersState, action: FoldersAction): FoldersState {
	switch (action.type) {
		case 'moved':
			return {...state, cursor: moveCursor(state.cursor, action.move, state.rows.length, action.page)};
		case 'toggled':
			return toggle(state);
		case 'all-selected':
			return selectSome(state, mappingsOf(state.rows), () => true);
		case 'none-selected':
			return selectSome(state, mappingsOf(state.rows), () => false);
		case 'inverted':
			return selectSome(state, mappingsOf(state.rows), mapping => !mapping.selected);
		case 'range-begun':
			return {...state, anchor: state.cursor};
		case 'range-ended': {
			const {anchor: _, ...rest} = state;
			return rest;
		}
		case 'into-toggled':
			return turnInto(state);
		case 'labels-turned':
			if (!hasLabels(state.source)) return state;
			return {...state, labels: state.labels === 'each' ? 'once' : 'each'};
		case 'archive-turned': {
			const copies = state.mappings.filter(({source}) => source.secondCopy);
			const isTaken = archiveIn(state)?.isTaken ?? false;
			return selectSome(state, copies, () => !isTaken);
		}
		case 'sorted': {
			const sort = sorts[(sorts.indexOf(state.sort) + 1) % sorts.length] ?? 'server';
			return {...withRows({...state, sort}), cursor: 0};
		}
		case 'target-chosen':
			return withMappings(
				state,
				state.mappings.map(mapping =>
					mapping.source.name === action.source && mapping.source.selectable
						? remap(mapping, action.target, state.destination)
						: mapping,
				),
			);
		case 'not-copied':
			return selectSome(
				state,
				state.mappings.filter(mapping => mapping.source.name === action.source),
				() => false,
			);
		case 'edited':
			return edit(dropDraft(state), action.targets);
		case 'draft-kept':
			return {...state, draft: action.draft};
		case 'draft-dropped':
			return dropDraft(state);
		case 'filter-opened':
			return {...state, filtering: true};
		case 'filter-done':
			return {...state, filtering: false};
		case 'filter-cleared':
			return withRows({...state, filtering: false, filter: ''});
		case 'filter-changed':
			return {...withRows({...state, filter: action.text}), cursor: 0};
		case 'compared':
			return withMappings(state, state.mappings.map(asFound(action.folders)));
		case 'refreshed':
			return refresh(state, action.source, action.destination);
	}
}
