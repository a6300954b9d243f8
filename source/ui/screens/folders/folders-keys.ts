import {type Desk, open} from '../../desk.ts';
import type {ActionId} from '../../keymap.ts';
import {moveOf} from '../../window.ts';
import {selectedMappings} from './folder-facts.ts';
import {mappingAtCursor} from './folder-rows.ts';

const simple = {
	'folders.toggle': 'toggled',
	'folders.all': 'all-selected',
	'folders.none': 'none-selected',
	'folders.invert': 'inverted',
	'folders.into': 'into-toggled',
	'folders.labels': 'labels-turned',
	'folders.archive': 'archive-turned',
	'folders.range': 'range-begun',
	'folders.range-end': 'range-ended',
	'folders.sort': 'sorted',
	'folders.filter': 'filter-opened',
	'folders.filter-done': 'filter-done',
	'folders.filter-clear': 'filter-cleared',
} as const;

function isSimple(action: ActionId): action is keyof typeof simple {
	return action in simple;
}

/** What the keys of the Folders screen do. */
export function foldersKeys(action: ActionId, desk: Desk): void {
	const {state, dispatch, tasks, page} = desk;
	const {folders} = state;
	if (folders === undefined) return;
	const move = moveOf(action);
	if (move !== undefined) dispatch({to: 'folders', action: {type: 'moved', move, page}});
	else if (isSimple(action)) dispatch({to: 'folders', action: {type: simple[action]}});
	switch (action) {
		case 'folders.change':
		case 'folders.new': {
			const mapping = mappingAtCursor(folders);
			if (mapping === undefined || !mapping.source.selectable) return;
			const source = mapping.source.name;
			const text = mapping.source.path.join('/');
			open(desk, action === 'folders.new' ? {kind: 'folder-name', source, text} : {kind: 'folder', source});
			return;
		}
		case 'folders.continue':
			if (folders.conflicts.length > 0 && state.purpose.kind !== 'verify') return;
			if (selectedMappings(folders).length === 0) dispatch({to: 'notice', notice: {say: 'nothing-selected'}});
			else if (state.purpose.kind === 'verify') void tasks.compare();
			else void tasks.plan();
			return;
		case 'folders.compare':
			if (selectedMappings(folders).length === 0) dispatch({to: 'notice', notice: {say: 'nothing-selected'}});
			else void tasks.compare();
			return;
		case 'folders.edit':
			void tasks.editMapping(desk.lend, desk.words);
			return;
		case 'back':
			if (folders.filter === '') dispatch({to: 'screen', screen: 'connect'});
			else dispatch({to: 'folders', action: {type: 'filter-cleared'}});
			return;
		default:
	}
}
