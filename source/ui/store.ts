import type {Beat} from './beat.ts';

/** Holds the state of the terminal UI outside React, so that a flood of events folds without drawing each one. */
export interface Store<State, Action> {
	get(): State;
	/**
	 * Folds an action into the state.
	 * @param pace `now` for what a person did; `paced` for what the engine tells: listeners then hear of it
	 * at the next beat.
	 */
	dispatch(action: Action, pace?: 'now' | 'paced'): void;
	/** Calls back when there is something new to draw; returns what ends that. */
	subscribe(listener: () => void): () => void;
}

/**
 * @param reduce Pure: state and action in, state out.
 * @param beat When paced changes are drawn.
 */
export function createStore<State, Action>(
	reduce: (state: State, action: Action) => State,
	initial: State,
	beat: Beat,
): Store<State, Action> {
	let state = initial;
	let cancel = () => {};
	const listeners = new Set<() => void>();
	const tell = () => {
		for (const listener of listeners) listener();
	};
	return {
		get: () => state,
		dispatch(action, pace = 'now') {
			const next = reduce(state, action);
			if (next === state) return;
			state = next;
			if (pace === 'paced') {
				cancel = beat.next(tell);
				return;
			}
			cancel();
			tell();
		},
		subscribe(listener) {
			listeners.add(listener);
			return () => {
				listeners.delete(listener);
			};
		},
	};
}
