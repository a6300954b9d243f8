import type {FolderRecord, MessageRecord} from '../journal/records.ts';
import {Problem} from '../problem.ts';
import type {WritableStore} from '../stores/store.ts';
import {Assigning} from './assigning.ts';
import {Budget} from './budget.ts';
import {deviationOf} from './compare-copy.ts';
import {type Candidate, withDigests} from './locating.ts';
import type {StagingFolder} from './preparing.ts';
import {type CopyContext, find, findMessage, keepApart, unlessGone} from './run-context.ts';

/**
 * So many bytes or messages are read back with one request, fewer where nothing else is asked for over a connection; and
 * so many bytes are under way at once.
 */
const batch = {bytes: 1024 * 1024, idleBytes: 128 * 1024, messages: 200, window: 8 * 1024 * 1024};

/** So much may be staged and not compared: staging waits then, as memory would grow, and a lane would look faster than it is. */
const most = {bytes: 16 * 1024 * 1024, messages: 4000};

interface Staged {
	readonly folder: FolderRecord;
	readonly message: MessageRecord;
}

/** What has been sent over one connection: it is read back over the same one, which so is shown all of it. */
interface Sent {
	staged: Staged[];
	bytes: number;
	readonly underWay: Set<Promise<void>>;
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
	readonly #sent = new Map<WritableStore, Sent>();
	/** Whose copy is under which UID of the staging folder: what is promoted is what was compared, each once. */
	readonly #owners = new Map<number, number>();
	#zones = 0;
	/** Staged, and not compared yet. */
	readonly #behind = {bytes: 0, messages: 0};
	#compared = 0;
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

	/** What has been compared so far, in bytes. */
	get compared(): number {
		return this.#compared;
	}

	/** A copy is in the staging folder. @param over the connection that is to read it back */
	add(folder: FolderRecord, message: MessageRecord, over: WritableStore = this.#context.destination): void {
		const sent = this.#sentOver(over);
		sent.staged.push({folder, message});
		sent.bytes += message.bytes;
		this.#behind.bytes += message.bytes;
		this.#behind.messages++;
		const enough = sent.underWay.size === 0 ? batch.idleBytes : batch.bytes;
		if (sent.bytes >= enough || sent.staged.length >= batch.messages) this.#begin(over, sent);
	}

