import {mkdir} from 'node:fs/promises';
import {basename, join} from 'node:path';
import {isFiles} from '../accounts/account.ts';
import type {Signature} from '../certified/signature.ts';
import type {Journal} from '../journal/journal.ts';
import type {FolderRecord, MessageRecord} from '../journal/records.ts';
import {messageStates} from '../journal/schema.ts';
import {Problem} from '../problem.ts';
import {parseInternalDate} from '../stores/internal-date.ts';
import {byteOrderMark, csvLine} from './csv.ts';
import {NewFile} from './new-file.ts';

/** What was found of a message at the destination when its signature was checked. */
export interface CheckedNow {
	/** SHA-256 of what is there. */
	readonly digest?: string;
	readonly signature: Signature;
}

/** What is written of each message; the keys are the columns of the CSV, and the names in the JSON. */
interface RecordRow {
	readonly source_folder: string;
	readonly source_uidvalidity: number;
	readonly source_uid: number;
	readonly destination_folder: string;
	readonly destination_uidvalidity?: number | undefined;
	readonly destination_uid?: number | undefined;
	readonly bytes: number;
	/** Of what the source gave. */
	readonly sha256?: string | undefined;
	/** Of what is at the destination: as read back by the run, or when its signature was checked. */
	readonly destination_sha256?: string | undefined;
	/** ISO 8601 in UTC, and as the server wrote it. */
	readonly internal_date?: string | undefined;
	readonly internal_date_told: string;
	readonly kind?: string | undefined;
	/** What the run has made of it. */
	readonly state: string;
	readonly signature?: string | undefined;
	readonly signer?: string | undefined;
	readonly signed_at?: string | undefined;
}

const columns = [
	'source_folder',
	'source_uidvalidity',
	'source_uid',
	'destination_folder',
	'destination_uidvalidity',
	'destination_uid',
	'bytes',
	'sha256',
	'destination_sha256',
	'internal_date',
	'internal_date_told',
	'kind',
	'state',
	'signature',
	'signer',
	'signed_at',
] as const satisfies readonly (keyof RecordRow)[];

/** The files of a record. */
export interface RecordFiles {
	readonly csv: string;
	readonly json: string;
	/** The SHA-256 of both, as `sha256sum -c` reads it. */
	readonly sums: string;
	/** The detached signature (CMS, DER) of the sums, where the operator signs. */
	readonly signature?: string;
}

/**
 * Writes what a run has made of each message: as CSV and as JSON, and the SHA-256 of both beside them. Over no other
 * file; what is not finished is removed.
 *
 * @param folder into which, made where it is missing
 * @param checked what was found now, by the message's number in the journal
 * @param sign makes a signature of the sums
 * @throws {Problem} `file-exists`, `file-refused`, and what `sign` throws
 */
export async function writeRecord(
	journal: Journal,
	folder: string,
	checked: ReadonlyMap<number, CheckedNow>,
	sign?: (content: Buffer) => Promise<Buffer>,
): Promise<RecordFiles> {
	const {run} = journal.record();
	await mkdir(folder, {recursive: true, mode: 0o700}).catch(error => {
		throw new Problem({code: 'file-refused', params: {path: folder, why: error.message}}, error);
	});
	const path = (extension: string) => join(folder, `${run}.${extension}`);
	await using csv = await NewFile.create(path('csv'));
	await using json = await NewFile.create(path('json'));
	await using sums = await NewFile.create(path('sha256'));
	await csv.write(byteOrderMark + csvLine(columns));
	await json.write(`${JSON.stringify(headOf(journal)).slice(0, -1)},"messages":[`);
	let separator = '\n';
	for (const place of journal.folders()) {
		for (const messages of inParts(journal.eachMessage(place.id, messageStates))) {
			const rows = messages.map(message => rowOf(place, message, checked.get(message.id)));
			await csv.write(rows.map(row => csvLine(columns.map(column => row[column]))).join(''));
			await json.write(separator + rows.map(row => JSON.stringify(row)).join(',\n'));
			separator = ',\n';
		}
	}

	await json.write('\n]}\n');
	const line = async (file: NewFile) => `${await file.finish()}  ${basename(file.path)}\n`;
	const content = Buffer.from((await line(csv)) + (await line(json)));
	await sums.write(content);
	const files = {csv: csv.path, json: json.path, sums: sums.path};
	if (!sign) {
		await sums.finish();
		return files;
	}

	await using signature = await NewFile.create(path('sha256.p7s'));
	await signature.write(await sign(content));
	await Promise.all([sums.finish(), signature.finish()]);
	return {...files, signature: signature.path};
}

const rowsAtOnce = 1000;

function* inParts<T>(items: Iterable<T>): Generator<readonly T[], void, void> {
	let part: T[] = [];
	for (const item of items) {
		part.push(item);
		if (part.length < rowsAtOnce) continue;
		yield part;
		part = [];
	}

	if (part.length > 0) yield part;
}

function headOf(journal: Journal) {
	const {run, state, started, changed, from, to, verify} = journal.record();
	const mailbox = (account: typeof from) =>
		isFiles(account) ? account : {user: account.user, host: account.host, port: account.port};
	return {
		run,
		state,
		started: new Date(started).toISOString(),
		changed: new Date(changed).toISOString(),
		written: new Date().toISOString(),
		source: mailbox(from),
		destination: mailbox(to),
		verify,
	};
}

function rowOf(
	folder: FolderRecord,
	{sourceUid, destinationUid, bytes, digest, arrived, internalDate, kind, state}: MessageRecord,
	checked: CheckedNow | undefined,
): RecordRow {
	const date = parseInternalDate(internalDate);
	const {verdict, signer, signedAt} = checked?.signature ?? {};
	return {
		source_folder: folder.source,
		source_uidvalidity: folder.sourceValidity,
		source_uid: sourceUid,
		destination_folder: folder.destination,
		destination_uidvalidity: folder.destinationValidity,
		destination_uid: destinationUid,
		bytes,
		sha256: digest,
		destination_sha256: checked?.digest ?? arrived,
		internal_date: date ? new Date(date.instant * 1000).toISOString() : undefined,
		internal_date_told: internalDate,
		kind,
		state,
		signature: verdict,
		signer,
		signed_at: signedAt === undefined ? undefined : new Date(signedAt).toISOString(),
	};
}
