import {type Mapping, otherRoleOf} from '../../../engine/mapping.ts';
import type {Side} from '../../../problem.ts';
import type {Folder} from '../../../stores/store.ts';
import {mappingAtCursor} from './folder-rows.ts';
import type {FoldersState} from './folders-shape.ts';

/** A mapping that somebody has chosen, and that its folder's name speaks against: the one under the cursor first. */
export function otherRoleIn(state: FoldersState): Mapping | undefined {
	const isOther = (mapping: Mapping) =>
		mapping.selected && otherRoleOf(mapping, state.destination) !== undefined;
	const here = mappingAtCursor(state);
	return here && isOther(here) ? here : state.mappings.find(isOther);
}

/** Mail that the destination holds. */
export function heldThere(state: FoldersState): number {
	return state.destination.folders.reduce((sum, folder) => sum + folder.messages, 0);
}

/** The mappings to copy. */
export function selectedMappings(state: FoldersState): readonly Mapping[] {
	return state.mappings.filter(mapping => mapping.selected);
}

/** Folders with mail that a copy leaves behind since nobody has selected them, but those of a second copy. */
export function leftBehind({mappings}: Pick<FoldersState, 'mappings'>): readonly Folder[] {
	return mappings
		.filter(({selected, leftOut, source}) => !selected && leftOut !== 'second-copy' && source.messages > 0)
		.map(({source}) => source);
}

/** Folders in which the source's provider keeps mail a second time: those that are left out, else all of them. */
export interface Archive {
	/** The folder that all of it is in. Text from outside. */
	readonly name: string;
	readonly messages: number;
	/** Absent where the server can't say. */
	readonly bytes?: number;
	/** None of it is left out. */
	readonly isTaken: boolean;
}

/** The second copy of mail at the source; undefined where there is none. */
export function archiveIn({mappings}: Pick<FoldersState, 'mappings'>): Archive | undefined {
	const copies = mappings.filter(({source}) => source.secondCopy && source.messages > 0);
	const left = copies.filter(({selected}) => !selected);
	const told = (left.length > 0 ? left : copies).map(({source}) => source);
	const [first] = told;
	if (first === undefined) return undefined;
	const isTold = told.every(({bytes}) => bytes !== undefined);
	return {
		name: first.path[0] ?? '',
		messages: told.reduce((sum, {messages}) => sum + messages, 0),
		...(isTold ? {bytes: told.reduce((sum, {bytes = 0}) => sum + bytes, 0)} : {}),
		isTaken: left.length === 0,
	};
}

/** Folders with mail that a comparison leaves alone, and the messages in them. */
export interface LeftAlone {
	readonly folders: number;
	readonly messages: number;
}

/** What is on either side besides the mappings that are selected. */
export function leftAlone(state: FoldersState): Readonly<Record<Side, LeftAlone>> {
	const selected = selectedMappings(state);
	const sources = new Set(selected.map(({source}) => source.name));
	const targets = new Set(selected.map(({target}) => target.name));
	const count = (folders: readonly Folder[], names: ReadonlySet<string>) => {
		const others = folders.filter(({name, messages}) => messages > 0 && !names.has(name));
		return {folders: others.length, messages: others.reduce((sum, {messages}) => sum + messages, 0)};
	};
	return {
		source: count(state.source.folders, sources),
		destination: count(state.destination.folders, targets),
	};
}

/** A source folder as a person reads it: its levels, without the server's prefix and delimiter. */
export function sourceLabel(state: FoldersState, name: string): string {
	return state.mappings.find(mapping => mapping.source.name === name)?.source.path.join('/') ?? name;
}
