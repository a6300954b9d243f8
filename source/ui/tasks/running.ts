import type {FilesAccount} from '../../accounts/account.ts';
import {Stopped} from '../../engine/control.ts';
import type {Finished} from '../../engine/events.ts';
import type {EngineClient, RunSummary} from '../../host/protocol.ts';
import type {ProblemData, Side} from '../../problem.ts';
import {backupFolder} from '../../stores/files/backup.ts';
import {accountsBetween} from '../accounts-shown.ts';
import {startProgress} from '../screens/progress/progress-state.ts';
import {
	brokenResult,
	oldResult,
	type ResultState,
	startResult,
	undoNumbers,
} from '../screens/result/result-state.ts';
import {type Bench, problemOf} from './bench.ts';
import type {Logins} from './logins.ts';

type Work = (engine: EngineClient) => Promise<Finished>;

/** What a run is besides: of an engine that works elsewhere, or a backup into these files. */
interface How {
	readonly elsewhere?: EngineClient;
	readonly backup?: FilesAccount;
}

/** Runs: copies, resumes, undoes, and a look at what they did. */
export type Running = ReturnType<typeof createRunning>;

/** @param onEnd Called when a run has ended and is shown. */
export function createRunning(bench: Bench, logins: Logins, onEnd: () => void) {
	const {store, services, client, failed, notice} = bench;
	/** The engine whose work is shown. */
	let worker: EngineClient | undefined;

	async function report(run: string): Promise<void> {
		try {
			const path = await services.saveReport(run);
			store.dispatch({to: 'result', action: {type: 'report', report: {kind: 'saved', path}}});
		} catch (error) {
			const why = error instanceof Error ? error.message : String(error);
			store.dispatch({to: 'result', action: {type: 'report', report: {kind: 'failed', why}}});
		}
	}

	/** What a result shows besides the end of its run. */
	function shown(backup: FilesAccount | undefined): Pick<ResultState, 'accounts' | 'backup'> {
		const accounts = accountsBetween(store.get().connect, backup);
		return {...(accounts && {accounts}), ...(backup && {backup})};
	}

	/** What the journal knows of a run whose engine could not tell its end, or did not begin, and why. */
	async function showBroken(
		run: string,
		problem: ProblemData | undefined,
		backup?: FilesAccount,
	): Promise<void> {
		const known = await services.loadRun(run).catch(() => undefined);
		const result = brokenResult(run, problem, services.now(), known);
		store.dispatch({to: 'result-opened', result: {...shown(backup), ...result}});
		void report(run);
	}

	/** Has the own engine, or one that works elsewhere, run a copy, a resume or an undo to its end, and shows it. */
	async function run(
		action: 'copy' | 'resume' | 'undo',
		name: string | undefined,
		work: Work,
		{elsewhere, backup}: How = {},
	): Promise<void> {
		store.dispatch({to: 'progress-opened', progress: startProgress(action, services.now(), backup)});
		try {
			worker = elsewhere ?? (await client());
			const finished = await work(worker);
			const result = startResult(finished, services.now());
			store.dispatch({to: 'result-opened', result: {...shown(backup), ...result}});
			void report(finished.run);
			if (backup !== undefined && finished.state === 'done') {
				const messages = finished.copied + finished.alreadyThere;
				store.dispatch({to: 'review', action: {type: 'backed-up', backup: {files: backup, messages}}});
			}
		} catch (error) {
			const known = store.get().progress?.run ?? name;
			const isStopped = error instanceof Stopped && known === undefined;
			if (isStopped) {
				store.dispatch({to: 'screen', screen: 'review'});
			} else {
				await showFailed(known, elsewhere ? problemOf(error) : failed(error), backup);
			}
		}
		worker = undefined;
		onEnd();
	}

	/** Shows what kept a run from its end; of one that has not begun, beside the plan, which stands. */
	async function showFailed(
		run: string | undefined,
		problem: ProblemData,
		backup: FilesAccount | undefined,
	): Promise<void> {
		if (run !== undefined) {
			await showBroken(run, problem, backup);
			return;
		}
		if (backup === undefined) store.dispatch({to: 'review', action: {type: 'failed', problem}});
		store.dispatch({to: 'screen', screen: 'review'});
		if (backup !== undefined) notice({say: 'problem', problem});
	}

	/** The same for a run that goes on or is taken back from its result: where its engine is there, else after logging in again. */
	async function runAgain(
		action: 'resume' | 'undo',
		name: string,
		sides: readonly Side[],
		work: Work,
	): Promise<void> {
		const elsewhere = bench.attached(name);
		if (elsewhere) {
			await run(action, name, work, {elsewhere});
			return;
		}
		store.dispatch({to: 'progress-opened', progress: startProgress(action, services.now())});
		const isConnected = await logins.reconnect(sides);
		const isWanted = store.get().progress?.hold !== 'stopping';
		if (isConnected && isWanted) {
			await run(action, name, work);
			return;
		}
		const status = sides.map(side => store.get().connect.status[side]).find(one => one.kind === 'failed');
		await showBroken(name, status?.kind === 'failed' ? status.problem : undefined);
		onEnd();
	}

	/** Opens the question before an undo, with what it will do in numbers. */
	async function askUndo(name: string): Promise<void> {
		const {result} = store.get();
		try {
			const isShown = result?.run === name && result.finished !== undefined;
			const loaded = isShown ? undefined : await services.loadRun(name);
			const finished = isShown ? result.finished : loaded?.finished;
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

	/** Watches a run that is under way in another process, with all that can be done from here. @throws {Problem} */
	async function watch(summary: RunSummary): Promise<void> {
		const engine = await bench.attach(summary.run);
		logins.fillIn(summary);
		const action = summary.state === 'undoing' ? 'undo' : 'copy';
		await run(action, summary.run, client => client.request('attach', {run: summary.run}), {
			elsewhere: engine,
		});
	}

	async function listRuns(): Promise<void> {
		try {
			store.dispatch({to: 'runs', action: {type: 'listed', runs: await services.listRuns()}}, 'paced');
		} catch (error) {
			notice({say: 'problem', problem: failed(error)});
		}
	}

	return {
		askUndo,
		copy: () =>
			run('copy', undefined, engine => engine.request('copy', {markRead: store.get().review.markRead})),
		/** Opens the question where to back up what the destination holds. */
		askBackup(): void {
			const {destination} = store.get().connect.status;
			if (destination.kind !== 'connected') return;
			const messages = destination.info.folders.reduce((sum, folder) => sum + folder.messages, 0);
			const text = backupFolder(destination.account, services.now());
			store.dispatch({to: 'dialog', action: {type: 'opened', dialog: {kind: 'backup', text, messages}}});
		},
		/** Copies what the destination holds into files, and shows how that goes and ends; the plan stays as it is. */
		backup: (files: FilesAccount) =>
			run('copy', undefined, engine => engine.request('backup', {files}), {backup: files}),
		/** Finishes a run for which both sides have just been connected. */
		resume: (name: string) => run('resume', name, engine => engine.request('resume', {run: name})),
		undo: (name: string, keepInTrash: boolean) =>
			runAgain('undo', name, ['destination'], engine => engine.request('undo', {run: name, keepInTrash})),
		/** From a result: finishes or undoes it, at once where its accounts are still known, else through Connect. */
		async again(kind: 'resume' | 'undo', name: string): Promise<void> {
			const sides: readonly Side[] = kind === 'undo' ? ['destination'] : ['source', 'destination'];
			const isKnown = store.get().result?.isOld !== true && logins.knowsPasswords(sides);
			if (isKnown || bench.attached(name)) {
				if (kind === 'undo') await askUndo(name);
				else await runAgain('resume', name, sides, engine => engine.request('resume', {run: name}));
				return;
			}
			try {
				const {summary} = await services.loadRun(name);
				logins.connectFor({kind, run: summary});
			} catch (error) {
				notice({say: 'problem', problem: failed(error)});
			}
		},
		listRuns,
		/** To the Runs screen, with the list as it is now. */
		async openRuns(): Promise<void> {
			await listRuns();
			store.dispatch({to: 'screen', screen: 'runs', purpose: {kind: 'copy'}});
		},
		/** Shows a run: live while it is under way, else how it ended. */
		async look(name: string): Promise<void> {
			try {
				const {summary, finished} = await services.loadRun(name);
				if (summary.live) {
					await watch(summary);
					return;
				}
				store.dispatch({to: 'result-opened', result: oldResult(summary, finished)});
				void report(name);
			} catch (error) {
				notice({say: 'problem', problem: problemOf(error)});
			}
		},
		/** Asks something of the run under way; what it does then comes as events. */
		async ask(request: 'pause' | 'continue' | 'stop'): Promise<void> {
			const type = ({pause: 'pause-asked', continue: 'continue-asked', stop: 'stop-asked'} as const)[request];
			store.dispatch({to: 'progress', action: {type}});
			try {
				await worker?.request(request, {});
			} catch (error) {
				notice({say: 'problem', problem: failed(error)});
			}
		},
	};
}
