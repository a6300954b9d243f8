import {describe, expect, it, vi} from 'vitest';
import type {Account} from '../../source/accounts/account.ts';
import type {RunSummary} from '../../source/host/protocol.ts';
import {screens as words} from '../../source/locales/en/screens.ts';
import {exitCodes} from '../../source/problem.ts';
import {createBeat} from '../../source/ui/beat.ts';
import {perform} from '../../source/ui/commands.ts';
import {type ActionId, actionFor, keymap} from '../../source/ui/keymap.ts';
import {exitCode} from '../../source/ui/leaving.ts';
import {startConnect} from '../../source/ui/screens/connect/connect-state.ts';
import {takeReviewChoice} from '../../source/ui/screens/review/review-keys.ts';
import {keyContext, startState, type UiAction, type UiState, uiReducer} from '../../source/ui/state.ts';
import {createStore} from '../../source/ui/store.ts';
import {createTasks, type Leaving} from '../../source/ui/tasks/tasks.ts';
import {FakeEngine, type FakeOptions, runSummary} from './fake-engine.ts';

const from: Account = {host: 'imap.old.it', port: 993, security: 'tls', user: 'mario@old.it'};
const to: Account = {host: 'imap.new.it', port: 993, security: 'tls', user: 'mario@new.it'};

/** The whole terminal UI without its terminal: keys go in, the state comes out. */
function open(options: FakeOptions = {}, runs: readonly RunSummary[] = []) {
	const engines: FakeEngine[] = [];
	const start: UiState = {...startState, connect: startConnect(from, to, 'a', 'b')};
	const store = createStore<UiState, UiAction>(uiReducer, start, createBeat(0));
	const left = vi.fn<(how: Leaving) => void>();
	const lend = vi.fn<(work: () => Promise<void>) => Promise<void>>(async () => undefined);
	const tasks = createTasks(
		store,
		{
			startEngine: async () => {
				const engine = new FakeEngine(options);
				engines.push(engine);
				return engine;
			},
			attachTo: async () => {
				const engine = new FakeEngine(options);
				engines.push(engine);
				return engine;
			},
			listRuns: async () => runs,
			loadRun: async run => ({
				summary: runs.find(one => one.run === run) ?? runSummary(run),
				finished: undefined,
			}),
			saved: () => ({list: () => [], save: () => undefined, remove: () => undefined}),
			saveReport: async run => `/reports/${run}.txt`,
			saveDifferences: async () => undefined,
			now: () => 1_000_000,
		},
		left,
	);
	const shown = {words, page: 10, columns: 80, keys: keymap, keySigns: {}, key: () => ''};
	const desk = () => ({state: store.get(), dispatch: store.dispatch, tasks, lend, ...shown});
	return {
		store,
		tasks,
		left,
		engines,
		desk,
		state: store.get,
		press(...keys: readonly string[]): void {
			for (const key of keys) {
				const action: ActionId | undefined = actionFor(keymap, keyContext(store.get()), key);
				if (action !== undefined) perform(action, desk());
			}
		},
		/** Types into the dialog that is open, and confirms. */
		answer(text: string): void {
			store.dispatch({to: 'dialog', action: {type: 'typed', text}});
			perform('dialog.submit', desk());
		},
		until: (wanted: (state: UiState) => boolean) =>
			vi.waitFor(() => {
				if (!wanted(store.get())) throw new Error(`still ${store.get().screen}`);
			}),
		asked: () => engines.flatMap(engine => engine.asked.map(({name}) => name)),
	};
}

type Opened = ReturnType<typeof open>;

async function toReview(ui: Opened): Promise<void> {
	ui.press('enter');
	await ui.until(state => state.connect.focus === 'continue');
	ui.press('c');
	expect(ui.state().screen).toBe('folders');
	ui.press('c');
	await ui.until(state => state.review.kind === 'planned');
}

/** Goes to the live run at the top of the list. */
async function watch(ui: Opened): Promise<FakeEngine[]> {
	await ui.tasks.openRuns();
	void ui.tasks.look('r1');
	await ui.until(state => state.progress !== undefined);
	return ui.engines;
}

async function toResult(ui: Opened): Promise<void> {
	await toReview(ui);
	takeReviewChoice('start', ui.desk());
	await ui.until(state => state.screen === 'result');
}

