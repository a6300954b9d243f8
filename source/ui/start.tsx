import process from 'node:process';
import type {Account, Terms} from '../accounts/account.ts';
import type {Secrets} from '../accounts/secrets.ts';
import {createFormat} from '../locales/format.ts';
import {exitCodes, Problem, type Side} from '../problem.ts';
import {App} from './app.tsx';
import {inLocale} from './ascii.ts';
import {createBeat} from './beat.ts';
import type {Keymap} from './keymap.ts';
import {exitCode, lastWords, summary} from './leaving.ts';
import {faultOf} from './screens/connect/connect-form.ts';
import {type Addresses, startConnect} from './screens/connect/connect-state.ts';
import {foundFor} from './screens/connect/lookup.ts';
import {liveRun, runsReducer, startRuns} from './screens/runs/runs-state.ts';
import {startVerification} from './screens/verification/verification-state.ts';
import type {Services, UiSentences, VerifyRequest} from './services.ts';
import {isRunning, startState, type UiAction, type UiState, uiReducer} from './state.ts';
import {createStore} from './store.ts';
import {createTasks, type Leaving} from './tasks/tasks.ts';
import {showScreens} from './terminal/show.ts';
import {createTheme} from './theme.ts';

/** What the screens are started with; all of it given, so that tests give their own. */
export interface StartOptions {
	readonly from?: Account | undefined;
	readonly to?: Account | undefined;
	readonly fromPassword?: string | undefined;
	readonly toPassword?: string | undefined;
	/** Addresses in the place of accounts. */
	readonly addresses: Addresses;
	readonly secrets?: Readonly<Record<Side, Secrets>> | undefined;
	readonly terms?: Readonly<Record<Side, Terms>> | undefined;
	/** The accounts are there to be compared, not to be copied. */
	readonly verify?: VerifyRequest | undefined;
	readonly keys: Keymap;
	readonly attach?: string | undefined;
	readonly services: Services;
	readonly sentences: UiSentences;
	readonly terminal: {
		readonly utf8: boolean;
		readonly color: boolean;
		readonly slow: boolean;
		readonly screenReader: boolean;
	};
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
		options.terms,
		options.addresses,
	);
	const {verify} = options;
	if (verify !== undefined) {
		const purpose = {kind: 'verify', mapping: verify.mapping} as const;
		return {...startState, connect, purpose, verification: startVerification(verify)};
	}
	const start: UiState = {...startState, connect};
	try {
		const listed = runsReducer(startRuns, {type: 'listed', runs: await options.services.listRuns()});
		const run = options.attach ?? liveRun(listed)?.run;
		const runs = run === undefined ? listed : runsReducer(listed, {type: 'highlighted', run});
		const isGiven =
			options.from !== undefined || options.to !== undefined || Object.keys(options.addresses).length > 0;
		const screen = run !== undefined || (runs.runs.length > 0 && !isGiven) ? 'runs' : 'connect';
		return {...start, runs, screen};
	} catch (error) {
		// Nothing of the journal is needed before a run starts; that it can't be read is said, not hidden.
		if (error instanceof Problem) return {...start, notice: {say: 'problem', problem: error.data}};
		throw error;
	}
}

/** Milliseconds between two drawings of what moves by itself: 4 Hz, or one a second where each byte has to travel. */
const beats = {fast: 250, slow: 1000} as const;

/**
 * Shows the terminal UI until the person leaves it.
 * @returns The exit code.
 */
export async function start(options: StartOptions): Promise<number> {
	const {services, sentences, terminal, stdin, stdout} = options;
	const beat = createBeat(terminal.slow ? beats.slow : beats.fast);
	const store = createStore<UiState, UiAction>(uiReducer, await firstState(options), beat);
	const left = Promise.withResolvers<Leaving>();
	const tasks = createTasks(store, services, left.resolve, options.secrets);
	if (options.attach !== undefined) void tasks.look(options.attach);
	// What nobody asked to stop goes on in its own process, and is found again by the next start.
	const asItIs = (): Leaving => ({detached: isRunning(store.get())});
	options.onTerminalGone?.(() => tasks.quit(asItIs()));
	const environment = {
		sentences,
		words: sentences.screens,
		format: createFormat(sentences.screens.locale),
		theme: createTheme(terminal, terminal.screenReader ? sentences.screens.spokenMarks : {}),
		keys: options.keys,
		utf8: terminal.utf8,
		linear: terminal.screenReader,
		now: services.now,
		beat,
	};
	const print = (lines: readonly string[], stream: NodeJS.WriteStream = stdout) => {
		for (const line of lines) stream.write(`${inLocale(line, terminal.utf8)}\n`);
	};
	const farewell = (how: Leaving) => print(summary(store.get(), how, sentences));
	const report = (error: unknown) => {
		print(lastWords(error, sentences), process.stderr);
		farewell(asItIs());
	};
	const shown = await showScreens({
		draw: (size, lend) => (
			<App store={store} tasks={tasks} environment={environment} size={size} lend={lend} />
		),
		stdin,
		stdout,
		linear: terminal.screenReader,
		report,
		farewell: () => farewell(asItIs()),
		exitCode: exitCodes.defect,
	});
	const {connect, screen} = store.get();
	const begin = (side: Side) => {
		const {forms, status} = store.get().connect;
		const isComplete = faultOf(forms[side]) === undefined && status[side].kind === 'idle';
		if (screen === 'connect' && isComplete) void tasks.connect(side);
	};
	for (const side of connect.needs) {
		begin(side);
		if (options.addresses[side] === undefined) continue;
		void tasks.findServer(side, {goesOn: true}).then(() => {
			// A server that DNS alone names is looked at by a person first.
			if (foundFor(store.get().connect, side)?.assured) begin(side);
		});
	}
	try {
		const how = await Promise.race([left.promise, shown.ended.then(() => left.promise)]);
		await shown.close();
		farewell(how);
		return exitCode(store.get(), how);
	} catch (error) {
		await shown.close();
		report(error);
		tasks.quit(asItIs());
		await left.promise;
		return exitCodes.defect;
	}
}
