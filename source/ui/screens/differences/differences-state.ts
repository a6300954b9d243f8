import type {DifferenceKind, DifferencePage, ListedMessage} from '../../../engine/comparison.ts';
import type {ProblemData} from '../../../problem.ts';
import {type Move, moveCursor} from '../../window.ts';
import type {ComparedRow} from '../verification/verification-state.ts';

export const kinds: readonly DifferenceKind[] = ['missing', 'extra', 'flags-differ', 'dates-differ'];

/** Messages that are asked for at once. */
export const pageSize = 100;

/** Pages that are kept: those in sight and what is next to them, however long the list is. */
const keptPages = 7;

/** The messages of one compared folder that are not on both sides, or not the same there. */
export interface DifferencesState {
	readonly folder: ComparedRow;
	readonly kind: DifferenceKind;
	/** How many there are of each kind. */
	readonly totals: Readonly<Record<DifferenceKind, number>>;
	/** The message under the cursor, for each kind. */
	readonly cursors: Readonly<Record<DifferenceKind, number>>;
	/** Pages of this kind by their place, from 0. */
	readonly pages: ReadonlyMap<number, readonly ListedMessage[]>;
	/** Messages that the screen shows: first and last. */
	readonly seen: readonly [number, number];
	/** Why a page did not come; nothing more is asked for until the person moves. */
	readonly problem?: ProblemData | undefined;
}

export type DifferencesAction =
	| {readonly type: 'moved'; readonly move: Move; readonly page: number}
	| {readonly type: 'kind-next' | 'kind-previous'}
	| {readonly type: 'seen'; readonly first: number; readonly last: number}
	| ({readonly type: 'fetched'; readonly answer: DifferencePage} & WantedPage)
	| ({readonly type: 'failed'; readonly problem: ProblemData} & WantedPage);

/** A page of a list, whatever is shown when it comes. */
export interface WantedPage {
	readonly folder: ComparedRow;
	readonly kind: DifferenceKind;
	/** Its place, from 0. */
	readonly page: number;
}

/** The list of a folder, at the first kind of which there are any. */
export function startDifferences(folder: ComparedRow): DifferencesState {
	const totals = {
		missing: folder.missing,
		extra: folder.extra,
		'flags-differ': folder.flagsDiffer,
		'dates-differ': folder.datesDiffer,
	};
	return {
		folder,
		kind: kinds.find(kind => totals[kind] > 0) ?? 'missing',
		totals,
		cursors: {missing: 0, extra: 0, 'flags-differ': 0, 'dates-differ': 0},
		pages: new Map(),
		seen: [0, 0],
	};
}

/** How many messages the list has. */
export function countOf(state: DifferencesState): number {
	return state.totals[state.kind];
}

function pageOf(place: number): number {
	return Math.floor(place / pageSize);
}

/** The message at a place in the list; undefined while it is on its way. */
export function messageAt(state: DifferencesState, place: number): ListedMessage | undefined {
	return state.pages.get(pageOf(place))?.[place % pageSize];
}

/** The message under the cursor. */
export function messageAtCursor(state: DifferencesState): ListedMessage | undefined {
	return messageAt(state, state.cursors[state.kind]);
}

/** The page to ask for next: of what is in sight, then after it, then before it. */
export function nextPage(state: DifferencesState): WantedPage | undefined {
	if (state.problem !== undefined) return undefined;
	const last = Math.ceil(countOf(state) / pageSize) - 1;
	const [from, to] = [pageOf(state.seen[0]), pageOf(state.seen[1])];
	const wanted = [...Array.from({length: to - from + 1}, (_, step) => from + step), to + 1, from - 1];
	const page = wanted.find(one => one >= 0 && one <= last && !state.pages.has(one));
	return page === undefined ? undefined : {folder: state.folder, kind: state.kind, page};
}

/** Whether a page belongs to what is shown: the person may have gone on meanwhile. */
function isWanted(state: DifferencesState, {folder, kind}: WantedPage): boolean {
	return folder === state.folder && kind === state.kind;
}

/** Keeps the pages that are nearest to what is in sight. */
function trim(state: DifferencesState): DifferencesState {
	if (state.pages.size <= keptPages) return state;
	const middle = (state.seen[0] + state.seen[1]) / 2 / pageSize - 0.5;
	const near = [...state.pages].sort(([a], [b]) => Math.abs(a - middle) - Math.abs(b - middle));
	return {...state, pages: new Map(near.slice(0, keptPages))};
}

function turn(state: DifferencesState, step: 1 | -1): DifferencesState {
	const at = kinds.indexOf(state.kind);
	const kind = kinds[(at + step + kinds.length) % kinds.length] ?? 'missing';
	const {problem: _, ...rest} = state;
	const cursor = state.cursors[kind];
	return {...rest, kind, pages: new Map(), seen: [cursor, cursor]};
}

/** Folds pages that arrive, and where the person goes, into the list of a folder's messages. */
export function differencesReducer(state: DifferencesState, action: DifferencesAction): DifferencesState {
	switch (action.type) {
		case 'moved': {
			const {problem: _, ...rest} = state;
			const here = state.cursors[state.kind];
			const cursor = moveCursor(here, action.move, Math.max(1, countOf(state)), action.page);
			return {...rest, cursors: {...state.cursors, [state.kind]: cursor}};
		}
		case 'kind-next':
			return turn(state, 1);
		case 'kind-previous':
			return turn(state, -1);
		case 'seen': {
			const [first, last] = state.seen;
			return first === action.first && last === action.last
				? state
				: {...state, seen: [action.first, action.last]};
		}
		case 'fetched': {
			if (!isWanted(state, action)) return state;
			return trim({...state, pages: new Map(state.pages).set(action.page, action.answer.messages)});
		}
		case 'failed':
			return isWanted(state, action) ? {...state, problem: action.problem} : state;
	}
}
