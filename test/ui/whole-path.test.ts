import {describe, expect, it} from 'vitest';
import {placeOf} from '../../source/accounts/account.ts';
import {sentences} from '../../source/locales/index.ts';
import {exitCodes} from '../../source/problem.ts';
import {exitCode} from '../../source/ui/leaving.ts';
import {noticeFor} from '../../source/ui/notice.ts';
import {filesOf} from '../../source/ui/screens/result/result-state.ts';
import {takeReviewChoice} from '../../source/ui/screens/review/review-keys.ts';
import {type FakeEngine, runSummary} from './fake-engine.ts';
import {eventually, from, type Opened, open, to} from './opened.ts';

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
		expect(ui.state()).toMatchObject({notice: {say: 'not-the-word', word: 'undo'}});
		ui.press('ctrl-u');
		expect(ui.state().dialog).toMatchObject({kind: 'undo', text: ''});
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

	it('lets what it copies arrive read where that was chosen, and not for the next mailbox', async () => {
		const ui = open({step: 1000});
		await toReview(ui);
		ui.press('m');
		takeReviewChoice('start', ui.desk());
		await ui.until(state => state.screen === 'result');
		expect(ui.engines[0]?.asked.find(({name}) => name === 'copy')?.input).toEqual({markRead: true});
		ui.press('n');
		expect(ui.state()).toMatchObject({screen: 'connect', review: {markRead: false}});
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
		await eventually(() => expect(ui.left).toHaveBeenCalledWith({detached: false}));
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

	it('says which files an old run read and wrote', async () => {
		const files = {format: 'mbox', path: '/export/Posta inviata.mbox'} as const;
		const copies = {format: 'eml', path: '/backup/mario'} as const;
		const ui = open({}, [runSummary('r1', {from: files, to: copies})]);
		await ui.tasks.openRuns();
		const said = noticeFor(ui.state(), sentences('en'), () => '')?.text;
		expect(said).toContain('mbox:/export/Posta inviata.mbox');
		expect(said).toContain('eml:/backup/mario');
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
		expect(ui.state().connect.forms.destination).toMatchObject({server: placeOf(old.to), password: ''});
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
		await eventually(() => expect(ui.asked()).toEqual(['attach', 'continue']));
		ui.press('d');
		expect(ui.state().dialog?.kind).toBe('detach');
		await ui.tasks.ask('stop');
		await ui.until(state => state.progress?.hold === 'stopping');
		ui.press('ctrl-c');
		ui.tasks.quit({detached: true});
		await eventually(() => expect(ui.left).toHaveBeenCalledWith({detached: true}));
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

describe('a backup before a copy', () => {
	it('is offered where the destination holds mail, goes into a folder with its name and the day, and comes back to the plan', async () => {
		const ui = open({step: 1000}, [], {now: () => new Date(2026, 10, 22, 12).getTime()});
		await toReview(ui);
		ui.press('b');
		expect(ui.state().dialog).toEqual({
			kind: 'backup',
			text: '~/trasloco-backup/mario@new.it-2026-11-22',
			messages: 53,
		});
		ui.answer('maildir:/mnt/copia');
		await ui.until(state => state.screen === 'result');
		expect(ui.engines[0]?.asked.at(-1)).toEqual({
			name: 'backup',
			input: {files: {format: 'maildir', path: '/mnt/copia'}},
		});
		const {result} = ui.state();
		expect(result?.accounts).toEqual({from: to, to: {format: 'maildir', path: '/mnt/copia'}});
		expect(result && filesOf(result)).toEqual({format: 'maildir', path: '/mnt/copia'});
		ui.press('u', 'r', 'n');
		expect(ui.state()).toMatchObject({screen: 'result', dialog: undefined});
		ui.press('enter');
		expect(ui.state()).toMatchObject({
			screen: 'review',
			review: {kind: 'planned', backup: {files: {path: '/mnt/copia'}}},
		});
		takeReviewChoice('start', ui.desk());
		await ui.until(state => state.screen === 'result' && state.result?.backup === undefined);
		expect(ui.asked().filter(name => name !== 'connect')).toEqual(['plan', 'backup', 'copy']);
	});

	it('that fails is told, counts as none, and leaves the plan', async () => {
		const ui = open({step: 1000, failAt: 0.5});
		await toReview(ui);
		ui.press('b');
		ui.answer('/mnt/copia');
		await ui.until(state => state.screen === 'result');
		expect(ui.state().result).toMatchObject({state: 'failed', backup: {format: 'eml', path: '/mnt/copia'}});
		ui.press('enter');
		expect(ui.state().screen).toBe('review');
		expect(ui.state().review.backup).toBeUndefined();
	});
});
