import type {Conflict, Mapping} from '../../../engine/mapping.ts';
import type {Labels} from '../../../stores/labels.ts';
import type {Folder, StoreInfo} from '../../../stores/store.ts';

/** A row: a mapping, or a folder that only the destination has. */
export type FolderRow = {readonly mapping: Mapping} | {readonly onlyThere: Folder};

export const sorts = ['server', 'name', 'messages', 'size', 'state'] as const;

export type Sort = (typeof sorts)[number];

export interface FoldersState {
	readonly source: StoreInfo;
	readonly destination: StoreInfo;
	readonly mappings: readonly Mapping[];
	readonly conflicts: readonly Conflict[];
	/** What the filter leaves of the mappings, and of the folders that only the destination has, in the order that is wanted. */
	readonly rows: readonly FolderRow[];
	/** Everything goes below this folder. */
	readonly into?: string;
	/** The folder that `i` uses: named after the address. */
	readonly ownFolder: string;
	/** Nobody chose it: the destination already held mail. */
	readonly intoByItself: boolean;
	/** What becomes of a message under several labels, where the source's folders are labels. */
	readonly labels: Labels;
	/** A place in `rows`. */
	readonly cursor: number;
	/** Where a range begins that ends at the cursor. */
	readonly anchor?: number;
	readonly filter: string;
	readonly filtering: boolean;
	readonly sort: Sort;
	/** The mapping as a text that could not be read yet. */
	readonly draft?: string;
}
