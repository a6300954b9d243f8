import type {FilesAccount} from '../../../accounts/account.ts';
import type {Plan, Verify} from '../../../engine/plan.ts';
import type {ProblemData} from '../../../problem.ts';
import type {Folder} from '../../../stores/store.ts';
import {type Move, moveCursor} from '../../window.ts';

/** A backup that is whole. */
export interface Backup {
	readonly files: FilesAccount;
	readonly messages: number;
}

export type ReviewState = {
	readonly verify: Verify;
	/** What is copied arrives read, by choice. */
	readonly markRead: boolean;
	/** What is missing in these destination folders is copied, since a comparison has found it; otherwise all that is selected. */
	readonly only?: readonly string[] | undefined;
	/** What of the destination has been backed up here, and where. */
	readonly backup?: Backup | undefined;
	/** First line of the plan that is shown. */
	readonly top: number;
} & (
	| {readonly kind: 'planning'; readonly done: number; readonly of: number; readonly folder: string}
	/** `behind`: folders with mail that nobody has selected. */
	| {readonly kind: 'planned'; readonly plan: Plan; readonly behind: readonly Folder[]}
	| {readonly kind: 'failed'; readonly problem: ProblemData}
);

export type ReviewAction =
	| {readonly type: 'plan-asked'; readonly only?: readonly string[] | undefined}
	| {readonly type: 'planning'; readonly done: number; readonly of: number; readonly folder: string}
	| {readonly type: 'planned'; readonly plan: Plan; readonly behind: readonly Folder[]}
	| {readonly type: 'failed'; readonly problem: ProblemData}
	| {readonly type: 'backed-up'; readonly backup: Backup}
	| {readonly type: 'verify-turned'}
	| {readonly type: 'mark-read-turned'}
	/** `count`: lines of the plan; `page`: how many are seen at once. */
	| {readonly type: 'moved'; readonly move: Move; readonly page: number; readonly count: number};

export const startReview: ReviewState = {
	verify: 'full',
	markRead: false,
	top: 0,
	kind: 'planning',
	done: 0,
	of: 0,
	folder: '',
};

/** Folds the comparison of both sides, and how much to verify, into the Review screen. */
export function reviewReducer(state: ReviewState, action: ReviewAction): ReviewState {
	const {verify, markRead, only, backup} = state;
	const kept = {verify, markRead, only, backup, top: 0};
	switch (action.type) {
		case 'plan-asked':
			return {...kept, only: action.only, kind: 'planning', done: 0, of: 0, folder: ''};
		case 'planning':
			if (state.kind !== 'planning') return state;
			return {...kept, kind: 'planning', done: action.done, of: action.of, folder: action.folder};
		case 'planned':
			return {...kept, kind: 'planned', plan: action.plan, behind: action.behind};
		case 'failed':
			return {...kept, kind: 'failed', problem: action.problem};
		case 'backed-up':
			return {...state, backup: action.backup};
		case 'verify-turned':
			return {...state, verify: verify === 'full' ? 'counts' : 'full'};
		case 'mark-read-turned':
			return {...state, markRead: !markRead};
		case 'moved': {
			const firsts = Math.max(1, action.count - action.page + 1);
			return {...state, top: moveCursor(state.top, action.move, firsts, action.page)};
		}
	}
}

/** A plan that waits for an answer. */
export type PlannedState = Extract<ReviewState, {readonly kind: 'planned'}>;

/** What stands against starting, and what is only worth knowing. */
export interface Judgement {
	readonly room: 'fits' | 'full' | 'unknown';
	readonly tooMany: boolean;
	readonly isTooLarge: boolean;
	readonly fillsInbox: boolean;
	readonly hasNothing: boolean;
}

/** Judges a plan by its numbers. */
export function judge(plan: Plan): Judgement {
	return {
		room: plan.freeBytes === undefined ? 'unknown' : plan.bytes <= plan.freeBytes ? 'fits' : 'full',
		tooMany: plan.freeMessages !== undefined && plan.messages > plan.freeMessages,
		isTooLarge: plan.appendLimit !== undefined && plan.largest > plan.appendLimit,
		fillsInbox: plan.inboxHolds > 0 && inboxGets(plan) > 0,
		hasNothing: plan.messages === 0,
	};
}

/** Messages that will appear in an inbox that already holds mail. */
export function inboxGets(plan: Plan): number {
	return plan.folders
		.filter(folder => folder.mapping.target.path.join('/').toUpperCase() === 'INBOX')
		.reduce((sum, folder) => sum + folder.messages, 0);
}
