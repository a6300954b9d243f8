import type {FolderRecord} from '../journal/records.ts';
import type {MessageState} from '../journal/schema.ts';
import {Problem} from '../problem.ts';
import {whenAll} from '../when-all.ts';
import {checkPlaced} from './check-placed.ts';
import {recentStatusOf} from './folder-status.ts';
import {tellLostKeywords} from './keywords.ts';
import {tellMarked} from './marking-read.ts';
import {removeOwn} from './own-folders.ts';
import {createFolders, openStaging, type StagingFolder, subscribeFolders} from './preparing.ts';
import {Promoting} from './promoting.ts';
import {reconcile} from './reconcile.ts';
import {type CopyContext, find} from './run-context.ts';
import {type Ready, Staging} from './staging.ts';
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
	const folders = journal.folders();
	const isOver = folders.every(folder => journal.count(folder.id, unfinished) === 0);
	if (isOver) {
		// A run that finds nothing new writes nothing.
		await createFolders(context);
		await subscribeFolders(context);
	} else {
		await new Pipeline(context, folders).run();
		const left = folders.reduce((sum, {id}) => sum + journal.count(id, unfinished), 0);
		// Whatever the reason, this is no end: the run stays open and can be resumed.
		if (left > 0) throw new Error(`${left} messages are neither placed nor left out`);
	}

	await finish(context);
}

/** What reads back and promotes, once there is a staging folder. */
interface Following {
	readonly verifying: Verifying;
	readonly promoting: Promoting;
	readonly stagingFolder: StagingFolder;
}

/** Stages, verifies and promotes at once: what one has done is the next one's to do. */
class Pipeline {
	readonly #context: CopyContext;
	readonly #folders: readonly FolderRecord[];
	/** Messages of each folder that are not staged, and not verified, yet. */
	readonly #toStage: Map<number, number>;
	readonly #toVerify: Map<number, number>;

