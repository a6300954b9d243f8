import {describe, expect, it, vi} from 'vitest';
import type {SavedAccount, SavedAccounts} from '../../source/accounts/saved.ts';
import {Problem} from '../../source/problem.ts';
import {startConnect} from '../../source/ui/screens/connect/connect-state.ts';
import {from, open} from './opened.ts';

const command = 'pass show mail/old';
const saved: SavedAccount = {name: 'old', account: from, passwordCommand: command};

function kept(...accounts: readonly SavedAccount[]): SavedAccounts & {readonly all: SavedAccount[]} {
	const all = [...accounts];
	return {
		all,
		list: () => all,
		save: account => void all.push(account),
		remove: () => undefined,
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
		return {ui, lend};
	};

	it('fills in the password that its command prints, while that has the terminal', async () => {
		const {ui, lend} = chosen(async () => 'segreto');
		await ui.tasks.fetchPassword('source', saved, lend);
		expect(ui.state().connect.forms.source.password).toBe('segreto');
		expect(lend).toHaveBeenCalledOnce();
	});

	it('without a command asks nobody', async () => {
		const passwordFrom = vi.fn(async () => 'segreto');
		const {ui, lend} = chosen(passwordFrom);
		await ui.tasks.fetchPassword('source', {name: 'old', account: from}, lend);
		expect(passwordFrom).not.toHaveBeenCalled();
		expect(lend).not.toHaveBeenCalled();
	});

	it('says why its command gave no password, which can then be typed', async () => {
		const problem = {code: 'password-command', side: 'source', params: {why: 'ENOENT'}} as const;
		const {ui, lend} = chosen(async () => Promise.reject(new Problem(problem)));
		await ui.tasks.fetchPassword('source', saved, lend);
		expect(ui.state().notice).toEqual({say: 'problem', problem});
		expect(ui.state().connect.forms.source.password).toBe('');
	});

	it('gives a password to no other account that was filled in meanwhile', async () => {
		const {ui, lend} = chosen(async () => 'segreto');
		const other = {...from, user: 'maria@old.it'};
		ui.store.dispatch({to: 'connect', action: {type: 'account-chosen', side: 'source', account: other}});
		await ui.tasks.fetchPassword('source', saved, lend);
		expect(ui.state().connect.forms.source.password).toBe('');
	});
});
