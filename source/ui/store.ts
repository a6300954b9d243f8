/** Holds the state of the terminal UI outside React, so that a flood of events folds without drawing each one. */
export interface Store<State, Action> {
	get(): State;
	/**
	 * Folds an action into the state.
	 * @param pace `now` for what a person did; `paced` for what the engine tells: listeners then hear of it
	 * at the next tick, at most once an interval.
	 */
	dispatch(action: Action, pace?: 'now' | 'paced'): void;
	/** Calls back when there is something new to draw; returns what ends that. */
	subscribe(listener: () => void): () => void;
}

/**
 * @param reduce Pure: state and action in, state out.
 * @param interval Milliseconds between two drawings of paced changes: 250 is 4 Hz.
 */
export function createStore<State, Action>(
	reduce: (state: State, action: Action) => State,
	initial: State,
	interval = 250,
): Store<State, Action> {
	let state = initial;
	let timer: NodeJS.Timeout | undefined;
	const listeners = new Set<() => void>();
	const tell = () => {
		clearTimeout(timer);
		timer = undefined;
		for (const listener of listeners) listener();
	};
	return {
		get: () => state,
		dispatch(action, pace = 'now') {
			const next = reduce(state, action);
			if (next === state) return;
			state = next;
			if (pace === 'now') tell();
			else timer ??= setTimeout(tell, interval);
		},
		subscribe(listener) {
			listeners.add(listener);
			return () => {
				listeners.delete(listener);
			};
		},
	};
}
