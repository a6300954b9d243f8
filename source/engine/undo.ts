import type {Journal} from '../journal/journal.ts';
import type {FolderRecord, MessageChange, MessageRecord, RunRecord} from '../journal/records.ts';
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
	for (const folder of journal.folders()) {
		const now = await statusOf(destination, folder.destination);
		journal.setFolder(folder.id, {destinationNow: now?.messages ?? 0});
		progress.set(folder.id, {destinationCount: now?.messages ?? 0});
		progress.step(folder.id, 'undone');
	}
}

/**
 * Without MOVE and UID EXPUNGE there is no way that takes our messages alone out of a folder that others use.
 *
 * @throws {Problem} `undo-not-exact`
 */
export function refuseInexactUndo(journal: Journal, {can}: WritableStore): void {
	const anything = journal
		.folders()
		.some(folder => journal.messages(folder.id, ['placed', 'promoting', 'undoing']).length > 0);
	if (!anything || can.move || can.expungeByUid) return;
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

/** A folder of the run's own, for what can't be taken out of the trash again. */
function ownWayOut({staging}: RunRecord): string {
	return `${staging}-undo`;
}

/** Moves without an outcome, after a kill or a lost answer: each message is where it was, or on the way out. */
async function settleUndoing(context: UndoContext): Promise<void> {
	const {journal} = context;
	for (const folder of journal.folders()) {
		const moves = journal.openMoves(folder.id);
		const promoting = journal.messages(folder.id, ['promoting']);
		const undoing = journal.messages(folder.id, ['undoing']);
		if (moves.length + promoting.length + undoing.length === 0) continue;
		const changes = new Map<number, MessageChange>();
		// What is not found where it was to go has stayed: in the staging folder, which goes, or in its place.
		for (const {id} of promoting) changes.set(id, {state: 'verified'});
		for (const {id} of undoing) changes.set(id, {state: 'placed'});
		for (const target of new Set(moves.map(move => move.target))) {
			if (!(await statusOf(context.destination, target))) continue;
			const isPlace = target === folder.destination;
			const {uids} = await locate(context, target, isPlace ? promoting : undoing);
			for (const [id, uid] of uids) {
				changes.set(
					id,
					isPlace
						? {state: 'placed', destinationUid: uid}
						: {state: 'trashed', wayOut: target, trashUid: uid},
				);
			}
		}

		await dropSurplus(context, folder, undoing, changes);
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
	{destination, record}: UndoContext,
	folder: FolderRecord,
	undoing: readonly MessageRecord[],
	changes: Map<number, MessageChange>,
): Promise<void> {
	const stillThere = await presentUids(destination, folder, undoing);
	const surplus = new Map<string, number[]>();
	for (const {id, destinationUid} of undoing) {
		const {state, wayOut: way, trashUid} = changes.get(id) ?? {};
		if (state !== 'trashed' || destinationUid === undefined || !stillThere.has(destinationUid)) continue;
		changes.set(id, {state: 'placed'});
		if (way === undefined || trashUid === undefined || way === ownWayOut(record)) continue;
		surplus.set(way, [...(surplus.get(way) ?? []), trashUid]);
	}

	for (const [way, uids] of surplus) {
		const {uidValidity} = await destination.status(way);
		await destination.expunge(
			way,
			uidValidity,
			uids.sort((a, b) => a - b),
		);
	}
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

async function takeOut(context: UndoContext, folder: FolderRecord, way: string): Promise<void> {
	const {journal, destination, progress} = context;
	if (journal.messages(folder.id, ['placed']).length === 0) return;
	progress.step(folder.id, 'undoing');
	await findPlaces(context, folder);
	const placed = journal.messages(folder.id, ['placed']);
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

/** Messages whose place no answer has told, and that nobody has found when they came there. */
async function findPlaces(context: UndoContext, folder: FolderRecord): Promise<void> {
	const {journal, destination} = context;
	const lost = journal
		.messages(folder.id, ['placed'])
		.filter(({destinationUid}) => destinationUid === undefined);
	const now = lost.length > 0 ? await statusOf(destination, folder.destination) : undefined;
	if (!now || now.uidValidity !== folder.destinationValidity) return;
	const {uids} = await locate(context, folder.destination, lost);
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
		throw asProblem(error, folder.destination);
	});
	const untold = part.filter(({destinationUid = 0}) => !moved?.uids.has(destinationUid));
	const found = untold.length > 0 ? (await locate(context, way, untold)).uids : undefined;
	journal.outcomeMove(
		'trashed',
		[move],
		part.map(({id, destinationUid = 0}): Change => {
			const trashUid = moved?.uids.get(destinationUid) ?? found?.get(id);
			// Somebody was quicker.
			if (trashUid === undefined) return {id, change: {state: 'gone'}};
			return {id, change: {state: 'trashed', wayOut: way, trashUid}};
		}),
	);
	progress.add(folder.id, {undone: part.length, placed: -part.length, destinationCount: -part.length});
}

/** Out of the trash: exactly what this run has put there. */
async function purgeTrashed(context: UndoContext): Promise<void> {
	if (context.keepInTrash) return;
	for (const folder of context.journal.folders()) {
		const trashed = context.journal
			.messages(folder.id, ['trashed'])
			.filter(({wayOut: way}) => way !== ownWayOut(context.record));
		for (const [way = '', messages] of Map.groupBy(trashed, message => message.wayOut)) {
			await purge(context, folder, way, messages);
		}
	}
}

async function purge(
	context: UndoContext,
	folder: FolderRecord,
	way: string,
	messages: readonly MessageRecord[],
): Promise<void> {
	const {journal, destination, record} = context;
	const uids = messages.flatMap(({trashUid}) => trashUid ?? []).sort((a, b) => a - b);
	const now = await statusOf(destination, way);
	if (now && journal.moveValidity(way) !== now.uidValidity) {
		const place = {source: folder.source, destination: way, count: messages.length};
		find(context, {kind: 'folder-renumbered', severity: 'difference', ...place});
		return;
	}

	if (now && destination.can.expungeByUid) {
		await destination.expunge(way, now.uidValidity, uids).catch(error => {
			throw asProblem(error, way);
		});
	} else if (now) {
		// An earlier undo has left them in a trash that nothing but a move takes single messages out of.
		const own = ownWayOut(record);
		await destination.create(own);
		await destination.move(way, now.uidValidity, uids, own).catch(error => {
			throw asProblem(error, way);
		});
	}

	journal.outcome(
		'purged',
		messages.map(({id}) => ({id, change: {state: 'purged'}})),
	);
}

/** The staging folder, the way out where it was our own, and the folders that the run made and that hold nothing. */
async function removeOwnFolders(context: UndoContext): Promise<void> {
	const {journal, destination, record} = context;
	await remove(context, record.staging);
	await removeOwnWayOut(context);
	// Deepest first: the last made.
	for (const {name, made} of journal.created().reverse()) {
		const now = await statusOf(destination, name);
		if (!now) continue;
		// About to be made when the run was stopped: it is ours if nobody has used it, and else nobody knows whose.
		const isOurs = made || now.uidNext <= 1;
		if (isOurs && now.messages === 0 && !(await destination.hasChildren(name))) {
			await unsubscribe(destination, name);
			if (await remove(context, name)) journal.notMade(name);
		} else if (made) {
			find(context, {kind: 'folder-kept', severity: 'note', destination: name, count: now.messages});
		}
	}
}

/** Where there is no trash, it takes the trash's place also for what is to be kept. */
async function removeOwnWayOut(context: UndoContext): Promise<void> {
	const {journal, destination, record, keepInTrash} = context;
	const own = ownWayOut(record);
	const now = await statusOf(destination, own);
	if (now && keepInTrash && now.messages > 0) {
		find(context, {kind: 'folder-kept', severity: 'note', destination: own, count: now.messages});
		return;
	}

	if (!(await remove(context, own))) return;
	for (const folder of journal.folders()) {
		const purged = journal.messages(folder.id, ['trashed']).filter(message => message.wayOut === own);
		if (purged.length === 0) continue;
		journal.outcome(
			'purged',
			purged.map(({id}) => ({id, change: {state: 'purged'}})),
		);
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
