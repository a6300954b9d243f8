import type {FolderRecord, MessageRecord} from '../journal/records.ts';
import {digestOf} from '../stores/fingerprint.ts';
import {find} from './run-context.ts';
import type {UndoContext} from './undo-context.ts';

/** Bytes under way while reading. */
const window = 8 * 1024 * 1024;

/** Where messages of the run are, and by which UIDs. */
interface Place {
	readonly name: string;
	readonly uidValidity: number;
	readonly uidOf: (message: MessageRecord) => number | undefined;
}

/**
 * Which of these messages are still what the run has put there, and may be taken out. A server never changes what a
 * UID stands for; in files anybody can, and by content alone it is certain that one is ours. What was altered is
 * its owner's from now on: it stays and is told. What can't be read stays as it is, so that the undo does not end well.
 *
 * @throws {Problem} `folder-gone`, `folder-changed`
 */
export async function stillOurs(
	context: UndoContext,
	folder: FolderRecord,
	{name, uidValidity, uidOf}: Place,
	messages: readonly MessageRecord[],
): Promise<readonly MessageRecord[]> {
	const {destination, journal, progress} = context;
	if (!destination.isEditable) return messages;
	const byUid = new Map(messages.flatMap(message => [[uidOf(message) ?? 0, message] as const]));
	const wanted = [...byUid].map(([uid, {bytes}]) => ({uid, bytes})).sort((a, b) => a.uid - b.uid);
	const place = {source: folder.source, destination: name};
	const altered: MessageRecord[] = [];
	const left = new Set(messages);
	for await (const contents of destination.read([{folder: name, uidValidity, messages: wanted}], window)) {
		for (const {uid, content, unreadable} of contents) {
			const message = byUid.get(uid);
			if (!message) continue;
			const {digest, arrived = digest, sourceUid} = message;
			if (unreadable !== undefined) {
				left.delete(message);
				find(context, {kind: 'unreadable', severity: 'difference', ...place, sourceUid, server: unreadable});
			} else if (content && arrived !== undefined && digestOf(content) !== arrived) {
				left.delete(message);
				altered.push(message);
			}
		}
	}

	if (altered.length > 0) {
		journal.outcome(
			'gone',
			altered.map(({id}) => ({id, change: {state: 'gone'}})),
		);
		const inPlace = altered.filter(({state}) => state === 'placed').length;
		progress.add(folder.id, {undone: inPlace, placed: -inPlace});
		find(context, {kind: 'altered-before-undo', severity: 'note', ...place, count: altered.length});
	}

	return [...left];
}
