import {Problem} from '../../problem.ts';
import {whenAll} from '../../when-all.ts';
import {headingOf} from '../header.ts';
import {
	largestMessage,
	type MessageContent,
	type MessageHeading,
	type MessageMeta,
	type OpenedFolder,
	Refusal,
	type Wanted,
} from '../store.ts';
import type {Commands} from './commands.ts';
import {type Fetched, fetchedBy, fetchItems, pieceBy, pieceItems} from './fetching.ts';
import {readAhead} from './reading.ts';
import type {SelectedFolder} from './selected-folder.ts';
import {inSets, toSet} from './sets.ts';
import {Unusable} from './unusable.ts';
import {type OnUntagged, Refused} from './wire.ts';

/** Bytes of a message that are asked for at once where it is read in pieces, and how many such are on their way. */
const pieceBytes = 256 * 1024;
const piecesAhead = 4;

/** Bytes that the messages of one folder may take as they are listed: a million of them. */
const mostKept = 400 * 1024 * 1024;

/** What is read of messages. */
export class Reader {
	readonly #commands: Commands;
	readonly #selected: SelectedFolder;

	constructor(commands: Commands, selected: SelectedFolder) {
		this.#commands = commands;
		this.#selected = selected;
	}

	/** See `ReadableStore.scan`. */
	async scan(
		folder: string,
		options: {readonly fingerprints?: boolean; readonly onMessage?: () => void} = {},
	): Promise<{readonly folder: OpenedFolder; readonly messages: readonly MessageMeta[]}> {
		const request = options.fingerprints ? 'fingerprint' : 'meta';
		// By UID, since a server may tell of a message twice.
		const messages = new Map<number, MessageMeta>();
		let kept = 0;
		const opened = this.#selected.openAnew(folder);
		// Asked for at once with the opening: an empty folder answers with nothing.
		const fetched = this.#fetch(folder, '1:*', request, message => {
			options.onMessage?.();
			messages.set(message.uid, message);
			kept += costOf(message);
			if (kept > mostKept) throw new Unusable('too-many');
			return true;
		});
		const [state] = await whenAll([opened, fetched]);
		return {folder: state, messages: [...messages.values()].sort((a, b) => a.uid - b.uid)};
	}

	/** See `ReadableStore.metadata`. */
	async metadata(folder: string, uidValidity: number, uids: readonly number[]) {
		if (uids.length === 0) return new Map<number, MessageMeta>();
		const opened = this.#selected.open(folder, 'read');
		return this.#fetchEach(opened, folder, uidValidity, uids, 'meta', message => message);
	}

	/** See `ReadableStore.headings`. */
	async headings(folder: string, uidValidity: number, uids: readonly number[]) {
		if (uids.length === 0) return new Map<number, MessageHeading>();
		const opened = this.#selected.openAnew(folder);
		return this.#fetchEach(opened, folder, uidValidity, uids, 'heading', ({body}) =>
			body ? headingOf(body) : {},
		);
	}

	/** See `ReadableStore.read`. */
	read(wanted: Iterable<Wanted>, window: number): AsyncGenerator<readonly MessageContent[], void, void> {
		return readAhead(wanted, window, async (batch, onMessage) => {
			const {folder} = batch;
			const uids = batch.messages.map(message => message.uid);
			const asked = new Set(uids);
			const opened = this.#selected.open(folder, 'read');
			const arrived: MessageContent[] = [];
			let arrivedBytes = 0;
			let checked = false;
			const fetched = this.#fetch(folder, toSet(uids), 'content', ({body, ...meta}) => {
				if (!asked.delete(meta.uid)) return false;
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
			// It is awaited below; until then a failure must not count as unheard.
			fetched.catch(() => {});
			this.#selected.expectValidity(folder, await opened, batch.uidValidity);
			checked = true;
			for (const message of arrived) onMessage(message);
			await fetched;
		});
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

	/** Fetches from these messages of a folder just opened, in as many commands at once as it takes; what is not there is left out. */
	async #fetchEach<T>(
		opened: Promise<OpenedFolder>,
		folder: string,
		uidValidity: number,
		uids: readonly number[],
		request: keyof typeof fetchItems,
		take: (message: Fetched) => T,
	): Promise<Map<number, T>> {
		const found = new Map<number, T>();
		const wanted = new Set(uids);
		const fetches = [...inSets(uids)].map(async part =>
			this.#fetch(folder, toSet(part), request, message => {
				if (!wanted.delete(message.uid)) return false;
				found.set(message.uid, take(message));
				return true;
			}),
		);
		const [state] = await whenAll([opened, ...fetches]);
		this.#selected.expectValidity(folder, state, uidValidity);
		return found;
	}

	/** Fetches from the open folder; `take` says of each message whether it was asked for. @throws {Problem} */
	async #fetch(
		folder: string,
		set: string,
		request: keyof typeof fetchItems,
		take: (message: Fetched) => boolean,
	): Promise<void> {
		await this.#execFetch(folder, `UID FETCH ${set} (${fetchItems[request]})`, response => {
			const message = fetchedBy(request, response);
			return message !== undefined && take(message);
		});
	}

	/** @throws {Problem} `read-refused`, `not-now` */
	async #execFetch(folder: string, command: string, onUntagged: OnUntagged): Promise<void> {
		try {
			await this.#commands.exec([command], onUntagged);
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
	return 400 + flags.reduce((sum, flag) => sum + flag.length + 32, 0);
}
