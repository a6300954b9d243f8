import type {FilesAccount} from '../../../accounts/account.ts';
import type {Limits} from '../../../accounts/limits.ts';
import type {EngineEvent, FolderProgress} from '../../../engine/events.ts';
import type {Finding} from '../../../engine/finding.ts';
import type {ProblemData, Side} from '../../../problem.ts';
import {type Move, moveCursor} from '../../window.ts';

/** What was done at a moment, for the rate. */
interface Sample {
	readonly at: number;
	readonly worked: number;
	readonly bytes: number;
}

export interface ProgressState {
	readonly action: 'copy' | 'resume' | 'undo';
	/** Where a backup goes; absent where it is none. */
	readonly backup?: FilesAccount;
	readonly run?: string;
	/** Milliseconds since 1970. */
	readonly started: number;
	/** What there is to do as far as it was known in the beginning: what counts until all folders have been told of. */
	readonly planned: {readonly folders: number; readonly messages: number; readonly bytes: number};
	readonly folders: readonly FolderProgress[];
	readonly findings: readonly Finding[];
	/** Samples of the last seconds, oldest first. */
	readonly samples: readonly Sample[];
	readonly lastEvent: number;
	readonly retries: number;
	readonly retry?: {
		readonly problem: ProblemData;
		readonly attempt: number;
		readonly at: number;
		readonly until: number;
	};
	readonly hold: 'none' | 'pausing' | 'paused' | 'stopping';
	/** What the operator has set for the two accounts. */
	readonly limits: Readonly<Partial<Record<Side, Limits>>>;
	/** Until when an operator's limit lets nothing pass, in milliseconds since 1970. */
	readonly pacedUntil?: number;
	/** Connections to each side. */
	readonly connections: number;
	/** Show only the folders with findings or with messages left out. */
	readonly onlyFaults: boolean;
	/** A row of the list that the person moved to; -1 follows the folder under way. */
	readonly cursor: number;
}

export type ProgressAction =
	| {readonly type: 'event'; readonly event: EngineEvent; readonly at: number}
	| {readonly type: 'pause-asked' | 'continue-asked' | 'stop-asked'}
	| {readonly type: 'only-faults-turned' | 'followed'}
	| {readonly type: 'moved'; readonly move: Move; readonly page: number};

/** Milliseconds that the rate looks back: long enough for a large message, short enough to notice a stall. */
const rateWindow = 15_000;

const msPerDay = 24 * 3_600_000;

/** Milliseconds between two samples. */
const sampleEvery = 500;

const nothing = {folders: 0, messages: 0, bytes: 0};

/** The state before the first event. */
export function startProgress(
	action: ProgressState['action'],
	at: number,
	backup?: FilesAccount,
): ProgressState {
	return {
		action,
		...(backup === undefined ? {} : {backup}),
		started: at,
		planned: nothing,
		folders: [],
		findings: [],
		samples: [{at, worked: 0, bytes: 0}],
		lastEvent: at,
		retries: 0,
		hold: 'none',
		limits: {},
		connections: 1,
		onlyFaults: false,
		cursor: -1,
	};
}

/** What is done and what there is to do, over all folders. */
export interface Totals {
	/** In their place, left out, or taken out again: done with. */
	readonly messages: number;
	/** Messages' worth of work: a third each for staged, verified and placed. What rate and time left go by. */
	readonly worked: number;
	readonly bytes: number;
	readonly ofMessages: number;
	readonly ofBytes: number;
	/** 0 to 1. */
	readonly fraction: number;
}

