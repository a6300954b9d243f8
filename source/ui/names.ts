import type {Side} from '../problem.ts';
import type {UiState} from './state.ts';

/** How a folder's own name on its server is shown: its levels with `/` between, where they are known. */
export type ShownName = (side: Side, name: string) => string;

/** The names of all folders that were listed or are about to be created. */
export function shownNames({connect, folders}: Pick<UiState, 'connect' | 'folders'>): ShownName {
	const known: Record<Side, Map<string, string>> = {source: new Map(), destination: new Map()};
	for (const side of ['source', 'destination'] as const) {
		const status = connect.status[side];
		if (status.kind !== 'connected') continue;
		for (const folder of status.info.folders) known[side].set(folder.name, folder.path.join('/'));
	}
	for (const {source, target} of folders?.mappings ?? []) {
		known.source.set(source.name, source.path.join('/'));
		known.destination.set(target.name, target.path.join('/'));
	}
	return (side, name) => known[side].get(name) ?? name;
}
