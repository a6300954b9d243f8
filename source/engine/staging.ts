import type {FolderRecord, MessageChange, MessageRecord} from '../journal/records.ts';
import {Problem} from '../problem.ts';
import {digestOf} from '../stores/fingerprint.ts';
import {largestMessage, type MessageContent, type Wanted} from '../stores/store.ts';
import {Appending, type Send, type StagingListener} from './appending.ts';
import {leaveOut, leaveOutFolder, leaveOutMissing} from './leaving-out.ts';
import {type CopyContext, isSourceGone} from './run-context.ts';

/** Bytes asked for at the source and not yet handed on. */
const window = 16 * 1024 * 1024;

type Change = {readonly id: number; readonly change: MessageChange};

/**
 * Reads all planned messages from the source and appends them to the staging folder, reading and writing at
 * once. Which messages are about to be sent is in the journal, synced, before they are sent.
 */
export class Staging {
	readonly #context: CopyContext;
	readonly #listener: StagingListener;
	readonly #appending: Appending;

	constructor(
		context: CopyContext,
		listener: StagingListener,
		permanentFlags: readonly string[] | undefined,
	) {
		this.#context = context;
		this.#listener = listener;
		this.#appending = new Appending(context, listener, permanentFlags);
	}

	/** @throws {Problem} what stops the run; @throws {Stopped} */
	async run(folders: readonly FolderRecord[]): Promise<void> {
		for (;;) {
			try {
				await this.#readAndStage(folders);
				return;
			} catch (error) {
				// One folder that is gone from the source must not keep the others from being copied.
				if (!(error instanceof Problem) || this.#appending.failure) throw error;
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
		const contents = source.read(this.#wanted(folders, messages), pace.window(window));
		try {
			for await (const batch of contents) {
				for (let start = 0; start < batch.length; start += pace.messages) {
					const part = batch.slice(start, start + pace.messages);
					await control.gate();
					await pace.pass(part.length, bytesOf(part), control);
					await this.#stage(part, messages);
				}
			}
		} finally {
			// What went wrong at the destination comes first: the source's own trouble shows itself again at the next try.
			await this.#appending.drain();
		}
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
		const sends: Send[] = [];
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
				...this.#appending.keepable(content.flags),
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
		await this.#appending.add(sends);
	}
}

function bytesOf(batch: readonly MessageContent[]): number {
	return batch.reduce((sum, {content}) => sum + (content?.length ?? 0), 0);
}

function placeOf(folder: string, uid: number): string {
	return `${uid} ${folder}`;
}
