import {getEachMessage, sendMessage} from 'execa';
import {Stopped} from '../engine/control.ts';
import type {EngineEvent} from '../engine/events.ts';
import {Session} from '../engine/session.ts';
import {Problem} from '../problem.ts';
import type {FromEngine, ToEngine} from './protocol.ts';

/**
 * The engine's own process. Requests come in and answers and events go out over the IPC channel; when the
 * channel closes, since the terminal is gone, what is under way is finished first.
 */
class Outbox {
	#waiting: FromEngine[] = [];
	#sending = false;

	/** Never waits: a terminal that stalls must not stall a copy. Counts that are out of date are not sent. */
	post(message: FromEngine): void {
		const index =
			message.type === 'event' && message.event.event === 'folder' ? message.event.index : undefined;
		if (index !== undefined) {
			this.#waiting = this.#waiting.filter(
				old => !(old.type === 'event' && old.event.event === 'folder' && old.event.index === index),
			);
		}

		this.#waiting.push(message);
		void this.#send();
	}

	/** Ends once all has been sent, or nobody listens any more. */
	async drain(): Promise<void> {
		while (this.#waiting.length > 0 || this.#sending) await new Promise(resolve => setTimeout(resolve, 5));
	}

	async #send(): Promise<void> {
		if (this.#sending) return;
		this.#sending = true;
		for (let next = this.#waiting.shift(); next; next = this.#waiting.shift()) {
			try {
				await sendMessage(next);
			} catch {
				// Nobody is there any more; the journal has it all.
				this.#waiting = [];
			}
		}

		this.#sending = false;
	}
}

// Journals, kept messages and reports are for their owner alone.
process.umask(0o077);
// The terminal's line may drop and its signals reach us all the same: neither ends a copy.
for (const signal of ['SIGHUP', 'SIGINT', 'SIGPIPE'] as const) process.on(signal, () => {});

// Whoever started us may be gone, and its end of the pipe with it.
process.stderr.on('error', () => {});

const outbox = new Outbox();
const session = new Session((event: EngineEvent) => outbox.post({type: 'event', event}));
const underWay = new Set<Promise<void>>();

process.on('SIGTERM', () => session.stop());

for await (const message of getEachMessage()) {
	const request = message as unknown as ToEngine;
	const work = answer(request).finally(() => underWay.delete(work));
	underWay.add(work);
}

// Nobody is left who could let a held run go on: it finishes what it was told.
session.continue();
await Promise.all(underWay);
await session.close();
await outbox.drain();
process.exit(0);

async function answer(request: ToEngine): Promise<void> {
	const {id} = request;
	try {
		outbox.post({type: 'reply', id, output: await execute(request)});
	} catch (error) {
		if (error instanceof Problem) outbox.post({type: 'problem', id, problem: error.data});
		else if (error instanceof Stopped) outbox.post({type: 'stopped', id});
		else
			outbox.post({
				type: 'defect',
				id,
				message: error instanceof Error ? (error.stack ?? error.message) : String(error),
			});
	}
}

async function execute(message: ToEngine): Promise<unknown> {
	switch (message.request) {
		case 'connect': {
			const {side, account, password} = message.input;
			return session.connect(side, account, password);
		}

		case 'plan':
			return session.plan(message.input.mappings, message.input.verify);
		case 'copy':
			return session.copy(message.input.patience);
		case 'compare':
			return session.compare(message.input.mappings, message.input.deep);
		case 'differences':
			return session.differences(message.input);
		case 'message':
			return session.message(message.input);
		case 'resume':
			return session.resume(message.input.run, message.input.patience);
		case 'undo': {
			const {run, keepInTrash, patience} = message.input;
			return session.undo(run, keepInTrash, patience);
		}
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
