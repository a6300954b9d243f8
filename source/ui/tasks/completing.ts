import {realFiles, typedFiles} from '../../accounts/parse.ts';
import type {Side} from '../../problem.ts';
import {type Completion, complete, folderTyped} from '../completing.ts';
import {pathIn} from '../dialogs/dialog-state.ts';
import type {Bench} from './bench.ts';
import type {Logins} from './logins.ts';

/** Completing paths while they are typed. */
export function createCompleting({store, services}: Bench, {lookAtPath}: Logins) {
	const pathOf = (side: Side) => typedFiles(store.get().connect.forms[side].address.trim())?.path;

	async function completionOf(path: string): Promise<Completion> {
		const folder = realFiles({format: 'eml', path: folderTyped(path) || '.'}).path;
		return complete(path, await services.namesIn(folder));
	}

	return {
		/** Completes the path that is typed for a side; where nothing can be added, goes on to the next field. */
		async completePath(side: Side): Promise<void> {
			const path = pathOf(side);
			if (path === undefined) return;
			const completion = await completionOf(path);
			const {connect} = store.get();
			// Somebody has typed on meanwhile.
			if (pathOf(side) !== path || connect.side !== side || connect.focus !== 'address') return;
			if (completion.path !== path || completion.names.length > 0) {
				store.dispatch({to: 'connect', action: {type: 'path-completed', side, ...completion}});
				return;
			}

			void lookAtPath(side);
			store.dispatch({to: 'connect', action: {type: 'focus-next'}});
		},
		/** The same for the path that a dialog asks for, where nobody has typed on meanwhile. */
		async completeInDialog(): Promise<void> {
			const {dialog} = store.get();
			const typed = pathIn(dialog);
			if (typed === undefined) return;
			const {path, names} = await completionOf(typed.path);
			if (store.get().dialog !== dialog) return;
			store.dispatch({to: 'dialog', action: {type: 'completed', text: typed.before + path, names}});
		},
	};
}
