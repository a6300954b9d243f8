import type {Account} from '../accounts/account.ts';
import {KnownPairs} from '../journal/runs.ts';
import {Problem} from '../problem.ts';
import {digestOf} from '../stores/fingerprint.ts';
import {nameOf} from '../stores/naming.ts';
import type {MessageMeta, ReadableStore, WritableStore} from '../stores/store.ts';
import type {Control} from './control.ts';
import type {EngineEvent} from './events.ts';
import type {Finding} from './finding.ts';
import {findConflicts, type Mapping} from './mapping.ts';
import {type Group, matchDigests, matchMessages} from './matching.ts';
import type {Plan, PlannedFolder, Verify} from './plan.ts';

/** One selected mapping with all its messages and what is to become of each. */
export interface FolderDraft {
	readonly mapping: Mapping;
	readonly sourceValidity: number;
	readonly destinationValidity?: number;
	readonly destinationCount: number;
	readonly messages: readonly MessageMeta[];
	/** Source UID → destination UID of those that are there already. */
	readonly present: ReadonlyMap<number, number>;
	/** Source UIDs of messages that the destination has said it won't take. */
	readonly skipped: ReadonlySet<number>;
}

/** What a plan stands on: the plan for people, and each message for the run. */
export interface Draft {
	readonly plan: Plan;
	readonly folders: readonly FolderDraft[];
}

/** Both sides of a migration, connected. */
export interface Sides {
	readonly from: Account;
	readonly to: Account;
	readonly source: ReadableStore;
	readonly destination: WritableStore;
}

/** Bytes that reading for a comparison keeps under way on each side. */
const window = 8 * 1024 * 1024;

/**
 * Compares both sides and says what a run would do. Writes nothing.
 *
 * With `full`, a message counts as already there only if its whole content is the same: by digest, now or in
 * an earlier run. With `counts`, equal fingerprints are trusted.
 *
 * @throws {Problem} `conflicts`, `nothing-selected`, and what a connection may meet
 */
export async function makePlan(
	sides: Sides,
	mappings: readonly Mapping[],
	verify: Verify,
	control: Control,
	tell: (event: EngineEvent) => void,
): Promise<Draft> {
	const selected = mappings.filter(mapping => mapping.selected);
	if (selected.length === 0) throw new Problem({code: 'nothing-selected'});
	const conflicts = findConflicts(mappings);
	if (conflicts.length > 0)
		throw new Problem({code: 'conflicts', params: {folders: conflicts.map(describe).join('; ')}});

	const known = KnownPairs.load(sides.from, sides.to);
	const findings: Finding[] = [...foreignStaging(sides), ...renamed(selected)];
	let done = 0;
	tell({event: 'planning', done, of: selected.length, folder: selected[0]?.source.name ?? ''});
	const drafts = new Map<Mapping, {folder: FolderDraft; findings: Finding[]}>();
	// All folders at once: both sides answer one after the other, and the line is waited for once.
	const groups = Map.groupBy(selected, mapping => mapping.target.name);
	await settleAll(
		[...groups.values()].map(async group => {
			// Several sources may go into one folder by choice: what one has found there, the next can't find again.
			const taken = new Set<number>();
			for (const mapping of group) {
				await control.gate();
				drafts.set(mapping, await draftFolder(sides, mapping, verify, known, taken));
				tell({event: 'planning', done: ++done, of: selected.length, folder: mapping.source.name});
			}
		}),
	);
	const ordered = selected.flatMap(mapping => drafts.get(mapping) ?? []);
	const folders = ordered.map(draft => draft.folder);
	findings.push(...ordered.flatMap(draft => draft.findings));
	return {plan: await summarize(sides, folders, verify, findings), folders};
}

/** Waits for all, then throws what went wrong first: no failure is left without somebody to hear it. */
async function settleAll(works: readonly Promise<void>[]): Promise<void> {
	for (const outcome of await Promise.allSettled(works))
		if (outcome.status === 'rejected') throw outcome.reason;
}

