import {writeSync} from 'node:fs';
import {flushCompileCache} from 'node:module';
import type {Finished} from '../../source/engine/events.ts';
import {proposeMappings} from '../../source/engine/mapping.ts';
import {Session} from '../../source/engine/session.ts';
import {Problem} from '../../source/problem.ts';
import type {Login} from './killed-mailbox.ts';

/** At which write of the journal the process ends itself: before it is written, or just after. */
export interface Kill {
	/** Which one, from 1, or the first of a step. */
	readonly write: number | string;
	readonly when: 'before' | 'after';
}

/** What this process is asked to do, one after the other. */
export interface Task {
	readonly action: 'copy' | 'resume' | 'undo';
	readonly home: string;
	readonly from: Login;
	readonly to: Login;
	readonly map: readonly (readonly [string, string])[];
	/** Of `resume` and `undo`. */
	readonly run?: string;
	readonly keepInTrash?: boolean;
	readonly kill?: Kill;
	/** Milliseconds after which the process ends itself, wherever it is then. */
	readonly killAfter?: number;
}

/** What came of it; nothing does where the process was killed. */
export interface Outcome {
	/** The steps that were written to the journal, in order. */
	readonly writes: readonly string[];
	readonly finished?: Finished;
	/** A problem's code, or what a defect said. */
	readonly failed?: string;
}

/** An engine that dies when it is told to, as by SIGKILL or a power cut. Tasks come and outcomes go over IPC. */
async function execute({
	action,
	home,
	from,
	to,
	map,
	run = '',
	keepInTrash = false,
	kill,
	killAfter,
}: Task): Promise<Outcome> {
	process.env.TRASLOCO_HOME = home;
	const writes: string[] = [];
	const session = new Session(() => {}, {
		watch(step, when) {
			if (when === 'before') writes.push(step);
			if ((writes.length !== kill?.write && step !== kill?.write) || when !== kill.when) return;
			writeSync(2, `${when} write ${writes.length}, ${step}`);
			process.kill(process.pid, 'SIGKILL');
		},
		patience: {pauses: [10], total: 2000},
	});
	const timer =
		killAfter === undefined
			? undefined
			: setTimeout(() => {
					writeSync(2, `after ${killAfter} ms`);
					process.kill(process.pid, 'SIGKILL');
				}, killAfter);
	try {
		const destination = await session.connect('destination', to.account, to.password);
		if (action === 'undo') return {writes, finished: await session.undo(run, keepInTrash)};
		const source = await session.connect('source', from.account, from.password);
		if (action === 'resume') return {writes, finished: await session.resume(run)};
		await session.plan(proposeMappings(source, destination, {map: new Map(map)}), 'full');
		return {writes, finished: await session.copy()};
	} catch (error) {
		if (error instanceof Problem) return {writes, failed: error.data.code};
		return {writes, failed: error instanceof Error ? (error.stack ?? error.message) : String(error)};
	} finally {
		clearTimeout(timer);
		await session.close();
	}
}

process.on('message', async (task: Task) => {
	const outcome = await execute(task);
	// Whoever is killed writes nothing at its end, and nobody here ends otherwise.
	flushCompileCache();
	process.send?.(outcome);
});
