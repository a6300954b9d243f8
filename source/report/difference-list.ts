import {type FileHandle, open, unlink} from 'node:fs/promises';
import type {DifferenceKind, ListedMessage} from '../engine/comparison.ts';
import {printable} from '../printable.ts';
import {Problem} from '../problem.ts';
import {parseInternalDate} from '../stores/internal-date.ts';

/** Messages of one kind, such as `allDifferences` gives them. */
export interface ListPart {
	readonly kind: DifferenceKind;
	readonly messages: readonly ListedMessage[];
}

const columns = [
	'folder',
	'kind',
	'uid',
	'date',
	'from',
	'subject',
	'bytes',
	'uidvalidity',
	'certified',
] as const;

/**
 * A list of messages that differ, as CSV (RFC 4180) in UTF-8, with a byte order mark, since spreadsheets take it
 * for something else without. One message a line; for its owner alone. What is not finished is removed.
 */
export class DifferenceList implements AsyncDisposable {
	readonly path: string;
	readonly #file: FileHandle;
	#finished = false;

	private constructor(path: string, file: FileHandle) {
		this.path = path;
		this.#file = file;
	}

	/** Begins a list in a new file. @throws {Problem} `file-exists`, `file-refused` */
	static async create(path: string): Promise<DifferenceList> {
		const file = await open(path, 'wx', 0o600).catch(error => {
			throw asProblem(path, error);
		});
		const list = new DifferenceList(path, file);
		await list.#write(`\ufeff${columns.join(',')}\r\n`);
		return list;
	}

	/** @throws {Problem} `file-refused` */
	async add({kind, messages}: ListPart): Promise<void> {
		await this.#write(messages.map(message => row(kind, message)).join(''));
	}

	/** All has been added: the file stays. @throws {Problem} `file-refused` */
	async finish(): Promise<void> {
		await this.#file.sync().catch(error => {
			throw asProblem(this.path, error);
		});
		this.#finished = true;
	}

	async [Symbol.asyncDispose](): Promise<void> {
		await this.#file.close();
		if (!this.#finished) await unlink(this.path).catch(() => {});
	}

	async #write(text: string): Promise<void> {
		await this.#file.appendFile(text).catch(error => {
			throw asProblem(this.path, error);
		});
	}
}

/** Writes a whole list into a new file; where that fails, no file is left. @throws {Problem} `file-exists`, `file-refused`, and what `parts` throws */
export async function saveDifferences(path: string, parts: AsyncIterable<ListPart>): Promise<void> {
	await using list = await DifferenceList.create(path);
	for await (const part of parts) await list.add(part);
	await list.finish();
}

function row(kind: DifferenceKind, message: ListedMessage): string {
	const {folder, uid, from = '', subject = '', bytes, uidValidity, kind: certified = ''} = message;
	const texts = [folder, kind, uid, dateOf(message), from, subject, bytes, uidValidity, certified];
	return `${texts.map(cell).join(',')}\r\n`;
}

/** When it was written, else when it arrived; as ISO 8601 in UTC. */
function dateOf({date, internalDate}: ListedMessage): string {
	if (date !== undefined) return date;
	const arrived = parseInternalDate(internalDate);
	return arrived ? new Date(arrived.instant * 1000).toISOString() : '';
}

/**
 * A cell that no spreadsheet takes for a formula: text from outside that begins with what begins one gets an
 * apostrophe in front, which spreadsheets take for "this is text". Control characters are shown as escapes.
 */
function cell(value: string | number): string {
	if (typeof value === 'number') return String(value);
	const safe = printable(value);
	const text = /^\s*[=+\-@\uff1d\uff0b\uff0d\uff20]/u.test(safe) ? `'${safe}` : safe;
	return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function asProblem(path: string, error: NodeJS.ErrnoException): Problem {
	if (error.code === 'EEXIST') return new Problem({code: 'file-exists', params: {path}}, error);
	return new Problem({code: 'file-refused', params: {path, why: error.message}}, error);
}
