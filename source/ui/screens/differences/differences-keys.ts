import type {Desk} from '../../desk.ts';
import type {ActionId} from '../../keymap.ts';
import {moveOf} from '../../window.ts';
import {openSaveList} from '../verification/verification-keys.ts';
import {messageAtCursor} from './differences-state.ts';

/** What the keys of the list of a folder's messages do. */
export function differencesKeys(action: ActionId, desk: Desk): void {
	const {state, dispatch, tasks, page} = desk;
	const {differences} = state;
	if (differences === undefined) return;
	const move = moveOf(action);
	if (move !== undefined) {
		dispatch({to: 'differences', action: {type: 'moved', move, page}});
		return;
	}
	switch (action) {
		case 'differences.next':
			dispatch({to: 'differences', action: {type: 'kind-next'}});
			return;
		case 'differences.previous':
			dispatch({to: 'differences', action: {type: 'kind-previous'}});
			return;
		case 'differences.open': {
			const message = messageAtCursor(differences);
			if (message === undefined) return;
			const {kind, folder} = differences;
			void tasks.openMessage(message, {by: 'difference', kind, folder: folder.from});
			return;
		}
		case 'verification.copy':
			void tasks.copyMissing([differences.folder]);
			return;
		case 'verification.save':
			openSaveList(desk);
			return;
		case 'back':
			dispatch({to: 'screen', screen: 'verification'});
			return;
		default:
	}
}
