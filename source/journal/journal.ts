import {closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync} from 'node:fs';
import {dirname, join} from 'node:path';
import {DatabaseSync, type StatementSync} from 'node:sqlite';
import type {Account} from '../accounts/account.ts';
import type {KindCounts} from '../certified/kind.ts';
import {homeFolder} from '../home.ts';
import {Problem, type ProblemData} from '../problem.ts';
import {Counterparts} from '../stores/counterparts.ts';
import {MessageList} from '../stores/message-list.ts';
import {type Change, commandsFor} from './changes.ts';
import {diskProblem} from './disk-problem.ts';
import {type Finding, findingKey, mergedFinding} from './finding.ts';
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
import {type MessageState, schema, schemaVersion} from './schema.ts';
import type {RunState, Verify} from './state.ts';
import {hourOf, type Volume} from './volume.ts';

/** Told before and after every write: what the journal is about to say, and that it has been said. */
export type JournalWatcher = (step: string, when: 'before' | 'after') => void;

/** A message as a run begins with it. */
export type PlannedMessage = Pick<
	MessageRecord,
	'sourceUid' | 'bytes' | 'flags' | 'internalDate' | 'kind' | 'state' | 'destinationUid'
>;

/** What a new journal begins with. */
export interface NewRun {
	readonly run: string;
	readonly from: Account;
	readonly to: Account;
	readonly verify: Verify;
	readonly markRead: boolean;
	readonly staging: string;
	readonly folders: readonly (Omit<FolderRecord, 'id' | 'placed' | 'destinationNow' | 'destinationNext'> & {
		readonly messages: Iterable<PlannedMessage>;
	})[];
	readonly findings: readonly Finding[];
}

/** How many messages of a folder are in one state, and their bytes. */
export type Tally = Readonly<Partial<Record<MessageState, {readonly count: number; readonly bytes: number}>>>;

/**
 * The durable record of one run: a SQLite file of its own, written ahead (WAL). What is about to be done is
 * an intent, synced to disk before it is done; what came of it is an outcome, which a power cut may take
 * along with the last moments: the intents say what to look for.
 */
export class Journal {
	readonly #database: DatabaseSync;
	readonly #watch: JournalWatcher | undefined;
	readonly #statements = new Map<string, StatementSync>();
	#hasDigests = false;
	readonly path: string;

	private constructor(database: DatabaseSync, path: string, watch: JournalWatcher | undefined) {
		this.#database = database;
		this.path = path;
		this.#watch = watch;
	}

	/**
	 * Begins the journal of a new run. It gets its name once it is whole, so that a run that is killed here has
	 * none, and was none.
	 *
	 * @throws {Problem} `journal-full`
	 */
	static create(init: NewRun, watch?: JournalWatcher): Journal {
		const path = join(homeFolder('runs', init.run), 'journal.sqlite');
		try {
			return Journal.#create(init, path, watch);
		} catch (error) {
			throw diskProblem(error, path);
		}
	}

