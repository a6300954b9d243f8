import {Problem} from '../../problem.ts';
import {whenAll} from '../../when-all.ts';
import {attributeOf} from '../roles.ts';
import {type Naming, type OpenedFolder, Refusal, type Role} from '../store.ts';
import {type Commands, quoted} from './commands.ts';
import {numberOf, textOf} from './parse.ts';
import type {SelectedFolder} from './selected-folder.ts';
import {askStatus} from './status.ts';
import {unopened} from './unopened.ts';
import {Refused} from './wire.ts';

/** What is done to whole folders: counted, created, deleted, subscribed. */
export class FolderCommands {
	readonly #commands: Commands;
	readonly #selected: SelectedFolder;
	readonly #naming: Naming;

	constructor(commands: Commands, selected: SelectedFolder, naming: Naming) {
		this.#commands = commands;
		this.#selected = selected;
		this.#naming = naming;
	}

	/** See `ReadableStore.status`. */
	async status(folder: string): Promise<OpenedFolder> {
		const items = '(MESSAGES UIDNEXT UIDVALIDITY)';
		const found = await askStatus(this.#commands, folder, this.#naming, items).catch(async error => {
			throw await unopened(this.#commands, folder, error);
		});
		if (!found) throw new Problem({code: 'folder-gone', side: this.#commands.side, params: {folder}});
		return {
			messages: numberOf(found.get('MESSAGES')) ?? 0,
			uidNext: numberOf(found.get('UIDNEXT')) ?? 0,
			uidValidity: numberOf(found.get('UIDVALIDITY')) ?? 0,
		};
	}

	/** See `WritableStore.refusesName`. */
	async refusesName(folder: string): Promise<string | undefined> {
		try {
			await this.#commands.exec([`STATUS ${this.#commands.quoted(folder)} (UIDVALIDITY)`]);
		} catch (error) {
			if (!(error instanceof Refusal)) throw error;
			// CANNOT is what can never succeed (RFC 5530, 3). Dovecot says so of such a name, whatever is asked of it.
			if (error.cause instanceof Refused && error.cause.code?.name === 'CANNOT') return error.words;
		}

		return undefined;
	}

	/** See `WritableStore.create`; with its role where the server takes one. */
	async create(folder: string, role?: Role): Promise<'created' | 'existed'> {
		const attribute = role && this.#commands.has('CREATE-SPECIAL-USE') ? attributeOf(role) : undefined;
		const name = this.#commands.quoted(folder);
		try {
			try {
				await this.#commands.exec([attribute ? `CREATE ${name} (USE (${attribute}))` : `CREATE ${name}`]);
			} catch (error) {
				// RFC 6154, 3: a server may refuse a role; the folder is still wanted.
				const refusesRole = error instanceof Refusal && attribute && !isThere(error);
				if (!refusesRole) throw error;
				await this.#commands.exec([`CREATE ${name}`]);
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

	/** See `WritableStore.hasChildren`. */
	async hasChildren(folder: string): Promise<boolean> {
		const {delimiter} = this.#naming;
		if (delimiter === '') return false;
		let found = false;
		const raw = this.#commands.raw(folder);
		// A `%` or `*` in the name itself would match more: what comes back is looked at again.
		await this.#commands.exec([`LIST "" ${quoted(`${raw}${delimiter}%`)}`], response => {
			if (response.kind !== 'data' || response.name !== 'LIST') return false;
			found ||= textOf(response.values[2]).startsWith(raw + delimiter);
			return true;
		});
		return found;
	}

	/** See `WritableStore.remove`. */
	async remove(folder: string): Promise<void> {
		const left = this.#selected.is(folder) ? this.#selected.leave() : undefined;
		const name = this.#commands.quoted(folder);
		try {
			await whenAll([this.#commands.exec([`DELETE ${name}`]), left]);
		} catch (error) {
			// Cyrus deletes no folder that has a special use; a client may take it off (RFC 6154, 5.4).
			if (!(error instanceof Refusal) || !this.#commands.has('METADATA')) throw error;
			await this.#commands.exec([`SETMETADATA ${name} (/private/specialuse NIL)`]).catch(() => {
				throw error;
			});
			await this.#commands.exec([`DELETE ${name}`]);
		}
	}

	/** See `WritableStore.subscribe`. */
	async subscribe(folder: string, on: boolean): Promise<void> {
		await this.#commands.exec([`${on ? 'SUBSCRIBE' : 'UNSUBSCRIBE'} ${this.#commands.quoted(folder)}`]);
	}
}

function isThere(refusal: Refusal): boolean {
	return (
		refusal.cause instanceof Refused &&
		(refusal.cause.code?.name === 'ALREADYEXISTS' || /already exists|mailbox exists/i.test(refusal.words))
	);
}
