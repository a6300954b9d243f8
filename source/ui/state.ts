import type {Finding} from '../engine/finding.ts';
import type {MappingOptions} from '../engine/mapping.ts';
import type {RunSummary} from '../host/protocol.ts';
import type {ProblemData, Side} from '../problem.ts';
import {type Dialog, type DialogAction, dialogReducer, pathIn} from './dialogs/dialog-state.ts';
import type {KeyContext} from './keymap.ts';
import type {Field} from './screens/connect/connect-form.ts';
import {
	type ConnectAction,
	type ConnectState,
	connectReducer,
	startConnect,
} from './screens/connect/connect-state.ts';
import {isOnPath} from './screens/connect/typed-path.ts';
import {
	type DifferencesAction,
	type DifferencesState,
	differencesReducer,
} from './screens/differences/differences-state.ts';
import {type FoldersAction, type FoldersState, foldersReducer} from './screens/folders/folders-state.ts';
import {type MessageAction, type MessageState, messageReducer} from './screens/message/message-state.ts';
import {type ProgressAction, type ProgressState, progressReducer} from './screens/progress/progress-state.ts';
import {isBroken, type ResultAction, type ResultState, resultReducer} from './screens/result/result-state.ts';
import {
	type ReviewAction,
	type ReviewState,
	reviewReducer,
	startReview,
} from './screens/review/review-state.ts';
import {type RunsAction, type RunsState, runsReducer, startRuns} from './screens/runs/runs-state.ts';
import {
	isChecking,
	type SignaturesAction,
	type SignaturesState,
	signaturesReducer,
} from './screens/signatures/signatures-state.ts';
import {
	startVerification,
	type VerificationAction,
	type VerificationState,
	verificationReducer,
} from './screens/verification/verification-state.ts';
import type {Ended} from './terminal/programs.ts';

export type Screen =
	| 'runs'
	| 'connect'
	| 'folders'
	| 'review'
	| 'progress'
	| 'result'
	| 'verification'
	| 'differences'
	| 'message'
	| 'signatures'
	| 'suspects';

/** What the accounts are connected for. */
export type Purpose =
	| {readonly kind: 'copy'}
	/** A comparison, whoever copied: of what a run was about, or of the folders that are asked for. */
	| {
			readonly kind: 'verify';
			readonly run?: RunSummary;
			readonly mapping?: MappingOptions;
			/** The signatures of its folders are to be checked at once. */
			readonly goal?: 'signatures';
	  }
	| {readonly kind: 'resume'; readonly run: RunSummary}
	| {readonly kind: 'undo'; readonly run: RunSummary};

/** What the notice line says after something that a person did. Data: the component words it. */
export type NoticeData =
	| {readonly say: 'problem'; readonly problem: ProblemData}
	| {readonly say: 'no-editor'; readonly ended: Exclude<Ended, {kind: 'done'}>}
	| {readonly say: 'mapping-edited'; readonly folders: number}
	| {readonly say: 'missing'; readonly side: Side; readonly field: Field}
	| {readonly say: 'bad-port'; readonly side: Side}
	| {readonly say: 'saved' | 'removed'; readonly name: string}
	| {readonly say: 'not-the-word'; readonly word: string}
	| {readonly say: 'list-saved'; readonly path: string; readonly entries: number}
	| {readonly say: 'nothing-missing' | 'nothing-differs' | 'no-suspects' | 'saving-list'}
	| {readonly say: 'no-saved' | 'nothing-selected' | 'nothing-to-resume' | 'nothing-to-undo' | 'run-live'};

/** Everything that the terminal UI shows. */
export interface UiState {
	readonly screen: Screen;
	readonly purpose: Purpose;
	readonly notice?: NoticeData | undefined;
	readonly dialog?: Dialog | undefined;
	readonly runs: RunsState;
	readonly connect: ConnectState;
	readonly folders?: FoldersState;
	readonly review: ReviewState;
	readonly progress?: ProgressState;
	readonly result?: ResultState;
	readonly verification: VerificationState;
	readonly differences?: DifferencesState;
	readonly message?: MessageState;
	readonly signatures?: SignaturesState;
}

