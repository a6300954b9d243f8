import {homeFolder} from '../../home.ts';
import {Problem, type Side} from '../../problem.ts';
import {Refusal, type RefusalReason} from '../store.ts';
import {FolderGone} from './box.ts';
import {codeOf} from './sidecar.ts';

/** What the operating system's codes mean for whoever wants to write. */
const reasons: ReadonlyMap<string, RefusalReason> = new Map([
	['ENOSPC', 'over-quota'],
	['EDQUOT', 'over-quota'],
	['EACCES', 'permission'],
	['EPERM', 'permission'],
	['EROFS', 'permission'],
	['EFBIG', 'too-large'],
	['EAGAIN', 'later'],
	['EMFILE', 'later'],
	['ENFILE', 'later'],
	['ENOENT', 'no-folder'],
]);

/** What the operating system has said while something was written, as a store says it. What it did not say stays what it is. */
export function refusalOf(side: Side, folder: string, error: unknown): unknown {
	if (error instanceof FolderGone) return gone(side, folder, error);
	const code = codeOf(error);
	if (code === undefined || error instanceof Problem) return error;
	return new Refusal(side, reasons.get(code) ?? 'other', wordsOf(error), undefined, error);
}

/** The same while something was read. */
export function readProblemOf(side: Side, folder: string, error: unknown): unknown {
	if (error instanceof FolderGone) return gone(side, folder, error);
	if (codeOf(error) === undefined || error instanceof Problem) return error;
	return unreadable(side, folder, error);
}

/** A file or folder that can't be read, or of which nothing can be noted, since the disk of the program's own folder is full. @param path of what was opened, where the system does not tell */
export function unreadable(side: Side, path: string, error: unknown): Problem {
	const code = codeOf(error);
	const why =
		code === 'EACCES' || code === 'EPERM'
			? 'not-allowed'
			: code === 'ENOENT' || code === 'ENOTDIR'
				? code
				: wordsOf(error);
	const at = error instanceof Error && 'path' in error && typeof error.path === 'string' ? error.path : path;
	if (reasons.get(code ?? '') === 'over-quota')
		return new Problem({code: 'file-refused', side, params: {path: homeFolder('files'), why}}, error);
	return new Problem({code: 'file-unreadable', side, params: {path: at, why}}, error);
}

/** What the operating system says, without the name of the call: `no space left on device, /backup/INBOX`. */
export function wordsOf(error: unknown): string {
	if (!(error instanceof Error)) return String(error);
	const [, words = error.message] = /^E[A-Z\d]+: (.*?), \w+/s.exec(error.message) ?? [];
	const path = 'path' in error && typeof error.path === 'string' ? `: ${error.path}` : '';
	return words + path;
}

function gone(side: Side, folder: string, cause: unknown): Problem {
	return new Problem({code: 'folder-gone', side, params: {folder}}, cause);
}
