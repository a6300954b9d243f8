import type {FromEngine} from './protocol.ts';
import {topicOf} from './topics.ts';

/**
 * What is to be sent to one who listens. Whoever posts never waits: a terminal that stalls must not stall a
 * copy. What is out of date by the time that it could be sent is not sent.
 */
export class Outbox {
	readonly #send: (message: FromEngine) => Promise<void>;
	readonly #waiting = new Map<unknown, FromEngine>();
	#sending: Promise<void> | undefined;

	/** @param send resolves when the message is out; rejects when nobody is there any more */
	constructor(send: (message: FromEngine) => Promise<void>) {
		this.#send = send;
	}

	post(message: FromEngine): void {
		const topic = message.type === 'event' ? topicOf(message.event) : undefined;
		const key = topic ?? message;
		this.#waiting.delete(key);
		this.#waiting.set(key, message);
		this.#sending ??= this.#sendAll();
	}

	/** Ends once all has been sent, or nobody listens any more. */
	async drain(): Promise<void> {
		await this.#sending;
	}

	async #sendAll(): Promise<void> {
		for (let [next] = this.#waiting; next; [next] = this.#waiting) {
			const [key, message] = next;
			this.#waiting.delete(key);
			try {
				await this.#send(message);
			} catch {
				// Nobody is there any more; the journal has it all.
				this.#waiting.clear();
			}
		}

		this.#sending = undefined;
	}
}