export type UiAction =
	| {readonly to: 'runs'; readonly action: RunsAction}
	| {readonly to: 'connect'; readonly action: ConnectAction}
	| {readonly to: 'folders'; readonly action: FoldersAction}
	| {readonly to: 'review'; readonly action: ReviewAction}
	| {readonly to: 'progress'; readonly action: ProgressAction}
	| {readonly to: 'result'; readonly action: ResultAction}
	| {readonly to: 'verification'; readonly action: VerificationAction}
	| {readonly to: 'differences'; readonly action: DifferencesAction}
	| {readonly to: 'message'; readonly action: MessageAction}
	| {readonly to: 'signatures'; readonly action: SignaturesAction}
	| {readonly to: 'dialog'; readonly action: DialogAction}
	| {readonly to: 'notice'; readonly notice: NoticeData | undefined}
	/** Another screen, with what it starts from. */
	| {readonly to: 'screen'; readonly screen: Screen; readonly purpose?: Purpose}
	| {readonly to: 'folders-opened'; readonly folders: FoldersState}
	| {readonly to: 'progress-opened'; readonly progress: ProgressState}
	| {readonly to: 'result-opened'; readonly result: ResultState}
	| {readonly to: 'differences-opened'; readonly differences: DifferencesState}
	| {readonly to: 'message-opened'; readonly message: MessageState}
	| {readonly to: 'signatures-opened'; readonly signatures: SignaturesState};

export const startState: UiState = {
	screen: 'connect',
	purpose: {kind: 'copy'},
	runs: startRuns,
	connect: startConnect(),
	review: startReview,
	verification: startVerification(),
};

/** The state of the whole terminal UI: each screen's own reducer, and which screen is shown. */
export function uiReducer(state: UiState, message: UiAction): UiState {
	switch (message.to) {
		case 'runs':
			return {...state, runs: runsReducer(state.runs, message.action)};
		case 'connect':
			return connected(state, message.action);
		case 'folders':
			return state.folders === undefined
				? state
				: {...state, folders: foldersReducer(state.folders, message.action)};
		case 'review':
			return {...state, review: reviewReducer(state.review, message.action)};
		case 'progress':
			return state.progress === undefined
				? state
				: {...state, progress: progressReducer(state.progress, message.action)};
		case 'result':
			return state.result === undefined
				? state
				: {...state, result: resultReducer(state.result, message.action)};
		case 'verification':
			return {...state, verification: verificationReducer(state.verification, message.action)};
		case 'differences':
			return state.differences === undefined
				? state
				: {...state, differences: differencesReducer(state.differences, message.action)};
		case 'message':
			return state.message === undefined
				? state
				: {...state, message: messageReducer(state.message, message.action)};
		case 'signatures':
			return state.signatures === undefined
				? state
				: {...state, signatures: signaturesReducer(state.signatures, message.action)};
		case 'dialog': {
			const dialog = dialogReducer(state.dialog, message.action);
			return dialog === state.dialog ? state : {...state, dialog};
		}
		case 'notice':
			return state.notice === message.notice ? state : {...state, notice: message.notice};
		case 'screen':
			return {
				...state,
				screen: message.screen,
				purpose: message.purpose ?? state.purpose,
				notice: undefined,
				dialog: undefined,
			};
		case 'folders-opened':
			return {...state, screen: 'folders', folders: message.folders, notice: undefined, dialog: undefined};
		case 'progress-opened':
			return {...state, screen: 'progress', progress: message.progress, notice: undefined, dialog: undefined};
		case 'result-opened':
			return {...state, screen: 'result', result: message.result, notice: undefined, dialog: undefined};
		case 'differences-opened':
			return {...state, screen: 'differences', differences: message.differences, notice: undefined};
		case 'message-opened':
			return {...state, screen: 'message', message: message.message, notice: undefined};
		case 'signatures-opened':
			return {...state, screen: 'signatures', signatures: message.signatures, notice: undefined};
	}
}

