import type {Folder, Role} from '../store.ts';
import {decodeName} from './utf7.ts';

/** Labels that Gmail gives itself, as it writes them, and what their folders are for. Compared without case. */
const roleOfLabel: ReadonlyMap<string, Role> = new Map([
	['\\inbox', 'inbox'],
	['\\sent', 'sent'],
	['\\draft', 'drafts'],
	['\\starred', 'flagged'],
	['\\important', 'important'],
]);

/**
 * The names of the folders that show labels (X-GM-LABELS), or the labels where none does. A label of the user's own is
 * written as its folder is, and one that is named like one of Gmail's can't be told from it. For the same labels it
 * answers with the same list: very many messages have them.
 *
 * @param rawNames how the server writes its folders, by name
 */
export function foldersOfLabels(
	folders: readonly Folder[],
	rawNames: ReadonlyMap<string, string>,
): (labels: readonly string[]) => readonly string[] {
	const byRole = new Map(folders.flatMap(({role, name}) => (role ? [[role, name] as const] : [])));
	const byRawName = new Map([...rawNames].map(([name, raw]) => [raw, name]));
	const folderOf = (label: string) => {
		const role = roleOfLabel.get(label.toLowerCase());
		return (role && byRole.get(role)) ?? byRawName.get(label) ?? decodeName(label);
	};
	const known = new Map<string, readonly string[]>();
	return labels => {
		const key = labels.join('\0');
		const names = known.get(key) ?? labels.map(folderOf);
		known.set(key, names);
		return names;
	};
}
