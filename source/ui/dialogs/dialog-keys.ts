import {homedir} from 'node:os';
import {join, resolve} from 'node:path';
import {isFiles} from '../../accounts/account.ts';
import {realFiles} from '../../accounts/parse.ts';
import {parseProxy} from '../../accounts/proxy.ts';
import {Problem} from '../../problem.ts';
import {backupFiles} from '../../stores/files/backup.ts';
import {type Desk, open} from '../desk.ts';
import type {ActionId} from '../keymap.ts';
import {possibleKeys} from '../possible.ts';
import {accountOf, isFault, isFileTerm} from '../screens/connect/connect-form.ts';
import {copyAgain} from '../screens/result/result-keys.ts';
import {shownFindings} from '../state.ts';
import {moveOf} from '../window.ts';
import {type Dialog, isWordTyped} from './dialog-state.ts';
import {helpLines} from './help-lines.ts';
import {reportRows} from './report.tsx';

/** What the keys of a dialog do; arrows and enter among choices belong to the list. */
export function dialogKeys(action: ActionId, desk: Desk): void {
	const {state, dispatch, page} = desk;
	const {dialog} = state;
	if (dialog === undefined) return;
	const move = moveOf(action);
	if (move !== undefined) {
		dispatch({to: 'dialog', action: {type: 'moved', move, page, count: countOf(dialog, desk)}});
		return;
	}
	switch (action) {
		case 'dialog.close':
			close(desk);
			return;
		case 'dialog.keep-in-trash':
			dispatch({to: 'dialog', action: {type: 'keep-in-trash-turned'}});
			return;
		case 'saved.remove': {
			if (dialog.kind !== 'saved') return;
			const {side, accounts, marked} = dialog;
			const saved = accounts.find(({name}) => name === marked) ?? accounts[0];
			if (saved !== undefined) open(desk, {kind: 'forget', side, saved});
			return;
		}
		case 'findings.only-differences':
			dispatch({to: 'dialog', action: {type: 'only-differences-turned'}});
			return;
		case 'result.try-again':
			if (state.result !== undefined) copyAgain(state.result, desk);
			return;
		case 'dialog.submit':
			submit(dialog, desk);
			return;
		case 'dialog.clear':
			dispatch({to: 'dialog', action: {type: 'typed', text: ''}});
			return;
		case 'dialog.complete':
			void desk.tasks.completeInDialog();
			return;
		default:
	}
}

function close({dispatch}: Desk): void {
	dispatch({to: 'dialog', action: {type: 'closed'}});
}

/** The rows that can be the first of what a dialog shows. */
function countOf(dialog: Dialog, {state, words, page, columns, keys, keySigns}: Desk): number {
	if (dialog.kind === 'help') {
		const bindings = possibleKeys(keys, dialog.about, state);
		return helpLines(bindings, words, keySigns, columns).length - page + 1;
	}
	if (dialog.kind === 'report') return reportRows(dialog.lines, columns).length - page + 1;
	return shownFindings(state).length;
}

function submit(dialog: Dialog, desk: Desk): void {
	const {state, dispatch, tasks, words} = desk;
	switch (dialog.kind) {
		case 'folder-name':
			if (dialog.text.trim() === '') return;
			dispatch({
				to: 'folders',
				action: {type: 'target-chosen', source: dialog.source, target: dialog.text.trim()},
			});
			close(desk);
			return;
		case 'term': {
			const {side, term} = dialog;
			const value = dialog.text.trim();
			try {
				if (term === 'proxy' && value !== '') parseProxy(side, value);
			} catch (error) {
				if (!(error instanceof Problem)) throw error;
				dispatch({to: 'notice', notice: {say: 'problem', problem: error.data}});
				return;
			}
			const isFile = isFileTerm(term) && value !== '';
			const path = value.startsWith('~/') ? join(homedir(), value.slice(2)) : value;
			dispatch({
				to: 'connect',
				action: {type: 'term-set', side, term, value: isFile ? resolve(path) : value},
			});
			open(desk, {kind: 'terms', side});
			return;
		}
		case 'save-as': {
			const account = accountOf(state.connect.forms[dialog.side]);
			const name = dialog.text.trim();
			if (name === '' || isFault(account)) return;
			if (isFiles(account)) {
				close(desk);
				tasks.saveAccount({name, account: realFiles(account)});
				return;
			}
			const text = tasks.savedCommand(account) ?? '';
			dispatch({
				to: 'dialog',
				action: {type: 'opened', dialog: {kind: 'save-command', side: dialog.side, name, text}},
			});
			return;
		}
		case 'save-command': {
			const account = accountOf(state.connect.forms[dialog.side]);
			const command = dialog.text.trim();
			if (isFault(account)) return;
			close(desk);
			tasks.saveAccount({
				name: dialog.name,
				account,
				...(command === '' ? {} : {passwordCommand: command}),
			});
			return;
		}
		case 'save-list':
			if (dialog.text.trim() !== '') void tasks.saveList(dialog.text.trim());
			return;
		case 'backup':
			if (dialog.text.trim() !== '') void tasks.backup(realFiles(backupFiles(dialog.text.trim())));
			return;
		case 'authority':
			if (dialog.text.trim() !== '') void tasks.checkByAuthority(dialog.text.trim());
			return;
		case 'inbox':
			if (isWord(dialog.text, words.review.inboxWord, desk)) void tasks.start();
			return;
		case 'undo':
			if (isWord(dialog.text, words.result.undoWord, desk)) void tasks.undo(dialog.run, dialog.keepInTrash);
			return;
		default:
	}
}

/** Whether the word that a dangerous step asks for is typed; another one is told. */
function isWord(text: string, word: string, {dispatch}: Desk): boolean {
	const isTyped = isWordTyped(text, word);
	if (!isTyped && text.trim() !== '') dispatch({to: 'notice', notice: {say: 'not-the-word', word}});
	return isTyped;
}
