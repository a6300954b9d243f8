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
	const planned: PlannedFolder[] = folders.map(folder => {
		const copied = toCopy(folder);
		return {
			mapping: folder.mapping,
			sourceCount: folder.messages.length,
			destinationCount: folder.destinationCount,
			alreadyThere: folder.present.size,
			messages: copied.length,
			bytes: copied.reduce((sum, message) => sum + message.bytes, 0),
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
		unread: folders.reduce((total, folder) => total + toCopy(folder).filter(isUnread).length, 0),
		newFolders: planned
			.filter(folder => !folder.mapping.target.exists)
			.map(folder => folder.mapping.target.name),
		largest: folders.reduce(
			(most, folder) => toCopy(folder).reduce((max, message) => Math.max(max, message.bytes), most),
			0,
		),
		...(appendLimit === undefined ? {} : {appendLimit}),
		...(quota?.limitBytes === undefined
			? {}
			: {freeBytes: Math.max(0, quota.limitBytes - (quota.usedBytes ?? 0))}),
		...(quota?.limitMessages === undefined
			? {}
			: {freeMessages: Math.max(0, quota.limitMessages - (quota.usedMessages ?? 0))}),
		keywordsLost: await keywordsLost(destination, folders),
		inboxHolds: inbox?.destinationCount ?? 0,
		destinationHolds: there.reduce((total, folder) => total + folder.messages, 0),
		verify,
		findings,
	};
}

/**
 * Keywords that the destination says it won't keep. A folder opened read-only doesn't tell, and opening one
 * for writing takes `\Recent` from its messages, so an empty folder is asked; without one, the run will see.
 */
async function keywordsLost(destination: WritableStore, folders: readonly FolderDraft[]): Promise<string[]> {
	const keywords = new Set<string>();
	for (const folder of folders) {
		for (const {flags} of toCopy(folder))
			for (const flag of flags) if (!flag.startsWith('\\')) keywords.add(flag);
	}

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
