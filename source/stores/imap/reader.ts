import {Problem} from '../../problem.ts';
import {whenAll} from '../../when-all.ts';
import {headingOf} from '../heading.ts';
import {MessageList} from '../message-list.ts';
import {
	type Fingerprint,
	largestMessage,
	type MessageContent,
	type MessageMeta,
	type OpenedFolder,
	Refusal,
	type Scanned,
	type Wanted,
} from '../store.ts';
import type {Commands} from './commands.ts';
import {type Fetched, type FetchRequest, fetchedBy, fetchItems, pieceBy, pieceItems} from './fetching.ts';
import {type Asked, readAhead} from './reading.ts';
import {saidOfMessages} from './refusing.ts';
import type {SelectedFolder} from './selected-folder.ts';
import {inSets, toSet} from './sets.ts';
import type {Place, Suspects} from './suspects.ts';
import {Unusable} from './unusable.ts';
import {HungUp, type OnUntagged, Refused, type Taken, type Untagged} from './wire.ts';

/** Bytes of a message that are asked for at once where it is read in pieces, and how many such are on their way. */
const pieceBytes = 256 * 1024;
const piecesAhead = 4;

/** Bytes that the messages of one folder may take as they are listed: a million of them. */
const mostKept = 400 * 1024 * 1024;
const leastCost = 400;

/** What is read of messages. */
export class Reader {
	readonly #commands: Commands;
	readonly #selected: SelectedFolder;
	readonly #suspects: Suspects;

	constructor(commands: Commands, selected: SelectedFolder, suspects: Suspects) {
		this.#commands = commands;
		this.#selected = selected;
		this.#suspects = suspects;
	}

	/** See `ReadableStore.scan`. */
	async scan(
		folder: string,
		options: {readonly kinds?: boolean; readonly onMessage?: () => void} = {},
	): Promise<Scanned> {
		// A server may tell of a message twice, and in any order.
		const messages = new MessageList();
		let kept = 0;
		const take = (message: Fetched) => {
			options.onMessage?.();
			messages.add(message);
			kept += costOf(message);
			if (kept > mostKept) throw new Unusable('too-many');
			return true;
		};
		const request = options.kinds ? 'kinds' : 'meta';
		const opened = this.#selected.openAnew(folder);
		if (!this.#suspects.areIn(folder)) {
			// Asked for at once with the opening: an empty folder answers with nothing.
			const fetched = this.#fetch(folder, '1:*', request, take).catch(async error => {
				await opened;
				if (blamed(error) !== undefined) this.#suspects.suspectSome(folder);
				if (blamed(error) === undefined || error instanceof HungUp) throw error;
			});
			const [state] = await whenAll([opened, fetched]);
			if (!this.#suspects.areIn(folder)) return {folder: state, messages: messages.inOrder()};
		}

