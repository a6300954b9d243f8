import type {RunSummary} from '../../../host/protocol.ts';

export interface RunsState {
	readonly runs: readonly RunSummary[];
	/** The run under the cursor. */
	readonly run?: string;
}

export type RunsAction =
	| {readonly type: 'listed'; readonly runs: readonly RunSummary[]}
	| {readonly type: 'highlighted'; readonly run: string};

export const startRuns: RunsState = {runs: []};

/** The run under the cursor. */
export function chosenRun(state: RunsState): RunSummary | undefined {
	return state.runs.find(run => run.run === state.run) ?? state.runs[0];
}

/** The newest of them that an engine is at work on, so that its numbers grow. */
export function liveRun(state: RunsState): RunSummary | undefined {
	return state.runs.find(run => run.live);
}

/** Whether a run can be finished. */
export function canResume(run: RunSummary): boolean {
	return !run.live && ['running', 'paused', 'interrupted', 'failed', 'undoing'].includes(run.state);
}

/** Whether a run has anything at the destination to take out. */
export function canUndo(run: RunSummary): boolean {
	return !run.live && run.state !== 'undone' && (run.copied > 0 || run.state !== 'done');
}

/** Folds the journal's list of runs into the Runs screen. */
export function runsReducer(state: RunsState, action: RunsAction): RunsState {
	switch (action.type) {
		case 'listed':
			return {...state, runs: action.runs};
		case 'highlighted':
			return {...state, run: action.run};
	}
}
