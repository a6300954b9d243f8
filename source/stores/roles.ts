import type {Folder, Role} from './store.ts';

/** SPECIAL-USE attributes (RFC 6154, 2; RFC 8457, 2) as roles. */
const roleOfAttribute: ReadonlyMap<string, Role> = new Map([
	['\\sent', 'sent'],
	['\\drafts', 'drafts'],
	['\\trash', 'trash'],
	['\\junk', 'junk'],
	['\\archive', 'archive'],
	['\\all', 'all'],
	['\\flagged', 'flagged'],
	['\\important', 'important'],
]);

/** Roles of folders that show once more what is in others (RFC 6154, 2; RFC 8457, 2). */
const views: ReadonlySet<Role> = new Set(['all', 'flagged', 'important']);

/** Whether a folder shows once more what is in others. */
export function isView({role}: Pick<Folder, 'role'>): boolean {
	return role !== undefined && views.has(role);
}

/** The attribute that asks a server for a role when a folder is created (RFC 6154, 3); none makes a folder a view. */
export function attributeOf(role: Role): string | undefined {
	if (views.has(role)) return undefined;
	for (const [attribute, value] of roleOfAttribute) {
		if (value === role) return `\\${attribute.charAt(1).toUpperCase()}${attribute.slice(2)}`;
	}

	return undefined;
}

/** The role that a server's LIST attributes give a folder. */
export function roleOfAttributes(attributes: Iterable<string>): Role | undefined {
	for (const attribute of attributes) {
		const role = roleOfAttribute.get(attribute.toLowerCase());
		if (role) return role;
	}

	return undefined;
}

/** Names met at providers, most telling first. Compared without case, below the namespace's prefix. */
const namesOfRole: readonly (readonly [Role, readonly string[]])[] = [
	[
		'sent',
		[
			'Sent',
			'Posta inviata',
			'Sent Items',
			'Sent Messages',
			'Sent Mail',
			'Inviata',
			'Inviate',
			'Inviati',
			'Spedite',
			'Messaggi inviati',
			'Elementi inviati',
		],
	],
	['drafts', ['Drafts', 'Bozze', 'Draft']],
	[
		'trash',
		['Trash', 'Cestino', 'Deleted Items', 'Deleted Messages', 'Posta eliminata', 'Elementi eliminati'],
	],
	['junk', ['Junk', 'Spam', 'Posta indesiderata', 'Junk Email', 'Junk E-mail', 'Bulk Mail']],
	['archive', ['Archive', 'Archivio', 'Archives', 'Tutti i messaggi', 'All Mail']],
	['templates', ['Templates', 'Modelli']],
];

type Listed = Omit<Folder, 'role' | 'roleFrom'> & {readonly attributes: Iterable<string>};

/**
 * Gives every folder its role: SPECIAL-USE first (RFC 6154), then the names met at providers. A role is
 * given once an account, so that two folders never fall into one by their role alone: of several names the
 * most telling wins, the others keep their names.
 */
export function withRoles(listed: readonly Listed[]): Folder[] {
	const taken = new Map<Role, Listed>();
	const from = new Map<Listed, 'special-use' | 'name'>();
	const give = (folder: Listed, role: Role, how: 'special-use' | 'name') => {
		if (taken.has(role) || from.has(folder)) return;
		taken.set(role, folder);
		from.set(folder, how);
	};

	for (const folder of listed) {
		if (isInbox(folder.path)) give(folder, 'inbox', 'special-use');
	}

	for (const folder of listed) {
		const role = roleOfAttributes(folder.attributes);
		if (role) give(folder, role, 'special-use');
	}

	const byName = new Map<string, Listed>();
	for (const folder of listed) {
		const name = nameBelowInbox(folder.path);
		if (name !== undefined && folder.selectable && !byName.has(name)) byName.set(name, folder);
	}

	for (const [role, names] of namesOfRole) {
		for (const name of names) {
			const folder = byName.get(name.toLowerCase());
			if (folder) give(folder, role, 'name');
		}
	}

	const roleOf = new Map([...taken].map(([role, folder]) => [folder, role]));
	return listed.map(folder => {
		const {attributes: _, ...rest} = folder;
		const role = roleOf.get(folder);
		return role ? {...rest, role, roleFrom: from.get(folder)} : rest;
	});
}

/** INBOX is the one name without case (RFC 9051, 5.1). */
export function isInbox(path: readonly string[]): boolean {
	return path.length === 1 && path[0]?.toUpperCase() === 'INBOX';
}

/** `Sent` and `INBOX/Sent` both may be the folder of sent mail; anything deeper is somebody's own. */
function nameBelowInbox(path: readonly string[]): string | undefined {
	const levels = path.length === 2 && path[0]?.toUpperCase() === 'INBOX' ? path.slice(1) : path;
	return levels.length === 1 ? levels[0]?.toLowerCase() : undefined;
}

const roleOrder = [
	'inbox',
	'drafts',
	'sent',
	'archive',
	undefined,
	'templates',
	'flagged',
	'important',
	'all',
	'junk',
	'trash',
];

/** INBOX and the folders that everybody has first, then by name, what is left out by default last. */
export function byUsefulness(a: Folder, b: Folder): number {
	const roles = roleOrder.indexOf(topRole(a)) - roleOrder.indexOf(topRole(b));
	return roles || byLevels(a.path, b.path);
}

/** Level by level, so that what is below a folder follows it: a collation takes no notice of what would join them. */
function byLevels([first, ...rest]: readonly string[], [other, ...others]: readonly string[]): number {
	if (first === undefined || other === undefined)
		return Number(other === undefined) - Number(first === undefined);
	return first.localeCompare(other) || byLevels(rest, others);
}

function topRole(folder: Folder): Folder['role'] {
	return folder.role === 'archive' || folder.role === 'templates' ? undefined : folder.role;
}
