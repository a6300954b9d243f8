import type {Desk} from '../../desk.ts';
import type {ActionId} from '../../keymap.ts';
import {canResume, canUndo, chosenRun} from './runs-state.ts';

/** What the keys of the Runs screen do. */
export function runsKeys(action: ActionId, {state, dispatch, tasks}: Desk): void {
	const run = chosenRun(state.runs);
	if (action === 'runs.new') tasks.connectFor({kind: 'copy'});
	if (run === undefined) return;
	if (run.live && (action === 'runs.resume' || action === 'runs.undo')) {
		dispatch({to: 'notice', notice: {say: 'run-live'}});
		return;
	}
	switch (action) {
		case 'runs.again':
			tasks.connectFor({kind: 'copy'}, run);
			return;
		case 'runs.verify':
			tasks.connectFor({kind: 'verify', run});
			return;
		case 'runs.resume':
			if (canResume(run)) tasks.connectFor({kind: 'resume', run});
			else dispatch({to: 'notice', notice: {say: 'nothing-to-resume'}});
			return;
		case 'runs.undo':
			if (canUndo(run)) tasks.connectFor({kind: 'undo', run});
			else dispatch({to: 'notice', notice: {say: 'nothing-to-undo'}});
			return;
		default:
	}
}
