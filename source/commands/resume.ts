import {startEngine} from '../host/client.ts';
import {loadRun} from '../host/runs.ts';
import {Problem} from '../problem.ts';
import type {RunOptions} from './options.ts';
import {conclude, describeSides, inMilliseconds, printerFor, withSignals} from './running.ts';
import {connectSides, trustFor} from './sides.ts';

/** Finishes a run that was interrupted. Answers with the exit code. @throws {Problem} */
export async function resume(run: string, options: RunOptions): Promise<number> {
	const {summary} = await loadRun(run);
	if (summary.state === 'done' || summary.state === 'differences') {
		throw new Problem({code: 'usage', params: {why: 'nothing-to-resume', run}});
	}

	if (summary.state === 'undone' || summary.state === 'undoing') {
		throw new Problem({code: 'usage', params: {why: 'run-undone', run}});
	}

	if (summary.live) throw new Problem({code: 'run-busy', params: {run}});
	const printer = printerFor(options);
	const engine = await startEngine();
	try {
		engine.onEvent(printer.event);
		const accounts = {
			source: {...summary.from, ...trustFor('source', options)},
			destination: {...summary.to, ...trustFor('destination', options)},
		};
		describeSides(printer, await connectSides(engine, accounts, options));
		return await withSignals(engine, printer, async () =>
			conclude(printer, await engine.request('resume', {run, patience: inMilliseconds(options)})),
		);
	} finally {
		await engine.disconnect();
	}
}
