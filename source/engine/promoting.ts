import type {FolderRecord, MessageRecord} from '../journal/records.ts';
import {Problem} from '../problem.ts';
import type {OpenedFolder} from '../stores/store.ts';
import {deviationOf} from './compare-copy.ts';
import {locate} from './locating.ts';
import {asProblem} from './refusals.ts';
import {type CopyContext, find} from './run-context.ts';

/** So many messages are moved under one intent. */
const most = 1000;

/**
 * Moves the verified copies of one folder from the staging folder to where they belong, in the source's
 * order, and looks at them once more there: some servers change flags or dates on a move.
 *
 * @throws {Problem} `over-quota`, `permission`, `refused`
 */
export async function promote(
	context: CopyContext,
	folder: FolderRecord,
	stagingValidity: number,
): Promise<void> {
	const {journal, destination, record, progress} = context;
	progress.step(folder.id, 'promoting');
	const verified = journal.messages(folder.id, ['verified']);
	for (const part of ascendingRuns(verified, most)) {
		const before = await destination.status(folder.destination);
		knowValidity(context, folder, before.uidValidity);
		const move = journal.intendMove(
			'promote',
			{
				folder: folder.id,
				target: folder.destination,
				targetValidity: before.uidValidity,
				targetUidNext: before.uidNext,
			},
			part.map(({id}) => ({id, change: {state: 'promoting'}})),
		);
		const uids = part.flatMap(({stagingUid}) => stagingUid ?? []);
		const moved = await destination
			.move(record.staging, stagingValidity, uids, folder.destination)
			.catch(error => {
				throw asProblem(error, folder.destination, 'refused');
			});
		const placed = await placesOf(context, folder, part, moved, before);
		const changes = [...placed.uids].map(
			([id, uid]) => ({id, change: {state: 'placed', destinationUid: uid}}) as const,
		);
		if (changes.length < part.length) {
			// Somebody took copies out of the staging folder. The move stays open, so that the next look finds out
			// what became of each, and what is nowhere is copied again.
			journal.outcome('promoted', changes);
			throw new Problem({code: 'folder-changed', side: 'destination', params: {folder: record.staging}});
		}

		journal.outcomeMove('promoted', [move], changes);
		progress.add(folder.id, {placed: part.length, destinationCount: part.length});
		await checkPlaced(context, folder, part, placed);
	}

	await finishFolder(context, folder);
}

/**
 * Before anything is placed: the UIDs that an undo will go by are worth nothing without the UIDVALIDITY that
 * they are under, so the journal has it first.
 */
function knowValidity(context: CopyContext, {id}: FolderRecord, uidValidity: number): void {
	const {journal} = context;
	const folder = journal.folders().find(each => each.id === id);
	if (!folder || folder.destinationValidity === uidValidity) return;
	if (folder.destinationValidity === undefined) {
		journal.setFolder(id, {destinationValidity: uidValidity});
		return;
	}

	journal.renumbered(id, uidValidity);
	const {source, destination} = folder;
	find(context, {kind: 'folder-renumbered', severity: 'note', source, destination});
}

/** Where the messages are now: told by the server, or found by their content. */
async function placesOf(
	context: CopyContext,
	folder: FolderRecord,
	part: readonly MessageRecord[],
	moved: Awaited<ReturnType<CopyContext['destination']['move']>>,
	before: OpenedFolder,
): Promise<{readonly uidValidity: number; readonly uids: ReadonlyMap<number, number>}> {
	// An undo will go by these UIDs: one that was there before the move is nobody's but its owner's.
	const isNew = (uid: number | undefined) => uid !== undefined && uid >= before.uidNext;
	if (
		moved?.uidValidity === before.uidValidity &&
		part.every(({stagingUid = 0}) => isNew(moved.uids.get(stagingUid)))
	) {
		const uids = new Map<number, number>();
		for (const {id, stagingUid = 0} of part) uids.set(id, moved.uids.get(stagingUid) ?? 0);
		return {uidValidity: moved.uidValidity, uids};
	}

	return locate(context, folder.destination, part);
}

async function checkPlaced(
	context: CopyContext,
	folder: FolderRecord,
	part: readonly MessageRecord[],
	placed: {readonly uidValidity: number; readonly uids: ReadonlyMap<number, number>},
): Promise<void> {
	const uids = [...placed.uids.values()].sort((a, b) => a - b);
	const metas = await context.destination.metadata(folder.destination, placed.uidValidity, uids);
	const told = new Set(
		context.journal.findings().map(({kind, source, sourceUid}) => `${kind} ${sourceUid} ${source}`),
	);
	for (const message of part) {
		const uid = placed.uids.get(message.id);
		const meta = uid === undefined ? undefined : metas.get(uid);
		// Somebody may have read, moved or deleted it already: that is theirs to do.
		if (!meta) continue;
		const {date, flags} = deviationOf(message, meta);
		const place = {
			source: folder.source,
			destination: folder.destination,
			sourceUid: message.sourceUid,
			destinationUid: meta.uid,
		};
		const isNew = (kind: string) => !told.has(`${kind} ${message.sourceUid} ${folder.source}`);
		if (date && isNew('date-differs')) {
			find(context, {kind: 'date-differs', severity: 'difference', ...place, params: date});
		}

		if (flags && flags.missing.length > 0 && isNew('flags-differ')) {
			const params = {missing: flags.missing.join(' '), added: flags.added.join(' ')};
			find(context, {kind: 'flags-differ', severity: 'difference', ...place, params});
		}
	}
}

/** Nothing of this folder is left to do: counts what is there now. */
export async function finishFolder(
	{journal, destination, progress}: CopyContext,
	folder: FolderRecord,
): Promise<void> {
	const now = await destination.status(folder.destination);
	journal.setFolder(folder.id, {
		destinationValidity: now.uidValidity,
		destinationNow: now.messages,
		placed: true,
	});
	progress.set(folder.id, {destinationCount: now.messages});
	progress.step(folder.id, 'placed');
}

/** Cuts messages into runs whose staging UIDs ascend: a move keeps the order of UIDs, and the order wanted is the source's. */
export function* ascendingRuns(
	messages: readonly MessageRecord[],
	longest: number,
): Generator<readonly MessageRecord[]> {
	let run: MessageRecord[] = [];
	let last = 0;
	for (const message of messages) {
		const uid = message.stagingUid ?? 0;
		if (run.length > 0 && (uid < last || run.length >= longest)) {
			yield run;
			run = [];
		}

		run.push(message);
		last = uid;
	}

	if (run.length > 0) yield run;
}
