import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {homeFolder} from '../home.ts';
import type {Journal} from '../journal/journal.ts';
import type {FolderRecord, MessageRecord, RunRecord} from '../journal/records.ts';
import type {MessageState} from '../journal/schema.ts';
import {Problem} from '../problem.ts';
import type {MessageContent, MessageHeading, ReadableStore, WritableStore} from '../stores/store.ts';
import type {Control} from './control.ts';
import type {EngineEvent, FolderProgress, FolderStep} from './events.ts';
import type {Finding} from './finding.ts';
import type {Lanes} from './lanes.ts';
import type {Pace} from './pace.ts';

/** What every step of a run works with. */
export interface RunContext {
	readonly journal: Journal;
	readonly record: RunRecord;
	readonly control: Control;
	readonly progress: Progress;
	readonly tell: (event: EngineEvent) => void;
}

/** The same with both sides connected, as copying needs it. */
export interface CopyContext extends RunContext {
	readonly source: ReadableStore;
	readonly destination: WritableStore;
	readonly pace: Pace;
	readonly lanes: Lanes;
}

/** Writes a finding into the journal and tells it. */
export function find({journal, tell}: RunContext, finding: Finding): void {
	journal.addFinding(finding);
	tell({event: 'finding', finding});
}

/** A finding about one message, with what a person recognises it by. */
export async function findMessage(
	context: CopyContext,
	folder: FolderRecord,
	message: MessageRecord,
	finding: Pick<Finding, 'kind' | 'severity' | 'server' | 'params' | 'kept' | 'destinationUid'>,
): Promise<void> {
	const {sourceUid} = message;
	const asked = context.source.headings(folder.source, folder.sourceValidity, [sourceUid]);
	const headings = await asked.catch(unlessGone(folder, new Map<number, MessageHeading>()));
	find(context, {
		...finding,
		source: folder.source,
		destination: folder.destination,
		sourceUid,
		message: {...headings.get(sourceUid), bytes: message.bytes},
	});
}

/** The source folder is gone, another one has taken its name, or the server won't open it. */
export function isSourceGone(error: unknown, folder: FolderRecord): error is Problem {
	if (!(error instanceof Problem)) return false;
	const {code, side, params} = error.data;
	const isFolder = code === 'folder-gone' || code === 'folder-changed' || code === 'refused';
	return isFolder && side === 'source' && params?.folder === folder.source;
}

/** Does without what is to be read from the source where its folder is gone: trying again would not bring it back. */
export function unlessGone<T>(folder: FolderRecord, without: T): (error: unknown) => T {
	return error => {
		if (isSourceGone(error, folder)) return without;
		throw error;
	};
}

/**
 * Keeps a message apart that the destination did not take as it is: byte for byte as the source gave it, in
 * a file for its owner alone.
 *
 * @returns the file's path
 */
export async function keepApart(
	{record}: RunContext,
	folder: FolderRecord,
	message: MessageContent,
): Promise<string> {
	// The folder's number, not its name: a name from a server makes no path.
	const path = join(homeFolder('runs', record.run, 'kept'), `${folder.id + 1}-${message.uid}.eml`);
	try {
		await writeFile(path, message.content ?? Buffer.alloc(0), {mode: 0o600});
	} catch (error) {
		const why = error instanceof Error ? error.message : String(error);
		throw new Problem({code: 'journal-full', params: {path, why}}, error);
	}

	return path;
}

/** States in which a message has been staged, verified, placed; each counts in those before it. */
const reached: Readonly<Record<'staged' | 'verified' | 'placed', readonly MessageState[]>> = {
	staged: ['staged', 'verified', 'promoting', 'placed'],
	verified: ['verified', 'promoting', 'placed'],
	placed: ['placed'],
};

const toCopyStates: readonly MessageState[] = [
	'planned',
	'staging',
	...reached.staged,
	'undoing',
	'trashed',
	'purged',
	'gone',
];

/** The counts of a run's folders, told four times a second at the most, and at once where a step ends. */
export class Progress {
	readonly #tell: (event: EngineEvent) => void;
	readonly #folders = new Map<number, FolderProgress>();
	readonly #changed = new Set<number>();
	#timer: NodeJS.Timeout | undefined;

	constructor(tell: (event: EngineEvent) => void) {
		this.#tell = tell;
	}

	/** Takes the counts of all folders from the journal, as after a restart. */
	load(journal: Journal): void {
		for (const folder of journal.folders()) {
			const tally = journal.tally(folder.id);
			const sum = (states: readonly MessageState[], what: 'count' | 'bytes' = 'count') =>
				states.reduce((total, state) => total + (tally[state]?.[what] ?? 0), 0);
			const placed = sum(reached.placed);
			this.#folders.set(folder.id, {
				index: folder.id,
				source: folder.source,
				destination: folder.destination,
				step: folder.placed ? 'placed' : 'waiting',
				sourceCount: folder.sourceCount,
				alreadyThere: sum(['present']),
				toCopy: sum(toCopyStates),
				toCopyBytes: sum(toCopyStates, 'bytes'),
				staged: sum(reached.staged),
				stagedBytes: sum(reached.staged, 'bytes'),
				verified: sum(reached.verified),
				placed,
				skipped: sum(['skipped']),
				undone: sum(['trashed', 'purged', 'gone']),
				destinationCount: folder.destinationNow ?? folder.destinationBefore + placed,
			});
			this.#changed.add(folder.id);
		}

		this.flush();
	}

	/** Adds to the counts of a folder. */
	add(folder: number, counts: Partial<Record<CountName, number>>): void {
		const now = this.#folders.get(folder);
		if (!now) return;
		const next: Record<CountName, number> = {...now};
		for (const [name, more] of Object.entries(counts) as [CountName, number][]) next[name] += more;
		this.#set(folder, {...now, ...next});
	}

	step(folder: number, step: FolderStep): void {
		const now = this.#folders.get(folder);
		if (!now || now.step === step) return;
		this.#set(folder, {...now, step});
		this.flush();
	}

	set(folder: number, counts: Partial<Record<CountName, number>>): void {
		const now = this.#folders.get(folder);
		if (now) this.#set(folder, {...now, ...counts});
	}

	/** Tells what has changed since the last time. */
	flush(): void {
		clearTimeout(this.#timer);
		this.#timer = undefined;
		for (const id of this.#changed) {
			const folder = this.#folders.get(id);
			if (folder) this.#tell({event: 'folder', ...folder});
		}

		this.#changed.clear();
	}

	#set(id: number, folder: FolderProgress): void {
		this.#folders.set(id, folder);
		this.#changed.add(id);
		this.#timer ??= setTimeout(() => this.flush(), 250).unref();
	}
}

type CountName = Exclude<keyof FolderProgress, 'index' | 'source' | 'destination' | 'step'>;
