import type {Change} from '../journal/changes.ts';
import type {FolderRecord, MessageRecord} from '../journal/records.ts';
import {KnownPairs} from '../journal/runs.ts';
import type {MessageState} from '../journal/schema.ts';
import {Problem} from '../problem.ts';
import type {MessageMeta} from '../stores/store.ts';
import {whenAll} from '../when-all.ts';
import {statusOf} from './folder-status.ts';
import {contentFirst, locate, pairUp, withDigests} from './locating.ts';
import {type CopyContext, find} from './run-context.ts';

/**
 * Compares the journal with what is really there, after a kill, a lost connection, or an answer that never
 * came. Afterwards every message of the run is in a state that is true: intents without an outcome have
 * one. Changes nothing on the servers.
 */
export async function reconcile(context: CopyContext): Promise<void> {
	const {journal, record} = context;
	const folders = journal.folders();
	// Without a staging folder nothing has been begun.
	if (record.stagingValidity !== undefined) {
		const staging = await lookAtStaging(context);
		// Those on their way out of the staging folder first: what is found at its place is not looked for elsewhere.
		for (const folder of folders) await settleMoves(context, folder, staging);
		await settleAppends(context, folders, staging);
	}

	await forgetWhatOthersCopied(context, folders);
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

	// What a move left in the staging folder has not gone anywhere; what a copy left there may have.
	const left = promoting.filter(message => !destination.can.move || !isStaged(message, staging));
	const found = left.length > 0 ? await locate(context, folder.destination, left) : undefined;
	const changes: Change[] = promoting.map(message => {
		const uid = found?.uids.get(message.id);
		if (uid !== undefined) return {id: message.id, change: {state: 'placed', destinationUid: uid}};
		if (isStaged(message, staging)) return {id: message.id, change: {state: 'verified'}};
		return {id: message.id, change: {state: 'planned', stagingUid: undefined}};
	});
	journal.outcomeMove(
		'reconciled',
		moves.map(move => move.id),
		changes,
	);
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
		// Where the server can neither move nor delete by UID, a copy of what has been placed stays here: it is no other's.
		for (const message of journal.eachMessage(folder.id, ['staging', 'staged', 'verified', 'placed'])) {
			if (isStaged(message, staging)) unknown.delete(message.stagingUid ?? 0);
			else if (message.state !== 'placed') unsettled.push(message);
		}
	}

	const candidates =
		staging.uidValidity === undefined || unsettled.length === 0
			? []
			: await withDigests(destination, record.staging, staging.uidValidity, [...unknown.values()]);
	const found = pairUp(unsettled, candidates, contentFirst);
	for (const message of unsettled) {
		const uid = found.get(message.id);
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

/** Another run may have copied what this one had not placed yet: placing it now would put it there twice. */
async function forgetWhatOthersCopied(context: CopyContext, folders: readonly FolderRecord[]): Promise<void> {
	const {journal, record, destination} = context;
	const isWaiting = ({id}: FolderRecord) => journal.count(id, notPlaced) > 0;
	const groups = [...Map.groupBy(folders, folder => folder.destination)].filter(([, group]) =>
		group.some(isWaiting),
	);
	if (groups.length === 0) return;
	const known = KnownPairs.load(record.from, record.to, record.run);
	if (known.isEmpty) return;
	const states = await whenAll(groups.map(async ([name]) => statusOf(destination, name)));
	for (const [index, [, group]] of groups.entries()) {
		const uidValidity = states[index]?.uidValidity;
		if (uidValidity === undefined) continue;
		const others = new OthersCopies(context, known, group, uidValidity);
		for (const folder of group) await forgetInFolder(context, folder, others, uidValidity);
	}
}

/** What another run may have copied meanwhile. */
const notPlaced: readonly MessageState[] = ['planned', 'staged', 'verified'];

async function forgetInFolder(
	context: CopyContext,
	folder: FolderRecord,
	others: OthersCopies,
	uidValidity: number,
): Promise<void> {
	const {journal, destination} = context;
	const copies = new Map<number, number>();
	for (const {id, sourceUid} of journal.eachMessage(folder.id, notPlaced)) {
		const uid = others.claim(folder, sourceUid);
		if (uid !== undefined) copies.set(id, uid);
	}

	if (copies.size === 0) return;
	const uids = [...copies.values()].sort((a, b) => a - b);
	const there = await destination.metadata(folder.destination, uidValidity, uids);
	const changes: Change[] = [];
	for (const [id, uid] of copies) {
		if (there.has(uid))
			changes.push({id, change: {state: 'present', destinationUid: uid, stagingUid: undefined}});
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

/** Copies in one folder of the destination that other runs know of, and this one does not count as its own. */
class OthersCopies {
	readonly #pairs: ReadonlyMap<number, (uid: number) => number | undefined>;
	readonly #owners = new Map<number, {readonly folder: number; readonly sourceUid: number}>();
	readonly #claimed = new Set<number>();

	/** @param group all folders that go into the one */
	constructor(
		{journal}: CopyContext,
		known: KnownPairs,
		group: readonly FolderRecord[],
		uidValidity: number,
	) {
		this.#pairs = new Map(
			group.map(({id, source, sourceValidity, destination}) => [
				id,
				known.between({name: source, uidValidity: sourceValidity}, {name: destination, uidValidity}),
			]),
		);
		for (const {id} of group) {
			for (const {sourceUid, destinationUid} of journal.eachMessage(id, ['present', 'placed']))
				if (destinationUid !== undefined) this.#owners.set(destinationUid, {folder: id, sourceUid});
		}
	}

	/**
	 * The copy of a message that another run has found or placed; each is claimed once.
	 *
	 * Where messages are identical, another run may have taken a copy for this message's that this run has placed
	 * for another one: then the copy that it has made of that other one is the one left over.
	 */
	claim({id}: FolderRecord, sourceUid: number): number | undefined {
		let uid = this.#pairs.get(id)?.(sourceUid);
		for (let steps = 0; uid !== undefined && steps < this.#owners.size; steps++) {
			const owner = this.#owners.get(uid);
			if (!owner) break;
			uid = this.#pairs.get(owner.folder)?.(owner.sourceUid);
		}

		if (uid === undefined || this.#owners.has(uid) || this.#claimed.has(uid)) return undefined;
		this.#claimed.add(uid);
		return uid;
	}
}
