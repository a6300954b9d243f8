import {mailboxOf, placeOf} from '../../source/accounts/account.ts';
import {certifiedKinds} from '../../source/certified/kind.ts';
import type {Verdict} from '../../source/certified/verdict.ts';
import type {CheckedFolder} from '../../source/engine/checked.ts';
import type {
	ComparedFolder,
	Comparison,
	DifferencePage,
	MessagePreview,
} from '../../source/engine/comparison.ts';
import {Stopped} from '../../source/engine/control.ts';
import type {EngineEvent, Finished, FolderProgress} from '../../source/engine/events.ts';
import type {Finding} from '../../source/engine/finding.ts';
import {type Mapping, proposeMappings} from '../../source/engine/mapping.ts';
import type {Plan, Verify} from '../../source/engine/plan.ts';
import type {EngineClient, RequestName, Requests, RunSummary} from '../../source/host/protocol.ts';
import {Problem} from '../../source/problem.ts';
import type {Folder, Role, StoreInfo} from '../../source/stores/store.ts';

/** A folder with as little as a test has to say. */
export function folder(name: string, messages: number, more: Partial<Folder> & {role?: Role} = {}): Folder {
	return {
		name,
		path: name.split('/'),
		selectable: true,
		subscribed: true,
		messages,
		bytes: messages * 150_000,
		uidValidity: 1,
		uidNext: messages + 1,
		...more,
	};
}

/** The mailbox of the sketches. */
export const sourceInfo: StoreInfo = {
	server: 'Dovecot 2.3.21',
	naming: {delimiter: '/', prefix: ''},
	capabilities: ['IMAP4rev1'],
	quota: {usedBytes: 1_200_000_000, limitBytes: 2_000_000_000},
	folders: [
		folder('INBOX', 3412, {role: 'inbox'}),
		folder('Posta inviata', 2101, {role: 'sent'}),
		folder('Bozze', 4, {role: 'drafts'}),
		folder('Archivio', 0),
		folder('Archivio/2023', 1120),
		folder('Archivio/2024', 980),
		folder('Società Perché', 212),
		folder('日本語フォルダーの長い名前です', 12),
		folder('evil\u001b[31mred\u202e', 3),
		folder('clienti', 60),
		folder('Cestino', 88, {role: 'trash'}),
		folder('Posta indesiderata', 237, {role: 'junk'}),
	],
};

export const destinationInfo: StoreInfo = {
	server: 'Cyrus 3.8.1',
	naming: {delimiter: '/', prefix: ''},
	capabilities: ['IMAP4rev1', 'MOVE'],
	quota: {usedBytes: 1_000_000_000, limitBytes: 3_000_000_000},
	appendLimit: 100_000_000,
	folders: [
		folder('INBOX', 12, {role: 'inbox'}),
		folder('Sent', 0, {role: 'sent'}),
		folder('Drafts', 1, {role: 'drafts'}),
		folder('Trash', 0, {role: 'trash'}),
		folder('Newsletter', 40),
	],
};

export interface FakeOptions {
	readonly source?: StoreInfo;
	readonly destination?: StoreInfo;
	/** Milliseconds between two events of a run. */
	readonly tick?: number;
	/** Messages a tick. */
	readonly step?: number;
	/** The copy fails at this share of the first folder. */
	readonly failAt?: number;
	readonly findings?: readonly Finding[];
	/** What every message looks like. */
	readonly preview?: MessagePreview;
	/** What a comparison finds in a folder of the source, where it is not all the same. */
	readonly differs?: Readonly<Record<string, Partial<ComparedFolder>>>;
	/** What the check of signatures finds in each folder, by its name; nothing is signed where it is not told. */
	readonly signatures?: Readonly<Record<string, readonly Verdict[]>> | 'openssl-missing';
	/** The password that is refused. */
	readonly wrongPassword?: string;
}

/** An engine that plays a migration: the same requests and events as the real one, and no server behind it. */
export class FakeEngine implements EngineClient {
	readonly asked: Array<{name: RequestName; input: unknown}> = [];
	readonly #options: FakeOptions;
	readonly #listeners = new Set<(event: EngineEvent) => void>();
	#plan: Plan | undefined;
	#copied = 0;
	#hold: 'none' | 'paused' | 'stopped' = 'none';
	disconnected = false;
	alive = true;

	constructor(options: FakeOptions = {}) {
		this.#options = options;
	}

