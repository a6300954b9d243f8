import type {RunSummary} from '../host/protocol.ts';
import type {ActionId, Binding, KeyContext, Keymap} from './keymap.ts';
import {isBroken, leftOut} from './screens/result/result-state.ts';
import {canResume, canUndo, chosenRun} from './screens/runs/runs-state.ts';
import {allFindings, type UiState} from './state.ts';

const isChosen = (runs: UiState['runs'], can: (run: RunSummary) => boolean = () => true) => {
	const run = chosenRun(runs);
	return run !== undefined && can(run);
};
const hasFindings = (state: UiState) => allFindings(state).length > 0;
const isPlanned = ({review}: UiState) => review.kind === 'planned';
const isGoing = ({progress}: UiState) => progress?.hold !== 'stopping';

/** What an action needs; those that are not named here are possible wherever they have a key. */
const needs: Partial<Record<ActionId, (state: UiState) => boolean>> = {
	'runs.look': ({runs}) => isChosen(runs),
	'runs.again': ({runs}) => isChosen(runs),
	'runs.resume': ({runs}) => isChosen(runs, canResume),
	'runs.undo': ({runs}) => isChosen(runs, canUndo),
	'folders.continue': ({folders}) => folders?.conflicts.length === 0,
	'review.verify': isPlanned,
	'review.into': isPlanned,
	'choice.take': ({screen, dialog, review}) =>
		screen !== 'review' || dialog !== undefined || review.kind !== 'planning',
	'progress.pause': isGoing,
	'progress.stop': isGoing,
	'progress.only-faults': hasFindings,
	'result.undo': ({result}) => result?.state !== 'undone',
	'result.again': ({result}) => result?.state !== 'undone',
	'result.try-again': ({screen, result}) =>
		screen === 'result' && result !== undefined && !isBroken(result) && leftOut(result) > 0,
	findings: hasFindings,
	'findings.only-differences': hasFindings,
};

/** The keys of what has the keyboard that can do something now: what hints and help show. */
export function possibleKeys(keys: Keymap, context: KeyContext, state: UiState): readonly Binding[] {
	return keys[context].filter(({action}) => needs[action as ActionId]?.(state) !== false);
}
