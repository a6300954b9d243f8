import {describe, expect, it, vi} from 'vitest';
import type {Account} from '../../source/accounts/account.ts';
import {commandAmong, type SavedAccount, type SavedAccounts} from '../../source/accounts/saved.ts';
import type {Secrets} from '../../source/accounts/secrets.ts';
import {Problem, type Side} from '../../source/problem.ts';
import {startConnect} from '../../source/ui/screens/connect/connect-state.ts';
import {runSummary} from './fake-engine.ts';
import {from, type Opened, open, to} from './opened.ts';

const command = 'pass show mail/old';
const saved: SavedAccount = {name: 'old', account: from, passwordCommand: command};

function kept(...accounts: readonly SavedAccount[]): SavedAccounts & {readonly all: SavedAccount[]} {
	const all = [...accounts];
	return {
		all,
		list: () => all,
		save: account => void all.push(account),
		remove: name => void all.splice(0, all.length, ...all.filter(account => account.name !== name)),
		commandFor: () => all[0]?.passwordCommand,
	};
}

describe('saving an account', () => {
	it.each([
		['', {name: 'old', account: from}],
		[` ${command} `, saved],
	])('asks for a name and then for a command, here "%s"', (typed, expected) => {
		const accounts = kept();
		const ui = open({}, [], {saved: () => accounts});
		ui.press('ctrl-s');
		ui.answer('old');
		expect(ui.state().dialog).toMatchObject({kind: 'save-command', text: ''});
		ui.answer(typed);
		expect(accounts.all).toEqual([expected]);
		expect(ui.state().dialog).toBeUndefined();
		expect(ui.state().notice).toEqual({say: 'saved', name: 'old'});
	});

	it('keeps the command that it was saved with, unless it is changed', () => {
		const ui = open({}, [], {saved: () => kept(saved)});
		ui.press('ctrl-s');
		ui.answer('again');
		expect(ui.state().dialog).toMatchObject({kind: 'save-command', text: command});
	});
});

describe('choosing a saved account', () => {
	const chosen = (passwordFrom: () => Promise<string>) => {
		const ui = open({}, [], {passwordFrom}, {connect: startConnect()});
		ui.store.dispatch({to: 'connect', action: {type: 'account-chosen', side: 'source', account: from}});
		const lend = vi.fn(async (work: () => Promise<void>) => work());
		ui.tasks.lendBy(lend);
		return {ui, lend};
	};

	it('fills in the password that its command prints, while that has the terminal', async () => {
		const {ui, lend} = chosen(async () => 'segreto');
		await ui.tasks.fetchPassword('source', saved);
		expect(ui.state().connect.forms.source.password).toBe('segreto');
		expect(lend).toHaveBeenCalledOnce();
	});

	it('without a command asks nobody', async () => {
		const passwordFrom = vi.fn(async () => 'segreto');
		const {ui, lend} = chosen(passwordFrom);
		await ui.tasks.fetchPassword('source', {name: 'old', account: from});
		expect(passwordFrom).not.toHaveBeenCalled();
		expect(lend).not.toHaveBeenCalled();
	});

	it('says why its command gave no password, which can then be typed', async () => {
		const problem = {code: 'password-command', side: 'source', params: {why: 'ENOENT'}} as const;
		const {ui} = chosen(async () => Promise.reject(new Problem(problem)));
		await ui.tasks.fetchPassword('source', saved);
		expect(ui.state().notice).toEqual({say: 'problem', problem});
		expect(ui.state().connect.forms.source.password).toBe('');
	});

	it('gives a password to no other account that was filled in meanwhile', async () => {
		const {ui} = chosen(async () => 'segreto');
		const other = {...from, user: 'maria@old.it'};
		ui.store.dispatch({to: 'connect', action: {type: 'account-chosen', side: 'source', account: other}});
		await ui.tasks.fetchPassword('source', saved);
		expect(ui.state().connect.forms.source.password).toBe('');
	});
});

describe('removing a saved account', () => {
	const two = () => kept({name: 'new', account: to}, saved);

	it('asks first, and removes the one that is marked', async () => {
		const accounts = two();
		const ui = open({}, [], {saved: () => accounts});
		ui.press('ctrl-l');
		ui.store.dispatch({to: 'dialog', action: {type: 'marked', name: 'old'}});
		ui.press('x');
		expect(ui.state().dialog).toMatchObject({kind: 'forget', saved: {name: 'old'}});
		ui.press('x', 'esc');
		expect(accounts.all).toHaveLength(2);
		expect(ui.tasks.removeAccount('old')).toEqual([{name: 'new', account: to}]);
		expect(ui.state().notice).toEqual({say: 'removed', name: 'old'});
	});
});

describe('a run of mailboxes that were saved with commands', () => {
	const browser = {...from, oauth: 'google'};
	const run = (source: Account) => ({...runSummary('r1'), from: source, to, state: 'interrupted' as const});
	const resume = (accounts: readonly SavedAccount[], source: Account = from) => {
		const commandFor = (account: Account) => commandAmong(accounts, account);
		const passwordFrom = vi.fn(async (_: Side, text: string) => `printed by ${text}`);
		const unlock = vi.fn(async (_: Side, __: Account, given: Secrets) => given);
		const services = {saved: () => ({...kept(...accounts), commandFor}), passwordFrom, unlock};
		const ui = open({}, [run(source)], services, {connect: startConnect()});
		ui.tasks.lendBy(work => work());
		ui.tasks.connectFor({kind: 'resume', run: run(source)});
		return {ui, passwordFrom, unlock};
	};
	const logins = (ui: Opened) =>
		ui.engines.flatMap(engine => engine.asked.filter(({name}) => name === 'connect').map(({input}) => input));

	it('logs in with them, without asking', async () => {
		const {ui} = resume([saved, {name: 'new', account: to, passwordCommand: 'pass new'}]);
		await ui.until(state => state.connect.focus === 'continue');
		expect(logins(ui)).toMatchObject([
			{side: 'source', password: `printed by ${command}`},
			{side: 'destination', password: 'printed by pass new'},
		]);
	});

	it('leaves the other side to be typed', async () => {
		const {ui} = resume([saved]);
		await ui.until(state => state.connect.status.source.kind === 'connected');
		expect(ui.state().connect).toMatchObject({side: 'destination', focus: 'password'});
		expect(logins(ui)).toHaveLength(1);
	});

	it('needs no browser where one prints access tokens, and none that prints a password', async () => {
		const token = {name: 'old', account: {...from, oauth: 'token'}, passwordCommand: 'print-token'};
		const {ui, unlock} = resume([saved, token], browser);
		await ui.until(state => state.connect.status.source.kind === 'connected');
		expect(unlock).not.toHaveBeenCalled();
		expect(logins(ui)).toMatchObject([
			{
				account: {oauth: 'token'},
				password: 'printed by print-token',
				secrets: {tokenCommand: 'print-token'},
			},
		]);
		expect(resume([saved], browser).passwordFrom).not.toHaveBeenCalled();
	});
});
