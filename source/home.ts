import {chmodSync, mkdirSync} from 'node:fs';
import {homedir} from 'node:os';
import {join} from 'node:path';

/**
 * The folder of all that the program keeps: TRASLOCO_HOME where it is set, else the system's place for the
 * state of programs (XDG Base Directory Specification). Made for its owner alone.
 */
export function homeFolder(...below: readonly string[]): string {
	const state = process.env.XDG_STATE_HOME || join(homedir(), '.local', 'state');
	const folder = join(process.env.TRASLOCO_HOME || join(state, 'trasloco'), ...below);
	mkdirSync(folder, {recursive: true, mode: 0o700});
	if (below.length > 0) chmodSync(folder, 0o700);
	return folder;
}
