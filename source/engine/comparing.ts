import {countKinds, type KindCounts} from '../certified/kind.ts';
import type {MarkedRead} from '../journal/runs.ts';
import {Problem} from '../problem.ts';
import type {Counterparts} from '../stores/counterparts.ts';
import type {Labels} from '../stores/labels.ts';
import {MessageList} from '../stores/message-list.ts';
import type {OpenedFolder, ReadableStore} from '../stores/store.ts';
import {whenAll} from '../when-all.ts';
import {deviationOf} from './compare-copy.ts';
import type {ComparedFolder, Comparison, DifferenceKind} from './comparison.ts';
import type {Control} from './control.ts';
import {DifferenceList} from './difference-list.ts';
import type {EngineEvent} from './events.ts';
import {statusOf} from './folder-status.ts';
import {findElsewhere, type LabelFolder} from './labels.ts';
import type {Mapping} from './mapping.ts';
import {isUnread, seen} from './marking-read.ts';
import {findPresent} from './present.ts';

/** Two accounts to compare, whoever copied. Neither is written to. */
export interface Stores {
	readonly source: ReadableStore;
	readonly destination: ReadableStore;
}

/** How two accounts are compared. */
interface How {
	readonly deep: boolean;
	readonly kinds: boolean;
	readonly marked: MarkedRead;
	/** What becomes of a message under several labels, where the source's folders are labels; `each` where absent. */
	readonly labels?: Labels | undefined;
}

/** The messages of a folder that differ, by UID: what a person reads of them is fetched when somebody looks. */
export interface FolderDifferences {
	readonly sourceValidity: number;
	/** Absent where there is no such folder. */
	readonly destinationValidity?: number;
	readonly lists: Readonly<Record<DifferenceKind, DifferenceList>>;
	/** What is on both sides. */
	readonly present: Counterparts;
	/** Source UIDs of messages that another folder has, or lacks, for this one. */
	readonly elsewhere: ReadonlySet<number>;
}

/** A comparison, and what differs in each of its folders. */
export interface Compared {
	readonly comparison: Comparison;
	readonly differences: readonly FolderDifferences[];
}

/** What a comparison has found on both sides of one mapping, or elsewhere, as long as its folders are the same. */
export function comparedBetween(
	{comparison, differences}: Compared,
	source: Numbered,
	destination: Numbered,
) {
	const index = comparison.folders.findIndex(
		folder => folder.source === source.name && folder.destination === destination.name,
	);
	const found = differences[index];
	const isSame =
		found?.sourceValidity === source.uidValidity && found?.destinationValidity === destination.uidValidity;
	return isSame ? found : undefined;
}

/** A folder, and what its UIDs are worth; undefined where there is none. */
interface Numbered {
	readonly name: string;
	readonly uidValidity: number | undefined;
}

type Outcome = {readonly folder: Omit<ComparedFolder, 'index'>; readonly differences: FolderDifferences};

/** Folders that are compared at once, so that the line is not waited for once a folder. */
const atOnce = 3;

/**
 * Compares two accounts folder by folder: what is missing at the destination, what is there alone, and which
 * flags and dates of the others differ. Messages count as multisets.
 *
 * @param how.kinds count the kinds of certified mail too
 * @param how.marked what runs have let arrive read, by choice
 * @param how.labels with `once`, a message that is missing under one of its labels and there under another is not missing
 * @param how.deep read every message that may be the same and compare the whole content; otherwise
 * fingerprints decide, and contents only where those can't
 * @throws {Problem} `nothing-selected`, `file-unreadable`, `folder-gone` for a folder of the source, `connection-lost`
 * @throws {Stopped}
 */
