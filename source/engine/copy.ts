import type {FolderRecord} from '../journal/records.ts';
import type {MessageState} from '../journal/schema.ts';
import {Refusal} from '../stores/store.ts';
import {prepare} from './preparing.ts';
import {finishFolder, promote} from './promoting.ts';
import {reconcile} from './reconcile.ts';
import {type CopyContext, find} from './run-context.ts';
import {Staging} from './staging.ts';
import {Verifying} from './verifying.ts';

/**
 * Brings a run to its end from wherever its journal says it is: stage → verify → promote, the three of them
 * overlapping; a folder is promoted as soon as all its copies are verified.
 *
 * @throws {Problem} what keeps it from going on; calling it again goes on from there
 * @throws {Stopped}
 */
export async function copy(context: CopyContext): Promise<void> {
	const {journal, progress, control} = context;
	await reconcile(context);
	progress.load(journal);
	await control.gate();
	const staging = await prepare(context);
	const folders = journal.folders();
	const left = new Map(folders.map(folder => [folder.id, open(context, folder.id)]));

	let failure: {readonly error: unknown} | undefined;
	let promotions: Promise<void> = Promise.resolve();
	const settle = (folder: FolderRecord, messages: number) => {
		const now = (left.get(folder.id) ?? 0) - messages;
		left.set(folder.id, now);
		if (now > 0 || folder.placed) return;
		// One after the other, so that folders appear in order.
		promotions = promotions
			.then(async () => {
				if (failure) return;
				await control.gate();
				await promote(context, folder, staging.uidValidity);
			})
			.catch(error => {
				failure ??= {error};
			});
	};

	const verifying = new Verifying(context, staging.uidValidity, (folder, messages) =>
		settle(folder, messages.length),
	);
	const toStage = new Map(folders.map(folder => [folder.id, count(context, folder.id, ['planned'])]));
	const stagedOne = (folder: FolderRecord) => {
		const now = (toStage.get(folder.id) ?? 0) - 1;
		toStage.set(folder.id, now);
		if (now === 0) {
			progress.step(folder.id, 'verifying');
			verifying.flush();
		}
	};

	const stage = new Staging(
		context,
		{
			staged(folder, message) {
				verifying.add(folder, message);
				stagedOne(folder);
			},
			skipped(folder) {
				stagedOne(folder);
				settle(folder, 1);
			},
		},
		staging.permanentFlags,
	);
	try {
		resumeVerifying(context, folders, verifying);
		for (const folder of folders) settle(folder, 0);
		await stage.run(folders);
		await verifying.drain();
	} finally {
		await verifying.settle();
		await promotions;
	}

	if (failure) throw (failure as {error: unknown}).error;
	await finish(context, folders);
}

/** Copies that an earlier start had staged and not compared. */
function resumeVerifying(
	{journal}: CopyContext,
	folders: readonly FolderRecord[],
	verifying: Verifying,
): void {
	let highest = 0;
	for (const folder of folders) {
		for (const message of journal.messages(folder.id, ['staged', 'verified'])) {
			highest = Math.max(highest, message.stagingUid ?? 0);
		}
	}

	verifying.assignedUpTo(highest);
	for (const folder of folders) {
		for (const message of journal.messages(folder.id, ['staged'])) verifying.add(folder, message);
	}

	verifying.flush();
}

/** Messages of a folder that are not verified yet. */
function open(context: CopyContext, folder: number): number {
	return count(context, folder, ['planned', 'staging', 'staged']);
}

function count({journal}: CopyContext, folder: number, states: readonly MessageState[]): number {
	const tally = journal.tally(folder);
	return states.reduce((total, state) => total + (tally[state]?.count ?? 0), 0);
}

/** The staging folder goes; what the folders hold now is compared with the arithmetic. */
async function finish(context: CopyContext, folders: readonly FolderRecord[]): Promise<void> {
	const {journal, destination, record} = context;
	try {
		await destination.remove(record.staging);
	} catch (error) {
		if (!(error instanceof Refusal)) throw error;
		if (error.reason !== 'no-folder') {
			find(context, {
				kind: 'folder-kept',
				severity: 'note',
				destination: record.staging,
				server: error.words,
			});
		}
	}

	const copied = new Map<string, number>();
	for (const folder of folders) {
		const placed = journal.tally(folder.id).placed?.count ?? 0;
		copied.set(folder.destination, (copied.get(folder.destination) ?? 0) + placed);
	}

	const looked = new Set<string>();
	for (const folder of folders) {
		await finishFolder(context, folder);
		if (looked.has(folder.destination)) continue;
		looked.add(folder.destination);
		const now = journal.folders().find(({id}) => id === folder.id)?.destinationNow ?? 0;
		const expected = folder.destinationBefore + (copied.get(folder.destination) ?? 0);
		if (now === expected) continue;
		find(context, {
			kind: 'count-differs',
			// More may have come meanwhile; fewer means that something of ours or theirs is gone.
			severity: now > expected ? 'note' : 'difference',
			destination: folder.destination,
			params: {expected, now},
		});
	}
}
