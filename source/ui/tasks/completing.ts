import {realFiles, typedFiles} from '../../accounts/parse.ts';
import type {Side} from '../../problem.ts';
import {complete, folderTyped} from '../screens/connect/completing.ts';
import type {Bench} from './bench.ts';
import type {Logins} from './logins.ts';

/** Completing paths while they are typed. */
export function createCompleting({store, services}: Bench, {lookAtPath}: Logins) {
	const pathOf = (side: Side) => typedFiles(store.get().connect.forms[side].address.trim())?.path;

	return {
		/** Completes the path that is typed for a side; where nothing can be added, goes on to the next field. */
		async completePath(side: Side): Promise<void> {
			const path = pathOf(side);
			if (path === undefined) return;
			const folder = realFiles({format: 'eml', path: folderTyped(path) || '.'}).path;
			const completion = complete(path, await services.namesIn(folder));
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
	};
}
