import {Problem} from '../problem.ts';
import type {Labels} from '../stores/labels.ts';
import {hasPrefix, nameOf, pathOf} from '../stores/naming.ts';
import type {Folder, Naming, Role} from '../stores/store.ts';

/** Why a source folder goes where it goes. */
export type MappingReason = 'role' | 'name' | 'created' | 'chosen' | 'into';

/** Why a source folder is not copied unless the operator says so. */
export type LeftOutReason =
	| 'trash'
	| 'junk'
	| 'all-mail'
	| 'view'
	| 'second-copy'
	| 'of-others'
	| 'not-selectable'
	| 'not-chosen';

/** A destination folder that a mapping points to. */
export interface Target {
	/** The destination's own name for it, decoded. */
	readonly name: string;
	readonly path: readonly string[];
	/** False where the run has to create it. */
	readonly exists: boolean;
	/** Messages that it holds now. */
	readonly messages: number;
}

/** A source folder, where it goes, and why. */
export interface Mapping {
	readonly source: Folder;
	readonly target: Target;
	readonly reason: MappingReason;
	/** False: shown, but not copied. */
	readonly selected: boolean;
	readonly leftOut?: LeftOutReason;
	/** The name at the destination had to differ: a character that it can't have, or its delimiter. */
	readonly renamed?: boolean;
	/** What the destination said of the name that it can't have. */
	readonly refusal?: string;
}

/** Two or more selected mappings that would fall into one folder without anyone having said so. */
export interface Conflict {
	/** The source folders' names. */
	readonly sources: readonly string[];
	readonly target: string;
	/** `same`: one folder by role or name; `case`: names that differ by case alone. */
	readonly kind: 'same' | 'case';
}

/** What decides the mapping besides the folders themselves. */
export interface MappingOptions {
	/** Choices of the operator: source folder → destination folder, as each side names them, or with `/` between levels. */
	readonly map?: ReadonlyMap<string, string>;
	/** Copy these source folders alone. */
	readonly only?: readonly string[];
	/** Copy all but these. */
	readonly except?: readonly string[];
	/** Put the source's INBOX into this folder and all other folders below it. */
	readonly into?: string;
	/** Copy also the folders in which the provider keeps a second copy of mail. */
	readonly archive?: boolean;
	/** What becomes of a message under several labels, where the source's folders are labels; `each` where absent. */
	readonly labels?: Labels;
}

/** One side as the mapping sees it. */
export interface Tree {
	readonly folders: readonly Folder[];
	readonly naming: Naming;
	/** Folders of other users and shared ones. */
	readonly others?: readonly Folder[];
}

const leftOutByRole: Partial<Record<string, LeftOutReason>> = {
	trash: 'trash',
	junk: 'junk',
	all: 'all-mail',
	flagged: 'view',
	important: 'view',
};

/**
 * Proposes where each source folder goes, in the source's order: to the folder of the same role, else to
 * the one of the same name, else to a new one. A folder below one that goes elsewhere follows it. Trash,
 * junk, folders that show once more what is in others, and folders of others are left out unless they were asked for.
 *
 * @throws {Problem} `unknown-folder` for an option that names no folder of the source.
 */
export function proposeMappings(source: Tree, destination: Tree, options: MappingOptions): Mapping[] {
	const chosen = new Map<Folder, string>();
	for (const [from, to] of options.map ?? []) chosen.set(requireFolder(from, source), to);
	const only = options.only ? new Set(options.only.map(name => requireFolder(name, source))) : undefined;
	const except = new Set((options.except ?? []).map(name => requireFolder(name, source)));
	const place = new Placement(destination);
	const others = new Set(source.others);
	const {archive = false} = options;
	const folders = [...source.folders, ...others];

	const mappings: Mapping[] = [];
	const byPath = new Map<string, Mapping>();
	// Parents before children, so that a child can follow its parent.
	for (const folder of folders.toSorted((a, b) => a.path.length - b.path.length)) {
		const to = chosen.get(folder);
		let mapping: Mapping;
		if (to !== undefined) mapping = place.chosen(folder, to);
		else if (options.into !== undefined) mapping = place.into(folder, options.into, byPath);
		else mapping = place.matched(folder, byPath);
		const asked = {only, except, chosen: chosen.has(folder), ofOthers: others.has(folder), archive};
		const leftOut = leftOutReason(folder, asked);
		mapping = leftOut ? {...mapping, selected: false, leftOut} : mapping;
		byPath.set(folder.path.join('\0'), mapping);
		mappings.push(mapping);
	}

	const order = new Map(folders.map((folder, index) => [folder, index]));
	return mappings.sort((a, b) => (order.get(a.source) ?? 0) - (order.get(b.source) ?? 0));
}

