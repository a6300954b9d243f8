import type {Role} from '../../store.ts';

/** What Gmail's own labels are, in the languages in which they are written into the file. */
const roles: readonly (readonly [Role, readonly string[]])[] = [
	['inbox', ['inbox', 'posta in arrivo', 'posteingang', 'boîte de réception', 'recibidos']],
	['sent', ['sent', 'posta inviata', 'inviati', 'gesendet', 'messages envoyés', 'enviados']],
	['drafts', ['drafts', 'draft', 'bozze', 'bozza', 'entwürfe', 'brouillons', 'borradores']],
	['junk', ['spam']],
	['trash', ['trash', 'cestino', 'papierkorb', 'corbeille', 'papelera']],
	['archive', ['archived', 'archiviati', 'archiviate', 'archiviert', 'archivés', 'archivado']],
];

/** Labels that are flags, and no place. */
const flags: ReadonlyMap<string, string | undefined> = new Map([
	['opened', '\\Seen'],
	['aperti', '\\Seen'],
	['già letti', '\\Seen'],
	['geöffnet', '\\Seen'],
	['ouvert', '\\Seen'],
	['abierto', '\\Seen'],
	['starred', '\\Flagged'],
	['speciali', '\\Flagged'],
	['markiert', '\\Flagged'],
	['suivis', '\\Flagged'],
	['destacados', '\\Flagged'],
	...['unread', 'da leggere', 'non letti', 'ungelesen', 'non lus', 'no leídos'].map(
		label => [label, undefined] as const,
	),
	...['important', 'importanti', 'wichtig', 'importants', 'importantes'].map(
		label => [label, undefined] as const,
	),
]);

const category = /^(?:category|categoria|kategorie|catégorie|categoría)\b/i;

/** Where a message is that has no label that is a place. */
export const archiveFolder = 'Archived';

const nameOfRole: Partial<Record<Role, string>> = {
	inbox: 'INBOX',
	sent: 'Sent',
	drafts: 'Drafts',
	junk: 'Spam',
	trash: 'Trash',
	archive: archiveFolder,
};

/** A folder that stands for one of Gmail's labels. */
export interface LabelFolder {
	readonly path: readonly string[];
	readonly role?: Role;
}

/** The folders that a message is in by its labels: one at the least. */
export function labelFolders(labels: readonly string[]): readonly LabelFolder[] {
	const folders = labels
		.filter(label => !flags.has(label.toLowerCase()) && !category.test(label))
		.map(folderOf);
	const places = folders.filter(({role}) => role !== 'archive');
	return places.length > 0 ? places : [folderOf(archiveFolder)];
}

/** What Gmail's labels say that IMAP has flags for. */
export function gmailFlags(labels: readonly string[] = []): readonly string[] {
	return labels.flatMap(label => flags.get(label.toLowerCase()) ?? []);
}

function folderOf(label: string): LabelFolder {
	const role = roles.find(([, names]) => names.includes(label.toLowerCase()))?.[0];
	const name = role && nameOfRole[role];
	return name === undefined ? {path: label.split('/')} : {path: [name], ...(role ? {role} : {})};
}
