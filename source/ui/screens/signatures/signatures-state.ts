import {type CertifiedKind, type KindCounts, sumKinds} from '../../../certified/kind.ts';
import type {Signature} from '../../../certified/signature.ts';
import {type Verdict, verdicts} from '../../../certified/verdict.ts';
import type {CheckedFolder} from '../../../engine/checked.ts';
import type {ListedMessage} from '../../../engine/comparison.ts';
import type {EngineEvent} from '../../../engine/events.ts';
import type {Finding} from '../../../engine/finding.ts';
import {suspectOf} from '../../../engine/suspects.ts';
import type {ProblemData, Side} from '../../../problem.ts';
import {type Move, moveCursor} from '../../window.ts';

/** A folder whose signatures are to be checked. Names are text from outside. */
export interface FolderToCheck {
	/** As its server names it, and as people read it. */
	readonly folder: string;
	readonly name: string;
	/** Messages that it held when it was last looked at. */
	readonly messages: number;
}

/** How many messages came to each verdict; none where there are none. */
export type VerdictCounts = Readonly<Partial<Record<Verdict, number>>>;

/** A folder of a check: what is known of it so far. */
export interface CheckedRow extends FolderToCheck {
	readonly checked: number;
	readonly verdicts: VerdictCounts;
	readonly kinds: KindCounts;
	/** Messages that are not as they should be. */
	readonly suspects: number;
	readonly isOver: boolean;
}

/** A message of which a person should know what its signature came to. */
export interface Suspect {
	/** Its folder, as people read it. */
	readonly name: string;
	readonly message: ListedMessage;
	readonly signature: Signature;
	readonly finding: Finding;
}

/** The check of one side. */
export interface Check {
	readonly rows: readonly CheckedRow[];
	readonly suspects: readonly Suspect[];
	/** Milliseconds since 1970. */
	readonly started: number;
	/** When it ended; absent while it is under way. */
	readonly ended?: number;
	readonly isStopping: boolean;
	/** Why it broke off. */
	readonly problem?: ProblemData;
	/** A row. */
	readonly cursor: number;
	/** Nobody has moved the cursor: it goes with the check. */
	readonly isFollowed: boolean;
	/** A place in `suspects`. */
	readonly suspect: number;
}

/** From where the check was asked for: there the way back leads. */
export type CheckOrigin = 'folders' | 'verification' | 'result';

/** The signatures of the folders of either side. */
export interface SignaturesState {
	readonly origin: CheckOrigin;
	readonly folders: Readonly<Record<Side, readonly FolderToCheck[]>>;
	readonly side: Side;
	readonly checks: Readonly<Partial<Record<Side, Check>>>;
	/** A PEM file with the authorities of which one has to vouch for the signers; nobody has to where absent. */
	readonly authority?: string;
}

export type SignaturesAction =
	| {readonly type: 'asked'; readonly side: Side; readonly at: number; readonly authority?: string}
	| {readonly type: 'checked'; readonly event: Extract<EngineEvent, {event: 'checked'}>}
	| {readonly type: 'folder-over'; readonly folder: CheckedFolder}
	| {readonly type: 'stop-asked'}
	| {readonly type: 'over'; readonly at: number; readonly problem?: ProblemData | undefined}
	| {readonly type: 'side-shown'; readonly side: Side}
	| {readonly type: 'moved' | 'suspect-moved'; readonly move: Move; readonly page: number}
	/** To the first suspect of the folder under the cursor. */
	| {readonly type: 'suspects-opened'};

/** Before anything was checked. */
export function startSignatures(
	origin: CheckOrigin,
	folders: SignaturesState['folders'],
	authority?: string,
): SignaturesState {
	return {
		origin,
		folders,
		side: 'destination',
		checks: {},
		...(authority === undefined ? {} : {authority}),
	};
}

/** The check that is shown. */
export function shownCheck({checks, side}: SignaturesState): Check | undefined {
	return checks[side];
}

/** Whether a check is under way. */
export function isChecking(state: SignaturesState): boolean {
	const check = shownCheck(state);
	return check !== undefined && check.ended === undefined;
}

/** The folder under the cursor. */
export function rowAtCursor(state: SignaturesState): CheckedRow | undefined {
	const check = shownCheck(state);
	return check?.rows[check.cursor];
}

/** The message under the cursor of the list of suspects. */
export function suspectAtCursor(state: SignaturesState): Suspect | undefined {
	const check = shownCheck(state);
	return check?.suspects[check.suspect];
}

/** Counts over all folders of a check. */
export interface Total {
	readonly messages: number;
	readonly checked: number;
	readonly verdicts: VerdictCounts;
	readonly kinds: KindCounts;
	/** Messages that are not as they should be, without those that are worth a note alone. */
	readonly differences: number;
	readonly notes: number;
	/** All folders were checked to their end. */
	readonly isComplete: boolean;
}

