import {describe, expect, it, vi} from 'vitest';
import type {Finished} from '../../source/engine/events.ts';
import {sentences} from '../../source/locales/index.ts';
import {Problem} from '../../source/problem.ts';
import {exitCode, summary} from '../../source/ui/leaving.ts';
import {takeReviewChoice} from '../../source/ui/screens/review/review-keys.ts';
import {startVerification} from '../../source/ui/screens/verification/verification-state.ts';
import type {Services} from '../../source/ui/services.ts';
import type {Purpose} from '../../source/ui/state.ts';
import {destinationInfo, type FakeOptions, folder, runSummary, sourceInfo} from './fake-engine.ts';
import {type Opened, open} from './opened.ts';

const differs = {
	INBOX: {missing: 2},
	Bozze: {missing: 1, extra: 3},
	'Posta inviata': {flagsDiffer: 4},
};

/** The screens with which `trasloco verify` opens, both sides connected and the folders mapped. */
async function toFolders(
	options: FakeOptions = {},
	purpose: Purpose = {kind: 'verify'},
	own: Partial<Services> = {},
	how: Parameters<typeof startVerification>[0] = {},
): Promise<Opened> {
	const ui = open(options, [], own, {purpose, verification: startVerification(how)});
	ui.press('enter');
	await ui.until(state => state.connect.focus === 'continue');
	ui.press('c');
	await ui.until(state => state.screen === 'folders' || state.notice !== undefined);
	return ui;
}

async function toTable(options: FakeOptions = {differs}, own: Partial<Services> = {}): Promise<Opened> {
	const ui = await toFolders(options, {kind: 'verify'}, own);
	ui.press('c');
	await ui.until(state => state.verification.compared !== undefined);
	return ui;
}

const mapped = (ui: Opened, source: string) =>
	ui.state().folders?.mappings.find(mapping => mapping.source.name === source);

/** What the engine was asked last, of this kind. */
const lastAsked = (ui: Opened, name: string) =>
	ui.engines.flatMap(engine => engine.asked).findLast(asked => asked.name === name)?.input;

