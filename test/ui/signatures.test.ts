import {describe, expect, it} from 'vitest';
import type {Verdict} from '../../source/certified/verdict.ts';
import type {CheckedMessage} from '../../source/engine/checked.ts';
import {screens as english} from '../../source/locales/en/screens.ts';
import {createFormat} from '../../source/locales/format.ts';
import {screens as italian} from '../../source/locales/it/screens.ts';
import {cells} from '../../source/ui/cells.ts';
import {columnsFor} from '../../source/ui/screens/signatures/columns.ts';
import {
	isChecking,
	rowAtCursor,
	type SignaturesAction,
	type SignaturesState,
	shownCheck,
	signaturesReducer,
	startSignatures,
	sumUp,
	suspectAtCursor,
	type Total,
} from '../../source/ui/screens/signatures/signatures-state.ts';

const folders = {
	source: [{folder: 'INBOX', name: 'INBOX', messages: 9}],
	destination: [
		{folder: 'INBOX', name: 'INBOX', messages: 3},
		{folder: 'INBOX.PEC', name: 'PEC', messages: 2},
	],
};

const message = (uid: number, verdict: Verdict, more: Partial<CheckedMessage> = {}): CheckedMessage => ({
	uid,
	bytes: 100,
	internalDate: '05-Feb-2024 10:11:12 +0100',
	flags: [],
	signature: {verdict},
	...more,
});

const asked = {type: 'asked', side: 'destination', at: 1000} as const;

function checked(folder: string, done: number, of: number, ...messages: CheckedMessage[]): SignaturesAction {
	const event = {event: 'checked', side: 'destination', folder, uidValidity: 7, done, of, messages} as const;
	return {type: 'checked', event};
}

function over(folder: string, messages: number): SignaturesAction {
	const counts = {verdicts: {}, kinds: {}} as const;
	return {type: 'folder-over', folder: {side: 'destination', folder, uidValidity: 7, messages, ...counts}};
}

const folded = (...actions: readonly SignaturesAction[]): SignaturesState =>
	actions.reduce(signaturesReducer, startSignatures('verification', folders));

const total = (state: SignaturesState): Total => {
	const check = shownCheck(state);
	if (check === undefined) throw new Error('no check');
	return sumUp(check);
};

const inbox = checked(
	'INBOX',
	3,
	4,
	message(1, 'intact', {kind: 'envelope'}),
	message(2, 'altered', {kind: 'delivery', subject: 'CONSEGNA: a'}),
	message(3, 'unchecked'),
);
const pec = checked('INBOX.PEC', 2, 2, message(1, 'not-signed'), message(2, 'not-signed', {kind: 'virus'}));

describe('a check of signatures', () => {
	it('counts while it goes on, over folders whose size is known before they are read', () => {
		const begun = folded(asked);
		expect(isChecking(begun)).toBe(true);
		expect(total(begun)).toMatchObject({messages: 5, checked: 0, isComplete: false});
		const state = folded(asked, inbox);
		expect(total(state)).toMatchObject({messages: 6, checked: 3, differences: 1, notes: 1});
		expect(rowAtCursor(state)).toMatchObject({
			verdicts: {intact: 1, altered: 1, unchecked: 1},
			kinds: {envelope: 1, delivery: 1},
			suspects: 2,
			isOver: false,
		});
	});

	it('ends with every folder, and then lists what is not as it should be: of certified mail, not signed too', () => {
		const state = folded(asked, inbox, over('INBOX', 3), pec, over('INBOX.PEC', 2), {type: 'over', at: 9});
		expect(isChecking(state)).toBe(false);
		expect(total(state)).toMatchObject({
			messages: 5,
			checked: 5,
			verdicts: {intact: 1, altered: 1, 'not-signed': 2, unchecked: 1},
			differences: 2,
			notes: 1,
			isComplete: true,
		});
		expect(
			shownCheck(state)?.suspects.map(({name, message: {side, folder, uidValidity, uid}}) => [
				name,
				side,
				folder,
				uidValidity,
				uid,
			]),
		).toEqual([
			['INBOX', 'destination', 'INBOX', 7, 2],
			['INBOX', 'destination', 'INBOX', 7, 3],
			['PEC', 'destination', 'INBOX.PEC', 7, 2],
		]);
	});

	it('shows the folder that it is in until somebody moves', () => {
		expect(rowAtCursor(folded(asked, inbox, pec))?.name).toBe('PEC');
		const moved = folded(asked, inbox, {type: 'moved', move: 'top', page: 9}, pec);
		expect(rowAtCursor(moved)?.name).toBe('INBOX');
	});

	it('at its end leads to what is to be looked at, and opens the list at the first message of the folder under the cursor', () => {
		const end = folded(asked, inbox, pec, {type: 'over', at: 9});
		expect(rowAtCursor(end)?.name).toBe('INBOX');
		const opening = [{type: 'moved', move: 'down', page: 9}, {type: 'suspects-opened'}] as const;
		const state = opening.reduce(signaturesReducer, end);
		expect(suspectAtCursor(state)?.name).toBe('PEC');
		const first = signaturesReducer(state, {type: 'suspect-moved', move: 'top', page: 9});
		expect(suspectAtCursor(first)?.message.subject).toBe('CONSEGNA: a');
	});

	it('keeps what was found when it is stopped or breaks off, and what was found on the other side', () => {
		const problem = {code: 'openssl-missing'} as const;
		const state = folded(asked, inbox, {type: 'stop-asked'}, {type: 'over', at: 9, problem});
		expect(shownCheck(state)).toMatchObject({isStopping: false, problem});
		expect(total(state)).toMatchObject({checked: 3, isComplete: false});
		const other = [
			{...asked, side: 'source'} as const,
			inbox,
			{type: 'over', at: 10} as const,
			{type: 'side-shown', side: 'destination'} as const,
		].reduce(signaturesReducer, state);
		expect(other.checks.source?.rows[0]).toMatchObject({checked: 0, messages: 9});
		expect(total(other)).toMatchObject({checked: 3});
	});

	it('takes no messages of a check that is over', () => {
		const state = folded(asked, {type: 'over', at: 9});
		expect(signaturesReducer(state, inbox)).toBe(state);
	});
});

describe('the table', () => {
	const everything: Total = {
		messages: 123_456,
		checked: 123_456,
		verdicts: {
			intact: 100_000,
			'expired-since': 20_000,
			expired: 1000,
			'unknown-signer': 1000,
			altered: 1,
			'not-signed': 1000,
			unchecked: 455,
		},
		kinds: {envelope: 100_000},
		differences: 2001,
		notes: 455,
		isComplete: true,
	};

	it.each([
		['English', english],
		['Italian', italian],
	])(
		'has room for names at any width, and never lacks a verdict that matters: %s',
		(_, {locale, signatures}) => {
			for (let width = 60; width <= 200; width++) {
				const {name, columns} = columnsFor(width, 60, everything, signatures, createFormat(locale));
				const taken = columns.reduce((sum, column) => sum + column.width, 3 + name + 4);
				expect(taken, String(width)).toBeLessThanOrEqual(width);
				expect(name).toBeGreaterThanOrEqual(8);
				const titles = columns.map(({title}) => title.filter(Boolean).join('\n'));
				for (const verdict of ['altered', 'expired', 'unknown-signer', 'unchecked'] as const)
					expect(titles).toContain(signatures.column[verdict]);
				for (const {title, width: of} of columns) expect(Math.max(...title.map(cells))).toBeLessThan(of);
			}
		},
	);
});
