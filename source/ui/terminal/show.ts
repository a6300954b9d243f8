import process from 'node:process';
import {render} from 'ink';
import type {ReactElement} from 'react';
import {restoreAtEnd} from './restore.ts';
import {blank, createScreenOutput, createSpokenOutput} from './screen-output.ts';
import {type Size, sizeKnown, sizeOf} from './size.ts';

/** Ink's `suspendTerminal`, which exists inside its tree alone. */
type Suspend = (work: () => Promise<void>) => Promise<void>;

export interface ShowOptions {
	/** What is shown on a terminal of this size. */
	readonly draw: (size: Size, lend: Lend) => ReactElement;
	readonly stdin: NodeJS.ReadStream;
	readonly stdout: NodeJS.WriteStream;
	/** For a screen reader: on the main screen, and what has changed is written below what was. */
	readonly linear: boolean;
	/** Says on the restored main screen what went wrong, before an exception or a rejected promise ends the process. */
	readonly report: (error: unknown) => void;
	/** Says on the restored main screen what there is to say, before a signal ends the process. */
	readonly farewell: () => void;
	/** Exit code for an exception that nobody caught. */
	readonly exitCode: number;
}

/** Gives the terminal to somebody else until `work` has ended, and draws all again then. */
export type Lend = (suspend: Suspend, work: () => Promise<void>) => Promise<void>;

/** The screens while they are shown. */
export interface Shown {
	/** Rejects with what a component threw. */
	readonly ended: Promise<unknown>;
	/** Takes the screens off and gives the main screen back. */
	close(): Promise<void>;
}

/** Shows screens on the whole terminal, whatever size it takes on, and gives it back however the process ends. */
export async function showScreens(options: ShowOptions): Promise<Shown> {
	const {draw, stdin, stdout, linear, report, farewell, exitCode} = options;
	let isLent = false;
	const lend: Lend = async (suspend, work) => {
		if (isLent) return;
		await suspend(async () => {
			isLent = true;
			try {
				await work();
			} finally {
				isLent = false;
				// While this process was stopped, the terminal told its new size to the shell alone: look again.
				process.kill(process.pid, 'SIGWINCH');
			}
		});
	};

	await sizeKnown(stdout);
	const app = render(draw(sizeOf(stdout), lend), {
		stdin,
		stdout: linear ? createSpokenOutput(stdout) : createScreenOutput(stdout),
		alternateScreen: !linear,
		incrementalRendering: !linear,
		isScreenReaderEnabled: linear,
		exitOnCtrlC: false,
		interactive: true,
	});
	const stopRestoring = restoreAtEnd({
		unmount: () => app.unmount(),
		report,
		farewell,
		exitCode,
		isLent: () => isLent,
		stdin,
		stdout,
	});
	const resized = () => {
		if (!isLent && !linear) {
			// What the terminal made of the former frame is not known: it may have cut, moved or wrapped its lines.
			app.clear();
			stdout.write(blank);
		}
		app.rerender(draw(sizeOf(stdout), lend));
	};
	stdout.on('resize', resized);
	return {
		ended: app.waitUntilExit(),
		async close() {
			stdout.off('resize', resized);
			app.unmount();
			// What a component threw is told by `ended`.
			await app.waitUntilExit().catch(() => {});
			stopRestoring();
		},
	};
}
