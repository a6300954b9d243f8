import type {FolderRecord, MessageRecord} from '../journal/records.ts';
import type {ProblemData} from '../problem.ts';
import type {MessageContent} from '../stores/store.ts';
import type {Finding} from './finding.ts';
import {type CopyContext, find, findMessage, keepApart} from './run-context.ts';

/** Leaves out a message that the destination does not take: keeps it apart, and says why. */
export async function leaveOut(
	context: CopyContext,
	folder: FolderRecord,
	message: MessageRecord,
	content: MessageContent,
	why: Pick<Finding, 'kind' | 'server' | 'params'>,
): Promise<void> {
	const kept = await keepApart(context, folder, content);
	// Said before it is done: a start that is stopped in between says it once more, and none leaves it unsaid.
	await findMessage(context, folder, message, {...why, severity: 'difference', kept});
	markSkipped(context, folder, message);
}

/**
 * A message that the source has no more, or does not hand out.
 *
 * @param server what it says of it
 */
export function leaveOutMissing(
	context: CopyContext,
	folder: FolderRecord,
	message: MessageRecord,
	kind: 'vanished' | 'unreadable',
	server?: string,
): void {
	find(context, {
		kind,
		severity: 'difference',
		source: folder.source,
		destination: folder.destination,
		sourceUid: message.sourceUid,
		message: {bytes: message.bytes, date: message.internalDate},
		...(server ? {server} : {}),
	});
	markSkipped(context, folder, message);
}

/** A whole folder that the source has no more, or won't open: all that was still to be copied of it, in one finding. */
export function leaveOutFolder(
	context: CopyContext,
	folder: FolderRecord,
	{code, server}: ProblemData,
): readonly MessageRecord[] {
	const messages = context.journal.messages(folder.id, ['planned']);
	const {source, destination} = folder;
	const kind =
		code === 'folder-changed' ? 'source-renumbered' : code === 'refused' ? 'unreadable' : 'vanished';
	find(context, {
		kind,
		severity: 'difference',
		source,
		destination,
		count: messages.length,
		...(server === undefined ? {} : {server}),
	});
	for (const message of messages) markSkipped(context, folder, message);
	return messages;
}

function markSkipped({journal, progress}: CopyContext, folder: FolderRecord, message: MessageRecord): void {
	journal.outcome('skipped', [{id: message.id, change: {state: 'skipped'}}]);
	progress.add(folder.id, {skipped: 1, toCopy: -1, toCopyBytes: -message.bytes});
}
