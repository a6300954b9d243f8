import type {FolderRecord} from '../journal/records.ts';
import {Problem} from '../problem.ts';
import {pathOf} from '../stores/naming.ts';
import {Refusal, type Role} from '../stores/store.ts';
import {asProblem} from './refusals.ts';
import {type CopyContext, find} from './run-context.ts';

/**
 * Creates the folders that the destination lacks, each level of them, with their roles and subscribed as at
 * the source. What is made is in the journal before it is made.
 *
 * @throws {Problem} `create-refused`
 */
export async function createFolders(context: CopyContext): Promise<void> {
	const {journal, destination} = context;
	const {folders: listed} = destination.info;
	const there = new Set(listed.map(folder => folder.name));
	// A level that holds folders and no mail has to be created once more to hold mail (RFC 9051, 6.3.4).
	const targets = new Set(journal.folders().map(folder => folder.destination));
	for (const {name, selectable} of listed) if (!selectable && targets.has(name)) there.delete(name);
	for (const folder of journal.folders()) {
		for (const name of levels(folder.destination, context)) {
			const begun = journal.created().find(each => each.name === name);
			if (!there.has(name)) {
				const role = name === folder.destination ? (folder.sourceRole as Role | undefined) : undefined;
				await create(context, name, begun !== undefined, role);
				there.add(name);
			} else if (begun && !begun.made) {
				// Made by an earlier start that was stopped before it could say so.
				journal.made(name);
			}
		}

		// Not only when it is made: a start may have been stopped between the two.
		const isOurs = journal.created().some(({name, made}) => made && name === folder.destination);
		if (isOurs && folder.sourceSubscribed && !folder.placed) await subscribe(context, folder);
	}
}

/** The run's staging folder, opened: under which UIDVALIDITY its UIDs are, and which flags it keeps. */
export interface StagingFolder {
	readonly uidValidity: number;
	/** What an earlier start has left there is below, what this one appends is at or above. */
	readonly uidNext: number;
	readonly permanentFlags?: readonly string[];
}

/** Creates the staging folder where it is not there yet, and opens it. @throws {Problem} `create-refused` */
export async function openStaging({journal, destination, record}: CopyContext): Promise<StagingFolder> {
	await destination.create(record.staging).catch(error => {
		throw asProblem(error, record.staging, 'create-refused');
	});
	const {permanentFlags} = await destination.open(record.staging);
	const {uidValidity, uidNext} = await destination.status(record.staging);
	if (journal.record().stagingValidity !== uidValidity) journal.setStaging(uidValidity);
	return {uidValidity, uidNext, ...(permanentFlags ? {permanentFlags} : {})};
}

/** A folder and the levels above it, from the top; a level that is only the namespace's prefix is none. */
function levels(name: string, {destination}: CopyContext): string[] {
	const {delimiter, prefix} = destination.info.naming;
	const path = pathOf(name, destination.info.naming);
	if (delimiter === '' || path.length < 2) return [name];
	const below = name.slice(0, name.length - path.join(delimiter).length);
	const names = path.map((_, index) => below + path.slice(0, index + 1).join(delimiter));
	return names.filter(level => level !== 'INBOX' && level + delimiter !== prefix);
}

async function create(
	context: CopyContext,
	name: string,
	begun: boolean,
	role: Role | undefined,
): Promise<void> {
	const {journal, destination} = context;
	journal.intendCreate(name);
	try {
		const outcome = await destination.create(name, role);
		// Made by an earlier start that was stopped before it could say so, or by somebody else meanwhile.
		if (outcome === 'created' || begun) journal.made(name);
		else journal.notMade(name);
	} catch (error) {
		if (!(error instanceof Problem)) journal.notMade(name);
		throw asProblem(error, name, 'create-refused');
	}
}

async function subscribe(context: CopyContext, folder: FolderRecord): Promise<void> {
	try {
		await context.destination.subscribe(folder.destination, true);
	} catch (error) {
		if (!(error instanceof Refusal)) throw error;
		find(context, {
			kind: 'not-subscribed',
			severity: 'note',
			source: folder.source,
			destination: folder.destination,
			server: error.words,
		});
	}
}
