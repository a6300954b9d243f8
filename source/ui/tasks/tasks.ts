import {isOneMbox, mailboxOf} from '../../accounts/account.ts';
import type {Secrets} from '../../accounts/secrets.ts';
import type {Side} from '../../problem.ts';
import {startFolders} from '../screens/folders/folders-state.ts';
import type {Services} from '../services.ts';
import type {UiAction, UiState} from '../state.ts';
import type {Store} from '../store.ts';
import {createBench} from './bench.ts';
import {createChecking} from './checking.ts';
import {createCompleting} from './completing.ts';
import {createLogins} from './logins.ts';
import {createOutside} from './outside.ts';
import {createPlanning} from './planning.ts';
import {createRunning} from './running.ts';
import {createVerifying} from './verifying.ts';

/** How the program is left. */
export interface Leaving {
	/** A run goes on in its own process. */
	readonly detached: boolean;
}

/** Everything that takes time: what the screens ask for, and the engine and the journal answer. */
export type Tasks = ReturnType<typeof createTasks>;

/**
 * @param leave Ends the terminal UI.
 * @param secrets What opens the accounts besides their passwords, as far as it was given.
 */
export function createTasks(
	store: Store<UiState, UiAction>,
	services: Services,
	leave: (how: Leaving) => void,
	secrets?: Readonly<Record<Side, Secrets>>,
) {
	const bench = createBench(store, services);
	let leaveAtEnd = false;

	/** Ends the terminal UI; a run under way goes on in its own process. */
	function quit(how: Leaving = {detached: false}): void {
		logins.stopLooking();
		const gone = bench.disconnect();
		// An engine that does not answer must not hold the terminal.
		const patience = new Promise(resolve => setTimeout(resolve, 1000).unref());
		void Promise.race([gone.catch(() => undefined), patience]).then(() => leave(how));
	}

	const logins = createLogins(bench, secrets);
	const planning = createPlanning(bench, logins);
	const verifying = createVerifying(bench, logins, planning);
	const checking = createChecking(bench, logins);
	const running = createRunning(bench, logins, () => {
		if (leaveAtEnd) quit();
	});

	return {
		...logins,
		...planning,
		...running,
		...verifying,
		...checking,
		...createCompleting(bench, logins),
		...createOutside(bench),
		quit,
		lendBy: bench.lendBy,
		/** Whether a run's own engine, started elsewhere, is still there. */
		isAttached: (run: string): boolean => bench.attached(run) !== undefined,
		/** What was needed is connected: on to what it was connected for. */
		proceed(): void {
			const {connect, purpose, folders: before} = store.get();
			const {source, destination} = connect.status;
			if (purpose.kind === 'undo') {
				void running.askUndo(purpose.run.run);
			} else if (source.kind === 'connected' && destination.kind === 'connected' && !logins.isSameMailbox()) {
				if (purpose.kind === 'resume') void running.resume(purpose.run.run);
				else if (before?.source === source.info && before.destination === destination.info) {
					// Who went back to look at the accounts finds the folders as they were left.
					store.dispatch({to: 'screen', screen: 'folders'});
				} else if (purpose.kind === 'verify') {
					void verifying.openFolders(purpose).then(() => {
						if (purpose.goal === 'signatures') void checking.openSignatures();
					});
				} else {
					const {account} = source;
					const isAlone = isOneMbox(account, source.info.folders);
					const folders = startFolders(source.info, destination.info, mailboxOf(account), isAlone);
					store.dispatch({to: 'folders-opened', folders});
				}
			}
		},
		/** Executes the plan that was confirmed. */
		async start(): Promise<void> {
			if (await planning.confirm()) await running.copy();
		},
		/** Stops the run under way and leaves when it has stopped. */
		stopAndLeave(): void {
			leaveAtEnd = true;
			void running.ask('stop');
		},
	};
}