describe('verification as a mode of its own', () => {
	it('maps folder by folder though the destination holds mail, or as the command line says', async () => {
		const plain = await toFolders();
		expect(plain.state().folders?.into).toBeUndefined();
		expect(mapped(plain, 'INBOX')?.target.name).toBe('INBOX');
		const own = await toFolders(
			{},
			{
				kind: 'verify',
				mapping: {map: new Map([['Bozze', 'Newsletter']]), except: ['clienti']},
			},
		);
		expect(mapped(own, 'Bozze')?.target.name).toBe('Newsletter');
		expect(mapped(own, 'clienti')?.selected).toBe(false);
	});

	it('says which folder of the command line there is none of', async () => {
		const ui = await toFolders({}, {kind: 'verify', mapping: {only: ['Nessuna']}});
		expect(ui.state()).toMatchObject({
			screen: 'connect',
			notice: {say: 'problem', problem: {code: 'unknown-folder'}},
		});
	});

	it('compares what is selected, names folders as people read them, and counts what it left alone', async () => {
		const source = {
			...sourceInfo,
			folders: [folder('INBOX', 5), {...folder('INBOX.Lavoro', 3), path: ['Lavoro']}],
		};
		const ui = await toTable({source, destination: destinationInfo});
		expect(lastAsked(ui, 'compare')).toMatchObject({deep: false});
		const {compared} = ui.state().verification;
		expect(compared?.folders.map(row => row.from)).toEqual(['INBOX', 'Lavoro']);
		// INBOX is compared with INBOX: Drafts and Newsletter are left.
		expect(compared?.leftAlone).toEqual({
			source: {folders: 0, messages: 0},
			destination: {folders: 2, messages: 41},
		});
	});

	it('compares even what would fall together, which is no conflict where nothing is copied', async () => {
		const source = {...sourceInfo, folders: [folder('clienti', 1), folder('Clienti', 1)]};
		const ui = await toFolders({source, destination: {...destinationInfo, folders: []}});
		expect(ui.state().folders?.conflicts).toHaveLength(1);
		ui.press('c');
		await ui.until(state => state.verification.compared !== undefined);
	});

	it('shows how far it is, and stops on escape, back to the folders', async () => {
		const ui = await toFolders({tick: 20});
		ui.press('c');
		expect(ui.state()).toMatchObject({
			screen: 'verification',
			verification: {comparing: {isStopping: false}},
		});
		await ui.until(state => (state.verification.comparing?.done ?? 0) > 1);
		ui.press('esc', 'esc');
		expect(ui.state().verification.comparing?.isStopping).toBe(true);
		await ui.until(state => state.screen === 'folders');
		expect(ui.state().notice).toBeUndefined();
		expect(ui.state().verification.comparing).toBeUndefined();
	});

	it('says why a comparison failed, beside the folders', async () => {
		const ui = await toFolders();
		const [engine] = ui.engines;
		if (engine === undefined) throw new Error('no engine');
		const problem = {code: 'connection-lost', side: 'destination'} as const;
		engine.request = () => Promise.reject(new Problem(problem));
		ui.press('c');
		await ui.until(state => state.notice !== undefined);
		expect(ui.state()).toMatchObject({screen: 'folders', notice: {say: 'problem', problem}});
	});

	it('lists both sides again before it compares again, so that new folders are compared too', async () => {
		const ui = await toTable();
		const before = ui.asked().length;
		ui.press('v');
		await ui.until(state => state.verification.comparing === undefined);
		ui.press('D');
		await ui.until(state => state.verification.compared?.deep === true);
		expect(ui.asked().slice(before)).toEqual([
			'connect',
			'connect',
			'compare',
			'connect',
			'connect',
			'compare',
		]);
		ui.press('v');
		await ui.until(state => state.verification.compared !== undefined);
		expect(lastAsked(ui, 'compare')).toMatchObject({deep: true});
	});

	it('goes to Connect where it can not log in again', async () => {
		const ui = await toTable();
		ui.store.dispatch({
			to: 'connect',
			action: {type: 'field-changed', side: 'source', field: 'password', value: 'wrong'},
		});
		ui.press('v');
		await ui.until(state => state.screen === 'connect');
		expect(ui.state().verification.comparing).toBeUndefined();
		expect(ui.state().connect.status.source.kind).toBe('failed');
	});
});

