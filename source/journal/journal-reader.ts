import type {KindCounts} from '../certified/kind.ts';
import {Counterparts} from '../stores/counterparts.ts';
import {MessageList} from '../stores/message-list.ts';
import type {Finding} from './finding.ts';
import type {JournalFile} from './journal-file.ts';
import {
	copyColumns,
	copyOf,
	type FolderRecord,
	folderOf,
	kindOf,
	type MessageRecord,
	type MoveRecord,
	messageColumns,
	messageOf,
	type RunRecord,
	runOf,
} from './records.ts';
import type {MessageState} from './schema.ts';
import type {Volume} from './volume.ts';

/** How many messages of a folder are in one state, and their bytes. */
export type Tally = Readonly<Partial<Record<MessageState, {readonly count: number; readonly bytes: number}>>>;

/** What the journal of a run says. */
export class JournalReader {
	protected readonly file: JournalFile;
	#hasDigests = false;

	constructor(file: JournalFile) {
		this.file = file;
	}

	record(): RunRecord {
		return runOf(this.file.get('SELECT * FROM run', []));
	}

	folders(): FolderRecord[] {
		return this.file.all('SELECT * FROM folder ORDER BY id', []).map(folderOf);
	}

	/** The messages of a folder in these states, in the source's order. */
	messages(folder: number, states: readonly MessageState[]): readonly MessageRecord[] {
		return this.#messages('', [folder], states, '');
	}

	/** The same, a thousand at a time: there may be a million. What is written meanwhile shows in those that are still to come. */
	*eachMessage(folder: number, states: readonly MessageState[]): Generator<MessageRecord, void, void> {
		for (let last: number | undefined = 0; last !== undefined; ) {
			const part = this.#messages('AND id > ?', [folder, last], states, 'LIMIT 1000');
			yield* part;
			last = part.at(-1)?.id;
		}
	}

	/** The messages of a folder of the source that are at the destination, by the run or before it, and their UIDs there. */
	copies(folder: number): Counterparts {
		const sql = `SELECT ${copyColumns} FROM message
			 WHERE folder = ? AND state IN ('placed', 'present') AND destination_uid IS NOT NULL ORDER BY source_uid`;
		return this.file.read(() => {
			const messages = new MessageList();
			const uids: number[] = [];
			const statement = this.file.statement(sql);
			statement.setReturnArrays(true);
			for (const row of statement.iterate(folder)) {
				const {message, uid} = copyOf(row);
				messages.add(message);
				uids.push(uid);
			}

			const copies = new Counterparts(messages);
			for (const [row, uid] of uids.entries()) copies.set(row, uid);
			return copies;
		});
	}

