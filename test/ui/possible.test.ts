import {describe, expect, it} from 'vitest';
import type {Finished, FolderResult} from '../../source/engine/events.ts';
import {screens as words} from '../../source/locales/en/screens.ts';
import {screens as italian} from '../../source/locales/it/screens.ts';
import {cells} from '../../source/ui/cells.ts';
import {helpLines} from '../../source/ui/dialogs/help-lines.ts';
import {type KeyContext, keymap} from '../../source/ui/keymap.ts';
import {possibleKeys} from '../../source/ui/possible.ts';
import {startProgress} from '../../source/ui/screens/progress/progress-state.ts';
import {oldResult, startResult} from '../../source/ui/screens/result/result-state.ts';
import {startState, type UiState} from '../../source/ui/state.ts';
import {runSummary} from './fake-engine.ts';

const row: FolderResult = {
	source: 'INBOX',
	destination: 'INBOX',
	sourceCount: 10,
	copied: 10,
	alreadyThere: 0,
	skipped: 0,
	destinationBefore: 0,
	destinationCount: 10,
};

const finished: Finished = {
	event: 'finished',
	run: 'r1',
	state: 'done',
	copied: 10,
	alreadyThere: 0,
	skipped: 0,
	bytes: 1,
	folders: [row],
	findings: [],
};

const tooLarge = {kind: 'too-large', severity: 'difference', source: 'INBOX'} as const;

function actions(context: KeyContext, state: Partial<UiState>): readonly string[] {
	return possibleKeys(keymap, context, {...startState, ...state}).map(binding => binding.action);
}

describe('the keys that are shown', () => {
	it('offer no undo of what is undone, and no copy of what came since', () => {
		const done = {screen: 'result', result: startResult(finished, 0)} as const;
		expect(actions('result', done)).toEqual(expect.arrayContaining(['result.undo', 'result.again']));
		const undone = {...done, result: startResult({...finished, state: 'undone'}, 0)};
		expect(actions('result', undone)).not.toContain('result.undo');
		expect(actions('result', undone)).not.toContain('result.again');
	});

	it('offer to try again where something was left out, on the result and among its findings', () => {
		const complete = {screen: 'result', result: startResult(finished, 0)} as const;
		expect(actions('result', complete)).not.toContain('result.try-again');
		const lost = {...finished, state: 'differences', folders: [{...row, copied: 9, skipped: 1}]} as const;
		const short = {screen: 'result', result: startResult({...lost, findings: [tooLarge]}, 0)} as const;
		expect(actions('result', short)).toContain('result.try-again');
		expect(actions('dialog-findings', short)).toContain('result.try-again');
		expect(actions('dialog-findings', {...short, screen: 'progress'})).not.toContain('result.try-again');
		const old = {...short, result: oldResult(runSummary('r1', {state: 'differences'}), lost)};
		expect(actions('result', old)).toContain('result.try-again');
	});

	it('offer findings only where there are some', () => {
		const progress = startProgress('copy', 0);
		expect(actions('progress', {screen: 'progress', progress})).not.toContain('findings');
		const told = {...progress, findings: [tooLarge]};
		expect(actions('progress', {screen: 'progress', progress: told})).toEqual(
			expect.arrayContaining(['findings', 'progress.only-faults']),
		);
	});

	it('offer to resume and to undo only runs that can be', () => {
		const runs = (state: 'done' | 'interrupted') => ({
			screen: 'runs' as const,
			runs: {runs: [runSummary('r1', {state})], run: 'r1'},
		});
		expect(actions('runs', runs('done'))).not.toContain('runs.resume');
		expect(actions('runs', runs('done'))).toContain('runs.undo');
		expect(actions('runs', runs('interrupted'))).toContain('runs.resume');
		expect(actions('runs', {screen: 'runs'})).toEqual(expect.not.arrayContaining(['runs.look', 'runs.undo']));
	});
});

describe('help', () => {
	it.each([
		['English', words],
		['Italian', italian],
	])('fits its columns in %s, every word of it', (_, language) => {
		for (const context of Object.keys(keymap) as KeyContext[]) {
			for (const columns of [60, 80, 132]) {
				const lines = helpLines(keymap[context], language, {}, columns);
				for (const {keys, what} of lines) expect(cells(keys) + cells(what)).toBeLessThanOrEqual(columns - 5);
				const said = lines.map(line => line.what).join(' ');
				for (const binding of keymap[context]) expect(said).toContain(language.keys[binding.action].long);
			}
		}
	});

	it('names keys in the language of the program', () => {
		const named = helpLines(keymap.folders, italian, {}, 80).map(line => line.keys.trim());
		expect(named).toContain('su  k');
		expect(named).toContain('g  Inizio');
		expect(named.join(' ')).not.toMatch(/\b(up|down|left|right|home|end|pgup|space|enter)\b/);
		expect(helpLines(keymap.folders, italian, {up: '↑'}, 80)[0]?.keys.trim()).toBe('↑  k');
	});
});
