import type {FolderRecord, MessageRecord} from '../journal/records.ts';
import {Problem} from '../problem.ts';
import {Assigning} from './assigning.ts';
import {Budget} from './budget.ts';
import {deviationOf} from './compare-copy.ts';
import {type Candidate, withDigests} from './locating.ts';
import type {StagingFolder} from './preparing.ts';
import {type CopyContext, find, findMessage, keepApart, unlessGone} from './run-context.ts';

/** So many bytes or messages are read back with one request, and so many bytes are under way at once. */
const batch = {bytes: 1024 * 1024, messages: 200, window: 8 * 1024 * 1024};

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
	/** Whose copy is under which UID of the staging folder: what is promoted is what was compared, each once. */
	readonly #owners = new Map<number, number>();
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
		this.#assigning = new Assigning(context, stagingFolder, uid => this.#owners.has(uid));
		this.#verified = verified;
		for (const {id} of context.journal.folders()) {
			for (const message of context.journal.eachMessage(id, ['verified']))
				if (message.stagingUid !== undefined) this.#owners.set(message.stagingUid, message.id);
		}
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
				staged.map(({message: {id, stagingUid}}) => ({id, change: {state: 'staged', stagingUid}})),
			);
		}

		return {staged, bytes};
	}

	async #verify(added: readonly Staged[], bytes: number): Promise<void> {
		await this.#reading.take(bytes);
		try {
			if (this.#failure) return;
			const copies = await this.#copiesOf(added.map(({message}) => message));
			this.#refuseMissing(added.filter(({message}) => !copies.has(message.id)));
			const compared: Staged[] = [];
			for (const {folder, message: sent} of added) {
				const copy = copies.get(sent.id);
				if (!copy) continue;
				const message = {...sent, stagingUid: copy.uid};
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
		const kept = await this.#keepOriginal(folder, message).catch(unlessGone(folder, undefined));
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

	/** The path of the file that keeps what the source has; none where it has it no more. */
	async #keepOriginal(
		folder: FolderRecord,
		{sourceUid: uid, bytes}: MessageRecord,
	): Promise<string | undefined> {
		const {source, sourceValidity: uidValidity} = folder;
		const wanted = [{folder: source, uidValidity, messages: [{uid, bytes}]}];
		let kept: string | undefined;
		for await (const contents of this.#context.source.read(wanted, bytes)) {
			for (const content of contents)
				if (content.content) kept = await keepApart(this.#context, folder, content);
		}

		return kept;
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

	/**
	 * Which copy is whose, by the message's id. The UID that a server has told of an append is believed where what is
	 * there is no other message's copy; else the copy is looked for by its content.
	 */
	async #copiesOf(messages: readonly MessageRecord[]): Promise<ReadonlyMap<number, Candidate>> {
		const there = new Map<number, Candidate>();
		const told = messages.filter(({stagingUid}) => stagingUid !== undefined);
		if (told.length > 0) for (const copy of await this.#look(told)) there.set(copy.uid, copy);
		const copies = new Map<number, Candidate>();
		for (const message of told) {
			const copy = there.get(message.stagingUid ?? 0);
			if (copy && !(await this.#isAnothers(message, copy)) && !this.#owners.has(copy.uid)) {
				this.#owners.set(copy.uid, message.id);
				copies.set(message.id, copy);
			}
		}

		const left = messages.filter(({id}) => !copies.has(id));
		const assigned = left.length > 0 ? await this.#assigning.assign(left) : new Map<number, Candidate>();
		for (const [id, copy] of assigned) {
			this.#owners.set(copy.uid, id);
			copies.set(id, copy);
		}

		// Somebody may have flagged it in the staging folder: where nothing fits better, the same content is enough.
		for (const {id, stagingUid = 0, digest} of left) {
			const copy = there.get(stagingUid);
			if (!copy || copies.has(id) || this.#owners.has(stagingUid)) continue;
			const found = copy.digest ?? (await this.#read([copy]))[0]?.digest;
			if (found !== digest) continue;
			this.#owners.set(stagingUid, id);
			copies.set(id, copy);
		}

		return copies;
	}

	/**
	 * Whether a copy is that of another message. One that is not what was sent may have been changed on its way: it is
	 * another's where it is just as that one was sent, or where contents are the same and this one's date or flags are not.
	 */
	async #isAnothers(message: MessageRecord, copy: Candidate): Promise<boolean> {
		const {journal} = this.#context;
		const {flags, date} = deviationOf(message, copy);
		const isSame = copy.digest === undefined ? copy.bytes === message.bytes : copy.digest === message.digest;
		if (isSame && !flags && !date) return false;
		const digest = isSame ? message.digest : (copy.digest ?? (await this.#read([copy]))[0]?.digest);
		return digest !== undefined && journal.isSentAlso(digest, message.id);
	}

	/** Not there: the next start will find out what became of them, by content, and copy them again if need be. */
	#refuseMissing(missing: readonly Staged[]): void {
		if (missing.length === 0) return;
		const {journal, record} = this.#context;
		const change = {state: 'staging', stagingUid: undefined} as const;
		journal.outcome(
			'staged',
			missing.map(({message: {id}}) => ({id, change})),
		);
		throw new Problem({code: 'folder-changed', side: 'destination', params: {folder: record.staging}});
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
