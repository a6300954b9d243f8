import {Box, useApp} from 'ink';
import {type ReactNode, useEffect, useMemo, useRef, useSyncExternalStore} from 'react';
import {Body, pageOf} from './body.tsx';
import {Frame} from './components/frame/index.ts';
import type {Desk} from './desk.ts';
import {Dialog} from './dialogs/dialog.tsx';
import {type Environment, EnvironmentProvider, Line, Say, useCells, useEnvironment} from './environment.tsx';
import {Keyboard} from './keyboard.tsx';
import {type KeyLabels, keyLabel, keyOf} from './keymap.ts';
import {noticeFor} from './notice.ts';
import {possibleKeys} from './possible.ts';
import {liveRun} from './screens/runs/runs-state.ts';
import {keyContext, type UiAction, type UiState} from './state.ts';
import type {Store} from './store.ts';
import type {Tasks} from './tasks/tasks.ts';
import type {Lend} from './terminal/show.ts';
import type {Size} from './terminal/size.ts';
import {title} from './title.ts';

/** Cells and rows below which no screen fits. */
export const smallest = {columns: 60, rows: 16} as const;

/** Room for every line in full. */
const unbounded = {columns: 400, rows: 1000} as const;

interface AppProps {
	readonly store: Store<UiState, UiAction>;
	readonly tasks: Tasks;
	readonly environment: Omit<Environment, 'columns' | 'rows' | 'context' | 'key'>;
	readonly size: Size;
	readonly lend: Lend;
}

/** The terminal UI: one screen in the frame, dialogs in its body's place, the keyboard before both. */
export function App({store, tasks, environment, size, lend}: AppProps): ReactNode {
	const state = useSyncExternalStore(store.subscribe, store.get);
	// What is heard has no width and no height.
	const {columns, rows} = environment.linear ? unbounded : size;
	const {suspendTerminal} = useApp();
	/** Rows of the body that was drawn last. */
	const drawn = useRef(rows - 3);
	const isTooSmall = columns < smallest.columns || rows < smallest.rows;
	const context = () => (isTooSmall ? 'too-small' : keyContext(store.get()));
	const here = context();
	const whole = useMemo(() => {
		const {keys, words, theme} = environment;
		const key: KeyLabels = action => keyLabel(keyOf(keys, here, action), words.keyNames, theme.keySigns);
		return {...environment, columns, rows, context: here, key};
	}, [environment, columns, rows, here]);
	const desk = (): Desk => ({
		state: store.get(),
		dispatch: store.dispatch,
		tasks,
		words: environment.words,
		lend: work => lend(suspendTerminal, work),
		page: pageOf(store.get(), drawn.current),
		columns,
		keys: environment.keys,
		keySigns: environment.theme.keySigns,
		key: whole.key,
	});
	useEffect(() => tasks.lendBy(work => lend(suspendTerminal, work)), [tasks, lend, suspendTerminal]);
	const isWatching = state.screen === 'runs' && liveRun(state.runs) !== undefined;
	useEffect(() => {
		if (!isWatching) return;
		const timer = setInterval(() => void tasks.listRuns(), 1000);
		return () => clearInterval(timer);
	}, [isWatching, tasks]);
	const {keys, words, theme} = environment;
	return (
		<EnvironmentProvider value={whole}>
			<Keyboard keys={keys} context={context} desk={desk} />
			{isTooSmall ? (
				<TooSmall />
			) : (
				<Frame
					{...title(state, words, theme.marks)}
					notice={noticeFor(state, environment.sentences, whole.key)}
					keys={possibleKeys(keys, keyContext(state), state)}
					body={(bodyRows, bodyColumns) => {
						drawn.current = bodyRows;
						return state.dialog === undefined ? (
							<Body state={state} desk={desk} rows={bodyRows} columns={bodyColumns} />
						) : (
							<Dialog
								key={state.dialog.kind}
								dialog={state.dialog}
								desk={desk}
								rows={bodyRows}
								columns={bodyColumns}
							/>
						);
					}}
				/>
			)}
		</EnvironmentProvider>
	);
}

function TooSmall(): ReactNode {
	const {words, columns, rows, key} = useEnvironment();
	const {wrap} = useCells();
	const sentence = words.tooSmall(columns, rows, smallest.columns, smallest.rows, key('quit'));
	const lines = wrap(sentence, columns, rows);
	return (
		<Box flexDirection="column" width={columns} height={rows} overflow="hidden">
			{lines.map(line => (
				<Line key={line}>
					<Say tone="warn">{line}</Say>
				</Line>
			))}
		</Box>
	);
}
