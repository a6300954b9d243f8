import type {Account} from '../../accounts/account.ts';
import {Problem, type Side} from '../../problem.ts';
import {whenAll} from '../../when-all.ts';
import {headingOf} from '../header.ts';
import {parseInternalDate} from '../internal-date.ts';
import {withInbox} from '../naming.ts';
import {attributeOf} from '../roles.ts';
import type {
	Appended,
	Folder,
	MessageContent,
	MessageHeading,
	MessageMeta,
	OpenedFolder,
	Role,
	StoreInfo,
	Wanted,
	WritableStore,
} from '../store.ts';
import {largestMessage, Refusal} from '../store.ts';
import {type Fetched, fetchedBy, fetchItems, pieceBy, pieceItems} from './fetching.ts';
import {type Discovery, discover} from './folders.ts';
import {login} from './login.ts';
import {listOthers} from './others.ts';
import {numberOf, pairsOf, type Status, textOf, textsOf} from './parse.ts';
import {readAhead} from './reading.ts';
import {refusalOf} from './refusing.ts';
import {fromSet, inSets, toSet} from './sets.ts';
import {decodeName, encodeName} from './utf7.ts';
import {type LiteralMode, type OnUntagged, type Part, Refused, Wire} from './wire.ts';

/** Milliseconds of silence that a server may need for one answer, such as copying thousands of messages. */
const usualSilence = 120_000;

/** Bytes of a message that are asked for at once where it is read in pieces, and how many such are on their way. */
const pieceBytes = 256 * 1024;
const piecesAhead = 4;

type Selection = {
	readonly folder: string;
	readonly mode: 'read' | 'write';
	readonly opened: Promise<OpenedFolder>;
};

/** An IMAP account (RFC 3501, RFC 9051) over one connection, with many commands under way. */
export class ImapStore implements WritableStore {
	readonly can: WritableStore['can'];
	readonly #side: Side;
	readonly #wire: Wire;
	readonly #rawNames: Map<string, string>;
	readonly #capabilities: ReadonlySet<string>;
	#info: StoreInfo;
	#selection: Selection | undefined;
	/** Whether something came into the open folder that the server need not have told of (RFC 3501, 6.3.11). */
	#untold = false;

	private constructor(side: Side, wire: Wire, {info, rawNames}: Discovery) {
		this.#side = side;
		this.#wire = wire;
		this.#info = info;
		this.#rawNames = new Map(rawNames);
		this.#capabilities = new Set(info.capabilities);
		this.can = {
			expungeByUid: this.#capabilities.has('UIDPLUS') || this.#capabilities.has('IMAP4rev2'),
			move: this.#capabilities.has('MOVE') || this.#capabilities.has('IMAP4rev2'),
			createWithRole: this.#capabilities.has('CREATE-SPECIAL-USE'),
		};
	}

	/**
	 * Logs in, lists the folders, and takes over the connection.
	 *
	 * @param options.signal ends the attempt, which then fails
	 * @param options.silence milliseconds without a byte while an answer is awaited, after which the line counts as dead
	 * @throws {Problem} see `login`
	 */
	static async connect(
		side: Side,
		account: Account,
		password: string,
		{
			signal,
			silence = usualSilence,
		}: {readonly signal?: AbortSignal; readonly silence?: number | undefined} = {},
	): Promise<ImapStore> {
		const client = await login(side, account, password, signal);
		const cut = () => client.close();
		signal?.addEventListener('abort', cut, {once: true});
		try {
			const discovery = await discover(client);
			const capabilities = new Set(discovery.info.capabilities);
			const {readSocket, writeSocket} = client.unbind();
			const wire = new Wire({
				side,
				read: readSocket,
				write: writeSocket,
				literals: literalMode(capabilities),
				binary: capabilities.has('BINARY'),
				silence,
				maxLiteral: largestMessage,
			});
			const store = new ImapStore(side, wire, discovery);
			// Where they come from is asked for; nothing is ever written there.
			if (side === 'source') await store.#findOthers();
			return store;
		} catch (error) {
			client.close();
			if (error instanceof Problem) throw error;
			const server = error instanceof Error ? error.message : String(error);
			throw new Problem({code: 'connection-lost', side, server}, error);
		} finally {
			signal?.removeEventListener('abort', cut);
		}
	}

	get info(): StoreInfo {
		return this.#info;
	}

	get closed(): boolean {
		return this.#wire.closed !== undefined;
	}

