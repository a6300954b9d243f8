import {mailboxOf, placeOf} from '../../accounts/account.ts';
import {printable} from '../../printable.ts';
import type {KeyLabels} from '../keymap.ts';
import {sourceLabel} from '../screens/folders/folder-facts.ts';
import type {Words} from '../services.ts';
import type {UiState} from '../state.ts';
import type {Dialog} from './dialog-state.ts';

/** What a dialog says of itself. */
export interface DialogText {
	readonly title: string;
	/** Sentences below the title. */
	readonly body: string;
	/** What the text that is typed is, where one is typed. */
	readonly label: string;
}

/** The sentences of a dialog; empty for those that are a list and nothing else. */
export function dialogText(dialog: Dialog, state: UiState, words: Words, key: KeyLabels): DialogText {
	const say = (title: string, body = '', label = ''): DialogText => ({title, body, label});
	const isHeld = state.progress?.hold === 'paused' || state.progress?.hold === 'pausing';
	const isBackup = state.progress?.backup !== undefined;
	const goesOn = isBackup ? words.detach.backupBody : words.detach.body;
	const nameOf = (source: string) =>
		printable(state.folders === undefined ? source : sourceLabel(state.folders, source));
	switch (dialog.kind) {
		case 'help':
			return say(words.help.title(words.contexts[dialog.about]));
		case 'findings':
			return say('');
		case 'report':
			return say(words.result.reportTitle);
		case 'mapping-faults':
			return say(words.folders.file.faults(dialog.faults.length));
		case 'folder':
			return say(words.folders.chooser(nameOf(dialog.source)));
		case 'folder-name': {
			const delimiter = state.folders?.destination.naming.delimiter ?? '/';
			const hint = words.folders.newFolderHint(
				delimiter === '' || delimiter === '/' ? '/' : `/ ${delimiter}`,
			);
			return say(words.folders.newFolder(nameOf(dialog.source)), hint, words.folders.column.to);
		}
		case 'saved':
			return say(words.connect.savedTitle(words.side[dialog.side]));
		case 'forget': {
			const {title, body} = words.connect.forget;
			const {name, account} = dialog.saved;
			return say(title(printable(name)), body(printable(mailboxOf(account)), printable(placeOf(account))));
		}
		case 'terms':
			return say(words.connect.terms.title(words.side[dialog.side]));
		case 'term': {
			const {name, hint} = words.connect.terms;
			return say(name[dialog.term], hint[dialog.term], words.connect.terms.value);
		}
		case 'save-as':
			return say(words.connect.saveTitle, words.connect.saveHint, words.connect.saveName);
		case 'save-command': {
			const {saveTitle, saveTokenHint, saveCommandHint, saveCommand} = words.connect;
			const isToken = state.connect.forms[dialog.side].terms.oauth !== undefined;
			return say(saveTitle, isToken ? saveTokenHint : saveCommandHint, saveCommand);
		}
		case 'save-list': {
			const {saveTitle, saveHint, saveFile} = words.verification;
			return say(saveTitle, saveHint(dialog.entries), saveFile);
		}
		case 'backup': {
			const {backupTitle, backupBody, backupLabel} = words.review;
			return say(backupTitle(dialog.messages), backupBody(key('dialog.submit')), backupLabel);
		}
		case 'authority': {
			const {authorityTitle, authorityHint} = words.signatures;
			return say(authorityTitle, authorityHint, words.verification.saveFile);
		}
		case 'certificate': {
			const w = words.connect.certificate;
			const {params = {}} = dialog.problem;
			const shown = (name: string) => printable(String(params[name] ?? ''));
			const body = w.body({
				names: shown('names') || shown('subject'),
				issuer: shown('issuer'),
				from: shown('from'),
				until: shown('until'),
				fingerprint: shown('fingerprint'),
			});
			return say(w.title(words.side[dialog.side], shown('host')), body);
		}
		case 'stop':
			return isBackup
				? say(words.stop.backupTitle, words.stop.backupBody)
				: say(words.stop.title, words.stop.body);
		case 'detach':
			return isHeld ? say(words.detach.heldTitle, words.detach.heldBody) : say(words.detach.title, goesOn);
		case 'interrupt':
			return state.progress?.hold === 'stopping'
				? say(words.interrupt.stoppingTitle, words.interrupt.stoppingBody)
				: say(
						isBackup ? words.interrupt.backupTitle : words.interrupt.title,
						isHeld ? words.detach.heldBody : goesOn,
					);
		case 'inbox':
			return say(
				words.review.inboxTitle(dialog.holds),
				words.review.inboxBody(dialog.messages, key('dialog.submit')),
				words.typeWord(words.review.inboxWord),
			);
		case 'undo':
			return say(
				words.result.undoTitle,
				words.result.undoBody(dialog.messages, dialog.folders, dialog.stay),
				words.typeWord(words.result.undoWord),
			);
	}
}
