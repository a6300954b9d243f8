import {type Account, type FilesAccount, isFiles} from '../accounts/account.ts';
import type {AccessTokens, TokenSource} from '../accounts/oauth/access-tokens.ts';
import type {Secrets} from '../accounts/secrets.ts';
import {Problem, type Side} from '../problem.ts';
import {openFiles} from '../stores/files/open-files.ts';
import type {Unpacking} from '../stores/files/zip/unpacking.ts';
import {ImapStore} from '../stores/imap/imap-store.ts';
import {Suspects} from '../stores/imap/suspects.ts';
import type {StoreInfo, WritableStore} from '../stores/store.ts';
import type {Control} from './control.ts';
import type {Lane} from './lanes.ts';

/** One side, with what it takes to connect it again. Its secrets live here, in memory, and nowhere else. */
export interface Connection {
	readonly account: Account;
	readonly password: string;
	readonly secrets: Secrets;
	readonly store: WritableStore;
	/** What its connections have learnt of messages that the server can't hand out. */
	readonly suspects: Suspects;
}

interface LoginOptions {
	readonly like?: WritableStore;
	/** Ends the attempt. */
	readonly signal?: AbortSignal;
	readonly onUnpacking?: ((told: Unpacking) => void) | undefined;
}

/** The sides that are connected. */
export class Connections {
	readonly #sides = new Map<Side, Connection>();
	readonly #silence: number | undefined;
	/** Connections besides the one of each side. */
	readonly #more = new Set<WritableStore>();
	/** Those of them that are logging out. */
	readonly #leaving = new Set<Promise<void>>();
	#tokens: AccessTokens | undefined;
	#cut = new AbortController();

	/** @param silence milliseconds without a byte while an answer is awaited, after which a line counts as dead */
	constructor(silence?: number) {
		this.#silence = silence;
	}

	/**
	 * Logs in and lists, instead of whatever was connected on that side.
	 *
	 * @param onUnpacking told how far it is, where the mail is in a zip
	 * @throws {Problem}
	 */
	async connect(
		side: Side,
		account: Account,
		password: string,
		secrets: Secrets,
		onUnpacking?: (told: Unpacking) => void,
	): Promise<StoreInfo> {
		const known = this.#sides.get(side);
		this.#sides.delete(side);
		await known?.store.close();
		const suspects = new Suspects();
		const store = await this.#login(side, {account, password, secrets, suspects}, {onUnpacking});
		this.#sides.set(side, {account, password, secrets, suspects, store});
		return store.info;
	}

	/** A side that has been connected; its connection may have ended since. */
	get(side: Side): Connection {
		const connection = this.#sides.get(side);
		if (!connection) throw new Error(`${side} is not connected`);
		return connection;
	}

	/** Connects the sides again whose connection has ended. @throws {Problem} */
	async renew(sides: readonly Side[]): Promise<void> {
		for (const side of sides) {
			const known = this.get(side);
			if (!known.store.closed) continue;
			await known.store.close();
			this.#sides.set(side, {...known, store: await this.#login(side, known)});
		}
	}

