import type {FolderRecord, MessageChange, MessageRecord} from '../journal/records.ts';
import {KnownPairs} from '../journal/runs.ts';
import {Problem} from '../problem.ts';
import type {MessageMeta} from '../stores/store.ts';
import {locate, uidsByDigest} from './locating.ts';
import {type CopyContext, find} from './run-context.ts';

type Change = {readonly id: number; readonly change: MessageChange};

/**
 * Compares the journal with what is really there, after a kill, a lost connection, or an answer that never
 * came. Afterwards every message of the run is in a state that is true: intents without an outcome have
 * one. Changes nothing on the servers.
 */
export async function reconcile(context: CopyContext): Promise<void> {
	const {journal, destination, record} = context;
	const folders = journal.folders();
	// Nothing has been begun yet: nothing to compare.
	if (record.stagingValidity === undefined) return;
	const staging = await lookAtStaging(context);
	// Those on their way out of the staging folder first: what is found at its place is not looked for elsewhere.
	for (const folder of folders) await settleMoves(context, folder, staging);
	await settleAppends(context, folders, staging);
	for (const folder of folders) await forgetWhatOthersCopied(context, folder);
	if (staging.uidValidity === undefined) await destination.create(record.staging);
}

interface StagingContent {
	/** Undefined where there is no staging folder any more. */
	readonly uidValidity: number | undefined;
	readonly messages: ReadonlyMap<number, MessageMeta>;
	/** Another UIDVALIDITY than the journal's: the UIDs that it knows are worth nothing. */
	readonly renumbered: boolean;
}

async function lookAtStaging({destination, record}: CopyContext): Promise<StagingContent> {
	const nothing: StagingContent = {uidValidity: undefined, messages: new Map(), renumbered: true};
	try {
		const {folder, messages} = await destination.scan(record.staging);
		return {
			uidValidity: folder.uidValidity,
			messages: new Map(messages.map(message => [message.uid, message])),
			renumbered: folder.uidValidity !== record.stagingValidity,
		};
	} catch (error) {
		if (error instanceof Problem && error.data.code === 'folder-gone') return nothing;
		throw error;
	}
}

/** Promotions without an outcome: each message is at its place, or still in the staging folder, or gone. */
async function settleMoves(
	context: CopyContext,
	folder: FolderRecord,
	staging: StagingContent,
): Promise<void> {
	const {journal, destination} = context;
	const moves = journal.openMoves(folder.id);
	const promoting = journal.messages(folder.id, ['promoting']);
	if (promoting.length === 0) {
		if (moves.length > 0)
			journal.outcomeMove(
				'reconciled',
				moves.map(move => move.id),
				[],
			);
		return;
	}

	const first = moves[0];
	const found = first
		? await locate(
				destination,
				{
					folder: folder.destination,
					uidNext: first.targetUidNext,
					known: journal.knownAt(folder.destination),
				},
				// What a move left in the staging folder has not gone anywhere; what a copy left there may have.
				promoting.filter(message => !destination.can.move || !isStaged(message, staging)),
			)
		: {uidValidity: 0, uids: new Map<number, number>()};
	const changes: Change[] = promoting.map(message => {
		const uid = found.uids.get(message.id);
		if (uid !== undefined) return {id: message.id, change: {state: 'placed', destinationUid: uid}};
		if (isStaged(message, staging)) return {id: message.id, change: {state: 'verified'}};
		return {id: message.id, change: {state: 'planned', stagingUid: undefined}};
	});
	journal.outcomeMove(
		'reconciled',
		moves.map(move => move.id),
		changes,
	);
	if (found.uids.size > 0 && folder.destinationValidity === undefined) {
		journal.setFolder(folder.id, {destinationValidity: found.uidValidity});
	}
}

/** Appends without an outcome, and staged copies that are not there any more. */
async function settleAppends(
	context: CopyContext,
	folders: readonly FolderRecord[],
	staging: StagingContent,
): Promise<void> {
	const {journal, destination, record} = context;
	const unknown = new Map(staging.messages);
	const unsettled: MessageRecord[] = [];
	const changes: Change[] = [];
	for (const folder of folders) {
		for (const message of journal.messages(folder.id, ['staging', 'staged', 'verified'])) {
			if (isStaged(message, staging)) unknown.delete(message.stagingUid ?? 0);
			else unsettled.push(message);
		}
	}

	const byDigest =
		staging.uidValidity === undefined || unsettled.length === 0
			? new Map<string, number[]>()
			: await uidsByDigest(destination, record.staging, staging.uidValidity, [...unknown.values()]);
	for (const message of unsettled) {
		const uid = byDigest.get(message.arrived ?? message.digest ?? '')?.shift();
		changes.push({
			id: message.id,
			change:
				uid === undefined ? {state: 'planned', stagingUid: undefined} : {state: 'staged', stagingUid: uid},
		});
	}

	if (changes.length > 0) journal.outcome('reconciled', changes);
	if (staging.uidValidity !== undefined && staging.renumbered) journal.setStaging(staging.uidValidity);
}

function isStaged({stagingUid}: MessageRecord, {messages, renumbered}: StagingContent): boolean {
	return !renumbered && stagingUid !== undefined && messages.has(stagingUid);
}

/** A later run may have copied what this one had not placed yet: placing it now would put it there twice. */
async function forgetWhatOthersCopied(context: CopyContext, folder: FolderRecord): Promise<void> {
	const {journal, destination, record} = context;
	const open = journal.messages(folder.id, ['planned', 'staged', 'verified']);
	if (open.length === 0 || !(await exists(destination, folder.destination))) return;
	const {uidValidity} = await destination.status(folder.destination);
	const pairs = KnownPairs.load(record.from, record.to, record.run).between(
		{name: folder.source, uidValidity: folder.sourceValidity},
		{name: folder.destination, uidValidity},
	);
	const candidates = open.filter(message => pairs.has(message.sourceUid));
	if (candidates.length === 0) return;
	const uids = candidates.flatMap(message => pairs.get(message.sourceUid) ?? []).sort((a, b) => a - b);
	const there = await destination.metadata(folder.destination, uidValidity, uids);
	const changes: Change[] = [];
	for (const message of candidates) {
		const uid = pairs.get(message.sourceUid);
		if (uid === undefined || !there.has(uid)) continue;
		changes.push({id: message.id, change: {state: 'present', destinationUid: uid, stagingUid: undefined}});
	}

	if (changes.length === 0) return;
	journal.outcome('reconciled', changes);
	find(context, {
		kind: 'copied-by-another-run',
		severity: 'note',
		source: folder.source,
		destination: folder.destination,
		count: changes.length,
	});
}

async function exists(destination: CopyContext['destination'], folder: string): Promise<boolean> {
	try {
		await destination.status(folder);
		return true;
	} catch (error) {
		if (error instanceof Problem && error.data.code === 'folder-gone') return false;
		throw error;
	}
}
