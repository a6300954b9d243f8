import {EventEmitter} from 'node:events';
import {createKeySplitter, type Waiting} from './split-keys.ts';

/**
 * Milliseconds without a byte after which an incomplete key is decided. A line that cuts a sequence in two
 * delivers the rest within some 50 ms; only Esc alone makes a person wait for its decision.
 */
const patience: Readonly<Record<Waiting, number>> = {escape: 100, sequence: 500, paste: 1000};

/**
 * What Ink 8 would take for the beginning of a sequence: it waits 20 ms for the rest, and a key that comes in
 * between becomes Alt+key. Their names in the kitty protocol, which Ink always understands, are complete.
 * https://sw.kovidgoyal.net/kitty/keyboard-protocol/
 */
const completeNames: ReadonlyMap<string, string> = new Map([
	['\x1b', '\x1b[27u'],
	['\x1b[', '\x1b[91;3u'],
	['\x1bO', '\x1b[79;3u'],
]);

const bracketedPasteOn = '\x1b[?2004h';
const bracketedPasteOff = '\x1b[?2004l';

export type KeyStreamOptions = {
	/**
	 * The terminal's output. When given, bracketed paste is on exactly while raw mode is on, so it is off while
	 * the terminal is handed to an editor and after the end.
	 */
	readonly stdout?: NodeJS.WriteStream;
};

/**
 * A stdin for Ink that gives one key at a time, the next one after React has taken the one before, however
 * the terminal's bytes were cut into chunks: `render(app, {stdin: keyStream.stdin})`.
 */
export type KeyStream = {
	readonly stdin: NodeJS.ReadStream;
	/** Called once when the terminal is gone (end of input, or a read error after a hang-up). */
	onEnd(listener: () => void): void;
	/** Stops reading, drops keys that nobody has taken, and turns raw mode off. */
	close(): void;
};

class OneKeyAtATime extends EventEmitter {
	readonly #terminal: NodeJS.ReadStream;
	readonly #stdout: NodeJS.WriteStream | undefined;
	#splitter = createKeySplitter();
	#queue: string[] = [];
	#current: string | null = null;
	#isPumping = false;
	#isReading = false;
	#isRaw = false;
	#hasEnded = false;
	#chunks = 0;
	#decision: NodeJS.Timeout | undefined;

	constructor(terminal: NodeJS.ReadStream, stdout: NodeJS.WriteStream | undefined) {
		super();
		this.#terminal = terminal;
		this.#stdout = stdout;
		// Ink adds and removes this one listener as it takes and gives up the input; whatever else wants the
		// terminal in between, an editor say, must find its bytes unread.
		this.on('newListener', (name: string | symbol) => {
			if (name === 'readable' && this.listenerCount('readable') === 0) {
				this.#start();
			}
		});
		this.on('removeListener', (name: string | symbol) => {
			if (name === 'readable' && this.listenerCount('readable') === 0) {
				this.#stop();
			}
		});
		// A terminal that hangs up makes reads and setRawMode fail with EIO: an end, not a crash.
		terminal.on('error', this.#end);
		terminal.on('end', this.#end);
		terminal.on('close', this.#end);
	}

	get isTTY(): boolean {
		return this.#terminal.isTTY;
	}

	get isRaw(): boolean {
		return this.#isRaw;
	}

	/** Bytes are decoded here, so that a code point cut in two is whole again; Ink gets strings. */
	setEncoding(): this {
		return this;
	}

	setRawMode(isRaw: boolean): this {
		this.#terminal.setRawMode(isRaw);
		if (this.#isRaw !== isRaw) {
			this.#isRaw = isRaw;
			this.#setBracketedPaste(isRaw);
		}

		if (!isRaw) {
			this.#forget();
		}

		return this;
	}

	ref(): this {
		this.#terminal.ref();
		return this;
	}

	unref(): this {
		this.#terminal.unref();
		return this;
	}

	read(): string | null {
		const key = this.#current;
		this.#current = null;
		return key;
	}

	close(): void {
		this.removeAllListeners();
		this.#stop();
		this.#forget();
		if (this.#isRaw) {
			this.setRawMode(false);
		}

		this.#terminal.off('end', this.#end);
		this.#terminal.off('close', this.#end);
	}

	#setBracketedPaste(isOn: boolean): void {
		const stdout = this.#stdout;
		if (stdout?.isTTY && !stdout.destroyed && stdout.writable) {
			stdout.write(isOn ? bracketedPasteOn : bracketedPasteOff);
		}
	}

	#start(): void {
		if (this.#isReading || this.#hasEnded) {
			return;
		}

		this.#isReading = true;
		this.#terminal.on('data', this.#take);
		this.#terminal.resume();
		this.#decideLater();
		this.#pumpSoon();
	}

	#stop(): void {
		clearTimeout(this.#decision);
		if (!this.#isReading) {
			return;
		}

		this.#isReading = false;
		this.#terminal.off('data', this.#take);
		this.#terminal.pause();
	}

	#forget(): void {
		clearTimeout(this.#decision);
		this.#splitter = createKeySplitter();
		this.#queue = [];
		this.#current = null;
	}

	readonly #take = (chunk: Uint8Array | string): void => {
		this.#chunks++;
		this.#queue.push(...this.#splitter.push(typeof chunk === 'string' ? Buffer.from(chunk) : chunk));
		this.#decideLater();
		this.#pumpSoon();
	};

