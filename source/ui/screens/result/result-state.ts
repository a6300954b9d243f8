import {type FilesAccount, isFiles} from '../../../accounts/account.ts';
import type {Finished, FolderResult, RunState} from '../../../engine/events.ts';
import type {RunSummary} from '../../../host/protocol.ts';
import type {ProblemData} from '../../../problem.ts';
import type {Accounts} from '../../accounts-shown.ts';
import {type Move, moveCursor} from '../../window.ts';

/** Where the report is. */
export type Report =
	| {readonly kind: 'pending'}
	| {readonly kind: 'saved'; readonly path: string}
	| {readonly kind: 'failed'; readonly why: string};

export interface ResultState {
	readonly run: string;
	readonly state: RunState;
	/** Absent where they are not known. */
	readonly accounts?: Accounts;
	/** Where a backup has gone; absent where it was none, and for an old run. */
	readonly backup?: FilesAccount;
	/** Absent for a run that has not ended, or whose engine died. */
	readonly finished?: Finished;
	readonly problem?: ProblemData;
	readonly report: Report;
	/** Milliseconds since 1970. */
	readonly at: number;
	/** An old run that is only looked at: nothing is connected. */
	readonly isOld: boolean;
	/** First row of the table that is shown. */
	readonly top: number;
}

export type ResultAction =
	| {readonly type: 'report'; readonly report: Report}
	| {readonly type: 'moved'; readonly move: Move; readonly page: number};

/** The result of a run that has just ended. */
export function startResult(finished: Finished, at: number): ResultState {
	return {
		run: finished.run,
		state: finished.state,
		finished,
		...(finished.problem === undefined ? {} : {problem: finished.problem}),
		report: {kind: 'pending'},
		at,
		isOld: false,
		top: 0,
	};
}

/**
 * The result of a run whose engine could not tell it, or did not begin: what its journal knows, and why.
 * @param known Absent where the journal can't be read.
 */
export function brokenResult(
	run: string,
	problem: ProblemData | undefined,
	at: number,
	known?: {readonly summary: RunSummary; readonly finished: Finished | undefined},
): ResultState {
	const why = problem === undefined ? {} : {problem};
	if (known) return {...oldResult(known.summary, known.finished), ...why, at, isOld: false};
	return {run, state: 'failed', ...why, report: {kind: 'pending'}, at, isOld: false, top: 0};
}

/** A look at an old run. */
export function oldResult(summary: RunSummary, finished: Finished | undefined): ResultState {
	return {
		run: summary.run,
		state: summary.state,
		accounts: {from: summary.from, to: summary.to},
		...(finished === undefined ? {} : {finished}),
		...(finished?.problem === undefined ? {} : {problem: finished.problem}),
		report: {kind: 'pending'},
		at: summary.changed,
		isOld: true,
		top: 0,
	};
}

/** The files in which the mail is now; undefined where it is in none, or was taken out again. */
export function filesOf({accounts, state}: ResultState): FilesAccount | undefined {
	return accounts !== undefined && isFiles(accounts.to) && state !== 'undone' ? accounts.to : undefined;
}

/** Whether the person has to choose: go on, keep, or undo. */
export function asksWhatNow(state: ResultState): boolean {
	return isBroken(state) && state.backup === undefined;
}

/** Whether it has not come to its end. */
export function isBroken(state: ResultState): boolean {
	return ['failed', 'interrupted', 'running', 'paused', 'undoing'].includes(state.state);
}

/** The arithmetic of one folder: what the source has that the destination has not, and what nobody accounts for. */
export interface Arithmetic {
	/** Messages of the source that are not at the destination. */
	readonly missing: number;
	/** `now` minus `before + copied`; 0 where the counts add up. */
	readonly unexpected: number;
}

/** Adds each folder up, with all that went to the same destination; after an undo nothing of the run may be left. */
export function addUp(folders: readonly FolderResult[], isUndo: boolean): readonly Arithmetic[] {
	const copiedInto = new Map<string, number>();
	for (const {destination, copied} of isUndo ? [] : folders) {
		copiedInto.set(destination, (copiedInto.get(destination) ?? 0) + copied);
	}
	return folders.map(folder => ({
		missing: isUndo ? 0 : folder.sourceCount - folder.copied - folder.alreadyThere - (folder.elsewhere ?? 0),
		unexpected:
			folder.destinationCount - folder.destinationBefore - (copiedInto.get(folder.destination) ?? 0),
	}));
}

/**
 * Whether every row adds up: messages that are missing are all left out with a finding each, and nothing is at the
 * destination that nobody accounts for. A run that was broken off need not.
 */
export function addsUp(state: ResultState): boolean {
	const folders = state.finished?.folders ?? [];
	if (isBroken(state)) return true;
	const isTold = state.state === 'differences' || state.state === 'undone';
	return addUp(folders, state.state === 'undone').every(
		({missing, unexpected}, index) =>
			(missing === folders[index]?.skipped || isTold) && (unexpected === 0 || (isTold && hasFindings(state))),
	);
}

function hasFindings(state: ResultState): boolean {
	return (state.finished?.findings.length ?? 0) > 0;
}

/** Messages of the source that are not at the destination, over all folders. */
export function leftOut(state: ResultState): number {
	const sums = addUp(state.finished?.folders ?? [], state.state === 'undone');
	return sums.reduce((sum, {missing}) => sum + Math.max(0, missing), 0);
}

/** The sum over all folders. */
export function sumUp(folders: readonly FolderResult[]): FolderResult {
	const sum = (pick: (folder: FolderResult) => number) =>
		folders.reduce((total, folder) => total + pick(folder), 0);
	// Several source folders may have gone into one: what it holds is counted once.
	const targets = [...new Map(folders.map(folder => [folder.destination, folder])).values()];
	const once = (pick: (folder: FolderResult) => number) =>
		targets.reduce((total, folder) => total + pick(folder), 0);
	return {
		source: '',
		destination: '',
		sourceCount: sum(folder => folder.sourceCount),
		copied: sum(folder => folder.copied),
		alreadyThere: sum(folder => folder.alreadyThere),
		skipped: sum(folder => folder.skipped),
		elsewhere: sum(folder => folder.elsewhere ?? 0),
		destinationBefore: once(folder => folder.destinationBefore),
		destinationCount: once(folder => folder.destinationCount),
	};
}

/** What an undo will do, in numbers. */
export function undoNumbers(finished: Finished | undefined): {
	messages: number;
	folders: number;
	stay: number;
} {
	const folders = finished?.folders ?? [];
	return {
		messages: finished?.copied ?? 0,
		folders: new Set(folders.filter(folder => folder.copied > 0).map(folder => folder.destination)).size,
		stay: sumUp(folders).destinationBefore,
	};
}

/** Folds the report and the scrolling into the Result screen. */
export function resultReducer(state: ResultState, action: ResultAction): ResultState {
	switch (action.type) {
		case 'report':
			return {...state, report: action.report};
		case 'moved': {
			const count = state.finished?.folders.length ?? 0;
			const highest = Math.max(0, count - action.page);
			return {
				...state,
				top: Math.min(highest, moveCursor(state.top, action.move, Math.max(1, count), action.page)),
			};
		}
	}
}
