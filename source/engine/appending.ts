import type {FolderRecord, MessageRecord} from '../journal/records.ts';
import {type MessageContent, Refusal} from '../stores/store.ts';
import {whenAll} from '../when-all.ts';
import {Budget} from './budget.ts';
import {keepable} from './keywords.ts';
import {leaveOut} from './leaving-out.ts';
import {asProblem} from './refusals.ts';
import type {CopyContext} from './run-context.ts';

/**
 * Bytes, and messages, sent to the destination and not yet answered. What is sent stands in line before the reading
 * back, so more of it would only let that wait.
 */
const window = {bytes: 4 * 1024 * 1024, messages: 1000};

/** One command appends so much at the most: the larger it is, the later its messages can be read back. */
const together = {messages: 100, bytes: 512 * 1024};

/** Each command that is taken lets the next be so much longer, up to `together`, after one that was not. */
const growth = 1.1;

/** A message to be appended: its record as it is in the journal, an intent, and what the source gave. */
export interface Send {
	readonly folder: FolderRecord;
	readonly message: MessageRecord;
	readonly content: MessageContent;
	readonly body: Buffer;
}

/** Told of each message that now is in the staging folder, or never will be. */
export interface StagingListener {
	staged(folder: FolderRecord, message: MessageRecord): void;
	skipped(folder: FolderRecord, message: MessageRecord): void;
}

/**
 * Appends messages to the staging folder, in their order, several commands under way and many messages to a command
 * where the server can. A command is taken whole or not at all (RFC 3502): of one that is not, both halves are sent,
 * and so on, until the message that is to blame stands alone.
 */
export class Appending {
	readonly #context: CopyContext;
	readonly #listener: StagingListener;
	readonly #spent: (content: Buffer) => void;
	readonly #sending: Budget;
	readonly #underWay = new Set<Promise<void>>();
	#permanentFlags: readonly string[] | undefined;
	/** Keywords that PERMANENTFLAGS allows and the server refuses. */
	readonly #refusedKeywords = new Set<string>();
	/** Messages to a command, at the moment: halved by each one that is not taken. */
	#most = together.messages;
	#failure: {readonly error: unknown} | undefined;

	/**
	 * @param permanentFlags what the staging folder says it keeps
	 * @param spent told of each content that nobody needs any more
	 */
	constructor(
		context: CopyContext,
		listener: StagingListener,
		permanentFlags: readonly string[] | undefined,
		spent: (content: Buffer) => void,
	) {
		this.#context = context;
		this.#listener = listener;
		this.#permanentFlags = permanentFlags;
		this.#spent = spent;
		this.#sending = new Budget(window.bytes);
	}

	/** What went wrong so that nothing more can be appended. */
	get failure(): {readonly error: unknown} | undefined {
		return this.#failure;
	}

