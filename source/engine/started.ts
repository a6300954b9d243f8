import type {Limits} from '../accounts/limits.ts';
import type {Journal} from '../journal/journal.ts';
import type {MessageState} from '../journal/schema.ts';
import type {Side} from '../problem.ts';
import type {EngineEvent} from './events.ts';

/**
 * What is told when work on a run begins.
 *
 * @param states those of the messages that there is something to do with
 * @param limits what the operator has set for the two accounts
 */
export function startedOf(
	journal: Journal,
	action: 'copy' | 'resume' | 'undo',
	states: readonly MessageState[],
	limits: Readonly<Partial<Record<Side, Limits>>> = {},
): EngineEvent {
	const tallies = journal.folders().map(folder => journal.tally(folder.id));
	const sum = (what: 'count' | 'bytes') =>
		tallies
			.flatMap(tally => states.map(state => tally[state]?.[what] ?? 0))
			.reduce((total, each) => total + each, 0);
	return {
		event: 'started',
		run: journal.record().run,
		at: Date.now(),
		action,
		folders: tallies.length,
		messages: sum('count'),
		bytes: sum('bytes'),
		limits,
	};
}