	static #create(init: NewRun, path: string, watch: JournalWatcher | undefined): Journal {
		const unfinished = `${path}.new`;
		rmSync(unfinished, {force: true});
		// Made first, so that it is never readable by others, not even for a moment.
		closeSync(openSync(unfinished, 'wx', 0o600));
		watch?.('create-run', 'before');
		const journal = new Journal(new DatabaseSync(unfinished), unfinished, undefined);
		journal.#write('create-run', true, () => {
			journal.#database.exec(schema);
			journal.#database.exec(`PRAGMA user_version = ${schemaVersion}`);
			const now = Date.now();
			journal.#run(
				`INSERT INTO run (id, state, started, changed, source, destination, verify, mark_read, staging) VALUES (?, 'running', ?, ?, ?, ?, ?, ?, ?)`,
				[
					init.run,
					now,
					now,
					JSON.stringify(init.from),
					JSON.stringify(init.to),
					init.verify,
					init.markRead ? 1 : 0,
					init.staging,
				],
			);
			for (const [index, folder] of init.folders.entries()) journal.#insertFolder(index, folder);
			for (const finding of init.findings) journal.#putFinding(finding);
		});
		journal.close();
		renameSync(unfinished, path);
		syncFolder(dirname(path));
		watch?.('create-run', 'after');
		return new Journal(openDatabase(path), path, watch);
	}

	/** @throws {Problem} `unknown-run`, `journal-unreadable`, `journal-full` (it takes some room even to be read) */
	static open(run: string, watch?: JournalWatcher): Journal {
		if (!/^[\w-]{1,64}$/.test(run)) throw new Problem({code: 'unknown-run', params: {run}});
		const path = join(homeFolder('runs'), run, 'journal.sqlite');
		if (!existsSync(path)) throw new Problem({code: 'unknown-run', params: {run}});
		let database: DatabaseSync | undefined;
		try {
			database = openDatabase(path);
			const journal = new Journal(database, path, watch);
			const version = Number(journal.#get('PRAGMA user_version', [])?.user_version);
			if (version !== schemaVersion)
				throw new Error(`version ${version}, this program writes ${schemaVersion}`);
			journal.record();
			return journal;
		} catch (error) {
			if (database?.isOpen) database.close();
			const problem = diskProblem(error, path);
			if (problem instanceof Problem && problem.data.code === 'journal-full') throw problem;
			const why = error instanceof Error ? error.message.slice(0, 200) : String(error);
			throw new Problem({code: 'journal-unreadable', params: {run, path, why}}, error);
		}
	}

	record(): RunRecord {
		return runOf(this.#get('SELECT * FROM run', []));
	}

	folders(): FolderRecord[] {
		return this.#all('SELECT * FROM folder ORDER BY id', []).map(folderOf);
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
		return this.#read(() => {
			const messages = new MessageList();
			const uids: number[] = [];
			const statement = this.#statement(sql);
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
		return this.#read(() => {
			const statement = this.#statement(sql);
			statement.setReturnArrays(true);
			return statement.all(...values, ...states).map(messageOf);
		});
	}

	tally(folder: number): Tally {
		const rows = this.#all(
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
		const rows = this.#all(
			`SELECT kind, count(*) AS count, sum(state IN ('present', 'placed')) AS there FROM message
			 WHERE folder = ? AND kind IS NOT NULL AND state <> 'elsewhere' GROUP BY kind ORDER BY kind`,
			[folder],
		).map(row => ({kind: kindOf(String(row.kind)), count: Number(row.count), there: Number(row.there)}));
		return {
			source: Object.fromEntries(rows.map(({kind, count}) => [kind, count])),
			destination: Object.fromEntries(rows.flatMap(({kind, there}) => (there > 0 ? [[kind, there]] : []))),
		};
	}

	findings(): Finding[] {
		return this.#all('SELECT data FROM finding ORDER BY id', []).map(row => JSON.parse(String(row.data)));
	}

	/** The flags that messages placed in a folder have lost, and how many of them. */
	lostFlags(folder: number): {readonly flag: string; readonly count: number}[] {
		return this.#all(
			`SELECT value AS flag, count(*) AS count FROM message, json_each(message.lost)
			 WHERE folder = ? AND state = 'placed' GROUP BY value ORDER BY value`,
			[folder],
		).map(row => ({flag: String(row.flag), count: Number(row.count)}));
	}

	/** How many messages placed in a folder arrived read and are not at the source. */
	marked(folder: number): number {
		const sql = `SELECT count(*) AS count FROM message WHERE folder = ? AND state = 'placed' AND marked = 1`;
		return Number(this.#get(sql, [folder])?.count);
	}

	/** UIDs at the source of the messages that arrived read and are not there, with their folder. */
	markedUids(): {readonly folder: FolderRecord; readonly uids: readonly number[]}[] {
		const sql = `SELECT source_uid AS uid FROM message WHERE folder = ? AND state = 'placed' AND marked = 1`;
		return this.folders().map(folder => ({
			folder,
			uids: this.#all(sql, [folder.id]).map(({uid}) => Number(uid)),
		}));
	}

	/** Folders that the run made, or was about to make when it was stopped, in that order. */
	created(): {readonly name: string; readonly made: boolean}[] {
		return this.#all('SELECT name, made FROM created ORDER BY rowid', []).map(row => ({
			name: String(row.name),
			made: row.made === 1,
		}));
	}

	/** Moves without an outcome. */
	openMoves(folder: number): MoveRecord[] {
		return this.#all('SELECT * FROM move WHERE folder = ? AND done = 0 ORDER BY id', [folder]).map(row => ({
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
				? this.#all('SELECT trash_uid AS uid FROM message WHERE way_out = ? AND trash_uid IS NOT NULL', [
						folder,
					])
				: uidValidity === stagingValidity
					? this.#all('SELECT staging_uid AS uid FROM message WHERE staging_uid IS NOT NULL', [])
					: [];
		return new Set(rows.map(row => Number(row.uid)));
	}

	/** Whether another message of the run than this one has this content at the source. */
	isSentAlso(digest: string, id: number): boolean {
		this.#orderDigests();
		const sql = 'SELECT 1 AS found FROM message WHERE digest = ? AND id <> ? LIMIT 1';
		return this.#get(sql, [digest, id]) !== undefined;
	}

	/** Whether some message of the run has this content, at the source or as it arrived. */
	knowsDigest(digest: string): boolean {
		this.#orderDigests();
		return (
			this.#get('SELECT 1 AS found FROM message WHERE digest = ? OR arrived = ? LIMIT 1', [
				digest,
				digest,
			]) !== undefined
		);
	}

	/** The UIDVALIDITY under which messages were last moved into a folder. */
	moveValidity(target: string): number | undefined {
		const row = this.#get(
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
		const row = this.#get(
			'SELECT min(target_uid_next) AS first FROM move WHERE target = ? AND target_validity = ?',
			[target, validity],
		);
		return row?.first === null || row === undefined ? undefined : Number(row.first);
	}

	/** UIDs in a folder of the destination that this run knows: its own, there before, or on their way out. */
	knownAt(folder: string): Set<number> {
		const rows = this.#all(
			`SELECT destination_uid AS uid FROM message JOIN folder ON folder.id = message.folder
			 WHERE folder.destination = ? AND destination_uid IS NOT NULL
			 UNION SELECT trash_uid AS uid FROM message WHERE way_out = ? AND trash_uid IS NOT NULL`,
			[folder, folder],
		);
		return new Set(rows.map(row => Number(row.uid)));
	}

	setState(state: RunState, problem?: ProblemData): void {
		this.#write(`run-${state}`, true, () => {
			this.#run('UPDATE run SET state = ?, problem = ?, changed = ?, pid = ?', [
				state,
				problem ? JSON.stringify(problem) : null,
				Date.now(),
				process.pid,
			]);
		});
	}

	setStaging(validity: number): void {
		this.#write('staging-made', true, () => this.#run('UPDATE run SET staging_validity = ?', [validity]));
	}

	/** About to make folders; `made` once it is known which are. */
	intendCreate(names: readonly string[]): void {
		this.#write('create-folder', true, () => {
			for (const name of names) this.#run('INSERT OR IGNORE INTO created (name, made) VALUES (?, 0)', [name]);
		});
	}

	/**
	 * What became of folders that were to be made.
	 *
	 * @param others they were there already, or are gone again: nothing for an undo to take away
	 */
	made(names: readonly string[], others: readonly string[]): void {
		this.#write('created-folder', true, () => {
			for (const name of names) this.#run('UPDATE created SET made = 1 WHERE name = ?', [name]);
			for (const name of others) this.#run('DELETE FROM created WHERE name = ?', [name]);
		});
	}

	/** The folder has another UIDVALIDITY than before: the UIDs that were known there are worth nothing. */
	renumbered(id: number, validity: number): void {
		this.#write('renumbered', true, () => {
			this.#run('UPDATE message SET destination_uid = NULL WHERE folder = ?', [id]);
			this.#run('UPDATE folder SET destination_validity = ? WHERE id = ?', [validity, id]);
		});
	}

	/** What is known of a folder now. A UIDVALIDITY that is known already stays: UIDs were written down under it. */
	setFolder(
		id: number,
		change: {
			destinationValidity?: number;
			destinationNow?: number;
			destinationNext?: number;
			placed?: boolean;
		},
	): void {
		this.#write('folder', false, () => {
			if (change.destinationValidity !== undefined) {
				this.#run('UPDATE folder SET destination_validity = coalesce(destination_validity, ?) WHERE id = ?', [
					change.destinationValidity,
					id,
				]);
			}

			if (change.destinationNow !== undefined) {
				this.#run('UPDATE folder SET destination_now = ? WHERE id = ?', [change.destinationNow, id]);
			}

			if (change.destinationNext !== undefined) {
				this.#run('UPDATE folder SET destination_next = ? WHERE id = ?', [change.destinationNext, id]);
			}

			if (change.placed !== undefined)
				this.#run('UPDATE folder SET placed = ? WHERE id = ?', [change.placed ? 1 : 0, id]);
		});
	}

	/**
	 * Writes what is about to happen to messages, and syncs it to disk.
	 *
	 * @param bytes of mail that are about to be sent
	 */
	intend(step: string, changes: Iterable<Change>, bytes = 0): void {
		this.#write(step, true, () => {
			this.#change(changes);
			if (bytes === 0) return;
			this.#run(
				'INSERT INTO volume (hour, bytes) VALUES (?, ?) ON CONFLICT DO UPDATE SET bytes = bytes + excluded.bytes',
				[hourOf(Date.now()), bytes],
			);
		});
	}

	/** The bytes of mail that were sent, hour by hour. */
	volume(): Volume {
		const rows = this.#all('SELECT hour, bytes FROM volume', []);
		return new Map(rows.map(row => [Number(row.hour), Number(row.bytes)]));
	}

	/** Writes what has happened to messages. */
	outcome(step: string, changes: Iterable<Change>): void {
		this.#write(step, false, () => this.#change(changes));
	}

	/** About to move messages into `target`: one write, synced. Answers with the move's number. */
	intendMove(step: string, move: Omit<MoveRecord, 'id'>, changes: Iterable<Change>): number {
		let id = 0;
		this.#write(step, true, () => {
			const {lastInsertRowid} = this.#run(
				'INSERT INTO move (folder, target, target_validity, target_uid_next) VALUES (?, ?, ?, ?)',
				[move.folder, move.target, move.targetValidity, move.targetUidNext],
			);
			id = Number(lastInsertRowid);
			this.#change(changes);
		});
		return id;
	}

	/** A move has ended, and this is what became of its messages. */
	outcomeMove(step: string, moves: readonly number[], changes: Iterable<Change>): void {
		this.#write(step, true, () => {
			this.#change(changes);
			for (const move of moves) this.#run('UPDATE move SET done = 1 WHERE id = ?', [move]);
		});
	}

	/** Keeps a finding; one about the same thing that is there already makes room for it. */
	addFinding(finding: Finding): void {
		this.#write('finding', false, () => this.#putFinding(finding));
	}

	close(): void {
		if (this.#database.isOpen) this.#database.close();
	}

	/** Before messages are looked for by their contents: most runs never do, and an order that is kept all along costs a third of all writes. */
	#orderDigests(): void {
		if (this.#hasDigests) return;
		this.#read(() => {
			this.#database.exec('CREATE INDEX IF NOT EXISTS message_by_digest ON message (digest)');
			this.#database.exec(
				'CREATE INDEX IF NOT EXISTS message_by_arrived ON message (arrived) WHERE arrived IS NOT NULL',
			);
		});
		this.#hasDigests = true;
	}

	#insertFolder(index: number, folder: NewRun['folders'][number]): void {
		this.#run(
			`INSERT INTO folder (id, source, source_validity, source_count, source_next, source_role, source_subscribed, destination, destination_validity, destination_before, destination_next_before)
			 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			[
				index,
				folder.source,
				folder.sourceValidity,
				folder.sourceCount,
				folder.sourceNext,
				folder.sourceRole ?? null,
				folder.sourceSubscribed ? 1 : 0,
				folder.destination,
				folder.destinationValidity ?? null,
				folder.destinationBefore,
				folder.destinationNextBefore ?? null,
			],
		);
		for (const message of folder.messages) {
			this.#run(
				'INSERT INTO message (folder, source_uid, bytes, flags, internal_date, kind, state, destination_uid) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
				[
					index,
					message.sourceUid,
					message.bytes,
					JSON.stringify(message.flags),
					message.internalDate,
					message.kind ?? null,
					message.state,
					message.destinationUid ?? null,
				],
			);
		}
	}

	#putFinding(finding: Finding): void {
		const key = findingKey(finding);
		const known = this.#get('SELECT data FROM finding WHERE key = ?', [key]);
		const kept = known ? mergedFinding(JSON.parse(String(known.data)), finding) : finding;
		this.#run(
			'INSERT INTO finding (key, data) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET data = excluded.data',
			[key, JSON.stringify(kept)],
		);
	}

	#change(changes: Iterable<Change>): void {
		for (const [sql, values] of commandsFor(changes)) this.#run(sql, values);
	}

	#write(step: string, sync: boolean, work: () => void): void {
		this.#watch?.(step, 'before');
		try {
			// FULL syncs the log with every commit, NORMAL leaves that to the next synced one.
			this.#database.exec(`PRAGMA synchronous = ${sync ? 'FULL' : 'NORMAL'}`);
			this.#database.exec('BEGIN IMMEDIATE');
			try {
				work();
				this.#database.exec('COMMIT');
			} catch (error) {
				if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
				throw error;
			}
		} catch (error) {
			throw diskProblem(error, this.path);
		}

		this.#watch?.(step, 'after');
	}

	#statement(sql: string): StatementSync {
		const known = this.#statements.get(sql);
		if (known) return known;
		const statement = this.#database.prepare(sql);
		this.#statements.set(sql, statement);
		return statement;
	}

	#run(sql: string, values: readonly (string | number | null)[]) {
		return this.#statement(sql).run(...values);
	}

	#get(sql: string, values: readonly (string | number)[]) {
		return this.#read(() => this.#statement(sql).get(...values));
	}

	#all(sql: string, values: readonly (string | number)[]) {
		return this.#read(() => this.#statement(sql).all(...values));
	}

	#read<T>(work: () => T): T {
		try {
			return work();
		} catch (error) {
			throw diskProblem(error, this.path);
		}
	}
}

function openDatabase(path: string): DatabaseSync {
	const database = new DatabaseSync(path, {timeout: 5000});
	database.exec('PRAGMA journal_mode = WAL');
	return database;
}

/** A new name is lost with a power cut unless its folder is on disk too. */
function syncFolder(path: string): void {
	const folder = openSync(path, 'r');
	try {
		fsyncSync(folder);
	} finally {
		closeSync(folder);
	}
}
