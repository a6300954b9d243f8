import type {Tree} from '../../source/engine/mapping.ts';
import {pathOf} from '../../source/stores/naming.ts';
import {withRoles} from '../../source/stores/roles.ts';
import type {Naming} from '../../source/stores/store.ts';

export type FolderOptions = {
	readonly name: string;
	readonly attributes?: readonly string[];
	readonly selectable?: boolean;
	readonly messages?: number;
};

/** One side with these folders, each by the server's own name for it. */
export function tree(naming: Naming, ...folders: readonly (string | FolderOptions)[]): Tree {
	const listed = folders
		.map(folder => (typeof folder === 'string' ? {name: folder} : folder))
		.map(({name, attributes = [], selectable = true, messages = 0}: FolderOptions) => ({
			name,
			path: pathOf(name, naming),
			attributes,
			selectable,
			subscribed: true,
			messages,
			uidValidity: 1,
			uidNext: 1,
		}));
	return {naming, folders: withRoles(listed)};
}

export const slash: Naming = {delimiter: '/', prefix: ''};
export const dot: Naming = {delimiter: '.', prefix: ''};
export const dotBelowInbox: Naming = {delimiter: '.', prefix: 'INBOX.'};
export const flat: Naming = {delimiter: '', prefix: ''};
