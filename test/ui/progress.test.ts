import {describe, expect, it} from 'vitest';
import type {EngineEvent, FolderProgress} from '../../source/engine/events.ts';
import {
	focusRow,
	type ProgressState,
	pace,
	progressReducer,
	shownFolders,
	startProgress,
	totals,
} from '../../source/ui/screens/progress/progress-state.ts';

const inbox: FolderProgress = {
	index: 0,
	source: 'INBOX',
	destination: 'INBOX',
	step: 'waiting',
	sourceCount: 100,
	alreadyThere: 0,
	toCopy: 100,
	toCopyBytes: 10_000,
	staged: 0,
	stagedBytes: 0,
	verified: 0,
	placed: 0,
	skipped: 0,
	undone: 0,
	destinationCount: 0,
};

const started: EngineEvent = {
	event: 'started',
	run: '20261122-a1b2',
	at: 0,
	action: 'copy',
	folders: 1,
	messages: 100,
	bytes: 10_000,
};

function fold(state: ProgressState, at: number, ...events: readonly EngineEvent[]): ProgressState {
	return events.reduce((folded, event) => progressReducer(folded, {type: 'event', event, at}), state);
}

/** So many messages staged, verified and in their place. */
const done = (count: number, index = 0): EngineEvent => ({
	event: 'folder',
	...inbox,
	index,
	step: 'staging',
	staged: count,
	stagedBytes: count * 100,
	verified: count,
	placed: count,
});

describe('Progress', () => {
	it('does not mind an event that comes twice or out of turn', () => {
		const once = fold(startProgress('copy', 0), 1, done(10, 1), done(20, 0));
		const twice = fold(once, 1, done(20, 0));
		expect(twice.folders.map(folder => folder.index)).toEqual([0, 1]);
		expect(totals(twice)).toEqual(totals(once));
	});

	it('counts messages that were left out as dealt with', () => {
		const state = fold(startProgress('copy', 0), 1, started, {
			event: 'folder',
			...inbox,
			toCopy: 98,
			toCopyBytes: 3000,
			staged: 98,
			stagedBytes: 3000,
			verified: 98,
			placed: 98,
			skipped: 2,
		});
		expect(totals(state)).toMatchObject({messages: 100, ofMessages: 100, ofBytes: 3000, fraction: 1});
	});

	it('is not done, and near no end, when all is staged and nothing verified', () => {
		const state = fold(startProgress('copy', 0), 1, {
			event: 'folder',
			...inbox,
			step: 'verifying',
			staged: 100,
			stagedBytes: 10_000,
		});
		expect(totals(state).messages).toBe(0);
		expect(totals(state).fraction).toBeCloseTo(1 / 3);
	});

	it('tells the rate of the recent past and the time left', () => {
		let state = fold(startProgress('copy', 0), 0, {event: 'folder', ...inbox});
		for (let second = 1; second <= 5; second++) state = fold(state, second * 1000, done(second * 10));
		const speed = pace(state, 5000);
		expect(speed?.messages).toBeCloseTo(10);
		expect(speed?.bytes).toBeCloseTo(1000);
		expect(speed?.left).toBeCloseTo(5000);
	});

	it('adds the days that a limit lets a copy wait', () => {
		const limits = {destination: {bytesPerDay: 3000}};
		let state = fold(startProgress('copy', 0), 0, {...started, limits}, {event: 'folder', ...inbox});
		for (let second = 1; second <= 5; second++) state = fold(state, second * 1000, done(second));
		// 9,500 bytes are left: three days' worth, and a part of a fourth.
		expect(pace(state, 5000)?.left).toBe(3 * 24 * 3_600_000);
	});

	it('does not take what was done before a resume for speed', () => {
		const state = fold(startProgress('resume', 0), 0, done(90));
		const later = fold(state, 2000, done(92));
		expect(pace(later, 2000)?.messages).toBeCloseTo(1);
	});

	it('tells no rate before a second has passed, nor after a stall of the whole window', () => {
		const state = fold(startProgress('copy', 0), 500, done(50));
		expect(pace(state, 500)).toBeUndefined();
		expect(pace(state, 60_000)).toBeUndefined();
	});

	it('holds, goes on and stops as asked', () => {
		let state = progressReducer(startProgress('copy', 0), {type: 'pause-asked'});
		expect(state.hold).toBe('pausing');
		state = fold(state, 1, {event: 'paused'});
		expect(state.hold).toBe('paused');
		state = fold(state, 2, {event: 'continued'});
		expect(state.hold).toBe('none');
		state = progressReducer(state, {type: 'stop-asked'});
		expect(progressReducer(state, {type: 'pause-asked'}).hold).toBe('stopping');
	});

	it('shows a retry until the next message', () => {
		const problem = {code: 'connection-lost', side: 'source'} as const;
		let state = fold(startProgress('copy', 0), 1000, {
			event: 'retry',
			problem,
			waitMs: 4000,
			at: 1000,
			attempt: 2,
			retries: 1,
		});
		expect(state.retry).toMatchObject({until: 5000, attempt: 2});
		state = fold(state, 6000, done(1));
		expect(state.retry).toBeUndefined();
		expect(state.retries).toBe(1);
	});

	it('keeps the folder under way in sight until the person moves', () => {
		let state = fold(startProgress('copy', 0), 1, {event: 'folder', ...inbox, step: 'placed'}, done(5, 1));
		expect(focusRow(state)).toBe(1);
		state = progressReducer(state, {type: 'moved', move: 'top', page: 5});
		expect(focusRow(state)).toBe(0);
	});

	it('counts an undo by what is taken out', () => {
		const state = fold(startProgress('undo', 0), 1, {
			event: 'folder',
			...inbox,
			step: 'undoing',
			placed: 100,
			undone: 25,
		});
		expect(totals(state)).toMatchObject({messages: 25, ofMessages: 100, fraction: 0.25});
	});

	it('shows only the folders with findings or messages left out, and goes back to the one under way', () => {
		const more = (index: number, part: Partial<FolderProgress>): EngineEvent => ({
			event: 'folder',
			...inbox,
			index,
			source: `F${index}`,
			destination: `D${index}`,
			...part,
		});
		const note = {kind: 'count-differs', severity: 'difference'} as const;
		let state = fold(
			startProgress('copy', 0),
			1,
			more(0, {step: 'placed'}),
			more(1, {step: 'placed', skipped: 2}),
			more(2, {step: 'staging', staged: 1}),
			more(3, {}),
			{event: 'finding', finding: {...note, source: 'F3'}},
			{event: 'finding', finding: {...note, destination: 'D0'}},
		);
		const shown = () => shownFolders(state).map(folder => folder.index);
		expect(focusRow(state)).toBe(2);
		state = progressReducer(state, {type: 'moved', move: 'bottom', page: 5});
		expect(state.cursor).toBe(3);
		state = progressReducer(state, {type: 'only-faults-turned'});
		expect(shown()).toEqual([0, 1, 3]);
		expect(state.cursor).toBe(-1);
		state = progressReducer(state, {type: 'moved', move: 'bottom', page: 5});
		expect(state.cursor).toBe(2);
		state = progressReducer(state, {type: 'followed'});
		expect(shown()).toEqual([0, 1, 2, 3]);
		expect(focusRow(state)).toBe(2);
	});
});