describe('the whole path', () => {
	it('goes from Connect to Result and back through undo', async () => {
		const ui = open({step: 1000});
		await toResult(ui);
		expect(ui.state().result).toMatchObject({state: 'done', finished: {copied: 7904}});
		await ui.until(state => state.result?.report.kind === 'saved');
		ui.press('u');
		expect(ui.state().dialog).toMatchObject({kind: 'undo', messages: 7904, keepInTrash: false});
		ui.press('ctrl-t');
		ui.answer('undone');
		expect(ui.asked()).not.toContain('undo');
		ui.answer(' Undo');
		await ui.until(state => state.result?.state === 'undone');
		expect(ui.engines[0]?.asked.at(-1)).toMatchObject({name: 'undo', input: {keepInTrash: true}});
		expect(exitCode(ui.state(), {detached: false})).toBe(exitCodes.ok);
	});

	it('writes nothing before the review is confirmed', async () => {
		const ui = open();
		await toReview(ui);
		ui.press('c', 'enter', 'y', 'space');
		expect(ui.asked()).not.toContain('copy');
	});

	it('asks for a word before it fills an inbox that holds mail', async () => {
		const ui = open({step: 1000});
		ui.press('enter');
		await ui.until(state => state.connect.focus === 'continue');
		ui.press('c', 'i', 'c');
		await ui.until(state => state.review.kind === 'planned');
		takeReviewChoice('start', ui.desk());
		expect(ui.state().dialog).toMatchObject({kind: 'inbox', holds: 12, messages: 3412});
		expect(ui.asked()).not.toContain('copy');
		ui.answer('inbox');
		await ui.until(state => state.screen === 'result');
	});

	it('plans again before it copies where the verification was changed', async () => {
		const ui = open({step: 1000});
		await toReview(ui);
		ui.press('v');
		takeReviewChoice('start', ui.desk());
		await ui.until(state => state.screen === 'result');
		const plans = ui.engines.flatMap(engine => engine.asked.filter(({name}) => name === 'plan'));
		expect(plans.map(({input}) => input)).toMatchObject([{verify: 'full'}, {verify: 'counts'}]);
	});

	it('says what is wrong with a login, and does not try again by itself', async () => {
		const ui = open({wrongPassword: 'b'});
		ui.press('enter');
		await ui.until(state => state.connect.status.destination.kind === 'failed');
		await ui.until(state => state.connect.status.source.kind === 'connected');
		expect(ui.state().connect).toMatchObject({side: 'destination', focus: 'password'});
		expect(ui.asked()).toEqual(['connect', 'connect']);
	});

	it('asks before it stops or is left during a copy, and staying is the first answer', async () => {
		const ui = open({tick: 5, step: 10});
		await toReview(ui);
		takeReviewChoice('start', ui.desk());
		await ui.until(state => state.progress?.run !== undefined);
		for (const [key, kind] of [
			['ctrl-c', 'interrupt'],
			['s', 'stop'],
			['d', 'detach'],
		] as const) {
			ui.press(key);
			expect(ui.state().dialog?.kind).toBe(kind);
			ui.press(key);
			expect(ui.asked()).not.toContain('stop');
			ui.press('esc');
			expect(ui.state().dialog).toBeUndefined();
		}
		expect(ui.left).not.toHaveBeenCalled();
		ui.tasks.stopAndLeave();
		await vi.waitFor(() => expect(ui.left).toHaveBeenCalledWith({detached: false}));
		expect(ui.state().result?.state).toBe('interrupted');
		expect(exitCode(ui.state(), {detached: false})).toBe(exitCodes.interrupted);
	});

	it('offers after a failure to go on, keep, or undo, and goes on with the same accounts', async () => {
		const ui = open({failAt: 0.5, step: 1000});
		await toResult(ui);
		expect(ui.state().result).toMatchObject({state: 'failed', problem: {code: 'over-quota'}});
		expect(exitCode(ui.state(), {detached: false})).toBe(exitCodes.cannotTake);
		await ui.tasks.again('resume', ui.state().result?.run ?? '');
		expect(ui.asked().slice(-3)).toEqual(['connect', 'connect', 'resume']);
	});

	it('keeps the words "copy what came since": lists again and plans the same mapping', async () => {
		const ui = open({step: 1000});
		await toResult(ui);
		ui.press('r');
		await ui.until(state => state.screen === 'review' && state.review.kind === 'planned');
		expect(ui.asked().slice(-3)).toEqual(['connect', 'connect', 'plan']);
	});

	it('starts a new engine after one died, and says so', async () => {
		const ui = open({step: 1000});
		await toReview(ui);
		const [engine] = ui.engines;
		if (engine === undefined) throw new Error('no engine');
		engine.request = () => Promise.reject(new Error('channel closed'));
		takeReviewChoice('start', ui.desk());
		await ui.until(state => state.review.kind === 'failed');
		expect(ui.state().review).toMatchObject({problem: {code: 'engine-died'}});
		ui.press('esc', 'esc');
		expect(ui.state().screen).toBe('connect');
		ui.press('enter');
		await ui.until(state => state.connect.focus === 'continue');
		expect(ui.engines).toHaveLength(2);
	});

	it('takes an old run to Connect with its accounts, for an undo with the destination alone', async () => {
		const old = runSummary('r1', {copied: 12});
		const ui = open({}, [old]);
		await ui.tasks.openRuns();
		ui.press('u');
		expect(ui.state()).toMatchObject({
			screen: 'connect',
			purpose: {kind: 'undo'},
			connect: {needs: ['destination']},
		});
		expect(ui.state().connect.forms.destination).toMatchObject({server: old.to.host, password: ''});
	});

	it('neither resumes nor undoes a live run, and goes to it instead: pause and stop there are its own', async () => {
		const ui = open({tick: 5}, [runSummary('r1', {live: true, state: 'running'})]);
		await ui.tasks.openRuns();
		for (const key of ['r', 'u']) {
			ui.press(key);
			expect(ui.state()).toMatchObject({screen: 'runs', notice: {say: 'run-live'}});
		}
		const [engine] = await watch(ui);
		engine?.tell({event: 'paused'});
		expect(ui.state().progress?.hold).toBe('paused');
		ui.press('p');
		await vi.waitFor(() => expect(ui.asked()).toEqual(['attach', 'continue']));
		ui.press('d');
		expect(ui.state().dialog?.kind).toBe('detach');
		await ui.tasks.ask('stop');
		await ui.until(state => state.progress?.hold === 'stopping');
		ui.press('ctrl-c');
		ui.tasks.quit({detached: true});
		await vi.waitFor(() => expect(ui.left).toHaveBeenCalledWith({detached: true}));
		expect(engine?.disconnected).toBe(true);
		expect(ui.asked()).toEqual(['attach', 'continue', 'stop']);
	});

	it('finishes and undoes what has ended elsewhere without a password while its engine is there', async () => {
		const ui = open({step: 1000}, [runSummary('r1', {live: true, state: 'running'})]);
		const [engine] = await watch(ui);
		await ui.until(state => state.screen === 'result');
		await ui.tasks.openRuns();
		await ui.tasks.again('undo', 'r1');
		expect(ui.state().dialog).toMatchObject({kind: 'undo', run: 'r1'});
		ui.answer('undo');
		await ui.until(state => state.result?.state === 'undone');
		expect(ui.asked()).toEqual(['attach', 'undo']);
		// Without its engine it takes the password again.
		if (engine) engine.alive = false;
		await ui.tasks.again('undo', 'r1');
		expect(ui.state()).toMatchObject({screen: 'connect', purpose: {kind: 'undo'}});
	});

	it('asks for no password that has logged in already, or that the environment gave', async () => {
		const old = runSummary('r1', {from, to: {...to, host: 'elsewhere'}, state: 'interrupted'});
		const ui = open({}, [old]);
		ui.press('enter');
		await ui.until(state => state.connect.focus === 'continue');
		await ui.tasks.openRuns();
		ui.press('r');
		expect(ui.state().connect.forms).toMatchObject({source: {password: 'a'}, destination: {password: ''}});
		await ui.until(state => state.connect.status.source.kind === 'connected');
		expect(ui.state().connect.status.destination.kind).toBe('idle');
	});

	it('refuses to copy a mailbox into itself', async () => {
		const ui = open();
		ui.store.dispatch({to: 'connect', action: {type: 'account-chosen', side: 'destination', account: from}});
		ui.store.dispatch({
			to: 'connect',
			action: {type: 'field-changed', side: 'destination', field: 'password', value: 'b'},
		});
		ui.press('enter');
		await ui.until(state => state.connect.focus === 'continue');
		ui.press('c');
		expect(ui.state()).toMatchObject({
			screen: 'connect',
			notice: {say: 'problem', problem: {code: 'same-mailbox'}},
		});
	});
});
