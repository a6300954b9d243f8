import {type Account, accountKey} from '../accounts/account.ts';
import type {EngineEvent, Finished} from '../engine/events.ts';
import type {EngineClient, RunSummary} from '../host/protocol.ts';
import {Problem, type ProblemData, type Side} from '../problem.ts';
import {accountOf, faultOf, sidesToConnect} from './screens/connect/connect-state.ts';
import {selectedMappings, startFolders} from './screens/folders/folders-state.ts';
import {startProgress} from './screens/progress/progress-state.ts';
import {brokenResult, oldResult, startResult, undoNumbers} from './screens/result/result-state.ts';
import type {SavedAccounts, Services} from './services.ts';
import type {NoticeData, Purpose, UiAction, UiState} from './state.ts';
import type {Store} from './store.ts';

/** What an error is to a person: the problem that it carries, or the end of the engine. */
function problemOf(error: unknown): ProblemData {
	if (error instanceof Problem) return error.data;
	return {code: 'engine-died', params: {message: error instanceof Error ? error.message : String(error)}};
}

/** How the program is left. */
export interface Leaving {
	/** A run goes on in its own process. */
	readonly detached: boolean;
}

/** Everything that takes time: what screens ask for, and the engine and the journal answer. */
export type Tasks = ReturnType<typeof createTasks>;

/**
 * @param leave Ends the terminal UI.
 */
