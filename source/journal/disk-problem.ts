import {Problem} from '../problem.ts';

/** What SQLite says of a file that is none of its own, or not sound any more (SQLITE_CORRUPT, SQLITE_NOTADB). */
const unsound: ReadonlySet<number> = new Set([11, 26]);

/**
 * The problem that an error of SQLite or of the system is for a file of the program's own: the disk is full, or the
 * file may not be written, or can't be read. What is neither stays what it is.
 */
export function diskProblem(error: unknown, path: string): unknown {
	if (!(error instanceof Error) || error instanceof Problem) return error;
	// The lower byte of SQLite's own numbers is the kind of error.
	const number = 'errcode' in error ? Number(error.errcode) & 0xff : 0;
	const isSystem = 'syscall' in error;
	if (number === 0 && !isSystem) return error;
	const code = unsound.has(number) ? 'journal-unreadable' : 'journal-full';
	return new Problem({code, params: {path, why: error.message}}, error);
}
