import {type Account, accountKey} from '../accounts/account.ts';
import {Journal, type JournalWatcher} from '../journal/journal.ts';
import {type Lock, lockNames, takeLock} from '../journal/lock.ts';
import type {RunRecord} from '../journal/records.ts';
import {newRunId} from '../journal/runs.ts';
import {Problem, type ProblemCode, type ProblemData, type Side} from '../problem.ts';
import {ImapStore} from '../stores/imap/imap-store.ts';
import type {StoreInfo, WritableStore} from '../stores/store.ts';
import {compareAccounts} from './comparing.ts';
import {Control, Stopped} from './control.ts';
import {copy} from './copy.ts';
import type {EngineEvent, Finished} from './events.ts';
import type {Mapping} from './mapping.ts';
import type {Plan, Verify} from './plan.ts';
import {type Draft, makePlan, stagingName, toCopy} from './planning.ts';
import {resultOf} from './results.ts';
import {Progress} from './run-context.ts';
import {undo} from './undo.ts';

/** One side, with what it takes to connect it again. The password lives here, in memory, and nowhere else. */
interface Connection {
	readonly account: Account;
	readonly password: string;
	store: WritableStore;
}

/** How a run deals with a line that drops, in milliseconds. */
export interface Patience {
	/** The pauses before one try after the other; the last is repeated. */
	readonly pauses: readonly number[];
	/** How long to go on trying since something last worked. */
	readonly total: number;
}

const defaultPatience: Patience = {pauses: [1000, 2000, 5000, 15_000, 30_000, 60_000], total: 15 * 60_000};

/** What passes by itself: worth another try. A refused login is not among them. */
const passing: ReadonlySet<ProblemCode> = new Set([
	'connection-lost',
	'connection-refused',
	'unreachable',
	'host-not-found',
	'login-unavailable',
]);

/** A staging folder that somebody meddled with is looked at anew, and what is missing in it copied again. */
function mayPass({code, params}: ProblemData, journal: Journal): boolean {
	return passing.has(code) || (code === 'folder-changed' && params?.folder === journal.record().staging);
}

/** What an engine is told at its start, for tests. */
export interface SessionOptions {
	readonly watch?: JournalWatcher;
	readonly patience?: Patience;
}

/**
 * The engine: connects both sides, plans, copies, resumes, undoes, compares. One thing at a time; what it
 * does it tells as events.
 */
export class Session {
	readonly #tell: (event: EngineEvent) => void;
	readonly #options: SessionOptions;
	readonly #connections = new Map<Side, Connection>();
	#control = new Control();
	#draft: Draft | undefined;

	constructor(tell: (event: EngineEvent) => void, options: SessionOptions = {}) {
		this.#tell = tell;
		this.#options = options;
	}

