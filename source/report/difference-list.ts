import type {DifferenceKind, ListedMessage} from '../engine/comparison.ts';
import {parseInternalDate} from '../stores/internal-date.ts';
import {byteOrderMark, csvLine} from './csv.ts';
import {NewFile} from './new-file.ts';

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

/** A list of messages that differ, as CSV, one message a line, in a new file. What is not finished is removed. */
export class DifferenceList implements AsyncDisposable {
	readonly #file: NewFile;

	private constructor(file: NewFile) {
		this.#file = file;
	}

	get path(): string {
		return this.#file.path;
	}

	/** Begins a list in a new file. @throws {Problem} `file-exists`, `file-refused` */
	static async create(path: string): Promise<DifferenceList> {
		const file = await NewFile.create(path);
		await file.write(byteOrderMark + csvLine(columns));
		return new DifferenceList(file);
	}

	/** @throws {Problem} `file-refused` */
	async add({kind, messages}: ListPart): Promise<void> {
		await this.#file.write(messages.map(message => row(kind, message)).join(''));
	}

	/** All has been added: the file stays. @throws {Problem} `file-refused` */
	async finish(): Promise<void> {
		await this.#file.finish();
	}

	async [Symbol.asyncDispose](): Promise<void> {
		await this.#file[Symbol.asyncDispose]();
	}
}

/** Writes a whole list into a new file; where that fails, no file is left. @throws {Problem} `file-exists`, `file-refused`, and what `parts` throws */
export async function saveDifferences(path: string, parts: AsyncIterable<ListPart>): Promise<void> {
	await using list = await DifferenceList.create(path);
	for await (const part of parts) await list.add(part);
	await list.finish();
}

function row(kind: DifferenceKind, message: ListedMessage): string {
	const {folder, uid, from, subject, bytes, uidValidity, kind: certified} = message;
	return csvLine([folder, kind, uid, dateOf(message), from, subject, bytes, uidValidity, certified]);
}

/** When it was written, else when it arrived; as ISO 8601 in UTC. */
function dateOf({date, internalDate}: ListedMessage): string {
	if (date !== undefined) return date;
	const arrived = parseInternalDate(internalDate);
	return arrived ? new Date(arrived.instant * 1000).toISOString() : '';
}
