import type {Account} from '../accounts/account.ts';
import {countKinds} from '../certified/kind.ts';
import {KnownPairs} from '../journal/runs.ts';
import {Problem} from '../problem.ts';
import {Counterparts} from '../stores/counterparts.ts';
import {hasLabels, type Labels} from '../stores/labels.ts';
import type {MessageList} from '../stores/message-list.ts';
import {nameOf} from '../stores/naming.ts';
import type {MessageMeta, ReadableStore, Remark, WritableStore} from '../stores/store.ts';
import {whenAll} from '../when-all.ts';
import {withAcceptableNames} from './acceptable-names.ts';
import {type Compared, comparedBetween} from './comparing.ts';
import type {Control} from './control.ts';
import {type Draft, type FolderDraft, toCopy} from './draft.ts';
import type {EngineEvent} from './events.ts';
import type {Finding} from './finding.ts';
import {recentStatusOf} from './folder-status.ts';
import {findElsewhere, type LabelFolder, tellArchived} from './labels.ts';
import {findConflicts, type Mapping, otherRoleOf} from './mapping.ts';
import type {Verify} from './plan.ts';
import {findPresent} from './present.ts';
import {summarize} from './summarizing.ts';
import {canUndo} from './undo-context.ts';

/** Both sides of a migration, connected. */
export interface Sides {
	readonly from: Account;
	readonly to: Account;
	readonly source: ReadableStore;
	readonly destination: WritableStore;
}

/** What decides whether a message is at the destination already, and which folders it goes to. */
interface How {
	readonly verify: Verify;
	readonly labels: Labels;
	readonly compared?: Compared | undefined;
	/** Whether kinds of certified mail are counted. */
	readonly kinds: boolean;
}

/**
 * Compares both sides and says what a run would do. Writes nothing.
 *
 * @param how.verify With `full`, a message counts as already there only if its whole content is the same: by
 * digest, now or in an earlier run. With `counts`, equal fingerprints are trusted.
 * @param how.labels What becomes of a message under several labels, where the source's folders are labels.
 * @param how.compared A comparison that somebody has seen: what it has found on both sides is there already.
 * @throws {Problem} `conflicts`, `nothing-selected`, and what a connection may meet
 */
export async function makePlan(
	sides: Sides,
	wanted: readonly Mapping[],
	{verify, labels, compared, kinds}: How,
	control: Control,
	tell: (event: EngineEvent) => void,
): Promise<Draft> {
	const known = KnownPairs.load(sides.from, sides.to);
	const listings = listAhead(sides, wanted, known, kinds);
	const mappings = await withAcceptableNames(sides.destination, wanted);
	const selected = mappings.filter(mapping => mapping.selected);
	if (selected.length === 0) throw new Problem({code: 'nothing-selected'});
	const conflicts = findConflicts(mappings);
	if (conflicts.length > 0)
		throw new Problem({code: 'conflicts', params: {folders: conflicts.map(describe).join('; ')}});

	const findings: Finding[] = [
		...noExactUndo(sides),
		...foreignStaging(sides),
		...ofOthers(mappings),
		...secondCopies(mappings),
		...(sides.source.info.remarks ?? []).map(toFinding),
		...renamed(selected),
		...otherRoles(sides, selected),
	];
	let done = 0;
	tell({event: 'planning', done, of: selected.length, folder: selected[0]?.source.name ?? ''});
	const drafts = new Map<Mapping, Drafted>();
	// All folders at once: both sides answer one after the other, and the line is waited for once.
	const groups = Map.groupBy(selected, mapping => mapping.target.name);
	await whenAll(
		[...groups.values()].map(async group => {
			// Several sources may go into one folder by choice: what one has found there, the next can't find again.
			const taken = group.length > 1 ? new Set<number>() : undefined;
			for (const mapping of group) {
				await control.gate();
				drafts.set(
					mapping,
					await draftFolder(
						sides,
						mapping,
						{verify, compared, kinds},
						known,
						listings.get(mapping),
						taken,
						control,
					),
				);
				tell({event: 'planning', done: ++done, of: selected.length, folder: mapping.source.name});
			}
		}),
	);
	await control.gate();
	const ordered = selected.flatMap(mapping => drafts.get(mapping) ?? []);
	const [elsewhere, archived] = await whenAll([
		findElsewhere(sides.source, ordered.map(asLabelFolder), labels),
		tellArchived(
			sides.source,
			selected.map(mapping => mapping.source),
		),
	]);
	await control.gate();
	const settled = await whenAll(
		ordered.map(({folder, findings}, index) => {
			const left = withoutThose(folder, elsewhere[index] ?? new Set());
			return withoutTooLarge(sides, {folder: left, findings});
		}),
	);
	const folders = settled.map(draft => draft.folder);
	findings.push(...archived, ...settled.flatMap(draft => draft.findings));
	const plan = await summarize(sides.destination, folders, verify, findings);
	return {plan: hasLabels(sides.source.info) ? {...plan, labels} : plan, folders};
}

