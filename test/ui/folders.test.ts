import {describe, expect, it} from 'vitest';
import type {StoreInfo} from '../../source/stores/store.ts';
import {selectedMappings} from '../../source/ui/screens/folders/folder-facts.ts';
import {
	mappingAtCursor,
	mappingsInRange,
	onlyThere,
	rangeOf,
} from '../../source/ui/screens/folders/folder-rows.ts';
import {
	type FoldersAction,
	type FoldersState,
	foldersOfRun,
	foldersReducer,
	sorts,
	startFolders,
} from '../../source/ui/screens/folders/folders-state.ts';
import {drawTree} from '../../source/ui/screens/folders/tree.ts';
import {destinationInfo, folder, sourceInfo} from './fake-engine.ts';

const empty: StoreInfo = {...destinationInfo, folders: [folder('INBOX', 0, {role: 'inbox'})]};

function apply(state: FoldersState, ...actions: readonly FoldersAction[]): FoldersState {
	return actions.reduce(foldersReducer, state);
}

function targetOf(state: FoldersState, source: string): string | undefined {
	const mapping = state.mappings.find(one => one.source.name === source);
	return mapping?.selected === true ? mapping.target.name : undefined;
}

describe('Folders', () => {
	it('puts everything into a folder of its own where the destination holds mail', () => {
		const state = startFolders(sourceInfo, destinationInfo, 'mario@old.it');
		expect(state.intoByItself).toBe(true);
		expect(targetOf(state, 'INBOX')).toBe('mario@old.it');
		expect(targetOf(state, 'Bozze')).toBe('mario@old.it/Bozze');
	});

	it('goes folder by folder where the destination is empty', () => {
		const state = startFolders(sourceInfo, empty, 'mario@old.it');
		expect(state.into).toBeUndefined();
		expect(targetOf(state, 'INBOX')).toBe('INBOX');
	});

	it('turns between a copy for each label and one, where the source has labels', () => {
		const gmail = {...sourceInfo, capabilities: ['X-GM-EXT-1']};
		const turned = (source: StoreInfo) =>
			apply(startFolders(source, empty, 'mario@gmail.com'), {type: 'labels-turned'});
		expect(turned(gmail).labels).toBe('once');
		expect(apply(turned(gmail), {type: 'labels-turned'}).labels).toBe('each');
		expect(apply(turned(gmail), {type: 'into-toggled'}).labels).toBe('once');
		expect(turned(sourceInfo).labels).toBe('each');
	});

	it('knows of a run whether it has copied messages once', () => {
		const all = folder('[Gmail]/Tutti i messaggi', 9, {role: 'all'});
		const gmail = {...sourceInfo, capabilities: ['X-GM-EXT-1'], folders: [...sourceInfo.folders, all]};
		const counts = {copied: 1, alreadyThere: 0, skipped: 0, destinationBefore: 0, destinationCount: 1};
		const ofRun = (source: string) =>
			foldersOfRun(gmail, empty, 'mario@gmail.com', [
				{...counts, source, destination: source, sourceCount: 3, elsewhere: 2},
			]);
		expect(ofRun('INBOX').labels).toBe('once');
		expect(ofRun(all.name).labels).toBe('each');
	});

	it('turns between one folder and folder by folder, and keeps what is selected', () => {
		let state = startFolders(sourceInfo, destinationInfo, 'mario@old.it');
		state = apply(state, {type: 'moved', move: 'down', page: 10}, {type: 'toggled'}, {type: 'into-toggled'});
		expect(targetOf(state, 'INBOX')).toBe('INBOX');
		expect(targetOf(state, 'Posta inviata')).toBeUndefined();
		expect(state.intoByItself).toBe(false);
		state = apply(state, {type: 'into-toggled'});
		expect(targetOf(state, 'INBOX')).toBe('mario@old.it');
		expect(targetOf(state, 'Posta inviata')).toBeUndefined();
	});

	it('leaves trash and junk out at first, and copies them when asked', () => {
		let state = startFolders(sourceInfo, empty, 'mario@old.it');
		expect(targetOf(state, 'Cestino')).toBeUndefined();
		state = apply(state, {type: 'all-selected'});
		expect(selectedMappings(state)).toHaveLength(sourceInfo.folders.length);
		state = apply(state, {type: 'inverted'});
		expect(selectedMappings(state)).toHaveLength(0);
	});

	it('never selects a folder that holds no mail of its own', () => {
		const source = {
			...sourceInfo,
			folders: [folder('PEC', 0, {selectable: false}), folder('PEC/Ricevute', 3)],
		};
		const state = apply(startFolders(source, empty, 'm'), {type: 'all-selected'});
		expect(targetOf(state, 'PEC')).toBeUndefined();
		expect(apply(state, {type: 'toggled'}).mappings[0]?.selected).toBe(false);
	});

	it('sends a folder where the person says, existing or new', () => {
		let state = startFolders(sourceInfo, destinationInfo, 'm');
		state = apply(state, {type: 'target-chosen', source: 'Bozze', target: 'Newsletter'});
		expect(state.mappings.find(one => one.source.name === 'Bozze')).toMatchObject({
			reason: 'chosen',
			selected: true,
			target: {name: 'Newsletter', exists: true, messages: 40},
		});
		state = apply(state, {type: 'target-chosen', source: 'Bozze', target: 'Nuova/Sotto'});
		expect(state.mappings.find(one => one.source.name === 'Bozze')?.target).toMatchObject({exists: false});
		state = apply(state, {type: 'not-copied', source: 'Bozze'});
		expect(targetOf(state, 'Bozze')).toBeUndefined();
	});

	it('shows folders that would fall together as a conflict until one goes elsewhere', () => {
		const source = {...sourceInfo, folders: [folder('clienti', 1), folder('Clienti', 1)]};
		let state = startFolders(source, empty, 'm');
		expect(state.conflicts).toHaveLength(1);
		state = apply(state, {type: 'target-chosen', source: 'clienti', target: 'clienti-2'});
		expect(state.conflicts).toHaveLength(0);
	});

	it('filters by either side, and all and none mean what is shown', () => {
		let state = startFolders(sourceInfo, empty, 'm');
		state = apply(state, {type: 'filter-changed', text: 'ARCHIVIO'});
		expect(state.rows).toHaveLength(3);
		state = apply(state, {type: 'none-selected'}, {type: 'filter-cleared'});
		expect(targetOf(state, 'Archivio/2023')).toBeUndefined();
		expect(targetOf(state, 'INBOX')).toBe('INBOX');
	});

	it('marks a range with one key, and takes the mark back with the same', () => {
		let state = startFolders(sourceInfo, empty, 'm');
		const chosen = () => state.mappings.slice(1, 5).map(mapping => mapping.selected);
		state = apply(state, {type: 'moved', move: 'down', page: 5}, {type: 'range-begun'});
		state = apply(state, {type: 'moved', move: 'page-down', page: 3});
		expect(rangeOf(state)).toEqual([1, 4]);
		expect(mappingsInRange(state)).toHaveLength(4);
		state = apply(state, {type: 'toggled'});
		expect(chosen()).toEqual([false, false, false, false]);
		expect(targetOf(state, 'INBOX')).toBe('INBOX');
		state = apply(state, {type: 'toggled'}, {type: 'range-ended'});
		expect(chosen()).toEqual([true, true, true, true]);
		expect(rangeOf(state)).toBeUndefined();
		// A range goes upwards too, and a range of which some are selected is selected whole.
		state = apply(state, {type: 'toggled'}, {type: 'range-begun'}, {type: 'moved', move: 'top', page: 5});
		expect(rangeOf(state)).toEqual([0, 4]);
		expect(
			apply(state, {type: 'toggled'})
				.mappings.slice(0, 5)
				.every(one => one.selected),
		).toBe(true);
	});

	it('sorts by name, messages, size and state, and back to the order of the server', () => {
		let state = apply(startFolders(sourceInfo, empty, 'm'), {type: 'not-copied', source: 'Bozze'});
		const names = () => state.rows.flatMap(row => ('mapping' in row ? [row.mapping.source.name] : []));
		const server = names();
		const orders = sorts.slice(1).map(sort => {
			state = apply(state, {type: 'sorted'});
			expect(state.sort).toBe(sort);
			return names();
		});
		expect(orders.map(([first]) => first)).toEqual(['Archivio', 'INBOX', 'INBOX', 'INBOX']);
		expect(orders[0]?.indexOf('clienti')).toBeLessThan(orders[0]?.indexOf('INBOX') ?? 0);
		expect(orders[3]?.slice(-3)).toEqual(['Bozze', 'Cestino', 'Posta indesiderata']);
		state = apply(state, {type: 'sorted'});
		expect(names()).toEqual(server);
	});

	it('puts conflicts first by state, and leaves a row where it is when its state changes', () => {
		const source = {...sourceInfo, folders: [folder('A', 1), folder('x', 1), folder('X', 1)]};
		let state = apply(
			startFolders(source, empty, 'm'),
			...sorts.slice(1).map(() => ({type: 'sorted'}) as const),
		);
		const names = () => state.rows.flatMap(row => ('mapping' in row ? [row.mapping.source.name] : []));
		expect(names()).toEqual(['x', 'X', 'A']);
		state = apply(state, {type: 'toggled'});
		expect(names()).toEqual(['x', 'X', 'A']);
		expect(mappingAtCursor(state)).toMatchObject({source: {name: 'x'}, selected: false});
	});

	it('keeps the cursor on its folder when a filter goes, and when all goes into one folder', () => {
		let state = startFolders(sourceInfo, empty, 'm');
		state = apply(state, {type: 'filter-changed', text: 'società'});
		expect(mappingAtCursor(state)?.source.name).toBe('Società Perché');
		state = apply(state, {type: 'filter-cleared'});
		expect(mappingAtCursor(state)?.source.name).toBe('Società Perché');
		state = apply(state, {type: 'into-toggled'});
		expect(mappingAtCursor(state)?.source.name).toBe('Società Perché');
	});

	it('lists what only the destination has, below', () => {
		const state = apply(startFolders(sourceInfo, destinationInfo, 'm'), {type: 'into-toggled'});
		expect(onlyThere(state).map(one => one.name)).toContain('Newsletter');
		const last = state.rows.at(-1);
		expect(last !== undefined && 'onlyThere' in last).toBe(true);
		expect(mappingAtCursor(apply(state, {type: 'moved', move: 'bottom', page: 5}))).toBeUndefined();
	});

	it('keeps the choices when folders are listed again', () => {
		let state = apply(startFolders(sourceInfo, destinationInfo, 'm'), {type: 'into-toggled'});
		state = apply(state, {type: 'target-chosen', source: 'Bozze', target: 'Nuova'}, {type: 'toggled'});
		const there = {...destinationInfo, folders: [...destinationInfo.folders, folder('Nuova', 4)]};
		const source = {...sourceInfo, folders: [...sourceInfo.folders, folder('Nuovissima', 2)]};
		state = apply(state, {type: 'refreshed', source, destination: there});
		expect(state.mappings.find(one => one.source.name === 'Bozze')?.target).toMatchObject({
			exists: true,
			messages: 4,
		});
		expect(targetOf(state, 'INBOX')).toBeUndefined();
		expect(targetOf(state, 'Nuovissima')).toBe('Nuovissima');
		expect(state.mappings.find(one => one.source.name === 'Cestino')?.leftOut).toBe('trash');
	});

	it('stays quick with a thousand folders', () => {
		const many = Array.from({length: 1000}, (_, index) => folder(`F${index}/Sotto`, index));
		const before = process.cpuUsage();
		let state = startFolders({...sourceInfo, folders: many}, destinationInfo, 'm');
		for (let presses = 0; presses < 20; presses++) {
			state = apply(state, {type: 'moved', move: 'down', page: 10}, {type: 'toggled'}, {type: 'sorted'});
		}
		for (let presses = 0; presses < 4; presses++) state = apply(state, {type: 'into-toggled'});
		const {source, destination} = state;
		state = apply(state, {type: 'refreshed', source, destination: {...destination, folders: many}});
		expect(drawTree(many.map(one => one.path))).toHaveLength(1000);
		// Of the processor, since others may have it in between; in microseconds.
		const {user, system} = process.cpuUsage(before);
		expect(user + system).toBeLessThan(2_000_000);
	});
});

describe('the tree of folders', () => {
	it('shows the last level below a parent that stands before it, else the whole path', () => {
		const drawn = drawTree([['A'], ['A', 'B'], ['A', 'B', 'C'], ['A', 'D'], ['X', 'Y']]);
		expect(drawn.map(({depth, name}) => `${depth} ${name}`)).toEqual(['0 A', '1 B', '2 C', '1 D', '0 X/Y']);
		expect(drawn.map(({isLast}) => isLast)).toEqual([false, false, true, true, true]);
	});
});
