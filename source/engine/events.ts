import type {Limits} from '../accounts/limits.ts';
import type {KindsOfSides} from '../certified/kind.ts';
import type {ProblemData, Side} from '../problem.ts';
import type {CheckedFolder, CheckedMessage} from './checked.ts';
import type {Comparison} from './comparison.ts';
import type {Finding} from './finding.ts';

export type {RunState} from '../journal/state.ts';

/** Where one folder of a run is. */
export type FolderStep =
	| 'waiting'
	| 'comparing'
	| 'staging'
	| 'verifying'
	| 'promoting'
	| 'placed'
	| 'undoing'
	| 'undone';

/** One folder of a run in absolute numbers: an event that is lost or comes twice does no harm. */
export interface FolderProgress {
	/** Its place in the run, from 0. */
	readonly index: number;
	readonly source: string;
	readonly destination: string;
	readonly step: FolderStep;
	readonly sourceCount: number;
	readonly alreadyThere: number;
	readonly toCopy: number;
	readonly toCopyBytes: number;
	readonly staged: number;
	readonly stagedBytes: number;
	readonly verified: number;
	readonly placed: number;
	readonly skipped: number;
	/** Undo alone: taken out so far. */
	readonly undone: number;
	/** What the destination folder holds as far as known. */
	readonly destinationCount: number;
}

/** The comparison at the end, folder by folder. */
export interface FolderResult {
	readonly source: string;
	readonly destination: string;
	readonly sourceCount: number;
	readonly destinationCount: number;
	readonly copied: number;
	readonly alreadyThere: number;
	readonly skipped: number;
	/** Messages that are under another of their labels too, and were copied there; absent where there are none. */
	readonly elsewhere?: number;
	/** What the destination folder held before the run: with `copied` it makes `destinationCount`, or a finding says why not. */
	readonly destinationBefore: number;
	/** Kinds of certified mail: of the source, and of those that are at the destination by this run or before it. */
	readonly kinds?: KindsOfSides;
}

/** The last event of a copy, a resume, an undo or a verification. */
export interface Finished {
	readonly event: 'finished';
	readonly run: string;
	readonly state: 'done' | 'differences' | 'failed' | 'interrupted' | 'undone';
	readonly copied: number;
	readonly alreadyThere: number;
	readonly skipped: number;
	readonly bytes: number;
	readonly folders: readonly FolderResult[];
	readonly findings: readonly Finding[];
	/** Why it failed or was interrupted. */
	readonly problem?: ProblemData;
	/** Undo: messages taken out. */
	readonly undone?: number;
	/** Verification of two accounts: what it has come to. */
	readonly comparison?: Comparison;
	/** Check of signatures: what it has come to. */
	readonly signatures?: readonly CheckedFolder[];
}

/** How far the comparison of two accounts is. */
export interface ComparingProgress {
	/** Messages that have been listed, and that there are, on both sides together. */
	readonly listed: number;
	readonly toList: number;
	/** Bytes read of messages that had to be compared whole. */
	readonly bytes: number;
}

/** What an engine tells while it works. The terminal folds them; `--json` prints them, one a line. */
export type EngineEvent =
	| {
			readonly event: 'started';
			readonly run: string;
			/** Milliseconds since 1970: who comes later knows how long it has been at work. */
			readonly at: number;
			readonly action: 'copy' | 'resume' | 'undo';
			readonly folders: number;
			readonly messages: number;
			readonly bytes: number;
			/** What the operator has set for the two accounts. */
			readonly limits?: Readonly<Partial<Record<Side, Limits>>>;
	  }
	| {readonly event: 'connected'; readonly side: Side; readonly server?: string}
	/** A zip is unpacked, so far so many bytes of all. */
	| {
			readonly event: 'unpacking';
			readonly side: Side;
			readonly bytes: number;
			readonly total: number;
	  }
	| ({
			readonly event: 'planning';
			/** Folders. */
			readonly done: number;
			readonly of: number;
			readonly folder: string;
	  } & Partial<ComparingProgress>)
	/** The signatures of these messages of a folder have been checked: `done` of all that it holds so far. */
	| {
			readonly event: 'checked';
			readonly side: Side;
			readonly folder: string;
			readonly uidValidity: number;
			readonly done: number;
			readonly of: number;
			readonly messages: readonly CheckedMessage[];
	  }
	| ({readonly event: 'folder'} & FolderProgress)
	| {readonly event: 'finding'; readonly finding: Finding}
	| {
			readonly event: 'retry';
			readonly problem: ProblemData;
			/** From `at`, in milliseconds since 1970. */
			readonly waitMs: number;
			readonly at: number;
			/** Which one since something last went on; 0 where nothing failed, and a limit alone holds it. */
			readonly attempt: number;
			/** How many there have been since the work began. */
			readonly retries: number;
	  }
	/** The operator's limits let nothing pass for so long from `at`, in milliseconds since 1970. */
	| {readonly event: 'pacing'; readonly waitMs: number; readonly at: number}
	/** So many connections to each side carry the copy now; one where it was never told. */
	| {readonly event: 'connections'; readonly count: number}
	| {readonly event: 'paused'}
	| {readonly event: 'continued'}
	/** Somebody asked it to stop; it goes on to a safe point. */
	| {readonly event: 'stopping'}
	| Finished;