/** A folder, and what there is to say of it. */
interface Drafted {
	readonly folder: FolderDraft;
	readonly findings: readonly Finding[];
}

type Listing = Awaited<ReturnType<ReadableStore['scan']>>;

/** What both folders of a mapping hold; nothing where the destination's has to be made. */
interface Listings {
	readonly here: Promise<Listing>;
	readonly there: Promise<Listing | undefined>;
}

/** Lists the folders of which no earlier run knows anything, while the destination is asked which names it can have. */
function listAhead(
	sides: Sides,
	mappings: readonly Mapping[],
	known: KnownPairs,
	kinds: boolean,
): ReadonlyMap<Mapping, Listings> {
	if (!known.isEmpty) return new Map();
	return new Map(
		mappings.filter(({selected}) => selected).map(mapping => [mapping, listingsOf(sides, mapping, kinds)]),
	);
}

function listingsOf({source, destination}: Sides, {source: from, target}: Mapping, kinds: boolean): Listings {
	const here = source.scan(from.name, {kinds});
	const there = target.exists ? scanOf(destination, target.name, kinds) : Promise.resolve(undefined);
	// Whoever needs them hears of it.
	for (const listing of [here, there]) listing.catch(() => {});
	return {here, there};
}

/** What is in a folder of the source, and what of it is at the destination already. */
async function draftFolder(
	sides: Sides,
	mapping: Mapping,
	{verify, compared, kinds}: Omit<How, 'labels'>,
	known: KnownPairs,
	listings: Listings | undefined,
	taken: Set<number> | undefined,
	control: Control,
): Promise<Drafted> {
	const {source, destination} = sides;
	const {target} = mapping;
	const unchanged = await unchangedSince(source, destination, mapping, known);
	if (unchanged) {
		for (const uid of unchanged.present.values()) taken?.add(uid);
		return {folder: unchanged, findings: []};
	}

	const listed = listings ?? listingsOf(sides, mapping, kinds);
	const [here, there] = await whenAll([listed.here, listed.there]);
	const findings: Finding[] = (here.remarks ?? []).map(remark => ({
		...toFinding(remark),
		source: mapping.source.name,
	}));
	let present = new Counterparts(here.messages);
	const from = {name: mapping.source.name, uidValidity: here.folder.uidValidity};
	const seen =
		compared && comparedBetween(compared, from, {name: target.name, uidValidity: there?.folder.uidValidity});
	if (there) {
		const to = {name: target.name, uidValidity: there.folder.uidValidity};
		const earlier = known.between(from, to);
		const found = await findPresent(
			{
				store: source,
				folder: mapping.source.name,
				uidValidity: here.folder.uidValidity,
				messages: here.messages,
			},
			{
				store: destination,
				folder: target.name,
				uidValidity: there.folder.uidValidity,
				messages: there.messages,
				taken: taken && rowsOf(there.messages, taken),
			},
			{known: uid => seen?.present.get(uid) ?? earlier(uid), trust: verify === 'counts'},
			control,
		);
		present = found.present;
		if (found.other > 0) {
			findings.push({
				kind: 'other-content',
				severity: 'note',
				source: mapping.source.name,
				destination: target.name,
				count: found.other,
			});
		}

		for (const uid of taken ? present.values() : []) taken?.add(uid);
	}

	return {
		findings,
		folder: {
			mapping: {
				...mapping,
				target: {...target, exists: there !== undefined, messages: there?.messages.length ?? 0},
			},
			sourceValidity: here.folder.uidValidity,
			// One that came between the opening and the listing was listed.
			sourceNext: Math.max(here.folder.uidNext, lastUid(here.messages) + 1),
			...(there
				? {destinationValidity: there.folder.uidValidity, destinationNext: there.folder.uidNext}
				: {}),
			destinationCount: there?.messages.length ?? 0,
			...(kinds
				? {
						kinds: {
							source: countKinds(here.messages.kinds()),
							destination: countKinds(there?.messages.kinds() ?? []),
						},
					}
				: {}),
			messages: here.messages,
			present,
			skipped: new Set(),
			elsewhere: seen?.elsewhere ?? new Set(),
		},
	};
}

