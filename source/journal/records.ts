import type {SQLOutputValue} from 'node:sqlite';
import {z} from 'zod';
import type {Account} from '../accounts/account.ts';
import {type CertifiedKind, certifiedKinds} from '../certified/kind.ts';
import type {ProblemData} from '../problem.ts';
import type {MessageMeta} from '../stores/store.ts';
import {folderRow, type MessageState, messageStates, runRow} from './schema.ts';
import type {RunState, Verify} from './state.ts';

/** A run as its journal knows it. */
export interface RunRecord {
	readonly run: string;
	readonly state: RunState;
	/** Milliseconds since 1970. */
	readonly started: number;
	readonly changed: number;
	readonly from: Account;
	readonly to: Account;
	readonly verify: Verify;
	/** What the run copies arrives read, by choice. */
	readonly markRead: boolean;
	/** The staging folder's name at the destination, and its UIDVALIDITY once it is made. */
	readonly staging: string;
	readonly stagingValidity?: number;
	readonly problem?: ProblemData;
}

/** One mapping of a run. */
export interface FolderRecord {
	readonly id: number;
	readonly source: string;
	readonly sourceValidity: number;
	readonly sourceCount: number;
	/** UIDNEXT of the source folder when it was planned. */
	readonly sourceNext: number;
	readonly sourceRole?: string;
	readonly sourceSubscribed: boolean;
	readonly destination: string;
	/** UIDVALIDITY of the destination folder; absent until it exists. */
	readonly destinationValidity?: number;
	/** Messages there before the run. */
	readonly destinationBefore: number;
	/** UIDNEXT there before the run; absent where it did not exist. */
	readonly destinationNextBefore?: number;
	/** Messages there when last seen. */
	readonly destinationNow?: number;
	/** UIDNEXT there at the end, if nothing but this run has changed the folder since it was planned. */
	readonly destinationNext?: number;
	/** All that was to be placed here has been. */
	readonly placed: boolean;
}

/** One message of a run. */
export interface MessageRecord {
	readonly id: number;
	readonly folder: number;
	readonly sourceUid: number;
	/** Before it was read, the size announced; after, the size read. */
	readonly bytes: number;
	/** As at the source when it was read, and before as planned; with `\Seen` where it is `marked`. */
	readonly flags: readonly string[];
	/** Flags of the source that the destination does not keep; they are not among `flags`. */
	readonly lost: readonly string[];
	/** It is unread at the source and arrives read, by choice. */
	readonly marked: boolean;
	readonly internalDate: string;
	readonly state: MessageState;
	/** Of certified mail, once it is known. */
	readonly kind?: CertifiedKind;
	/** SHA-256 of what the source gave. */
	readonly digest?: string;
	/** SHA-256 of what came back from the destination, where it is another. */
	readonly arrived?: string;
	readonly stagingUid?: number;
	readonly destinationUid?: number;
	/** On its way out: the folder that an undo has moved it to, and its UID there. */
	readonly wayOut?: string;
	readonly trashUid?: number;
}

/** What may change about a message. */
export type MessageChange = Partial<Omit<MessageRecord, 'id' | 'folder' | 'sourceUid'>>;

/** A move whose outcome is not known yet. */
export interface MoveRecord {
	readonly id: number;
	readonly folder: number;
	readonly target: string;
	readonly targetValidity: number;
	/** UIDNEXT of the target before the move: what the move brought is at or above it. */
	readonly targetUidNext: number;
}

/** @throws {z.ZodError} for a row that this program did not write */
export function runOf(row: unknown): RunRecord {
	const {id, source, destination, mark_read, staging_validity, problem, ...rest} = runRow.parse(row);
	return {
		...rest,
		run: id,
		from: source,
		to: destination,
		markRead: mark_read === 1,
		...(staging_validity === null ? {} : {stagingValidity: staging_validity}),
		...(problem === null ? {} : {problem: JSON.parse(problem)}),
	};
}