		const state = await opened;
		await this.#scanCarefully({folder, uidValidity: state.uidValidity}, request, take);
		return {folder: state, messages: messages.inOrder()};
	}

	/** Finds out which messages the server can't open, and does without what it can't say of them. */
	async #scanCarefully(
		place: Place,
		request: 'kinds' | 'meta',
		take: (message: Fetched) => boolean,
	): Promise<void> {
		const {folder} = place;
		const uids: number[] = [];
		const list = ({uid}: Fetched) => {
			uids.push(uid);
			if (uids.length * leastCost > mostKept) throw new Unusable('too-many');
			return true;
		};
		await whenAll([this.#open(place), this.#fetch(folder, '1:*', 'uid', list)]);
		const refused = await this.#gather(place, uids, request, take);
		if (refused) throw refused;
		const unreadable = uids.filter(uid => this.#suspects.unreadable(place, uid) !== undefined);
		for (const part of inSets(unreadable))
			await whenAll([this.#open(place), this.#fetch(folder, toSet(part), 'unopened', take)]);
	}

	/** See `ReadableStore.fingerprints`. */
	async fingerprints(
		folder: string,
		uidValidity: number,
		uids: readonly number[],
		take: (uid: number, fingerprint: Fingerprint) => void,
	): Promise<void> {
		const refused = await this.#gather({folder, uidValidity}, uids, 'fingerprint', ({uid, fingerprint}) => {
			if (fingerprint) take(uid, fingerprint);
			return true;
		});
		if (refused) throw refused;
	}

	/** See `ReadableStore.metadata`. */
	async metadata(folder: string, uidValidity: number, uids: readonly number[]) {
		return this.#fetchEach({folder, uidValidity}, uids, 'meta', message => message);
	}

	/** See `ReadableStore.headings`. */
	async headings(folder: string, uidValidity: number, uids: readonly number[]) {
		if (uids.length > 0) this.#selected.openAnew(folder);
		return this.#fetchEach({folder, uidValidity}, uids, 'heading', ({body}) => (body ? headingOf(body) : {}));
	}

	/** See `ReadableStore.identities`. */
	async identities(folder: string, uidValidity: number): Promise<ReadonlyMap<number, string>> {
		return this.#fetchAll({folder, uidValidity}, 'identity', ({identity}) => identity || undefined);
	}

	/** The labels of all messages, each as `take` makes it of what the server writes. */
	async labels<T>(folder: string, uidValidity: number, take: (labels: readonly string[]) => T) {
		return this.#fetchAll({folder, uidValidity}, 'labels', ({labels}) => labels && take(labels));
	}

	/** See `ReadableStore.read`. */
	async *read(
		wanted: Iterable<Wanted>,
		window: number,
		what: 'content' | 'digest' = 'content',
	): AsyncGenerator<readonly MessageContent[], void, void> {
		let refusal: Problem | undefined;
		yield* readAhead(suspectsLast(wanted, this.#suspects), window, async (batch, onMessage) => {
			const {folder} = batch;
			const missing = new Set(batch.messages.map(({uid}) => uid));
			const arrived: MessageContent[] = [];
			let arrivedBytes = 0;
			let checked = false;
			this.#open(batch).then(
				() => {
					checked = true;
					for (const message of arrived) onMessage(message);
				},
				() => {},
			);
			const refused = await this.#gather(batch, [...missing], what, ({body, ...meta}) => {
				missing.delete(meta.uid);
				const message = {...meta, folder, ...(body ? {content: body} : {})};
				if (checked) {
					onMessage(message);
					return true;
				}

				arrived.push(message);
				arrivedBytes += body?.length ?? 0;
				if (arrivedBytes > largestMessage) throw new Unusable('sizes');
				return true;
			});
			refusal ??= refused;
			for (const uid of missing) {
				const unreadable = this.#suspects.unreadable(batch, uid);
				if (unreadable === undefined) continue;
				missing.delete(uid);
				onMessage({folder, uid, bytes: 0, flags: [], internalDate: '', unreadable});
			}

			return refused ? missing : new Set();
		});
		if (refusal) throw refusal;
	}

	/** See `ReadableStore.pieces`. */
	async *pieces(folder: string, uidValidity: number, uid: number): AsyncGenerator<Buffer, void, void> {
		const ask = (start: number) => {
			const opened = start === 0 ? this.#selected.openAnew(folder) : this.#selected.open(folder, 'read');
			const asked = this.#piece(opened, folder, uidValidity, uid, start);
			// Whoever waits for it is told; the last ones are asked for in vain.
			asked.catch(() => {});
			return asked;
		};
		// Most messages are no longer than one piece: only after it more are asked for ahead.
		const underWay = [ask(0)];
		for (let next = pieceBytes; ; ) {
			const piece = await underWay.shift();
			if (!piece) throw new Problem({code: 'message-gone', side: this.#commands.side, params: {folder, uid}});
			if (piece.length > 0) yield piece;
			if (piece.length < pieceBytes) return;
			for (; underWay.length < piecesAhead; next += pieceBytes) underWay.push(ask(next));
		}
	}

	/** One piece of a message: shorter than others at its end, empty after it; undefined where there is no message. */
	async #piece(
		opened: Promise<OpenedFolder>,
		folder: string,
		uidValidity: number,
		uid: number,
		start: number,
	): Promise<Buffer | undefined> {
		let piece: Buffer | undefined;
		const command = `UID FETCH ${uid} (${pieceItems(start, pieceBytes)})`;
		const fetched = this.#execFetch(folder, command, response => {
			const found = piece === undefined ? pieceBy(response, uid, start) : undefined;
			piece ??= found;
			return found !== undefined;
		});
		const [state] = await whenAll([opened, fetched]);
		this.#selected.expectValidity(folder, state, uidValidity);
		return piece;
	}

	/** Fetches from all messages of a folder; what `take` makes nothing of is left out. */
	async #fetchAll<T>(
		place: Place,
		request: FetchRequest,
		take: (message: Fetched) => T | undefined,
	): Promise<Map<number, T>> {
		const found = new Map<number, T>();
		const keep = (message: Fetched) => {
			const taken = take(message);
			if (taken !== undefined) found.set(message.uid, taken);
			if (found.size * leastCost > mostKept) throw new Unusable('too-many');
			return true;
		};
		await whenAll([this.#open(place), this.#fetch(place.folder, '1:*', request, keep)]);
		return found;
	}

	/** Fetches from these messages of a folder; what is not there, or can't be read, is left out. */
	async #fetchEach<T>(
		place: Place,
		uids: readonly number[],
		request: FetchRequest,
		take: (message: Fetched) => T,
	): Promise<Map<number, T>> {
		const found = new Map<number, T>();
		const refused = await this.#gather(place, uids, request, message => {
			found.set(message.uid, take(message));
			return true;
		});
		if (refused) throw refused;
		return found;
	}

	/** Opens the folder unless it is open. @throws {Problem} `folder-gone`, `folder-changed` */
	async #open({folder, uidValidity}: Place): Promise<void> {
		this.#selected.expectValidity(folder, await this.#selected.open(folder, 'read'), uidValidity);
	}

	/**
	 * Fetches from these messages, in as few commands as suspects allow, all sent at once. When the server refuses some
	 * and stays on the line, it is asked for fewer and fewer of them, until it is known which it refuses.
	 *
	 * @param take is given each of them once
	 * @returns what it said where it refuses single messages for now
	 * @throws {Problem}
	 */
	async #gather(
		place: Place,
		uids: readonly number[],
		request: FetchRequest,
		take: (message: Fetched) => boolean,
	): Promise<Problem | undefined> {
		if (uids.length === 0) return undefined;
		const {folder} = place;
		// Each time anew: others may have opened another folder in between.
		const opened = this.#open(place);
		let alone: Problem | undefined;
		const again: number[] = [];
		const fetches = [...this.#suspects.parts(place, uids)]
			.flatMap(part => [...inSets(part)])
			.map(async part => {
				const asked = new Set(part);
				const takeAsked = (message: Fetched) => asked.delete(message.uid) && take(message);
				try {
					await this.#fetch(folder, toSet(part), request, takeAsked, asked);
				} catch (error) {
					// Where it could not be opened, nothing in it could be read.
					await opened;
					const words = blamed(error);
					if (words === undefined) throw error;
					const left = [...asked];
					this.#suspects.failed(place, left, words);
					if (error instanceof HungUp) throw error;
					if (left.length > 1) again.push(...left);
					else if (left.some(uid => this.#suspects.unreadable(place, uid) === undefined))
						alone ??= new Problem({code: 'not-now', side: this.#commands.side, server: words}, error);
				}
			});
		await whenAll([opened, ...fetches]);
		const later = again.length > 0 ? await this.#gather(place, again, request, take) : undefined;
		return alone ?? later;
	}

	/**
	 * Fetches from the open folder; `take` says of each message whether it was asked for.
	 *
	 * @param asked what has still to come of what the set names, where that is known
	 * @throws {Problem}
	 */
	async #fetch(
		folder: string,
		set: string,
		request: FetchRequest,
		take: (message: Fetched) => boolean,
		asked?: ReadonlySet<number>,
	): Promise<void> {
		const isAsked = asked && ((uid: number) => asked.has(uid));
		const onUntagged = (response: Untagged): Taken => {
			const message = fetchedBy(request, response, isAsked);
			if (message === undefined || !take(message)) return false;
			return message.body ? true : 'spent';
		};
		const lacks = asked && (() => asked.size > 0);
		await this.#execFetch(folder, `UID FETCH ${set} (${fetchItems[request]})`, onUntagged, lacks);
	}

	/** @throws {Problem} `read-refused`, `not-now` */
	async #execFetch(
		folder: string,
		command: string,
		onUntagged: OnUntagged,
		lacks?: () => boolean,
	): Promise<void> {
		try {
			await this.#commands.exec([command], onUntagged, lacks);
		} catch (error) {
			if (!(error instanceof Refusal)) throw error;
			// Some have gone meanwhile (RFC 5530, 3): the others have come.
			if (error.cause instanceof Refused && error.cause.code?.name === 'EXPUNGEISSUED') return;
			const code = error.reason === 'later' ? 'not-now' : 'read-refused';
			throw new Problem({...error.data, code, params: {folder}}, error);
		}
	}
}

/** What a message of a listing takes of memory, in bytes, about. */
function costOf({flags}: MessageMeta): number {
	return leastCost + flags.reduce((sum, flag) => sum + flag.length + 32, 0);
}

/** What a FETCH that failed may be telling of the messages that it asked for; undefined where it is about none of them. */
function blamed(error: unknown): string | undefined {
	if (error instanceof HungUp) return error.data.server ?? '';
	const refusal = error instanceof Problem ? error.cause : undefined;
	return refusal instanceof Refusal && saidOfMessages(refusal) ? refusal.words : undefined;
}

/** The same messages, those last that may keep others from being read, in numbers that are small enough. */
function* suspectsLast(wanted: Iterable<Wanted>, suspects: Suspects): Generator<Asked, void, undefined> {
	const last: Asked[] = [];
	for (const one of wanted) {
		const {messages, ...place} = one;
		if (!suspects.areIn(place.folder)) {
			yield one;
			continue;
		}

		const groups = Map.groupBy(messages, ({uid}) => suspects.together(place, uid));
		for (const [together, group] of groups)
			if (together !== undefined) last.push({...place, messages: group, together});
		const others = groups.get(undefined);
		if (others) yield {...place, messages: others};
	}

	yield* last;
}
