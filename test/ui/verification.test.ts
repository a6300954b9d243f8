import process from 'node:process';
import {describe, expect, it} from 'vitest';
import type {ComparedFolder} from '../../source/engine/comparison.ts';
import {
	type Compared,
	countDiffering,
	folderAtCursor,
	lacking,
	startVerification,
	sumUp,
	type VerificationAction,
	type VerificationState,
	verdictOf,
	verificationReducer,
} from '../../source/ui/screens/verification/verification-state.ts';
import {comparedFolder} from './fake-engine.ts';

function compared(...folders: readonly ComparedFolder[]): Compared {
	const none = {folders: 0, messages: 0};
	return {
		at: 1,
		deep: false,
		folders: folders.map((folder, index) => ({
			...folder,
			index,
			from: folder.source,
			to: folder.destination,
		})),
		leftAlone: {source: none, destination: none},
	};
}

const folders = [
	comparedFolder('INBOX', {sourceCount: 30, missing: 3}),
	comparedFolder('Bozze', {destination: 'Drafts', sourceCount: 4}),
	comparedFolder('Archivio 10', {sourceCount: 100, extra: 2}),
	comparedFolder('Archivio 9', {sourceCount: 50, flagsDiffer: 5}),
	comparedFolder('Clienti', {sourceCount: 7, missing: 7, destinationExists: false, destinationCount: 0}),
];

function shown(...actions: readonly VerificationAction[]): VerificationState {
	return [{type: 'compared', compared: compared(...folders)} as const, ...actions].reduce(
		verificationReducer,
		startVerification(),
	);
}

const names = (state: VerificationState) => state.rows.map(row => row.source);

describe('Verification', () => {
	it('counts what a folder comes to: differs, the same but for flags or dates, the same', () => {
		const verdicts = folders.map(folder => verdictOf(folder, false));
		expect(verdicts).toEqual(['differs', 'same', 'differs', 'details', 'differs']);
		expect(folders.map(folder => verdictOf(folder, true))[2]).toBe('same');
	});

	it('adds up all folders, and counts a destination that several share once', () => {
		const shared = [
			comparedFolder('clienti', {destination: 'Clienti', sourceCount: 2, destinationCount: 5, extra: 1}),
			comparedFolder('Clienti', {destination: 'Clienti', sourceCount: 2, destinationCount: 5}),
		];
		expect(sumUp(shared)).toMatchObject({source: 4, destination: 5, same: 4, missing: 0, extra: 1});
		expect(sumUp(folders)).toMatchObject({source: 191, missing: 10, extra: 2, flagsDiffer: 5});
		expect(countDiffering(folders)).toBe(17);
	});

	it('shows only what differs, and all again, with the cursor on the same folder', () => {
		let state = shown({type: 'moved', move: 'down', page: 10}, {type: 'moved', move: 'down', page: 10});
		expect(folderAtCursor(state)?.source).toBe('Archivio 10');
		state = verificationReducer(state, {type: 'only-turned'});
		expect(names(state)).toEqual(['INBOX', 'Archivio 10', 'Archivio 9', 'Clienti']);
		expect(folderAtCursor(state)?.source).toBe('Archivio 10');
		state = verificationReducer(state, {type: 'only-turned'});
		expect(names(state)).toHaveLength(5);
		expect(folderAtCursor(state)?.source).toBe('Archivio 10');
	});

	it('sorts by name as people count, by messages, by what is missing, and as it was compared', () => {
		let state = shown();
		const orders: string[][] = [];
		for (let turn = 0; turn < 4; turn++) {
			state = verificationReducer(state, {type: 'sorted'});
			orders.push(names(state));
		}
		expect(orders[0]).toEqual(['Archivio 9', 'Archivio 10', 'Bozze', 'Clienti', 'INBOX']);
		expect(orders[1]).toEqual(['Archivio 10', 'Archivio 9', 'INBOX', 'Clienti', 'Bozze']);
		expect(orders[2]?.slice(0, 3)).toEqual(['Clienti', 'INBOX', 'Archivio 10']);
		expect(orders[3]).toEqual(folders.map(folder => folder.source));
	});

	it('filters by the names of either side, and gives all folders back', () => {
		let state = shown({type: 'filter-opened'}, {type: 'filter-changed', text: 'draft'});
		expect(names(state)).toEqual(['Bozze']);
		state = verificationReducer(state, {type: 'filter-changed', text: 'nothing of this name'});
		expect(folderAtCursor(state)).toBeUndefined();
		state = verificationReducer(state, {type: 'filter-cleared'});
		expect(names(state)).toHaveLength(5);
		expect(state.filtering).toBe(false);
	});

	it('knows the destination folders that lack something, each once', () => {
		const shared = comparedFolder('inbox 2', {destination: 'INBOX', missing: 1});
		expect(lacking([...folders, shared])).toEqual(['INBOX', 'Clienti']);
	});

	it('forgets the last comparison when it compares again, which the engine does too', () => {
		let state = shown({type: 'only-turned'}, {type: 'compare-asked', deep: true, at: 5});
		expect(state).toMatchObject({compared: undefined, rows: [], comparing: {deep: true, started: 5}});
		state = verificationReducer(state, {type: 'comparing', done: 1, of: 3, folder: 'INBOX', bytes: 10});
		expect(state.comparing).toMatchObject({done: 1, of: 3, folder: 'INBOX', bytes: 10, listed: 0});
		state = verificationReducer(state, {type: 'stop-asked'});
		state = verificationReducer(state, {type: 'not-compared'});
		expect(state.comparing).toBeUndefined();
		expect(state.onlyDifferences).toBe(true);
	});

	it('moves over a thousand folders at once', () => {
		const many = Array.from({length: 1000}, (_, index) =>
			comparedFolder(`Cartella ${index}`, {missing: index % 2}),
		);
		let state = verificationReducer(startVerification(), {type: 'compared', compared: compared(...many)});
		const start = process.cpuUsage();
		for (const type of ['sorted', 'only-turned', 'sorted', 'sorted'] as const)
			state = verificationReducer(state, {type});
		for (let step = 0; step < 1000; step++)
			state = verificationReducer(state, {type: 'moved', move: 'down', page: 15});
		expect(state.cursor).toBe(499);
		// Microseconds of work, whatever else the machine does.
		expect(process.cpuUsage(start).user).toBeLessThan(1_000_000);
	});
});
