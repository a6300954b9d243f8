import {whenAll} from '../../when-all.ts';
import {appendableDate} from '../internal-date.ts';
import {
	type Appended,
	type Moved,
	type NewMessage,
	type OpenedFolder,
	Refusal,
	type WritableStore,
} from '../store.ts';
import type {Commands} from './commands.ts';
import {fetchedBy, fetchItems} from './fetching.ts';
import {type ResponseCode, type Status, uidOf} from './parse.ts';
import type {SelectedFolder} from './selected-folder.ts';
import {fromSet, inSets, toSet} from './sets.ts';
import type {Part, Untagged} from './wire.ts';

/** Dovecot 2.3 says OK to UID EXPUNGE, and may leave a message where another connection has just removed one. */
const expungeAttempts = 3;

/** What is done to messages: appended, moved, expunged. */
export class Writer {
	readonly #commands: Commands;
	readonly #selected: SelectedFolder;
	readonly #can: WritableStore['can'];
	readonly #status: (folder: string) => Promise<OpenedFolder>;

	constructor(
		commands: Commands,
		selected: SelectedFolder,
		can: WritableStore['can'],
		status: (folder: string) => Promise<OpenedFolder>,
	) {
		this.#commands = commands;
		this.#selected = selected;
		this.#can = can;
		this.#status = status;
	}

	/** See `WritableStore.append`. */
	async append(folder: string, messages: readonly NewMessage[]): Promise<readonly Appended[]> {
		const [first = '', ...rest] = messages.flatMap((message): Part[] => [
			optionsOf(message),
			message.content,
		]);
		const status = await this.#commands.exec([`APPEND ${this.#commands.quoted(folder)}${first}`, ...rest]);
		this.#selected.appendedTo(folder);
		const {uidValidity, uids} = appendUid(status.code, messages.length);
		return messages.map((_, index) => {
			const uid = uids[index];
			return uid === undefined ? {} : {uid, uidValidity};
		});
	}

	/** See `WritableStore.move`. */
	async move(
		from: string,
		uidValidity: number,
		uids: readonly number[],
		to: string,
	): Promise<Moved | undefined> {
		const state = await this.#selected.open(from, 'write');
		this.#selected.expectValidity(from, state, uidValidity);
		const moved = new Map<number, number>();
		let validity: number | undefined;
		let uidNext: number | undefined;
		let told = true;
		for (const part of inSets(uids)) {
			const before = moved.size;
			const asked = new Set(part);
			const note = ({code}: Status) => {
				const copied = code?.name === 'COPYUID' ? copyUid(code.args, part.length) : undefined;
				// It may be about another move under way: a server may begin the next before it has said that this one ended.
				if (!copied || [...copied.uids.keys()].some(uid => !asked.has(uid))) return false;
				validity = copied.uidValidity;
				for (const [uid, now] of copied.uids) moved.set(uid, now);
				return true;
			};

			const selected = this.#selected.open(from, 'write');
			const command = this.#can.move ? 'UID MOVE' : 'UID COPY';
			const [, status, after] = await whenAll([
				selected,
				this.#commands.exec(
					[`${command} ${toSet(part)} ${this.#commands.quoted(to)}`],
					response => response.kind === 'status' && note(response.status),
				),
				// Whoever wants to know it asks again, and hears why it is not to be had.
				this.#status(to).catch(() => undefined),
			]);
			note(status);
			uidNext = after?.uidNext;
			if (!this.#can.move && this.#can.expungeByUid) await this.expunge(from, uidValidity, part);
			told &&= moved.size > before;
		}

		if (!told || validity === undefined) return undefined;
		return {uidValidity: validity, uids: moved, ...(uidNext === undefined ? {} : {uidNext})};
	}

