import type {KeyLabels, Keymap, KeyNames} from './keymap.ts';
import type {Words} from './services.ts';
import type {UiAction, UiState} from './state.ts';
import type {Tasks} from './tasks/tasks.ts';

/** What a key's action works with. */
export interface Desk {
	readonly state: UiState;
	readonly dispatch: (action: UiAction) => void;
	readonly tasks: Tasks;
	readonly words: Words;
	/** Gives the terminal to another program until `work` has ended. */
	readonly lend: (work: () => Promise<void>) => Promise<void>;
	/** Rows of a page in the list that is shown. */
	readonly page: number;
	/** Cells of a row. */
	readonly columns: number;
	/** The keymap, and the signs that stand for names of keys: what help is made of. */
	readonly keys: Keymap;
	readonly keySigns: KeyNames;
	/** The key that asks for an action, as people read it. */
	readonly key: KeyLabels;
}

/** Opens a dialog. */
export function open(desk: Pick<Desk, 'dispatch'>, dialog: NonNullable<UiState['dialog']>): void {
	desk.dispatch({to: 'dialog', action: {type: 'opened', dialog}});
}
