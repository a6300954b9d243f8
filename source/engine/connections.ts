import type {Account} from '../accounts/account.ts';
import {Problem, type Side} from '../problem.ts';
import {ImapStore} from '../stores/imap/imap-store.ts';
import type {StoreInfo, WritableStore} from '../stores/store.ts';
import type {Control} from './control.ts';

/** One side, with what it takes to connect it again. The password lives here, in memory, and nowhere else. */
export interface Connection {
	readonly account: Account;
	readonly password: string;
	readonly store: WritableStore;
}

/** The sides that are connected. */
export class Connections {
	readonly #sides = new Map<Side, Connection>();
	readonly #silence: number | undefined;
	#cut = new AbortController();

	/** @param silence milliseconds without a byte while an answer is awaited, after which a line counts as dead */
	constructor(silence?: number) {
		this.#silence = silence;
	}

	/** Logs in and lists, instead of whatever was connected on that side. @throws {Problem} */
	async connect(side: Side, account: Account, password: string): Promise<StoreInfo> {
		const known = this.#sides.get(side);
		this.#sides.delete(side);
		await known?.store.close();
		const store = await this.#login(side, account, password);
		this.#sides.set(side, {account, password, store});
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
			const {account, password, store} = this.get(side);
			if (store.closed)
				this.#sides.set(side, {account, password, store: await this.#login(side, account, password)});
		}
	}

	/** Logs out of a side for now; `renew` connects it again. */
	async leave(side: Side | undefined): Promise<void> {
		if (side) await this.#sides.get(side)?.store.close();
	}

	/** Does work that only reads. A server ends connections that are idle while a person thinks: then it begins anew, once. */
	async withFresh<T>(sides: readonly Side[], control: Control, work: () => Promise<T>): Promise<T> {
		await this.renew(sides);
		try {
			return await work();
		} catch (error) {
			if (!(error instanceof Problem) || error.data.code !== 'connection-lost') throw error;
			await control.gate();
			await this.renew(sides);
			return work();
		}
	}

	/** Ends all connections, and logins under way, without a word: what waits for an answer fails at once. */
	cut(): void {
		this.#cut.abort();
		this.#cut = new AbortController();
		for (const {store} of this.#sides.values()) store.cut();
	}

	/** Logs out everywhere. */
	async close(): Promise<void> {
		await Promise.all([...this.#sides.values()].map(async ({store}) => store.close()));
		this.#sides.clear();
	}

	async #login(side: Side, account: Account, password: string): Promise<WritableStore> {
		const {signal} = this.#cut;
		return ImapStore.connect(side, account, password, {signal, silence: this.#silence});
	}
}
