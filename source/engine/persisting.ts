import type {Journal} from '../journal/journal.ts';
import type {RunRecord} from '../journal/records.ts';
import type {MessageState} from '../journal/schema.ts';
import {Problem, type ProblemCode, type ProblemData} from '../problem.ts';
import {type Control, Stopped} from './control.ts';
import type {EngineEvent, Finished} from './events.ts';
import {resultOf} from './results.ts';

/** How a run deals with what passes by itself, in milliseconds. */
export interface Patience {
	/** The pauses before one try after the other; the last is repeated. A server that suggests a longer one gets it. */
	readonly pauses: readonly number[];
	/** How long to go on trying when nothing works any more. No pause is longer than what is left of it. */
	readonly total: number;
}

/** What a run has that was told nothing else. */
export const defaultPatience: Patience = {
	pauses: [1000, 2000, 5000, 15_000, 30_000, 60_000],
	total: 15 * 60_000,
};

/**
 * What passes by itself: worth another try. A refused login is not among them, nor a certificate that is not
 * trusted. What is `not-imap` spoke IMAP when the run began, as a server does that is still starting.
 */
const passing: ReadonlySet<ProblemCode> = new Set([
	'connection-lost',
	'bad-answer',
	'connection-refused',
	'unreachable',
	'not-imap',
	'host-not-found',
	'proxy',
	'oauth-unreachable',
	'login-unavailable',
	'not-now',
	'day-used-up',
]);

/** A piece of work that its journal can begin again at any time. */
export interface Persistent {
	readonly journal: Journal;
	readonly action: 'copy' | 'undo';
	readonly control: Control;
	readonly tell: (event: EngineEvent) => void;
	readonly patience: Patience;
	/** Goes on from what the journal says. */
	readonly work: (record: RunRecord) => Promise<void>;
}

/**
 * Does the work until it is done: what passes by itself is tried again after a pause. Whatever happens, the
 * run ends in a state that its journal keeps; an undo that did not end stays one, so that no copy goes on from it.
 *
 * @throws an error that is a defect of the program
 */
export async function persist(persistent: Persistent): Promise<Finished> {
	const {journal, action, control, tell} = persistent;
	const {pauses, total} = persistent.patience;
	let attempt = 0;
	let failingSince = 0;
	let before = advance(journal);
	let retries = 0;
	for (;;) {
		try {
			journal.setState(action === 'copy' ? 'running' : 'undoing');
			await persistent.work(journal.record());
			return finished(persistent);
		} catch (error) {
			if (error instanceof Stopped) return interrupted(persistent);
			if (!(error instanceof Problem)) {
				journal.setState(action === 'copy' ? 'interrupted' : 'undoing');
				throw error;
			}

			const now = advance(journal);
			if (attempt === 0 || now > before) {
				attempt = 0;
				failingSince = Date.now();
			}

			before = now;
			const left = failingSince + total - Date.now();
			const passes = mayPass(error.data, journal);
			// A stop that has waited long enough cuts the connections.
			if (passes && control.stopped) return interrupted(persistent);
			if (!passes || left <= 0) return failed(persistent, error);
			// What an operator's limit holds is no failure, however long it lasts.
			const isHeld = error.data.code === 'day-used-up';
			const own = pauses[Math.min(attempt, pauses.length - 1)] ?? 0;
			const waitMs = isHeld ? (error.data.pauseMs ?? 0) : Math.min(left, jittered(own, error.data.pauseMs));
			attempt = isHeld ? 0 : attempt + 1;
			if (!isHeld) retries++;
			const at = Date.now();
			tell({event: 'retry', problem: error.data, waitMs, at, attempt, retries});
			try {
				await control.wait(waitMs);
			} catch {
				return interrupted(persistent);
			}

			// However long a person had it held: that was no failure.
			failingSince += Math.max(0, Date.now() - at - waitMs);
		}
	}
}

/** The pause before the next try, with jitter, so that many engines don't knock at one door at once; never less than suggested. */
function jittered(own: number, suggested = 0): number {
	return Math.round(Math.max(own * (0.75 + Math.random() / 2), suggested * (1 + Math.random() / 10)));
}

/** How far a message is in a given state. An intent alone is no step: the same one may be written again and again. */
const steps: Readonly<Record<MessageState, number>> = {
	planned: 0,
	staging: 0,
	staged: 1,
	verified: 2,
	promoting: 2,
	placed: 3,
	present: 3,
	skipped: 3,
	elsewhere: 3,
	undoing: 3,
	trashed: 4,
	purged: 5,
	gone: 5,
};

/** How far a run is: it grows with each step that a message has taken. */
function advance(journal: Journal): number {
	return journal
		.folders()
		.flatMap(({id}) => Object.entries(journal.tally(id)))
		.reduce((sum, [state, {count}]) => sum + steps[state as MessageState] * count, 0);
}

/** A staging folder that somebody meddled with is looked at anew, and what is missing in it copied again. */
function mayPass({code, params}: ProblemData, journal: Journal): boolean {
	const isStaging = params?.folder === journal.record().staging;
	// Refusals add up there too.
	if (code === 'proxy' && params?.reason === 'login') return false;
	return passing.has(code) || ((code === 'folder-changed' || code === 'folder-gone') && isStaging);
}

function finished({journal, action, tell}: Persistent): Finished {
	const result = resultOf(journal, action === 'copy' ? 'done' : 'undone');
	const differs = result.skipped > 0 || result.findings.some(finding => finding.severity === 'difference');
	const state = action === 'undo' ? 'undone' : differs ? 'differences' : 'done';
	journal.setState(state);
	return told(tell, {...result, state});
}

function interrupted({journal, action, tell}: Persistent): Finished {
	journal.setState(action === 'copy' ? 'interrupted' : 'undoing');
	return told(tell, resultOf(journal, 'interrupted'));
}

function failed({journal, action, tell}: Persistent, problem: Problem): Finished {
	// The journal itself may be what failed; then the run is left as killed, which a new start mends.
	try {
		journal.setState(action === 'copy' ? 'failed' : 'undoing', problem.data);
	} catch (error) {
		if (!(error instanceof Problem)) throw error;
	}

	return told(tell, resultOf(journal, 'failed', problem.data));
}

function told(tell: Persistent['tell'], end: Finished): Finished {
	tell(end);
	return end;
}
