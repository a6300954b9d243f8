import type {ImapFlow, ListResponse} from 'imapflow';
import type {Side} from '../../problem.ts';
import {isForeign, pathOf} from '../naming.ts';
import {withRoles} from '../roles.ts';
import type {Folder, Naming, Quota, StoreInfo} from '../store.ts';
import {badAnswer} from './unusable.ts';
import {decodeName} from './utf7.ts';

/** What a login found, and how the server itself writes each folder's name. */
export interface Discovery {
	readonly info: StoreInfo;
	readonly rawNames: ReadonlyMap<string, string>;
}

/**
 * Lists all personal folders with their counts, sizes and roles, and the quota: one round trip where the
 * server has LIST-STATUS (RFC 5819) and STATUS=SIZE (RFC 8438). Folders of other users and shared ones
 * (RFC 2342) are not part of the mailbox (see `listOthers`).
 *
 * @throws {Problem} `bad-answer`
 */
export async function discover(side: Side, client: ImapFlow): Promise<Discovery> {
	const query = {
		messages: true,
		uidNext: true,
		uidValidity: true,
		size: client.capabilities.has('STATUS=SIZE') || client.capabilities.has('IMAP4rev2'),
	};
	const [listed, quota] = await Promise.all([client.list({statusQuery: query}), quotaOf(client)]);
	// A server without NAMESPACE tells the delimiter with each folder.
	const delimiter = client.namespace?.delimiter || listed.find(entry => entry.delimiter)?.delimiter || '';
	const foreign = [...(client.namespaces?.other || []), ...(client.namespaces?.shared || [])]
		.map(namespace => decodeName(namespace.prefix))
		.filter(prefix => prefix !== client.namespace?.prefix);
	const naming: Naming = {
		delimiter,
		prefix: client.namespace?.prefix ?? '',
		...(foreign.length > 0 ? {foreign} : {}),
	};
	const rawNames = new Map<string, string>();
	const seen = new Set<string>();
	const entries: Parameters<typeof withRoles>[0][number][] = [];
	for (const entry of listed) {
		checkName(side, entry.pathAsListed);
		const decoded = decodeName(entry.pathAsListed);
		const name = decoded.toUpperCase() === 'INBOX' ? 'INBOX' : decoded;
		if (seen.has(name) || isForeign(name, naming)) continue;
		// A subscription to a folder that is gone lists a name and no folder (RFC 5258, 3.4).
		if (entry.flags.has('\\NonExistent')) continue;
		seen.add(name);
		rawNames.set(name, entry.pathAsListed);
		// A server may leave out the counts of single folders (RFC 5819, 2): asked for by themselves, or seen when opened.
		if (!entry.flags.has('\\Noselect') && entry.status?.messages === undefined) {
			const status = await client.status(entry.path, query).catch(() => false as const);
			if (status) entry.status = status;
		}

		entries.push(folderOf(entry, name, naming));
	}

	const appendLimit = client.capabilities.get('APPENDLIMIT');
	const folders = withRoles(entries).sort(byUsefulness);
	return {
		rawNames,
		info: {
			...serverName(client),
			naming,
			folders,
			...(quota ? {quota} : {}),
			...(typeof appendLimit === 'number' && appendLimit > 0 ? {appendLimit} : {}),
			capabilities: [...client.capabilities.keys()].sort(),
		},
	};
}

/** Bytes of a folder's name: with all levels above it, what file systems under mail servers take. */
const longestName = 4096;

/** Refuses a name that no command can hold, or whose levels could be any number. @throws {Problem} `bad-answer` */
export function checkName(side: Side, raw: string): void {
	if (raw.length <= longestName && !/[\r\n\0]/.test(raw)) return;
	throw badAnswer(side, 'folder-name', undefined, {folder: raw.slice(0, 100)});
}

type Entry = Omit<Folder, 'role' | 'roleFrom'> & {readonly attributes: Iterable<string>};

function folderOf(entry: ListResponse, name: string, naming: Naming): Entry {
	const status = entry.status;
	// ImapFlow mixes in what LSUB says, where \Noselect is about the subscription (RFC 3501, 6.3.9).
	const fromLsub = entry.flags.has('\\Noselect') && status?.messages !== undefined;
	const selectable = fromLsub || !entry.flags.has('\\Noselect');
	return {
		name,
		path: pathOf(name, naming),
		attributes: entry.flags,
		selectable,
		subscribed: !fromLsub && (entry.subscribed ?? false),
		messages: status?.messages ?? 0,
		...(status?.size === undefined ? {} : {bytes: Number(status.size)}),
		uidValidity: Number(status?.uidValidity ?? 0),
		uidNext: status?.uidNext ?? 0,
	};
}

async function quotaOf(client: ImapFlow): Promise<Quota | undefined> {
	const answer = await client.getQuota('INBOX');
	if (!answer || (!answer.storage && !answer.message)) return undefined;
	return {
		...(answer.storage?.usage === undefined ? {} : {usedBytes: answer.storage.usage}),
		...(answer.storage?.limit === undefined ? {} : {limitBytes: answer.storage.limit}),
		...(answer.message?.usage === undefined ? {} : {usedMessages: answer.message.usage}),
		...(answer.message?.limit === undefined ? {} : {limitMessages: answer.message.limit}),
	};
}

function serverName(client: ImapFlow): {server?: string} {
	const name = client.serverInfo?.name;
	const version = client.serverInfo?.version;
	const told = [name, version].filter(part => typeof part === 'string' && part).join(' ');
	const server = told || client.greeting || '';
	return server ? {server} : {};
}

const roleOrder = [
	'inbox',
	'drafts',
	'sent',
	'archive',
	undefined,
	'templates',
	'flagged',
	'all',
	'junk',
	'trash',
];

/** INBOX and the folders that everybody has first, then by name, what is left out by default last. */
function byUsefulness(a: Folder, b: Folder): number {
	const roles = roleOrder.indexOf(topRole(a)) - roleOrder.indexOf(topRole(b));
	return roles || a.path.join('\0').localeCompare(b.path.join('\0'));
}

function topRole(folder: Folder): Folder['role'] {
	return folder.role === 'archive' || folder.role === 'templates' ? undefined : folder.role;
}
