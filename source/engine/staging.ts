import {certifiedKindOf} from '../certified/telling.ts';
import type {Change} from '../journal/changes.ts';
import type {FolderRecord, MessageRecord} from '../journal/records.ts';
import {Problem} from '../problem.ts';
import {digestOf} from '../stores/fingerprint.ts';
import {largestMessage, type MessageContent, type Wanted, type WritableStore} from '../stores/store.ts';
import {Appending, type Send, type StagingListener} from './appending.ts';
import {leaveOut, leaveOutFolder, leaveOutMissing} from './leaving-out.ts';
import {isUnread, seen} from './marking-read.ts';
import {type CopyContext, isSourceGone} from './run-context.ts';
import type {Verifying} from './verifying.ts';

/** Bytes asked for at the source and not yet handed on, by the first connection and by all others together: 100 MB a second each on a line of 40 ms. */
const window = {first: 4 * 1024 * 1024, others: 4 * 1024 * 1024};

/** A piece that one lane takes at a time. Several for a large folder: each is in order, so a folder is promoted with few moves. */
const most = {bytes: 8 * 1024 * 1024, messages: 1000};

/** What is asked for and has not come yet, by its place at the source. */
type Known = Map<string, Asked>;

interface Asked {
	readonly folder: FolderRecord;
	readonly message: MessageRecord;
}

/** What has to be there before anything is appended. */
export interface Ready {
	readonly listener: Pick<StagingListener, 'skipped'> & {
		/** @param over the connection that has sent it */
		staged(folder: FolderRecord, message: MessageRecord, over: WritableStore): void;
	};
	/** What reads back what is staged. */
	readonly verifying: Pick<Verifying, 'room' | 'leave' | 'compared'>;
	/** What the staging folder says it keeps. */
	readonly permanentFlags: readonly string[] | undefined;
}

/** What takes what one lane has read. */
interface Carrier {
	readonly appending: Appending;
	readonly listener: StagingListener;
	readonly verifying: Ready['verifying'];
}

type Sides = Pick<CopyContext, 'source' | 'destination'>;

/**
 * Reads all planned messages from the source and appends them to the staging folder, reading and writing at
 * once. Which messages are about to be sent is in the journal, synced, before they are sent.
 */
export class Staging {
	readonly #context: CopyContext;
	readonly #ready: Promise<Ready>;
	/** Whether something went wrong at the destination: then nothing more can be appended. */
	#isBroken = false;

	/** @param ready fulfilled once something may be appended; reading begins before */
	constructor(context: CopyContext, ready: Promise<Ready>) {
		this.#context = context;
		this.#ready = ready;
	}

