import type {FilesFormat} from '../../accounts/account.ts';

/** What is at a path, as far as a look at its files tells. */
export type FilesLook = {
	/** It is a zip, or what is to be made would be one by its name. */
	readonly isZip?: true;
} & (
	| {readonly kind: 'mail'; readonly format: FilesFormat}
	/** Nothing is there, or folders without anything in them. */
	| {readonly kind: 'new'}
	/** Files, and none of them mail. */
	| {readonly kind: 'other'}
	/** In the words of the operating system. */
	| {readonly kind: 'unreadable'; readonly why: string}
);

/** Files that are looked at before a path counts as something else than mail. */
export const enough = 200;
