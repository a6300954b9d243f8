import {vi} from 'vitest';
import type {Account} from '../../source/accounts/account.ts';
import type {RunSummary} from '../../source/host/protocol.ts';
import {screens as words} from '../../source/locales/en/screens.ts';
import {createBeat} from '../../source/ui/beat.ts';
import {perform} from '../../source/ui/commands.ts';
import {type ActionId, actionFor, keymap} from '../../source/ui/keymap.ts';
import {startConnect} from '../../source/ui/screens/connect/connect-state.ts';
import type {Services} from '../../source/ui/services.ts';
import {keyContext, startState, type UiAction, type UiState, uiReducer} from '../../source/ui/state.ts';
import {createStore} from '../../source/ui/store.ts';
import {createTasks, type Leaving} from '../../source/ui/tasks/tasks.ts';
import {FakeEngine, type FakeOptions, runSummary} from './fake-engine.ts';

export const from: Account = {host: 'imap.old.it', port: 993, security: 'tls', user: 'mario@old.it'};
export const to: Account = {host: 'imap.new.it', port: 993, security: 'tls', user: 'mario@new.it'};

/** Waits until nothing is thrown any more, however long a loaded machine takes for it. */
export function eventually(check: () => void): Promise<void> {
	return vi.waitFor(check, {timeout: 120_000, interval: 10});
}

/**
 * The whole terminal UI without its terminal: keys go in, the state comes out.
 *
 * @param own Services in the place of those that do as little as they can.
 * @param begin What the state begins with, besides two accounts that are filled in.
 */
export function open(
	options: FakeOptions = {},
	runs: readonly RunSummary[] = [],
	own: Partial<Services> = {},
	begin: Partial<UiState> = {},
) {
	const engines: FakeEngine[] = [];
	const start: UiState = {...startState, connect: startConnect(from, to, 'a', 'b'), ...begin};
	const store = createStore<UiState, UiAction>(uiReducer, start, createBeat(0));
	const left = vi.fn<(how: Leaving) => void>();
	const lend = vi.fn<(work: () => Promise<void>) => Promise<void>>(async () => undefined);
	const tasks = createTasks(
		store,
		{
			startEngine: async () => {
				const engine = new FakeEngine(options);
				engines.push(engine);
				return engine;
			},
			attachTo: async () => {
				const engine = new FakeEngine(options);
				engines.push(engine);
				return engine;
			},
			listRuns: async () => runs,
			loadRun: async run => ({
				summary: runs.find(one => one.run === run) ?? runSummary(run),
				finished: undefined,
			}),
			saved: () => ({
				list: () => [],
				save: () => undefined,
				remove: () => undefined,
				commandFor: () => undefined,
			}),
			passwordFrom: async () => 'from a command',
			unlock: async (_side, _account, given) => given,
			findServer: async () => undefined,
			lookAtFiles: async () => ({kind: 'new'}),
			namesIn: async () => [],
			saveReport: async run => `/reports/${run}.txt`,
			saveDifferences: async () => undefined,
			showFile: async () => ({kind: 'missing', program: 'less'}),
			editText: async (_, text) => ({kind: 'done', text}),
			now: () => 1_000_000,
			...own,
		},
		left,
	);
	const shown = {words, page: 10, columns: 80, keys: keymap, keySigns: {}, key: () => ''};
	const desk = () => ({state: store.get(), dispatch: store.dispatch, tasks, lend, ...shown});
	return {
		store,
		tasks,
		left,
		engines,
		desk,
		state: store.get,
		press(...keys: readonly string[]): void {
			for (const key of keys) {
				const action: ActionId | undefined = actionFor(keymap, keyContext(store.get()), key);
				if (action !== undefined) perform(action, desk());
			}
		},
		/** Types into the dialog that is open, and confirms. */
		answer(text: string): void {
			store.dispatch({to: 'dialog', action: {type: 'typed', text}});
			perform('dialog.submit', desk());
		},
		until: (wanted: (state: UiState) => boolean) =>
			eventually(() => {
				if (!wanted(store.get())) throw new Error(`still ${store.get().screen}`);
			}),
		asked: () => engines.flatMap(engine => engine.asked.map(({name}) => name)),
	};
}

export type Opened = ReturnType<typeof open>;
