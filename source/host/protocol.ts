import type {Account, FilesAccount} from '../accounts/account.ts';
import type {Secrets} from '../accounts/secrets.ts';
import type {CheckedFolder} from '../engine/checked.ts';
import type {Comparison, DifferenceKind, DifferencePage, MessagePreview} from '../engine/comparison.ts';
import type {EngineEvent, Finished, RunState} from '../engine/events.ts';
import type {Mapping} from '../engine/mapping.ts';
import type {Plan, Verify} from '../engine/plan.ts';
import type {ProblemData, Side} from '../problem.ts';
import type {Labels} from '../stores/labels.ts';
import type {StoreInfo} from '../stores/store.ts';

/** One run as the list of runs shows it. */
export interface RunSummary {
	readonly run: string;
	readonly state: RunState;
	/** An engine is at work on it right now. */
	readonly live: boolean;
	/** Milliseconds since 1970. */
	readonly started: number;
	readonly changed: number;
	readonly from: Account;
	readonly to: Account;
	readonly folders: number;
	readonly messages: number;
	/** Messages that this run has at the destination now. */
	readonly copied: number;
	readonly bytes: number;
	readonly verify: Verify;
	/** Why it failed, or was broken off. */
	readonly problem?: ProblemData;
	/** The journal can't be read: why. All counts are 0 then. */
	readonly unreadable?: string;
}

/** How long a run goes on trying since something last worked, in milliseconds; 15 minutes where it is not told. */
export interface Persistence {
	readonly patience?: number;
}

/** What a person may ask of the engine, and what each request answers. */
export interface Requests {
	/** Logs in and lists. What is secret goes over IPC and nowhere else. Throws the problem that it met. */
	connect: {
		input: {side: Side; account: Account; password: string; secrets?: Secrets};
		output: StoreInfo;
	};
	/**
	 * Compares both sides for the mappings given; nothing is written. With `asCompared`, what the last `compare` has
	 * found on both sides is there already. Sends `planning` events.
	 */
	plan: {
		input: {mappings: readonly Mapping[]; verify: Verify; asCompared?: boolean; labels?: Labels | undefined};
		output: Plan;
	};
	/** Executes the last plan; with `markRead`, what it copies arrives read. Answers when the run has ended, `folder`, `finding`, `retry` events before. */
	copy: {input: Persistence & {markRead?: boolean}; output: Finished};
	/** Copies all that the connected destination holds into files, as a run of its own; the last plan stays. Answers and tells as `copy` does. */
	backup: {input: Persistence & {files: FilesAccount}; output: Finished};
	/** Compares two accounts, whoever copied; writes nothing. `deep` reads every message of both. Sends `planning` events. */
	compare: {
		input: {mappings: readonly Mapping[]; deep: boolean; labels?: Labels | undefined};
		output: Comparison;
	};
	/** Messages of one kind in one folder of the last comparison, `count` of them from `start` (from 0). */
	differences: {
		input: {folder: number; kind: DifferenceKind; start: number; count: number};
		output: DifferencePage;
	};
	/** A message of one side as a person reads it; nothing changes there. One that is still being read is given up for the next. */
	message: {
		input: {side: Side; folder: string; uidValidity: number; uid: number};
		output: MessagePreview;
	};
	/**
	 * Checks the S/MIME signatures of a folder of one side, or of some messages in it; nothing changes there. Sends `checked` events, in which each
	 * message comes once.
	 */
	signatures: {
		input: {side: Side; folder: string; authority?: string; uidValidity?: number; uids?: readonly number[]};
		output: CheckedFolder;
	};
	/** Finishes a run that was interrupted; both sides must be connected. */
	resume: {input: {run: string} & Persistence; output: Finished};
	/** Takes out what a run put in; the destination must be connected. */
	undo: {input: {run: string; keepInTrash: boolean} & Persistence; output: Finished};
	/**
	 * Watches the run that is under way. What counts of its events so far comes first, then each as it happens;
	 * answers, or fails, as the run does.
	 */
	attach: {input: {run: string}; output: Finished};
	/** Holds or continues at the next safe point; `stop` ends the run as `interrupted`. */
	pause: {input: Record<never, never>; output: Record<never, never>};
	continue: {input: Record<never, never>; output: Record<never, never>};
	stop: {input: Record<never, never>; output: Record<never, never>};
	/** Logs out of both sides. */
	close: {input: Record<never, never>; output: Record<never, never>};
}

export type RequestName = keyof Requests;

type RequestFor<Names extends RequestName> = {
	[Name in Names]: {
		readonly id: number;
		readonly request: Name;
		readonly input: Requests[Name]['input'];
	};
}[Names];

/** Messages from the person's side to the engine's: over the IPC channel of the process that started it. */
export type ToEngine = RequestFor<RequestName>;

/** What may be asked at the door of a run, by whoever watches it: nothing that takes a password. */
export type WatcherRequest = RequestFor<'attach' | 'pause' | 'continue' | 'stop' | 'resume' | 'undo'>;

/** Said with each request at a door: an engine may be older or newer than who comes to it. */
export const doorVersion = 1;

/** And back, over either. */
export type FromEngine =
	| {readonly type: 'reply'; readonly id: number; readonly output: unknown}
	| {readonly type: 'problem'; readonly id: number; readonly problem: ProblemData}
	| {readonly type: 'defect'; readonly id: number; readonly message: string}
	/** The operator had it stopped before it had begun to write. */
	| {readonly type: 'stopped'; readonly id: number}
	| {readonly type: 'event'; readonly event: EngineEvent};

/** The engine's process as the screens and commands see it. */
export interface EngineClient {
	/** Throws `Problem` for what a person must know, `Stopped` where it was asked to stop, `Error` for a defect. */
	request<Name extends RequestName>(
		name: Name,
		input: Requests[Name]['input'],
	): Promise<Requests[Name]['output']>;
	/** Calls back for every event; returns what ends that. */
	onEvent(listener: (event: EngineEvent) => void): () => void;
	/** Whether the engine is there as far as is known. */
	readonly alive: boolean;
	/** Leaves the engine, which ends when nobody else is there and nothing under way; a run goes on without us. */
	disconnect(): Promise<void>;
}