	constructor(context: CopyContext, folders: readonly FolderRecord[]) {
		this.#context = context;
		this.#folders = folders;
		this.#toStage = new Map(folders.map(({id}) => [id, context.journal.count(id, ['planned'])]));
		this.#toVerify = new Map(
			folders.map(({id}) => [id, context.journal.count(id, ['planned', 'staging', 'staged'])]),
		);
	}

	async run(): Promise<void> {
		// The source is read meanwhile.
		const following = this.#follow();
		const ready = following.then(following => ({
			permanentFlags: following.stagingFolder.permanentFlags,
			listener: this.#listener(following),
			verifying: following.verifying,
		}));
		// Where the source fails first, nobody waits for it.
		ready.catch(() => {});
		const staging = new Staging(this.#context, ready);
		try {
			// Nothing waits for subscriptions.
			const subscribed = following.then(() => subscribeFolders(this.#context));
			const [, {verifying, promoting}] = await whenAll([staging.run(this.#folders), following, subscribed]);
			await verifying.drain();
			await promoting.drain();
		} finally {
			// Whatever happens: what is under way would go on beside the next try. What is verified is promoted, so that comes last.
			const begun = await following.catch(() => undefined);
			await begun?.verifying.settle().finally(() => begun.promoting.settle());
		}
	}

	/** Makes the folders, and begins with what an earlier start has left half done. */
	async #follow(): Promise<Following> {
		const context = this.#context;
		const stagingFolder = await this.#prepare();
		const promoting = new Promoting(context, stagingFolder.uidValidity);
		const verifying = new Verifying(context, stagingFolder, (folder, messages) =>
			this.#verified(promoting, folder, messages.length),
		);
		verifyStaged(context, this.#folders, verifying);
		for (const folder of this.#folders) this.#verified(promoting, folder, 0);
		return {verifying, promoting, stagingFolder};
	}

	/** Makes all folders at once. Where one is refused, the destination is as it was before. */
	async #prepare(): Promise<StagingFolder> {
		const context = this.#context;
		try {
			const [, stagingFolder] = await whenAll([createFolders(context), openStaging(context)]);
			return stagingFolder;
		} catch (error) {
			const isRefused = error instanceof Problem && error.data.code === 'create-refused';
			const isEmpty = this.#folders.every(({id}) => context.journal.count(id, staged) === 0);
			if (isRefused && isEmpty) await removeOwn(context, context.record.staging);
			throw error;
		}
	}

	#listener({verifying, promoting}: Following): Ready['listener'] {
		const stagedOne = (folder: FolderRecord) => {
			const left = (this.#toStage.get(folder.id) ?? 0) - 1;
			this.#toStage.set(folder.id, left);
			if (left > 0) return;
			this.#context.progress.step(folder.id, 'verifying');
			verifying.flush();
		};
		return {
			staged: (folder, message, over) => {
				verifying.add(folder, message, over);
				stagedOne(folder);
			},
			skipped: folder => {
				stagedOne(folder);
				this.#verified(promoting, folder, 1);
			},
		};
	}

	/** A folder whose copies are all verified is promoted. */
	#verified(promoting: Promoting, folder: FolderRecord, messages: number): void {
		const left = (this.#toVerify.get(folder.id) ?? 0) - messages;
		this.#toVerify.set(folder.id, left);
		if (left <= 0 && !folder.placed) promoting.add(folder);
	}
}

/** Of which there may be a copy in the staging folder. */
const staged: readonly MessageState[] = ['staging', 'staged', 'verified', 'promoting'];

const unfinished: readonly MessageState[] = ['planned', ...staged];

/** Copies that an earlier start had staged and not compared. */
function verifyStaged({journal}: CopyContext, folders: readonly FolderRecord[], verifying: Verifying): void {
	for (const folder of folders) {
		for (const message of journal.eachMessage(folder.id, ['staged'])) verifying.add(folder, message);
	}

	verifying.flush();
}

/** The staging folder goes; what was placed is looked at once more, and what the folders hold now is compared with the arithmetic. */
async function finish(context: CopyContext): Promise<void> {
	const {journal, destination} = context;
	const folders = journal.folders();
	const hasStaging = journal.record().stagingValidity !== undefined;
	// Where there never was one, nothing was written, and what was listed a moment ago is how it is.
	const ask = async (name: string) =>
		(hasStaging ? undefined : await recentStatusOf(destination, name)) ?? destination.status(name);
	const groups = [...Map.groupBy(folders, folder => folder.destination)].map(([name, group]) => ({
		name,
		group,
		placed: group.reduce((sum, {id}) => sum + (journal.tally(id).placed?.count ?? 0), 0),
	}));
	// None waits for another, and first what takes one question after another.
	const [, now] = await whenAll([
		hasStaging ? removeOwn(context, context.record.staging) : true,
		whenAll(groups.map(({name}) => ask(name))),
		checkPlaced(context, folders),
	]);
	tellLostKeywords(context);
	tellMarked(context);
	for (const [index, {name, group, placed}] of groups.entries()) {
		const {uidValidity, uidNext, messages} = now[index] ?? {uidValidity: 0, uidNext: 0, messages: 0};
		const expected = (group[0]?.destinationBefore ?? 0) + placed;
		for (const folder of group) {
			// Who else had added or taken a message would have changed one of these numbers.
			const isOurs =
				messages === expected &&
				uidNext === (folder.destinationNextBefore ?? 1) + placed &&
				uidValidity === (folder.destinationValidity ?? uidValidity);
			journal.setFolder(folder.id, {
				destinationValidity: uidValidity,
				destinationNow: messages,
				...(isOurs ? {destinationNext: uidNext} : {}),
				placed: true,
			});
			context.progress.set(folder.id, {destinationCount: messages});
			context.progress.step(folder.id, 'placed');
		}

		if (messages === expected) continue;
		find(context, {
			kind: 'count-differs',
			// More may have come meanwhile; fewer means that something of ours or theirs is gone.
			severity: messages > expected ? 'note' : 'difference',
			destination: name,
			params: {expected, now: messages},
		});
	}
}