	/** Compares what has come so far without waiting for more. */
	flush(): void {
		for (const [over, sent] of this.#sent) this.#begin(over, sent);
	}

	/** Waits while too much is staged and not compared. @throws what went wrong with that */
	async room(): Promise<void> {
		while (!this.#failure && (this.#behind.bytes > most.bytes || this.#behind.messages > most.messages)) {
			if (this.#underWay.length === 0) this.flush();
			await Promise.race(this.#underWay);
		}

		if (this.#failure) throw this.#failure.error;
	}

	/** Waits until all that one connection has sent is compared, so that it may go. */
	async leave(over: WritableStore): Promise<void> {
		const sent = this.#sentOver(over);
		this.#begin(over, sent);
		await Promise.all(sent.underWay);
		this.#sent.delete(over);
	}

	/** Waits until all that was added has been compared. @throws what went wrong first */
	async drain(): Promise<void> {
		this.flush();
		while (this.#underWay.length > 0) await Promise.all(this.#underWay);
		if (this.#failure) throw this.#failure.error;
		this.#tellZones();
	}

	/** Waits for what is under way, whatever becomes of it. What has not been compared is left to the next start. */
	async settle(): Promise<void> {
		try {
			for (const sent of this.#sent.values()) this.#take(sent);
		} finally {
			await Promise.allSettled(this.#underWay);
		}
	}

	get #underWay(): readonly Promise<void>[] {
		return [...this.#sent.values()].flatMap(({underWay}) => [...underWay]);
	}

	#sentOver(over: WritableStore): Sent {
		const known = this.#sent.get(over);
		if (known) return known;
		const sent = {staged: [], bytes: 0, underWay: new Set<Promise<void>>()};
		this.#sent.set(over, sent);
		return sent;
	}

	#begin(over: WritableStore, sent: Sent): void {
		const {staged, bytes} = this.#take(sent);
		if (staged.length === 0) return;
		const job = this.#verify(over, staged, bytes)
			.catch(error => {
				this.#failure ??= {error};
			})
			.finally(() => sent.underWay.delete(job));
		sent.underWay.add(job);
	}

	/** What has come so far, written down here and not where it was sent, so that it can't come after what is written later. */
	#take(sent: Sent): Pick<Sent, 'staged' | 'bytes'> {
		const {staged, bytes} = sent;
		sent.staged = [];
		sent.bytes = 0;
		if (staged.length > 0) {
			this.#context.journal.outcome(
				'staged',
				staged.map(({message: {id, stagingUid}}) => ({id, change: {state: 'staged', stagingUid}})),
			);
		}

		return {staged, bytes};
	}

	async #verify(over: WritableStore, added: readonly Staged[], bytes: number): Promise<void> {
		await this.#reading.take(bytes);
		try {
			if (this.#failure) return;
			const copies = await this.#copiesOf(
				over,
				added.map(({message}) => message),
			);
			this.#refuseMissing(added.filter(({message}) => !copies.has(message.id)));
			const compared: Staged[] = [];
			for (const {folder, message: sent} of added) {
				const copy = copies.get(sent.id);
				if (!copy) continue;
				const message = {...sent, stagingUid: copy.uid};
				const arrived = await this.#compare(over, folder, message, copy);
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
			this.#compared += bytes;
		} finally {
			this.#reading.give(bytes);
			this.#behind.bytes -= bytes;
			this.#behind.messages -= added.length;
		}
	}

	/** The digest of what came back where it is another than what was sent. */
	async #compare(
		over: WritableStore,
		folder: FolderRecord,
		message: MessageRecord,
		copy: Candidate,
	): Promise<string | undefined> {
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
		const [read] = await this.#read(over, [copy]);
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
	async #copiesOf(
		over: WritableStore,
		messages: readonly MessageRecord[],
	): Promise<ReadonlyMap<number, Candidate>> {
		const there = new Map<number, Candidate>();
		const told = messages.filter(({stagingUid}) => stagingUid !== undefined);
		if (told.length > 0) for (const copy of await this.#look(over, told)) there.set(copy.uid, copy);
		const copies = new Map<number, Candidate>();
		for (const message of told) {
			const copy = there.get(message.stagingUid ?? 0);
			if (copy && !(await this.#isAnothers(over, message, copy)) && !this.#owners.has(copy.uid)) {
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
			const found = copy.digest ?? (await this.#read(over, [copy]))[0]?.digest;
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
	async #isAnothers(over: WritableStore, message: MessageRecord, copy: Candidate): Promise<boolean> {
		const {journal} = this.#context;
		const {flags, date} = deviationOf(message, copy);
		const isSame = copy.digest === undefined ? copy.bytes === message.bytes : copy.digest === message.digest;
		if (isSame && !flags && !date) return false;
		const digest = isSame ? message.digest : (copy.digest ?? (await this.#read(over, [copy]))[0]?.digest);
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

	async #look(over: WritableStore, messages: readonly MessageRecord[]): Promise<Iterable<Candidate>> {
		const {record} = this.#context;
		const wanted = messages
			.flatMap(({stagingUid, bytes}) => (stagingUid === undefined ? [] : [{uid: stagingUid, bytes}]))
			.sort((a, b) => a.uid - b.uid);
		if (record.verify === 'full') return this.#read(over, wanted);
		const uids = wanted.map(({uid}) => uid);
		return (await over.metadata(record.staging, this.#stagingValidity, uids)).values();
	}

	async #read(
		over: WritableStore,
		messages: readonly Pick<Candidate, 'uid' | 'bytes'>[],
	): Promise<Candidate[]> {
		const {record} = this.#context;
		return withDigests(over, record.staging, this.#stagingValidity, messages);
	}

	/** One note a run: a server that keeps no zones keeps none for any message. */
	#tellZones(): void {
		if (this.#zones === 0) return;
		find(this.#context, {kind: 'zone-not-kept', severity: 'note', count: this.#zones});
		this.#zones = 0;
	}
}
