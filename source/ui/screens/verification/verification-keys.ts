import {type Desk, open} from '../../desk.ts';
import type {ActionId} from '../../keymap.ts';
import {moveOf} from '../../window.ts';
import {countDiffering, folderAtCursor} from './verification-state.ts';

const simple = {
	'verification.only': 'only-turned',
	'verification.sort': 'sorted',
	'verification.filter': 'filter-opened',
	'folders.filter-done': 'filter-done',
	'folders.filter-clear': 'filter-cleared',
} as const;

function isSimple(action: ActionId): action is keyof typeof simple {
	return action in simple;
}

/** What the keys of the Verification screen do. */
export function verificationKeys(action: ActionId, desk: Desk): void {
	const {state, dispatch, tasks, page} = desk;
	const {verification} = state;
	const move = moveOf(action);
	if (move !== undefined) dispatch({to: 'verification', action: {type: 'moved', move, page}});
	else if (isSimple(action)) dispatch({to: 'verification', action: {type: simple[action]}});
	switch (action) {
		case 'verification.stop':
			void tasks.stopComparing();
			return;
		case 'verification.again':
			void tasks.compareAgain();
			return;
		case 'verification.deep':
			void tasks.compareAgain(true);
			return;
		case 'verification.open': {
			const folder = folderAtCursor(verification);
			if (folder !== undefined) tasks.openDifferences(folder);
			return;
		}
		case 'verification.copy':
			void tasks.copyMissing(verification.compared?.folders ?? []);
			return;
		case 'verification.save':
			openSaveList(desk);
			return;
		case 'back':
			if (verification.filter === '') dispatch({to: 'screen', screen: verification.origin});
			else dispatch({to: 'verification', action: {type: 'filter-cleared'}});
			return;
		default:
	}
}

/** Asks where the list of all differences goes. */
export function openSaveList(desk: Desk): void {
	const {state, dispatch, tasks} = desk;
	const entries = countDiffering(state.verification.compared?.folders ?? []);
	if (entries === 0) dispatch({to: 'notice', notice: {say: 'nothing-differs'}});
	else open(desk, {kind: 'save-list', text: tasks.listName(), entries});
}
