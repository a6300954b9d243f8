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
	/** Comes to the engine of a run that is under way in another process. @throws {Problem} see `attachTo` of host */
	attach(run: string): Promise<EngineClient>;
	/** That engine, as long as it is there: it is connected, and needs no password. */
	attached(run: string): EngineClient | undefined;
	/** Leaves all engines; what is under way goes on. */
	disconnect(): Promise<void>;
	/** What an error of the own engine is to a person; if it died, both connections are gone with it. */
	failed(error: unknown): ProblemData;
	notice(data: NoticeData): void;
	/** Gives the terminal to somebody else until `work` has ended, once the screens are there. */
	readonly lend: Lend;
	/** The screens tell how. */
	lendBy(lend: Lend): void;
}

type Lend = (work: () => Promise<void>) => Promise<void>;

/** What an error is to a person: the problem that it carries, or a defect of the engine. */
export function problemOf(error: unknown): ProblemData {
	if (error instanceof Problem) return error.data;
	return {code: 'engine-died', params: {why: error instanceof Error ? error.message : String(error)}};
}

/** Makes the bench; the engine's events are folded into the screens that show them. */
export function createBench(store: Store<UiState, UiAction>, services: Services): Bench {
	let engine: Promise<EngineClient> | undefined;
	const lender = Promise.withResolvers<Lend>();
	let elsewhere: {readonly run: string; readonly engine: EngineClient} | undefined;

	function fold(event: EngineEvent): void {
		if (event.event === 'unpacking') {
			const {side, bytes, total} = event;
			store.dispatch({to: 'connect', action: {type: 'unpacking', side, bytes, total}}, 'paced');
		} else if (event.event === 'planning') {
			const {event: _, ...progress} = event;
			const {done, of, folder} = progress;
			store.dispatch({to: 'review', action: {type: 'planning', done, of, folder}}, 'paced');
			store.dispatch({to: 'verification', action: {type: 'comparing', ...progress}}, 'paced');
		} else if (event.event === 'checked') {
			store.dispatch({to: 'signatures', action: {type: 'checked', event}}, 'paced');
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
		async attach(run) {
			await elsewhere?.engine.disconnect();
			elsewhere = undefined;
			const client = await services.attachTo(run);
			client.onEvent(fold);
			elsewhere = {run, engine: client};
			return client;
		},
		attached: run => (elsewhere?.run === run && elsewhere.engine.alive ? elsewhere.engine : undefined),
		async disconnect() {
			await Promise.all([engine?.then(client => client.disconnect()), elsewhere?.engine.disconnect()]);
		},
		failed(error) {
			const problem = problemOf(error);
			if (problem.code === 'engine-died') {
				engine = undefined;
				store.dispatch({to: 'connect', action: {type: 'disconnected'}});
			}
			return problem;
		},
		lend: async work => (await lender.promise)(work),
		lendBy: lender.resolve,
		notice: data => store.dispatch({to: 'notice', notice: data}),
	};
}
