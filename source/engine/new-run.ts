import type {NewRun, PlannedMessage} from '../journal/creating.ts';
import {newRunId} from '../journal/runs.ts';
import {Problem} from '../problem.ts';
import type {Connection} from './connections.ts';
import type {Draft, FolderDraft} from './draft.ts';
import {stagingName} from './planning.ts';

/**
 * What the journal of a new run begins with: every message of the plan, and what is to become of it.
 *
 * @param markRead what is copied arrives read
 * @throws {Problem} `over-quota`: what can be known not to fit is not begun
 */
export function newRun(
	{plan, folders}: Draft,
	source: Connection,
	destination: Connection,
	markRead: boolean,
): NewRun {
	const {freeBytes, freeMessages, bytes, messages} = plan;
	const side = 'destination';
	if (freeBytes !== undefined && bytes > freeBytes) {
		throw new Problem({code: 'over-quota', side, params: {needed: bytes, free: freeBytes}});
	}

	if (freeMessages !== undefined && messages > freeMessages) {
		throw new Problem({code: 'over-quota', side, params: {neededMessages: messages, freeMessages}});
	}

	const run = newRunId();
	return {
		run,
		from: source.account,
		to: destination.account,
		verify: plan.verify,
		markRead,
		staging: stagingName(run, destination.store),
		folders: folders.map(({mapping, present, elsewhere, ...folder}) => ({
			source: mapping.source.name,
			sourceValidity: folder.sourceValidity,
			sourceCount: folder.messages.length,
			sourceNext: folder.sourceNext,
			// A folder of everything below one name takes no roles of the mailbox.
			...(mapping.source.role && mapping.reason !== 'into' ? {sourceRole: mapping.source.role} : {}),
			sourceSubscribed: mapping.source.subscribed,
			destination: mapping.target.name,
			...(folder.destinationValidity === undefined ? {} : {destinationValidity: folder.destinationValidity}),
			destinationBefore: folder.destinationCount,
			...(folder.destinationNext === undefined ? {} : {destinationNextBefore: folder.destinationNext}),
			messages: messagesOf(folder.messages, present, elsewhere),
		})),
		// Told again, with the file that keeps the message, when the run comes to it.
		findings: plan.findings.filter(finding => finding.kind !== 'too-large'),
	};
}

/** One after the other, since there may be a million. */
function* messagesOf(
	messages: FolderDraft['messages'],
	present: FolderDraft['present'],
	elsewhere: FolderDraft['elsewhere'],
): Generator<PlannedMessage, void, void> {
	for (let row = 0; row < messages.length; row++) {
		const {uid, bytes, flags, internalDate, kind} = messages.at(row);
		const there = present.at(row);
		yield {
			sourceUid: uid,
			bytes,
			flags,
			internalDate,
			...(kind ? {kind} : {}),
			...(there === undefined
				? {state: elsewhere.has(uid) ? 'elsewhere' : 'planned'}
				: {state: 'present', destinationUid: there}),
		};
	}
}
