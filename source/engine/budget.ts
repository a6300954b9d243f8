/** Whole bytes that may be under way at once. One taker may take more than all of them, when it is alone. */
export class Budget {
	readonly #size: number;
	#taken = 0;
	readonly #waiting: {readonly bytes: number; readonly go: () => void}[] = [];

	constructor(size: number) {
		this.#size = size;
	}

	/** Waits for its turn, then takes. */
	async take(bytes: number): Promise<void> {
		if (this.#waiting.length === 0 && this.#fits(bytes)) {
			this.#taken += bytes;
			return;
		}

		await new Promise<void>(resolve => {
			this.#waiting.push({bytes, go: resolve});
		});
	}

	give(bytes: number): void {
		this.#taken -= bytes;
		for (let next = this.#waiting[0]; next && this.#fits(next.bytes); next = this.#waiting[0]) {
			this.#waiting.shift();
			this.#taken += next.bytes;
			next.go();
		}
	}

	#fits(bytes: number): boolean {
		return this.#taken === 0 || this.#taken + bytes <= this.#size;
	}
}
