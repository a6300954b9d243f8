import type {FolderRecord, MessageChange, MessageRecord} from '../journal/records.ts';
import {Problem} from '../problem.ts';
import {type OpenedFolder, Refusal, type WritableStore} from '../stores/store.ts';
import {locate} from './locating.ts';
import {find, type RunContext} from './run-context.ts';

/** An undo needs the destination alone. */
export interface UndoContext extends RunContext {
	readonly destination: WritableStore;
	/** Leave the messages in the trash instead of deleting them for good. */
	readonly keepInTrash: boolean;
}

/** So many messages are moved under one intent. */
const most = 1000;

type Change = {readonly id: number; readonly change: MessageChange};

/** Where messages go on their way out: the trash, or a folder of the run's own that is deleted in the end. */
interface WayOut {
	readonly folder: string;
	readonly kind: 'trash' | 'own';
}

/**
 * Takes out of the destination exactly what the run put in: through the trash, and out of the trash again by
 * UID; then the staging folder, and the folders that the run made and that are empty again. Can be called
 * again at any time and goes on where it was.
 *
 * @throws {Problem} `undo-not-exact` before anything is touched
 * @throws {Stopped}
 */
export async function undo(context: UndoContext): Promise<void> {
	const {journal, destination, progress, control} = context;
	const way = wayOut(context);
	await settleUndoing(context, way);
	progress.load(journal);
	for (const folder of journal.folders()) {
		await control.gate();
		await takeOut(context, folder, way);
	}

	await purgeTrashed(context, way);
	await removeOwnFolders(context, way);
	for (const folder of journal.folders()) {
		const now = await statusOf(destination, folder.destination);
		journal.setFolder(folder.id, {destinationNow: now?.messages ?? 0});
		progress.set(folder.id, {destinationCount: now?.messages ?? 0});
		progress.step(folder.id, 'undone');
	}
}

/**
 * The way out of a folder that others use. Without MOVE and UID EXPUNGE there is none that takes our
 * messages alone; without UID EXPUNGE none out of the trash, so a folder of our own takes its place.
 */
function wayOut({destination, journal, record, keepInTrash}: UndoContext): WayOut {
	const {move, expungeByUid} = destination.can;
	const anything = journal
		.folders()
		.some(folder => journal.messages(folder.id, ['placed', 'promoting', 'undoing']).length > 0);
	if (anything && !move && !expungeByUid) {
		throw new Problem({code: 'undo-not-exact', side: 'destination', params: {run: record.run}});
	}

	const trash = destination.info.folders.find(folder => folder.role === 'trash' && folder.selectable);
	if (trash && (expungeByUid || keepInTrash)) return {folder: trash.name, kind: 'trash'};
	return {folder: `${record.staging}-undo`, kind: 'own'};
}

/** Moves without an outcome, after a kill or a lost answer: each message is where it was, or on the way out. */
async function settleUndoing({journal, destination}: UndoContext, way: WayOut): Promise<void> {
	for (const folder of journal.folders()) {
		const undoing = journal.messages(folder.id, ['undoing', 'promoting']);
		const moves = journal.openMoves(folder.id);
		if (undoing.length === 0) {
			if (moves.length > 0)
				journal.outcomeMove(
					'reconciled',
					moves.map(move => move.id),
					[],
				);
			continue;
		}

		const changes = new Map<number, MessageChange>();
		for (const message of undoing) {
			// A copy of which nobody knows whether it was placed: looked for below, else it is in the staging folder.
			changes.set(message.id, message.state === 'promoting' ? {state: 'verified'} : {state: 'placed'});
		}

		for (const move of moves) {
			const searched = undoing.filter(message =>
				move.target === folder.destination && message.state === 'promoting'
					? true
					: message.state === 'undoing',
			);
			if (!(await statusOf(destination, move.target))) continue;
			const place = {folder: move.target, uidNext: move.targetUidNext, known: journal.knownAt(move.target)};
			const {uids} = await locate(destination, place, searched);
			for (const [id, uid] of uids) {
				const promoting = undoing.find(message => message.id === id)?.state === 'promoting';
				changes.set(
					id,
					promoting ? {state: 'placed', destinationUid: uid} : {state: 'trashed', trashUid: uid},
				);
			}
		}

		await dropSurplus(destination, folder, way, undoing, changes);
		journal.outcomeMove(
			'reconciled',
			moves.map(move => move.id),
			[...changes].map(([id, change]) => ({id, change})),
		);
	}
}

