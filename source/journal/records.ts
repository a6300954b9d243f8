import type {SQLOutputValue} from 'node:sqlite';
import {z} from 'zod';
import type {Account} from '../accounts/account.ts';
import {type CertifiedKind, certifiedKinds} from '../certified/kind.ts';
import type {ProblemData} from '../problem.ts';
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

/**
 * A row of the table of messages. There may be hundreds of thousands of them, each read several times, and SQLite has
 * checked their columns (STRICT), so that no schema looks at each value again.
 */
export function messageOf(row: Record<string, SQLOutputValue>): MessageRecord {
	const {kind, digest, arrived, staging_uid, destination_uid, way_out, trash_uid} = row;
	return {
		id: Number(row.id),
		folder: Number(row.folder),
		sourceUid: Number(row.source_uid),
		bytes: Number(row.bytes),
		flags: flagsOf(String(row.flags)),
		lost: flagsOf(String(row.lost)),
		marked: row.marked === 1,
		internalDate: String(row.internal_date),
		state: stateOf(String(row.state)),
		...(kind === null ? {} : {kind: kindOf(String(kind))}),
		...(digest === null ? {} : {digest: String(digest)}),
		...(arrived === null ? {} : {arrived: String(arrived)}),
		...(staging_uid === null ? {} : {stagingUid: Number(staging_uid)}),
		...(destination_uid === null ? {} : {destinationUid: Number(destination_uid)}),
		...(way_out === null ? {} : {wayOut: String(way_out)}),
		...(trash_uid === null ? {} : {trashUid: Number(trash_uid)}),
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

const columns = {
	bytes: 'bytes',
	flags: 'flags',
	lost: 'lost',
	marked: 'marked',
	internalDate: 'internal_date',
	state: 'state',
	kind: 'kind',
	digest: 'digest',
	arrived: 'arrived',
	stagingUid: 'staging_uid',
	destinationUid: 'destination_uid',
	wayOut: 'way_out',
	trashUid: 'trash_uid',
} as const satisfies Record<keyof MessageChange, string>;

function cellOf(value: MessageChange[keyof MessageChange]): string | number | null {
	switch (typeof value) {
		case 'undefined':
			return null;
		case 'boolean':
			return value ? 1 : 0;
		case 'object':
			return JSON.stringify(value);
		default:
			return value;
	}
}

/** The columns and values of a change; a key that is there but undefined empties its column. */
export function columnsOf(change: MessageChange): {names: string[]; values: (string | number | null)[]} {
	const names: string[] = [];
	const values: (string | number | null)[] = [];
	for (const key of Object.keys(change) as (keyof MessageChange)[]) {
		const value = change[key];
		names.push(columns[key]);
		values.push(cellOf(value));
	}

	return {names, values};
}