export function folderOf(row: unknown): FolderRecord {
	const parsed = folderRow.parse(row);
	return {
		id: parsed.id,
		source: parsed.source,
		sourceValidity: parsed.source_validity,
		sourceCount: parsed.source_count,
		sourceNext: parsed.source_next,
		...(parsed.source_role === null ? {} : {sourceRole: parsed.source_role}),
		sourceSubscribed: parsed.source_subscribed === 1,
		destination: parsed.destination,
		...(parsed.destination_validity === null ? {} : {destinationValidity: parsed.destination_validity}),
		destinationBefore: parsed.destination_before,
		...(parsed.destination_next_before === null
			? {}
			: {destinationNextBefore: parsed.destination_next_before}),
		...(parsed.destination_now === null ? {} : {destinationNow: parsed.destination_now}),
		...(parsed.destination_next === null ? {} : {destinationNext: parsed.destination_next}),
		placed: parsed.placed === 1,
	};
}

/** The columns of a message that `messageOf` reads, in its order. */
export const messageColumns =
	'id, folder, source_uid, bytes, flags, lost, marked, internal_date, state, kind, digest, arrived, staging_uid, destination_uid, way_out, trash_uid';

/**
 * A row of the table of messages. There may be hundreds of thousands of them, each read several times, and SQLite has
 * checked their columns (STRICT), so that no schema looks at each value again.
 *
 * @param row what `messageColumns` says
 */
export function messageOf(row: unknown): MessageRecord {
	const [id, folder, sourceUid, bytes, flags, lost, marked, internalDate, state, ...rest] =
		row as readonly SQLOutputValue[];
	const [kind, digest, arrived, stagingUid, destinationUid, wayOut, trashUid] = rest;
	const message: {-readonly [Key in keyof MessageRecord]: MessageRecord[Key]} = {
		id: Number(id),
		folder: Number(folder),
		sourceUid: Number(sourceUid),
		bytes: Number(bytes),
		flags: flagsOf(String(flags)),
		lost: flagsOf(String(lost)),
		marked: marked === 1,
		internalDate: String(internalDate),
		state: stateOf(String(state)),
	};
	if (kind !== null) message.kind = kindOf(String(kind));
	if (digest !== null) message.digest = String(digest);
	if (arrived !== null) message.arrived = String(arrived);
	if (stagingUid !== null) message.stagingUid = Number(stagingUid);
	if (destinationUid !== null) message.destinationUid = Number(destinationUid);
	if (wayOut !== null) message.wayOut = String(wayOut);
	if (trashUid !== null) message.trashUid = Number(trashUid);
	return message;
}

/** The columns of a message that `copyOf` reads, in its order. */
export const copyColumns = 'source_uid, bytes, flags, internal_date, kind, destination_uid';

/**
 * A message of the source that is at the destination, and its UID there.
 *
 * @param row what `copyColumns` says
 */
export function copyOf(row: unknown): {readonly message: MessageMeta; readonly uid: number} {
	const [sourceUid, bytes, flags, internalDate, kind, uid] = row as readonly SQLOutputValue[];
	return {
		message: {
			uid: Number(sourceUid),
			bytes: Number(bytes),
			flags: flagsOf(String(flags)),
			internalDate: String(internalDate),
			...(typeof kind === 'string' ? {kind: kindOf(kind)} : {}),
		},
		uid: Number(uid),
	};
}

const states: ReadonlyMap<string, MessageState> = new Map(messageStates.map(state => [state, state]));

function stateOf(text: string): MessageState {
	const state = states.get(text);
	if (state === undefined) throw new Error(`no state of a message: ${text}`);
	return state;
}

const kinds: ReadonlyMap<string, CertifiedKind> = new Map(certifiedKinds.map(kind => [kind, kind]));

export function kindOf(text: string): CertifiedKind {
	const kind = kinds.get(text);
	if (kind === undefined) throw new Error(`no kind of certified mail: ${text}`);
	return kind;
}

/** Flags by their text in the journal: thousands of messages have the same ones. */
const knownFlags = new Map<string, readonly string[]>();

/** So many different lists of flags are remembered. */
const mostKnownFlags = 1000;

function flagsOf(text: string): readonly string[] {
	const known = knownFlags.get(text);
	if (known) return known;
	const flags: readonly string[] = z.array(z.string()).parse(JSON.parse(text));
	if (knownFlags.size >= mostKnownFlags) knownFlags.clear();
	knownFlags.set(text, flags);
	return flags;
}