export function createTasks(
	store: Store<UiState, UiAction>,
	services: Services,
	leave: (how: Leaving) => void,
) {
	let engine: Promise<EngineClient> | undefined;
	let planning = 0;
	let leaveWhenDone = false;

	const notice = (data: NoticeData) => store.dispatch({to: 'notice', notice: data});
	const fold = (event: EngineEvent) => {
		if (event.event === 'planning') {
			const {done, of, folder} = event;
			store.dispatch({to: 'review', action: {type: 'planning', done, of, folder}}, 'paced');
		} else if (event.event !== 'finished') {
			store.dispatch({to: 'progress', action: {type: 'event', event, at: services.now()}}, 'paced');
		}
	};
	const client = () => {
		engine ??= services.startEngine().then(started => {
			started.onEvent(fold);
			return started;
		});
		engine.catch(() => {
			engine = undefined;
		});
		return engine;
	};
	/** An engine that died takes both connections with it. */
	const failed = (error: unknown): ProblemData => {
		const problem = problemOf(error);
		if (problem.code === 'engine-died') {
			engine = undefined;
			store.dispatch({to: 'connect', action: {type: 'disconnected'}});
		}
		return problem;
	};

	async function connect(side: Side): Promise<boolean> {
		const form = store.get().connect.forms[side];
		const fault = faultOf(form);
		const account = accountOf(form);
		if (fault !== undefined || !('host' in account)) {
			notice(
				fault !== undefined && 'missing' in fault
					? {say: 'missing', side, field: fault.missing}
					: {say: 'bad-port', side},
			);
			return false;
		}
		store.dispatch({to: 'connect', action: {type: 'connecting', side}});
		try {
			const info = await (await client()).request('connect', {side, account, password: form.password});
			store.dispatch({to: 'connect', action: {type: 'connected', side, info, account}});
			return true;
		} catch (error) {
			store.dispatch({to: 'connect', action: {type: 'failed', side, problem: failed(error)}});
			return false;
		}
	}

	/** Logs in the side of the cursor, and the other where it is complete. */
	function connectAll(): void {
		const wanted = sidesToConnect(store.get().connect);
		for (const side of wanted) void connect(side);
	}

	/** Logs in again with what is known, for a run that goes on or is taken back; on a failure the person is back at Connect. */
	async function reconnect(sides: readonly Side[]): Promise<boolean> {
		const answers = await Promise.all(sides.map(connect));
		return answers.every(Boolean);
	}

	function knowsPasswords(sides: readonly Side[]): boolean {
		return sides.every(side => faultOf(store.get().connect.forms[side]) === undefined);
	}

	/** Both are connected: on to what they were connected for. */
	function proceed(): void {
		const {connect: state, purpose} = store.get();
		const {source, destination} = state.status;
		if (purpose.kind === 'undo') {
			void askUndo(purpose.run.run);
			return;
		}
		if (source.kind !== 'connected' || destination.kind !== 'connected') return;
		if (accountKey(source.account) === accountKey(destination.account)) {
			notice({say: 'problem', problem: {code: 'same-mailbox'}});
			return;
		}
		if (purpose.kind === 'resume') {
			void run('resume', purpose.run.run, engineNow => engineNow.request('resume', {run: purpose.run.run}));
			return;
		}
		store.dispatch({
			to: 'folders-opened',
			folders: startFolders(source.info, destination.info, source.account.user),
		});
	}

	/** Compares both sides for the mappings that are selected. @returns Whether there is a plan. */
	async function plan(): Promise<boolean> {
		const {folders, review} = store.get();
		if (folders === undefined) return false;
		const mine = ++planning;
		store.dispatch({to: 'review', action: {type: 'plan-asked'}});
		store.dispatch({to: 'screen', screen: 'review'});
		try {
			const made = await (await client()).request('plan', {
				mappings: selectedMappings(folders),
				verify: review.verify,
			});
			if (mine !== planning) return false;
			store.dispatch({to: 'review', action: {type: 'planned', plan: made}});
			return true;
		} catch (error) {
			const problem = failed(error);
			if (mine === planning) store.dispatch({to: 'review', action: {type: 'failed', problem}});
			return false;
		}
	}

	/** Executes the plan. Where the verification was changed since, the engine gets a new plan first. */
	async function copy(): Promise<void> {
		const before = store.get().review;
		if (before.kind !== 'planned') return;
		if (before.verify !== before.plan.verify) {
			if (!(await plan())) return;
			const after = store.get().review;
			// The numbers that were confirmed are no longer those of the plan: show it again.
			if (
				after.kind !== 'planned' ||
				after.plan.messages !== before.plan.messages ||
				after.plan.bytes !== before.plan.bytes
			)
				return;
		}
		await run('copy', undefined, engineNow => engineNow.request('copy', {}));
	}

	/** Runs a copy, a resume or an undo to its end and shows it. */
	async function run(
		action: 'copy' | 'resume' | 'undo',
		name: string | undefined,
		work: (engineNow: EngineClient) => Promise<Finished>,
	): Promise<void> {
		store.dispatch({to: 'progress-opened', progress: startProgress(action, services.now())});
		try {
			const finished = await work(await client());
			store.dispatch({to: 'result-opened', result: startResult(finished, services.now())});
			void report(finished.run);
		} catch (error) {
			const problem = failed(error);
			const known = store.get().progress?.run ?? name;
			if (known === undefined) {
				store.dispatch({to: 'review', action: {type: 'failed', problem}});
				store.dispatch({to: 'screen', screen: 'review'});
			} else {
				store.dispatch({to: 'result-opened', result: brokenResult(known, problem, services.now())});
				void report(known);
			}
		}
		if (leaveWhenDone) quit();
	}

	async function report(name: string): Promise<void> {
		try {
			const path = await services.saveReport(name);
			store.dispatch({to: 'result', action: {type: 'report', report: {kind: 'saved', path}}});
		} catch (error) {
			const why = error instanceof Error ? error.message : String(error);
			store.dispatch({to: 'result', action: {type: 'report', report: {kind: 'failed', why}}});
		}
	}

	/** Opens the question before an undo, with what it will do in numbers. */
	async function askUndo(name: string): Promise<void> {
		const {result} = store.get();
		const known = result?.run === name && result.finished !== undefined && result.finished.state !== 'undone';
		try {
			const loaded = known ? undefined : await services.loadRun(name);
			const finished = known ? result?.finished : loaded?.finished;
			const numbers = undoNumbers(finished);
			const counted =
				finished === undefined && loaded !== undefined
					? {...numbers, messages: loaded.summary.copied, folders: loaded.summary.folders}
					: numbers;
			const dialog = {kind: 'undo', text: '', run: name, keepInTrash: false, ...counted} as const;
			store.dispatch({to: 'dialog', action: {type: 'opened', dialog}});
		} catch (error) {
			notice({say: 'problem', problem: failed(error)});
		}
	}

	/** Finishes or undoes a run: at once where its accounts are still known, else through Connect. */
	async function again(kind: 'resume' | 'undo', name: string): Promise<void> {
		const needs: readonly Side[] = kind === 'undo' ? ['destination'] : ['source', 'destination'];
		const {result} = store.get();
		if (result?.isOld !== true && knowsPasswords(needs)) {
			if (kind === 'undo') await askUndo(name);
			else await runAgain('resume', name, needs, engineNow => engineNow.request('resume', {run: name}));
			return;
		}
		try {
			const {summary} = await services.loadRun(name);
			connectFor({kind, run: summary});
		} catch (error) {
			notice({say: 'problem', problem: failed(error)});
		}
	}

	async function runAgain(
		action: 'resume' | 'undo',
		name: string,
		needs: readonly Side[],
		work: (engineNow: EngineClient) => Promise<Finished>,
	): Promise<void> {
		store.dispatch({to: 'progress-opened', progress: startProgress(action, services.now())});
		if (await reconnect(needs)) {
			await run(action, name, work);
			return;
		}
		const status = needs.map(side => store.get().connect.status[side]).find(one => one.kind === 'failed');
		const problem: ProblemData = status?.kind === 'failed' ? status.problem : {code: 'connection-lost'};
		store.dispatch({to: 'result-opened', result: brokenResult(name, problem, services.now())});
		void report(name);
	}

	/** To the Connect screen with the accounts of a run filled in. */
	function connectFor(purpose: Purpose, run?: RunSummary): void {
		const filled = purpose.kind === 'copy' ? run : purpose.run;
		store.dispatch({
			to: 'connect',
			action: {
				type: 'started',
				needs: purpose.kind === 'undo' ? ['destination'] : ['source', 'destination'],
				...(filled === undefined ? {} : {from: filled.from, to: filled.to}),
			},
		});
		store.dispatch({to: 'screen', screen: 'connect', purpose});
	}

	/** Plans again over folders that are listed again: only what is missing is copied then. */
	async function copySince(): Promise<void> {
		const {folders} = store.get();
		if (folders === undefined || !knowsPasswords(['source', 'destination'])) {
			store.dispatch({to: 'screen', screen: 'connect', purpose: {kind: 'copy'}});
			return;
		}
		store.dispatch({to: 'review', action: {type: 'plan-asked'}});
		store.dispatch({to: 'screen', screen: 'review', purpose: {kind: 'copy'}});
		const isConnected = await reconnect(['source', 'destination']);
		const {source, destination} = store.get().connect.status;
		if (!isConnected || source.kind !== 'connected' || destination.kind !== 'connected') {
			store.dispatch({to: 'screen', screen: 'connect'});
			return;
		}
		store.dispatch({
			to: 'folders',
			action: {type: 'refreshed', source: source.info, destination: destination.info},
		});
		await plan();
	}

	async function listRuns(): Promise<void> {
		try {
			store.dispatch({to: 'runs', action: {type: 'listed', runs: await services.listRuns()}}, 'paced');
		} catch (error) {
			notice({say: 'problem', problem: failed(error)});
		}
	}

	async function look(name: string): Promise<void> {
		try {
			const {summary, finished} = await services.loadRun(name);
			store.dispatch({to: 'result-opened', result: oldResult(summary, finished)});
			void report(name);
		} catch (error) {
			notice({say: 'problem', problem: failed(error)});
		}
	}

	/** Asks something of the run under way; what it answers comes as events. */
	async function ask(request: 'pause' | 'continue' | 'stop'): Promise<void> {
		try {
			await (await client()).request(request, {});
		} catch (error) {
			notice({say: 'problem', problem: problemOf(error)});
		}
	}

	/** Ends the terminal UI; a run under way goes on in its own process. */
	function quit(how: Leaving = {detached: false}): void {
		const gone = engine?.then(
			started => started.disconnect(),
			() => undefined,
		);
		// An engine that does not answer must not hold the terminal.
		const patience = new Promise(resolve => setTimeout(resolve, 1000).unref());
		void Promise.race([gone?.catch(() => undefined), patience]).then(() => leave(how));
	}

	return {
		connect,
		connectAll,
		proceed,
		connectFor,
		plan,
		copy,
		copySince,
		again,
		undo: (name: string, keepInTrash: boolean) =>
			runAgain('undo', name, ['destination'], engineNow =>
				engineNow.request('undo', {run: name, keepInTrash}),
			),
		listRuns,
		look,
		pause: () => {
			store.dispatch({to: 'progress', action: {type: 'pause-asked'}});
			return ask('pause');
		},
		goOn: () => {
			store.dispatch({to: 'progress', action: {type: 'continue-asked'}});
			return ask('continue');
		},
		stop: () => {
			store.dispatch({to: 'progress', action: {type: 'stop-asked'}});
			return ask('stop');
		},
		stopAndLeave: () => {
			leaveWhenDone = true;
			store.dispatch({to: 'progress', action: {type: 'stop-asked'}});
			return ask('stop');
		},
		/** The saved accounts; where there are none, or they can't be read, that is said. */
		savedAccounts(): ReturnType<SavedAccounts['list']> {
			try {
				const accounts = services.saved().list();
				if (accounts.length === 0) notice({say: 'no-saved'});
				return accounts;
			} catch (error) {
				notice({say: 'problem', problem: problemOf(error)});
				return [];
			}
		},
		saveAccount(name: string, account: Account): void {
			try {
				services.saved().save(name, account);
				notice({say: 'saved', name});
			} catch (error) {
				notice({say: 'problem', problem: problemOf(error)});
			}
		},
		quit,
	};
}
