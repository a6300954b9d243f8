import {isForeign, pathOf} from '../naming.ts';
import type {Folder, Naming} from '../store.ts';
import {unlessRefused} from './about.ts';
import type {Commands} from './commands.ts';
import {listNames} from './names.ts';
import {decodeName, encodeName} from './utf7.ts';

/**
 * Lists the folders of other users and shared ones that this user may see (RFC 2342, 5): those of the account
 * itself are listed by `discover`. Their messages are not counted yet.
 *
 * @throws {Problem} `bad-answer`
 */
export async function listOthers(commands: Commands, naming: Naming): Promise<readonly Folder[]> {
	const prefixes = (naming.foreign ?? []).map(encodeName);
	// A server that does not show them has none to copy.
	const all = (command: 'LIST' | 'LSUB') =>
		Promise.all(prefixes.map(prefix => unlessRefused(listNames(commands, command, prefix))));
	const [listed, subscribed] = await Promise.all([all('LIST'), all('LSUB')]);
	const isSubscribed = new Set(subscribed.flatMap(names => [...(names?.keys() ?? [])]));
	const others = new Map<string, Folder>();
	for (const {raw, attributes} of listed.flatMap(names => [...(names?.values() ?? [])])) {
		const name = decodeName(raw);
		if (!isForeign(name, naming) || attributes.has('\\nonexistent')) continue;
		commands.learnName(name, raw);
		others.set(name, {
			name,
			path: pathOf(name, naming),
			selectable: !attributes.has('\\noselect'),
			subscribed: isSubscribed.has(raw),
			messages: 0,
			uidValidity: 0,
			uidNext: 0,
		});
	}

	return [...others.values()];
}
