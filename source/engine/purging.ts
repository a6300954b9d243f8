import type {FolderRecord, MessageRecord} from '../journal/records.ts';
import type {WritableStore} from '../stores/store.ts';
import {statusOf} from './folder-status.ts';
import {removeOwn} from './own-folders.ts';
import {asProblem, lasting} from './refusals.ts';
import {find} from './run-context.ts';
import {stillOurs} from './still-ours.ts';
import {ownWayOut, type UndoContext} from './undo-context.ts';

/** Out of the trash: exactly what this run has put there. */
export async function purgeTrashed(context: UndoContext): Promise<void> {
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
	trashed: readonly MessageRecord[],
): Promise<void> {
	const {journal, destination, record} = context;
	const now = await statusOf(destination, way);
	if (now && journal.moveValidity(way) !== now.uidValidity) {
		const place = {source: folder.source, destination: way, count: trashed.length};
		find(context, {kind: 'folder-renumbered', severity: 'difference', ...place});
		return;
	}

	const place = {name: way, uidOf: ({trashUid}: MessageRecord) => trashUid};
	const messages = now
		? await stillOurs(context, folder, {...place, uidValidity: now.uidValidity}, trashed)
		: trashed;
	const uids = messages.flatMap(({trashUid}) => trashUid ?? []).sort((a, b) => a - b);
	if (now && destination.can.expungeByUid) {
		await destination.expunge(way, now.uidValidity, uids).catch(error => {
			throw asProblem(error, way, 'refused');
		});
	} else if (now) {
		// An earlier undo has left them in a trash that nothing but a move takes single messages out of.
		const own = ownWayOut(record);
		await destination.create(own);
		await destination.move(way, now.uidValidity, uids, own).catch(error => {
			throw asProblem(error, way, 'refused');
		});
	}

	journal.outcome(
		'purged',
		messages.map(({id}) => ({id, change: {state: 'purged'}})),
	);
}

/** The staging folder, the way out where it was our own, and the folders that the run made and that hold nothing. */
export async function removeOwnFolders(context: UndoContext): Promise<void> {
	const {journal, destination, record} = context;
	await removeOwn(context, record.staging);
	await removeOwnWayOut(context);
	// Deepest first, in whatever order they were made: a name is longer than those of the levels above it.
	const created = journal.created().sort((one, other) => other.name.length - one.name.length);
	for (const {name, made} of created) {
		const now = await statusOf(destination, name);
		if (!now) continue;
		// About to be made when the run was stopped: it is ours if nobody has used it, and else nobody knows whose.
		const isOurs = made || now.uidNext <= 1;
		if (isOurs && now.messages === 0 && !(await destination.hasChildren(name))) {
			await unsubscribe(destination, name);
			if (await removeOwn(context, name)) journal.made([], [name]);
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

	if (!(await removeOwn(context, own))) return;
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
		lasting(error);
	}
}
