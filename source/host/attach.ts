import {connect, type Socket} from 'node:net';
import {isLocked, lockNames} from '../journal/lock.ts';
import {Problem} from '../problem.ts';
import {doorPath} from './door-path.ts';
import {Exchange} from './exchange.ts';
import {onLines, sendLine} from './lines.ts';
import {doorVersion, type EngineClient, type FromEngine} from './protocol.ts';
import {loadRun} from './runs.ts';

/** Characters of one message: the end of a run with all its findings is the longest. */
const longest = 256 * 1024 * 1024;
/** Milliseconds for an engine to open its door, or to let its run go when it ends. */
const patience = 2000;

/**
 * Comes to the engine of a run that is under way, to watch it and direct it: `attach` is the first to ask.
 * It needs no password, since the engine is connected, for `undo` and `resume` of that run too.
 *
 * @throws {Problem} `unknown-run`, `journal-unreadable`; `usage` (`not-live`); `run-unreachable`
 */
export async function attachTo(run: string): Promise<EngineClient> {
	const socket = await reach(run);
	const exchange = new Exchange(message => sendLine(socket, {version: doorVersion, ...message}));
	let hasLeft = false;
	onLines(socket, longest, message => exchange.receive(message as FromEngine));
	socket.on('error', () => {});
	socket.on('close', async () => {
		if (hasLeft) return;
		// Its end is seen here a moment before the system has released its locks.
		await until(() => !isLocked(lockNames.run(run)));
		exchange.end(new Problem({code: 'engine-died'}));
	});
	return {
		get alive() {
			return exchange.alive && !socket.destroyed;
		},
		request: (name, input) => exchange.request(name, input),
		onEvent: listener => exchange.onEvent(listener),
		async disconnect() {
			hasLeft = true;
			socket.destroy();
		},
	};
}

async function reach(run: string): Promise<Socket> {
	let why = '';
	const found = await until(async () => {
		const {summary} = await loadRun(run);
		if (!summary.live)
			throw new Problem({code: 'usage', params: {why: 'not-live', run, state: summary.state}});
		try {
			return await connectTo(doorPath(run));
		} catch (error) {
			// It may be about to open its door, or just have closed it.
			why = error instanceof Error ? error.message : String(error);
			return undefined;
		}
	});
	if (found) return found;
	throw new Problem({code: 'run-unreachable', params: {run, why}});
}

function connectTo(path: string): Promise<Socket> {
	return new Promise((resolve, reject) => {
		const socket = connect(path, () => {
			socket.off('error', reject);
			resolve(socket);
		});
		socket.once('error', reject);
	});
}

/** Asks again until there is something, or patience is at its end. */
async function until<T>(find: () => T | Promise<T>): Promise<T> {
	const end = Date.now() + patience;
	for (;;) {
		const found = await find();
		if (found || Date.now() > end) return found;
		await new Promise(resolve => setTimeout(resolve, 50));
	}
}
