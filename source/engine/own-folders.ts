import type {WritableStore} from '../stores/store.ts';
import {statusOf} from './folder-status.ts';
import {withDigests} from './locating.ts';
import {lasting} from './refusals.ts';
import {find, type RunContext} from './run-context.ts';

/**
 * Deletes a folder that the run made for itself or found empty of others' mail. One into which somebody has put
 * something stays, without what is the run's in it, and so does what a server won't delete: a finding says so.
 *
 * @returns whether it is gone
 */
export async function removeOwn(
	context: RunContext & {readonly destination: WritableStore},
	name: string,
): Promise<boolean> {
	const {destination} = context;
	const now = await statusOf(destination, name);
	if (!now) return true;
	const left = now.messages > 0 ? await leaveToOthers(context, name) : 0;
	if (left > 0) {
		find(context, {kind: 'folder-kept', severity: 'note', destination: name, count: left});
		return false;
	}

	try {
		await destination.remove(name);
		return true;
	} catch (error) {
		const {words} = lasting(error);
		if (!(await statusOf(destination, name))) return true;
		find(context, {kind: 'folder-kept', severity: 'note', destination: name, server: words});
		return false;
	}
}

/**
 * Where a folder holds what is no copy of the run, neither by UID nor by content, the run's own copies go from
 * it: those that a server without MOVE has copied and not yet deleted, and those of a command that a lost line had
 * carried out late.
 *
 * @returns how many messages stay; 0 where all of them may go with the folder
 */
async function leaveToOthers(
	{destination, journal}: RunContext & {readonly destination: WritableStore},
	name: string,
): Promise<number> {
	const {folder, messages} = await destination.scan(name);
	const known = journal.ownUids(name, folder.uidValidity);
	const unknown = messages.filter(({uid}) => !known.has(uid));
	const read = await withDigests(destination, name, folder.uidValidity, unknown);
	const others = new Set(
		read.filter(({digest}) => digest === undefined || !journal.knowsDigest(digest)).map(({uid}) => uid),
	);
	if (others.size === 0) return 0;
	// Without UIDPLUS nothing but the whole folder can go.
	if (!destination.can.expungeByUid) return messages.length;
	// What is gone when it is to be read is nobody's any more.
	const ours = [...messages.filter(({uid}) => known.has(uid)), ...read]
		.map(({uid}) => uid)
		.filter(uid => !others.has(uid))
		.sort((one, other) => one - other);
	if (ours.length > 0) await destination.expunge(name, folder.uidValidity, ours);
	return others.size;
}