	/** @throws {Problem} what stops the run; @throws {Stopped} */
	async run(folders: readonly FolderRecord[]): Promise<void> {
		for (;;) {
			try {
				await this.#readAndStage(folders);
				return;
			} catch (error) {
				// One folder that is gone from the source must not keep the others from being copied.
				if (!(error instanceof Problem) || this.#isBroken) throw error;
				const gone = folders.find(folder => isSourceGone(error, folder));
				if (!gone) throw error;
				const {listener} = await this.#ready;
				const messages = leaveOutFolder(this.#context, gone, error.data);
				for (const message of messages) listener.skipped(gone, message);
			}
		}
	}

	async #readAndStage(folders: readonly FolderRecord[]): Promise<void> {
		const known: Known = new Map();
		// One list for all lanes: each takes the next piece of it when it has asked for the one before.
		const tooLarge: Asked[] = [];
		const wanted = this.#wanted(folders, known, tooLarge);
		const {lanes, control} = this.#context;
		// What has been staged and not read back is not carried yet.
		let verifying: Ready['verifying'] | undefined;
		const meter = {carried: () => verifying?.compared ?? 0, turns: () => control.turns};
		void this.#ready.then(
			ready => {
				verifying = ready.verifying;
			},
			() => {},
		);
		await lanes.run(this.#context, (lane, isOpen) => this.#carry(lane, taken(wanted, isOpen), known), meter);
		const {listener} = await this.#ready;
		for (const {folder, message} of tooLarge) {
			leaveOutMissing(this.#context, folder, message, 'unreadable');
			listener.skipped(folder, message);
		}
	}

	async #carry({source, destination}: Sides, wanted: Iterable<Wanted>, known: Known): Promise<void> {
		const {control, pace, lanes, record} = this.#context;
		const context = {...this.#context, destination};
		const isFirst = source === this.#context.source;
		// Files are one store, however many lanes lead there.
		const isMain = destination === this.#context.destination;
		let carrier: Carrier | undefined;
		try {
			for await (const batch of source.read(
				wanted,
				pace.window(isFirst ? window.first : window.others / lanes.most),
			)) {
				if (!carrier) {
					const {listener, permanentFlags, verifying} = await this.#ready;
					const staged = (folder: FolderRecord, message: MessageRecord) => {
						if (!isMain) this.#context.destination.hasGrown(record.staging);
						listener.staged(folder, message, destination);
					};
					const telling = {...listener, staged};
					const spent = (content: Buffer) => source.giveBack?.(content);
					const appending = new Appending(context, telling, permanentFlags, spent);
					carrier = {listener: telling, appending, verifying};
				}

				for (let start = 0; start < batch.length; start += pace.messages) {
					const part = batch.slice(start, start + pace.messages);
					await control.gate();
					await carrier.verifying.room();
					await pace.pass(part.length, bytesOf(part), control);
					await this.#stage(part, known, carrier);
				}
			}
		} finally {
			// What went wrong at the destination comes first: the source's own trouble shows itself again at the next try.
			await carrier?.appending.drain().catch(error => {
				this.#isBroken = true;
				throw error;
			});
		}

		// Who carries a lane of its own is closed then.
		if (!isMain) await carrier?.verifying.leave(destination);
	}

	/** All planned messages in the source's order, in pieces of one folder that one lane carries. */
	*#wanted(folders: readonly FolderRecord[], known: Known, tooLarge: Asked[]): Generator<Wanted> {
		for (const folder of folders) {
			let messages: {uid: number; bytes: number}[] = [];
			let bytes = 0;
			const piece = () => ({folder: folder.source, uidValidity: folder.sourceValidity, messages});
			for (const message of this.#context.journal.eachMessage(folder.id, ['planned'])) {
				if (message.bytes > largestMessage) {
					tooLarge.push({folder, message});
					continue;
				}

				if (messages.length >= most.messages || bytes + message.bytes > most.bytes) {
					if (messages.length > 0) yield piece();
					messages = [];
					bytes = 0;
				}

				this.#context.progress.step(folder.id, 'staging');
				known.set(placeOf(folder.source, message.sourceUid), {folder, message});
				messages.push({uid: message.sourceUid, bytes: message.bytes});
				bytes += message.bytes;
			}

			if (messages.length > 0) yield piece();
		}
	}

	async #stage(
		batch: readonly MessageContent[],
		known: Known,
		{listener, appending}: Carrier,
	): Promise<void> {
		const sends: Send[] = [];
		const intents: Change[] = [];
		for (const content of batch) {
			const place = placeOf(content.folder, content.uid);
			const asked = known.get(place);
			known.delete(place);
			if (!asked) continue;
			if (!content.content) {
				const {internalDate, unreadable} = content;
				// One that is still there has at least a date.
				const isGone = internalDate === '' && unreadable === undefined;
				const kind = isGone ? 'vanished' : 'unreadable';
				leaveOutMissing(this.#context, asked.folder, asked.message, kind, unreadable);
				listener.skipped(asked.folder, asked.message);
				continue;
			}

			const limit = this.#context.destination.info.appendLimit;
			if (limit !== undefined && content.content.length > limit) {
				// What the destination has said it won't take (RFC 7889) is not sent to be refused.
				const message = {...asked.message, bytes: content.content.length};
				await leaveOut(this.#context, asked.folder, message, content, {kind: 'too-large', params: {limit}});
				listener.skipped(asked.folder, message);
				continue;
			}

			const kind = certifiedKindOf(content.content);
			const isMarked = this.#context.record.markRead && isUnread(content);
			const kept = appending.keepable(isMarked ? [...content.flags, seen] : content.flags);
			const change = {
				state: 'staging',
				bytes: content.content.length,
				...kept,
				marked: isMarked && kept.flags.includes(seen),
				internalDate: content.internalDate,
				digest: digestOf(content.content),
				...(kind ? {kind} : {}),
			} as const;
			intents.push({id: asked.message.id, change});
			sends.push({
				folder: asked.folder,
				message: {...asked.message, ...change},
				content,
				body: content.content,
			});
		}

		if (intents.length > 0) this.#context.journal.intend('stage', intents, bytesOf(batch));
		await appending.add(sends);
	}
}

/** What one lane takes of what all of them share, for as long as it may. */
function* taken(wanted: Iterator<Wanted, unknown>, isOpen: () => boolean): Generator<Wanted> {
	while (isOpen()) {
		const next = wanted.next();
		if (next.done) return;
		yield next.value;
	}
}

function bytesOf(batch: readonly MessageContent[]): number {
	return batch.reduce((sum, {content}) => sum + (content?.length ?? 0), 0);
}

function placeOf(folder: string, uid: number): string {
	return `${uid} ${folder}`;
}
