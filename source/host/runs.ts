import type {Finished} from '../engine/events.ts';
import {resultOf} from '../engine/results.ts';
import {Journal} from '../journal/journal.ts';
import {isLocked, lockNames} from '../journal/lock.ts';
import {runIds} from '../journal/runs.ts';
import {Problem} from '../problem.ts';
import type {RunSummary} from './protocol.ts';

/** All runs that have a journal here, newest first. A journal that can't be read is listed as that. */
export async function listRuns(): Promise<readonly RunSummary[]> {
	const summaries = runIds().map(run => {
		try {
			return loadSummary(run).summary;
		} catch (error) {
			if (!(error instanceof Problem)) throw error;
			return unreadable(run, error);
		}
	});
	return summaries.sort((a, b) => b.started - a.started);
}

/** One run, with its result as far as it has come. @throws {Problem} `unknown-run`, `journal-unreadable` */
export async function loadRun(run: string): Promise<{summary: RunSummary; finished: Finished | undefined}> {
	return loadSummary(run);
}

/** What an engine does with a live run. */
export function liveState({state}: RunSummary): 'undoing' | 'paused' | 'running' {
	return state === 'undoing' || state === 'paused' ? state : 'running';
}

function loadSummary(run: string): {summary: RunSummary; finished: Finished | undefined} {
	const journal = Journal.open(run);
	try {
		// Before what it says is read, so that a run that ends meanwhile has said so; and once more for one that begins.
		const wasLive = isLocked(lockNames.run(run));
		const record = journal.record();
		const saysLive = record.state === 'running' || record.state === 'paused';
		const live = wasLive || (saysLive && isLocked(lockNames.run(run)));
		// A run that says it is under way and whose engine is gone was killed.
		const killed = saysLive && !live;
		const state = killed ? 'interrupted' : record.state;
		const problem = killed ? ({code: 'engine-died'} as const) : record.problem;
		const over = state !== 'running' && state !== 'paused' && state !== 'undoing';
		const result = resultOf(journal, over ? state : 'interrupted', problem);
		const tallies = journal.folders().map(folder => journal.tally(folder.id));
		const messages = tallies
			.flatMap(tally => Object.values(tally))
			.reduce((total, state) => total + (state?.count ?? 0), 0);
		return {
			finished: over ? result : undefined,
			summary: {
				run,
				state,
				live,
				started: record.started,
				changed: record.changed,
				from: record.from,
				to: record.to,
				folders: result.folders.length,
				messages,
				copied: result.copied,
				bytes: result.bytes,
				verify: record.verify,
				...(problem === undefined ? {} : {problem}),
			},
		};
	} finally {
		journal.close();
	}
}

function unreadable(run: string, problem: Problem): RunSummary {
	const nowhere = {host: '', port: 0, security: 'tls', user: ''} as const;
	return {
		run,
		state: 'failed',
		live: false,
		started: 0,
		changed: 0,
		from: nowhere,
		to: nowhere,
		folders: 0,
		messages: 0,
		copied: 0,
		bytes: 0,
		verify: 'full',
		unreadable: String(problem.data.params?.why ?? problem.message),
	};
}
