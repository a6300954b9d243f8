import {sentences} from '../locales/index.ts';
import {printable} from '../printable.ts';
import {exitCodeFor, exitCodes, Problem, type ProblemData} from '../problem.ts';

/** Says what went wrong on standard error. Answers with the exit code. */
export function reportError(error: unknown): number {
	if (error instanceof Problem) return reportProblem(error.data);
	const {commands} = sentences();
	const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
	process.stderr.write(`${commands.defect}\n${text.split('\n').map(printable).join('\n')}\n`);
	return exitCodes.defect;
}

/** The same for a problem that came as data. */
export function reportProblem(problem: ProblemData): number {
	const {what, hint} = sentences().problem(problem);
	process.stderr.write(`trasloco: ${what}\n  ${hint}\n`);
	return exitCodeFor(problem);
}