	#messages(
		where: string,
		values: readonly number[],
		states: readonly MessageState[],
		limit: string,
	): readonly MessageRecord[] {
		const isOneOf = `state IN (${states.map(() => '?').join(',')})`;
		const sql = `SELECT ${messageColumns} FROM message WHERE folder = ? ${where} AND ${isOneOf} ORDER BY id ${limit}`;
		return this.file.read(() => {
			const statement = this.file.statement(sql);
			statement.setReturnArrays(true);
			return statement.all(...values, ...states).map(messageOf);
		});
	}

	tally(folder: number): Tally {
		const rows = this.file.all(
			'SELECT state, count(*) AS count, sum(bytes) AS bytes FROM message WHERE folder = ? GROUP BY state',
			[folder],
		);
		return Object.fromEntries(
			rows.map(row => [row.state, {count: Number(row.count), bytes: Number(row.bytes)}]),
		);
	}

	/** How many messages of a folder are in one of these states. */
	count(folder: number, states: readonly MessageState[]): number {
		const tally = this.tally(folder);
		return states.reduce((total, state) => total + (tally[state]?.count ?? 0), 0);
	}

	/** How many messages of a folder are of which kind of certified mail: all that are not left to another, and those that are at the destination. */
	kinds(folder: number): {readonly source: KindCounts; readonly destination: KindCounts} {
		const rows = this.file
			.all(
				`SELECT kind, count(*) AS count, sum(state IN ('present', 'placed')) AS there FROM message
			 WHERE folder = ? AND kind IS NOT NULL AND state <> 'elsewhere' GROUP BY kind ORDER BY kind`,
				[folder],
			)
			.map(row => ({kind: kindOf(String(row.kind)), count: Number(row.count), there: Number(row.there)}));
		return {
			source: Object.fromEntries(rows.map(({kind, count}) => [kind, count])),
			destination: Object.fromEntries(rows.flatMap(({kind, there}) => (there > 0 ? [[kind, there]] : []))),
		};
	}

	findings(): Finding[] {
		return this.file.all('SELECT data FROM finding ORDER BY id', []).map(row => JSON.parse(String(row.data)));
	}

	/** The flags that messages placed in a folder have lost, and how many of them. */
	lostFlags(folder: number): {readonly flag: string; readonly count: number}[] {
		return this.file
			.all(
				`SELECT value AS flag, count(*) AS count FROM message, json_each(message.lost)
			 WHERE folder = ? AND state = 'placed' GROUP BY value ORDER BY value`,
				[folder],
			)
			.map(row => ({flag: String(row.flag), count: Number(row.count)}));
	}

	/** How many messages placed in a folder arrived read and are not at the source. */
	marked(folder: number): number {
		const sql = `SELECT count(*) AS count FROM message WHERE folder = ? AND state = 'placed' AND marked = 1`;
		return Number(this.file.get(sql, [folder])?.count);
	}

	/** UIDs at the source of the messages that arrived read and are not there, with their folder. */
	markedUids(): {readonly folder: FolderRecord; readonly uids: readonly number[]}[] {
		const sql = `SELECT source_uid AS uid FROM message WHERE folder = ? AND state = 'placed' AND marked = 1`;
		return this.folders().map(folder => ({
			folder,
			uids: this.file.all(sql, [folder.id]).map(({uid}) => Number(uid)),
		}));
	}

	/** Folders that the run made, or was about to make when it was stopped, in that order. */
	created(): {readonly name: string; readonly made: boolean}[] {
		return this.file.all('SELECT name, made FROM created ORDER BY rowid', []).map(row => ({
			name: String(row.name),
			made: row.made === 1,
		}));
	}

	/** Moves without an outcome. */
	openMoves(folder: number): MoveRecord[] {
		return this.file
			.all('SELECT * FROM move WHERE folder = ? AND done = 0 ORDER BY id', [folder])
			.map(row => ({
				id: Number(row.id),
				folder: Number(row.folder),
				target: String(row.target),
				targetValidity: Number(row.target_validity),
				targetUidNext: Number(row.target_uid_next),
			}));
	}

	/** UIDs in a folder of the run's own that are the run's: its staging folder, or its way out. */
	ownUids(folder: string, uidValidity: number): Set<number> {
		const {staging, stagingValidity} = this.record();
		const rows =
			folder !== staging
				? this.file.all('SELECT trash_uid AS uid FROM message WHERE way_out = ? AND trash_uid IS NOT NULL', [
						folder,
					])
				: uidValidity === stagingValidity
					? this.file.all('SELECT staging_uid AS uid FROM message WHERE staging_uid IS NOT NULL', [])
					: [];
		return new Set(rows.map(row => Number(row.uid)));
	}

	/** Whether another message of the run than this one has this content at the source. */
	isSentAlso(digest: string, id: number): boolean {
		this.#orderDigests();
		const sql = 'SELECT 1 AS found FROM message WHERE digest = ? AND id <> ? LIMIT 1';
		return this.file.get(sql, [digest, id]) !== undefined;
	}

	/** Whether some message of the run has this content, at the source or as it arrived. */
	knowsDigest(digest: string): boolean {
		this.#orderDigests();
		return (
			this.file.get('SELECT 1 AS found FROM message WHERE digest = ? OR arrived = ? LIMIT 1', [
				digest,
				digest,
			]) !== undefined
		);
	}

	/** The UIDVALIDITY under which messages were last moved into a folder. */
	moveValidity(target: string): number | undefined {
		const row = this.file.get(
			'SELECT target_validity AS validity FROM move WHERE target = ? ORDER BY id DESC LIMIT 1',
			[target],
		);
		return row ? Number(row.validity) : undefined;
	}

	/**
	 * UIDNEXT of a folder before this run first moved messages into it: whatever it has brought there is at or
	 * above. Undefined under another UIDVALIDITY.
	 */
	firstUid(target: string, validity: number): number | undefined {
		const row = this.file.get(
			'SELECT min(target_uid_next) AS first FROM move WHERE target = ? AND target_validity = ?',
			[target, validity],
		);
		return row?.first === null || row === undefined ? undefined : Number(row.first);
	}

	/** UIDs in a folder of the destination that this run knows: its own, there before, or on their way out. */
	knownAt(folder: string): Set<number> {
		const rows = this.file.all(
			`SELECT destination_uid AS uid FROM message JOIN folder ON folder.id = message.folder
			 WHERE folder.destination = ? AND destination_uid IS NOT NULL
			 UNION SELECT trash_uid AS uid FROM message WHERE way_out = ? AND trash_uid IS NOT NULL`,
			[folder, folder],
		);
		return new Set(rows.map(row => Number(row.uid)));
	}

	/** The bytes of mail that were sent, hour by hour. */
	volume(): Volume {
		const rows = this.file.all('SELECT hour, bytes FROM volume', []);
		return new Map(rows.map(row => [Number(row.hour), Number(row.bytes)]));
	}

	/** Before messages are looked for by their contents: most runs never do, and an order that is kept all along costs a third of all writes. */
	#orderDigests(): void {
		if (this.#hasDigests) return;
		this.file.read(() => {
			this.file.exec('CREATE INDEX IF NOT EXISTS message_by_digest ON message (digest)');
			this.file.exec(
				'CREATE INDEX IF NOT EXISTS message_by_arrived ON message (arrived) WHERE arrived IS NOT NULL',
			);
		});
		this.#hasDigests = true;
	}
}