describe('what differs', () => {
	it('is listed page by page, and a message opened, and all of it left again', async () => {
		const ui = await toTable({differs: {INBOX: {missing: 1000}}});
		ui.press('enter');
		expect(ui.state()).toMatchObject({screen: 'differences', differences: {kind: 'missing'}});
		// What the screen does when it is drawn.
		ui.store.dispatch({to: 'differences', action: {type: 'seen', first: 0, last: 15}});
		await ui.tasks.fetchPages();
		expect(lastAsked(ui, 'differences')).toEqual({folder: 0, kind: 'missing', start: 100, count: 100});
		ui.press('down', 'enter');
		await ui.until(state => state.message?.content.kind === 'loaded');
		expect(lastAsked(ui, 'message')).toMatchObject({side: 'source', uid: 2});
		ui.press('h');
		expect(ui.state().message?.allHeaders).toBe(true);
		ui.press('esc', 'esc');
		expect(ui.state().screen).toBe('verification');
		ui.press('esc');
		expect(ui.state().screen).toBe('folders');
	});

	it('says when a page or a message does not come, and keeps what is there', async () => {
		const ui = await toTable({differs: {INBOX: {missing: 1000}}});
		const [engine] = ui.engines;
		if (engine === undefined) throw new Error('no engine');
		ui.press('enter');
		ui.store.dispatch({to: 'differences', action: {type: 'seen', first: 0, last: 15}});
		await ui.tasks.fetchPages();
		const problem = {code: 'message-gone'} as const;
		engine.request = () => Promise.reject(new Problem(problem));
		ui.press('enter');
		await ui.until(state => state.message?.content.kind === 'failed');
		ui.press('esc', 'G');
		ui.store.dispatch({to: 'differences', action: {type: 'seen', first: 985, last: 999}});
		await ui.tasks.fetchPages();
		expect(ui.state()).toMatchObject({screen: 'differences', notice: {say: 'problem', problem}});
		expect(ui.state().differences?.pages.has(0)).toBe(true);
	});

	it('is copied, and all that was compared is verified again', async () => {
		const ui = await toTable();
		ui.press('c');
		await ui.until(state => state.review.kind === 'planned');
		const plan = lastAsked(ui, 'plan') as {mappings: readonly {source: {name: string}}[]};
		expect(plan.mappings.map(({source}) => source.name)).toEqual(['INBOX', 'Bozze']);
		expect(plan).toMatchObject({asCompared: true});
		ui.press('i');
		expect(ui.asked().filter(name => name === 'plan')).toHaveLength(1);
		ui.press('esc');
		expect(ui.state().screen).toBe('verification');
		ui.press('c');
		await ui.until(state => state.review.kind === 'planned');
		takeReviewChoice('start', ui.desk());
		ui.answer('inbox');
		await ui.until(state => state.screen === 'result');
		ui.press('v');
		await ui.until(state => state.screen === 'verification' && state.verification.compared !== undefined);
		const again = lastAsked(ui, 'compare') as {mappings: readonly unknown[]};
		expect(again.mappings.length).toBeGreaterThan(5);
	});

	it('is copied together with what shares its destination, since that is one pool of messages', async () => {
		const map = new Map(['Bozze', 'clienti'].map(name => [name, 'Newsletter']));
		const ui = await toFolders({differs: {clienti: {missing: 1}}}, {kind: 'verify', mapping: {map}});
		ui.press('c');
		await ui.until(state => state.verification.compared !== undefined);
		ui.press('c');
		await ui.until(state => state.review.kind === 'planned');
		const plan = lastAsked(ui, 'plan') as {mappings: readonly {source: {name: string}}[]};
		expect(plan.mappings.map(({source}) => source.name)).toEqual(['Bozze', 'clienti']);
	});

	it('is copied for one folder alone from its list', async () => {
		const ui = await toTable();
		ui.press('enter', 'c');
		await ui.until(state => state.review.kind === 'planned');
		expect(lastAsked(ui, 'plan')).toMatchObject({mappings: [{source: {name: 'INBOX'}}]});
	});

	it('is not copied where nothing is missing, and not saved where nothing differs', async () => {
		const ui = await toTable({});
		ui.press('c');
		expect(ui.state().notice).toEqual({say: 'nothing-missing'});
		ui.press('w');
		expect(ui.state()).toMatchObject({dialog: undefined, notice: {say: 'nothing-differs'}});
		expect(ui.asked()).not.toContain('plan');
	});

	it('is saved where the person says, which is told, and a name that is taken can be changed', async () => {
		const saved: string[] = [];
		const saveDifferences = vi.fn<Services['saveDifferences']>(async path => {
			if (saved.length === 0 && saveDifferences.mock.calls.length === 1)
				throw new Problem({code: 'file-exists', params: {path}});
			saved.push(path);
		});
		const ui = await toTable({differs}, {saveDifferences});
		ui.press('w');
		expect(ui.state().dialog).toMatchObject({
			kind: 'save-list',
			entries: 10,
			text: expect.stringMatching(/^trasloco-differences-\d{4}-\d\d-\d\d\.csv$/),
		});
		ui.answer('/elenchi/uno.csv');
		await ui.until(state => state.notice?.say === 'problem');
		expect(ui.state().dialog?.kind).toBe('save-list');
		ui.answer('~/due.csv');
		await ui.until(state => state.dialog === undefined);
		expect(saved).toEqual([expect.stringMatching(/^\/.+\/due\.csv$/)]);
		expect(ui.state().notice).toMatchObject({say: 'list-saved', entries: 10, path: saved[0]});
		expect(summary(ui.state(), {detached: false}, sentences('en'))).toEqual([
			'trasloco: compared: 3 missing at the destination, 3 only there',
			`  list: ${saved[0]}`,
		]);
	});
});