	/** Logs in and lists. @throws {Problem} */
	async connect(side: Side, account: Account, password: string): Promise<StoreInfo> {
		const known = this.#connections.get(side);
		this.#connections.delete(side);
		await known?.store.close();
		this.#draft = undefined;
		const store = await ImapStore.connect(side, account, password);
		this.#connections.set(side, {account, password, store});
		this.#tell({
			event: 'connected',
			side,
			...(store.info.server === undefined ? {} : {server: store.info.server}),
		});
		return store.info;
	}

	/** Compares both sides for the mappings. Writes nothing. @throws {Problem} */
	async plan(mappings: readonly Mapping[], verify: Verify): Promise<Plan> {
		this.#control = new Control();
		const draft = await this.#withFreshConnections(['source', 'destination'], async () => {
			const source = this.#connected('source');
			const destination = this.#connected('destination');
			if (accountKey(source.account) === accountKey(destination.account))
				throw new Problem({code: 'same-mailbox'});
			const sides = {
				from: source.account,
				to: destination.account,
				source: source.store,
				destination: destination.store,
			};
			return makePlan(sides, mappings, verify, this.#control, this.#tell);
		});
		this.#draft = draft;
		return draft.plan;
	}

	/** Executes the last plan. Everything that happens to the run is in what it answers. @throws {Problem} before anything is written */
	async copy(): Promise<Finished> {
		const draft = this.#draft;
		if (!draft) throw new Error('copy without a plan');
		this.#draft = undefined;
		const source = this.#connected('source');
		const destination = this.#connected('destination');
		this.#refuseOverQuota(draft);
		const run = newRunId();
		const locks = this.#lock(run, destination.account);
		try {
			const journal = Journal.create(
				{
					run,
					from: source.account,
					to: destination.account,
					verify: draft.plan.verify,
					staging: stagingName(run, destination.store),
					folders: draft.folders.map(folder => ({
						source: folder.mapping.source.name,
						sourceValidity: folder.sourceValidity,
						sourceCount: folder.messages.length,
						...(folder.mapping.source.role && folder.mapping.reason !== 'into'
							? {sourceRole: folder.mapping.source.role}
							: {}),
						sourceSubscribed: folder.mapping.source.subscribed,
						destination: folder.mapping.target.name,
						...(folder.destinationValidity === undefined
							? {}
							: {destinationValidity: folder.destinationValidity}),
						destinationBefore: folder.destinationCount,
						messages: folder.messages.map(message => {
							const there = folder.present.get(message.uid);
							return {
								sourceUid: message.uid,
								bytes: message.bytes,
								flags: message.flags,
								internalDate: message.internalDate,
								state: there === undefined ? 'planned' : 'present',
								...(there === undefined ? {} : {destinationUid: there}),
							} as const;
						}),
					})),
					// Told again, with the file that keeps the message, when the run comes to it.
					findings: draft.plan.findings.filter(finding => finding.kind !== 'too-large'),
				},
				this.#options.watch,
			);
			this.#tell({
				event: 'started',
				run,
				action: 'copy',
				folders: draft.folders.length,
				messages: draft.folders.reduce((sum, folder) => sum + toCopy(folder).length, 0),
				bytes: draft.plan.bytes,
			});
			return await this.#finishCopy(journal);
		} finally {
			for (const lock of locks) lock.release();
		}
	}

	/** Finishes a run that was interrupted. @throws {Problem} where it can't begin */
	async resume(run: string): Promise<Finished> {
		const {journal, locks} = this.#reopen(run, ['source', 'destination']);
		try {
			const record = journal.record();
			if (record.state === 'undone' || record.state === 'undoing') {
				throw new Problem({code: 'usage', params: {why: 'run-undone', run}});
			}

			this.#started(journal, 'resume');
			return await this.#finishCopy(journal);
		} finally {
			journal.close();
			for (const lock of locks) lock.release();
		}
	}

	/** Takes out of the destination what a run put in. @throws {Problem} where it can't begin */
	async undo(run: string, keepInTrash: boolean): Promise<Finished> {
		const {journal, locks} = this.#reopen(run, ['destination']);
		try {
			this.#started(journal, 'undo');
			journal.setState('undoing');
			return await this.#persist(journal, ['destination'], 'undone', async record => {
				const {store} = this.#connected('destination');
				await undo({
					journal,
					record,
					control: this.#control,
					progress: new Progress(this.#tell),
					tell: this.#tell,
					destination: store,
					keepInTrash,
				});
			});
		} finally {
			journal.close();
			for (const lock of locks) lock.release();
		}
	}

	/** Compares two accounts, whoever copied. Writes nothing. @throws {Problem} */
	async compare(mappings: readonly Mapping[], deep: boolean, allowExtra: boolean): Promise<Finished> {
		this.#control = new Control();
		return this.#withFreshConnections(['source', 'destination'], async () => {
			const sides = {
				source: this.#connected('source').store,
				destination: this.#connected('destination').store,
			};
			return compareAccounts(sides, mappings, {deep, allowExtra}, this.#control, this.#tell);
		});
	}

	pause(): void {
		this.#control.pause();
		this.#tell({event: 'paused'});
	}

	continue(): void {
		this.#control.continue();
		this.#tell({event: 'continued'});
	}

	stop(): void {
		this.#control.stop();
	}

	/** Logs out of both sides. */
	async close(): Promise<void> {
		await Promise.all([...this.#connections.values()].map(async ({store}) => store.close()));
		this.#connections.clear();
	}

	async #finishCopy(journal: Journal): Promise<Finished> {
		try {
			journal.setState('running');
			return await this.#persist(journal, ['source', 'destination'], 'done', async record => {
				await copy({
					journal,
					record,
					control: this.#control,
					progress: new Progress(this.#tell),
					tell: this.#tell,
					source: this.#connected('source').store,
					destination: this.#connected('destination').store,
				});
			});
		} finally {
			journal.close();
		}
	}

	/**
	 * Does the work until it is done: what passes by itself is tried again after a pause, from what the journal
	 * says. Ends with a state, whatever happens.
	 */
	async #persist(
		journal: Journal,
		sides: readonly Side[],
		success: 'done' | 'undone',
		work: (record: RunRecord) => Promise<void>,
	): Promise<Finished> {
		this.#control = new Control();
		const {pauses, total} = this.#options.patience ?? defaultPatience;
		let attempt = 0;
		let lastGood = Date.now();
		let before = '';
		for (;;) {
			try {
				await this.#reconnect(sides);
				await work(journal.record());
				return this.#finished(journal, success);
			} catch (error) {
				if (error instanceof Stopped) return this.#interrupted(journal);
				if (!(error instanceof Problem)) throw this.#broken(journal, error);
				const now = JSON.stringify(journal.folders().map(folder => journal.tally(folder.id)));
				if (now !== before) {
					before = now;
					attempt = 0;
					lastGood = Date.now();
				}

				if (!mayPass(error.data, journal) || Date.now() - lastGood > total)
					return this.#failed(journal, error);
				const waitMs = pauses[Math.min(attempt, pauses.length - 1)] ?? 0;
				attempt++;
				// Jitter, so that many engines don't knock at one door at once.
				const wait = Math.round(waitMs * (0.75 + Math.random() / 2));
				this.#tell({event: 'retry', problem: error.data, waitMs: wait, attempt});
				try {
					await this.#control.wait(wait);
				} catch {
					return this.#interrupted(journal);
				}
			}
		}
	}

	#finished(journal: Journal, success: 'done' | 'undone'): Finished {
		const result = resultOf(journal, success);
		const differs =
			success === 'done' &&
			(result.skipped > 0 || result.findings.some(finding => finding.severity === 'difference'));
		const state = differs ? 'differences' : success;
		journal.setState(state);
		return this.#end({...result, state});
	}

	#interrupted(journal: Journal): Finished {
		journal.setState('interrupted');
		return this.#end(resultOf(journal, 'interrupted'));
	}

	#failed(journal: Journal, problem: Problem): Finished {
		// The journal itself may be what failed; then the run is left as killed, which a new start mends.
		try {
			journal.setState('failed', problem.data);
		} catch (error) {
			if (!(error instanceof Problem)) throw error;
		}

		return this.#end(resultOf(journal, 'failed', problem.data));
	}

	#broken(journal: Journal, error: unknown): unknown {
		journal.setState('interrupted');
		return error;
	}

	#end(finished: Finished): Finished {
		this.#tell(finished);
		return finished;
	}

	#started(journal: Journal, action: 'resume' | 'undo'): void {
		const folders = journal.folders();
		const tallies = folders.map(folder => journal.tally(folder.id));
		const states =
			action === 'undo'
				? (['placed'] as const)
				: (['planned', 'staging', 'staged', 'verified', 'promoting', 'placed'] as const);
		const sum = (what: 'count' | 'bytes') =>
			tallies.reduce(
				(total, tally) => total + states.reduce((part, state) => part + (tally[state]?.[what] ?? 0), 0),
				0,
			);
		this.#tell({
			event: 'started',
			run: journal.record().run,
			action,
			folders: folders.length,
			messages: sum('count'),
			bytes: sum('bytes'),
		});
	}

	#reopen(run: string, sides: readonly Side[]): {journal: Journal; locks: Lock[]} {
		const journal = Journal.open(run, this.#options.watch);
		try {
			const record = journal.record();
			for (const side of sides) {
				const wanted = side === 'source' ? record.from : record.to;
				if (accountKey(this.#connected(side).account) !== accountKey(wanted)) {
					throw new Problem({
						code: 'usage',
						side,
						params: {why: 'other-account', account: accountKey(wanted)},
					});
				}
			}

			return {journal, locks: this.#lock(run, record.to)};
		} catch (error) {
			journal.close();
			throw error;
		}
	}

	/** One engine a run, and one run at a time into a destination. */
	#lock(run: string, destination: Account): Lock[] {
		const ofRun = takeLock(lockNames.run(run));
		if (!ofRun) throw new Problem({code: 'run-busy', params: {run}});
		const ofDestination = takeLock(lockNames.destination(accountKey(destination)));
		if (ofDestination) return [ofRun, ofDestination];
		ofRun.release();
		throw new Problem({
			code: 'destination-busy',
			side: 'destination',
			params: {account: accountKey(destination)},
		});
	}

	#refuseOverQuota({plan}: Draft): void {
		const {freeBytes, freeMessages, bytes, messages} = plan;
		if (freeBytes !== undefined && bytes > freeBytes) {
			throw new Problem({code: 'over-quota', side: 'destination', params: {needed: bytes, free: freeBytes}});
		}

		if (freeMessages !== undefined && messages > freeMessages) {
			throw new Problem({
				code: 'over-quota',
				side: 'destination',
				params: {neededMessages: messages, freeMessages},
			});
		}
	}

	#connected(side: Side): Connection {
		const connection = this.#connections.get(side);
		if (!connection) throw new Error(`${side} is not connected`);
		return connection;
	}

	/** Connects the sides again whose connection has ended. */
	async #reconnect(sides: readonly Side[]): Promise<void> {
		for (const side of sides) {
			const connection = this.#connected(side);
			if (!connection.store.closed) continue;
			connection.store = await ImapStore.connect(side, connection.account, connection.password);
			this.#tell({event: 'connected', side});
		}
	}

	/** A server ends connections that were idle while somebody was thinking: then the work begins anew, once. */
	async #withFreshConnections<T>(sides: readonly Side[], work: () => Promise<T>): Promise<T> {
		await this.#reconnect(sides);
		try {
			return await work();
		} catch (error) {
			if (!(error instanceof Problem) || error.data.code !== 'connection-lost') throw error;
			await this.#reconnect(sides);
			return work();
		}
	}
}
