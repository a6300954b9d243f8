import type {Journal} from '../journal/journal.ts';
import type {FolderRecord, MessageChange, MessageRecord} from '../journal/records.ts';
import type {MessageState} from '../journal/schema.ts';
import {Problem} from '../problem.ts';
import type {OpenedFolder, WritableStore} from '../stores/store.ts';
import {whenAll} from '../when-all.ts';
import {opened, statusOf} from './folder-status.ts';
import {contentFirst, locate} from './locating.ts';
import {purgeTrashed, removeOwnFolders} from './purging.ts';
import {asProblem} from './refusals.ts';
import {find} from './run-context.ts';
import {presentUids, settleUndoing} from './settling-undo.ts';
import {stillOurs} from './still-ours.ts';
import {toldPlaces} from './told-places.ts';
import {canUndo, ownWayOut, type UndoContext} from './undo-context.ts';

/** So many messages are moved under one intent. */
const most = 1000;

type Change = {readonly id: number; readonly change: MessageChange};

/**
 * Takes out of the destination exactly what the run put in: through the trash, and out of the trash again by
 * UID; then the staging folder, and the folders that the run made and that are empty again. Can be called
 * again at any time and goes on where it was.
 *
 * Begin with `refuseInexactUndo`.
 *
 * @throws {Problem}
 * @throws {Stopped}
 */
export async function undo(context: UndoContext): Promise<void> {
	const {journal, destination, progress, control} = context;
	const way = wayOut(context);
	await settleUndoing(context);
	progress.load(journal);
	for (const folder of journal.folders()) {
		await control.gate();
		await takeOut(context, folder, way);
	}

	await purgeTrashed(context);
	await removeOwnFolders(context);
	const folders = journal.folders();
	const held = await whenAll(folders.map(folder => statusOf(destination, folder.destination)));
	for (const [index, {id}] of folders.entries()) {
		const {messages = 0} = held[index] ?? {};
		journal.setFolder(id, {destinationNow: messages});
		progress.set(id, {destinationCount: messages});
		progress.step(id, 'undone');
	}

	refuseLeftOver(context);
}

/** What could not be taken out is no end of an undo: the findings say where it is, and it may be tried again. */
function refuseLeftOver({journal, keepInTrash}: UndoContext): void {
	const states: readonly MessageState[] = [
		'placed',
		'undoing',
		...(keepInTrash ? [] : (['trashed'] as const)),
	];
	const left = journal.folders().reduce((sum, {id}) => sum + journal.count(id, states), 0);
	if (left > 0) throw new Problem({code: 'undo-incomplete', side: 'destination', params: {count: left}});
}

/**
 * Without MOVE and UID EXPUNGE there is no way that takes our messages alone out of a folder that others use. A plan says so before anything is copied (`no-exact-undo`).
 *
 * @throws {Problem} `undo-not-exact`
 */
export function refuseInexactUndo(journal: Journal, {can}: WritableStore): void {
	const anything = journal
		.folders()
		.some(folder => journal.count(folder.id, ['placed', 'promoting', 'undoing']) > 0);
	if (!anything || canUndo(can)) return;
	throw new Problem({
		code: 'undo-not-exact',
		side: 'destination',
		params: {run: journal.record().run},
	});
}

/**
 * Where messages go on their way out: the trash, or a folder of the run's own that is deleted in the end, since
 * without UID EXPUNGE there is no way out of the trash.
 */
function wayOut({destination, record, keepInTrash}: UndoContext): string {
	const {expungeByUid} = destination.can;
	const trash = destination.info.folders.find(folder => folder.role === 'trash' && folder.selectable);
	if (trash && (expungeByUid || keepInTrash)) return trash.name;
	return ownWayOut(record);
}

