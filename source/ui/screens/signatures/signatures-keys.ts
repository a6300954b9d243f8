import {type Desk, open} from '../../desk.ts';
import type {ActionId} from '../../keymap.ts';
import {moveOf} from '../../window.ts';
import {shownCheck, suspectAtCursor} from './signatures-state.ts';

/** What the keys of the Signatures screen do. */
export function signaturesKeys(action: ActionId, desk: Desk): void {
	const {state, dispatch, tasks, page} = desk;
	const {signatures} = state;
	if (signatures === undefined) return;
	const move = moveOf(action);
	if (move !== undefined) {
		dispatch({to: 'signatures', action: {type: 'moved', move, page}});
		return;
	}
	switch (action) {
		case 'signatures.stop':
			void tasks.stopChecking();
			return;
		case 'signatures.messages':
			if ((shownCheck(signatures)?.suspects.length ?? 0) === 0) {
				dispatch({to: 'notice', notice: {say: 'no-suspects'}});
				return;
			}
			dispatch({to: 'signatures', action: {type: 'suspects-opened'}});
			dispatch({to: 'screen', screen: 'suspects'});
			return;
		case 'signatures.other-side': {
			const side = signatures.side === 'source' ? 'destination' : 'source';
			if (signatures.checks[side] === undefined) void tasks.checkSignatures(side);
			else dispatch({to: 'signatures', action: {type: 'side-shown', side}});
			return;
		}
		case 'signatures.again':
			void tasks.checkSignatures(signatures.side);
			return;
		case 'signatures.authority':
			open(desk, {kind: 'authority', text: signatures.authority ?? ''});
			return;
		case 'back':
			dispatch({to: 'screen', screen: signatures.origin});
			return;
		default:
	}
}

/** What the keys of the list of suspects do. */
export function suspectsKeys(action: ActionId, {state, dispatch, tasks, page}: Desk): void {
	const {signatures} = state;
	if (signatures === undefined) return;
	const move = moveOf(action);
	if (move !== undefined) dispatch({to: 'signatures', action: {type: 'suspect-moved', move, page}});
	else if (action === 'suspects.read') {
		const suspect = suspectAtCursor(signatures);
		if (suspect === undefined) return;
		const {name, message, signature} = suspect;
		void tasks.openMessage(message, {by: 'signature', folder: name, signature});
	} else if (action === 'back') dispatch({to: 'screen', screen: 'signatures'});
}