export async function compareAccounts(
	stores: Stores,
	mappings: readonly Mapping[],
	how: How,
	control: Control,
	tell: (event: EngineEvent) => void,
): Promise<Compared> {
	const selected = mappings.filter(mapping => mapping.selected);
	if (selected.length === 0) throw new Problem({code: 'nothing-selected'});
	refuseUnopened(stores);
	// Several sources may share a destination folder: it is one pool for all of them.
	const groups = [...Map.groupBy(selected, mapping => mapping.target.name)];
	const [heres, theres] = await whenAll([
		whenAll(selected.map(mapping => stores.source.status(mapping.source.name))),
		whenAll(groups.map(([name]) => statusOf(stores.destination, name))),
	]);
	const statuses = new Map(groups.map(([name], index) => [name, theres[index]]));
	const toList = [...heres, ...theres].reduce((sum, status) => sum + (status?.messages ?? 0), 0);
	const progress = new Progress(selected.length, toList, tell);
	const found = new Map<Mapping, Match>();
	const queue = each(groups);
	const work = async () => {
		for (const [name, group] of queue) {
			await control.gate();
			const matches = await compareGroup(stores, group, statuses.get(name), how, control, progress);
			for (const match of matches) found.set(match.mapping, match);
		}
	};

	await whenAll(Array.from({length: atOnce}, work));
	const matches = selected.flatMap(mapping => found.get(mapping) ?? []);
	const elsewhere = await findElsewhere(stores.source, matches.map(asLabelFolder), how.labels ?? 'each');
	await control.gate();
	const ordered = matches.map((match, index) => outcomeOf(match, elsewhere[index] ?? new Set()));
	return {
		comparison: {
			at: Date.now(),
			deep: how.deep,
			folders: ordered.map(({folder}, index) => ({...folder, index})),
		},
		differences: ordered.map(({differences}) => differences),
	};
}

/** What can't be opened can't be compared, and nobody should take the rest for all. @throws {Problem} `file-unreadable` */
function refuseUnopened({source, destination}: Stores): void {
	for (const [side, {info}] of [
		['source', source],
		['destination', destination],
	] as const)
		for (const {kind, what = '', why = ''} of info.remarks ?? [])
			if (kind === 'unreadable')
				throw new Problem({code: 'file-unreadable', side, params: {path: what, why}});
}

/** One queue for all who take from it; whoever fails ends it for the others too. */
function* each<T>(items: readonly T[]): Generator<T, void, void> {
	yield* items;
}

/** Compares the source folders that go into one folder, in their order: what one has found, the next can't find again. What nobody has found is told with the first. */
async function compareGroup(
	{source, destination}: Stores,
	group: readonly Mapping[],
	status: OpenedFolder | undefined,
	{deep, kinds, marked}: How,
	control: Control,
	progress: Progress,
): Promise<readonly Match[]> {
	const onMessage = () => progress.list();
	const target = group[0]?.target.name ?? '';
	const there = status && (await destination.scan(target, {kinds, onMessage}));
	const pool = there?.messages ?? new MessageList();
	const taken = new Uint8Array(pool.length);
	const matches: Omit<Match, 'extra'>[] = [];
	for (const mapping of group) {
		await control.gate();
		const {name} = mapping.source;
		progress.begin(name);
		const here = await source.scan(name, {kinds, onMessage});
		const {uidValidity} = here.folder;
		const {present} = await findPresent(
			{store: source, folder: name, uidValidity, messages: here.messages},
			{
				store: destination,
				folder: target,
				uidValidity: there?.folder.uidValidity ?? 0,
				messages: pool,
				taken,
			},
			{known: () => undefined, trust: !deep},
			control,
			bytes => progress.read(bytes),
		);
		const counts = kinds ? {kinds: countKinds(here.messages.kinds())} : {};
		const read = marked.between(
			{name, uidValidity},
			{name: target, uidValidity: there?.folder.uidValidity ?? 0},
		);
		matches.push({
			mapping,
			uidValidity,
			present,
			there,
			...counts,
			...split(present, pool, read),
		});
		progress.done();
	}

	const free = new DifferenceList();
	for (const [row, isTaken] of taken.entries()) if (!isTaken) free.add(pool.at(row));
	return matches.map((match, index) => ({...match, extra: index === 0 ? free : new DifferenceList()}));
}

/** One source folder, its messages parted into those that are at the destination and those that are not. */
type Match = {
	readonly mapping: Mapping;
	readonly uidValidity: number;
	/** Of the source, where they are counted. */
	readonly kinds?: KindCounts;
	readonly present: Counterparts;
	readonly missing: DifferenceList;
	readonly flagsDiffer: DifferenceList;
	readonly markedRead: number;
	readonly datesDiffer: DifferenceList;
	/** What is at the destination alone. */
	readonly extra: DifferenceList;
	/** The folder at the destination, where there is one. */
	readonly there: Awaited<ReturnType<ReadableStore['scan']>> | undefined;
};

