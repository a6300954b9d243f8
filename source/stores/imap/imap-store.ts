import type {ServerAccount} from '../../accounts/account.ts';
import type {Secrets} from '../../accounts/secrets.ts';
import {Problem, type Side} from '../../problem.ts';
import type {
	Appended,
	Fingerprint,
	Folder,
	NewMessage,
	OpenedFolder,
	Role,
	StoreInfo,
	Wanted,
	WritableStore,
} from '../store.ts';
import {largestMessage, Refusal} from '../store.ts';
import {Commands} from './commands.ts';
import {FolderCommands} from './folder-commands.ts';
import {discover} from './folders.ts';
import {foldersOfLabels} from './labels.ts';
import {login} from './login.ts';
import {listOthers} from './others.ts';
import {Reader} from './reader.ts';
import {SelectedFolder} from './selected-folder.ts';
import {Suspects} from './suspects.ts';
import {type LiteralMode, Wire} from './wire.ts';
import {Writer} from './writer.ts';

/** Milliseconds of silence that a server may need for one answer, such as copying thousands of messages. */
const usualSilence = 120_000;

/** Milliseconds that listing the folders may take: some tens of thousands of them, each asked for by itself where it must be. */
const listingPatience = 15 * 60_000;

/** An IMAP account (RFC 3501, RFC 9051) over one connection, with many commands under way. */
export class ImapStore implements WritableStore {
	readonly can: WritableStore['can'];
	readonly #commands: Commands;
	readonly #selected: SelectedFolder;
	readonly #folders: FolderCommands;
	readonly #reader: Reader;
	readonly #writer: Writer;
	#info: StoreInfo;

	private constructor(commands: Commands, info: StoreInfo, suspects: Suspects) {
		this.can = {
			expungeByUid: commands.has('UIDPLUS', 'IMAP4rev2'),
			move: commands.has('MOVE', 'IMAP4rev2'),
			createWithRole: commands.has('CREATE-SPECIAL-USE'),
			appendTogether: commands.has('MULTIAPPEND') && commands.has('LITERAL+'),
		};
		this.#info = info;
		this.#commands = commands;
		this.#selected = new SelectedFolder(commands);
		this.#folders = new FolderCommands(commands, this.#selected, info.naming);
		this.#reader = new Reader(commands, this.#selected, suspects);
		this.#writer = new Writer(commands, this.#selected, this.can, folder => this.status(folder));
	}

	/**
	 * Logs in, lists the folders, and takes over the connection.
	 *
	 * @param options.signal ends the attempt, which then fails
	 * @param options.suspects what earlier connections of this side have learnt
	 * @param options.like a connection to the same account, whose list of folders is taken over instead of asked for
	 * @param options.silence milliseconds without a byte while an answer is awaited, after which the line counts as dead
	 * @throws {Problem} see `login`
	 */
	static async connect(
		side: Side,
		account: ServerAccount,
		password: string,
		{
			signal,
			silence = usualSilence,
			secrets = {},
			suspects = new Suspects(),
			like,
		}: {
			readonly signal?: AbortSignal;
			readonly silence?: number | undefined;
			readonly secrets?: Secrets;
			readonly suspects?: Suspects;
			readonly like?: ImapStore | undefined;
		} = {},
	): Promise<ImapStore> {
		const client = await login(side, account, {...secrets, password}, {silence, signal});
		const {capabilities, usable} = client;
		if (!usable) throw new Problem({code: 'connection-lost', side});
		const wire = new Wire({
			side,
			...client.unbind(),
			literals: literalMode(capabilities),
			binary: capabilities.has('BINARY'),
			silence,
			maxLiteral: largestMessage,
		});
		const cut = () => wire.destroy();
		signal?.addEventListener('abort', cut, {once: true});
		try {
			const names = like ? like.#commands.rawNames : new Map<string, string>();
			const commands = new Commands(side, wire, new Set(capabilities.keys()), names);
			if (account.compress) await commands.compress();
			const info = like?.info ?? (await wire.within(listingPatience, discover(commands, client)));
			const store = new ImapStore(commands, info, suspects);
			// Where they come from is asked for; nothing is ever written there.
			if (side === 'source' && !like) await store.#findOthers();
			return store;
		} catch (error) {
			cut();
			// Exchange takes such a login, and nothing after it.
			if (!(error instanceof Refusal) || !/authenticated but not connected/i.test(error.words)) throw error;
			const {host, port, user} = account;
			throw new Problem(
				{code: 'login-refused', side, server: error.words, params: {host, port, user}},
				error,
			);
		} finally {
			signal?.removeEventListener('abort', cut);
		}
	}

