import type {Desk} from '../../desk.ts';
import type {ActionId} from '../../keymap.ts';
import {moveOf} from '../../window.ts';

/** What the keys of the Message screen do. */
export function messageKeys(action: ActionId, {state, dispatch, page}: Desk): void {
	const move = moveOf(action);
	if (move !== undefined) dispatch({to: 'message', action: {type: 'moved', move, page}});
	else if (action === 'message.headers') dispatch({to: 'message', action: {type: 'headers-turned'}});
	else if (action === 'back') {
		const isSuspect = state.message?.listing.by === 'signature';
		dispatch({to: 'screen', screen: isSuspect ? 'suspects' : 'differences'});
	}
}
