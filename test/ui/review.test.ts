import {describe, expect, it} from 'vitest';
import type {Plan} from '../../source/engine/plan.ts';
import {screens as english} from '../../source/locales/en/screens.ts';
import {screens as italian} from '../../source/locales/it/screens.ts';
import type {Folder} from '../../source/stores/store.ts';
import {factLines} from '../../source/ui/screens/review/facts.ts';
import {type PlannedState, startReview} from '../../source/ui/screens/review/review-state.ts';
import type {Words} from '../../source/ui/services.ts';

const plan: Plan = {
	folders: [],
	messages: 12,
	bytes: 4000,
	alreadyThere: 0,
	leftOut: 0,
	unread: 0,
	newFolders: [],
	largest: 900,
	keywordsLost: [],
	inboxHolds: 0,
	destinationHolds: 0,
	verify: 'full',
	findings: [],
};

function warnings(findings: Plan['findings'], words: Words): string[] {
	const state: PlannedState = {...startReview, kind: 'planned', behind: [], plan: {...plan, findings}};
	return factLines(state, words, 80, 18, () => 'x')
		.filter(({mark}) => mark === 'warn')
		.map(({text}) => text);
}

describe('Review', () => {
	it.each([
		{words: english, none: /^none: .+ can't be undone$/},
		{words: italian, none: /^nessuno: .+ non si potrà annullare$/},
	])('warns of a destination from which nothing can be taken out again: $none', ({words, none}) => {
		expect(warnings([{kind: 'no-exact-undo', severity: 'note'}], words).join(' ')).toMatch(none);
		expect(warnings([], words)).toEqual([]);
	});

	it.each([
		{words: english, stays: '34 messages arrive unread', marked: '34 messages arrive marked as read'},
		{
			words: italian,
			stays: '34 messaggi arrivano non letti',
			marked: '34 messaggi arrivano già letti',
		},
	])('says how much is unread, and how it will arrive: $marked', ({words, stays, marked}) => {
		const unread = (state: Partial<PlannedState>) =>
			factLines(
				{...startReview, kind: 'planned', behind: [], plan: {...plan, unread: 34}, ...state},
				words,
				80,
				18,
				() => 'm',
			)
				.filter(({label}) => label === words.review.unread)
				.map(({text}) => text);
		expect(unread({})).toEqual([expect.stringContaining(stays)]);
		expect(unread({markRead: true})).toEqual([expect.stringContaining(marked)]);
		expect(unread({plan})).toEqual([]);
	});

	it.each([
		{words: english, said: ['31 messages in 2 folders: Cestino, Archivio/2019']},
		{words: italian, said: ['31 messaggi in 2 cartelle: Cestino, Archivio/2019']},
	])('says what stays behind because nobody has selected it: $said', ({words, said}) => {
		const folder = (messages: number, ...path: string[]) => ({path, messages}) as unknown as Folder;
		const told = (behind: readonly Folder[]) =>
			factLines({...startReview, kind: 'planned', plan, behind}, words, 100, 18, () => 'x')
				.filter(({label}) => label === words.review.behind)
				.map(({text}) => text);
		expect(told([folder(11, 'Cestino'), folder(20, 'Archivio', '2019')])).toEqual(said);
		expect(told([])).toEqual([]);
	});

	it('says how much certified mail there is on both sides, where there is any', () => {
		const folder = {
			mapping: {source: {}} as Plan['folders'][number]['mapping'],
			...{sourceCount: 9, destinationCount: 2, alreadyThere: 0, messages: 9, bytes: 1, leftOut: 0},
			kinds: {source: {envelope: 3, delivery: 4}, destination: {envelope: 2}},
		};
		const labels = (folders: Plan['folders']) =>
			factLines(
				{...startReview, kind: 'planned', behind: [], plan: {...plan, folders}},
				english,
				80,
				18,
				() => 'x',
			)
				.filter(({label}) => label === english.review.certified)
				.map(({text}) => text);
		expect(labels([folder])).toEqual(['7 messages at the source, 2 at the destination']);
		expect(labels([])).toEqual([]);
	});
});
