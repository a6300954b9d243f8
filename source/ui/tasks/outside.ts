import {readFile} from 'node:fs/promises';
import {mappingText, readMapping} from '../screens/folders/mapping-file.ts';
import type {Words} from '../services.ts';
import type {Edited} from '../terminal/programs.ts';
import type {Bench} from './bench.ts';

/** Gives the terminal to another program until `work` has ended. */
type Lend = (work: () => Promise<void>) => Promise<void>;

/** Work with programs that take the terminal: the report in a pager, the mapping in an editor. */
export type Outside = ReturnType<typeof createOutside>;

export function createOutside({store, services, notice}: Bench) {
	return {
		/** Shows the report in the pager, or, where there is none, in a list of our own. */
		async openReport(lend: Lend): Promise<void> {
			const report = store.get().result?.report;
			if (report?.kind !== 'saved') return;
			let isShown = false;
			await lend(async () => {
				const ended = await services.showFile(report.path);
				isShown = ended.kind !== 'missing';
			});
			if (isShown) return;
			const lines = (await readFile(report.path, 'utf8')).trimEnd().split('\n');
			const dialog = {kind: 'report', lines, top: 0} as const;
			store.dispatch({to: 'dialog', action: {type: 'opened', dialog}});
		},
		/** Lets the person edit the mapping as a text, beginning with what an earlier try left. */
		async editMapping(lend: Lend, words: Words): Promise<void> {
			const {folders} = store.get();
			if (folders === undefined) return;
			const {explanation, about} = words.folders.file;
			const text =
				folders.draft ??
				mappingText(folders, explanation, ({source}) => about(source.messages, source.bytes));
			let edited: Edited | undefined;
			await lend(async () => {
				edited = await services.editText('mapping.txt', text);
			});
			if (edited === undefined) return;
			if (edited.kind !== 'done') {
				notice({say: 'no-editor', ended: edited});
				return;
			}
			const {targets, faults} = readMapping(edited.text, folders);
			if (faults.length > 0) {
				store.dispatch({to: 'folders', action: {type: 'draft-kept', draft: edited.text}});
				store.dispatch({to: 'dialog', action: {type: 'opened', dialog: {kind: 'mapping-faults', faults}}});
				return;
			}
			store.dispatch({to: 'folders', action: {type: 'edited', targets}});
			notice({say: 'mapping-edited', folders: targets.size});
		},
	};
}
