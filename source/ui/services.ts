import type {ServerAccount} from '../accounts/account.ts';
import type {FindServer} from '../accounts/discovery.ts';
import type {SavedAccounts} from '../accounts/saved.ts';
import type {Secrets} from '../accounts/secrets.ts';
import type {Finished} from '../engine/events.ts';
import type {Finding} from '../engine/finding.ts';
import type {MappingOptions} from '../engine/mapping.ts';
import type {Differences} from '../host/differences.ts';
import type {EngineClient, RunSummary} from '../host/protocol.ts';
import type {screens} from '../locales/en/screens.ts';
import type {Certified} from '../locales/wording.ts';
import type {ProblemData, Side} from '../problem.ts';
import type {FilesLook} from '../stores/files/files-look.ts';
import type {Named} from './completing.ts';
import type {Edited, Ended} from './terminal/programs.ts';

/** Every sentence of the screens. */
export type Words = typeof screens;

/** The part of `locales/` that the screens use. */
export interface UiSentences {
	/** @param more the key that opens what few accounts need */
	problem(data: ProblemData, more?: string): {readonly what: string; readonly hint: string};
	browserOnly(side: Side, host: string, more?: string): string | undefined;
	finding(finding: Finding): string;
	/** The same without the folders. */
	findingAlone(finding: Finding): string;
	readonly screens: Words;
	readonly certified: Certified;
}

/** What the screens are asked to compare. */
export interface VerifyRequest {
	/** Which folder is compared with which. */
	readonly mapping: MappingOptions;
	/** Every byte of every message from the start. */
	readonly deep: boolean;
	/** Mail that is only at the destination is no difference. */
	readonly allowExtra: boolean;
	/** A PEM file with those who have to vouch for who signed, where signatures are checked. */
	readonly authority?: string;
}

/** What an old run shows: its summary, and its end where it has one. */
export interface LoadedRun {
	readonly summary: RunSummary;
	readonly finished: Finished | undefined;
}

/** Everything outside the screens that they use. */
export interface Services {
	readonly startEngine: () => Promise<EngineClient>;
	/** Comes to the engine of a run that is under way (see `attachTo` of host). */
	readonly attachTo: (run: string) => Promise<EngineClient>;
	readonly listRuns: () => Promise<readonly RunSummary[]>;
	readonly loadRun: (run: string) => Promise<LoadedRun>;
	readonly saved: () => SavedAccounts;
	/** The password that a command prints; it may use the terminal. @throws {Problem} `password-command` */
	readonly passwordFrom: (side: Side, command: string) => Promise<string>;
	/** What opens an account besides its password: what is given, and what a person is asked for; it may use the terminal. @throws {Problem} @throws {Stopped} */
	readonly unlock: (side: Side, account: ServerAccount, given: Secrets) => Promise<Secrets>;
	/** Finds the server of an address. */
	readonly findServer: FindServer;
	/** What is at a path: mail of which format, or none. */
	readonly lookAtFiles: (path: string) => Promise<FilesLook>;
	/** What is in a folder, by name; nothing where it can't be read. */
	readonly namesIn: (path: string) => Promise<readonly Named[]>;
	/** Writes a run's report and answers with its path. */
	readonly saveReport: (run: string) => Promise<string>;
	/** Writes a list of messages that differ into a new file, as CSV. @throws {Problem} `file-exists`, `file-refused` */
	readonly saveDifferences: (path: string, parts: AsyncIterable<Differences>) => Promise<void>;
	/** Shows a file in a pager that takes the terminal. */
	readonly showFile: (path: string) => Promise<Ended>;
	/** Lets a person edit a text in an editor that takes the terminal; `name` is the file's. */
	readonly editText: (name: string, text: string) => Promise<Edited>;
	/** Milliseconds since 1970. */
	readonly now: () => number;
}
