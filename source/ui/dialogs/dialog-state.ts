import {kindOfFiles} from '../../accounts/account.ts';
import {parseFiles} from '../../accounts/parse.ts';
import type {SavedAccount} from '../../accounts/saved.ts';
import type {ProblemData, Side} from '../../problem.ts';
import type {KeyContext} from '../keymap.ts';
import {isFileTerm, type Term} from '../screens/connect/connect-form.ts';
import type {LineFault} from '../screens/folders/mapping-file.ts';
import {type Move, moveCursor} from '../window.ts';

/** A text that is typed, and how the path in it could go on. */
interface TypedPath {
	readonly text: string;
	/** As long as this text is the one that is typed. */
	readonly offered?: {readonly text: string; readonly names: readonly string[]};
}

/** What stands over a screen and has the keyboard. */
export type Dialog =
	| {readonly kind: 'help'; readonly about: KeyContext; readonly top: number}
	| {readonly kind: 'findings'; readonly top: number; readonly onlyDifferences: boolean}
	/** The report, where there is no pager. */
	| {readonly kind: 'report'; readonly lines: readonly string[]; readonly top: number}
	| {readonly kind: 'mapping-faults'; readonly faults: readonly LineFault[]}
	| {readonly kind: 'folder'; readonly source: string}
	| {readonly kind: 'folder-name'; readonly source: string; readonly text: string}
	| {
			readonly kind: 'saved';
			readonly side: Side;
			readonly accounts: readonly SavedAccount[];
			/** The name of the one that is marked; the first where nobody has moved. */
			readonly marked?: string;
	  }
	/** Whether one of them is to be removed. */
	| {readonly kind: 'forget'; readonly side: Side; readonly saved: SavedAccount}
	/** A certificate that was shown and is not trusted. */
	| {readonly kind: 'certificate'; readonly side: Side; readonly problem: ProblemData}
	/** What an account has besides its fields, and one of these to type. */
	| {readonly kind: 'terms'; readonly side: Side}
	| ({readonly kind: 'term'; readonly side: Side; readonly term: Term} & TypedPath)
	| {readonly kind: 'save-as'; readonly side: Side; readonly text: string}
	/** Where its password comes from. */
	| {readonly kind: 'save-command'; readonly side: Side; readonly name: string; readonly text: string}
	/** Into which folder the destination is backed up, and how many messages that are. */
	| ({readonly kind: 'backup'; readonly messages: number} & TypedPath)
	| ({readonly kind: 'save-list'; readonly entries: number} & TypedPath)
	/** Which file holds those who vouch for signers. */
	| ({readonly kind: 'authority'} & TypedPath)
	| {readonly kind: 'stop' | 'detach' | 'interrupt'}
	| {readonly kind: 'inbox'; readonly text: string; readonly messages: number; readonly holds: number}
	| {
			readonly kind: 'undo';
			readonly text: string;
			readonly run: string;
			readonly keepInTrash: boolean;
			readonly messages: number;
			readonly folders: number;
			readonly stay: number;
	  };

export type DialogAction =
	| {readonly type: 'opened'; readonly dialog: Dialog}
	| {readonly type: 'closed'}
	| {readonly type: 'typed'; readonly text: string}
	| {readonly type: 'completed'; readonly text: string; readonly names: readonly string[]}
	| {readonly type: 'marked'; readonly name: string}
	| {readonly type: 'keep-in-trash-turned' | 'only-differences-turned'}
	| {readonly type: 'moved'; readonly move: Move; readonly page: number; readonly count: number};

/** Folds what a person does in a dialog. */
export function dialogReducer(dialog: Dialog | undefined, action: DialogAction): Dialog | undefined {
	switch (action.type) {
		case 'opened':
			return action.dialog;
		case 'closed':
			return undefined;
		case 'typed':
			return dialog !== undefined && 'text' in dialog ? {...dialog, text: action.text} : dialog;
		case 'completed': {
			const {text, names} = action;
			return pathIn(dialog) === undefined ? dialog : ({...dialog, text, offered: {text, names}} as Dialog);
		}
		case 'marked':
			return dialog?.kind === 'saved' ? {...dialog, marked: action.name} : dialog;
		case 'keep-in-trash-turned':
			return dialog?.kind === 'undo' ? {...dialog, keepInTrash: !dialog.keepInTrash} : dialog;
		case 'only-differences-turned':
			return dialog?.kind === 'findings'
				? {...dialog, top: 0, onlyDifferences: !dialog.onlyDifferences}
				: dialog;
		case 'moved': {
			if (dialog === undefined || !('top' in dialog)) return dialog;
			return {...dialog, top: moveCursor(dialog.top, action.move, Math.max(1, action.count), action.page)};
		}
	}
}

/** The path that is typed into a dialog, and what stands before it; undefined where none is asked for. */
export function pathIn(
	dialog: Dialog | undefined,
): {readonly before: string; readonly path: string} | undefined {
	switch (dialog?.kind) {
		case 'backup': {
			const files = parseFiles(dialog.text);
			return files ? {before: `${kindOfFiles(files)}:`, path: files.path} : {before: '', path: dialog.text};
		}
		case 'term':
			return isFileTerm(dialog.term) ? {before: '', path: dialog.text} : undefined;
		case 'save-list':
		case 'authority':
			return {before: '', path: dialog.text};
		default:
			return undefined;
	}
}

/** How the path in a dialog could go on, as long as it is that path. */
export function offeredIn(dialog: Dialog): readonly string[] {
	return 'offered' in dialog && dialog.offered?.text === dialog.text ? dialog.offered.names : [];
}

/** Whether the word that a dangerous step asks for is typed. */
export function isWordTyped(text: string, word: string): boolean {
	return text.trim().toLowerCase() === word.toLowerCase();
}
