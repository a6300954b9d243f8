import type {ComparedFolder} from '../../../engine/comparison.ts';
import type {FolderResult} from '../../../engine/events.ts';
import {
	findFolder,
	intoFolderName,
	type MappingOptions,
	proposeMappings,
	remap,
} from '../../../engine/mapping.ts';
import {hasLabels} from '../../../stores/labels.ts';
import type {StoreInfo} from '../../../stores/store.ts';
import {type Move, moveCursor} from '../../window.ts';
import {archiveIn} from './folder-facts.ts';
import {mappingsOf, withRows} from './folder-rows.ts';
import {type FoldersState, sorts} from './folders-shape.ts';
import {
	asFound,
	dropDraft,
	edit,
	refresh,
	selectSome,
	toggle,
	turnInto,
	withMappings,
} from './mapping-changes.ts';

export {type FoldersState, type Sort, sorts} from './folders-shape.ts';

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
