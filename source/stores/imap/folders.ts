import {isForeign, pathOf} from '../naming.ts';
import {byUsefulness, withRoles} from '../roles.ts';
import {type Folder, type Naming, Refusal, type StoreInfo} from '../store.ts';
import {namespaces, quotaOf, serverName, unlessRefused} from './about.ts';
import type {Commands} from './commands.ts';
import type {LoggedIn} from './login.ts';
import {type ListedName, listNames} from './names.ts';
import {numberOf, type Value} from './parse.ts';
import {askStatus} from './status.ts';
import {decodeName} from './utf7.ts';

/**
 * Lists all personal folders with their counts, sizes and roles, and asks what the server is and the quota: one
 * round trip where the server has LIST-STATUS (RFC 5819) and STATUS=SIZE (RFC 8438). Folders of other users and
 * shared ones (RFC 2342) are not part of the mailbox (see `listOthers`). How the server writes the names, `commands`
 * knows afterwards.
 *
 * @throws {Refusal} it lists nothing
 * @throws {Problem} `bad-answer`
 */
export async function discover(
	commands: Commands,
	{greeting, capabilities}: Pick<LoggedIn, 'greeting' | 'capabilities'>,
): Promise<StoreInfo> {
	const listedAt = Date.now();
	const items = `(MESSAGES UIDNEXT UIDVALIDITY${commands.has('STATUS=SIZE', 'IMAP4rev2') ? ' SIZE' : ''})`;
	const [name, told, {listed, subscribed}, quota] = await Promise.all([
		serverName(commands),
		namespaces(commands),
		listAll(commands, items),
		quotaOf(commands),
	]);
	// A server without NAMESPACE tells the delimiter with each folder.
	const delimiter = told?.delimiter || listed.find(entry => entry.delimiter)?.delimiter || '';
	const naming: Naming = {prefix: '', ...told, delimiter};
	const folders = new Map<string, ListedName>();
	for (const entry of listed) {
		const decoded = decodeName(entry.raw);
		const name = decoded.toUpperCase() === 'INBOX' ? 'INBOX' : decoded;
		// A subscription to a folder that is gone lists a name and no folder (RFC 5258, 3.4).
		if (folders.has(name) || isForeign(name, naming) || entry.attributes.has('\\nonexistent')) continue;
		folders.set(name, entry);
		commands.learnName(name, entry.raw);
	}

	// A server may leave out the counts of single folders (RFC 5819, 2): asked for by themselves, or seen when opened.
	const counted = await Promise.all(
		[...folders].map(async ([name, entry]) => {
			const isUntold = entry.status === undefined && isSelectable(entry);
			const status = isUntold ? await unlessRefused(askStatus(commands, name, naming, items)) : entry.status;
			return folderOf(name, naming, entry, subscribed.has(entry.raw), status);
		}),
	);
	const server = name ?? greeting;
	const appendLimit = capabilities.get('APPENDLIMIT');
	return {
		...(server ? {server} : {}),
		naming,
		folders: withRoles(counted).sort(byUsefulness),
		listedAt,
		...(quota ? {quota} : {}),
		...(typeof appendLimit === 'number' && appendLimit > 0 ? {appendLimit} : {}),
		capabilities: [...capabilities.keys()].sort(),
	};
}

/** All names with what comes along, and which of them are subscribed. */
async function listAll(
	commands: Commands,
	items: string,
): Promise<{readonly listed: readonly ListedName[]; readonly subscribed: ReadonlySet<string>}> {
	if (commands.has('LIST-EXTENDED', 'IMAP4rev2')) {
		// Asked for some things, servers leave out the others (Dovecot 2.4).
		const returning = [
			'SUBSCRIBED',
			...(commands.has('SPECIAL-USE') ? ['SPECIAL-USE'] : []),
			...(commands.has('LIST-STATUS', 'IMAP4rev2') ? [`STATUS ${items}`] : []),
		];
		try {
			const listed = [...(await listNames(commands, 'LIST', '', returning)).values()];
			const subscribed = listed.filter(({attributes}) => attributes.has('\\subscribed'));
			return {listed, subscribed: new Set(subscribed.map(({raw}) => raw))};
		} catch (error) {
			// Some offer it and refuse it.
			if (!(error instanceof Refusal)) throw error;
		}
	}

	const [names, subscribed] = await Promise.all([
		listNames(commands, 'LIST', ''),
		unlessRefused(listNames(commands, 'LSUB', '')),
	]);
	// One that is only above a subscribed one is told so (RFC 3501, 6.3.9).
	const subscriptions = [...(subscribed?.values() ?? [])].filter(isSelectable).map(({raw}) => raw);
	return {listed: [...names.values()], subscribed: new Set(subscriptions)};
}

function isSelectable({attributes}: ListedName): boolean {
	return !attributes.has('\\noselect');
}

function folderOf(
	name: string,
	naming: Naming,
	entry: ListedName,
	subscribed: boolean,
	status: ReadonlyMap<string, Value> | undefined,
): Omit<Folder, 'role' | 'roleFrom'> & {readonly attributes: Iterable<string>} {
	const bytes = numberOf(status?.get('SIZE'));
	return {
		name,
		path: pathOf(name, naming),
		attributes: entry.attributes,
		selectable: isSelectable(entry),
		subscribed,
		messages: numberOf(status?.get('MESSAGES')) ?? 0,
		...(bytes === undefined ? {} : {bytes}),
		uidValidity: numberOf(status?.get('UIDVALIDITY')) ?? 0,
		uidNext: numberOf(status?.get('UIDNEXT')) ?? 0,
	};
}
