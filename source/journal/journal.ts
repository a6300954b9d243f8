import {existsSync} from 'node:fs';
import {join} from 'node:path';
import {homeFolder} from '../home.ts';
import {Problem, type ProblemData} from '../problem.ts';
import {type Change, commandsFor} from './changes.ts';
import {createFile, type NewRun} from './creating.ts';
import {diskProblem} from './disk-problem.ts';
import {type Finding, keepFinding} from './finding.ts';
import {JournalFile, type JournalWatcher} from './journal-file.ts';
import {JournalReader} from './journal-reader.ts';
import type {MoveRecord} from './records.ts';
import {schemaVersion} from './schema.ts';
import type {RunState} from './state.ts';
import {hourOf} from './volume.ts';

/**
 * The durable record of one run: a SQLite file of its own, written ahead (WAL). What is about to be done is
 * an intent, synced to disk before it is done; what came of it is an outcome, which a power cut may take
 * along with the last moments: the intents say what to look for.
 */
export class Journal extends JournalReader {
	/** Begins the journal of a new run. @throws {Problem} `journal-full` */
	static create(init: NewRun, watch?: JournalWatcher): Journal {
		const path = join(homeFolder('runs', init.run), 'journal.sqlite');
		try {
			createFile(init, path, watch);
			return new Journal(JournalFile.open(path, watch));
		} catch (error) {
			throw diskProblem(error, path);
		}
	}

	/** @throws {Problem} `unknown-run`, `journal-unreadable`, `journal-full` (it takes some room even to be read) */
	static open(run: string, watch?: JournalWatcher): Journal {
		if (!/^[\w-]{1,64}$/.test(run)) throw new Problem({code: 'unknown-run', params: {run}});
		const path = join(homeFolder('runs'), run, 'journal.sqlite');
		if (!existsSync(path)) throw new Problem({code: 'unknown-run', params: {run}});
		let file: JournalFile | undefined;
		try {
			file = JournalFile.open(path, watch);
			const journal = new Journal(file);
			const version = Number(file.get('PRAGMA user_version', [])?.user_version);
			if (version !== schemaVersion)
				throw new Error(`version ${version}, this program writes ${schemaVersion}`);
			journal.record();
			return journal;
		} catch (error) {
			file?.close();
			const problem = diskProblem(error, path);
			if (problem instanceof Problem && problem.data.code === 'journal-full') throw problem;
			const why = error instanceof Error ? error.message.slice(0, 200) : String(error);
			throw new Problem({code: 'journal-unreadable', params: {run, path, why}}, error);
		}
	}

	get path(): string {
		return this.file.path;
	}

	setState(state: RunState, problem?: ProblemData): void {
		this.file.write(`run-${state}`, true, () => {
			this.file.run('UPDATE run SET state = ?, problem = ?, changed = ?, pid = ?', [
				state,
				problem ? JSON.stringify(problem) : null,
				Date.now(),
				process.pid,
			]);
		});
	}

	setStaging(validity: number): void {
		this.file.write('staging-made', true, () =>
			this.file.run('UPDATE run SET staging_validity = ?', [validity]),
		);
	}

	/** About to make folders; `made` once it is known which are. */
	intendCreate(names: readonly string[]): void {
		this.file.write('create-folder', true, () => {
			for (const name of names)
				this.file.run('INSERT OR IGNORE INTO created (name, made) VALUES (?, 0)', [name]);
		});
	}

	/**
	 * What became of folders that were to be made.
	 *
	 * @param others they were there already, or are gone again: nothing for an undo to take away
	 */
	made(names: readonly string[], others: readonly string[]): void {
		this.file.write('created-folder', true, () => {
			for (const name of names) this.file.run('UPDATE created SET made = 1 WHERE name = ?', [name]);
			for (const name of others) this.file.run('DELETE FROM created WHERE name = ?', [name]);
		});
	}

	/** The folder has another UIDVALIDITY than before: the UIDs that were known there are worth nothing. */
	renumbered(id: number, validity: number): void {
		this.file.write('renumbered', true, () => {
			this.file.run('UPDATE message SET destination_uid = NULL WHERE folder = ?', [id]);
			this.file.run('UPDATE folder SET destination_validity = ? WHERE id = ?', [validity, id]);
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
		this.file.write('folder', false, () => {
			if (change.destinationValidity !== undefined) {
				this.file.run(
					'UPDATE folder SET destination_validity = coalesce(destination_validity, ?) WHERE id = ?',
					[change.destinationValidity, id],
				);
			}

			if (change.destinationNow !== undefined) {
				this.file.run('UPDATE folder SET destination_now = ? WHERE id = ?', [change.destinationNow, id]);
			}

			if (change.destinationNext !== undefined) {
				this.file.run('UPDATE folder SET destination_next = ? WHERE id = ?', [change.destinationNext, id]);
			}

			if (change.placed !== undefined)
				this.file.run('UPDATE folder SET placed = ? WHERE id = ?', [change.placed ? 1 : 0, id]);
		});
	}

	/**
	 * Writes what is about to happen to messages, and syncs it to disk.
	 *
	 * @param bytes of mail that are about to be sent
	 */
	intend(step: string, changes: Iterable<Change>, bytes = 0): void {
		this.file.write(step, true, () => {
			this.#change(changes);
			if (bytes === 0) return;
			this.file.run(
				'INSERT INTO volume (hour, bytes) VALUES (?, ?) ON CONFLICT DO UPDATE SET bytes = bytes + excluded.bytes',
				[hourOf(Date.now()), bytes],
			);
		});
	}

	/** Writes what has happened to messages. */
	outcome(step: string, changes: Iterable<Change>): void {
		this.file.write(step, false, () => this.#change(changes));
	}

	/** About to move messages into `target`: one write, synced. Answers with the move's number. */
	intendMove(step: string, move: Omit<MoveRecord, 'id'>, changes: Iterable<Change>): number {
		let id = 0;
		this.file.write(step, true, () => {
			const {lastInsertRowid} = this.file.run(
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
		this.file.write(step, true, () => {
			this.#change(changes);
			for (const move of moves) this.file.run('UPDATE move SET done = 1 WHERE id = ?', [move]);
		});
	}

	/** Keeps a finding; one about the same thing that is there already makes room for it. */
	addFinding(finding: Finding): void {
		this.file.write('finding', false, () => keepFinding(this.file, finding));
	}

	close(): void {
		this.file.close();
	}

	#change(changes: Iterable<Change>): void {
		for (const [sql, values] of commandsFor(changes)) this.file.run(sql, values);
	}
}
