import {Stopped} from '../engine/control.ts';
import type {EngineEvent} from '../engine/events.ts';
import {Problem} from '../problem.ts';
import type {EngineClient, FromEngine, RequestName, Requests, ToEngine} from './protocol.ts';

interface Waiting {
	readonly resolve: (output: unknown) => void;
	readonly reject: (error: unknown) => void;
}

/** Requests on their way to an engine, and what comes back: the same over every channel. */
export class Exchange implements Omit<EngineClient, 'disconnect'> {
	readonly #send: (message: ToEngine) => Promise<void>;
	readonly #waiting = new Map<number, Waiting>();
	readonly #listeners = new Set<(event: EngineEvent) => void>();
	#ended: Problem | undefined;
	#ids = 0;

	/** @param send rejects where a message can't be sent although the channel is open */
	constructor(send: (message: ToEngine) => Promise<void>) {
		this.#send = send;
	}

	get alive(): boolean {
		return this.#ended === undefined;
	}

	/** Some request has no answer yet. */
	get busy(): boolean {
		return this.#waiting.size > 0;
	}

	/** There has been a request. */
	get wasAsked(): boolean {
		return this.#ids > 0;
	}

	async request<Name extends RequestName>(
		name: Name,
		input: Requests[Name]['input'],
	): Promise<Requests[Name]['output']> {
		if (this.#ended) throw this.#ended;
		const id = ++this.#ids;
		const answer = new Promise<unknown>((resolve, reject) => this.#waiting.set(id, {resolve, reject}));
		this.#send({id, request: name, input} as ToEngine).catch(error => this.#take(id)?.reject(error));
		return (await answer) as Requests[Name]['output'];
	}

	onEvent(listener: (event: EngineEvent) => void): () => void {
		this.#listeners.add(listener);
		return () => this.#listeners.delete(listener);
	}

	/** Takes what has come from the engine. */
	receive(message: FromEngine): void {
		switch (message.type) {
			case 'event':
				for (const listener of this.#listeners) listener(message.event);
				return;
			case 'reply':
				this.#take(message.id)?.resolve(message.output);
				return;
			case 'problem':
				this.#take(message.id)?.reject(new Problem(message.problem));
				return;
			case 'stopped':
				this.#take(message.id)?.reject(new Stopped());
				return;
			case 'defect':
				this.#take(message.id)?.reject(new Error(message.message));
				return;
		}
	}

	/** Nothing more will come: all that waits fails with this, and so does what is asked later. */
	end(problem: Problem): void {
		this.#ended ??= problem;
		for (const {reject} of this.#waiting.values()) reject(problem);
		this.#waiting.clear();
	}

	#take(id: number): Waiting | undefined {
		const waiting = this.#waiting.get(id);
		this.#waiting.delete(id);
		return waiting;
	}
}