async function draftFolder(
	{source, destination}: Sides,
	mapping: Mapping,
	verify: Verify,
	known: KnownPairs,
	taken: Set<number>,
): Promise<{folder: FolderDraft; findings: Finding[]}> {
	const {target} = mapping;
	const there = await openTarget(destination, mapping);
	const compare = there !== undefined && there.messages > 0;
	const here = await source.scan(mapping.source.name, {fingerprints: compare});
	const findings: Finding[] = [];
	let present: ReadonlyMap<number, number> = new Map();
	let destinationCount = there?.messages ?? 0;
	if (compare) {
		const scanned = await destination.scan(target.name, {fingerprints: true});
		destinationCount = scanned.messages.length;
		const pairs = known.between(
			{name: mapping.source.name, uidValidity: here.folder.uidValidity},
			{name: target.name, uidValidity: scanned.folder.uidValidity},
		);
		const free = scanned.messages.filter(message => !taken.has(message.uid));
		const match = matchMessages(here.messages, free, pairs, verify === 'counts');
		const decided = await decide(match.undecided, {
			source: {store: source, folder: mapping.source.name, uidValidity: here.folder.uidValidity},
			destination: {store: destination, folder: target.name, uidValidity: scanned.folder.uidValidity},
		});
		present = new Map([...match.present, ...decided.present]);
		if (decided.other > 0) {
			findings.push({
				kind: 'other-content',
				severity: 'note',
				source: mapping.source.name,
				destination: target.name,
				count: decided.other,
			});
		}

		for (const uid of present.values()) taken.add(uid);
	}

	const {appendLimit} = destination.info;
	const skipped = new Set<number>();
	for (const message of here.messages) {
		if (appendLimit === undefined || message.bytes <= appendLimit || present.has(message.uid)) continue;
		skipped.add(message.uid);
		findings.push({
			kind: 'too-large',
			severity: 'difference',
			source: mapping.source.name,
			destination: target.name,
			sourceUid: message.uid,
			message: {...(await source.heading(mapping.source.name, message.uid)), bytes: message.bytes},
			params: {limit: appendLimit},
		});
	}

	return {
		findings,
		folder: {
			mapping: {...mapping, target: {...target, exists: there !== undefined, messages: destinationCount}},
			sourceValidity: here.folder.uidValidity,
			...(there ? {destinationValidity: there.uidValidity} : {}),
			destinationCount,
			messages: here.messages,
			present,
			skipped,
		},
	};
}

async function openTarget(destination: WritableStore, {target}: Mapping) {
	if (!target.exists) return undefined;
	try {
		return await destination.status(target.name);
	} catch (error) {
		// Gone since the folders were listed: it will be created.
		if (error instanceof Problem && error.data.code === 'folder-gone') return undefined;
		throw error;
	}
}

interface Place {
	readonly store: ReadableStore;
	readonly folder: string;
	readonly uidValidity: number;
}

/** Reads what fingerprints leave undecided on both sides, and compares digests. */
async function decide(
	groups: readonly Group[],
	places: {readonly source: Place; readonly destination: Place},
): Promise<{present: Map<number, number>; other: number}> {
	const [source, destination] = await Promise.all([
		digests(
			places.source,
			groups.flatMap(group => group.source),
		),
		digests(
			places.destination,
			groups.flatMap(group => group.destination),
		),
	]);
	const present = new Map<number, number>();
	let other = 0;
	for (const group of groups) {
		const same = matchDigests(group, {source, destination});
		for (const [uid, there] of same) present.set(uid, there);
		other += Math.min(group.source.length, group.destination.length) - same.size;
	}

	return {present, other};
}

/** The digests of messages, by UID. */
export async function digests(place: Place, messages: readonly MessageMeta[]): Promise<Map<number, string>> {
	const found = new Map<number, string>();
	if (messages.length === 0) return found;
	const wanted = [{folder: place.folder, uidValidity: place.uidValidity, messages: byUid(messages)}];
	for await (const contents of place.store.read(wanted, window)) {
		for (const {uid, content} of contents) if (content) found.set(uid, digestOf(content));
	}

	return found;
}

function byUid(messages: readonly MessageMeta[]): MessageMeta[] {
	return [...messages].sort((a, b) => a.uid - b.uid);
}

async function summarize(
	{destination}: Sides,
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

/** The messages of a folder that a run would copy. */
export function toCopy({messages, present, skipped}: FolderDraft): readonly MessageMeta[] {
	return messages.filter(message => !present.has(message.uid) && !skipped.has(message.uid));
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
	const {permanentFlags} = await destination.open(empty.name);
	return [...keywords].filter(keyword => !canKeep(keyword, permanentFlags)).sort();
}

/** Whether a folder with these PERMANENTFLAGS keeps a flag (RFC 9051, 7.1: `\*` stands for any new keyword). */
export function canKeep(flag: string, permanentFlags: readonly string[] | undefined): boolean {
	// What a server gives out and the grammar forbids (RFC 9051, 9, flag-keyword) would make every append fail.
	if (!/^\\?[^\u0000-\u0020\u007f-\uffff(){%*"\\\]]+$/.test(flag)) return false;
	if (!permanentFlags) return true;
	const wanted = flag.toLowerCase();
	if (permanentFlags.some(permanent => permanent.toLowerCase() === wanted)) return true;
	return !flag.startsWith('\\') && permanentFlags.includes('\\*');
}

/** The name of a run's staging folder at a destination. */
export function stagingName(run: string, destination: WritableStore): string {
	return nameOf([`trasloco-${run}`], destination.info.naming).name;
}

function foreignStaging({destination}: Sides): Finding[] {
	return destination.info.folders
		.filter(folder => /^trasloco-\d{8}-\w{4}$/.test(folder.path.at(-1) ?? ''))
		.map(folder => ({
			kind: 'foreign-staging',
			severity: 'note',
			destination: folder.name,
			count: folder.messages,
		}));
}

function renamed(mappings: readonly Mapping[]): Finding[] {
	return mappings
		.filter(mapping => mapping.renamed)
		.map(({source, target}) => ({
			kind: 'name-changed',
			severity: 'note',
			source: source.name,
			destination: target.name,
		}));
}

function describe(conflict: {readonly sources: readonly string[]; readonly target: string}): string {
	return `${conflict.sources.join(' + ')} → ${conflict.target}`;
}
