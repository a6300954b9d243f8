import type {FolderRecord, MessageRecord} from '../journal/records.ts';
import {Problem} from '../problem.ts';
import {Assigning} from './assigning.ts';
import {Budget} from './budget.ts';
import {deviationOf} from './compare-copy.ts';
import {type Candidate, withDigests} from './locating.ts';
import type {StagingFolder} from './preparing.ts';
import {type CopyContext, find, findMessage, keepApart} from './run-context.ts';

/** So many bytes or messages are read back with one request, and so many bytes are under way at once. */
const batch = {bytes: 1024 * 1024, messages: 200, window: 16 * 1024 * 1024};

interface Staged {
	readonly folder: FolderRecord;
	readonly message: MessageRecord;
}

/**
 * Reads staged copies back while others are still being staged, and compares them: content by digest, size,
 * flags, internal date. What differs is a finding; the copy is placed all the same, and what the source
 * had is kept apart.
 */
export class Verifying {
	readonly #context: CopyContext;
	readonly #stagingValidity: number;
	readonly #assigning: Assigning;
	readonly #verified: (folder: FolderRecord, messages: readonly MessageRecord[]) => void;
	readonly #reading = new Budget(batch.window);
	readonly #underWay = new Set<Promise<void>>();
	#zones = 0;
	#waiting: Staged[] = [];
	#waitingBytes = 0;
	#failure: {readonly error: unknown} | undefined;

	constructor(
		context: CopyContext,
		stagingFolder: StagingFolder,
		verified: (folder: FolderRecord, messages: readonly MessageRecord[]) => void,
	) {
		this.#context = context;
		this.#stagingValidity = stagingFolder.uidValidity;
		this.#assigning = new Assigning(context, stagingFolder);
		this.#verified = verified;
	}

	/** A copy is in the staging folder. */
	add(folder: FolderRecord, message: MessageRecord): void {
		this.#waiting.push({folder, message});
		this.#waitingBytes += message.bytes;
		if (this.#waitingBytes >= batch.bytes || this.#waiting.length >= batch.messages) this.flush();
	}

	/** Compares what has come so far without waiting for more. */
	flush(): void {
		const {staged, bytes} = this.#take();
		if (staged.length === 0) return;
		const job = this.#verify(staged, bytes)
			.catch(error => {
				this.#failure ??= {error};
			})
			.finally(() => this.#underWay.delete(job));
		this.#underWay.add(job);
	}

	/** Waits until all that was added has been compared. @throws what went wrong first */
	async drain(): Promise<void> {
		this.flush();
		while (this.#underWay.size > 0) await Promise.all(this.#underWay);
		if (this.#failure) throw this.#failure.error;
		this.#tellZones();
	}

	/** Waits for what is under way, whatever becomes of it. What has not been compared is left to the next start. */
	async settle(): Promise<void> {
		try {
			this.#take();
		} finally {
			await Promise.allSettled(this.#underWay);
		}
	}

	/** What has come so far, written down here and not where it was sent, so that it can't come after what is written later. */
	#take(): {readonly staged: readonly Staged[]; readonly bytes: number} {
		const staged = this.#waiting;
		const bytes = this.#waitingBytes;
		this.#waiting = [];
		this.#waitingBytes = 0;
		if (staged.length > 0) {
			this.#context.journal.outcome(
				'staged',
				staged.map(({message: {id, stagingUid, flags, lost}}) => ({
					id,
					change: {state: 'staged', stagingUid, flags, lost},
				})),
			);
		}

		return {staged, bytes};
	}

	async #verify(added: readonly Staged[], bytes: number): Promise<void> {
		await this.#reading.take(bytes);
		try {
			if (this.#failure) return;
			const {staged, found} = await this.#found(added);
			const compared: Staged[] = [];
			for (const {folder, message} of staged) {
				const copy = message.stagingUid === undefined ? undefined : found.get(message.stagingUid);
				// Not there: the next start will find out what became of it, and copy it again if need be.
				if (!copy) {
					throw new Problem({
						code: 'folder-changed',
						side: 'destination',
						params: {folder: this.#context.record.staging},
					});
				}
				const arrived = await this.#compare(folder, message, copy);
				compared.push({
					folder,
					message: {...message, state: 'verified', ...(arrived === undefined ? {} : {arrived})},
				});
			}

			this.#context.journal.outcome(
				'verified',
				compared.map(({message}) => ({
					id: message.id,
					change: {state: 'verified', stagingUid: message.stagingUid, arrived: message.arrived},
				})),
			);
			for (const [folder, group] of Map.groupBy(compared, item => item.folder)) {
				this.#context.progress.add(folder.id, {verified: group.length});
				this.#verified(
					folder,
					group.map(item => item.message),
				);
			}
		} finally {
			this.#reading.give(bytes);
		}
	}

	/** The digest of what came back where it is another than what was sent. */
	async #compare(folder: FolderRecord, message: MessageRecord, copy: Candidate): Promise<string | undefined> {
		this.#compareMeta(folder, message, copy);
		const altered = copy.digest === undefined ? copy.bytes !== message.bytes : copy.digest !== message.digest;
		if (!altered) return undefined;
		let kept: string | undefined;
		const wanted = [
			{
				folder: folder.source,
				uidValidity: folder.sourceValidity,
				messages: [{uid: message.sourceUid, bytes: message.bytes}],
			},
		];
		for await (const contents of this.#context.source.read(wanted, message.bytes)) {
			for (const content of contents) {
				if (content.content) kept = await keepApart(this.#context, folder, content);
			}
		}

		await findMessage(this.#context, folder, message, {
			kind: 'altered',
			severity: 'difference',
			params: {sent: message.bytes, arrived: copy.bytes},
			...(kept === undefined ? {} : {kept}),
		});
		if (copy.digest !== undefined) return copy.digest;
		// What is there now is how it will be found again.
		const [read] = await this.#read([copy]);
		return read?.digest;
	}

	#compareMeta(folder: FolderRecord, message: MessageRecord, copy: Candidate): void {
		const {flags, date, zone} = deviationOf(message, copy);
		const place = {source: folder.source, destination: folder.destination, sourceUid: message.sourceUid};
		if (flags) {
			find(this.#context, {
				kind: 'flags-differ',
				severity: 'difference',
				...place,
				params: {missing: flags.missing.join(' '), added: flags.added.join(' ')},
			});
		}

