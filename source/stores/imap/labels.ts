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
 * The name of the folder that shows a label (X-GM-LABELS), or the label where none does. A label of the user's own is
 * written as its folder is, and one that is named like one of Gmail's can't be told from it.
 *
 * @param rawNames how the server writes its folders, by name
 */
export function folderOfLabel(
	folders: readonly Folder[],
	rawNames: ReadonlyMap<string, string>,
): (label: string) => string {
	const byRole = new Map(folders.flatMap(({role, name}) => (role ? [[role, name] as const] : [])));
	const byRawName = new Map([...rawNames].map(([name, raw]) => [raw, name]));
	return label => {
		const role = roleOfLabel.get(label.toLowerCase());
		return (role && byRole.get(role)) ?? byRawName.get(label) ?? decodeName(label);
	};
}
