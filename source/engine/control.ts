/** Thrown at a safe point when the operator asked to stop. */
export class Stopped extends Error {
	override readonly name = 'Stopped';
}

/** What the operator asks of work under way: hold, go on, stop. Work asks at its safe points. */
export class Control {
	#held: {readonly promise: Promise<void>; readonly resolve: () => void} | undefined;
	readonly #stop = new AbortController();

	get paused(): boolean {
		return this.#held !== undefined;
	}

	get stopped(): boolean {
		return this.#stop.signal.aborted;
	}

	pause(): void {
		this.#held ??= Promise.withResolvers<void>();
	}

	continue(): void {
		this.#held?.resolve();
		this.#held = undefined;
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
		await new Promise<void>(resolve => {
			const timer = setTimeout(resolve, milliseconds);
			this.#stop.signal.addEventListener('abort', () => {
				clearTimeout(timer);
				resolve();
			});
		});
		await this.gate();
	}
}