/** Sums the folders. */
export function totals(state: ProgressState): Totals {
	const isUndo = state.action === 'undo';
	let messages = 0;
	let worked = 0;
	let bytes = 0;
	let ofMessages = 0;
	let ofBytes = 0;
	for (const folder of state.folders) {
		messages += isUndo ? folder.undone : folder.placed + folder.skipped;
		worked += isUndo ? folder.undone : (folder.staged + folder.verified + folder.placed) / 3 + folder.skipped;
		bytes += isUndo ? 0 : folder.stagedBytes;
		ofMessages += folder.toCopy + (isUndo ? 0 : folder.skipped);
		ofBytes += folder.toCopyBytes;
	}
	const {planned} = state;
	if (isUndo || state.folders.length < planned.folders) {
		ofMessages = Math.max(ofMessages, planned.messages);
		ofBytes = isUndo ? 0 : Math.max(ofBytes, planned.bytes);
	}
	const byBytes = ofBytes > 0 ? (bytes / ofBytes + 2) / 3 : 1;
	const byMessages = ofMessages > 0 ? worked / ofMessages : 1;
	// Nothing is known yet of a run that is only beginning, or that is just being attached to.
	const fraction = state.folders.length === 0 ? 0 : Math.min(1, byBytes, byMessages);
	return {messages, worked, bytes, ofMessages, ofBytes, fraction};
}

/** How far one folder is: a third each for staged, verified and placed, so that its bar never goes back. */
export function folderFraction(folder: FolderProgress): number {
	const of = Math.max(1, folder.toCopy);
	switch (folder.step) {
		case 'undoing':
			return Math.min(1, folder.undone / Math.max(1, folder.placed));
		case 'placed':
		case 'undone':
			return 1;
		case 'waiting':
		case 'comparing':
			return 0;
		case 'staging':
		case 'verifying':
		case 'promoting': {
			const byBytes = folder.toCopyBytes > 0 ? folder.stagedBytes / folder.toCopyBytes : 1;
			const staged = Math.min(byBytes, folder.staged / of);
			return Math.min(1, (staged + (folder.verified + folder.placed) / of) / 3);
		}
	}
}

/** Messages and bytes a second in the recent past, and milliseconds to the end; undefined while nobody can tell. */
export function pace(
	state: ProgressState,
	at: number,
): {messages: number; bytes: number; left: number | undefined} | undefined {
	const recent = state.samples.filter(sample => at - sample.at <= rateWindow);
	const first = recent[0];
	const now = totals(state);
	if (first === undefined || at - first.at < 1000) return undefined;
	const seconds = (at - first.at) / 1000;
	const messages = Math.max(0, now.worked - first.worked) / seconds;
	const bytes = Math.max(0, now.bytes - first.bytes) / seconds;
	const byBytes = bytes > 0 ? (now.ofBytes - now.bytes) / bytes : 0;
	const byMessages = messages > 0 ? (now.ofMessages - now.worked) / messages : 0;
	const isKnown = messages > 0 || bytes > 0;
	const left = Math.max(Math.max(byBytes, byMessages) * 1000, heldByDays(state, now.ofBytes - now.bytes));
	return {messages, bytes, left: isKnown ? left : undefined};
}

/** Milliseconds that the limits of a day hold what is left, where nothing of the first day was used before. */
function heldByDays({limits}: ProgressState, bytesLeft: number): number {
	const each = Object.values(limits).flatMap(({bytesPerDay = 0}) => (bytesPerDay > 0 ? [bytesPerDay] : []));
	if (each.length === 0) return 0;
	return Math.max(0, Math.ceil(bytesLeft / Math.min(...each)) - 1) * msPerDay;
}

/** The sides whose limits are told: a row each. An undo keeps to none. */
export function limitedSides({limits}: ProgressState): readonly Side[] {
	return (['source', 'destination'] as const).filter(side => Object.keys(limits[side] ?? {}).length > 0);
}

/** Whether something has been done in a folder and not all; the engine may have begun many that wait their turn. */
export function isUnderWay(folder: FolderProgress): boolean {
	if (['waiting', 'placed', 'undone'].includes(folder.step)) return false;
	if (folder.step === 'comparing' || folder.step === 'promoting') return true;
	return folder.step === 'undoing' ? folder.undone > 0 : folder.staged + folder.skipped > 0;
}

/** The folders that the list shows: all, or those that a person should look at. */
export function shownFolders(state: ProgressState): readonly FolderProgress[] {
	if (!state.onlyFaults) return state.folders;
	const sources = new Set(state.findings.map(finding => finding.source));
	const destinations = new Set(
		state.findings.filter(finding => finding.source === undefined).map(finding => finding.destination),
	);
	return state.folders.filter(
		folder => folder.skipped > 0 || sources.has(folder.source) || destinations.has(folder.destination),
	);
}

