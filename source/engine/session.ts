import {type Account, accountKey, type FilesAccount, isSameMailbox} from '../accounts/account.ts';
import {limitsOf, usualConnections} from '../accounts/providers.ts';
import type {Secrets} from '../accounts/secrets.ts';
import {looksCertified} from '../certified/mailbox.ts';
import {requireOpenssl} from '../certified/openssl.ts';
import type {NewRun} from '../journal/creating.ts';
import {Journal} from '../journal/journal.ts';
import type {JournalWatcher} from '../journal/journal-file.ts';
import {MarkedRead, unfinishedRun} from '../journal/runs.ts';
import {previewOf} from '../preview/preview.ts';
import {Problem, type Side} from '../problem.ts';
import type {Labels} from '../stores/labels.ts';
import type {StoreInfo} from '../stores/store.ts';
import {withAcceptableNames} from './acceptable-names.ts';
import {backupMappings} from './backing-up.ts';
import type {CheckedFolder} from './checked.ts';
import {type FolderAsked, FolderCheck} from './checking.ts';
import {type Compared, compareAccounts, type Stores} from './comparing.ts';
import type {Comparison, DifferencePage, MessagePreview} from './comparison.ts';
import {Connections} from './connections.ts';
import {Control, Stopped} from './control.ts';
import {copy} from './copy.ts';
import {differencePage, type PageAsked, sideOf} from './differences.ts';
import type {Draft} from './draft.ts';
import type {EngineEvent, Finished} from './events.ts';
import {Lanes} from './lanes.ts';
import type {Mapping} from './mapping.ts';
import {newRun} from './new-run.ts';
import {Pace} from './pace.ts';
import {defaultPatience, type Patience, persist} from './persisting.ts';
import type {Plan, Verify} from './plan.ts';
import {makePlan} from './planning.ts';
import {Progress, type RunContext} from './run-context.ts';
import {takeLocks} from './run-locks.ts';
import {withSecondCopies} from './second-copies.ts';
import {startedOf} from './started.ts';
import {refuseInexactUndo, undo} from './undo.ts';

const both: readonly Side[] = ['source', 'destination'];

/** A message of one side, under the UIDVALIDITY that its UID was told with. */
export interface MessageAsked {
	readonly side: Side;
	readonly folder: string;
	readonly uidValidity: number;
	readonly uid: number;
}

/** What may differ from one engine to the other. */
export interface SessionOptions {
	/** Told of every write into a journal. */
	readonly watch?: JournalWatcher;
	readonly patience?: Patience;
	/** Milliseconds without a byte from a server that owes an answer, after which the line counts as dead. */
	readonly silence?: number;
	/** Milliseconds that a stop waits for a safe point before it cuts the connections; 15 s unless told. */
	readonly stopPatience?: number;
	/** Milliseconds over which it is measured whether one more connection makes a copy faster. */
	readonly look?: number;
	/** Told of a run when it is this engine's alone; what it answers is called before the run is let go. */
	readonly onHold?: (run: string) => () => void;
}

/** What may differ from one plan to the next. */
export interface PlanOptions {
	/** What the last comparison has found on both sides is there already, and not read again. */
	readonly asCompared?: boolean | undefined;
	/** What becomes of a message under several labels, where the source's folders are labels; `each` where absent. */
	readonly labels?: Labels | undefined;
}

/** Something under way that can be held and stopped. */
interface Work {
	readonly control: Control;
	/** Cuts the connections where a stop takes too long. */
	overdue?: NodeJS.Timeout;
}

/**
 * The engine: connects both sides, plans, copies, resumes, undoes, compares. One thing at a time; what it
 * does it tells as events.
 */
export class Session {
	readonly #tell: (event: EngineEvent) => void;
	readonly #options: SessionOptions;
	readonly #connections: Connections;
	#work: Work | undefined;
	#preview = new Control();
	#draft: Draft | undefined;
	#compared: Compared | undefined;
	#journal: Journal | undefined;
	/** A backup under way: what is asked of this session meanwhile is asked of that one. */
	#backup: Session | undefined;

	constructor(
		tell: (event: EngineEvent) => void,
		options: SessionOptions = {},
		connections: Connections = new Connections(options.silence),
	) {
		this.#tell = tell;
		this.#options = options;
		this.#connections = connections;
	}