/** The operator chose another folder for one mapping, by name or by a new name. Selects it. */
export function remap(mapping: Mapping, targetName: string, destination: Tree): Mapping {
	return remapper(destination)(mapping, targetName);
}

/** The same for many mappings. */
export function remapper(destination: Tree): (mapping: Mapping, targetName: string) => Mapping {
	const place = new Placement(destination);
	return ({source}, targetName) => place.chosen(source, targetName);
}

/** The role of the folder that somebody has chosen for mail whose own folder's name says that it is other mail. */
export function otherRoleOf({source, target, reason}: Mapping, destination: Tree): Role | undefined {
	if (reason !== 'chosen' || !source.role) return undefined;
	const to = destination.folders.find(({name}) => name === target.name)?.role;
	return to === source.role ? undefined : to;
}

/** The same mapping to another path, since the destination can't have the name that it went to. */
export function renameTarget(
	mapping: Mapping,
	path: readonly string[],
	refusal: string,
	destination: Tree,
): Mapping {
	const {target} = new Placement(destination).at(path);
	const reason = target.exists && mapping.reason === 'created' ? 'name' : mapping.reason;
	return {...mapping, target, reason, renamed: true, refusal};
}

/**
 * Selected mappings that would end in one folder, or in two that differ by case alone, though nobody chose
 * that. What the operator chose for each of them is no conflict, but a merge that was asked for.
 */
export function findConflicts(mappings: readonly Mapping[]): Conflict[] {
	const groups = Map.groupBy(
		mappings.filter(mapping => mapping.selected),
		mapping => mapping.target.path.join('\0').toLowerCase(),
	);
	const conflicts: Conflict[] = [];
	for (const group of groups.values()) {
		const [first] = group;
		// What became one name only because the destination refused another was not chosen.
		const isChosen = group.every(({reason, refusal}) => reason === 'chosen' && refusal === undefined);
		if (!first || group.length < 2 || isChosen) continue;
		const exact = new Set(group.map(mapping => mapping.target.name));
		// Both exist at the destination already: it tells them apart, and so do we.
		if (exact.size === group.length && group.every(mapping => mapping.target.exists)) continue;
		conflicts.push({
			sources: group.map(mapping => mapping.source.name),
			target: first.target.name,
			kind: exact.size === 1 ? 'same' : 'case',
		});
	}

	return conflicts;
}

/** A folder name made of the address: what separates levels at the destination can't stand in it. */
export function intoFolderName(user: string, naming: Naming): string {
	return nameOf([user], naming).path.join(naming.delimiter);
}

/** The folder that a person means: the server's own name, or its levels with `/` between. */
export function findFolder(name: string, tree: Tree): Folder | undefined {
	const wanted = name.toUpperCase() === 'INBOX' ? 'INBOX' : name;
	const folders = [...tree.folders, ...(tree.others ?? [])];
	return (
		folders.find(folder => folder.name === name) ??
		folders.find(folder => folder.path.join('/') === wanted) ??
		folders.find(folder => folder.path.join(tree.naming.delimiter) === wanted)
	);
}

/** The same for many names. */
function folderFinder({folders, naming}: Tree): (name: string) => Folder | undefined {
	const byName = new Map<string, Folder>();
	// The last set is the one that is found: names over paths with `/`, these over paths with the delimiter.
	for (const folder of folders.toReversed()) byName.set(folder.path.join(naming.delimiter), folder);
	for (const folder of folders.toReversed()) byName.set(folder.path.join('/'), folder);
	for (const folder of folders.toReversed()) byName.set(folder.name, folder);
	return name => byName.get(name) ?? (name.toUpperCase() === 'INBOX' ? byName.get('INBOX') : undefined);
}

function requireFolder(name: string, tree: Tree): Folder {
	const folder = findFolder(name, tree);
	if (!folder) throw new Problem({code: 'unknown-folder', side: 'source', params: {folder: name}});
	return folder;
}

function leftOutReason(
	folder: Folder,
	asked: {
		only: ReadonlySet<Folder> | undefined;
		except: ReadonlySet<Folder>;
		chosen: boolean;
		ofOthers: boolean;
		archive: boolean;
	},
): LeftOutReason | undefined {
	if (!folder.selectable) return 'not-selectable';
	if (asked.except.has(folder)) return 'not-chosen';
	if (asked.only) return asked.only.has(folder) || asked.chosen ? undefined : 'not-chosen';
	if (asked.chosen) return undefined;
	if (asked.ofOthers) return 'of-others';
	if (folder.secondCopy && !asked.archive) return 'second-copy';
	return folder.role && leftOutByRole[folder.role];
}

