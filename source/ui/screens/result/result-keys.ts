import type {Desk} from '../../desk.ts';
import type {ActionId} from '../../keymap.ts';
import {moveOf} from '../../window.ts';
import type {ResultChoice} from './result.tsx';

/** What the keys of the Result screen do. */
export function resultKeys(action: ActionId, {state, dispatch, tasks, page}: Desk): void {
	const {result} = state;
	if (result === undefined) return;
	const move = moveOf(action);
	if (move !== undefined) {
		dispatch({to: 'result', action: {type: 'moved', move, page}});
		return;
	}
	switch (action) {
		case 'result.undo':
			if (result.state === 'undone') dispatch({to: 'notice', notice: {say: 'nothing-to-undo'}});
			else void tasks.again('undo', result.run);
			return;
		case 'result.again':
			void tasks.planSince();
			return;
		case 'result.new':
			tasks.connectFor({kind: 'copy'});
			return;
		case 'back':
			void tasks.openRuns();
			return;
		default:
	}
}

/** What the choices after a failure do. */
export function takeResultChoice(choice: ResultChoice, {state, tasks}: Desk): void {
	const {result} = state;
	if (result === undefined) return;
	if (choice === 'keep' && result.isOld) void tasks.openRuns();
	else if (choice === 'keep') tasks.quit();
	else void tasks.again(choice, result.run);
}
