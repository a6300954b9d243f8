import {createFormat} from '../format.ts';

/** A count that decides between singular and plural. */
export const format = createFormat('en');
export const countMessages = (n: number) => `${format.count(n)} ${n === 1 ? 'message' : 'messages'}`;
export const countFolders = (n: number) => `${format.count(n)} ${n === 1 ? 'folder' : 'folders'}`;
export const countFindings = (n: number) => `${format.count(n)} ${n === 1 ? 'finding' : 'findings'}`;
export const countKeywords = (n: number) => `${format.count(n)} ${n === 1 ? 'keyword' : 'keywords'}`;

export const volume = (n: number, bytes: number | undefined) =>
	[countMessages(n), ...(bytes === undefined ? [] : [format.bytes(bytes)])].join(', ');

/** Folders, and the messages in them. */
export type Counted = {readonly folders: number; readonly messages: number};