	/**
	 * One more connection to each side, beside those that are there.
	 *
	 * @param signal ends the attempt, which then fails
	 * @throws {Problem} neither is left behind
	 */
	async lane(signal?: AbortSignal): Promise<Lane> {
		const [source, destination] = await Promise.allSettled([
			this.#another('source', signal),
			this.#another('destination', signal),
		]);
		const opened = [source, destination].flatMap(each => (each.status === 'fulfilled' ? [each.value] : []));
		const close = async () => {
			// Not those that were there already.
			const own = opened.filter(store => this.#more.delete(store));
			const left = Promise.all(own.map(store => store.goodbye())).then(() => {
				this.#leaving.delete(left);
			});
			this.#leaving.add(left);
			await left;
		};
		if (source.status === 'fulfilled' && destination.status === 'fulfilled')
			return {source: source.value, destination: destination.value, close};
		await close();
		throw source.status === 'rejected' ? source.reason : (destination as PromiseRejectedResult).reason;
	}

	/**
	 * Connections of their own that read one of these sides and write into files. There are servers that take one
	 * connection a mailbox: this one is left for them, until `renew`.
	 *
	 * @throws {Problem} `side` is that of the connections that are made
	 */
	async intoFiles(side: Side, files: FilesAccount): Promise<Connections> {
		const {account, password, secrets} = this.get(side);
		const connections = new Connections(this.#silence);
		// A consent may be good for one renewal at a time.
		if (tokenSource(secrets, password)) connections.#tokens = await this.#accessTokens();
		await connections.connect('destination', files, '', {});
		await this.leave(side);
		await connections.connect('source', account, password, secrets);
		return connections;
	}

	/** Logs out of a side for now; `renew` connects it again. */
	async leave(side: Side | undefined): Promise<void> {
		if (side) await this.#sides.get(side)?.store.close();
	}

	/**
	 * Does work that only reads. A server ends connections that are idle while a person thinks: then it begins anew,
	 * once, with care; and again for as long as that tells more of messages that the server can't hand out.
	 */
	async withFresh<T>(sides: readonly Side[], control: Control, work: () => Promise<T>): Promise<T> {
		const lessons = () => sides.reduce((sum, side) => sum + this.get(side).suspects.lessons, 0);
		let learnt = lessons();
		for (let isFirst = true; ; isFirst = false) {
			await this.renew(sides);
			this.#oneAtATime(sides, !isFirst);
			try {
				return await work();
			} catch (error) {
				const isLost = error instanceof Problem && error.data.code === 'connection-lost';
				const before = learnt;
				learnt = lessons();
				if (learnt === before && !(isLost && isFirst)) throw error;
				await control.gate();
			} finally {
				this.#oneAtATime(sides, false);
			}
		}
	}

	#oneAtATime(sides: readonly Side[], on: boolean): void {
		for (const side of sides) this.get(side).store.oneAtATime = on;
	}

	/** Ends logins under way. */
	giveUp(): void {
		this.#cut.abort();
		this.#cut = new AbortController();
	}

	/** Ends all connections, and logins under way, without a word: what waits for an answer fails at once. */
	cut(): void {
		this.giveUp();
		for (const store of [...[...this.#sides.values()].map(side => side.store), ...this.#more]) store.cut();
	}

	/** Logs out everywhere, at the end of all work. */
	async close(): Promise<void> {
		await Promise.all([...[...this.#sides.values()].map(({store}) => store.goodbye()), ...this.#leaving]);
		this.#sides.clear();
	}

	async #another(side: Side, signal?: AbortSignal): Promise<WritableStore> {
		const known = this.get(side);
		// Files are read and written in any number at once as it is.
		if (isFiles(known.account)) return known.store;
		const store = await this.#login(side, known, {like: known.store, ...(signal ? {signal} : {})});
		this.#more.add(store);
		return store;
	}

	async #login(
		side: Side,
		{account, password, secrets, suspects}: Omit<Connection, 'store'>,
		{like, signal, onUnpacking}: LoginOptions = {},
	): Promise<WritableStore> {
		const ends = AbortSignal.any([this.#cut.signal, ...(signal ? [signal] : [])]);
		if (isFiles(account)) return openFiles(side, account, {signal: ends, onUnpacking});
		const options = {
			signal: ends,
			secrets,
			silence: this.#silence,
			suspects,
			like: like instanceof ImapStore ? like : undefined,
		};
		const source = tokenSource(secrets, password);
		if (!source) return ImapStore.connect(side, account, password, options);
		const tokens = await this.#accessTokens();
		const token = await tokens.current(side, source);
		const open = async (token: string) => {
			const store = await ImapStore.connect(side, account, token, options);
			tokens.proved(token);
			return store;
		};
		try {
			return await open(token);
		} catch (error) {
			const isRefused = error instanceof Problem && error.data.code === 'token-refused';
			// It has ended early. The next is another: no refused one is sent twice.
			if (!isRefused || !tokens.isProven(token)) throw error;
			return open(await tokens.next(side, source, token));
		}
	}

	/** Loaded where they are used: most accounts have passwords. */
	async #accessTokens(): Promise<AccessTokens> {
		const {AccessTokens} = await import('../accounts/oauth/access-tokens.ts');
		this.#tokens ??= new AccessTokens();
		return this.#tokens;
	}
}

/** Where the access tokens of a side come from; undefined where it has a password, or one token and no other. */
function tokenSource({grant, tokenCommand}: Secrets, first: string): TokenSource | undefined {
	if (grant) return {grant};
	return tokenCommand === undefined ? undefined : {command: tokenCommand, first};
}