/** Folds into Connect; with other accounts, nothing that was mapped or compared is theirs. */
function connected(state: UiState, action: ConnectAction): UiState {
	const connect = connectReducer(state.connect, action);
	if (action.type !== 'started') return {...state, connect};
	const {folders: _, differences: __, message: ___, signatures: ____, ...rest} = state;
	return {
		...rest,
		connect,
		// What was chosen for one mailbox is no choice for the next.
		review: {...state.review, markRead: false, backup: undefined},
		verification: verificationReducer(state.verification, {type: 'started'}),
	};
}

const dialogContexts: Readonly<Record<Dialog['kind'], KeyContext>> = {
	help: 'dialog-list',
	findings: 'dialog-findings',
	report: 'dialog-list',
	'mapping-faults': 'dialog-choice',
	folder: 'dialog-choice',
	saved: 'dialog-saved',
	forget: 'dialog-choice',
	certificate: 'dialog-choice',
	stop: 'dialog-choice',
	detach: 'dialog-choice',
	interrupt: 'dialog-choice',
	'folder-name': 'dialog-text',
	terms: 'dialog-choice',
	term: 'dialog-text',
	'save-as': 'dialog-text',
	'save-command': 'dialog-text',
	'save-list': 'dialog-text',
	backup: 'dialog-text',
	authority: 'dialog-text',
	inbox: 'dialog-text',
	undo: 'dialog-word',
};

/** What has the keyboard, below any dialog. */
export function screenContext(state: UiState): KeyContext {
	switch (state.screen) {
		case 'connect':
			if (state.connect.focus === 'continue') return 'connect-continue';
			if (['security', 'format'].includes(state.connect.focus)) return 'connect-security';
			return isOnPath(state.connect) ? 'connect-path-text' : 'connect-text';
		case 'folders':
			if (state.folders?.filtering === true) return 'folders-filter';
			return state.folders?.anchor === undefined ? 'folders' : 'folders-range';
		case 'verification':
			if (state.verification.comparing !== undefined) return 'verification-busy';
			return state.verification.filtering ? 'folders-filter' : 'verification';
		case 'result':
			if (state.result?.backup !== undefined) return 'result-backup';
			return state.result !== undefined && isBroken(state.result) ? 'result-failed' : 'result';
		case 'signatures':
			return state.signatures !== undefined && isChecking(state.signatures)
				? 'signatures-busy'
				: 'signatures';
		case 'runs':
		case 'review':
		case 'progress':
		case 'differences':
		case 'message':
		case 'suspects':
			return state.screen;
	}
}

/** What has the keyboard. */
export function keyContext(state: UiState): KeyContext {
	if (state.dialog === undefined) return screenContext(state);
	return pathIn(state.dialog) === undefined ? dialogContexts[state.dialog.kind] : 'dialog-path-text';
}

/** Whether a run is under way, so that leaving has to be asked about. */
export function isRunning(state: UiState): boolean {
	return state.screen === 'progress';
}

/** The findings that belong to what is shown. */
export function shownFindings(state: UiState): readonly Finding[] {
	const all = allFindings(state);
	return state.dialog?.kind === 'findings' && state.dialog.onlyDifferences
		? all.filter(finding => finding.severity === 'difference')
		: all;
}

/** The same, whatever the dialog shows of them. */
export function allFindings(state: UiState): readonly Finding[] {
	switch (state.screen) {
		case 'review':
			return state.review.kind === 'planned' ? state.review.plan.findings : [];
		case 'progress':
			return state.progress?.findings ?? [];
		default:
			return state.result?.finished?.findings ?? [];
	}
}
