import type {FolderRecord, MessageRecord} from '../journal/records.ts';
import {Problem} from '../problem.ts';
import type {Moved, OpenedFolder} from '../stores/store.ts';
import {whenAll} from '../when-all.ts';
import {locate} from './locating.ts';
import {asProblem} from './refusals.ts';
import {type CopyContext, find} from './run-context.ts';
import {toldPlaces} from './told-places.ts';

/** So many messages are moved under one intent, and so many moves are under way: however large a folder, little of it is in memory. */
const most = {messages: 1000, moves: 16};

/**
 * Moves verified copies from the staging folder to where they belong, folder after folder, in the source's order. A
 * move is sent without waiting for the answer to the one before, so that many small folders wait for one round trip
 * and not for one each, nor a large one for one each thousand.
 */
export class Promoting {
	readonly #context: CopyContext;
	readonly #stagingValidity: number;
	readonly #underWay = new Set<Promise<void>>();
	/** What goes into a folder of the destination, by its name: of several mappings, one after the other. */
	readonly #last = new Map<string, Promise<void>>();
	#failure: {readonly error: unknown} | undefined;

	constructor(context: CopyContext, stagingValidity: number) {
		this.#context = context;
		this.#stagingValidity = stagingValidity;
	}

	/** All copies of a folder are verified. */
	add(folder: FolderRecord): void {
		const before = this.#last.get(folder.destination);
		const job = this.#promote(folder, before)
			.catch(error => {
				this.#failure ??= {error};
			})
			.finally(() => this.#underWay.delete(job));
		this.#last.set(folder.destination, job);
		this.#underWay.add(job);
	}

	/** Waits until all that was added is in its place, or has failed. @throws what went wrong first */
	async drain(): Promise<void> {
		while (this.#underWay.size > 0) await Promise.all(this.#underWay);
		if (this.#failure) throw this.#failure.error;
	}

	/** Waits for what is under way, whatever becomes of it. */
	async settle(): Promise<void> {
		await Promise.allSettled(this.#underWay);
	}

	async #promote(folder: FolderRecord, before: Promise<void> | undefined): Promise<void> {
		const {journal, destination, progress} = this.#context;
		if (journal.tally(folder.id).verified) {
			progress.step(folder.id, 'promoting');
			await before;
			// Not sooner: what others put there between this and the move may pass for ours, where an answer is lost.
			const target = await destination.status(folder.destination);
			knowValidity(this.#context, folder, target.uidValidity);
			const moves: Promise<void>[] = [];
			let isFailed = false;
			const fail = () => {
				isFailed = true;
			};
			for (const part of ascendingRuns(journal.eachMessage(folder.id, ['verified']), most.messages)) {
				await this.#context.control.gate();
				await moves.at(-most.moves)?.catch(fail);
				if (this.#failure || isFailed) break;
				const move = this.#move(folder, part, target, moves.at(-1));
				move.catch(fail);
				moves.push(move);
			}

			await whenAll(moves);
			if (this.#failure) return;
		}

		journal.setFolder(folder.id, {placed: true});
		progress.step(folder.id, 'placed');
	}

	async #move(
		folder: FolderRecord,
		part: readonly MessageRecord[],
		before: OpenedFolder,
		last: Promise<void> | undefined,
	): Promise<void> {
		const {journal, destination, record, progress} = this.#context;
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
			.move(record.staging, this.#stagingValidity, uids, folder.destination)
			.catch(error => {
				throw asProblem(error, folder.destination, 'refused');
			});
		// Where UIDs have to be looked for, no message may be found twice.
		await last;
		const placed = await placesOf(this.#context, folder, part, moved, before);
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
	}
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
	moved: Moved | undefined,
	before: OpenedFolder,
): Promise<{readonly uidValidity: number; readonly uids: ReadonlyMap<number, number>}> {
	const told = await toldPlaces(context.destination, folder.destination, before, moved);
	if (part.every(({stagingUid = 0}) => told.has(stagingUid))) {
		const uids = new Map<number, number>();
		for (const {id, stagingUid = 0} of part) uids.set(id, told.get(stagingUid) ?? 0);
		return {uidValidity: before.uidValidity, uids};
	}

	return locate(context, folder.destination, part);
}

/** Cuts messages into runs whose staging UIDs ascend: a move keeps the order of UIDs, and the order wanted is the source's. */
export function* ascendingRuns(
	messages: Iterable<MessageRecord>,
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