function asLabelFolder({folder}: Drafted): LabelFolder {
	const {mapping, sourceValidity, messages, present} = folder;
	return {source: mapping.source, uidValidity: sourceValidity, messages, present};
}

/** Leaves messages to other folders. */
function withoutThose(folder: FolderDraft, others: ReadonlySet<number>): FolderDraft {
	const elsewhere = new Set([...folder.elsewhere, ...others]);
	if (elsewhere.size === 0) return folder;
	const kinds = folder.kinds && {
		kinds: {...folder.kinds, source: countKinds(kindsBut(folder.messages, elsewhere))},
	};
	return {...folder, ...kinds, elsewhere};
}

/** Leaves out what the destination says that it won't take. */
async function withoutTooLarge({source, destination}: Sides, {folder, findings}: Drafted): Promise<Drafted> {
	const {mapping, sourceValidity} = folder;
	const {appendLimit = Number.POSITIVE_INFINITY} = destination.info;
	const tooLarge: MessageMeta[] = [];
	for (const message of toCopy(folder)) if (message.bytes > appendLimit) tooLarge.push(message);
	const skipped = new Set(tooLarge.map(({uid}) => uid));
	const headings = await source.headings(mapping.source.name, sourceValidity, [...skipped]);
	const said = tooLarge.map(
		({uid, bytes}): Finding => ({
			kind: 'too-large',
			severity: 'difference',
			source: mapping.source.name,
			destination: mapping.target.name,
			sourceUid: uid,
			message: {...headings.get(uid), bytes},
			params: {limit: appendLimit},
		}),
	);
	return {folder: {...folder, skipped}, findings: [...findings, ...said]};
}

/**
 * What is known of a folder of which nothing has changed on either side since a run has copied it: nothing is listed
 * then, however many messages there are.
 */
async function unchangedSince(
	source: ReadableStore,
	destination: ReadableStore,
	mapping: Mapping,
	known: KnownPairs,
): Promise<FolderDraft | undefined> {
	const {target} = mapping;
	const {name} = mapping.source;
	if (!target.exists || !known.isSettled(name, target.name)) return undefined;
	const [here, there] = await whenAll([
		recentStatusOf(source, name),
		recentStatusOf(destination, target.name),
	]);
	const present = here && there && known.unchanged({name, ...here}, {name: target.name, ...there});
	if (!present) return undefined;
	const {messages} = present;
	const kinds = countKinds(messages.kinds());
	return {
		mapping: {...mapping, target: {...target, messages: there.messages}},
		sourceValidity: here.uidValidity,
		sourceNext: here.uidNext,
		destinationValidity: there.uidValidity,
		destinationNext: there.uidNext,
		destinationCount: there.messages,
		// All that is there is the copy of what is here, or else its kinds are not known.
		kinds: {
			source: kinds,
			...(there.messages === messages.length ? {destination: kinds} : {}),
		},
		messages,
		present,
		skipped: new Set(),
		elsewhere: new Set(),
	};
}

