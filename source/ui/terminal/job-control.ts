import process from 'node:process';
import {setTimeout as pass} from 'node:timers/promises';

/** Milliseconds within which a stop takes hold; a stopped process does not see them go by. */
const stopTakes = 300;

/**
 * Stops this process and its group as Ctrl+Z does, and resolves when `fg` continues it; for
 * `suspendTerminal(stopUntilContinued)`. Without a shell to continue it (an orphaned process group, such as
 * the only program of a tmux window) the kernel ignores the stop: then it resolves after a moment.
 */
export async function stopUntilContinued(): Promise<void> {
	if (process.platform === 'win32') {
		return;
	}

	// The group, since a shell takes `npx trasloco` for stopped only when npx is stopped as well.
	process.kill(0, 'SIGTSTP');
	await pass(stopTakes);
}
