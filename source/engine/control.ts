/** Thrown at a safe point when the operator asked to stop. */
export class Stopped extends Error {
	override readonly name = 'Stopped';
}

/** What the operator asks of work under way: hold, go on, stop. Work asks at its safe points. */
export class Control {
	#held: {readonly promise: Promise<void>; readonly resolve: () => void} | undefined;
	readonly #stop = new AbortController();
	#turns = 0;

	/** Grows each time that work begins to be held, or goes on: where it did not, nothing of ours has slowed the work down. */
	get turns(): number {
		return this.#turns;
	}

	get paused(): boolean {
		return this.#held !== undefined;
	}

	get stopped(): boolean {
		return this.#stop.signal.aborted;
	}

	pause(): void {
		if (this.#held) return;
		this.#held = Promise.withResolvers<void>();
		this.#turns++;
	}

	continue(): void {
		if (!this.#held) return;
		this.#held.resolve();
		this.#held = undefined;
		this.#turns++;
	}

	stop(): void {
		this.#stop.abort();
		this.continue();
	}

	/** Waits while held. @throws {Stopped} */
	async gate(): Promise<void> {
		await this.#held?.promise;
		if (this.stopped) throw new Stopped();
	}

	/** Waits so many milliseconds, or until stopped. @throws {Stopped} */
	async wait(milliseconds: number): Promise<void> {
		await this.gate();
		const {signal} = this.#stop;
		const over = Promise.withResolvers<void>();
		const end = () => over.resolve();
		const timer = setTimeout(end, milliseconds);
		signal.addEventListener('abort', end);
		this.#turns++;
		await over.promise;
		this.#turns++;
		clearTimeout(timer);
		signal.removeEventListener('abort', end);
		await this.gate();
	}
}
