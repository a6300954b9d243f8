import {Problem} from '../../problem.ts';
import type {OpenedFolder} from '../store.ts';
import type {Commands} from './commands.ts';
import {uidOf} from './parse.ts';
import {unopened} from './unopened.ts';

/** What a server tells of a folder that it opens (RFC 9051, 6.3.2). */
const toldOnOpening = new Set(['FLAGS', 'EXISTS', 'RECENT', 'LIST']);

/** To read alone (EXAMINE), or to write too (SELECT). */
type Mode = 'read' | 'write';

type Selection = {readonly folder: string; readonly mode: Mode; readonly opened: Promise<OpenedFolder>};

/** The one folder that a connection has open (RFC 9051, 3.3). */
export class SelectedFolder {
	readonly #commands: Commands;
	#selection: Selection | undefined;
	/** Whether something came into the open folder that the server need not have told of (RFC 3501, 6.3.11). */
	#untold = false;

	constructor(commands: Commands) {
		this.#commands = commands;
	}

	/** Whether this folder is the one. */
	is(folder: string): boolean {
		return this.#selection?.folder === folder;
	}

	/** Something was appended to a folder, by this connection or another. */
	appendedTo(folder: string): void {
		if (this.is(folder)) this.#untold = true;
	}

	/**
	 * Opens a folder unless it is the one that is open. Sends at once and answers later, so that the next
	 * command may follow without waiting: if the opening fails, no folder is open and the command harms nothing.
	 */
	open(folder: string, mode: Mode): Promise<OpenedFolder> {
		const current = this.#selection;
		if (current?.folder === folder && (current.mode === mode || current.mode === 'write')) {
			if (this.#untold) {
				this.#untold = false;
				this.#commands.exec(['NOOP']).catch(() => {});
			}
			return current.opened;
		}
		this.#untold = false;
		const opened = this.#select(folder, mode).catch(async error => {
			if (this.#selection?.opened === opened) this.#selection = undefined;
			throw await unopened(this.#commands, folder, error);
		});
		// Whoever waits for it is told; nobody has to.
		opened.catch(() => {});
		this.#selection = {folder, mode, opened};
		return opened;
	}

	/**
	 * Opens a folder as it is now, to write where it is open for that: of one that is open a server tells only
	 * later, or only when asked, what came and went, and that it was replaced.
	 */
	openAnew(folder: string, mode?: Mode): Promise<OpenedFolder> {
		const known = this.is(folder) ? this.#selection?.mode : undefined;
		this.#selection = undefined;
		return this.open(folder, mode ?? known ?? 'read');
	}

	/** Lets go of the open folder. Never by CLOSE, which expunges what others marked (RFC 9051, 6.4.1). */
	async leave(): Promise<void> {
		this.#selection = undefined;
		await this.#commands.exec([this.#commands.has('UNSELECT', 'IMAP4rev2') ? 'UNSELECT' : 'EXAMINE INBOX']);
	}

	/** @throws {Problem} `folder-changed`: UIDs of an earlier time mean nothing here */
	expectValidity(folder: string, state: OpenedFolder, uidValidity: number): void {
		if (state.uidValidity === uidValidity) return;
		throw new Problem({code: 'folder-changed', side: this.#commands.side, params: {folder}});
	}

	async #select(folder: string, mode: Mode): Promise<OpenedFolder> {
		let uidValidity = 0;
		let uidNext = 0;
		let messages = 0;
		let permanentFlags: readonly string[] | undefined;
		const command = `${mode === 'read' ? 'EXAMINE' : 'SELECT'} ${this.#commands.quoted(folder)}`;
		await this.#commands.exec([command], (response, oldest) => {
			// A server opens a folder only after all else is done: what comes before is another command's.
			if (!oldest) return false;
			if (response.kind === 'data') {
				if (response.name === 'EXISTS') messages = response.number ?? 0;
				return toldOnOpening.has(response.name);
			}

			if (response.kind === 'fetch') return false;
			const {code} = response.status;
			if (code?.name === 'UIDVALIDITY') uidValidity = uidOf(code.args) ?? 0;
			if (code?.name === 'UIDNEXT') uidNext = uidOf(code.args) ?? 0;
			if (code?.name === 'PERMANENTFLAGS') {
				permanentFlags = code.args.replaceAll(/[()]/g, '').split(' ').filter(Boolean);
			}

			return true;
		});
		return {
			uidValidity,
			uidNext,
			messages,
			...(mode === 'write' && permanentFlags ? {permanentFlags} : {}),
		};
	}
}