/** Kinds of certified mail of all messages but these. */
function* kindsBut(messages: MessageList, others: ReadonlySet<number>) {
	for (const {uid, kind} of messages) if (!others.has(uid)) yield kind;
}

/** The last UID of messages in the order of their UIDs; 0 of none. */
function lastUid(messages: MessageList): number {
	return messages.length === 0 ? 0 : messages.uidAt(messages.length - 1);
}

/** 1 for each row of messages that have one of these UIDs. */
function rowsOf(messages: MessageList, uids: ReadonlySet<number>): Uint8Array {
	return Uint8Array.from({length: messages.length}, (_, row) => (uids.has(messages.uidAt(row)) ? 1 : 0));
}

/** What a folder holds, or undefined where there is none any more. */
async function scanOf(store: ReadableStore, folder: string, kinds: boolean) {
	try {
		return await store.scan(folder, {kinds});
	} catch (error) {
		if (error instanceof Problem && error.data.code === 'folder-gone') return undefined;
		throw error;
	}
}

/** The name of a run's staging folder at a destination. */
export function stagingName(run: string, destination: WritableStore): string {
	return nameOf([`trasloco-${run}`], destination.info.naming).name;
}

/** Said while there is still a choice. */
function noExactUndo({destination}: Sides): Finding[] {
	return canUndo(destination.can) ? [] : [{kind: 'no-exact-undo', severity: 'note'}];
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
		.map(({source, target, refusal}) => ({
			kind: 'name-changed',
			severity: 'note',
			source: source.name,
			destination: target.name,
			...(refusal === undefined ? {} : {server: refusal}),
		}));
}

/** Somebody has chosen a folder for mail whose own folder's name says that it is other mail. */
function otherRoles({destination}: Sides, mappings: readonly Mapping[]): Finding[] {
	return mappings.flatMap((mapping): readonly Finding[] => {
		const {source, target} = mapping;
		const to = otherRoleOf(mapping, destination.info);
		if (to === undefined) return [];
		const params = {from: source.role ?? '', to};
		return [{kind: 'other-role', severity: 'note', source: source.name, destination: target.name, params}];
	});
}

function toFinding({kind, what, first, why, count}: Remark): Finding {
	// All that is in it is missing then.
	if (kind === 'unreadable')
		return {
			kind,
			severity: 'difference',
			params: {what: what ?? ''},
			...(why === undefined ? {} : {server: why}),
		};
	const params = {...(what === undefined ? {} : {what}), ...(first === undefined ? {} : {first})};
	return {kind, severity: 'note', count, ...(what === undefined ? {} : {params})};
}

/** One note for all: they are no part of the mailbox, and nobody should have to guess that. */
function ofOthers(mappings: readonly Mapping[]): Finding[] {
	const others = mappings.filter(mapping => mapping.leftOut === 'of-others');
	const [first] = others;
	if (!first) return [];
	return [{kind: 'of-others', severity: 'note', params: {folders: others.length, first: first.source.name}}];
}

/** How much there is, since older mail may be there alone. */
function secondCopies(mappings: readonly Mapping[]): Finding[] {
	const left = mappings.filter(({leftOut}) => leftOut === 'second-copy').map(({source}) => source);
	const [first] = left;
	const messages = left.reduce((sum, folder) => sum + folder.messages, 0);
	if (!first || messages === 0) return [];
	const isTold = left.every(({bytes}) => bytes !== undefined);
	const bytes = left.reduce((sum, folder) => sum + (folder.bytes ?? 0), 0);
	const params = {folders: left.length, ...(isTold ? {bytes} : {})};
	return [{kind: 'second-copy', severity: 'note', source: first.name, count: messages, params}];
}

function describe(conflict: {readonly sources: readonly string[]; readonly target: string}): string {
	return `${conflict.sources.join(' + ')} → ${conflict.target}`;
}
