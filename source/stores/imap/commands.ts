import type {Side} from '../../problem.ts';
import type {Status} from './parse.ts';
import {refusalOf} from './refusing.ts';
import {encodeName} from './utf7.ts';
import {type OnUntagged, type Part, Refused, type Wire} from './wire.ts';

/** Commands to one server, with the names of folders as it writes them itself. */
export class Commands {
	readonly side: Side;
	readonly #wire: Wire;
	readonly #rawNames: Map<string, string>;
	readonly #capabilities: ReadonlySet<string>;

	/** @param rawNames how the server writes the folders that it has listed */
	constructor(
		side: Side,
		wire: Wire,
		capabilities: ReadonlySet<string>,
		rawNames: ReadonlyMap<string, string>,
	) {
		this.side = side;
		this.#wire = wire;
		this.#capabilities = capabilities;
		this.#rawNames = new Map(rawNames);
	}

	/** Whether the server offers one of these extensions. */
	has(...names: readonly string[]): boolean {
		return names.some(name => this.#capabilities.has(name));
	}

	/** True once the connection has ended. */
	get closed(): boolean {
		return this.#wire.closed !== undefined;
	}

	/** See `ReadableStore.oneAtATime`. */
	set oneAtATime(on: boolean) {
		this.#wire.oneAtATime = on;
	}

	/** See `Wire.giveBack`. */
	giveBack(literal: Buffer): void {
		this.#wire.giveBack(literal);
	}

	/** Sends one command; see `Wire.exec`. @throws {Refusal} the server says no @throws {Problem} `connection-lost` */
	async exec(parts: readonly Part[], onUntagged?: OnUntagged, lacks?: () => boolean): Promise<Status> {
		try {
			return await this.#wire.exec(parts, onUntagged, lacks);
		} catch (error) {
			throw error instanceof Refused ? refusalOf(this.side, error) : error;
		}
	}

	/** A folder's name as it stands in a command. */
	quoted(folder: string): string {
		return quoted(this.raw(folder));
	}

	/** A folder's name as the server writes it. */
	raw(folder: string): string {
		return this.#rawNames.get(folder) ?? encodeName(folder);
	}

	/** How the server writes the folders that it has listed, by name. */
	get rawNames(): ReadonlyMap<string, string> {
		return this.#rawNames;
	}

	/** How the server writes a folder that it has listed. */
	learnName(folder: string, raw: string): void {
		this.#rawNames.set(folder, raw);
	}

	/** Has the line carry fewer bytes, where the server can (RFC 4978); it costs both ends time. */
	async compress(): Promise<void> {
		if (!this.has('COMPRESS=DEFLATE')) return;
		try {
			await this.#wire.compress();
		} catch (error) {
			if (!(error instanceof Refused)) throw error;
		}
	}

	/** Logs out, and waits for two seconds at the most until the server says so. Never throws. */
	async logout(): Promise<void> {
		await this.#leave(said => said);
	}

	/** Logs out, and does not wait until the server says so. Never throws. */
	async goodbye(): Promise<void> {
		await this.#leave(() => this.#wire.flush());
	}

	async #leave(until: (said: Promise<unknown>) => Promise<unknown>): Promise<void> {
		if (!this.closed) {
			const patience = new Promise(resolve => setTimeout(resolve, 2000).unref());
			await Promise.race([until(this.exec(['LOGOUT']).catch(() => {})), patience]);
		}

		this.#wire.destroy();
	}

	/** Ends the connection without a word. */
	cut(): void {
		this.#wire.destroy();
	}
}

/** A quoted string (RFC 9051, 4.3). */
export function quoted(raw: string): string {
	return `"${raw.replaceAll(/["\\]/g, '\\$&')}"`;
}
