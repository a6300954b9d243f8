import type {MessageMeta} from '../stores/store.ts';
import {type CopyContext, find} from './run-context.ts';

/** The flag of what has been read (RFC 9051, 2.3.2). */
export const seen = '\\Seen';

/** Whether nobody has read a message yet; flags are compared without case. */
export function isUnread({flags}: Pick<MessageMeta, 'flags'>): boolean {
	return !flags.some(flag => flag.toLowerCase() === seen.toLowerCase());
}

/** Tells how many messages arrived read and are not at the source, folder by folder. */
export function tellMarked(context: CopyContext): void {
	for (const {id, source, destination} of context.journal.folders()) {
		const count = context.journal.marked(id);
		if (count > 0) find(context, {kind: 'marked-read', severity: 'note', source, destination, count});
	}
}
