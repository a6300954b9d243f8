import {Problem} from '../problem.ts';
import type {WritableStore} from '../stores/store.ts';
import {type FolderDraft, toCopy} from './draft.ts';
import type {Finding} from './finding.ts';
import {canKeep} from './keywords.ts';
import {isUnread} from './marking-read.ts';
import type {Plan, PlannedFolder, Verify} from './plan.ts';

/** The plan for people: what the drafts of all folders mean in numbers. */
export async function summarize(
	destination: WritableStore,
	folders: readonly FolderDraft[],
	verify: Verify,
	findings: readonly Finding[],
): Promise<Plan> {
	let [unread, largest] = [0, 0];
	const keywords = new Set<string>();
	const planned: PlannedFolder[] = folders.map(folder => {
		let [messages, bytes] = [0, 0];
		for (const message of toCopy(folder)) {
			messages++;
			bytes += message.bytes;
			largest = Math.max(largest, message.bytes);
			if (isUnread(message)) unread++;
			for (const flag of message.flags) if (!flag.startsWith('\\')) keywords.add(flag);
		}

		return {
			mapping: folder.mapping,
			sourceCount: folder.messages.length,
			destinationCount: folder.destinationCount,
			alreadyThere: folder.present.size,
			messages,
			bytes,
			leftOut: folder.skipped.size,
			...(folder.elsewhere.size > 0 ? {elsewhere: folder.elsewhere.size} : {}),
			...(folder.kinds ? {kinds: folder.kinds} : {}),
		};
	});
	const sum = (value: (folder: PlannedFolder) => number) =>
		planned.reduce((total, folder) => total + value(folder), 0);
	const {quota, appendLimit, folders: there} = destination.info;
	const inbox = planned.find(folder => folder.mapping.target.name === 'INBOX' && folder.messages > 0);
	return {
		folders: planned,
		messages: sum(folder => folder.messages),
		bytes: sum(folder => folder.bytes),
		alreadyThere: sum(folder => folder.alreadyThere),
		leftOut: sum(folder => folder.leftOut),
		unread,
		newFolders: planned
			.filter(folder => !folder.mapping.target.exists)
			.map(folder => folder.mapping.target.name),
		largest,
		...(appendLimit === undefined ? {} : {appendLimit}),
		...(quota?.limitBytes === undefined
			? {}
			: {freeBytes: Math.max(0, quota.limitBytes - (quota.usedBytes ?? 0))}),
		...(quota?.limitMessages === undefined
			? {}
			: {freeMessages: Math.max(0, quota.limitMessages - (quota.usedMessages ?? 0))}),
		keywordsLost: await keywordsLost(destination, keywords),
		inboxHolds: inbox?.destinationCount ?? 0,
		destinationHolds: there.reduce((total, folder) => total + folder.messages, 0),
		verify,
		findings,
	};
}

/**
 * Those keywords that the destination says it won't keep. A folder opened read-only doesn't tell, and opening one
 * for writing takes `\Recent` from its messages, so an empty folder is asked; without one, the run will see.
 */
async function keywordsLost(destination: WritableStore, keywords: ReadonlySet<string>): Promise<string[]> {
	const empty = destination.info.folders.find(folder => folder.selectable && folder.messages === 0);
	if (keywords.size === 0 || !empty) return [];
	// A folder that is gone meanwhile tells nothing; the run will see.
	const opened = await destination.open(empty.name).catch(error => {
		if (error instanceof Problem && error.data.code === 'folder-gone') return undefined;
		throw error;
	});
	if (!opened) return [];
	const {permanentFlags} = opened;
	return [...keywords].filter(keyword => !canKeep(keyword, permanentFlags)).sort();
}
