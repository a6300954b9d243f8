import {createHash} from 'node:crypto';
import {type Piece, RawImap, Refused, type Value} from './raw-imap.ts';
import type {MailServer, User} from './server.ts';
import {decodeMailboxName, encodeMailboxName} from './utf7.ts';

/** What a helper needs to know of a server. */
export type Place = Pick<MailServer, 'imapPort' | 'users' | 'separator' | 'prefix'>;

/** A folder by its levels, without the server's prefix: `['Archivio', '2023']`; the inbox is `['INBOX']`. */
export type FolderPath = readonly string[];

export type SeedMessage = {
	readonly content: Buffer;
	readonly flags: readonly string[];
	/** As IMAP writes it, with its zone: `05-Nov-2023 10:11:12 +0100`. */
	readonly internalDate: string;
};

export type SeedFolder = {
	readonly path: FolderPath;
	readonly subscribed: boolean;
	readonly messages: readonly SeedMessage[];
};

export type MessageShape = {
	readonly uid: number;
	/** SHA-256 of BODY.PEEK[], hexadecimal; empty when digests were not asked for. */
	readonly digest: string;
	/** RFC822.SIZE in bytes. */
	readonly size: number;
	/** Sorted, keywords included, without `\Recent`. */
	readonly flags: readonly string[];
	/** As the server wrote it, zone included. */
	readonly internalDate: string;
	/** The same instant in milliseconds since 1970. */
	readonly epoch: number;
};

export type FolderShape = {
	/** The server's name, decoded. */
	readonly name: string;
	readonly path: FolderPath;
	/** Sorted, such as `\Sent`. */
	readonly specialUse: readonly string[];
	readonly subscribed: boolean;
	/** False for `\Noselect` and `\NonExistent`. */
	readonly selectable: boolean;
	readonly uidValidity: number;
	readonly uidNext: number;
	/** Messages with `\Recent`, which looking does not change. */
	readonly recent: number;
	/** In the order of their UIDs. */
	readonly messages: readonly MessageShape[];
};

/** Sorted by path. */
export type Snapshot = readonly FolderShape[];

/** What two sides have in common when a copy is right. Special uses, UIDs, `\Recent` and zones are not in it. */
export type Comparable = readonly {
	readonly path: string;
	readonly subscribed: boolean;
	readonly messages: readonly Omit<MessageShape, 'uid' | 'internalDate'>[];
}[];

function find(server: Pick<Place, 'users'>, name: string): User {
	const user = server.users.find(each => each.name === name);
	if (user === undefined) {
		throw new Error(`This server has no user ${name}`);
	}
	return user;
}

/** Runs an action with a client that is logged in as one of the server's users, and logs it out. */
export async function withClient<T>(
	server: Place,
	user: string,
	action: (client: RawImap) => Promise<T>,
): Promise<T> {
	await using client = await RawImap.open(server, find(server, user));
	return await action(client);
}

/** The name a server knows a folder by, before any encoding. */
export function serverName(server: Pick<Place, 'separator' | 'prefix'>, path: FolderPath): string {
	const isInbox = path.length === 1 && path[0]?.toUpperCase() === 'INBOX';
	return isInbox ? 'INBOX' : `${server.prefix}${path.join(server.separator)}`;
}

/** A folder's name as a piece of a command: a literal, so any character goes. */
export function mailbox(server: Pick<Place, 'separator' | 'prefix'>, path: FolderPath): Buffer {
	return Buffer.from(encodeMailboxName(serverName(server, path)));
}

function pathOf(server: Pick<Place, 'prefix'>, name: string, delimiter: string): FolderPath {
	if (name.toUpperCase() === 'INBOX') {
		return ['INBOX'];
	}
	const bare = name.startsWith(server.prefix) ? name.slice(server.prefix.length) : name;
	return delimiter === '' ? [bare] : bare.split(delimiter);
}

function text(value: Value | undefined): string {
	// A keyword may be called NIL.
	return Buffer.isBuffer(value) ? value.toString('latin1') : String(value === null ? 'NIL' : value);
}

