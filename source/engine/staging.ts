import type {FolderRecord, MessageChange, MessageRecord} from '../journal/records.ts';
import {Problem} from '../problem.ts';
import {digestOf} from '../stores/fingerprint.ts';
import {type MessageContent, Refusal, type Wanted} from '../stores/store.ts';
import {Budget} from './budget.ts';
import {canKeep} from './planning.ts';
import {type CopyContext, find, findMessage, keepApart} from './run-context.ts';

/** Bytes asked for at the source and not yet handed on, and bytes sent to the destination and not yet answered. */
const window = {read: 16 * 1024 * 1024, write: 16 * 1024 * 1024};

/** What staging tells: each message that now is in the staging folder, or never will be. */
export interface StagingListener {
	staged(folder: FolderRecord, message: MessageRecord): void;
	skipped(folder: FolderRecord, message: MessageRecord): void;
}

type Change = {readonly id: number; readonly change: MessageChange};

/**
 * Reads all planned messages from the source and appends them to the staging folder, reading and writing at
 * once. Which messages are about to be sent is in the journal, synced, before they are sent.
 */
export class Staging {
	readonly #context: CopyContext;
	readonly #listener: StagingListener;
	readonly #permanentFlags: readonly string[] | undefined;
	readonly #sending = new Budget(window.write);
	readonly #underWay = new Set<Promise<void>>();
	readonly #lostKeywords = new Map<number, Map<string, number>>();
	#failure: {readonly error: unknown} | undefined;
	#outcomes: Change[] = [];

	constructor(
		context: CopyContext,
		listener: StagingListener,
		permanentFlags: readonly string[] | undefined,
	) {
		this.#context = context;
		this.#listener = listener;
		this.#permanentFlags = permanentFlags;
	}

