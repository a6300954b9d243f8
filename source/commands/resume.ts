import {withTerms} from '../accounts/account.ts';
import {startEngine} from '../host/client.ts';
import {loadRun} from '../host/runs.ts';
import {Problem} from '../problem.ts';
import type {RunOptions} from './options.ts';
import {describeSides, inMilliseconds, printerFor, runToEnd, withSignals} from './running.ts';
import {connectSides, termsFor} from './sides.ts';

/** Finishes a run that was interrupted. Answers with the exit code. @throws {Problem} */
export async function resume(run: string, options: RunOptions): Promise<number> {
	const {summary} = await loadRun(run);
	if (summary.live) throw new Problem({code: 'run-busy', params: {run}});
	if (summary.state === 'done' || summary.state === 'differences') {
		throw new Problem({code: 'usage', params: {why: 'nothing-to-resume', run}});
	}

	if (summary.state === 'undone' || summary.state === 'undoing') {
		throw new Problem({code: 'usage', params: {why: 'run-undone', run}});
	}

	const printer = printerFor(options);
	const engine = await startEngine();
	try {
		engine.onEvent(printer.event);
		const accounts = {
			source: withTerms(summary.from, termsFor('source', options)),
			destination: withTerms(summary.to, termsFor('destination', options)),
		};
		describeSides(printer, await connectSides(engine, accounts, options));
		const input = {run, patience: inMilliseconds(options)};
		return await withSignals(engine, () => runToEnd(printer, engine, () => engine.request('resume', input)));
	} finally {
		await engine.disconnect();
	}
}