/** The row that the list keeps in sight: where the person went, else the folder under way. */
export function focusRow(state: ProgressState): number {
	const folders = shownFolders(state);
	if (state.cursor >= 0) return Math.min(state.cursor, Math.max(0, folders.length - 1));
	const busy = folders.findIndex(isUnderWay);
	if (busy >= 0) return busy;
	const waiting = folders.findIndex(folder => !['placed', 'undone'].includes(folder.step));
	return waiting >= 0 ? waiting : Math.max(0, folders.length - 1);
}

function withFolder(state: ProgressState, folder: FolderProgress): ProgressState {
	const at = state.folders.findIndex(other => other.index >= folder.index);
	const isKnown = at >= 0 && state.folders[at]?.index === folder.index;
	const folders = [...state.folders];
	if (isKnown) folders[at] = folder;
	else folders.splice(at < 0 ? folders.length : at, 0, folder);
	if (isKnown) return {...state, folders};
	// What a resumed run had done before says nothing of the rate now.
	const before = totals({...state, folders: [folder], planned: nothing});
	const samples = state.samples.map(sample => ({
		...sample,
		worked: sample.worked + before.worked,
		bytes: sample.bytes + before.bytes,
	}));
	return {...state, folders, samples};
}

function withSample(state: ProgressState, at: number): ProgressState {
	const last = state.samples.at(-1);
	if (last !== undefined && at - last.at < sampleEvery) return state;
	const {worked, bytes} = totals(state);
	const kept = state.samples.filter(sample => at - sample.at <= rateWindow);
	return {...state, samples: [...kept, {at, worked, bytes}]};
}

function foldEvent(state: ProgressState, event: EngineEvent, at: number): ProgressState {
	switch (event.event) {
		case 'started':
			return {
				...state,
				run: event.run,
				action: event.action,
				started: event.at,
				planned: {folders: event.folders, messages: event.messages, bytes: event.bytes},
				limits: event.limits ?? {},
			};
		case 'folder': {
			const {event: _, ...folder} = event;
			const {retry: __, ...rest} = state;
			return withSample(withFolder(rest, folder), at);
		}
		case 'finding':
			return {...state, findings: [...state.findings, event.finding]};
		case 'retry': {
			const {problem, attempt, retries} = event;
			return {...state, retries, retry: {problem, attempt, at: event.at, until: event.at + event.waitMs}};
		}
		case 'pacing':
			return {...state, pacedUntil: event.at + event.waitMs};
		case 'connections':
			return {...state, connections: event.count};
		case 'paused':
			return {...state, hold: 'paused'};
		case 'stopping':
			return {...state, hold: 'stopping'};
		case 'continued':
			// What happened before the pause says nothing of the rate after it.
			return {
				...state,
				hold: 'none',
				samples: [{at, worked: totals(state).worked, bytes: totals(state).bytes}],
			};
		case 'connected':
		case 'unpacking':
		case 'planning':
		case 'checked':
		case 'finished':
			return state;
	}
}

/** Folds the engine's events, and what a person asks of it, into the Progress screen. */
export function progressReducer(state: ProgressState, action: ProgressAction): ProgressState {
	switch (action.type) {
		case 'event':
			return {...foldEvent(state, action.event, action.at), lastEvent: action.at};
		case 'pause-asked':
			return state.hold === 'none' ? {...state, hold: 'pausing'} : state;
		case 'continue-asked':
			return state.hold === 'stopping' ? state : {...state, hold: 'none'};
		case 'stop-asked':
			return {...state, hold: 'stopping'};
		case 'only-faults-turned':
			return {...state, onlyFaults: !state.onlyFaults, cursor: -1};
		case 'followed':
			return {...state, onlyFaults: false, cursor: -1};
		case 'moved':
			return {
				...state,
				cursor: moveCursor(focusRow(state), action.move, shownFolders(state).length, action.page),
			};
	}
}
