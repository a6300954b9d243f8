import {Stopped} from '../engine/control.ts';
import type {Finished} from '../engine/events.ts';
import {sentences} from '../locales/index.ts';
import {printable} from '../printable.ts';
import {exitCodeFor, exitCodes, Problem, type ProblemData} from '../problem.ts';
import {inLocale} from '../ui/ascii.ts';

/**
 * Says what went wrong on standard error, and to a program as the last event. Answers with the exit code.
 *
 * @param json the command was asked for events
 */
export function reportError(error: unknown, json: boolean): number {
	const {commands} = sentences();
	if (error instanceof Problem) {
		if (json) process.stdout.write(`${JSON.stringify({...nothing, state: 'failed', problem: error.data})}\n`);
		return reportProblem(error.data);
	}

	if (error instanceof Stopped) {
		if (json) process.stdout.write(`${JSON.stringify({...nothing, state: 'interrupted'})}\n`);
		process.stderr.write(inLocale(`${commands.nothingBegun}\n`));
		return exitCodes.interrupted;
	}

	const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
	process.stderr.write(inLocale(`${commands.defect}\n${text.split('\n').map(printable).join('\n')}\n`));
	return exitCodes.defect;
}

/** The end of a run that did not begin. */
const nothing: Finished = {
	event: 'finished',
	run: '',
	state: 'done',
	copied: 0,
	alreadyThere: 0,
	skipped: 0,
	bytes: 0,
	folders: [],
	findings: [],
};

/** The same for a problem that came as data. */
export function reportProblem(problem: ProblemData): number {
	const {what, hint} = sentences().problem(problem);
	process.stderr.write(inLocale(`trasloco: ${what}\n  ${hint}\n`));
	return exitCodeFor(problem);
}
