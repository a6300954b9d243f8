import type {FolderRecord, MessageRecord} from '../journal/records.ts';
import type {OpenedFolder, WritableStore} from '../stores/store.ts';
import {whenAll} from '../when-all.ts';
import {statusOf} from './folder-status.ts';
import {removeOwn} from './own-folders.ts';
import {asProblem, lasting} from './refusals.ts';
import {find} from './run-context.ts';
import {stillOurs} from './still-ours.ts';
import {ownWayOut, type UndoContext} from './undo-context.ts';

/** So many messages go with one command, or a few where their UIDs make too long a line. */
const most = 10_000;

/** Messages of the run in one folder that they were moved into, to be deleted there. */
class Purge {
	readonly #context: UndoContext;
	readonly #way: string;
	readonly #now: OpenedFolder | undefined;
	#ids: number[] = [];
	#uids: number[] = [];

	/** @param now the folder; undefined where there is none any more */
	constructor(context: UndoContext, way: string, now: OpenedFolder | undefined) {
		this.#context = context;
		this.#way = way;
		this.#now = now;
	}

	/** Takes those of a folder's messages that are still ours. */
	async add(folder: FolderRecord, trashed: readonly MessageRecord[]): Promise<void> {
		const context = this.#context;
		const now = this.#now;
		if (now && context.journal.moveValidity(this.#way) !== now.uidValidity) {
			const place = {source: folder.source, destination: this.#way, count: trashed.length};
			find(context, {kind: 'folder-renumbered', severity: 'difference', ...place});
			return;
		}

		const place = {name: this.#way, uidOf: ({trashUid}: MessageRecord) => trashUid};
		const ours = now
			? await stillOurs(context, folder, {...place, uidValidity: now.uidValidity}, trashed)
			: trashed;
		for (const {id, trashUid} of ours) {
			this.#ids.push(id);
			if (trashUid !== undefined) this.#uids.push(trashUid);
		}

		if (this.#ids.length >= most) await this.end();
	}

	/** Deletes what was taken. */
	async end(): Promise<void> {
		const {journal, destination, record} = this.#context;
		const [ids, uids] = [this.#ids, this.#uids.sort((one, other) => one - other)];
		[this.#ids, this.#uids] = [[], []];
		if (ids.length === 0) return;
		const refused = (error: unknown): never => {
			throw asProblem(error, this.#way, 'refused');
		};
		if (this.#now && destination.can.expungeByUid) {
			await destination.expunge(this.#way, this.#now.uidValidity, uids).catch(refused);
		} else if (this.#now) {
			// An earlier undo has left them in a trash that nothing but a move takes single messages out of.
			const own = ownWayOut(record);
			await destination.create(own);
			await destination.move(this.#way, this.#now.uidValidity, uids, own).catch(refused);
		}

		journal.outcome(
			'purged',
			ids.map(id => ({id, change: {state: 'purged'}})),
		);
	}
}

/** Out of the trash: exactly what this run has put there. */
export async function purgeTrashed(context: UndoContext): Promise<void> {
	if (context.keepInTrash) return;
	const purges = new Map<string, Purge>();
	for (const folder of context.journal.folders()) {
		const trashed = context.journal
			.messages(folder.id, ['trashed'])
			.filter(({wayOut: way}) => way !== ownWayOut(context.record));
		for (const [way = '', messages] of Map.groupBy(trashed, message => message.wayOut)) {
			const purge = purges.get(way) ?? new Purge(context, way, await statusOf(context.destination, way));
			purges.set(way, purge);
			await purge.add(folder, messages);
		}
	}

	for (const purge of purges.values()) await purge.end();
}

/** The staging folder, the way out where it was our own, and the folders that the run made and that hold nothing. */
export async function removeOwnFolders(context: UndoContext): Promise<void> {
	const {journal, destination, record} = context;
	await removeOwn(context, record.staging);
	await removeOwnWayOut(context);
	const {delimiter} = destination.info.naming;
	const levels = ({name}: {readonly name: string}) => (delimiter === '' ? 1 : name.split(delimiter).length);
	// Deepest first, and all of one level at once: none of them is below another.
	const byLevel = Map.groupBy(journal.created(), levels);
	for (const level of [...byLevel.keys()].sort((one, other) => other - one))
		await whenAll((byLevel.get(level) ?? []).map(created => removeCreated(context, created)));
}

async function removeCreated(
	context: UndoContext,
	{name, made}: {readonly name: string; readonly made: boolean},
): Promise<void> {
	const {journal, destination} = context;
	const now = await statusOf(destination, name);
	if (!now) return;
	// About to be made when the run was stopped: it is ours if nobody has used it, and else nobody knows whose.
	const isOurs = made || now.uidNext <= 1;
	if (isOurs && now.messages === 0 && !(await destination.hasChildren(name))) {
		const [, isGone] = await whenAll([unsubscribe(destination, name), removeOwn(context, name)]);
		if (isGone) journal.made([], [name]);
	} else if (made) {
		find(context, {kind: 'folder-kept', severity: 'note', destination: name, count: now.messages});
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
