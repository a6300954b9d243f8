import {chmodSync, mkdirSync, realpathSync, statSync} from 'node:fs';
import {homedir} from 'node:os';
import {join} from 'node:path';
import {Problem} from './problem.ts';

/**
 * The folder of all that the program keeps: TRASLOCO_HOME where it is set, else the system's place for the
 * state of programs (XDG Base Directory Specification). For its owner alone, whatever rights it had before.
 *
 * @throws {Problem} `journal-full`
 */
export function homeFolder(...below: readonly string[]): string {
	const state = process.env.XDG_STATE_HOME || join(homedir(), '.local', 'state');
	const home = process.env.TRASLOCO_HOME || join(state, 'trasloco');
	const folder = join(home, ...below);
	try {
		mkdirSync(folder, {recursive: true, mode: 0o700});
		if (below.length > 0 && (statSync(folder).mode & 0o777) !== 0o700) chmodSync(folder, 0o700);
		closeToOthers(home);
	} catch (error) {
		const why = error instanceof Error ? error.message : String(error);
		throw new Problem({code: 'journal-full', params: {path: folder, why}}, error);
	}

	return folder;
}

/** Takes rights from others, unless it is a folder that TRASLOCO_HOME names and that is not ours alone: what is in it is closed by itself. */
function closeToOthers(home: string): void {
	const {mode, uid} = statSync(home);
	if ((mode & 0o077) === 0 || process.platform === 'win32') return;
	const isShared = (mode & 0o1000) !== 0 || realpathSync(home) === realpathSync(homedir());
	if (uid === process.getuid?.() && !isShared) chmodSync(home, 0o700);
}
