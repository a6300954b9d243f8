import {withTerms} from '../accounts/account.ts';
import {startEngine} from '../host/client.ts';
import {loadRun} from '../host/runs.ts';
import {sentences} from '../locales/index.ts';
import {exitCodes, Problem} from '../problem.ts';
import {askLine} from '../ui/terminal/asking.ts';
import type {UndoOptions} from './options.ts';
import {describeSides, inMilliseconds, printerFor, runToEnd, withSignals} from './running.ts';
import {connectSides, termsFor} from './sides.ts';

/** Takes out of the destination what a run put in. Answers with the exit code. @throws {Problem} */
export async function undo(run: string, options: UndoOptions): Promise<number> {
	const {summary} = await loadRun(run);
	if (summary.live) throw new Problem({code: 'run-busy', params: {run}});
	const printer = printerFor(options);
	if (!options.yes && !(await confirmed(run, summary.copied))) {
		printer.say(sentences().commands.notConfirmed);
		return exitCodes.interrupted;
	}

	const destination = withTerms(summary.to, termsFor('destination', options));
	const engine = await startEngine();
	try {
		engine.onEvent(printer.event);
		describeSides(printer, await connectSides(engine, {destination}, options));
		const patience = inMilliseconds(options);
		const input = {run, keepInTrash: options.keepInTrash ?? false, patience};
		return await withSignals(engine, () => runToEnd(printer, engine, () => engine.request('undo', input)));
	} finally {
		await engine.disconnect();
	}
}

async function confirmed(run: string, copied: number): Promise<boolean> {
	const {commands, format} = sentences();
	if (!process.stdin.isTTY) throw new Problem({code: 'usage', params: {why: 'undo-unconfirmed'}});
	return (await askLine(commands.confirmUndo(format.count(copied), run))) === commands.undoWord;
}