	onEvent(listener: (event: EngineEvent) => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	async disconnect(): Promise<void> {
		this.disconnected = true;
	}

	/** Tells all listeners, as the real engine does over its channel. */
	tell(event: EngineEvent): void {
		for (const listener of this.#listeners) listener(event);
	}

	async request<Name extends RequestName>(
		name: Name,
		input: Requests[Name]['input'],
	): Promise<Requests[Name]['output']> {
		this.asked.push({name, input});
		// One answer for all names; each branch gives the type of its own.
		return (await this.#answer(name, input)) as Requests[Name]['output'];
	}

	async #answer(name: RequestName, input: unknown): Promise<unknown> {
		switch (name) {
			case 'connect':
				return this.#connect(input as Requests['connect']['input']);
			case 'plan': {
				const {mappings, verify} = input as Requests['plan']['input'];
				return this.#makePlan(mappings, verify);
			}
			case 'backup':
				return this.#run('copy');
			case 'copy':
				return this.#run('copy');
			case 'resume':
				return this.#run('resume');
			case 'undo':
				return this.#run('undo');
			case 'attach':
				// What it does was asked for elsewhere.
				await this.#makePlan(proposeMappings(sourceInfo, destinationInfo, {}), 'full');
				return this.#run('copy');
			case 'compare': {
				const {mappings, deep} = input as Requests['compare']['input'];
				return this.#compare(mappings, deep);
			}
			case 'differences':
				await pause(this.#options.tick ?? 0);
				return differencePage(input as Requests['differences']['input']);
			case 'message':
				await pause(this.#options.tick ?? 0);
				return this.#options.preview ?? preview;
			case 'signatures':
				return this.#check(input as Requests['signatures']['input']);
			case 'pause':
				this.#hold = 'paused';
				this.tell({event: 'paused'});
				return {};
			case 'continue':
				this.#hold = 'none';
				this.tell({event: 'continued'});
				return {};
			case 'stop':
				this.#hold = 'stopped';
				this.tell({event: 'stopping'});
				return {};
			case 'close':
				return {};
		}
	}

	async #connect({side, account, password}: Requests['connect']['input']): Promise<StoreInfo> {
		await pause(this.#options.tick ?? 0);
		if (password === (this.#options.wrongPassword ?? 'wrong')) {
			throw new Problem({
				code: 'login-refused',
				side,
				server: '[AUTHENTICATIONFAILED] Authentication \u001b[31mfailed.',
				params: {host: placeOf(account), user: mailboxOf(account)},
			});
		}
		const {source = sourceInfo, destination = destinationInfo} = this.#options;
		return side === 'source' ? source : destination;
	}

	async #makePlan(mappings: readonly Mapping[], verify: Verify): Promise<Plan> {
		const selected = mappings.filter(mapping => mapping.selected);
		for (const [done, mapping] of selected.entries()) {
			this.tell({event: 'planning', done, of: selected.length, folder: mapping.source.name});
			await pause((this.#options.tick ?? 0) / 2);
		}
		const sum = (pick: (mapping: Mapping) => number) =>
			selected.reduce((total, mapping) => total + pick(mapping), 0);
		const inbox = selected.find(mapping => mapping.target.name === 'INBOX');
		this.#plan = {
			folders: selected.map(mapping => ({
				mapping,
				sourceCount: mapping.source.messages,
				destinationCount: mapping.target.messages,
				alreadyThere: 0,
				messages: mapping.source.messages,
				bytes: mapping.source.bytes ?? 0,
				leftOut: 0,
			})),
			messages: sum(mapping => mapping.source.messages),
			bytes: sum(mapping => mapping.source.bytes ?? 0),
			alreadyThere: 0,
			leftOut: 0,
			unread: 34,
			newFolders: selected.filter(mapping => !mapping.target.exists).map(mapping => mapping.target.name),
			largest: 41_000_000,
			appendLimit: 100_000_000,
			freeBytes: 2_000_000_000,
			keywordsLost: ['$Label3', 'etich.'],
			inboxHolds: inbox?.target.messages ?? 0,
			destinationHolds: 53,
			verify,
			findings: secondCopies(mappings),
		};
		return this.#plan;
	}

	async #compare(mappings: readonly Mapping[], deep: boolean): Promise<Comparison> {
		this.#hold = 'none';
		const selected = mappings.filter(mapping => mapping.selected);
		for (const [done, mapping] of selected.entries()) {
			const folder = mapping.source.name;
			this.tell({event: 'planning', done, of: selected.length, folder, listed: done, toList: 100, bytes: 0});
			await pause((this.#options.tick ?? 0) / 2);
			if ((this.#hold as string) === 'stopped') throw new Stopped();
		}
		const folders = selected.map(({source, target}, index) =>
			comparedFolder(source.name, {
				index,
				destination: target.name,
				sourceCount: source.messages,
				destinationExists: target.exists,
				...this.#options.differs?.[source.name],
			}),
		);
		return {at: 1_000_000, deep, folders};
	}

	async #check({side, folder}: Requests['signatures']['input']): Promise<CheckedFolder> {
		this.#hold = 'none';
		const {signatures = {}, source = sourceInfo, destination = destinationInfo, tick = 0} = this.#options;
		if (signatures === 'openssl-missing') throw new Problem({code: 'openssl-missing'});
		const {folders} = side === 'source' ? source : destination;
		const held = folders.find(({name}) => name === folder)?.messages ?? 0;
		const found = signatures[folder] ?? Array.from({length: held}, () => 'not-signed' as const);
		const at = {side, folder, uidValidity: 1};
		for (const [place, verdict] of found.entries()) {
			await pause(tick);
			if ((this.#hold as string) === 'stopped') throw new Stopped();
			const kind = certifiedKinds[place % certifiedKinds.length];
			const message = {
				uid: place + 1,
				bytes: 2345,
				internalDate: '05-Feb-2024 10:11:12 +0100',
				flags: [],
				date: '2024-02-05T09:11:12.000Z',
				from: 'posta@pec.example.it',
				subject: `${verdict} ${place + 1}`,
				...(kind === undefined || verdict === 'not-signed' ? {} : {kind}),
				signature: {verdict, signer: 'posta@pec.example.it', signedAt: 1_700_000_000_000},
			};
			this.tell({event: 'checked', ...at, done: place + 1, of: found.length, messages: [message]});
		}
		return {...at, messages: found.length, verdicts: {}, kinds: {}};
	}

	async #run(action: 'copy' | 'resume' | 'undo'): Promise<Finished> {
		const plan = this.#plan ?? (await this.#makePlan([], 'full'));
		this.#hold = 'none';
		const run = '20261122-101500-a1b2';
		const {messages, bytes} = plan;
		this.tell({event: 'started', run, at: 1_000_000, action, folders: plan.folders.length, messages, bytes});
		const progress = plan.folders.map(
			(planned, index): FolderProgress => ({
				index,
				source: planned.mapping.source.name,
				destination: planned.mapping.target.name,
				step: 'waiting',
				sourceCount: planned.sourceCount,
				alreadyThere: planned.alreadyThere,
				toCopy: planned.messages,
				toCopyBytes: planned.bytes,
				staged: action === 'undo' ? planned.messages : 0,
				stagedBytes: 0,
				verified: action === 'undo' ? planned.messages : 0,
				placed: action === 'undo' ? planned.messages : 0,
				skipped: 0,
				undone: 0,
				destinationCount: planned.destinationCount,
			}),
		);
		for (const start of progress) this.tell({event: 'folder', ...start});
		for (const finding of action === 'undo' ? [] : (this.#options.findings ?? []))
			this.tell({event: 'finding', finding});
		for (const start of progress) {
			const end = await (action === 'undo' ? this.#undoFolder(start) : this.#copyFolder(start));
			if (end !== undefined) return this.#finish(run, end === 'stopped' ? 'interrupted' : 'failed', action);
		}
		if (action === 'undo') return this.#finish(run, 'undone', action);
		return this.#finish(run, (this.#options.findings ?? []).length > 0 ? 'differences' : 'done', action);
	}

	async #copyFolder(start: FolderProgress): Promise<'stopped' | 'failed' | undefined> {
		const {tick = 0, step = 200, failAt} = this.#options;
		for (let done = 0; done < start.toCopy; ) {
			await pause(tick);
			if (this.#hold === 'stopped') return 'stopped';
			if (this.#hold === 'paused') continue;
			done = Math.min(start.toCopy, done + step);
			if (failAt !== undefined && done >= start.toCopy * failAt) return 'failed';
			const verified = Math.max(0, done - step / 2);
			const stagedBytes = Math.round((start.toCopyBytes * done) / start.toCopy);
			this.tell({event: 'folder', ...start, step: 'staging', staged: done, stagedBytes, verified});
		}
		const all = start.toCopy;
		const staged = {...start, staged: all, stagedBytes: start.toCopyBytes};
		this.tell({event: 'folder', ...staged, step: 'verifying', verified: Math.floor(all / 2)});
		await pause(tick);
		this.tell({event: 'folder', ...staged, step: 'promoting', verified: all});
		await pause(tick);
		this.tell({event: 'folder', ...staged, step: 'placed', verified: all, placed: all});
		this.#copied += all;
		return undefined;
	}

	async #undoFolder(start: FolderProgress): Promise<undefined> {
		const {tick = 0, step = 200} = this.#options;
		for (let undone = 0; undone < start.toCopy; ) {
			await pause(tick);
			undone = Math.min(start.toCopy, undone + step);
			this.tell({event: 'folder', ...start, step: 'undoing', undone});
		}
		this.tell({event: 'folder', ...start, step: 'undone', undone: start.toCopy});
	}

	#finish(run: string, state: Finished['state'], action: string): Finished {
		const folders = (this.#plan?.folders ?? []).map(({mapping, sourceCount}) => ({
			source: mapping.source.name,
			destination: mapping.target.name,
			sourceCount,
			destinationCount: mapping.target.messages + (action === 'undo' ? 0 : sourceCount),
			copied: sourceCount,
			alreadyThere: 0,
			skipped: 0,
			destinationBefore: mapping.target.messages,
		}));
		const finished: Finished = {
			event: 'finished',
			run,
			state,
			copied: this.#copied,
			alreadyThere: 0,
			skipped: 0,
			bytes: this.#plan?.bytes ?? 0,
			folders,
			findings: action === 'undo' ? [] : (this.#options.findings ?? []),
			...(state === 'failed'
				? {problem: {code: 'over-quota', side: 'destination', server: '[OVERQUOTA] full'}}
				: {}),
			...(action === 'undo' ? {undone: this.#copied} : {}),
		};
		this.tell(finished);
		return finished;
	}
}

/** What a plan says of a second copy of mail that is left out. */
function secondCopies(mappings: readonly Mapping[]): readonly Finding[] {
	const left = mappings.filter(({leftOut}) => leftOut === 'second-copy').map(({source}) => source);
	const count = left.reduce((sum, {messages}) => sum + messages, 0);
	const bytes = left.reduce((sum, folder) => sum + (folder.bytes ?? 0), 0);
	return count === 0
		? []
		: [{kind: 'second-copy', severity: 'note', count, params: {folders: left.length, bytes}}];
}

function pause(ms: number): Promise<void> {
	return new Promise(resolve => setTimeout(resolve, ms));
}

/** A folder that is the same on both sides but for what is said; its counts add up. */
export function comparedFolder(source: string, more: Partial<ComparedFolder> = {}): ComparedFolder {
	const {sourceCount = 10, missing = 0, extra = 0} = more;
	return {
		index: 0,
		source,
		destination: source,
		sourceCount,
		destinationCount: sourceCount - missing + extra,
		destinationExists: true,
		same: sourceCount - missing,
		missing,
		extra,
		flagsDiffer: 0,
		markedRead: 0,
		datesDiffer: 0,
		...more,
	};
}

function differencePage({folder, kind, start, count}: Requests['differences']['input']): DifferencePage {
	const side = kind === 'extra' ? 'destination' : 'source';
	const messages = Array.from(
		{length: count},
		(_, place) =>
			({
				side,
				folder: String(folder),
				uidValidity: 1,
				uid: start + place + 1,
				bytes: 2345,
				internalDate: '05-Feb-2024 10:11:12 +0100',
				flags: [],
				date: '2024-02-05T09:11:12.000Z',
				from: 'Mario Rossi <mario@example.it>',
				subject: `${kind} ${start + place + 1}`,
			}) as const,
	);
	return {total: 1_000_000, messages};
}

/** What every message looks like, unless a test says otherwise. */
export const preview: MessagePreview = {
	bytes: 2345,
	headers: [
		{name: 'Received', value: 'from a by b'},
		{name: 'Subject', value: 'Planimetrie'},
		{name: 'From', value: 'Mario Rossi <mario@example.it>'},
	],
	text: 'Gentile cliente,\n\nin allegato.',
	isTextCut: false,
	attachments: [{name: 'piano.pdf', type: 'application/pdf', bytes: 41_000_000}],
	isPartial: false,
};

/** A run as the list shows it. */
export function runSummary(run: string, more: Partial<RunSummary> = {}): RunSummary {
	const account = {
		host: 'imaps.pec.aruba.it',
		port: 993,
		security: 'tls',
		user: 'mario.rossi@pec.example.it',
	} as const;
	return {
		run,
		state: 'done',
		live: false,
		started: Date.UTC(2026, 10, 22, 9, 41),
		changed: Date.UTC(2026, 10, 22, 9, 52),
		from: account,
		to: {...account, host: 'mbox.cert.legalmail.it'},
		folders: 8,
		messages: 7874,
		copied: 7874,
		bytes: 1_190_000_000,
		verify: 'full',
		...more,
	};
}
