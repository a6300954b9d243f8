import type {FilesAccount} from '../accounts/account.ts';
import {printable} from '../printable.ts';
import {accountsBetween} from './accounts-shown.ts';
import {route} from './route.ts';
import type {Words} from './services.ts';
import type {Screen, UiState} from './state.ts';

const stepsTo = {
	copy: ['connect', 'folders', 'review', 'progress', 'result'],
	verify: ['connect', 'folders', 'verification'],
} as const satisfies Record<string, readonly Screen[]>;

/** The title line: whose mail goes from where to where, and which step this is. */
export function title(
	state: UiState,
	words: Words,
	marks: {readonly arrow: string},
): {who: (width: number) => string; step: string} {
	const {screen} = state;
	const steps: readonly Screen[] = stepsTo[state.purpose.kind === 'verify' ? 'verify' : 'copy'];
	const at = steps.indexOf(screen);
	const isUndo =
		(screen === 'progress' && state.progress?.action === 'undo') ||
		(screen === 'result' && state.result?.state === 'undone');
	const backup = backupIn(state);
	if (backup !== undefined) return {who: width => who(state, marks, width, backup), step: words.backupStep};
	const name = isUndo ? words.undoStep : words.steps[screen];
	const step = at < 0 ? name : `${name}  ${words.stepOf(at + 1, steps.length)}`;
	return {who: width => who(state, marks, width), step};
}

/** Where a backup that is shown goes. */
function backupIn({screen, progress, result}: UiState): FilesAccount | undefined {
	if (screen === 'progress') return progress?.backup;
	return screen === 'result' ? result?.backup : undefined;
}

function who(state: UiState, marks: {readonly arrow: string}, width: number, backup?: FilesAccount): string {
	const {screen, connect, result} = state;
	if (screen === 'runs' || screen === 'connect') return '';
	const own = screen === 'result' ? result?.accounts : undefined;
	const accounts = own ?? accountsBetween(connect, backup);
	return accounts === undefined ? '' : printable(route(accounts.from, accounts.to, marks.arrow, width));
}
