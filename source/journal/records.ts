import {z} from 'zod';
import type {Account} from '../accounts/account.ts';
import type {ProblemData} from '../problem.ts';
import {folderRow, type MessageState, messageRow, runRow} from './schema.ts';
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
	readonly sourceRole?: string;
	readonly sourceSubscribed: boolean;
	readonly destination: string;
	/** UIDVALIDITY of the destination folder; absent until it exists. */
	readonly destinationValidity?: number;
	/** Messages there before the run. */
	readonly destinationBefore: number;
	/** Messages there when last seen. */
	readonly destinationNow?: number;
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
	/** As at the source when it was read, and before as planned. */
	readonly flags: readonly string[];
	/** Flags of the source that the destination does not keep; they are not among `flags`. */
	readonly lost: readonly string[];
	readonly internalDate: string;
	readonly state: MessageState;
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

const flagsText = z.string().transform(text => z.array(z.string()).parse(JSON.parse(text)));

/** @throws {z.ZodError} for a row that this program did not write */
export function runOf(row: unknown): RunRecord {
	const {id, source, destination, staging_validity, problem, ...rest} = runRow.parse(row);
	return {
		...rest,
		run: id,
		from: source,
		to: destination,
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
		...(parsed.source_role === null ? {} : {sourceRole: parsed.source_role}),
		sourceSubscribed: parsed.source_subscribed === 1,
		destination: parsed.destination,
		...(parsed.destination_validity === null ? {} : {destinationValidity: parsed.destination_validity}),
		destinationBefore: parsed.destination_before,
		...(parsed.destination_now === null ? {} : {destinationNow: parsed.destination_now}),
		placed: parsed.placed === 1,
	};
}

export function messageOf(row: unknown): MessageRecord {
	const parsed = messageRow.parse(row);
	return {
		id: parsed.id,
		folder: parsed.folder,
		sourceUid: parsed.source_uid,
		bytes: parsed.bytes,
		flags: flagsText.parse(parsed.flags),
		lost: flagsText.parse(parsed.lost),
		internalDate: parsed.internal_date,
		state: parsed.state,
		...(parsed.digest === null ? {} : {digest: parsed.digest}),
		...(parsed.arrived === null ? {} : {arrived: parsed.arrived}),
		...(parsed.staging_uid === null ? {} : {stagingUid: parsed.staging_uid}),
		...(parsed.destination_uid === null ? {} : {destinationUid: parsed.destination_uid}),
		...(parsed.way_out === null ? {} : {wayOut: parsed.way_out}),
		...(parsed.trash_uid === null ? {} : {trashUid: parsed.trash_uid}),
	};
}

const columns = {
	bytes: 'bytes',
	flags: 'flags',
	lost: 'lost',
	internalDate: 'internal_date',
	state: 'state',
	digest: 'digest',
	arrived: 'arrived',
	stagingUid: 'staging_uid',
	destinationUid: 'destination_uid',
	wayOut: 'way_out',
	trashUid: 'trash_uid',
} as const satisfies Record<keyof MessageChange, string>;

/** The columns and values of a change; a key that is there but undefined empties its column. */
export function columnsOf(change: MessageChange): {names: string[]; values: (string | number | null)[]} {
	const names: string[] = [];
	const values: (string | number | null)[] = [];
	for (const key of Object.keys(change) as (keyof MessageChange)[]) {
		const value = change[key];
		names.push(columns[key]);
		values.push(
			typeof value === 'string' || typeof value === 'number'
				? value
				: value === undefined
					? null
					: JSON.stringify(value),
		);
	}

	return {names, values};
}
