import {constants} from 'node:os';
import process from 'node:process';

export type RestoreOptions = {
	/** Takes the screens off: Ink's `unmount`, and whatever else holds the terminal. */
	readonly unmount: () => void;
	/** Says on the restored main screen what went wrong, before an exception ends the process. */
	readonly report: (error: unknown) => void;
	/** Says on the restored main screen what there is to say, before a signal ends the process. */
	readonly farewell?: () => void;
	/** Whether another program has the terminal: Ctrl+C in a pager is the pager's, though the terminal sends it to both. */
	readonly isLent?: () => boolean;
	/** Exit code for an exception that nobody caught. */
	readonly exitCode: number;
	readonly stdin?: NodeJS.ReadStream;
	readonly stdout?: NodeJS.WriteStream;
};

/** Synchronized output, bracketed paste, mouse and focus reports off; cursor shown, lines wrapped, colours as they were. */
const plainModes = '\x1b[?2026l\x1b[?2004l\x1b[?25h\x1b[?7h\x1b[m';

/** ms in which a signal of a process to itself arrives. */
const lastTurns = 1000;

const endings = ['SIGTERM', 'SIGHUP', 'SIGINT', 'SIGQUIT'] as const;

/**
 * Restores the terminal before the process ends by a signal, an exception or a rejected promise, and lets it end
 * in the same way: a signal stays a signal for whoever waits for this process.
 *
 * Ink alone unmounts on signals only while nobody else listens for them (signal-exit counts listeners), and
 * leaves the trace of an exception on the alternate screen, where it vanishes.
 *
 * @returns takes the listeners away again
 */
export function restoreAtEnd(options: RestoreOptions): () => void {
	const {unmount, report, exitCode, stdin = process.stdin, stdout = process.stdout} = options;
	const {farewell = () => {}, isLent = () => false} = options;

	const restore = () => {
		try {
			unmount();
		} catch {
			// The screen may be what is broken; the terminal is restored all the same.
		}

		try {
			stdin.setRawMode?.(false);
		} catch {
			// Gone with the terminal.
		}

		if (stdout.isTTY && stdout.writable) {
			stdout.write(plainModes);
		}
	};

	const onFailure = (error: unknown) => {
		stop();
		restore();
		try {
			report(error);
		} finally {
			process.exit(exitCode);
		}
	};

	const onSignal = (signal: NodeJS.Signals) => {
		if (isLent() && (signal === 'SIGINT' || signal === 'SIGQUIT')) return;
		stop();
		restore();
		try {
			farewell();
		} finally {
			process.kill(process.pid, signal);
			// Where somebody else listens for it still, it arrives with the next turn: there has to be one.
			setTimeout(() => process.exit(128 + constants.signals[signal]), lastTurns);
		}
	};

	// What a dropped line does to later writes; the signal or the end of input ends the process.
	const onGone = () => {};

	const stop = () => {
		process.off('uncaughtException', onFailure);
		process.off('unhandledRejection', onFailure);
		for (const signal of endings) {
			process.off(signal, onSignal);
		}
	};

	process.on('uncaughtException', onFailure);
	process.on('unhandledRejection', onFailure);
	for (const signal of endings) {
		process.on(signal, onSignal);
	}

	stdout.on('error', onGone);
	return () => {
		stop();
		stdout.off('error', onGone);
	};
}