/** The nearest folder above a path, which leads to where those below it go; INBOX leads nowhere else. */
function nearestParent(path: readonly string[], parents: ReadonlyMap<string, Mapping>): Mapping | undefined {
	for (let length = path.length - 1; length > 0; length--) {
		const parent = parents.get(path.slice(0, length).join('\0'));
		if (parent && parent.source.role !== 'inbox') return parent;
	}

	return undefined;
}

/** Whether it is one of the provider's own below a level that only holds them, such as `[Gmail]`: no part of its name. */
function isBelowProviders({path, role, roleFrom}: Folder, parents: ReadonlyMap<string, Mapping>): boolean {
	const above = parents.get(path.slice(0, -1).join('\0'));
	return role !== undefined && roleFrom === 'special-use' && above?.source.selectable === false;
}

/** Finds folders at the destination, and names for those that it does not have yet. */
class Placement {
	readonly #naming: Naming;
	readonly #find: (name: string) => Folder | undefined;
	readonly #byName: ReadonlyMap<string, Folder>;
	readonly #byPath = new Map<string, Folder>();
	readonly #byRole = new Map<string, Folder>();

	constructor(destination: Tree) {
		this.#find = folderFinder(destination);
		this.#naming = destination.naming;
		const folders = destination.folders.filter(folder => folder.selectable);
		this.#byName = new Map(folders.map(folder => [folder.name, folder]));
		for (const folder of folders) {
			// Where case alone differs, the exact name is looked up first and wins.
			const key = folder.path.join('\0').toLowerCase();
			if (!this.#byPath.has(key)) this.#byPath.set(key, folder);
			if (folder.role) this.#byRole.set(folder.role, folder);
		}
	}

	/** The folder with this path, there or not. */
	at(path: readonly string[]): {target: Target} {
		return this.#target(path);
	}

	chosen(source: Folder, name: string): Mapping {
		const known = this.#find(name);
		const {delimiter, prefix} = this.#naming;
		const asServerName = hasPrefix(name, this.#naming) || (delimiter !== '' && name.includes(delimiter));
		const path = known?.path ?? (asServerName ? pathOf(name, {delimiter, prefix}) : name.split('/'));
		return {source, ...this.#target(path, known), reason: 'chosen', selected: true};
	}

	into(source: Folder, into: string, parents: ReadonlyMap<string, Mapping>): Mapping {
		const top = this.chosen(source, into).target.path;
		const inbox = source.path[0]?.toUpperCase() === 'INBOX';
		const own = isBelowProviders(source, parents) ? source.path.slice(-1) : source.path;
		const path = inbox ? [...top, ...source.path.slice(1)] : [...top, ...own];
		return {source, ...this.#target(path), reason: 'into', selected: true};
	}

	matched(source: Folder, parents: ReadonlyMap<string, Mapping>): Mapping {
		const byRole = source.role && this.#forRole(source.role);
		if (byRole) return {source, ...this.#target(byRole.path, byRole), reason: 'role', selected: true};
		const isBelow = isBelowProviders(source, parents);
		const parent = isBelow ? undefined : nearestParent(source.path, parents);
		const placed = this.#target(
			parent
				? [...parent.target.path, ...source.path.slice(parent.source.path.length)]
				: isBelow
					? source.path.slice(-1)
					: source.path,
		);
		const reason = placed.target.exists ? 'name' : 'created';
		const renamed = placed.renamed || parent?.renamed ? ({renamed: true} as const) : {};
		return {source, ...placed, ...renamed, reason, selected: true};
	}

	/** All mail that is in no other folder is mail that was archived. */
	#forRole(role: Role): Folder | undefined {
		return this.#byRole.get(role) ?? (role === 'all' ? this.#byRole.get('archive') : undefined);
	}

	#target(path: readonly string[], known?: Folder): {target: Target; renamed?: true} {
		const {name, path: clean, renamed} = nameOf(path, this.#naming);
		const folder = known ?? this.#byName.get(name) ?? this.#byPath.get(clean.join('\0').toLowerCase());
		const target: Target = folder
			? {name: folder.name, path: folder.path, exists: true, messages: folder.messages}
			: {name, path: clean, exists: false, messages: 0};
		return renamed ? {target, renamed: true} : {target};
	}
}