		if (date) find(this.#context, {kind: 'date-differs', severity: 'difference', ...place, params: date});
		if (zone) this.#zones++;
	}

	/** Looks at the copies, each of which has a UID afterwards if it is there. */
	async #found(
		added: readonly Staged[],
	): Promise<{readonly staged: readonly Staged[]; readonly found: ReadonlyMap<number, Candidate>}> {
		const found = new Map<number, Candidate>();
		const staged: Staged[] = [];
		const {told = [], untold = []} = Object.groupBy(added, ({message}) =>
			message.stagingUid === undefined ? 'untold' : 'told',
		);
		for (const copy of await this.#look(told.map(({message}) => message))) found.set(copy.uid, copy);
		const assigned =
			untold.length > 0 ? await this.#assigning.assign(untold.map(({message}) => message)) : undefined;
		for (const {folder, message} of added) {
			const copy = assigned?.get(message.id);
			if (copy) found.set(copy.uid, copy);
			staged.push({folder, message: copy ? {...message, stagingUid: copy.uid} : message});
		}

		return {staged, found};
	}

	async #look(messages: readonly MessageRecord[]): Promise<Iterable<Candidate>> {
		const {destination, record} = this.#context;
		const wanted = messages
			.flatMap(({stagingUid, bytes}) => (stagingUid === undefined ? [] : [{uid: stagingUid, bytes}]))
			.sort((a, b) => a.uid - b.uid);
		if (record.verify === 'full') return this.#read(wanted);
		const uids = wanted.map(({uid}) => uid);
		return (await destination.metadata(record.staging, this.#stagingValidity, uids)).values();
	}

	async #read(messages: readonly Pick<Candidate, 'uid' | 'bytes'>[]): Promise<Candidate[]> {
		const {destination, record} = this.#context;
		return withDigests(destination, record.staging, this.#stagingValidity, messages);
	}

	/** One note a run: a server that keeps no zones keeps none for any message. */
	#tellZones(): void {
		if (this.#zones === 0) return;
		find(this.#context, {kind: 'zone-not-kept', severity: 'note', count: this.#zones});
		this.#zones = 0;
	}
}
