import {attachTo} from '../host/attach.ts';
import {exitCodes} from '../problem.ts';
import {printerFor, runToEnd} from './running.ts';

/**
 * Stops a run that is under way at its next safe point, and says how it goes on. Answers with 0 once nobody is
 * at work on it any more, however it ended.
 *
 * @throws {Problem} `usage` (`not-live`) where nobody is at work on it
 */
export async function stop(run: string, options: {readonly json?: boolean}): Promise<number> {
	const engine = await attachTo(run);
	const printer = printerFor(options);
	engine.onEvent(event => {
		// Not how far it is, but that it was heard.
		if (event.event === 'stopping') printer.event(event);
	});
	try {
		await runToEnd(printer, engine, async () => {
			const [finished] = await Promise.all([engine.request('attach', {run}), engine.request('stop', {})]);
			return finished;
		});
		return exitCodes.ok;
	} finally {
		await engine.disconnect();
	}
}
