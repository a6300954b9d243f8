import {describe, expect, it} from 'vitest';
import type {DifferenceKind, ListedMessage} from '../../source/engine/comparison.ts';
import {
	countOf,
	type DifferencesAction,
	type DifferencesState,
	differencesReducer,
	messageAt,
	messageAtCursor,
	nextPage,
	pageSize,
	startDifferences,
} from '../../source/ui/screens/differences/differences-state.ts';
import {flagsApart, writingOf} from '../../source/ui/screens/message/message-facts.ts';
import {comparedFolder} from './fake-engine.ts';

const folder = {
	...comparedFolder('INBOX', {sourceCount: 200_000, missing: 100_000, extra: 150, datesDiffer: 1}),
	from: 'INBOX',
	to: 'INBOX',
};

function message(uid: number, more: Partial<ListedMessage> = {}): ListedMessage {
	return {
		side: 'source',
		folder: 'INBOX',
		uidValidity: 1,
		uid,
		bytes: 100,
		internalDate: '05-Feb-2024 10:11:12 +0100',
		flags: [],
		...more,
	};
}

/** What the engine would answer. */
function page(state: DifferencesState, kind: DifferenceKind, number: number): DifferencesAction {
	const start = number * pageSize;
	const count = Math.min(pageSize, state.totals[kind] - start);
	const messages = Array.from({length: count}, (_, place) => message(start + place + 1));
	return {type: 'fetched', folder, kind, page: number, answer: {total: state.totals[kind], messages}};
}

/** Fetches all that is asked for, as the task does. @returns the pages, in order */
function fetchAll(state: DifferencesState): [DifferencesState, number[]] {
	const asked: number[] = [];
	for (let wanted = nextPage(state); wanted !== undefined; wanted = nextPage(state)) {
		asked.push(wanted.page);
		state = differencesReducer(state, page(state, wanted.kind, wanted.page));
	}
	return [state, asked];
}

function apply(state: DifferencesState, ...actions: readonly DifferencesAction[]): DifferencesState {
	return actions.reduce(differencesReducer, state);
}

describe('the list of a folder', () => {
	it('begins with the first kind of which there are any', () => {
		expect(startDifferences(folder)).toMatchObject({
			kind: 'missing',
			totals: {extra: 150, 'dates-differ': 1},
		});
		const extra = {...folder, missing: 0};
		expect(startDifferences(extra).kind).toBe('extra');
		expect(startDifferences({...extra, extra: 0, datesDiffer: 0}).kind).toBe('missing');
	});

	it('asks for what is in sight, then for what is next to it, and shows rows that are on their way as such', () => {
		const [state, asked] = fetchAll(apply(startDifferences(folder), {type: 'seen', first: 0, last: 15}));
		expect(asked).toEqual([0, 1]);
		expect(messageAtCursor(state)?.uid).toBe(1);
		expect(messageAt(state, 2 * pageSize)).toBeUndefined();
	});

	it('goes to the end of 100,000 messages and back with a handful of pages in memory', () => {
		let state = startDifferences(folder);
		let most = 0;
		for (const move of ['bottom', 'page-up', 'page-up', 'top', 'page-down', 'bottom'] as const) {
			state = apply(state, {type: 'moved', move, page: 90});
			const cursor = state.cursors.missing;
			state = apply(state, {
				type: 'seen',
				first: Math.max(0, cursor - 45),
				last: Math.min(99_999, cursor + 45),
			});
			[state] = fetchAll(state);
			expect(messageAtCursor(state)?.uid).toBe(cursor + 1);
			most = Math.max(most, state.pages.size);
		}
		expect(state.cursors.missing).toBe(99_999);
		expect(most).toBeLessThan(10);
	});

	it('keeps a place in each kind, and takes no page for another kind or folder', () => {
		let state = apply(startDifferences(folder), {type: 'moved', move: 'page-down', page: 20});
		const late = page(state, 'missing', 0);
		state = apply(state, {type: 'kind-next'}, {type: 'moved', move: 'bottom', page: 20});
		expect(state).toMatchObject({kind: 'extra', cursors: {missing: 20, extra: 149}});
		expect(apply(state, late).pages.size).toBe(0);
		expect(
			apply(state, {...page(state, 'extra', 0), folder: {...folder}} as DifferencesAction).pages.size,
		).toBe(0);
		state = apply(state, {type: 'kind-previous'});
		expect(state).toMatchObject({kind: 'missing', cursors: {missing: 20}});
		expect(apply(state, {type: 'kind-previous'}).kind).toBe('dates-differ');
		expect(countOf(apply(state, {type: 'kind-previous'}))).toBe(1);
	});

	it('asks for nothing more after a page did not come, until the person moves', () => {
		let state = apply(startDifferences(folder), {type: 'seen', first: 0, last: 15});
		state = apply(state, {
			type: 'failed',
			folder,
			kind: 'missing',
			page: 0,
			problem: {code: 'connection-lost', side: 'source'},
		});
		expect(nextPage(state)).toBeUndefined();
		state = apply(state, {type: 'moved', move: 'down', page: 15});
		expect(nextPage(state)).toMatchObject({page: 0});
	});
});

describe('what is told of a message', () => {
	it('is when it was written, else when it arrived', () => {
		const arrival = Date.UTC(2024, 1, 5, 9, 11, 12);
		expect(writingOf(message(1, {date: '2020-01-01T00:00:00.000Z'}))).toBe(Date.UTC(2020, 0, 1));
		expect(writingOf(message(1, {date: 'yesterday'}))).toBe(arrival);
		expect(writingOf(message(1))).toBe(arrival);
		expect(writingOf(message(1, {internalDate: 'never'}))).toBeUndefined();
	});

	it('is which flags are on one side alone, whatever their case', () => {
		const counterpart = {folder: 'INBOX', uid: 9, internalDate: '', flags: ['\\seen', '$Label1']};
		expect(flagsApart(message(1, {flags: ['\\Seen', '\\Answered'], counterpart}))).toEqual({
			here: ['\\Answered'],
			there: ['$Label1'],
		});
	});
});
