import type {ComparedFolder, Comparison} from '../../../engine/comparison.ts';
import type {ComparingProgress} from '../../../engine/events.ts';
import type {Side} from '../../../problem.ts';
import {type Move, moveCursor} from '../../window.ts';
import type {LeftAlone} from '../folders/folder-facts.ts';

export const sorts = ['compared', 'name', 'messages', 'missing'] as const;

export type Sort = (typeof sorts)[number];

/** A compared folder with its names as people read them. Text from outside. */
export interface ComparedRow extends ComparedFolder {
	readonly from: string;
	readonly to: string;
}

/** A comparison under way. */
export interface Comparing extends ComparingProgress {
	readonly deep: boolean;
	/** Milliseconds since 1970. */
	readonly started: number;
	readonly done: number;
	readonly of: number;
	/** The folder that is being compared, as its server names it. */
	readonly folder: string;
	readonly isStopping: boolean;
}

/** The last comparison, as the table shows it. */
export interface Compared extends Pick<Comparison, 'at' | 'deep'> {
	readonly folders: readonly ComparedRow[];
	/** What was not compared. */
	readonly leftAlone: Readonly<Record<Side, LeftAlone>>;
}

/** From where a comparison was asked for: there the way back leads. */
export type CompareOrigin = 'folders' | 'result';

export interface VerificationState {
	readonly origin: CompareOrigin;
	/** How closely to compare where nobody says otherwise. */
	readonly deep: boolean;
	/** Mail that is only at the destination is no difference. */
	readonly allowExtra: boolean;
	/** A PEM file with those who have to vouch for who signed, where signatures are checked. */
	readonly authority?: string;
	readonly comparing?: Comparing | undefined;
	readonly compared?: Compared | undefined;
	/** What filter and `onlyDifferences` leave of the folders that were compared, in the order that is wanted. */
	readonly rows: readonly ComparedRow[];
	/** A place in `rows`. */
	readonly cursor: number;
	readonly onlyDifferences: boolean;
	readonly filter: string;
	readonly filtering: boolean;
	readonly sort: Sort;
	readonly list: SavedList;
}

/** The list of differences as a file: where it is. */
export type SavedList =
	| {readonly kind: 'none'}
	| {readonly kind: 'saving'}
	| {readonly kind: 'saved'; readonly path: string; readonly entries: number};

export type VerificationAction =
	/** Other accounts: nothing that was compared belongs to them. */
	| {readonly type: 'started'}
	| {
			readonly type: 'compare-asked';
			readonly deep: boolean;
			readonly at: number;
			/** Where it is not asked for anew, it is where the last one was. */
			readonly origin?: CompareOrigin;
	  }
	| ({readonly type: 'comparing'} & Pick<Comparing, 'done' | 'of' | 'folder'> & Partial<ComparingProgress>)
	| {readonly type: 'stop-asked'}
	| {readonly type: 'compared'; readonly compared: Compared}
	| {readonly type: 'not-compared'}
	| {readonly type: 'moved'; readonly move: Move; readonly page: number}
	| {readonly type: 'only-turned' | 'sorted'}
	| {readonly type: 'filter-opened' | 'filter-done' | 'filter-cleared'}
	| {readonly type: 'filter-changed'; readonly text: string}
	| {readonly type: 'list'; readonly list: SavedList};

/** The state before anything was compared. */
export function startVerification(
	how: {deep?: boolean; allowExtra?: boolean; authority?: string} = {},
): VerificationState {
	return {
		origin: 'folders',
		deep: how.deep ?? false,
		allowExtra: how.allowExtra ?? false,
		...(how.authority === undefined ? {} : {authority: how.authority}),
		rows: [],
		cursor: 0,
		onlyDifferences: false,
		filter: '',
		filtering: false,
		sort: 'compared',
		list: {kind: 'none'},
	};
}

/** What a folder comes to: the same; the same messages with other flags or dates; messages on one side alone. */
export type Verdict = 'same' | 'details' | 'differs';

/** Judges a folder, or the sum of them, by its numbers. */
export function verdictOf(
	counts: Omit<Sum, 'source' | 'destination' | 'same' | 'elsewhere'>,
	allowExtra: boolean,
): Verdict {
	if (counts.missing > 0 || (counts.extra > 0 && !allowExtra)) return 'differs';
	return counts.flagsDiffer + counts.datesDiffer > 0 ? 'details' : 'same';
}

/** Counts of messages over several folders. */
export interface Sum {
	readonly source: number;
	readonly destination: number;
	readonly same: number;
	readonly missing: number;
	readonly elsewhere: number;
	readonly extra: number;
	readonly flagsDiffer: number;
	readonly datesDiffer: number;
}

