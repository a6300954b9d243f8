import {once} from 'node:events';
import process from 'node:process';
import {setFlagsFromString} from 'node:v8';
import {Stopped} from '../engine/control.ts';
import type {EngineEvent, Finished} from '../engine/events.ts';
import {Session} from '../engine/session.ts';
import {Problem} from '../problem.ts';
import {clearUnpacked} from '../stores/files/zip/unpacked.ts';
import {Door} from './door.ts';
import {Outbox} from './outbox.ts';
import type {FromEngine, RequestName, ToEngine} from './protocol.ts';
import {Recap} from './topics.ts';

/*
 * The engine's own process. Requests come in and answers and events go out over the IPC channel to who started
 * it, and at the door of the run under way to who comes later. When all of them are gone, what is under way is
 * finished first.
 */

/** Milliseconds that SIGTERM waits for what is under way to stop. The journal makes a sudden end as safe. */
const termPatience = 30_000;

// Journals, kept messages and reports are for their owner alone.
process.umask(0o077);
// Unless told, V8 lets garbage grow to several times what is not: 50 MB more, and no faster. Much less costs a third of the time.
setFlagsFromString('--heap-growing-percent=40');
// The terminal's line may drop and its signals reach us all the same: neither ends a copy.
for (const signal of ['SIGHUP', 'SIGINT', 'SIGPIPE'] as const) process.on(signal, () => {});

// Whoever started us may be gone, and its end of the pipe with it.
process.stderr.on('error', () => {});
// A defect tells where it is. Node would tell all that the error holds besides.
process.on('uncaughtException', error => {
	process.stderr.write(`${error.stack ?? String(error)}\n`, () => process.exit(1));
});

const parent = new Outbox(sendToParent);
const listeners = new Set<Outbox>([parent]);
const recap = new Recap();
const door = new Door({
	asked: (request, outbox) => void serve(request, outbox),
	left(outbox) {
		listeners.delete(outbox);
		void endWhenIdle();
	},
});
// What is in the way of nobody: the next one takes away what this one can't.
clearUnpacked().catch(() => {});
const session = new Session(tell, {onHold: run => door.open(run)});
/** What uses the connections: to read, or as a run. */
const reads = new Set<RequestName>(['connect', 'plan', 'compare', 'differences', 'message', 'signatures']);
const runs = new Set<RequestName>(['copy', 'backup', 'resume', 'undo']);
/** Requests without an answer. */
const underWay = new Set<ToEngine>();
/** The last copy, resume or undo. */
let latest: Promise<Finished> | undefined;
let hasParent = true;
let isEnding = false;

process.on('SIGTERM', () => {
	if (isEnding) endNow();
	isEnding = true;
	setTimeout(endNow, termPatience).unref();
	session.stop();
	void endWhenIdle();
});

// Node's own IPC: loading execa would take this process a quarter of its start.
process.on('message', (message: ToEngine) => void serve(message, parent));
if (process.connected) await once(process, 'disconnect');
hasParent = false;
// A plan or a comparison is of no use to anybody any more. A run goes on; one that is held stays held, since who
// comes to its door can let it go on.
if (![...underWay].some(({request}) => runs.has(request))) session.stop();
await endWhenIdle();

/** Resolves when the message is out; rejects when who started us is gone. */
function sendToParent(message: FromEngine): Promise<void> {
	return new Promise((resolve, reject) => {
		process.send?.(message, undefined, undefined, error => (error ? reject(error) : resolve()));
	});
}

function tell(event: EngineEvent): void {
	recap.add(event);
	for (const outbox of listeners) outbox.post({type: 'event', event});
}

async function serve(request: ToEngine, outbox: Outbox): Promise<void> {
	const {id} = request;
	try {
		refuseBeside(request, outbox);
		underWay.add(request);
		outbox.post({type: 'reply', id, output: await execute(request, outbox)});
	} catch (error) {
		if (error instanceof Problem) outbox.post({type: 'problem', id, problem: error.data});
		else if (error instanceof Stopped) outbox.post({type: 'stopped', id});
		else
			outbox.post({
				type: 'defect',
				id,
				message: error instanceof Error ? (error.stack ?? error.message) : String(error),
			});
	} finally {
		underWay.delete(request);
	}

	await endWhenIdle();
}

/**
 * A run has the connections for itself, and who came to its door does not take them from who started us.
 *
 * @throws {Problem} `run-busy`
 */
function refuseBeside({request}: ToEngine, outbox: Outbox): void {
	if (!reads.has(request) && !runs.has(request)) return;
	for (const {request: other} of underWay) {
		if (runs.has(other) || (outbox !== parent && reads.has(other))) throw new Problem({code: 'run-busy'});
	}
}

async function execute(message: ToEngine, outbox: Outbox): Promise<unknown> {
	switch (message.request) {
		case 'connect': {
			const {side, account, password, secrets} = message.input;
			return session.connect(side, account, password, secrets);
		}

		case 'plan':
			return session.plan(message.input.mappings, message.input.verify, message.input);
		case 'compare':
			return session.compare(message.input.mappings, message.input.deep, message.input.labels);
		case 'differences':
			return session.differences(message.input);
		case 'message':
			return session.message(message.input);
		case 'signatures': {
			const {side, ...asked} = message.input;
			return session.signatures(side, asked);
		}

		case 'copy':
			return shared(session.copy(message.input.patience, message.input.markRead));
		case 'backup':
			return shared(session.backup(message.input.files, message.input.patience));
		case 'resume':
			return shared(session.resume(message.input.run, message.input.patience));
		case 'undo': {
			const {run, keepInTrash, patience} = message.input;
			return shared(session.undo(run, keepInTrash, patience));
		}

		case 'attach':
			for (const event of recap.events()) outbox.post({type: 'event', event});
			listeners.add(outbox);
			return latest;
		case 'pause':
			return session.pause();
		case 'continue':
			return session.continue();
		case 'stop':
			return session.stop();
		case 'close':
			return session.close();
	}
}

/** The end of a run, for who asked for it and for all who watch it. */
function shared(run: Promise<Finished>): Promise<Finished> {
	run.catch(() => {});
	latest = run;
	return run;
}

async function endWhenIdle(): Promise<void> {
	const isWanted = hasParent || !door.isEmpty;
	if (underWay.size > 0 || (isWanted && !isEnding)) return;
	await session.close();
	await Promise.all([...listeners].map(outbox => outbox.drain()));
	process.exit(0);
}

/** As the signal does by itself. */
function endNow(): void {
	process.removeAllListeners('SIGTERM');
	process.kill(process.pid, 'SIGTERM');
}
