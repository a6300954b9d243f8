import {createHash} from 'node:crypto';
import {join} from 'node:path';
import {DatabaseSync} from 'node:sqlite';
import {homeFolder} from '../home.ts';
import {diskProblem} from './disk-problem.ts';

/** A lock that is held until it is released or the process ends, however it ends. */
export interface Lock {
	release(): void;
}

/**
 * Takes a lock by name, or answers undefined where another process holds it.
 *
 * It is a lock of the operating system on a file (SQLite's, for writing), so a killed process leaves none
 * behind: there are no stale locks to recognise.
 *
 * @param patience milliseconds to wait for one that is held: who only looks holds it for a moment
 * @throws {Problem} `journal-full`: no lock can be taken in the folder of locks
 */
export function takeLock(name: string, patience = 500): Lock | undefined {
	const file = createHash('sha256').update(name).digest('hex').slice(0, 24);
	const path = join(homeFolder('locks'), `${file}.lock`);
	let database: DatabaseSync | undefined;
	try {
		database = new DatabaseSync(path, {timeout: patience});
		database.exec('BEGIN IMMEDIATE');
	} catch (error) {
		if (database?.isOpen) database.close();
		if (isHeld(error)) return undefined;
		throw diskProblem(error, path);
	}

	const held = database;
	return {
		release() {
			if (held.isOpen) held.close();
		},
	};
}

/** SQLITE_BUSY: another connection has it. Everything else says nothing about who holds it. */
function isHeld(error: unknown): boolean {
	return error instanceof Error && 'errcode' in error && (Number(error.errcode) & 0xff) === 5;
}

/** Whether some process holds the lock; one that only looks, as this does, holds it for less than 10 ms. */
export function isLocked(name: string): boolean {
	const lock = takeLock(name, 10);
	lock?.release();
	return lock === undefined;
}

/** The names of locks, so that all use the same. */
export const lockNames = {
	run: (run: string) => `run ${run}`,
	destination: (accountKey: string) => `destination ${accountKey}`,
};
