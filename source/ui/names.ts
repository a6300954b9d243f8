import type {Mapping} from '../engine/mapping.ts';
import type {Side} from '../problem.ts';
import type {ConnectState, SideStatus} from './screens/connect/connect-state.ts';

interface Named {
	readonly name: string;
	readonly path: readonly string[];
}

/** How a folder's own name on its server is shown: its levels with `/` between, where they are known. */
export type ShownName = (side: Side, name: string) => string;

/** The names of all folders that were listed or are about to be created; put together when one is first asked for. */
export function shownNames(status: ConnectState['status'], mappings: readonly Mapping[]): ShownName {
	let known: Record<Side, Map<string, string>> | undefined;
	return (side, name) => {
		known ??= {
			source: namesOf([...listed(status.source), ...mappings.map(({source}) => source)]),
			destination: namesOf([...listed(status.destination), ...mappings.map(({target}) => target)]),
		};
		return known[side].get(name) ?? name;
	};
}

function listed(status: SideStatus): readonly Named[] {
	return status.kind === 'connected' ? status.info.folders : [];
}

function namesOf(folders: readonly Named[]): Map<string, string> {
	return new Map(folders.map(({name, path}) => [name, path.join('/')]));
}
