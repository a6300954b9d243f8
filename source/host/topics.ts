import type {EngineEvent} from '../engine/events.ts';

/** What an event is about, where a later one about the same takes its place; undefined where each one counts. */
export function topicOf(event: EngineEvent): string | undefined {
	switch (event.event) {
		case 'folder':
			return `folder ${event.index}`;
		case 'unpacking':
		case 'planning':
		case 'retry':
		case 'pacing':
		case 'connections':
			return event.event;
		case 'paused':
		case 'continued':
		case 'stopping':
			return 'hold';
		case 'started':
		case 'connected':
		case 'checked':
		case 'finding':
		case 'finished':
			return undefined;
	}
}

/**
 * The events of the work under way that whoever comes late has to know: of each topic the last, in the order
 * in which they came. All counts in them are absolute, so what is left out is not missed.
 */
export class Recap {
	readonly #events = new Map<unknown, EngineEvent>();

	add(event: EngineEvent): void {
		switch (event.event) {
			case 'started':
				this.#events.clear();
				break;
			case 'connected':
			case 'unpacking':
			case 'planning':
			case 'checked':
			case 'finished':
				// Before the work, or its end, which is the answer to who waits for it.
				return;
			default:
		}

		const topic = topicOf(event) ?? event;
		this.#events.delete(topic);
		this.#events.set(topic, event);
	}

	/** From `started` on. */
	events(): readonly EngineEvent[] {
		return [...this.#events.values()];
	}
}
