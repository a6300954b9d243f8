import {render} from 'ink';
import type {Account, Trust} from '../accounts/account.ts';
import {createFormat} from '../locales/format.ts';
import {Problem, type Side} from '../problem.ts';
import {App} from './app.tsx';
import {keymap} from './keymap.ts';
import {exitCode, summary} from './leaving.ts';
import {faultOf, startConnect} from './screens/connect/connect-state.ts';
import {hasLive, runsReducer, startRuns} from './screens/runs/runs-state.ts';
import type {Services, UiSentences} from './services.ts';
import {isRunning, startState, type UiAction, type UiState, uiReducer} from './state.ts';
import {createStore} from './store.ts';
import {createTasks, type Leaving} from './tasks/tasks.ts';
import {createTheme} from './theme.ts';

/** What the screens are started with; all of it given, so that tests give their own. */
export interface StartOptions {
	readonly from?: Account | undefined;
	readonly to?: Account | undefined;
	readonly fromPassword?: string | undefined;
	readonly toPassword?: string | undefined;
	readonly trust?: Readonly<Record<Side, Trust>> | undefined;
	readonly services: Services;
	readonly sentences: UiSentences;
	readonly terminal: {readonly utf8: boolean; readonly color: boolean; readonly slow: boolean};
	readonly stdin: NodeJS.ReadStream;
	readonly stdout: NodeJS.WriteStream;
	/** Calls back when the terminal hung up. */
	readonly onTerminalGone?: (listener: () => void) => void;
}

/** The first screen: earlier runs where there are any, unless accounts are given; a live run always. */
async function firstState(options: StartOptions): Promise<UiState> {
	const connect = startConnect(
		options.from,
		options.to,
		options.fromPassword,
		options.toPassword,
		options.trust,
	);
	const start: UiState = {...startState, connect};
	try {
		const runs = runsReducer(startRuns, {type: 'listed', runs: await options.services.listRuns()});
		const isGiven = options.from !== undefined || options.to !== undefined;
		const screen = hasLive(runs) || (runs.runs.length > 0 && !isGiven) ? 'runs' : 'connect';
		return {...start, runs, screen};
	} catch (error) {
		// Nothing of the journal is needed before a run starts; that it can't be read is said, not hidden.
		if (error instanceof Problem) return {...start, notice: {say: 'problem', problem: error.data}};
		throw error;
	}
}

/**
 * Shows the terminal UI until the person leaves it.
 * @returns The exit code.
 */
export async function start(options: StartOptions): Promise<number> {
	const {services, sentences, terminal, stdin, stdout} = options;
	const interval = terminal.slow ? 1000 : 250;
	const store = createStore<UiState, UiAction>(uiReducer, await firstState(options), interval);
	let how: Leaving = {detached: false};
	const left = Promise.withResolvers<void>();
	const tasks = createTasks(store, services, leaving => {
		how = leaving;
		left.resolve();
	});
	// The line dropped: a run goes on in its own process, and is found again by the next start.
	options.onTerminalGone?.(() => tasks.quit({detached: isRunning(store.get())}));
	const environment = {
		sentences,
		words: sentences.screens,
		format: createFormat(sentences.screens.locale),
		theme: createTheme(terminal),
		keys: keymap,
		utf8: terminal.utf8,
		now: services.now,
	};
	const app = render(<App store={store} tasks={tasks} environment={environment} />, {
		stdin,
		stdout,
		alternateScreen: true,
		incrementalRendering: true,
		exitOnCtrlC: false,
	});
	const {connect, screen} = store.get();
	for (const side of connect.needs) {
		if (screen === 'connect' && faultOf(connect.forms[side]) === undefined) void tasks.connect(side);
	}
	await Promise.race([left.promise, app.waitUntilExit()]);
	app.unmount();
	await app.waitUntilExit();
	const lines = summary(store.get(), how, sentences);
	if (lines.length > 0) stdout.write(`${lines.join('\n')}\n`);
	return exitCode(store.get(), how);
}
