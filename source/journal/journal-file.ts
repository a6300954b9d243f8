import {DatabaseSync, type StatementSync} from 'node:sqlite';
import {diskProblem} from './disk-problem.ts';

/** Told before and after every write: what the journal is about to say, and that it has been said. */
export type JournalWatcher = (step: string, when: 'before' | 'after') => void;

type Value = string | number | null;

/** The SQLite file of a journal. What it can't do for want of room, or of the disk, is a `Problem`. */
export class JournalFile {
	readonly #database: DatabaseSync;
	readonly #watch: JournalWatcher | undefined;
	readonly #statements = new Map<string, StatementSync>();
	readonly path: string;

	private constructor(database: DatabaseSync, path: string, watch: JournalWatcher | undefined) {
		this.#database = database;
		this.path = path;
		this.#watch = watch;
	}

	/** Opens a file that is written ahead (WAL). */
	static open(path: string, watch: JournalWatcher | undefined): JournalFile {
		const database = new DatabaseSync(path, {timeout: 5000});
		const file = new JournalFile(database, path, watch);
		try {
			file.exec('PRAGMA journal_mode = WAL');
			return file;
		} catch (error) {
			file.close();
			throw error;
		}
	}

	/** Opens a file that nobody else knows yet. */
	static openNew(path: string): JournalFile {
		return new JournalFile(new DatabaseSync(path), path, undefined);
	}

	close(): void {
		if (this.#database.isOpen) this.#database.close();
	}

	/**
	 * Does what `work` does to the file as a whole or not at all.
	 *
	 * @param step what the watcher is told
	 * @param sync whether it is to be on the disk afterwards; otherwise the next write that is synced takes it along
	 * @throws {Problem} `journal-full`
	 */
	write(step: string, sync: boolean, work: () => void): void {
		this.#watch?.(step, 'before');
		try {
			// FULL syncs the log with every commit, NORMAL leaves that to the next synced one.
			this.exec(`PRAGMA synchronous = ${sync ? 'FULL' : 'NORMAL'}`);
			this.exec('BEGIN IMMEDIATE');
			try {
				work();
				this.exec('COMMIT');
			} catch (error) {
				if (this.#database.isTransaction) this.exec('ROLLBACK');
				throw error;
			}
		} catch (error) {
			throw diskProblem(error, this.path);
		}

		this.#watch?.(step, 'after');
	}

	/** @throws {Problem} `journal-full` */
	read<T>(work: () => T): T {
		try {
			return work();
		} catch (error) {
			throw diskProblem(error, this.path);
		}
	}

	/** Several commands without values and answers. */
	exec(sql: string): void {
		this.#database.exec(sql);
	}

	/** A command, prepared once. */
	statement(sql: string): StatementSync {
		const known = this.#statements.get(sql);
		if (known) return known;
		const statement = this.#database.prepare(sql);
		this.#statements.set(sql, statement);
		return statement;
	}

	run(sql: string, values: readonly Value[]) {
		return this.statement(sql).run(...values);
	}

	/** The first row. */
	get(sql: string, values: readonly Value[]) {
		return this.read(() => this.statement(sql).get(...values));
	}

	/** All rows. */
	all(sql: string, values: readonly Value[]) {
		return this.read(() => this.statement(sql).all(...values));
	}
}