function list(value: Value | undefined): readonly Value[] {
	return Array.isArray(value) ? value : [];
}

/** The pairs of an answer such as `(UID 4 FLAGS (…))`, by name. */
function attributes(value: Value | undefined): ReadonlyMap<string, Value> {
	const values = list(value);
	const map = new Map<string, Value>();
	for (let index = 0; index + 1 < values.length; index += 2) {
		map.set(text(values[index]).toUpperCase(), values[index + 1] ?? null);
	}
	return map;
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

/** Milliseconds since 1970 of an IMAP date-time (RFC 3501, section 9), any year from 0000 to 9999. */
export function epochOf(internalDate: string): number {
	const [, day, month, year, hour, minute, second, sign, zoneHours, zoneMinutes] =
		/^\s?(\d{1,2})-(\w{3})-(\d{4}) (\d\d):(\d\d):(\d\d) ([+-])(\d\d)(\d\d)$/.exec(internalDate) ?? [];
	const monthIndex = months.indexOf(month ?? '');
	if (monthIndex === -1) {
		throw new Error(`Not an IMAP date-time: ${internalDate}`);
	}
	const local = new Date(0);
	local.setUTCFullYear(Number(year), monthIndex, Number(day));
	local.setUTCHours(Number(hour), Number(minute), Number(second));
	const zone = (Number(zoneHours) * 60 + Number(zoneMinutes)) * (sign === '-' ? -1 : 1);
	return local.getTime() - zone * 60_000;
}

function appendPieces({flags, internalDate, content}: SeedMessage): Piece[] {
	return [` (${flags.join(' ')}) "${internalDate}" `, content];
}

const batchMessages = 200;
const batchBytes = 4 * 1024 * 1024;

/** Appends messages, many to a command where the server has MULTIAPPEND (RFC 3502). */
async function append(client: RawImap, name: Buffer, messages: readonly SeedMessage[]): Promise<void> {
	const many = client.capabilities.has('MULTIAPPEND') ? batchMessages : 1;
	const commands: Promise<unknown>[] = [];
	let pieces: Piece[] = [];
	let count = 0;
	let bytes = 0;
	const flush = async () => {
		if (count > 0) {
			const sent = client.send(['APPEND ', name, ...pieces]);
			commands.push(sent);
			// Courier holds its next word back until the last is acknowledged, which takes 40 ms with nothing to say.
			if (!client.capabilities.has('LITERAL+')) {
				await sent;
			}
		}
		pieces = [];
		count = 0;
		bytes = 0;
	};
	for (const message of messages) {
		pieces.push(...appendPieces(message));
		count++;
		bytes += message.content.length;
		if (count >= many || bytes >= batchBytes) {
			await flush();
		}
	}
	await flush();
	await Promise.all(commands);
}

/** Creates a folder; one that is there already is left as it is. */
async function create(client: RawImap, name: Buffer): Promise<void> {
	try {
		await client.send(['CREATE ', name]);
	} catch (error) {
		if (!(error instanceof Refused)) {
			throw error;
		}
		// Courier has no words for it: whether it is there is asked.
		if (!/ALREADYEXISTS|exists/i.test(error.reply.text)) {
			await client.send(['STATUS ', name, ' (MESSAGES)']).catch(() => {
				throw error;
			});
		}
	}
}

/**
 * Fills an account: folders, subscriptions and messages, byte by byte, with flags, keywords and internal dates.
 * No folder is selected, so every message stays `\Recent`.
 */
export async function seed(server: Place, user: string, folders: readonly SeedFolder[]): Promise<void> {
	await withClient(server, user, async client => {
		for (const folder of folders) {
			const name = mailbox(server, folder.path);
			if (name.toString() !== 'INBOX') {
				await create(client, name);
			}
			await client.send([folder.subscribed ? 'SUBSCRIBE ' : 'UNSUBSCRIBE ', name]);
			await append(client, name, folder.messages);
		}
	});
}

/** Creates a folder, with its parents, and subscribes to it. */
export async function createFolder(server: Place, user: string, path: FolderPath): Promise<void> {
	await seed(server, user, [{path, subscribed: true, messages: []}]);
}

/** Deletes a folder and all that is in it, as another client would. */
export async function deleteFolder(server: Place, user: string, path: FolderPath): Promise<void> {
	await withClient(server, user, client => client.send(['DELETE ', mailbox(server, path)]));
}

type Listed = Pick<FolderShape, 'name' | 'path' | 'specialUse' | 'subscribed' | 'selectable'> & {raw: Buffer};

const specialUses = new Set([
	'\\all',
	'\\archive',
	'\\drafts',
	'\\flagged',
	'\\junk',
	'\\sent',
	'\\trash',
	'\\important',
]);

async function listFolders(client: RawImap, server: Place): Promise<Listed[]> {
	const special = client.capabilities.has('SPECIAL-USE') ? ' RETURN (SPECIAL-USE)' : '';
	const [all, subscribed] = await Promise.all([
		client.send([`LIST "" "*"${special}`]),
		client.send(['LSUB "" "*"']),
	]);
	const names = new Set(
		subscribed.untagged
			.filter(
				([kind, flags]) => kind === 'LSUB' && !list(flags).some(flag => /^\\noselect$/i.test(text(flag))),
			)
			.map(values => text(values[3])),
	);
	return all.untagged
		.filter(([kind]) => kind === 'LIST')
		.map(([, flags, delimiter, name]) => {
			const shown = list(flags).map(text);
			const encoded = text(name);
			const decoded = decodeMailboxName(encoded);
			return {
				raw: Buffer.from(encoded, 'latin1'),
				name: decoded,
				path: pathOf(server, decoded, delimiter === null ? '' : text(delimiter)),
				specialUse: shown.filter(flag => specialUses.has(flag.toLowerCase())).sort(),
				subscribed: names.has(encoded),
				selectable: !shown.some(flag => /^\\(?:noselect|nonexistent)$/i.test(flag)),
			};
		});
}

async function readMessages(client: RawImap, raw: Buffer, digests: boolean): Promise<MessageShape[]> {
	const messages: MessageShape[] = [];
	const {untagged} = await client.send(['EXAMINE ', raw]);
	if (!untagged.some(([count, kind]) => kind === 'EXISTS' && count !== '0')) {
		return messages;
	}
	const items = `UID FLAGS INTERNALDATE RFC822.SIZE${digests ? ' BODY.PEEK[]' : ''}`;
	await client.send([`UID FETCH 1:* (${items})`], ([, kind, data]) => {
		if (kind !== 'FETCH') {
			return;
		}
		const found = attributes(data);
		const body = found.get('BODY[]');
		if (digests && !Buffer.isBuffer(body)) {
			throw new Error(`The server sent no content for UID ${text(found.get('UID'))}`);
		}
		const internalDate = text(found.get('INTERNALDATE'));
		messages.push({
			uid: Number(text(found.get('UID'))),
			digest: Buffer.isBuffer(body) ? createHash('sha256').update(body).digest('hex') : '',
			size: Number(text(found.get('RFC822.SIZE'))),
			flags: list(found.get('FLAGS'))
				.map(text)
				.filter(flag => flag.toLowerCase() !== '\\recent')
				.sort(),
			internalDate,
			epoch: epochOf(internalDate),
		});
	});
	return messages.sort((one, other) => one.uid - other.uid);
}

export type SnapshotOptions = {
	/** Read every message and digest it; default true. */
	readonly digests?: boolean;
	/** Only these folders; default all. */
	readonly only?: readonly FolderPath[];
};

/**
 * Everything of an account that a copy must keep, and what it must leave alone. Reads with STATUS, EXAMINE and
 * BODY.PEEK, so that not even `\Recent` changes.
 */
export async function snapshot(
	server: Place,
	user: string,
	{digests = true, only}: SnapshotOptions = {},
): Promise<Snapshot> {
	const key = (path: FolderPath) => path.join('\u0000');
	const wanted = only === undefined ? undefined : new Set(only.map(key));
	return await withClient(server, user, async client => {
		const shapes: FolderShape[] = [];
		for (const {raw, ...folder} of await listFolders(client, server)) {
			if (wanted !== undefined && !wanted.has(key(folder.path))) {
				continue;
			}
			if (!folder.selectable) {
				shapes.push({...folder, uidValidity: 0, uidNext: 0, recent: 0, messages: []});
				continue;
			}
			const {untagged} = await client.send(['STATUS ', raw, ' (UIDVALIDITY UIDNEXT RECENT)']);
			const status = attributes(untagged.find(([kind]) => kind === 'STATUS')?.[2]);
			const number = (name: string) => Number(text(status.get(name)));
			shapes.push({
				...folder,
				uidValidity: number('UIDVALIDITY'),
				uidNext: number('UIDNEXT'),
				recent: number('RECENT'),
				messages: await readMessages(client, raw, digests),
			});
		}
		return shapes.sort((one, other) => (key(one.path) < key(other.path) ? -1 : 1));
	});
}

/**
 * What can be compared between two sides: folders that hold messages, by path (levels joined by ` / `), with
 * subscriptions, and messages with content, flags and instant, in order.
 */
export function withoutUids(folders: Snapshot): Comparable {
	return folders
		.filter(folder => folder.selectable)
		.map(({path, subscribed, messages}) => ({
			path: path.join(' / '),
			subscribed,
			messages: messages.map(({digest, size, flags, epoch}) => ({digest, size, flags, epoch})),
		}));
}

/** The content of one message, byte by byte. */
export async function content(server: Place, user: string, path: FolderPath, uid: number): Promise<Buffer> {
	return await withClient(server, user, async client => {
		await client.send(['EXAMINE ', mailbox(server, path)]);
		const {untagged} = await client.send([`UID FETCH ${uid} (UID BODY.PEEK[])`]);
		const body = attributes(untagged.find(([, kind]) => kind === 'FETCH')?.[2]).get('BODY[]');
		if (!Buffer.isBuffer(body)) {
			throw new Error(`${path.join('/')} has no message with UID ${uid}`);
		}
		return body;
	});
}

/**
 * Adds one message as another client would.
 *
 * @returns Its UID, from APPENDUID (RFC 4315); 0 where the server does not tell.
 */
export async function deliver(
	server: Place,
	user: string,
	path: FolderPath,
	message: Partial<SeedMessage> & Pick<SeedMessage, 'content'>,
): Promise<number> {
	return await withClient(server, user, async client => {
		const date = message.internalDate === undefined ? '' : `"${message.internalDate}" `;
		const flags = ` (${(message.flags ?? []).join(' ')}) ${date}`;
		const reply = await client.send(['APPEND ', mailbox(server, path), flags, message.content]);
		return Number(/\[APPENDUID \d+ (\d+)\]/i.exec(reply.text)?.[1] ?? 0);
	});
}

/** Removes messages for good, as another client would. Selecting the folder takes `\Recent` off it. */
export async function expunge(
	server: Place,
	user: string,
	path: FolderPath,
	uids: readonly number[],
): Promise<void> {
	await withClient(server, user, async client => {
		await client.send(['SELECT ', mailbox(server, path)]);
		await client.send([`UID STORE ${uids.join(',')} +FLAGS.SILENT (\\Deleted)`]);
		await client.send([`UID EXPUNGE ${uids.join(',')}`]);
	});
}

/** Gives messages exactly these flags, as another client would. Selecting the folder takes `\Recent` off it. */
export async function setFlags(
	server: Place,
	user: string,
	path: FolderPath,
	uids: readonly number[],
	flags: readonly string[],
): Promise<void> {
	await withClient(server, user, async client => {
		await client.send(['SELECT ', mailbox(server, path)]);
		await client.send([`UID STORE ${uids.join(',')} FLAGS.SILENT (${flags.join(' ')})`]);
	});
}