	async scan(
		folder: string,
		options: {readonly fingerprints?: boolean; readonly onMessage?: () => void} = {},
	) {
		const request = options.fingerprints ? 'fingerprint' : 'meta';
		// By UID, since a server may tell of a message twice.
		const messages = new Map<number, MessageMeta>();
		const opened = this.#openAnew(folder);
		// Asked for at once with the opening: an empty folder answers with nothing.
		const fetched = this.#fetch(folder, '1:*', request, message => {
			options.onMessage?.();
			return messages.set(message.uid, message).size > 0;
		});
		const [state] = await whenAll([opened, fetched]);
		return {folder: state, messages: [...messages.values()].sort((a, b) => a.uid - b.uid)};
	}

	async metadata(folder: string, uidValidity: number, uids: readonly number[]) {
		if (uids.length === 0) return new Map<number, MessageMeta>();
		const opened = this.#open(folder, 'read');
		return this.#fetchEach(opened, folder, uidValidity, uids, 'meta', message => message);
	}

	async headings(folder: string, uidValidity: number, uids: readonly number[]) {
		if (uids.length === 0) return new Map<number, MessageHeading>();
		const opened = this.#openAnew(folder);
		return this.#fetchEach(opened, folder, uidValidity, uids, 'heading', ({body}) =>
			body ? headingOf(body) : {},
		);
	}

	read(wanted: Iterable<Wanted>, window: number): AsyncGenerator<readonly MessageContent[], void, void> {
		return readAhead(wanted, window, async (batch, onMessage) => {
			const {folder} = batch;
			const uids = batch.messages.map(message => message.uid);
			const asked = new Set(uids);
			const opened = this.#open(folder, 'read');
			const arrived: MessageContent[] = [];
			let checked = false;
			const fetched = this.#fetch(folder, toSet(uids), 'content', ({body, ...meta}) => {
				if (!asked.delete(meta.uid)) return false;
				const message = {...meta, folder, ...(body ? {content: body} : {})};
				if (checked) onMessage(message);
				else arrived.push(message);
				return true;
			});
			// It is awaited below; until then a failure must not count as unheard.
			fetched.catch(() => {});
			this.#sameValidity(folder, await opened, batch.uidValidity);
			checked = true;
			for (const message of arrived) onMessage(message);
			await fetched;
		});
	}

	async *pieces(folder: string, uidValidity: number, uid: number): AsyncGenerator<Buffer, void, void> {
		const ask = (start: number) => {
			const opened = start === 0 ? this.#openAnew(folder) : this.#open(folder, 'read');
			const asked = this.#piece(opened, folder, uidValidity, uid, start);
			// Whoever waits for it is told; the last ones are asked for in vain.
			asked.catch(() => {});
			return asked;
		};
		// Most messages are no longer than one piece: only after it more are asked for ahead.
		const underWay = [ask(0)];
		for (let next = pieceBytes; ; ) {
			const piece = await underWay.shift();
			if (!piece) throw new Problem({code: 'message-gone', side: this.#side, params: {folder, uid}});
			if (piece.length > 0) yield piece;
			if (piece.length < pieceBytes) return;
			for (; underWay.length < piecesAhead; next += pieceBytes) underWay.push(ask(next));
		}
	}

	async status(folder: string): Promise<OpenedFolder> {
		let found: OpenedFolder | undefined;
		const {naming} = this.info;
		const wanted = withInbox(folder, naming);
		const status = `STATUS ${this.#quoted(folder)} (MESSAGES UIDNEXT UIDVALIDITY)`;
		await this.#exec([status], (response, oldest) => {
			if (response.kind !== 'data' || response.name !== 'STATUS') return false;
			const name = withInbox(decodeName(textOf(response.values[0])), naming);
			if (name !== wanted && !(oldest && name.toUpperCase() === wanted.toUpperCase())) return false;
			const pairs = pairsOf(response.values.at(-1));
			found = {
				messages: numberOf(pairs.get('MESSAGES')) ?? 0,
				uidNext: numberOf(pairs.get('UIDNEXT')) ?? 0,
				uidValidity: numberOf(pairs.get('UIDVALIDITY')) ?? 0,
			};
			return true;
		}).catch(async error => {
			throw await this.#unopened(folder, error);
		});
		if (!found) throw new Problem({code: 'folder-gone', side: this.#side, params: {folder}});
		return found;
	}

	async refusesName(folder: string): Promise<string | undefined> {
		try {
			await this.#exec([`STATUS ${this.#quoted(folder)} (UIDVALIDITY)`]);
		} catch (error) {
			if (!(error instanceof Refusal)) throw error;
			// CANNOT is what can never succeed (RFC 5530, 3). Dovecot says so of such a name, whatever is asked of it.
			if (error.cause instanceof Refused && error.cause.code?.name === 'CANNOT') return error.words;
		}

		return undefined;
	}

	async create(folder: string, role?: Role): Promise<'created' | 'existed'> {
		const attribute = role && this.can.createWithRole ? attributeOf(role) : undefined;
		const name = this.#quoted(folder);
		try {
			try {
				await this.#exec([attribute ? `CREATE ${name} (USE (${attribute}))` : `CREATE ${name}`]);
			} catch (error) {
				// RFC 6154, 3: a server may refuse a role; the folder is still wanted.
				const refusesRole = error instanceof Refusal && attribute && !isThere(error);
				if (!refusesRole) throw error;
				await this.#exec([`CREATE ${name}`]);
			}

			return 'created';
		} catch (error) {
			if (error instanceof Refusal && (isThere(error) || (await this.#exists(folder)))) return 'existed';
			throw error;
		}
	}

	/** Asked where a server refuses to create a folder in words that say nothing (Courier: "Cannot create this folder."). */
	async #exists(folder: string): Promise<boolean> {
		return this.status(folder).then(
			() => true,
			error => {
				if (error instanceof Problem && error.data.code === 'folder-gone') return false;
				throw error;
			},
		);
	}

	async hasChildren(folder: string): Promise<boolean> {
		const {delimiter} = this.info.naming;
		if (delimiter === '') return false;
		let found = false;
		const raw = this.#raw(folder);
		// A `%` or `*` in the name itself would match more: what comes back is looked at again.
		await this.#exec([`LIST "" ${quoted(`${raw}${delimiter}%`)}`], response => {
			if (response.kind !== 'data' || response.name !== 'LIST') return false;
			found ||= textOf(response.values[2]).startsWith(raw + delimiter);
			return true;
		});
		return found;
	}

	async remove(folder: string): Promise<void> {
		const left = this.#selection?.folder === folder ? this.#leave() : undefined;
		const name = this.#quoted(folder);
		try {
			await whenAll([this.#exec([`DELETE ${name}`]), left]);
		} catch (error) {
			// Cyrus deletes no folder that has a special use; a client may take it off (RFC 6154, 5.4).
			if (!(error instanceof Refusal) || !this.#capabilities.has('METADATA')) throw error;
			await this.#exec([`SETMETADATA ${name} (/private/specialuse NIL)`]).catch(() => {
				throw error;
			});
			await this.#exec([`DELETE ${name}`]);
		}
	}

	async subscribe(folder: string, on: boolean): Promise<void> {
		await this.#exec([`${on ? 'SUBSCRIBE' : 'UNSUBSCRIBE'} ${this.#quoted(folder)}`]);
	}

	async open(folder: string): Promise<OpenedFolder> {
		this.#selection = undefined;
		return this.#open(folder, 'write');
	}

	async append(
		folder: string,
		message: {readonly content: Buffer; readonly flags: readonly string[]; readonly internalDate: string},
	): Promise<Appended> {
		const flags = message.flags.length > 0 ? `(${message.flags.join(' ')}) ` : '';
		// A date from a server that is none would make the append fail, or worse, be read as a command.
		const isDate = parseInternalDate(message.internalDate) !== undefined;
		const date = isDate ? `"${message.internalDate.trim().padStart(26, ' ')}" ` : '';
		const status = await this.#exec([`APPEND ${this.#quoted(folder)} ${flags}${date}`, message.content]);
		if (this.#selection?.folder === folder) this.#untold = true;
		if (status.code?.name !== 'APPENDUID') return {};
		const [uidValidity, uid] = status.code.args.split(' ').map(Number);
		return uid && uidValidity ? {uid, uidValidity} : {};
	}

	async move(from: string, uidValidity: number, uids: readonly number[], to: string) {
		const state = await this.#open(from, 'write');
		this.#sameValidity(from, state, uidValidity);
		const moved = new Map<number, number>();
		let validity: number | undefined;
		let told = true;
		for (const part of inSets(uids)) {
			const before = moved.size;
			const asked = new Set(part);
			const note = ({code}: Status) => {
				const copied = code?.name === 'COPYUID' ? copyUid(code.args) : undefined;
				// It may be about another move under way: a server may begin the next before it has said that this one ended.
				if (!copied || [...copied.uids.keys()].some(uid => !asked.has(uid))) return false;
				validity = copied.uidValidity;
				for (const [uid, now] of copied.uids) moved.set(uid, now);
				return true;
			};

			const selected = this.#open(from, 'write');
			const command = this.can.move ? 'UID MOVE' : 'UID COPY';
			const [, status] = await whenAll([
				selected,
				this.#exec(
					[`${command} ${toSet(part)} ${this.#quoted(to)}`],
					response => response.kind === 'status' && note(response.status),
				),
			]);
			note(status);
			if (!this.can.move && this.can.expungeByUid) await this.expunge(from, uidValidity, part);
			told &&= moved.size > before;
		}

		return told && validity !== undefined ? {uidValidity: validity, uids: moved} : undefined;
	}

	async expunge(folder: string, uidValidity: number, uids: readonly number[]): Promise<void> {
		// A plain EXPUNGE would take out what others marked; without UID EXPUNGE nothing is deleted at all.
		if (!this.can.expungeByUid) throw new Refusal(this.#side, 'other', 'UIDPLUS is missing');
		const state = await this.#open(folder, 'write');
		this.#sameValidity(folder, state, uidValidity);
		for (const part of inSets(uids)) {
			const set = toSet(part);
			await whenAll([
				this.#open(folder, 'write'),
				this.#exec([`UID STORE ${set} +FLAGS.SILENT (\\Deleted)`]),
				this.#exec([`UID EXPUNGE ${set}`]),
			]);
		}
	}

	async close(): Promise<void> {
		if (!this.#wire.closed) {
			const patience = new Promise(resolve => setTimeout(resolve, 2000).unref());
			await Promise.race([this.#exec(['LOGOUT']).catch(() => {}), patience]);
		}

		this.#wire.destroy();
	}

	cut(): void {
		this.#wire.destroy();
	}

	/** Adds the folders of other users and shared ones to what is known of this side. */
	async #findOthers(): Promise<void> {
		const found = await listOthers(this.#info.naming, async (command, onUntagged) =>
			this.#exec([command], onUntagged),
		);
		for (const {folder, raw} of found) this.#rawNames.set(folder.name, raw);
		const others = await Promise.all(found.map(async ({folder}) => this.#counted(folder)));
		if (others.length > 0) this.#info = {...this.#info, others};
	}

	/** What may be seen and not be read counts as a level that holds no mail. */
	async #counted(folder: Folder): Promise<Folder> {
		if (!folder.selectable) return folder;
		try {
			return {...folder, ...(await this.status(folder.name))};
		} catch (error) {
			if (error instanceof Problem && error.data.code === 'folder-gone')
				return {...folder, selectable: false};
			throw error;
		}
	}

	/**
	 * Opens a folder unless it is the one that is open. Sends at once and answers later, so that the next
	 * command may follow without waiting: if the opening fails, no folder is open and the command harms nothing.
	 */
	#open(folder: string, mode: 'read' | 'write'): Promise<OpenedFolder> {
		const current = this.#selection;
		if (current?.folder === folder && (current.mode === mode || current.mode === 'write')) {
			if (this.#untold) {
				this.#untold = false;
				this.#exec(['NOOP']).catch(() => {});
			}
			return current.opened;
		}
		this.#untold = false;
		let uidValidity = 0;
		let uidNext = 0;
		let messages = 0;
		let permanentFlags: readonly string[] | undefined;
		const opened = this.#exec(
			[`${mode === 'read' ? 'EXAMINE' : 'SELECT'} ${this.#quoted(folder)}`],
			(response, oldest) => {
				// A server opens a folder only after all else is done: what comes before is another command's.
				if (!oldest) return false;
				if (response.kind === 'data') {
					if (response.name === 'EXISTS') messages = response.number ?? 0;
					return true;
				}

				const {code} = response.status;
				if (code?.name === 'UIDVALIDITY') uidValidity = Number(code.args);
				if (code?.name === 'UIDNEXT') uidNext = Number(code.args);
				if (code?.name === 'PERMANENTFLAGS') {
					permanentFlags = code.args.replaceAll(/[()]/g, '').split(' ').filter(Boolean);
				}

				return true;
			},
		).then(
			() => ({
				uidValidity,
				uidNext,
				messages,
				...(mode === 'write' && permanentFlags ? {permanentFlags} : {}),
			}),
			async error => {
				if (this.#selection?.opened === opened) this.#selection = undefined;
				throw await this.#unopened(folder, error);
			},
		);
		// Whoever waits for it is told; nobody has to.
		opened.catch(() => {});
		this.#selection = {folder, mode, opened};
		return opened;
	}

	/**
	 * Opens a folder to read it as it is now: of one that is open a server tells only later, or only when asked,
	 * what came and went, and that it was replaced.
	 */
	#openAnew(folder: string): Promise<OpenedFolder> {
		const mode = this.#selection?.folder === folder ? this.#selection.mode : 'read';
		this.#selection = undefined;
		return this.#open(folder, mode);
	}

	/** Lets go of the open folder. Never by CLOSE, which expunges what others marked (RFC 9051, 6.4.1). */
	async #leave(): Promise<void> {
		this.#selection = undefined;
		if (this.#capabilities.has('UNSELECT') || this.#capabilities.has('IMAP4rev2'))
			await this.#exec(['UNSELECT']);
		else await this.#exec(['EXAMINE INBOX']);
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
			const found = pieceBy(response, uid, start);
			piece ??= found;
			return found !== undefined;
		});
		const [state] = await whenAll([opened, fetched]);
		this.#sameValidity(folder, state, uidValidity);
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
		this.#sameValidity(folder, state, uidValidity);
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
			await this.#exec([command], onUntagged);
		} catch (error) {
			if (!(error instanceof Refusal)) throw error;
			// Some have gone meanwhile (RFC 5530, 3): the others have come.
			if (error.cause instanceof Refused && error.cause.code?.name === 'EXPUNGEISSUED') return;
			const code = error.reason === 'later' ? 'not-now' : 'read-refused';
			throw new Problem({...error.data, code, params: {folder}}, error);
		}
	}

	async #exec(parts: readonly Part[], onUntagged?: OnUntagged): Promise<Status> {
		try {
			return await this.#wire.exec(parts, onUntagged);
		} catch (error) {
			throw error instanceof Refused ? refusalOf(this.#side, error) : error;
		}
	}

	#quoted(folder: string): string {
		return quoted(this.#raw(folder));
	}

	/** A folder's name as the server writes it. */
	#raw(folder: string): string {
		return this.#rawNames.get(folder) ?? encodeName(folder);
	}

	/**
	 * What a refusal to open a folder, or to count it, means. That it is gone is believed of a listing alone: a
	 * folder that is busy must not be taken for one whose messages are no more.
	 */
	async #unopened(folder: string, error: unknown): Promise<unknown> {
		if (!(error instanceof Refusal) || error.reason === 'later') return error;
		const isThere = error.reason !== 'no-folder' && (await this.#isListed(folder));
		const code = isThere ? error.data.code : 'folder-gone';
		return new Problem({...error.data, code, params: {folder}}, error);
	}

	/** Whether a folder that can hold messages has this name. */
	async #isListed(folder: string): Promise<boolean> {
		const raw = this.#raw(folder);
		let found = false;
		await this.#exec([`LIST "" ${quoted(raw)}`], response => {
			if (response.kind !== 'data' || response.name !== 'LIST') return false;
			const flags = textsOf(response.values[0]).map(flag => flag.toLowerCase());
			const isFolder = !flags.includes('\\noselect') && !flags.includes('\\nonexistent');
			// A `%` or `*` in the name itself matches more.
			found ||= isFolder && textOf(response.values[2]) === raw;
			return true;
		});
		return found;
	}

	#sameValidity(folder: string, state: OpenedFolder, uidValidity: number): void {
		if (state.uidValidity === uidValidity) return;
		throw new Problem({code: 'folder-changed', side: this.#side, params: {folder}});
	}
}