/** What is to be found again of a folder, or is already. */
function asLabelFolder({mapping: {source}, uidValidity, present, missing}: Match): LabelFolder {
	return {source, uidValidity, present, messages: messagesOf(missing)};
}

function split(
	present: Counterparts,
	destination: MessageList,
	marked: ReadonlySet<number>,
): Pick<Match, 'missing' | 'flagsDiffer' | 'markedRead' | 'datesDiffer'> {
	const missing = new DifferenceList();
	const flagsDiffer = new DifferenceList();
	const datesDiffer = new DifferenceList();
	let markedRead = 0;
	for (let row = 0; row < present.messages.length; row++) {
		const message = present.messages.at(row);
		const there = present.at(row);
		if (there === undefined) {
			missing.add(message);
			continue;
		}

		const counterpart = destination.at(destination.rowOf(there));
		const isMarked = marked.has(message.uid) && isUnread(message) && !isUnread(counterpart);
		if (isMarked) markedRead++;
		const wanted = isMarked ? {...message, flags: [...message.flags, seen]} : message;
		const {flags, date} = deviationOf(wanted, counterpart);
		if (!flags && !date) continue;
		if (flags) flagsDiffer.add(message, counterpart);
		if (date) datesDiffer.add(message, counterpart);
	}

	return {missing, flagsDiffer, markedRead, datesDiffer};
}

function outcomeOf(match: Match, elsewhere: ReadonlySet<number>): Outcome {
	const {mapping, uidValidity, kinds, present, flagsDiffer, markedRead, datesDiffer, extra, there} = match;
	const missing =
		elsewhere.size === 0 ? match.missing : DifferenceList.of(messagesOf(match.missing, elsewhere));
	return {
		folder: {
			source: mapping.source.name,
			destination: mapping.target.name,
			sourceCount: match.missing.length + present.size,
			destinationCount: there?.messages.length ?? 0,
			destinationExists: there !== undefined,
			same: present.size,
			missing: missing.length,
			...(elsewhere.size > 0 ? {elsewhere: elsewhere.size} : {}),
			extra: extra.length,
			flagsDiffer: flagsDiffer.length,
			markedRead,
			datesDiffer: datesDiffer.length,
			...(kinds ? {kinds: {source: kinds, destination: countKinds(there?.messages.kinds() ?? [])}} : {}),
		},
		differences: {
			sourceValidity: uidValidity,
			...(there ? {destinationValidity: there.folder.uidValidity} : {}),
			lists: {missing, extra, 'flags-differ': flagsDiffer, 'dates-differ': datesDiffer},
			present,
			elsewhere,
		},
	};
}

/** Messages that differ, but for those with these UIDs. */
function* messagesOf(differences: DifferenceList, without: ReadonlySet<number> = new Set()) {
	for (const {message} of differences) if (!without.has(message.uid)) yield message;
}

/** Tells how far it is: four times a second at the most, and with each folder. */
class Progress {
	readonly #of: number;
	readonly #toList: number;
	readonly #tell: (event: EngineEvent) => void;
	#done = 0;
	#listed = 0;
	#bytes = 0;
	#folder = '';
	#told = 0;

	constructor(of: number, toList: number, tell: (event: EngineEvent) => void) {
		this.#of = of;
		this.#toList = toList;
		this.#tell = tell;
	}

	begin(folder: string): void {
		this.#folder = folder;
		this.#now();
	}

	/** One more message has been listed. */
	list(): void {
		this.#listed++;
		this.#soon();
	}

	read(bytes: number): void {
		this.#bytes += bytes;
		this.#soon();
	}

	done(): void {
		this.#done++;
		this.#now();
	}

	#soon(): void {
		if (Date.now() - this.#told >= 250) this.#now();
	}

	#now(): void {
		this.#told = Date.now();
		this.#tell({
			event: 'planning',
			done: this.#done,
			of: this.#of,
			folder: this.#folder,
			listed: this.#listed,
			// Mail may come while it is counted.
			toList: Math.max(this.#toList, this.#listed),
			bytes: this.#bytes,
		});
	}
}