	/** See `WritableStore.expunge`. */
	async expunge(folder: string, uidValidity: number, uids: readonly number[]): Promise<void> {
		// A plain EXPUNGE would take out what others marked; without UID EXPUNGE nothing is deleted at all.
		if (!this.#can.expungeByUid) throw new Refusal(this.#commands.side, 'other', 'UIDPLUS is missing');
		const state = await this.#selected.open(folder, 'write');
		this.#selected.expectValidity(folder, state, uidValidity);
		for (const part of inSets(uids)) {
			let left = part;
			for (let attempt = 1; left.length > 0; attempt++) {
				if (attempt > expungeAttempts)
					throw new Refusal(this.#commands.side, 'later', `UID EXPUNGE: ${left.length}`);
				const expunged = await this.#expungeOnce(folder, left);
				// Somebody else may have been quicker.
				left = expunged < left.length ? await this.#stillThere(folder, left) : [];
			}
		}
	}

	/** @returns how many messages have gone meanwhile */
	async #expungeOnce(folder: string, uids: readonly number[]): Promise<number> {
		const set = toSet(uids);
		let gone = 0;
		const count = (response: Untagged) => {
			const isGone = response.kind === 'data' && response.name === 'EXPUNGE';
			if (isGone) gone++;
			return isGone;
		};
		await whenAll([
			this.#selected.open(folder, 'write'),
			this.#commands.exec([`UID STORE ${set} +FLAGS.SILENT (\\Deleted)`]),
			this.#commands.exec([`UID EXPUNGE ${set}`], count),
		]);
		return gone;
	}

	async #stillThere(folder: string, uids: readonly number[]): Promise<readonly number[]> {
		const asked = new Set(uids);
		const there: number[] = [];
		await whenAll([
			this.#selected.openAnew(folder, 'write'),
			this.#commands.exec([`UID FETCH ${toSet(uids)} (${fetchItems.uid})`], response => {
				const message = fetchedBy('uid', response, uid => asked.delete(uid));
				if (message) there.push(message.uid);
				return message !== undefined;
			}),
		]);
		return there;
	}
}

/** What stands before a message's content (RFC 9051, 6.3.12): its flags and its internal date. */
function optionsOf({flags, internalDate}: NewMessage): string {
	const flagList = flags.length > 0 ? ` (${flags.join(' ')})` : '';
	// A date from a server that is none would make the append fail, or worse, be read as a command.
	const date = appendableDate(internalDate);
	return `${flagList}${date === undefined ? '' : ` "${date}"`} `;
}

/**
 * What APPENDUID says (RFC 4315, 3), in the order of the messages; no UIDs where it makes no sense: then they are
 * looked for by their content.
 */
function appendUid(
	code: ResponseCode | undefined,
	count: number,
): {readonly uidValidity: number; readonly uids: readonly number[]} {
	const [validity = '', set = ''] = code?.name === 'APPENDUID' ? code.args.split(' ') : [];
	const uidValidity = uidOf(validity);
	return uidValidity === undefined ? {uidValidity: 0, uids: []} : {uidValidity, uids: uidsOf(set, count)};
}

/** So many different UIDs; none where the set makes no sense or names another number of them. */
function uidsOf(set: string, count: number): readonly number[] {
	try {
		const uids = fromSet(set, count);
		const areUids = uids.every(uid => uidOf(String(uid)) !== undefined);
		return areUids && new Set(uids).size === count ? uids : [];
	} catch (error) {
		if (error instanceof RangeError) return [];
		throw error;
	}
}

/**
 * What COPYUID says (RFC 4315, 3), or undefined where it makes no sense: then the messages are looked for by
 * their content.
 */
function copyUid(args: string, most: number): Moved | undefined {
	const [validity = '', from = '', to = ''] = args.split(' ');
	try {
		const [old, fresh] = [fromSet(from, most), fromSet(to, most)];
		const sound = old.length === fresh.length && new Set(fresh).size === fresh.length;
		if (!sound || !/^[1-9]\d{0,9}$/.test(validity)) return undefined;
		return {uidValidity: Number(validity), uids: new Map(old.map((uid, index) => [uid, fresh[index] ?? 0]))};
	} catch (error) {
		if (error instanceof RangeError) return undefined;
		throw error;
	}
}