	/** Logs in and lists. @throws {Problem} */
	async connect(side: Side, account: Account, password: string, secrets: Secrets = {}): Promise<StoreInfo> {
		this.#draft = undefined;
		this.#compared = undefined;
		const info = await this.#connections.connect(side, account, password, secrets, told =>
			this.#tell({event: 'unpacking', side, ...told}),
		);
		this.#tell({event: 'connected', side, ...(info.server === undefined ? {} : {server: info.server})});
		return {...info, folders: withSecondCopies(account, info.folders)};
	}

	/**
	 * Compares both sides for the mappings. Writes nothing.
	 *
	 * @throws {Problem}
	 */
	async plan(
		mappings: readonly Mapping[],
		verify: Verify,
		{asCompared = false, labels = 'each'}: PlanOptions = {},
	): Promise<Plan> {
		const compared = asCompared ? this.#compared : undefined;
		// The one before takes memory; and it is not what was asked for last, where this one fails.
		this.#draft = undefined;
		this.#draft = await this.#reading(both, async control => {
			const {account: from, store: source} = this.#connections.get('source');
			const {account: to, store: destination} = this.#connections.get('destination');
			if (isSameMailbox(from, to)) throw new Problem({code: 'same-mailbox'});
			const how = {verify, labels, compared, kinds: this.#areCertified()};
			return makePlan({from, to, source, destination}, mappings, how, control, this.#tell);
		});
		return this.#draft.plan;
	}

	/**
	 * Executes the last plan. What happens to the run is in what it answers.
	 *
	 * @param patience milliseconds to go on trying since something last worked
	 * @param markRead what it copies arrives read, whatever it is at the source
	 * @throws {Problem} before anything is written
	 */
	async copy(patience?: number, markRead = false): Promise<Finished> {
		const draft = this.#draft;
		if (!draft) throw new Error('copy without a plan');
		this.#draft = undefined;
		const destination = this.#connections.get('destination');
		let init: NewRun | undefined = newRun(draft, this.#connections.get('source'), destination, markRead);
		return this.#holding(init.run, destination.account, () => {
			if (!init) throw new Error('a run is begun once');
			const journal = Journal.create(init, this.#options.watch);
			// It may know a million messages, and what is in the journal need not be in memory.
			init = undefined;
			return this.#copy(journal, 'copy', patience);
		});
	}

	/** Finishes a run that was interrupted. @throws {Problem} where it can't begin */
	async resume(run: string, patience?: number): Promise<Finished> {
		return this.#reopen(run, both, async journal => {
			const {state} = journal.record();
			if (state === 'undone' || state === 'undoing') {
				throw new Problem({code: 'usage', params: {why: 'run-undone', run}});
			}

			return this.#copy(journal, 'resume', patience);
		});
	}

	/** Takes out of the destination what a run put in. @throws {Problem} where it can't begin */
	async undo(run: string, keepInTrash: boolean, patience?: number): Promise<Finished> {
		return this.#reopen(run, ['destination'], async journal => {
			// Before the run counts as one that is being undone, and can't be resumed any more.
			refuseInexactUndo(journal, this.#connections.get('destination').store);
			this.#tell(startedOf(journal, 'undo', ['placed']));
			return this.#persist(journal, 'undo', patience, async context => {
				await this.#connections.renew(['destination']);
				await context.control.gate();
				const {store: destination} = this.#connections.get('destination');
				await undo({...context, destination, keepInTrash});
			});
		});
	}

	/**
	 * Copies all that the destination holds into files, as a run of its own whose source it is. One into the same files
	 * that was stopped is finished before: what it has staged is part of it. The last plan stays as it is.
	 *
	 * @throws {Problem} before anything is written
	 * @throws {Stopped}
	 */
	async backup(files: FilesAccount, patience?: number): Promise<Finished> {
		const side = 'destination';
		if (isSameMailbox(files, this.#connections.get('source').account))
			throw new Problem({code: 'same-mailbox'});
		try {
			const stopped = unfinishedRun(this.#connections.get(side).account, files);
			if (stopped !== undefined) {
				const finished = await this.#intoFiles(files, backup => backup.resume(stopped, patience));
				if (finished.state !== 'done') return finished;
			}

			// After one that was finished, what has come since.
			return await this.#intoFiles(files, async (backup, connections) => {
				const {store: source} = connections.get('source');
				const mappings = backupMappings(source.info, connections.get('destination').store.info);
				await backup.plan(mappings, 'full');
				return backup.copy(patience);
			});
		} catch (error) {
			if (!(error instanceof Problem)) throw error;
			// Nobody but this session has taken the destination for a source.
			const {side: told, ...data} = error.data;
			throw new Problem(told === 'source' ? {...data, side} : data, error);
		}
	}

	/** Has another session work from the destination into files, and closes it. */
	async #intoFiles(
		files: FilesAccount,
		work: (backup: Session, connections: Connections) => Promise<Finished>,
	): Promise<Finished> {
		const connections = await this.#connections.intoFiles('destination', files);
		const backup = new Session(this.#tell, this.#options, connections);
		this.#backup = backup;
		try {
			return await work(backup, connections);
		} finally {
			this.#backup = undefined;
			await backup.close();
		}
	}

	/** Compares two accounts, whoever copied; what differs is kept until the next comparison. Writes nothing. @throws {Problem} */
	async compare(mappings: readonly Mapping[], deep: boolean, labels?: Labels): Promise<Comparison> {
		this.#compared = undefined;
		this.#compared = await this.#reading(both, async control => {
			const {account: from, store: source} = this.#connections.get('source');
			const {account: to, store: destination} = this.#connections.get('destination');
			// The folders that a copy would have made.
			const named = await withAcceptableNames(destination, mappings);
			return compareAccounts(
				{source, destination},
				named,
				{deep, labels, kinds: this.#areCertified(), marked: MarkedRead.load(from, to)},
				control,
				this.#tell,
			);
		});
		return this.#compared.comparison;
	}

	/** A part of what the last comparison has found. @throws {Problem} `comparison-outdated`, see `differencePage` */
	async differences(asked: PageAsked): Promise<DifferencePage> {
		const compared = this.#compared;
		if (!compared) throw new Problem({code: 'comparison-outdated'});
		return outdated(
			this.#reading([sideOf(asked.kind)], () => differencePage(compared, this.#stores(), asked)),
		);
	}

	/**
	 * A message as a person reads it; nothing changes on its side. One at a time: who asks for the next does not
	 * wait for the last.
	 *
	 * @throws {Problem} `comparison-outdated`, `message-gone`, `folder-gone`, `connection-lost`
	 * @throws {Stopped}
	 */
	async message({side, folder, uidValidity, uid}: MessageAsked): Promise<MessagePreview> {
		this.#preview.stop();
		const control = new Control();
		this.#preview = control;
		return outdated(
			this.#connections.withFresh([side], control, async () =>
				previewOf(gated(this.#connections.get(side).store.pieces(folder, uidValidity, uid), control)),
			),
		);
	}

	/**
	 * Checks the signatures of a folder of one side; nothing changes there.
	 *
	 * @throws {Problem} `openssl-missing`, `folder-gone`, `folder-changed`, `connection-lost`
	 * @throws {Stopped}
	 */
	async signatures(side: Side, asked: FolderAsked): Promise<CheckedFolder> {
		// Before anything is read that could not be checked then.
		await requireOpenssl();
		const check = new FolderCheck(side, asked, this.#tell);
		return this.#reading([side], control => check.run(this.#connections.get(side).store, control));
	}

	/** Holds at the next safe point. */
	pause(): void {
		this.#backup?.pause();
		const control = this.#work?.control;
		if (!control || control.stopped || control.paused) return;
		control.pause();
		if (this.#journal?.record().state === 'running') this.#journal.setState('paused');
		this.#tell({event: 'paused'});
	}

	continue(): void {
		this.#backup?.continue();
		const control = this.#work?.control;
		if (!control?.paused) return;
		if (this.#journal?.record().state === 'paused') this.#journal.setState('running');
		control.continue();
		this.#tell({event: 'continued'});
	}

	/**
	 * Ends what is under way at the next safe point, so that it can be resumed. Where a server keeps it from one
	 * for too long, the connections are cut: the journal makes that as good a place to go on from.
	 */
	stop(): void {
		this.#backup?.stop();
		this.#preview.stop();
		const work = this.#work;
		if (!work) this.#connections.giveUp();
		if (!work || work.control.stopped) return;
		work.control.stop();
		work.overdue = setTimeout(() => this.#connections.cut(), this.#options.stopPatience ?? 15_000);
		this.#tell({event: 'stopping'});
	}

	/** Logs out of both sides. */
	async close(): Promise<void> {
		await this.#connections.close();
	}

	/** Whether one of the two looks as if it had certified mail. */
	#areCertified(): boolean {
		return both.some(side => looksCertified(this.#connections.get(side).account));
	}

	#stores(): Stores {
		const {store: source} = this.#connections.get('source');
		const {store: destination} = this.#connections.get('destination');
		return {source, destination};
	}

	async #copy(journal: Journal, action: 'copy' | 'resume', patience: number | undefined): Promise<Finished> {
		const {account: from} = this.#connections.get('source');
		const {account: to} = this.#connections.get('destination');
		const limits = {source: limitsOf('source', from), destination: limitsOf('destination', to)};
		const pace = new Pace(from, to, journal.record().run, waitMs =>
			this.#tell({event: 'pacing', waitMs, at: Date.now()}),
		);
		const lanes = new Lanes(
			Math.min(...both.map(side => limits[side].connections ?? usualConnections)),
			async signal => this.#connections.lane(signal),
			count => this.#tell({event: 'connections', count}),
			this.#options.look,
		);
		this.#tell(
			startedOf(journal, action, ['planned', 'staging', 'staged', 'verified', 'promoting', 'placed'], limits),
		);
		return this.#persist(journal, 'copy', patience, async context => {
			await this.#connections.renew(both);
			await context.control.gate();
			const {store: source} = this.#connections.get('source');
			const {store: destination} = this.#connections.get('destination');
			await copy({...context, source, destination, pace, lanes});
		});
	}

	async #persist(
		journal: Journal,
		action: 'copy' | 'undo',
		patience: number | undefined,
		work: (context: RunContext) => Promise<void>,
	): Promise<Finished> {
		this.#journal = journal;
		const tell = this.#tell;
		try {
			return await this.#controlled(control =>
				persist({
					journal,
					action,
					control,
					tell,
					patience: {
						...(this.#options.patience ?? defaultPatience),
						...(patience === undefined ? {} : {total: patience}),
					},
					work: async record => {
						const progress = new Progress(tell);
						try {
							await work({journal, record, control, tell, progress});
						} catch (error) {
							// A server that can't at the moment gets its peace, and some answer nothing else on that connection.
							if (error instanceof Problem && error.data.code === 'not-now')
								await this.#connections.leave(error.data.side);
							throw error;
						} finally {
							// Nothing comes after the end.
							progress.flush();
						}
					},
				}),
			);
		} finally {
			this.#journal = undefined;
			journal.close();
		}
	}

	/** Does what only reads these sides. @throws {Problem} @throws {Stopped} */
	async #reading<T>(sides: readonly Side[], work: (control: Control) => Promise<T>): Promise<T> {
		return this.#controlled(async control => {
			try {
				return await this.#connections.withFresh(sides, control, () => work(control));
			} catch (error) {
				// What a stop has cut off is nobody's fault.
				if (control.stopped && error instanceof Problem) throw new Stopped();
				throw error;
			}
		});
	}

	/** Does something that can be held and stopped from outside while it lasts. */
	async #controlled<T>(does: (control: Control) => Promise<T>): Promise<T> {
		const work: Work = {control: new Control()};
		this.#work = work;
		try {
			return await does(work.control);
		} finally {
			clearTimeout(work.overdue);
			if (this.#work === work) this.#work = undefined;
		}
	}

	/** Does something with a run, and at a destination, that is this engine's alone while it lasts. @throws {Problem} */
	async #holding<T>(run: string, destination: Account, work: () => Promise<T>): Promise<T> {
		const locks = takeLocks(run, destination);
		const letGo = this.#options.onHold?.(run);
		try {
			return await work();
		} finally {
			letGo?.();
			for (const lock of locks) lock.release();
		}
	}

	/** Opens the journal of an earlier run, for the accounts that it belongs to. */
	async #reopen(
		run: string,
		sides: readonly Side[],
		work: (journal: Journal) => Promise<Finished>,
	): Promise<Finished> {
		const journal = Journal.open(run, this.#options.watch);
		try {
			const {from, to} = journal.record();
			for (const side of sides) {
				const wanted = accountKey(side === 'source' ? from : to);
				if (accountKey(this.#connections.get(side).account) === wanted) continue;
				throw new Problem({code: 'usage', side, params: {why: 'other-account', account: wanted}});
			}

			return await this.#holding(run, to, () => work(journal));
		} finally {
			journal.close();
		}
	}
}

/** A folder that was replaced since makes a comparison worth nothing: that is what a person has to know. */
async function outdated<T>(work: Promise<T>): Promise<T> {
	try {
		return await work;
	} catch (error) {
		if (!(error instanceof Problem) || error.data.code !== 'folder-changed') throw error;
		throw new Problem({...error.data, code: 'comparison-outdated'}, error);
	}
}

/** Goes on only while nobody has asked to stop. @throws {Stopped} */
async function* gated<T>(items: AsyncIterable<T>, control: Control): AsyncGenerator<T, void, void> {
	for await (const item of items) {
		await control.gate();
		yield item;
	}
}