export function sumUp({rows, suspects}: Check): Total {
	const sum = (value: (row: CheckedRow) => number) => rows.reduce((total, row) => total + value(row), 0);
	const differences = suspects.filter(({finding}) => finding.severity === 'difference').length;
	return {
		messages: sum(row => row.messages),
		checked: sum(row => row.checked),
		verdicts: Object.fromEntries(verdicts.map(verdict => [verdict, sum(row => row.verdicts[verdict] ?? 0)])),
		kinds: sumKinds(rows.map(({kinds}) => kinds)),
		differences,
		notes: suspects.length - differences,
		isComplete: rows.every(({isOver}) => isOver),
	};
}

function changed(state: SignaturesState, change: (check: Check) => Check): SignaturesState {
	const check = shownCheck(state);
	return check === undefined ? state : {...state, checks: {...state.checks, [state.side]: change(check)}};
}

function rowsWith(
	check: Check,
	folder: string,
	change: (row: CheckedRow) => CheckedRow,
): readonly CheckedRow[] {
	return check.rows.map(row => (row.folder === folder ? change(row) : row));
}

function increased<Key extends string>(
	counts: Readonly<Partial<Record<Key, number>>>,
	keys: Iterable<Key>,
): Readonly<Partial<Record<Key, number>>> {
	const sum: Partial<Record<Key, number>> = {...counts};
	for (const key of keys) sum[key] = (sum[key] ?? 0) + 1;
	return sum;
}

/** Takes in messages of a folder: each is told once. */
function take(check: Check, event: Extract<EngineEvent, {event: 'checked'}>): Check {
	const {side, folder, uidValidity, done, of, messages} = event;
	const index = check.rows.findIndex(row => row.folder === folder);
	const row = check.rows[index];
	if (row === undefined) return check;
	const found = messages.flatMap((message): readonly Suspect[] => {
		const finding = suspectOf(side, folder, message);
		const {signature, digest: _, ...listed} = message;
		return finding === undefined
			? []
			: [{name: row.name, message: {...listed, side, folder, uidValidity}, signature, finding}];
	});
	const kinds = messages.flatMap(({kind}): readonly CertifiedKind[] => (kind === undefined ? [] : [kind]));
	return {
		...check,
		cursor: check.isFollowed ? index : check.cursor,
		suspects: found.length === 0 ? check.suspects : [...check.suspects, ...found],
		rows: rowsWith(check, folder, row => ({
			...row,
			messages: of,
			checked: done,
			verdicts: increased(
				row.verdicts,
				messages.map(({signature}) => signature.verdict),
			),
			kinds: increased(row.kinds, kinds),
			suspects: row.suspects + found.length,
		})),
	};
}

/** Folds what the engine tells of signatures, and what a person does with it. */
export function signaturesReducer(state: SignaturesState, action: SignaturesAction): SignaturesState {
	switch (action.type) {
		case 'asked': {
			const {side, at, authority} = action;
			const rows = state.folders[side].map(
				folder => ({...folder, checked: 0, verdicts: {}, kinds: {}, suspects: 0, isOver: false}) as const,
			);
			const check = {
				started: at,
				rows,
				suspects: [],
				isStopping: false,
				cursor: 0,
				isFollowed: true,
				suspect: 0,
			};
			const {authority: _, ...rest} = state;
			return {
				...rest,
				...(authority === undefined ? {} : {authority}),
				side,
				checks: {...state.checks, [side]: check},
			};
		}
		case 'checked':
			return isChecking(state) && action.event.side === state.side
				? changed(state, check => take(check, action.event))
				: state;
		case 'folder-over': {
			const {folder, messages} = action.folder;
			// Messages may have gone meanwhile.
			return changed(state, check => ({
				...check,
				rows: rowsWith(check, folder, row => ({...row, messages, checked: messages, isOver: true})),
			}));
		}
		case 'stop-asked':
			return changed(state, check => ({...check, isStopping: true}));
		case 'over': {
			const {at, problem} = action;
			// Who has not moved is led to what is to be looked at.
			const first = ({rows}: Check) =>
				Math.max(
					0,
					rows.findIndex(({suspects}) => suspects > 0),
				);
			return changed(state, check => ({
				...check,
				cursor: check.isFollowed ? first(check) : check.cursor,
				ended: at,
				isStopping: false,
				...(problem === undefined ? {} : {problem}),
			}));
		}
		case 'side-shown':
			return {...state, side: action.side};
		case 'moved':
			return changed(state, check => ({
				...check,
				cursor: moveCursor(check.cursor, action.move, check.rows.length, action.page),
				isFollowed: false,
			}));
		case 'suspect-moved':
			return changed(state, check => ({
				...check,
				suspect: moveCursor(check.suspect, action.move, Math.max(1, check.suspects.length), action.page),
			}));
		case 'suspects-opened': {
			const folder = rowAtCursor(state)?.folder;
			return changed(state, check => ({
				...check,
				suspect: Math.max(
					0,
					check.suspects.findIndex(({message}) => message.folder === folder),
				),
			}));
		}
	}
}