	readonly #end = (): void => {
		if (this.#hasEnded) {
			return;
		}

		this.#hasEnded = true;
		this.#stop();
		this.emit('end');
	};

	#decideLater(): void {
		clearTimeout(this.#decision);
		const {waiting} = this.#splitter;
		if (waiting === undefined) {
			return;
		}

		const chunks = this.#chunks;
		this.#decision = setTimeout(() => {
			// When this process was busy for longer than that, the rest lies in the terminal: timers run before
			// input is read, so look there once more before deciding.
			setImmediate(() => {
				if (chunks === this.#chunks) {
					this.#decide();
				}
			});
		}, patience[waiting]);
	}

	#decide(): void {
		if (!this.#isReading || this.#splitter.waiting === undefined) {
			return;
		}

		this.#queue.push(...this.#splitter.flush());
		this.#decideLater();
		this.#pumpSoon();
	}

	#pumpSoon(): void {
		if (!this.#isPumping && (this.#queue.length > 0 || this.#current !== null)) {
			this.#isPumping = true;
			setImmediate(this.#pump);
		}
	}

	readonly #pump = (): void => {
		this.#isPumping = false;
		if (this.listenerCount('readable') === 0) {
			return;
		}

		this.#current ??= this.#queue.shift() ?? null;
		if (this.#current === null) {
			return;
		}

		this.#current = completeNames.get(this.#current) ?? this.#current;
		// React renders in the first turn after a key, effects of that render run in the second.
		this.#isPumping = true;
		setImmediate(() => setImmediate(this.#pump));
		this.emit('readable');
	};
}

/**
 * Puts a key stream between a terminal and Ink, and turns raw mode on; `close()`, or Ink's end, turns it off.
 *
 * Enter typed ahead waits for the screen it was meant for: keys stay queued while Ink swaps input hooks, and
 * are dropped when raw mode goes off, that is, when no hook wants keys, on `suspendTerminal()` and at the end.
 *
 * @param terminal - the terminal's input, `process.stdin`
 */
export function createKeyStream(terminal: NodeJS.ReadStream, options: KeyStreamOptions = {}): KeyStream {
	const stream = new OneKeyAtATime(terminal, options.stdout);
	// Ink turns raw mode on after its first frame; a key typed before would be echoed into that frame.
	if (terminal.isTTY) {
		stream.setRawMode(true);
	}

	return {
		// Ink calls no more of a ReadStream than the class above has.
		stdin: stream as unknown as NodeJS.ReadStream,
		onEnd(listener) {
			stream.once('end', listener);
		},
		close() {
			stream.close();
		},
	};
}
