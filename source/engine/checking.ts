import {availableParallelism} from 'node:os';
import {countKinds} from '../certified/kind.ts';
import {checkSignature} from '../certified/signature.ts';
import {certifiedKindOf} from '../certified/telling.ts';
import type {Verdict} from '../certified/verdict.ts';
import type {Side} from '../problem.ts';
import {digestOf} from '../stores/fingerprint.ts';
import {headingOf} from '../stores/heading.ts';
import type {MessageContent, MessageMeta, ReadableStore} from '../stores/store.ts';
import type {CheckedFolder, CheckedMessage} from './checked.ts';
import type {Control} from './control.ts';
import type {EngineEvent} from './events.ts';

/** What is to be checked. */
export interface FolderAsked {
	readonly folder: string;
	/** A PEM file with those who have to vouch for the signers; nobody has to unless told. */
	readonly authority?: string;
	/** The UIDVALIDITY that the UIDs were told with. */
	readonly uidValidity?: number;
	/** These messages alone. */
	readonly uids?: readonly number[];
}

/** Bytes that reading keeps under way. */
const window = 16 * 1024 * 1024;

/** Milliseconds after which what has been checked is told. */
const pace = 250;

/** Signatures that are checked at once, each by a process of its own. */
const atOnce = Math.max(1, Math.min(4, availableParallelism()));

/** The check of one folder. What it has told it tells once, also where it begins anew on another connection. */
export class FolderCheck {
	readonly #side: Side;
	readonly #asked: FolderAsked;
	readonly #tell: (event: EngineEvent) => void;
	readonly #done = new Map<number, Pick<CheckedMessage, 'kind'> & {readonly verdict: Verdict}>();
	#uidValidity: number | undefined;

	constructor(side: Side, asked: FolderAsked, tell: (event: EngineEvent) => void) {
		this.#side = side;
		this.#asked = asked;
		this.#uidValidity = asked.uidValidity;
		this.#tell = tell;
	}

	/**
	 * Reads what has not been checked yet, and checks it. Messages that go meanwhile are not counted.
	 *
	 * @throws {Problem} `folder-gone`, `folder-changed`, `connection-lost`, `openssl-missing`
	 * @throws {Stopped}
	 */
	async run(store: ReadableStore, control: Control): Promise<CheckedFolder> {
		const {folder, uids} = this.#asked;
		const {folder: opened, messages: listed} = await store.scan(folder);
		const wantedUids = uids && new Set(uids);
		const messages = wantedUids ? listed.filter(({uid}) => wantedUids.has(uid)) : listed;
		this.#uidValidity ??= opened.uidValidity;
		const wanted = {
			folder,
			uidValidity: this.#uidValidity,
			messages: messages.filter(({uid}) => !this.#done.has(uid)),
		};
		let checked: CheckedMessage[] = [];
		let told = 0;
		const report = () => {
			for (const {uid, kind, signature} of checked)
				this.#done.set(uid, {...(kind ? {kind} : {}), verdict: signature.verdict});
			this.#report(
				messages.length,
				checked.sort((a, b) => a.uid - b.uid),
			);
			checked = [];
			told = Date.now();
		};

		report();
		for await (const contents of store.read([wanted], window)) {
			const queue = contents.values();
			const work = async () => {
				for (const message of queue) {
					await control.gate();
					const found = await this.#check(message);
					if (found) checked.push(found);
					if (Date.now() - told >= pace) report();
				}
			};

			await Promise.all(Array.from({length: atOnce}, work));
			report();
		}

		const all = [...this.#done.values()];
		const verdicts: Partial<Record<Verdict, number>> = {};
		for (const {verdict} of all) verdicts[verdict] = (verdicts[verdict] ?? 0) + 1;
		return {
			side: this.#side,
			folder,
			uidValidity: this.#uidValidity,
			messages: all.length,
			verdicts,
			kinds: countKinds(all.map(({kind}) => kind)),
		};
	}

	async #check({content, unreadable, ...meta}: MessageContent): Promise<CheckedMessage | undefined> {
		if (!content) {
			if (unreadable === undefined) return undefined;
			return {...bare(meta), signature: {verdict: 'unchecked', words: unreadable}};
		}

		const kind = certifiedKindOf(content);
		const {authority} = this.#asked;
		const options = authority === undefined ? {} : {authority};
		const signature = await checkSignature(content, kind, options);
		return {
			...bare(meta),
			...headingOf(content),
			bytes: content.length,
			digest: digestOf(content),
			...(kind ? {kind} : {}),
			signature,
		};
	}

	#report(of: number, messages: readonly CheckedMessage[]): void {
		this.#tell({
			event: 'checked',
			side: this.#side,
			folder: this.#asked.folder,
			uidValidity: this.#uidValidity ?? 0,
			done: this.#done.size,
			of,
			messages,
		});
	}
}

function bare({uid, bytes, internalDate, flags}: MessageMeta) {
	return {uid, bytes, internalDate, flags};
}
