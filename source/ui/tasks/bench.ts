import type {EngineEvent} from '../../engine/events.ts';
import type {EngineClient} from '../../host/protocol.ts';
import {Problem, type ProblemData} from '../../problem.ts';
import type {Services} from '../services.ts';
import type {NoticeData, UiAction, UiState} from '../state.ts';
import type {Store} from '../store.ts';

/** What all tasks share: the state, the services, and the engine once it is started. */
export interface Bench {
	readonly store: Store<UiState, UiAction>;
	readonly services: Services;
	/** The engine, started on first use and again after it died. */
	client(): Promise<EngineClient>;
	/** The engine as far as it is started. */
	started(): Promise<EngineClient> | undefined;
	/** What an error is to a person; an engine that died takes both connections with it. */
	failed(error: unknown): ProblemData;
	notice(data: NoticeData): void;
}

/** What an error is to a person: the problem that it carries, or a defect of the engine. */
function problemOf(error: unknown): ProblemData {
	if (error instanceof Problem) return error.data;
	return {code: 'engine-died', params: {why: error instanceof Error ? error.message : String(error)}};
}

/** Makes the bench; the engine's events are folded into the screens that show them. */
export function createBench(store: Store<UiState, UiAction>, services: Services): Bench {
	let engine: Promise<EngineClient> | undefined;

	function fold(event: EngineEvent): void {
		if (event.event === 'planning') {
			const {event: _, ...progress} = event;
			const {done, of, folder} = progress;
			store.dispatch({to: 'review', action: {type: 'planning', done, of, folder}}, 'paced');
			store.dispatch({to: 'verification', action: {type: 'comparing', ...progress}}, 'paced');
		} else if (event.event !== 'finished') {
			store.dispatch({to: 'progress', action: {type: 'event', event, at: services.now()}}, 'paced');
		}
	}

	return {
		store,
		services,
		client() {
			if (engine !== undefined) return engine;
			const starting = services.startEngine().then(client => {
				client.onEvent(fold);
				return client;
			});
			starting.catch(() => {
				engine = undefined;
			});
			engine = starting;
			return starting;
		},
		started: () => engine,
		failed(error) {
			const problem = problemOf(error);
			if (problem.code === 'engine-died') {
				engine = undefined;
				store.dispatch({to: 'connect', action: {type: 'disconnected'}});
			}
			return problem;
		},
		notice: data => store.dispatch({to: 'notice', notice: data}),
	};
}
