import {describe, expect, it} from 'vitest';
import type {Finished, FolderResult} from '../../source/engine/events.ts';
import {
	addsUp,
	addUp,
	isBroken,
	oldResult,
	resultReducer,
	startResult,
	sumUp,
	undoNumbers,
} from '../../source/ui/screens/result/result-state.ts';
import {runSummary} from './fake-engine.ts';

const row: FolderResult = {
	source: 'INBOX',
	destination: 'INBOX',
	sourceCount: 3412,
	copied: 3400,
	alreadyThere: 12,
	skipped: 0,
	destinationBefore: 12,
	destinationCount: 3412,
};

const finished: Finished = {
	event: 'finished',
	run: 'r1',
	state: 'done',
	copied: 3400,
	alreadyThere: 12,
	skipped: 0,
	bytes: 1,
	folders: [row],
	findings: [],
};

describe('Result', () => {
	it('finds nothing missing where source = copied + there and now = before + copied', () => {
		expect(addUp([row], false)[0]).toEqual({missing: 0, unexpected: 0});
	});

	it('shows what is missing, and what nobody accounts for', () => {
		const short = {...row, copied: 3399, skipped: 1, destinationCount: 3410};
		expect(addUp([short], false)[0]).toEqual({missing: 1, unexpected: -1});
	});

	it('adds up folders that went into one', () => {
		const other = {
			...row,
			source: 'Altra',
			sourceCount: 5,
			copied: 5,
			alreadyThere: 0,
			destinationCount: 3417,
		};
		const first = {...row, destinationCount: 3417};
		expect(addUp([first, other], false)[0]).toEqual({missing: 0, unexpected: 0});
		expect(sumUp([first, other])).toMatchObject({
			sourceCount: 3417,
			destinationCount: 3417,
			destinationBefore: 12,
		});
	});

	it('wants a destination after an undo that is what it was', () => {
		expect(addUp([{...row, destinationCount: 12}], true)[0]).toEqual({missing: 0, unexpected: 0});
		expect(addUp([{...row, destinationCount: 13}], true)[0]?.unexpected).toBe(1);
	});

	it('says in numbers what an undo will do', () => {
		expect(undoNumbers(finished)).toEqual({messages: 3400, folders: 1, stay: 12});
		expect(undoNumbers(undefined)).toEqual({messages: 0, folders: 0, stay: 0});
	});

	it('asks what now after a failure, and only then', () => {
		expect(isBroken(startResult(finished, 0))).toBe(false);
		expect(isBroken(startResult({...finished, state: 'differences'}, 0))).toBe(false);
		expect(isBroken(startResult({...finished, state: 'interrupted'}, 0))).toBe(true);
		expect(isBroken(oldResult(runSummary('r', {state: 'running'}), undefined))).toBe(true);
	});

	it('scrolls no further than the last folder', () => {
		const many = {
			...finished,
			folders: Array.from({length: 20}, (_, index) => ({...row, source: String(index)})),
		};
		let state = startResult(many, 0);
		state = resultReducer(state, {type: 'moved', move: 'bottom', page: 8});
		expect(state.top).toBe(12);
		state = resultReducer(state, {type: 'moved', move: 'page-up', page: 8});
		expect(state.top).toBe(4);
	});
});

describe('the verdict on the counts', () => {
	it('does not call a run done whose counts do not add up, whatever the engine says', () => {
		const lost = {...row, copied: 0, destinationCount: 12};
		expect(addsUp(startResult(finished, 0))).toBe(true);
		expect(addsUp(startResult({...finished, folders: [lost]}, 0))).toBe(false);
		expect(addsUp(startResult({...finished, folders: [{...row, destinationCount: 3413}]}, 0))).toBe(false);
	});

	it('wants every difference told by a finding', () => {
		const extra = {...row, destinationCount: 3413};
		const told = {kind: 'count-differs', severity: 'difference'} as const;
		expect(addsUp(startResult({...finished, state: 'differences', folders: [extra]}, 0))).toBe(false);
		expect(
			addsUp(startResult({...finished, state: 'differences', folders: [extra], findings: [told]}, 0)),
		).toBe(true);
		expect(addsUp(startResult({...finished, state: 'undone', folders: [row]}, 0))).toBe(false);
	});
});
