import {type Desk, open} from '../../desk.ts';
import type {ActionId} from '../../keymap.ts';
import {moveOf} from '../../window.ts';

/** What the keys of the Progress screen do. */
export function progressKeys(action: ActionId, desk: Desk): void {
	const {state, dispatch, tasks, page} = desk;
	const move = moveOf(action);
	if (move !== undefined) {
		dispatch({to: 'progress', action: {type: 'moved', move, page}});
		return;
	}
	switch (action) {
		case 'progress.pause': {
			const hold = state.progress?.hold;
			if (hold === 'none') void tasks.ask('pause');
			else if (hold === 'paused' || hold === 'pausing') void tasks.ask('continue');
			return;
		}
		case 'progress.stop':
			open(desk, {kind: 'stop'});
			return;
		case 'progress.detach':
			open(desk, {kind: 'detach'});
			return;
		case 'progress.only-faults':
			dispatch({to: 'progress', action: {type: 'only-faults-turned'}});
			return;
		case 'progress.follow':
			dispatch({to: 'progress', action: {type: 'followed'}});
			return;
		default:
	}
}