async function takeOut(context: UndoContext, folder: FolderRecord, way: string): Promise<void> {
	const {journal, destination, progress} = context;
	if (journal.count(folder.id, ['placed']) === 0) return;
	progress.step(folder.id, 'undoing');
	await findPlaces(context, folder);
	const placed = journal.messages(folder.id, ['placed']);
	// To be written to: what is asked and done next finds it open.
	const now = await opened(destination, folder.destination);
	if (!now || now.uidValidity !== folder.destinationValidity) {
		find(context, {
			kind: now ? 'folder-renumbered' : 'folder-gone',
			severity: now ? 'difference' : 'note',
			source: folder.source,
			destination: folder.destination,
			count: placed.length,
		});
		if (!now) markGone(context, folder, placed);
		return;
	}

	const there = await presentUids(destination, folder, now, placed);
	const ours = placed.filter(({destinationUid = 0}) => there.has(destinationUid));
	if (ours.length < placed.length) {
		const gone = placed.filter(({destinationUid = 0}) => !there.has(destinationUid));
		markGone(context, folder, gone);
		find(context, {
			kind: 'gone-before-undo',
			severity: 'note',
			source: folder.source,
			destination: folder.destination,
			count: gone.length,
		});
	}

	for (let start = 0; start < ours.length; start += most) {
		await context.control.gate();
		const part = ours
			.slice(start, start + most)
			.sort((a, b) => (a.destinationUid ?? 0) - (b.destinationUid ?? 0));
		const place = {
			name: folder.destination,
			uidValidity: now.uidValidity,
			uidOf: ({destinationUid}: MessageRecord) => destinationUid,
		};
		const unaltered = await stillOurs(context, folder, place, part);
		if (unaltered.length > 0) await moveOut(context, folder, now, unaltered, way);
	}
}

/** Messages whose place no answer has told, and that nobody has found when they came there. */
async function findPlaces(context: UndoContext, folder: FolderRecord): Promise<void> {
	const {journal, destination} = context;
	const lost = journal
		.messages(folder.id, ['placed'])
		.filter(({destinationUid}) => destinationUid === undefined);
	const now = lost.length > 0 ? await statusOf(destination, folder.destination) : undefined;
	if (!now || now.uidValidity !== folder.destinationValidity) return;
	const {uids} = await locate(context, folder.destination, lost, contentFirst);
	journal.outcome(
		'reconciled',
		[...uids].map(([id, destinationUid]) => ({id, change: {destinationUid}})),
	);
}

async function moveOut(
	context: UndoContext,
	folder: FolderRecord,
	now: OpenedFolder,
	part: readonly MessageRecord[],
	way: string,
): Promise<void> {
	const {journal, destination, progress} = context;
	const uids = part.flatMap(({destinationUid}) => destinationUid ?? []);
	if (folder.destination === way) {
		// It was copied into the trash itself.
		journal.outcome(
			'trashed',
			part.map(({id, destinationUid}) => ({
				id,
				change: {state: 'trashed', wayOut: way, trashUid: destinationUid},
			})),
		);
		progress.add(folder.id, {undone: part.length, placed: -part.length});
		return;
	}

	if (way === ownWayOut(context.record)) await destination.create(way);
	const before = await destination.status(way);
	const move = journal.intendMove(
		'undo',
		{
			folder: folder.id,
			target: way,
			targetValidity: before.uidValidity,
			targetUidNext: before.uidNext,
		},
		part.map(({id}) => ({id, change: {state: 'undoing'}})),
	);
	const moved = await destination.move(folder.destination, now.uidValidity, uids, way).catch(error => {
		throw asProblem(error, folder.destination, 'refused');
	});
	const told = await toldPlaces(destination, way, before, moved);
	const untold = part.filter(({destinationUid = 0}) => !told.has(destinationUid));
	const found = untold.length > 0 ? (await locate(context, way, untold, contentFirst)).uids : undefined;
	journal.outcomeMove(
		'trashed',
		[move],
		part.map(({id, destinationUid = 0}): Change => {
			const trashUid = told.get(destinationUid) ?? found?.get(id);
			// Somebody was quicker.
			if (trashUid === undefined) return {id, change: {state: 'gone'}};
			return {id, change: {state: 'trashed', wayOut: way, trashUid}};
		}),
	);
	progress.add(folder.id, {undone: part.length, placed: -part.length, destinationCount: -part.length});
}

function markGone(
	{journal, progress}: UndoContext,
	folder: FolderRecord,
	messages: readonly MessageRecord[],
): void {
	journal.outcome(
		'gone',
		messages.map(({id}) => ({id, change: {state: 'gone'}})),
	);
	progress.add(folder.id, {undone: messages.length, placed: -messages.length});
}