/**
 * Copied to the way out and not yet deleted at its place, where the server can't move: the copy is surplus,
 * and ours. In a folder of our own it goes with the folder; in the trash it is taken out by its UID.
 */
async function dropSurplus(
	destination: WritableStore,
	folder: FolderRecord,
	way: WayOut,
	undoing: readonly MessageRecord[],
	changes: Map<number, MessageChange>,
): Promise<void> {
	const stillThere = await presentUids(destination, folder, undoing);
	const surplus: number[] = [];
	for (const {id, destinationUid} of undoing) {
		const change = changes.get(id);
		if (change?.state !== 'trashed' || destinationUid === undefined || !stillThere.has(destinationUid))
			continue;
		if (change.trashUid !== undefined) surplus.push(change.trashUid);
		changes.set(id, {state: 'placed'});
	}

	if (surplus.length === 0 || way.kind === 'own') return;
	const {uidValidity} = await destination.status(way.folder);
	await destination.expunge(
		way.folder,
		uidValidity,
		surplus.sort((a, b) => a - b),
	);
}

async function presentUids(
	destination: WritableStore,
	folder: FolderRecord,
	messages: readonly MessageRecord[],
): Promise<ReadonlySet<number>> {
	const now = await statusOf(destination, folder.destination);
	if (!now || now.uidValidity !== folder.destinationValidity) return new Set();
	const uids = messages.flatMap(({destinationUid}) => destinationUid ?? []).sort((a, b) => a - b);
	return new Set((await destination.metadata(folder.destination, now.uidValidity, uids)).keys());
}

async function takeOut(context: UndoContext, folder: FolderRecord, way: WayOut): Promise<void> {
	const {journal, destination, progress} = context;
	const placed = journal
		.messages(folder.id, ['placed'])
		.filter(message => message.destinationUid !== undefined);
	if (placed.length === 0) return;
	progress.step(folder.id, 'undoing');
	const now = await statusOf(destination, folder.destination);
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

	const there = await presentUids(destination, folder, placed);
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
		await moveOut(context, folder, now, part, way);
	}
}

async function moveOut(
	context: UndoContext,
	folder: FolderRecord,
	now: OpenedFolder,
	part: readonly MessageRecord[],
	way: WayOut,
): Promise<void> {
	const {journal, destination, progress} = context;
	const uids = part.flatMap(({destinationUid}) => destinationUid ?? []);
	if (folder.destination === way.folder) {
		// It was copied into the trash itself: there is no way further.
		if (!context.keepInTrash) await destination.expunge(folder.destination, now.uidValidity, uids);
		journal.outcome(
			'purged',
			part.map(({id}) => ({id, change: {state: context.keepInTrash ? 'trashed' : 'purged'}})),
		);
		progress.add(folder.id, {undone: part.length, placed: -part.length});
		return;
	}

	if (way.kind === 'own') await destination.create(way.folder);
	const before = await destination.status(way.folder);
	const move = journal.intendMove(
		'undo',
		{
			folder: folder.id,
			target: way.folder,
			targetValidity: before.uidValidity,
			targetUidNext: before.uidNext,
		},
		part.map(({id}) => ({id, change: {state: 'undoing'}})),
	);
	const moved = await destination.move(folder.destination, now.uidValidity, uids, way.folder).catch(error => {
		throw asProblem(error, folder.destination);
	});
	const trashed =
		moved?.uids ??
		(await whereTheyWent(destination, {folder: way.folder, uidNext: before.uidNext, known: new Set()}, part));
	journal.outcomeMove(
		'trashed',
		[move],
		part.map(
			({id, destinationUid = 0}): Change => ({
				id,
				change: {state: 'trashed', trashUid: trashed.get(destinationUid)},
			}),
		),
	);
	progress.add(folder.id, {undone: part.length, placed: -part.length, destinationCount: -part.length});
}

