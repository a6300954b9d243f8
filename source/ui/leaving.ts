import {printable} from '../printable.ts';
import {exitCodeFor, exitCodes} from '../problem.ts';
import {addsUp} from './screens/result/result-state.ts';
import {type Check, shownCheck, sumUp as sumUpCheck} from './screens/signatures/signatures-state.ts';
import {type Compared, sumUp, verdictOf} from './screens/verification/verification-state.ts';
import type {UiSentences} from './services.ts';
import type {UiState} from './state.ts';
import type {Leaving} from './tasks/tasks.ts';

/** The comparison, where nothing has been copied since. */
function lastCompared({verification, result}: UiState): Compared | undefined {
	const {compared} = verification;
	return compared === undefined || (result !== undefined && !result.isOld && result.at > compared.at)
		? undefined
		: compared;
}

/** The check of signatures, where nothing has been copied or compared since. */
function lastChecked({signatures, verification, result}: UiState): Check | undefined {
	const check = signatures && shownCheck(signatures);
	const {compared} = verification;
	const isLast =
		check !== undefined &&
		check.started >= (compared?.at ?? 0) &&
		(result === undefined || result.isOld || check.started >= result.at);
	return isLast ? check : undefined;
}

/** The exit code of the terminal UI: that of the run, the comparison or the check of signatures that was shown last, 0 where none was. */
export function exitCode(state: UiState, how: Leaving): number {
	if (how.detached) return exitCodes.ok;
	const checked = lastChecked(state);
	if (checked !== undefined && sumUpCheck(checked).differences > 0) return exitCodes.differences;
	const compared = lastCompared(state);
	if (compared !== undefined) {
		const verdict = verdictOf(sumUp(compared.folders), state.verification.allowExtra);
		return verdict === 'differs' ? exitCodes.differences : exitCodes.ok;
	}
	const {result} = state;
	if (result === undefined || result.isOld) return exitCodes.ok;
	if (result.state === 'interrupted') return exitCodes.interrupted;
	if (result.problem !== undefined) return exitCodeFor(result.problem);
	switch (result.state) {
		case 'done':
		case 'undone':
			// Never a success that its own numbers speak against.
			return addsUp(result) ? exitCodes.ok : exitCodes.differences;
		case 'differences':
			return exitCodes.differences;
		default:
			return exitCodes.defect;
	}
}

/** What stays on the main screen: the run, how it ended, its report, and how to go on; or what a comparison found. */
export function summary(state: UiState, how: Leaving, sentences: UiSentences): readonly string[] {
	const words = sentences.screens.leaving;
	if (how.detached) {
		const {run, hold} = state.progress ?? {};
		if (run === undefined) return [words.running];
		if (hold === 'stopping') return [words.run(run, words.state.stopping), words.resume(run)];
		const isHeld = hold === 'paused' || hold === 'pausing';
		return isHeld
			? [words.run(run, words.state.paused), words.held, words.watch(run)]
			: [words.run(run, words.state.running), words.running, words.watch(run)];
	}
	const checked = lastChecked(state);
	if (checked !== undefined) {
		const {checked: done, differences} = sumUpCheck(checked);
		return [words.checked(done, differences), ...earlier(state, sentences)];
	}
	return earlier(state, sentences);
}

/** What stays of a comparison or a run. */
function earlier(state: UiState, sentences: UiSentences): readonly string[] {
	const words = sentences.screens.leaving;
	const compared = lastCompared(state);
	if (compared !== undefined) {
		const {missing, extra} = sumUp(compared.folders);
		const {list} = state.verification;
		return [
			words.compared(missing, extra),
			...(list.kind === 'saved' ? [words.list(printable(list.path))] : []),
		];
	}
	const {result} = state;
	if (result === undefined || result.isOld) return [];
	const end = result.state;
	const named =
		end === 'done' || end === 'differences' || end === 'interrupted' || end === 'undone' ? end : 'failed';
	const lines = [words.run(result.run, words.state[named])];
	if (result.problem !== undefined) lines.push(`  ${printable(sentences.problem(result.problem).what)}`);
	const {finished} = result;
	if (finished !== undefined) {
		lines.push(
			end === 'undone'
				? words.undone(finished.undone ?? 0)
				: words.copied(finished.copied, finished.alreadyThere, finished.skipped),
		);
	}
	if (result.report.kind === 'saved') lines.push(words.report(printable(result.report.path)));
	if (named === 'failed' || named === 'interrupted') lines.push(words.resume(result.run));
	if (named !== 'undone') lines.push(words.undo(result.run));
	return lines;
}

/** What stays on the main screen of screens that a defect ended: what broke, for who mends it, and how to go on. */
export function lastWords(error: unknown, sentences: UiSentences): readonly string[] {
	const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
	return [`trasloco: ${sentences.screens.leaving.defect}`, ...text.split('\n').map(printable)];
}