	/** The flags that the staging folder keeps, as far as is known. */
	keepable(flags: readonly string[]): ReturnType<typeof keepable> {
		return keepable(flags, this.#permanentFlags, this.#refusedKeywords);
	}

	/** Sends messages, waiting while too much is under way. @throws what has gone wrong with those before */
	async add(sends: readonly Send[]): Promise<void> {
		for (const group of this.#groups(sends)) {
			const cost = group.reduce((sum, {body}) => sum + costOf(body), 0);
			await this.#sending.take(cost);
			if (this.#failure) throw this.#failure.error;
			const sent = this.#send(group)
				.catch(error => {
					this.#failure ??= {error};
				})
				.finally(() => {
					this.#sending.give(cost);
					for (const {body} of group) this.#spent(body);
					this.#underWay.delete(sent);
				});
			this.#underWay.add(sent);
		}
	}

	/** Waits until all that was added is answered. @throws what went wrong first */
	async drain(): Promise<void> {
		await Promise.allSettled(this.#underWay);
		if (this.#failure) throw this.#failure.error;
	}

	/** Messages that go out with one command. */
	*#groups(sends: readonly Send[]): Generator<readonly Send[]> {
		const {appendTogether} = this.#context.destination.can;
		let group: Send[] = [];
		let bytes = 0;
		for (const send of sends) {
			const {length} = send.body;
			const isFull = group.length >= Math.floor(this.#most) || bytes + length > together.bytes;
			// An empty message would call the whole command off (RFC 3502, 6.3.11), and NUL bytes take a form of their own.
			const isAlone = !appendTogether || length === 0 || send.body.includes(0);
			if (group.length > 0 && (isFull || isAlone)) {
				yield group;
				group = [];
				bytes = 0;
			}

			if (isAlone) {
				yield [send];
				continue;
			}

			group.push(send);
			bytes += length;
		}

		if (group.length > 0) yield group;
	}

	async #send(group: readonly Send[]): Promise<void> {
		const [only, ...others] = group;
		if (!only) return;
		if (others.length === 0) {
			await this.#sendAlone(only);
			return;
		}

		const {destination, record} = this.#context;
		try {
			const messages = group.map(({message: {flags, internalDate}, body}) => ({
				content: body,
				flags,
				internalDate,
			}));
			const appended = await destination.append(record.staging, messages);
			for (const [index, send] of group.entries()) this.#staged(send, send.message, appended[index]?.uid);
			this.#most = Math.min(together.messages, this.#most * growth);
		} catch (error) {
			if (!(error instanceof Refusal)) throw error;
			if (!isOfMessages(error)) throw this.#notNow(group, error);
			const half = Math.ceil(group.length / 2);
			this.#most = Math.max(1, Math.min(this.#most, half));
			await whenAll([this.#send(group.slice(0, half)), this.#send(group.slice(half))]);
		}
	}

	async #sendAlone(send: Send): Promise<void> {
		try {
			const {uid, ...given} = await this.#appendAlone(send);
			const {id, lost} = send.message;
			if (given.lost !== lost) this.#context.journal.outcome('fewer-flags', [{id, change: given}]);
			this.#staged(send, {...send.message, ...given}, uid);
			this.#most = Math.min(together.messages, this.#most * growth);
		} catch (error) {
			if (!(error instanceof Refusal)) throw error;
			if (error.reason !== 'too-large' && error.reason !== 'other') throw this.#notNow([send], error);
			const {folder, message, content} = send;
			const kind = error.reason === 'too-large' ? 'too-large' : 'refused';
			await leaveOut(this.#context, folder, message, content, {kind, server: error.words});
			this.#listener.skipped(folder, message);
		}
	}

	#staged({folder, body}: Send, message: MessageRecord, uid: number | undefined): void {
		this.#context.progress.add(folder.id, {staged: 1, stagedBytes: body.length});
		this.#listener.staged(folder, {
			...message,
			state: 'staged',
			...(uid === undefined ? {} : {stagingUid: uid}),
		});
	}

	/** The destination takes none of these, nor those that would follow: not there for certain, so the next start need not look for them. */
	#notNow(group: readonly Send[], refusal: Refusal): unknown {
		const {record, journal} = this.#context;
		journal.outcome(
			'not-staged',
			group.map(({message: {id}}) => ({id, change: {state: 'planned'}})),
		);
		return asProblem(refusal, record.staging, 'folder-gone');
	}

	/**
	 * One keyword that a server does not like fails the whole append; the mail matters more. It is sent three times at the most.
	 *
	 * @returns its UID as far as it is told, the flags that it was given, and those that it could not be given
	 */
	async #appendAlone({
		message: {flags, lost, internalDate},
		body,
	}: Send): Promise<{readonly uid: number | undefined} & Pick<MessageRecord, 'flags' | 'lost'>> {
		const {destination, record} = this.#context;
		const send = async (kept: readonly string[]) => {
			const [appended] = await destination.append(record.staging, [
				{content: body, flags: kept, internalDate},
			]);
			return appended?.uid;
		};
		try {
			return {uid: await send(flags), flags, lost};
		} catch (error) {
			if (!(error instanceof Refusal)) throw error;
			for (const fewer of await this.#fewerFlags(flags, error)) {
				try {
					const uid = await send(fewer.flags);
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
}

/** Whether a refusal of many may be about some of them, so that the others may be taken. */
function isOfMessages({reason}: Refusal): boolean {
	return reason === 'too-large' || reason === 'other' || reason === 'over-quota';
}

/** What a message takes of the window: however small, only so many at once. */
function costOf(body: Buffer): number {
	return Math.max(body.length, Math.ceil(window.bytes / window.messages));
}
