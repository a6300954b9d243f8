import type {Finished} from '../engine/events.ts';
import type {EngineClient} from '../host/protocol.ts';
import {loadRun} from '../host/runs.ts';
import {sentences} from '../locales/index.ts';
import {printable} from '../printable.ts';
import {exitCodeFor, exitCodes, Problem, type Side} from '../problem.ts';
import {saveReport} from '../report/report.ts';
import {certifiedLines, resultTable, type TableKind} from '../report/table.ts';
import type {StoreInfo} from '../stores/store.ts';
import {reportProblem} from './errors.ts';
import {jsonPrinter, linePrinter, type Printer} from './printer.ts';

/** The printer that a command's options ask for. */
export function printerFor({json}: {readonly json?: boolean}): Printer {
	return json ? jsonPrinter(process.stdout) : linePrinter(process.stdout, sentences());
}

/** How long the engine is to go on trying, as it is told. */
export function inMilliseconds({patience}: {readonly patience: number}): number {
	return patience * 60_000;
}

/** One line a side: where it is connected to, and what it holds. */
export function describeSides(printer: Printer, sides: Readonly<Partial<Record<Side, StoreInfo>>>): void {
	const {commands, format, screens} = sentences();
	for (const side of ['source', 'destination'] as const) {
		const info = sides[side];
		if (!info) continue;
		const messages = info.folders.reduce((sum, folder) => sum + folder.messages, 0);
		printer.say(commands.connected(screens.side[side], '', info.folders.length, format.count(messages)));
	}
}

/** Runs work of the engine; the first Ctrl+C or SIGTERM asks it to stop at a safe point, so that it can be resumed. */
export async function withSignals(
	engine: EngineClient,
	work: (isStopped: () => boolean) => Promise<number>,
): Promise<number> {
	let stopped = false;
	const stop = () => {
		stopped = true;
		// That it stops is told by an event, as it is where somebody else asks for it.
		engine.request('stop', {}).catch(() => {});
	};
	// A line that drops ends us and not the engine: it finishes what it was told.
	const hangUp = () => process.exit(exitCodes.interrupted);
	process.once('SIGINT', stop).once('SIGTERM', stop).once('SIGHUP', hangUp);
	// A reader that went away, such as `| head`, must not end the run in the middle.
	process.stdout.on('error', () => {});
	try {
		return await work(() => stopped);
	} finally {
		process.off('SIGINT', stop).off('SIGTERM', stop).off('SIGHUP', hangUp);
	}
}

/**
 * Has the engine do, or watch, a run to its end; prints the end and writes the report. An engine that dies
 * leaves a run that is interrupted, as its journal tells. Answers with the exit code.
 *
 * @param isLast whether nothing more is asked of the engine: it logs out while the report is written
 * @throws {Problem} where no run began
 */
export async function runToEnd(
	printer: Printer,
	engine: EngineClient,
	ask: () => Promise<Finished>,
	isLast = true,
): Promise<number> {
	let run: string | undefined;
	let kind: TableKind = 'copy';
	const unheard = engine.onEvent(event => {
		if (event.event !== 'started') return;
		run = event.run;
		kind = event.action === 'undo' ? 'undo' : 'copy';
	});
	try {
		const finished = await ask();
		if (isLast) void engine.disconnect();
		return await conclude(printer, finished, kind);
	} catch (error) {
		if (run === undefined || !(error instanceof Problem) || error.data.code !== 'engine-died') throw error;
		const {finished} = await loadRun(run);
		if (!finished) throw error;
		return conclude(printer, {...finished, problem: error.data}, kind);
	} finally {
		unheard();
	}
}

async function conclude(printer: Printer, finished: Finished, kind: TableKind): Promise<number> {
	const {commands} = sentences();
	// A report that can't be written changes nothing about the run.
	const report = await saveReport(finished.run).then(commands.report, error => String(error.message));
	printer.say(printable(report));
	printer.finished(finished, [
		...resultTable(finished, sentences(), kind),
		...certifiedLines(finished.folders, sentences()),
		closingLine(finished, kind),
	]);
	if (finished.problem) reportProblem(finished.problem);
	return exitCodeOf(finished);
}

function closingLine(finished: Finished, kind: TableKind): string {
	const {commands, format} = sentences();
	const isOver = finished.state !== 'interrupted' && finished.state !== 'failed';
	if (kind === 'undo' && !isOver) return commands.undoBroken(finished.run);
	switch (finished.state) {
		case 'done':
			return commands.done(format.count(finished.copied), format.count(finished.alreadyThere));
		case 'differences':
			return commands.differences(
				format.count(finished.copied),
				format.count(finished.skipped),
				format.count(finished.findings.length),
			);
		case 'undone':
			return commands.undone(format.count(finished.undone ?? 0));
		case 'interrupted':
			return commands.interrupted(finished.run);
		case 'failed':
			return commands.failed(finished.run);
	}
}

/** The exit code that a run's end means. */
export function exitCodeOf({state, problem}: Finished): number {
	switch (state) {
		case 'done':
		case 'undone':
			return exitCodes.ok;
		case 'differences':
			return exitCodes.differences;
		case 'interrupted':
			return exitCodes.interrupted;
		case 'failed':
			return problem ? exitCodeFor(problem) : exitCodes.defect;
	}
}
