import {attachTo} from '../host/attach.ts';
import {sentences} from '../locales/index.ts';
import {exitCodes} from '../problem.ts';
import {detectTerminal} from '../ui/terminal/detect.ts';
import type {AttachOptions} from './options.ts';
import {printerFor, runToEnd} from './running.ts';

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/**
 * Shows a run that is under way until it ends: on a terminal the screens, else lines as `copy` prints them.
 * Answers with the exit code that the run's end means; 130 where it was left before.
 *
 * @throws {Problem} `usage` (`not-live`) where nobody is at work on it
 */
export async function attach(run: string, options: AttachOptions): Promise<number> {
	const engine = await attachTo(run);
	if (!options.json && detectTerminal(process.env, process.stdout, process.stdin).interactive) {
		await engine.disconnect();
		const {showRun} = await import('./screens.ts');
		return showRun(run, options);
	}

	const printer = printerFor(options);
	engine.onEvent(printer.event);
	const left = Promise.withResolvers<number>();
	const leave = () => {
		printer.say(sentences().commands.left(run));
		left.resolve(exitCodes.interrupted);
	};
	for (const signal of signals) process.once(signal, leave);
	// A reader that went away, such as `| head`, is no reason to end the run.
	process.stdout.on('error', leave);
	try {
		return await Promise.race([
			runToEnd(printer, engine, () => engine.request('attach', {run})),
			left.promise,
		]);
	} finally {
		for (const signal of signals) process.off(signal, leave);
		await engine.disconnect();
	}
}
