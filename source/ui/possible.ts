import type {RunSummary} from '../host/protocol.ts';
import {hasLabels} from '../stores/labels.ts';
import type {ActionId, Binding, KeyContext, Keymap} from './keymap.ts';
import {refusedCertificate} from './screens/connect/connect-state.ts';
import {countOf} from './screens/differences/differences-state.ts';
import {archiveIn} from './screens/folders/folder-facts.ts';
import {isBroken, leftOut} from './screens/result/result-state.ts';
import {canResume, canUndo, chosenRun} from './screens/runs/runs-state.ts';
import {shownCheck} from './screens/signatures/signatures-state.ts';
import {countDiffering, folderAtCursor, lacking} from './screens/verification/verification-state.ts';
import {allFindings, type UiState} from './state.ts';

const isChosen = (runs: UiState['runs'], can: (run: RunSummary) => boolean = () => true) => {
	const run = chosenRun(runs);
	return run !== undefined && can(run);
};
const hasFindings = (state: UiState) => allFindings(state).length > 0;
const isPlanned = ({review}: UiState) => review.kind === 'planned';
const isLabelled = ({folders}: UiState) => folders !== undefined && hasLabels(folders.source);
const isGoing = ({progress}: UiState) => progress?.hold !== 'stopping';

/** The folders that a copy of what is missing would be about. */
const foldersInSight = ({screen, verification, differences}: UiState) =>
	screen === 'differences' && differences !== undefined
		? [differences.folder]
		: (verification.compared?.folders ?? []);

/** What an action needs; those that are not named here are possible wherever they have a key. */
const needs: Partial<Record<ActionId, (state: UiState) => boolean>> = {
	'runs.look': ({runs}) => isChosen(runs),
	'runs.again': ({runs}) => isChosen(runs),
	'runs.resume': ({runs}) => isChosen(runs, canResume),
	'runs.undo': ({runs}) => isChosen(runs, canUndo),
	'connect.certificate': ({connect}) => refusedCertificate(connect) !== undefined,
	'folders.continue': ({folders, purpose}) => folders?.conflicts.length === 0 || purpose.kind === 'verify',
	'review.verify': isPlanned,
	'review.backup': ({review}) => review.kind === 'planned' && review.plan.destinationHolds > 0,
	'review.mark-read': ({review}) => review.kind === 'planned' && review.plan.unread > 0,
	'folders.labels': state => isLabelled(state) && state.review.only === undefined,
	'folders.archive': ({screen, folders, review}) =>
		folders !== undefined &&
		archiveIn(folders) !== undefined &&
		(screen !== 'review' || review.only === undefined),
	'review.into': state => isPlanned(state) && state.review.only === undefined,
	'choice.take': ({screen, dialog, review}) =>
		screen !== 'review' || dialog !== undefined || review.kind !== 'planning',
	'progress.pause': isGoing,
	'progress.stop': isGoing,
	'progress.only-faults': hasFindings,
	'result.report': ({result}) => result?.report.kind === 'saved',
	'result.undo': ({result}) => result?.state !== 'undone',
	'result.again': ({result}) => result?.state !== 'undone',
	'result.try-again': ({screen, result}) =>
		screen === 'result' && result !== undefined && !isBroken(result) && leftOut(result) > 0,
	'verification.open': ({verification}) => folderAtCursor(verification) !== undefined,
	'verification.copy': state => lacking(foldersInSight(state)).length > 0,
	'verification.save': ({verification}) => countDiffering(verification.compared?.folders ?? []) > 0,
	'verification.stop': ({verification}) => verification.comparing?.isStopping === false,
	signatures: ({screen, result}) => screen !== 'result' || result?.state !== 'undone',
	'signatures.messages': ({signatures}) =>
		signatures !== undefined && (shownCheck(signatures)?.suspects.length ?? 0) > 0,
	'signatures.stop': ({signatures}) =>
		signatures !== undefined && shownCheck(signatures)?.isStopping === false,
	'differences.open': ({differences}) => differences !== undefined && countOf(differences) > 0,
	findings: hasFindings,
	'findings.only-differences': hasFindings,
};

/** The keys of what has the keyboard that can do something now: what hints and help show. */
export function possibleKeys(keys: Keymap, context: KeyContext, state: UiState): readonly Binding[] {
	return keys[context].filter(({action}) => needs[action as ActionId]?.(state) !== false);
}
