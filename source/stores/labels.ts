import type {StoreInfo} from './store.ts';

/**
 * Whether a side's folders are labels (Gmail, X-GM-EXT-1): a message is kept once and shown in the folder of each of
 * its labels, and in one that shows all mail.
 */
export function hasLabels({capabilities}: Pick<StoreInfo, 'capabilities'>): boolean {
	return capabilities.includes('X-GM-EXT-1');
}

/** What becomes of a message under several labels: a copy in the folder of each, or one copy in the folder of one. */
export type Labels = 'each' | 'once';