	/** @throws {Problem} what stops the run; @throws {Stopped} */
	async run(folders: readonly FolderRecord[]): Promise<void> {
		const {source, control} = this.#context;
		const messages = new Map<string, {folder: FolderRecord; message: MessageRecord}>();
		const contents = source.read(this.#wanted(folders, messages), window.read);
		try {
			for await (const batch of contents) {
				await control.gate();
				await this.#stage(batch, messages);
			}
		} finally {
			await Promise.allSettled(this.#underWay);
			this.#writeOutcomes();
		}

		if (this.#failure) throw this.#failure.error;
		this.#tellLostKeywords(folders);
	}

	*#wanted(
		folders: readonly FolderRecord[],
		messages: Map<string, {folder: FolderRecord; message: MessageRecord}>,
	): Generator<Wanted> {
		for (const folder of folders) {
			const planned = this.#context.journal.messages(folder.id, ['planned']);
			for (const message of planned)
				messages.set(placeOf(folder.source, message.sourceUid), {folder, message});
			if (planned.length === 0) continue;
			this.#context.progress.step(folder.id, 'staging');
			yield {
				folder: folder.source,
				uidValidity: folder.sourceValidity,
				messages: planned.map(({sourceUid, bytes}) => ({uid: sourceUid, bytes})),
			};
		}
	}

	async #stage(
		batch: readonly MessageContent[],
		messages: Map<string, {folder: FolderRecord; message: MessageRecord}>,
	): Promise<void> {
		const sends: {folder: FolderRecord; message: MessageRecord; content: MessageContent; body: Buffer}[] = [];
		const intents: Change[] = [];
		for (const content of batch) {
			const place = placeOf(content.folder, content.uid);
			const known = messages.get(place);
			messages.delete(place);
			if (!known) continue;
			if (!content.content) {
				await this.#gone(known.folder, known.message);
				continue;
			}

			const change = {
				state: 'staging',
				bytes: content.content.length,
				flags: this.#keepable(known.folder, content.flags),
				internalDate: content.internalDate,
				digest: digestOf(content.content),
			} as const;
			intents.push({id: known.message.id, change});
			sends.push({
				folder: known.folder,
				message: {...known.message, ...change},
				content,
				body: content.content,
			});
		}

		this.#writeOutcomes();
		if (intents.length > 0) this.#context.journal.intend('stage', intents);
		for (const {folder, message, content, body} of sends) {
			await this.#sending.take(body.length);
			if (this.#failure) throw this.#failure.error;
			const sent = this.#send(folder, message, content, body)
				.catch(error => {
					this.#failure ??= {error};
				})
				.finally(() => {
					this.#sending.give(body.length);
					this.#underWay.delete(sent);
				});
			this.#underWay.add(sent);
		}
	}

	async #send(
		folder: FolderRecord,
		message: MessageRecord,
		content: MessageContent,
		body: Buffer,
	): Promise<void> {
		const {destination, record, progress} = this.#context;
		try {
			const {uid} = await destination.append(record.staging, {
				content: body,
				flags: message.flags,
				internalDate: message.internalDate,
			});
			const staged: MessageRecord = {
				...message,
				state: 'staged',
				...(uid === undefined ? {} : {stagingUid: uid}),
			};
			this.#outcomes.push({id: message.id, change: {state: 'staged', stagingUid: uid}});
			if (this.#outcomes.length >= 256) this.#writeOutcomes();
			progress.add(folder.id, {staged: 1, stagedBytes: body.length});
			this.#listener.staged(folder, staged);
		} catch (error) {
			if (!(error instanceof Refusal)) throw error;
			await this.#refused(folder, message, content, error);
		}
	}

	/** The destination said no: to this message, or to all that would follow. */
	async #refused(
		folder: FolderRecord,
		message: MessageRecord,
		content: MessageContent,
		refusal: Refusal,
	): Promise<void> {
		const {record, journal, progress} = this.#context;
		if (
			refusal.reason === 'over-quota' ||
			refusal.reason === 'permission' ||
			refusal.reason === 'no-folder'
		) {
			// Not there for certain: the next start need not look for it.
			this.#outcomes.push({id: message.id, change: {state: 'planned'}});
			const code = refusal.reason === 'no-folder' ? 'folder-gone' : refusal.reason;
			throw new Problem(
				{code, side: 'destination', server: refusal.words, params: {folder: record.staging}},
				refusal,
			);
		}

		const kept = await keepApart(this.#context, folder, content);
		journal.outcome('skipped', [{id: message.id, change: {state: 'skipped'}}]);
		await findMessage(this.#context, folder, message, {
			kind: refusal.reason === 'too-large' ? 'too-large' : 'refused',
			severity: 'difference',
			server: refusal.words,
			kept,
		});
		progress.add(folder.id, {skipped: 1, toCopy: -1, toCopyBytes: -message.bytes});
		this.#listener.skipped(folder, message);
	}

	async #gone(folder: FolderRecord, message: MessageRecord): Promise<void> {
		const {journal, progress} = this.#context;
		journal.outcome('skipped', [{id: message.id, change: {state: 'skipped'}}]);
		find(this.#context, {
			kind: 'vanished',
			severity: 'difference',
			source: folder.source,
			destination: folder.destination,
			sourceUid: message.sourceUid,
			message: {bytes: message.bytes, date: message.internalDate},
		});
		progress.add(folder.id, {skipped: 1, toCopy: -1, toCopyBytes: -message.bytes});
		this.#listener.skipped(folder, message);
	}

	#writeOutcomes(): void {
		if (this.#outcomes.length === 0) return;
		const outcomes = this.#outcomes;
		this.#outcomes = [];
		this.#context.journal.outcome('staged', outcomes);
	}

	/** One flag that a server refuses would make the whole append fail. */
	#keepable(folder: FolderRecord, flags: readonly string[]): string[] {
		return flags.filter(flag => {
			if (canKeep(flag, this.#permanentFlags)) return true;
			const lost = this.#lostKeywords.get(folder.id) ?? new Map<string, number>();
			lost.set(flag, (lost.get(flag) ?? 0) + 1);
			this.#lostKeywords.set(folder.id, lost);
			return false;
		});
	}

	#tellLostKeywords(folders: readonly FolderRecord[]): void {
		for (const folder of folders) {
			for (const [flag, count] of this.#lostKeywords.get(folder.id) ?? []) {
				find(this.#context, {
					kind: 'keywords-lost',
					severity: 'difference',
					source: folder.source,
					destination: folder.destination,
					count,
					params: {flags: flag},
				});
			}
		}
	}
}

function placeOf(folder: string, uid: number): string {
	return `${uid} ${folder}`;
}