	get info(): StoreInfo {
		return this.#info;
	}

	set oneAtATime(on: boolean) {
		this.#commands.oneAtATime = on;
	}

	get closed(): boolean {
		return this.#commands.closed;
	}

	scan(folder: string, options?: {readonly kinds?: boolean; readonly onMessage?: () => void}) {
		return this.#reader.scan(folder, options);
	}

	fingerprints(
		folder: string,
		uidValidity: number,
		uids: readonly number[],
		take: (uid: number, fingerprint: Fingerprint) => void,
	) {
		return this.#reader.fingerprints(folder, uidValidity, uids, take);
	}

	metadata(folder: string, uidValidity: number, uids: readonly number[]) {
		return this.#reader.metadata(folder, uidValidity, uids);
	}

	headings(folder: string, uidValidity: number, uids: readonly number[]) {
		return this.#reader.headings(folder, uidValidity, uids);
	}

	read(wanted: Iterable<Wanted>, window: number, what?: 'content' | 'digest') {
		return this.#reader.read(wanted, window, what);
	}

	giveBack(content: Buffer): void {
		this.#commands.giveBack(content);
	}

	pieces(folder: string, uidValidity: number, uid: number) {
		return this.#reader.pieces(folder, uidValidity, uid);
	}

	identities(folder: string, uidValidity: number) {
		return this.#reader.identities(folder, uidValidity);
	}

	labels(folder: string, uidValidity: number) {
		return this.#reader.labels(
			folder,
			uidValidity,
			foldersOfLabels(this.#info.folders, this.#commands.rawNames),
		);
	}

	status(folder: string): Promise<OpenedFolder> {
		return this.#folders.status(folder);
	}

	refusesName(folder: string): Promise<string | undefined> {
		return this.#folders.refusesName(folder);
	}

	create(folder: string, role?: Role): Promise<'created' | 'existed'> {
		return this.#folders.create(folder, role);
	}

	hasChildren(folder: string): Promise<boolean> {
		return this.#folders.hasChildren(folder);
	}

	remove(folder: string): Promise<void> {
		return this.#folders.remove(folder);
	}

	hasGrown(folder: string): void {
		this.#selected.appendedTo(folder);
	}

	subscribe(folder: string, on: boolean): Promise<void> {
		return this.#folders.subscribe(folder, on);
	}

	open(folder: string): Promise<OpenedFolder> {
		return this.#selected.openAnew(folder, 'write');
	}

	append(folder: string, messages: readonly NewMessage[]): Promise<readonly Appended[]> {
		return this.#writer.append(folder, messages);
	}

	move(from: string, uidValidity: number, uids: readonly number[], to: string) {
		return this.#writer.move(from, uidValidity, uids, to);
	}

	expunge(folder: string, uidValidity: number, uids: readonly number[]): Promise<void> {
		return this.#writer.expunge(folder, uidValidity, uids);
	}

	close(): Promise<void> {
		return this.#commands.logout();
	}

	goodbye(): Promise<void> {
		return this.#commands.goodbye();
	}

	cut(): void {
		this.#commands.cut();
	}

	/** Adds the folders of other users and shared ones to what is known of this side. */
	async #findOthers(): Promise<void> {
		const found = await listOthers(this.#commands, this.#info.naming);
		const others = await Promise.all(found.map(async folder => this.#counted(folder)));
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
}

function literalMode(capabilities: Pick<ReadonlySet<string>, 'has'>): LiteralMode {
	if (capabilities.has('LITERAL+')) return 'plus';
	return capabilities.has('LITERAL-') || capabilities.has('IMAP4rev2') ? 'minus' : 'sync';
}