/** The sum over all folders. */
export function sumUp(rows: readonly ComparedFolder[]): Sum {
	const sum = (pick: (row: ComparedFolder) => number) => rows.reduce((total, row) => total + pick(row), 0);
	// Several source folders may have gone into one: what it holds is counted once.
	const targets = new Map(rows.map(row => [row.destination, row.destinationCount]));
	return {
		source: sum(row => row.sourceCount),
		destination: [...targets.values()].reduce((total, count) => total + count, 0),
		same: sum(row => row.same),
		missing: sum(row => row.missing),
		elsewhere: sum(row => row.elsewhere ?? 0),
		extra: sum(row => row.extra),
		flagsDiffer: sum(row => row.flagsDiffer),
		datesDiffer: sum(row => row.datesDiffer),
	};
}

/** Arranges the rows anew, and keeps the cursor on its folder where that is still among them. */
function arrange(state: VerificationState): VerificationState {
	const {compared, onlyDifferences, allowExtra, filter, sort} = state;
	const here = folderAtCursor(state)?.index;
	const wanted = filter.toLowerCase();
	const fitting = (compared?.folders ?? []).filter(
		row =>
			(row.from.toLowerCase().includes(wanted) || row.to.toLowerCase().includes(wanted)) &&
			(!onlyDifferences || verdictOf(row, allowExtra) !== 'same'),
	);
	const rows = sortRows(fitting, sort);
	const cursor = Math.max(
		0,
		rows.findIndex(({index}) => index === here),
	);
	return {...state, rows, cursor};
}

const byName = new Intl.Collator(undefined, {numeric: true});

function sortRows(rows: readonly ComparedRow[], sort: Sort): readonly ComparedRow[] {
	switch (sort) {
		case 'compared':
			return rows;
		case 'name':
			return rows.toSorted((a, b) => byName.compare(a.from, b.from));
		case 'messages':
			return rows.toSorted((a, b) => b.sourceCount - a.sourceCount);
		case 'missing':
			return rows.toSorted((a, b) => b.missing - a.missing || b.extra - a.extra);
	}
}

/** The folder under the cursor. */
export function folderAtCursor(state: VerificationState): ComparedRow | undefined {
	return state.rows[state.cursor];
}

/** How many entries the list of differences has: a message with other flags and another date is in it twice. */
export function countDiffering(rows: readonly ComparedFolder[]): number {
	const {missing, extra, flagsDiffer, datesDiffer} = sumUp(rows);
	return missing + extra + flagsDiffer + datesDiffer;
}

/** Destination folders, by their servers' names, at which something is missing; all that a copy of it needs to know. */
export function lacking(rows: readonly ComparedFolder[]): readonly string[] {
	return [...new Set(rows.filter(row => row.missing > 0).map(row => row.destination))];
}

/** Folds the engine's comparison, and what a person does with it, into the Verification screen. */
export function verificationReducer(state: VerificationState, action: VerificationAction): VerificationState {
	switch (action.type) {
		case 'started':
			return startVerification(state);
		case 'compare-asked': {
			const {deep, at, origin = state.origin} = action;
			const nothing = {done: 0, of: 0, folder: '', listed: 0, toList: 0, bytes: 0};
			const comparing = {deep, started: at, ...nothing, isStopping: false};
			// The engine keeps one comparison alone.
			const list = {kind: 'none'} as const;
			return {...state, origin, comparing, compared: undefined, rows: [], filtering: false, list};
		}
		case 'comparing': {
			if (state.comparing === undefined) return state;
			const {type: _, ...progress} = action;
			return {...state, comparing: {...state.comparing, ...progress}};
		}
		case 'stop-asked':
			return state.comparing === undefined
				? state
				: {...state, comparing: {...state.comparing, isStopping: true}};
		case 'compared': {
			const {compared} = action;
			return arrange({...state, comparing: undefined, compared});
		}
		case 'not-compared':
			return {...state, comparing: undefined};
		case 'moved':
			return {
				...state,
				cursor: moveCursor(state.cursor, action.move, state.rows.length, action.page),
			};
		case 'only-turned':
			return arrange({...state, onlyDifferences: !state.onlyDifferences});
		case 'sorted':
			return arrange({
				...state,
				sort: sorts[(sorts.indexOf(state.sort) + 1) % sorts.length] ?? 'compared',
			});
		case 'filter-opened':
			return {...state, filtering: true};
		case 'filter-done':
			return {...state, filtering: false};
		case 'filter-cleared':
			return arrange({...state, filtering: false, filter: ''});
		case 'filter-changed':
			return arrange({...state, filter: action.text});
		case 'list':
			return {...state, list: action.list};
	}
}
