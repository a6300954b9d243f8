import type {FolderRecord} from '../journal/records.ts';
import {Problem} from '../problem.ts';
import {pathOf} from '../stores/naming.ts';
import {Refusal, type Role} from '../stores/store.ts';
import {whenAll} from '../when-all.ts';
import {asProblem, lasting} from './refusals.ts';
import {type CopyContext, find} from './run-context.ts';

/**
 * Creates the folders that the destination lacks, each level of them, with their roles. What is made is in the journal
 * before it is made.
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
	const begun = new Map(journal.created().map(({name, made}) => [name, made]));
	const wanted = new Map<string, Role | undefined>();
	for (const folder of journal.folders()) {
		for (const name of levels(folder.destination, context)) {
			const role = name === folder.destination ? (folder.sourceRole as Role | undefined) : undefined;
			// What an earlier start was stopped at may be half made, as folders of files are.
			if (!there.has(name) || begun.get(name) === false) wanted.set(name, role ?? wanted.get(name));
		}
	}

	if (wanted.size > 0) await createAll(context, wanted, begun);
}

/** Subscribes to the folders that the run has made, as at the source. */
export async function subscribeFolders(context: CopyContext): Promise<void> {
	const {journal} = context;
	const ours = new Set(journal.created().flatMap(({name, made}) => (made ? [name] : [])));
	// Not only when it is made, nor until it is placed: a start may have been stopped before its answer came.
	const subscribed = journal
		.folders()
		.filter(folder => ours.has(folder.destination) && folder.sourceSubscribed);
	await whenAll(subscribed.map(folder => subscribe(context, folder)));
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
	// One after the other without waiting: where it can't be created, the others fail and harm nothing.
	const created = destination.create(record.staging).catch(error => {
		throw asProblem(error, record.staging, 'create-refused');
	});
	const [, {permanentFlags}, {uidValidity, uidNext}] = await whenAll([
		created,
		destination.open(record.staging),
		destination.status(record.staging),
	]);
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

/** Creates folders in this order, each without waiting for the one before. */
async function createAll(
	{journal, destination}: CopyContext,
	wanted: ReadonlyMap<string, Role | undefined>,
	begun: ReadonlyMap<string, boolean>,
): Promise<void> {
	journal.intendCreate([...wanted.keys()]);
	const made: string[] = [];
	const notMade: string[] = [];
	const refused: Problem[] = [];
	const creations = [...wanted].map(async ([name, role]) => {
		try {
			const outcome = await destination.create(name, role);
			// Made by an earlier start that was stopped before it could say so, or by somebody else meanwhile.
			if (outcome === 'created' || begun.has(name)) made.push(name);
			else notMade.push(name);
		} catch (error) {
			// Not there for certain, unless an earlier start may have made it.
			if (error instanceof Refusal && !begun.has(name)) notMade.push(name);
			const problem = asProblem(error, name, 'create-refused');
			if (!(problem instanceof Problem) || problem.data.code !== 'create-refused') throw problem;
			refused.push(problem);
		}
	});
	try {
		await whenAll(creations);
	} finally {
		journal.made(made, notMade);
	}

	if (refused.length > 0) throw allRefused(refused, destination.info.naming.delimiter);
}

/** One problem that names them all, so that nobody has to find them one by one; what is below one of them goes without saying. */
function allRefused(refused: readonly Problem[], delimiter: string): Problem {
	const names = refused.map(({data}) => String(data.params?.folder));
	const highest = names.filter(name => !names.some(above => name.startsWith(above + delimiter)));
	const [first] = refused.filter(({data}) => data.params?.folder === highest[0]);
	const server = first?.data.server;
	return new Problem(
		{
			code: 'create-refused',
			side: 'destination',
			...(server === undefined ? {} : {server}),
			params: {folder: highest.join(', '), count: highest.length},
		},
		first,
	);
}

async function subscribe(context: CopyContext, folder: FolderRecord): Promise<void> {
	try {
		await context.destination.subscribe(folder.destination, true);
	} catch (error) {
		const {words} = lasting(error);
		find(context, {
			kind: 'not-subscribed',
			severity: 'note',
			source: folder.source,
			destination: folder.destination,
			server: words,
		});
	}
}
