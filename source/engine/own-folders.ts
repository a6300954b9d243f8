import type {WritableStore} from '../stores/store.ts';
import {statusOf} from './folder-status.ts';
import {withDigests} from './locating.ts';
import {lasting} from './refusals.ts';
import {find, type RunContext} from './run-context.ts';

/**
 * Deletes a folder that the run made for itself or found empty of others' mail. One into which somebody has put
 * something stays, and so does what a server won't delete: a finding says so.
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
	const foreign = now.messages > 0 ? await foreignIn(context, name) : 0;
	if (foreign > 0) {
		find(context, {kind: 'folder-kept', severity: 'note', destination: name, count: foreign});
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

/** How many messages of a folder are no copies of the run: neither by UID nor by content. */
async function foreignIn(
	{destination, journal}: RunContext & {readonly destination: WritableStore},
	name: string,
): Promise<number> {
	const {folder, messages} = await destination.scan(name);
	const ours = journal.ownUids(name, folder.uidValidity);
	const unknown = messages.filter(message => !ours.has(message.uid));
	const read = await withDigests(destination, name, folder.uidValidity, unknown);
	return read.filter(({digest}) => digest === undefined || !journal.knowsDigest(digest)).length;
}