function quoted(raw: string): string {
	return `"${raw.replaceAll(/["\\]/g, '\\$&')}"`;
}

function literalMode(capabilities: ReadonlySet<string>): LiteralMode {
	if (capabilities.has('LITERAL+')) return 'plus';
	return capabilities.has('LITERAL-') || capabilities.has('IMAP4rev2') ? 'minus' : 'sync';
}

function isThere(refusal: Refusal): boolean {
	return (
		refusal.cause instanceof Refused &&
		(refusal.cause.code?.name === 'ALREADYEXISTS' || /already exists|mailbox exists/i.test(refusal.words))
	);
}

/**
 * What COPYUID says (RFC 4315, 3), or undefined where it makes no sense: then the messages are looked for by
 * their content.
 */
function copyUid(
	args: string,
): {readonly uidValidity: number; readonly uids: ReadonlyMap<number, number>} | undefined {
	const [validity = '', from = '', to = ''] = args.split(' ');
	try {
		const [old, fresh] = [fromSet(from), fromSet(to)];
		const sound = old.length === fresh.length && new Set(fresh).size === fresh.length;
		if (!sound || !/^[1-9]\d{0,9}$/.test(validity)) return undefined;
		return {uidValidity: Number(validity), uids: new Map(old.map((uid, index) => [uid, fresh[index] ?? 0]))};
	} catch (error) {
		if (error instanceof RangeError) return undefined;
		throw error;
	}
}