/** Without COPYUID: found by content. Answers in the form of a move: old UID → new UID. */
async function whereTheyWent(
	destination: WritableStore,
	haystack: Parameters<typeof locate>[1],
	part: readonly MessageRecord[],
): Promise<ReadonlyMap<number, number>> {
	const {uids} = await locate(destination, haystack, part);
	return new Map(part.map(({id, destinationUid = 0}) => [destinationUid, uids.get(id) ?? 0]));
}

/** Out of the trash: exactly what this run has put there. */
async function purgeTrashed(context: UndoContext, way: WayOut): Promise<void> {
	const {journal, destination, keepInTrash} = context;
	if (way.kind === 'own' || keepInTrash) return;
	for (const folder of journal.folders()) {
		const trashed = journal.messages(folder.id, ['trashed']);
		const uids = trashed.flatMap(({trashUid}) => trashUid ?? []).sort((a, b) => a - b);
		if (uids.length === 0) continue;
		const {uidValidity} = await destination.status(way.folder);
		if (journal.moveValidity(way.folder) !== uidValidity) {
			const place = {source: folder.source, destination: way.folder, count: uids.length};
			find(context, {kind: 'folder-renumbered', severity: 'difference', ...place});
			continue;
		}

		await destination.expunge(way.folder, uidValidity, uids).catch(error => {
			throw asProblem(error, way.folder);
		});
		journal.outcome(
			'purged',
			trashed.map(({id}) => ({id, change: {state: 'purged'}})),
		);
	}
}

/** The staging folder, the way out where it was our own, and the folders that the run made and that hold nothing. */
async function removeOwnFolders(context: UndoContext, way: WayOut): Promise<void> {
	const {journal, destination, record} = context;
	await remove(context, record.staging);
	if (way.kind === 'own') {
		await remove(context, way.folder);
		for (const folder of journal.folders()) {
			const trashed = journal.messages(folder.id, ['trashed']);
			journal.outcome(
				'purged',
				trashed.map(({id}) => ({id, change: {state: 'purged'}})),
			);
		}
	}

	const made = journal.created().filter(folder => folder.made);
	// Deepest first: the last made.
	for (const {name} of made.reverse()) {
		const now = await statusOf(destination, name);
		if (now && now.messages === 0 && !(await destination.hasChildren(name))) {
			await unsubscribe(destination, name);
			if (await remove(context, name)) journal.notMade(name);
		} else if (now) {
			find(context, {kind: 'folder-kept', severity: 'note', destination: name, count: now.messages});
		}
	}
}

async function unsubscribe(destination: WritableStore, name: string): Promise<void> {
	try {
		await destination.subscribe(name, false);
	} catch (error) {
		if (!(error instanceof Refusal)) throw error;
	}
}

/** Deletes a folder of the run's own; tells whether it is gone. */
async function remove(context: UndoContext, name: string): Promise<boolean> {
	if (!(await statusOf(context.destination, name))) return true;
	try {
		await context.destination.remove(name);
		return true;
	} catch (error) {
		if (!(error instanceof Refusal)) throw error;
		find(context, {kind: 'folder-kept', severity: 'note', destination: name, server: error.words});
		return false;
	}
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

async function statusOf(destination: WritableStore, folder: string): Promise<OpenedFolder | undefined> {
	try {
		return await destination.status(folder);
	} catch (error) {
		if (error instanceof Problem && error.data.code === 'folder-gone') return undefined;
		throw error;
	}
}

function asProblem(error: unknown, folder: string): unknown {
	if (!(error instanceof Refusal)) return error;
	return new Problem({code: 'refused', side: 'destination', server: error.words, params: {folder}}, error);
}
