import {MessageList} from '../stores/message-list.ts';
import type {MessageMeta} from '../stores/store.ts';

/** A message that differs; with the same message on the other side where it is there. */
export interface Difference {
	readonly message: MessageMeta;
	readonly counterpart?: MessageMeta;
}

/** Differences of one kind, in their order: all with a counterpart, or none. There may be as many as messages. */
export class DifferenceList implements Iterable<Difference> {
	readonly #messages = new MessageList();
	readonly #counterparts = new MessageList();

	static of(messages: Iterable<MessageMeta>): DifferenceList {
		const list = new DifferenceList();
		for (const message of messages) list.add(message);
		return list;
	}

	get length(): number {
		return this.#messages.length;
	}

	add(message: MessageMeta, counterpart?: MessageMeta): void {
		this.#messages.add(message);
		if (counterpart) this.#counterparts.add(counterpart);
	}

	/** So many from this place on, or as many as there are. */
	slice(start: number, end: number): Difference[] {
		const last = Math.min(end, this.length);
		return Array.from({length: Math.max(0, last - start)}, (_, index) => this.#at(start + index));
	}

	*[Symbol.iterator](): Generator<Difference, void, void> {
		for (let row = 0; row < this.length; row++) yield this.#at(row);
	}

	#at(row: number): Difference {
		const message = this.#messages.at(row);
		return this.#counterparts.length > 0 ? {message, counterpart: this.#counterparts.at(row)} : {message};
	}
}
