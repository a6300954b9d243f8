import type {FolderRecord, MessageChange, MessageRecord} from '../journal/records.ts';
import {Problem} from '../problem.ts';
import {digestOf} from '../stores/fingerprint.ts';
import {type Appended, largestMessage, type MessageContent, Refusal, type Wanted} from '../stores/store.ts';
import {Budget} from './budget.ts';
import {keepable} from './keywords.ts';
import {leaveOut, leaveOutFolder, leaveOutMissing} from './leaving-out.ts';
import {asProblem} from './refusals.ts';
import {type CopyContext, isSourceGone} from './run-context.ts';

/**
 * Bytes asked for at the source and not yet handed on; bytes, and messages, sent to the destination and not
 * yet answered. What is sent stands in line before the reading back, so more of it would only let that wait.
 */
const window = {read: 16 * 1024 * 1024, write: 4 * 1024 * 1024, messages: 100};

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
	#permanentFlags: readonly string[] | undefined;
	/** Keywords that PERMANENTFLAGS allows and the server refuses. */
	readonly #refusedKeywords = new Set<string>();
	readonly #sending = new Budget(window.write);
	readonly #underWay = new Set<Promise<void>>();
	#failure: {readonly error: unknown} | undefined;

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
		for (;;) {
			try {
				await this.#readAndStage(folders);
				return;
			} catch (error) {
				// One folder that is gone from the source must not keep the others from being copied.
				if (!(error instanceof Problem) || this.#failure) throw error;
				const gone = folders.find(folder => isSourceGone(error, folder));
				if (!gone) throw error;
				const messages = leaveOutFolder(this.#context, gone, error.data);
				for (const message of messages) this.#listener.skipped(gone, message);
			}
		}
	}

	async #readAndStage(folders: readonly FolderRecord[]): Promise<void> {
		const {source, control, pace} = this.#context;
		const messages = new Map<string, {folder: FolderRecord; message: MessageRecord}>();
		const contents = source.read(this.#wanted(folders, messages), pace.window(window.read));
		let failure: {readonly error: unknown} | undefined;
		try {
			for await (const batch of contents) {
				await control.gate();
				await pace.pass(batch.length, bytesOf(batch), control);
				await this.#stage(batch, messages);
			}
		} catch (error) {
			failure = {error};
		}

		await Promise.allSettled(this.#underWay);
		// What went wrong at the destination comes first: the source's own trouble shows itself again at the next try.
		failure = this.#failure ?? failure;
		if (failure) throw failure.error;
	}

	*#wanted(
		folders: readonly FolderRecord[],
		messages: Map<string, {folder: FolderRecord; message: MessageRecord}>,
	): Generator<Wanted> {
		for (const folder of folders) {
			const wanted: {uid: number; bytes: number}[] = [];
			for (const message of this.#context.journal.messages(folder.id, ['planned'])) {
				if (message.bytes > largestMessage) {
					leaveOutMissing(this.#context, folder, message, 'unreadable');
					this.#listener.skipped(folder, message);
					continue;
				}

				messages.set(placeOf(folder.source, message.sourceUid), {folder, message});
				wanted.push({uid: message.sourceUid, bytes: message.bytes});
			}

			if (wanted.length === 0) continue;
			this.#context.progress.step(folder.id, 'staging');
			yield {folder: folder.source, uidValidity: folder.sourceValidity, messages: wanted};
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
				const {internalDate, unreadable} = content;
				// One that is still there has at least a date.
				const isGone = internalDate === '' && unreadable === undefined;
				const kind = isGone ? 'vanished' : 'unreadable';
				leaveOutMissing(this.#context, known.folder, known.message, kind, unreadable);
				this.#listener.skipped(known.folder, known.message);
				continue;
			}

			const limit = this.#context.destination.info.appendLimit;
			if (limit !== undefined && content.content.length > limit) {
				// What the destination has said it won't take (RFC 7889) is not sent to be refused.
				const message = {...known.message, bytes: content.content.length};
				await leaveOut(this.#context, known.folder, message, content, {kind: 'too-large', params: {limit}});
				this.#listener.skipped(known.folder, message);
				continue;
			}

			const change = {
				state: 'staging',
				bytes: content.content.length,
				...keepable(content.flags, this.#permanentFlags, this.#refusedKeywords),
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

		if (intents.length > 0) this.#context.journal.intend('stage', intents, bytesOf(batch));
		for (const {folder, message, content, body} of sends) {
			// However small, only so many at once.
			const cost = Math.max(body.length, Math.ceil(window.write / window.messages));
			await this.#sending.take(cost);
			if (this.#failure) throw this.#failure.error;
			const sent = this.#send(folder, message, content, body)
				.catch(error => {
					this.#failure ??= {error};
				})
				.finally(() => {
					this.#sending.give(cost);
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
		const {progress} = this.#context;
		try {
			const {uid, ...given} = await this.#append(message, body);
			const staged: MessageRecord = {
				...message,
				...given,
				state: 'staged',
				...(uid === undefined ? {} : {stagingUid: uid}),
			};
			progress.add(folder.id, {staged: 1, stagedBytes: body.length});
			this.#listener.staged(folder, staged);
		} catch (error) {
			if (!(error instanceof Refusal)) throw error;
			await this.#refused(folder, message, content, error);
		}
	}

	/**
	 * One keyword that a server does not like fails the whole append; the mail matters more. It is sent three times at the most.
	 *
	 * @returns its UID as far as it is told, the flags that it was given, and those that it could not be given
	 */
	async #append(
		{flags, lost, internalDate}: MessageRecord,
		content: Buffer,
	): Promise<Pick<Appended, 'uid'> & Pick<MessageRecord, 'flags' | 'lost'>> {
		const {destination, record} = this.#context;
		const send = async (kept: readonly string[]) =>
			destination.append(record.staging, {content, flags: kept, internalDate});
		try {
			const {uid} = await send(flags);
			return {uid, flags, lost};
		} catch (error) {
			if (!(error instanceof Refusal)) throw error;
			for (const fewer of await this.#fewerFlags(flags, error)) {
				try {
					const {uid} = await send(fewer.flags);
					const [culprit, ...others] = fewer.lost;
					if (culprit !== undefined && others.length === 0) this.#refusedKeywords.add(culprit);
					return {uid, flags: fewer.flags, lost: [...lost, ...fewer.lost]};
				} catch (again) {
					if (!(again instanceof Refusal)) throw again;
				}
			}

			throw error;
		}
	}

	/** The flags without the keywords that a refusal may be about, the best guess first; none where it is not about any. */
	async #fewerFlags(
		flags: readonly string[],
		{reason}: Refusal,
	): Promise<readonly Pick<MessageRecord, 'flags' | 'lost'>[]> {
		const keywords = flags.filter(flag => !flag.startsWith('\\'));
		if ((reason !== 'other' && reason !== 'later') || keywords.length === 0) return [];
		// A server that keeps only so many keywords (RFC 5530, 3, LIMIT) says which, once there are so many.
		const {permanentFlags} = await this.#context.destination.open(this.#context.record.staging);
		this.#permanentFlags = permanentFlags;
		const now = keepable(flags, permanentFlags, this.#refusedKeywords);
		if (now.lost.length > 0) return [now];
		if (reason !== 'other') return [];
		// Dovecot has no objection to keywords but to long ones, and PERMANENTFLAGS does not tell that.
		const [longest = ''] = keywords.toSorted((a, b) => b.length - a.length);
		const without = (lost: readonly string[]) => ({flags: flags.filter(flag => !lost.includes(flag)), lost});
		return keywords.length === 1 ? [without(keywords)] : [without([longest]), without(keywords)];
	}

	/** The destination said no: to this message, or to all that would follow. */
	async #refused(
		folder: FolderRecord,
		message: MessageRecord,
		content: MessageContent,
		refusal: Refusal,
	): Promise<void> {
		const {record, journal} = this.#context;
		if (refusal.reason !== 'too-large' && refusal.reason !== 'other') {
			// Not there for certain: the next start need not look for it.
			journal.outcome('not-staged', [{id: message.id, change: {state: 'planned'}}]);
			throw asProblem(refusal, record.staging, 'folder-gone');
		}

		const kind = refusal.reason === 'too-large' ? 'too-large' : 'refused';
		await leaveOut(this.#context, folder, message, content, {kind, server: refusal.words});
		this.#listener.skipped(folder, message);
	}
}

function bytesOf(batch: readonly MessageContent[]): number {
	return batch.reduce((sum, {content}) => sum + (content?.length ?? 0), 0);
}

function placeOf(folder: string, uid: number): string {
	return `${uid} ${folder}`;
}