describe('how it ends', () => {
	it.each([
		[{}, {}, 0],
		[differs, {}, 3],
		[{INBOX: {extra: 1}}, {}, 3],
		[{INBOX: {extra: 1}}, {allowExtra: true}, 0],
		[{INBOX: {flagsDiffer: 1}}, {}, 0],
	] as const)('differences %o with %o are exit code %i', async (found, how, code) => {
		const ui = await toFolders({differs: found}, {kind: 'verify'}, {}, how);
		ui.press('c');
		await ui.until(now => now.verification.compared !== undefined);
		expect(exitCode(ui.state(), {detached: false})).toBe(code);
	});
});

describe('what a run was about', () => {
	const finished: Finished = {
		event: 'finished',
		run: 'r1',
		state: 'done',
		copied: 3,
		alreadyThere: 0,
		skipped: 0,
		bytes: 1,
		findings: [],
		folders: [
			{source: 'Bozze', destination: 'altrove/Bozze'},
			{source: 'not there any more', destination: 'x'},
		].map(names => ({
			...names,
			sourceCount: 3,
			destinationCount: 3,
			copied: 3,
			alreadyThere: 0,
			skipped: 0,
			destinationBefore: 0,
		})),
	};
	const loadRun: Services['loadRun'] = async run => ({summary: runSummary(run), finished});

	it('is mapped as the run went, from the list of runs', async () => {
		const ui = open({}, [runSummary('r1')], {loadRun});
		await ui.tasks.openRuns();
		ui.press('v');
		expect(ui.state()).toMatchObject({screen: 'connect', purpose: {kind: 'verify', run: {run: 'r1'}}});
		for (const side of ['source', 'destination'] as const) {
			ui.store.dispatch({
				to: 'connect',
				action: {type: 'field-changed', side, field: 'password', value: 'a'},
			});
		}
		ui.press('enter');
		await ui.until(state => state.connect.focus === 'continue');
		ui.press('c');
		await ui.until(state => state.screen === 'folders');
		const selected = ui.state().folders?.mappings.filter(mapping => mapping.selected);
		expect(selected).toMatchObject([{source: {name: 'Bozze'}, target: {name: 'altrove/Bozze'}}]);
	});

	it('is verified at once from a result whose accounts are connected', async () => {
		const ui = await toFolders({step: 1000}, {kind: 'copy'}, {loadRun});
		ui.press('c');
		await ui.until(state => state.review.kind === 'planned');
		takeReviewChoice('start', ui.desk());
		await ui.until(state => state.screen === 'result');
		ui.press('v');
		await ui.until(state => state.verification.compared !== undefined);
		// Into the folder that the copy went to, and not folder by folder.
		expect(ui.state().verification.compared?.folders[0]?.to).toBe('mario@old.it');
		// Back leads to the result, where the copy can be undone.
		const {result} = ui.state();
		ui.press('v', 'esc');
		await ui.until(state => state.verification.comparing === undefined);
		if (ui.state().screen === 'verification') ui.press('esc');
		expect(ui.state()).toMatchObject({screen: 'result', result});
		ui.press('v');
		await ui.until(state => state.verification.compared !== undefined);
		ui.press('esc');
		expect(ui.state().screen).toBe('result');
	});

	it('is verified from an old result after logging in, and nothing of other accounts is left', async () => {
		const ui = await toTable();
		await ui.tasks.openRuns();
		ui.store.dispatch({
			to: 'result-opened',
			result: {run: 'r1', state: 'done', report: {kind: 'pending'}, at: 1, isOld: true, top: 0},
		});
		ui.press('v');
		await ui.until(state => state.screen === 'connect');
		expect(ui.state().purpose).toMatchObject({kind: 'verify', run: {run: 'r1'}});
		expect(ui.state().verification.compared).toBeUndefined();
		expect(ui.state().folders).toBeUndefined();
	});
});
