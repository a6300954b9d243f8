import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import process from 'node:process';
import xterm from '@xterm/headless';
import {execa} from 'execa';
import {type IPty, spawn} from 'node-pty';
import {keepsCompiled} from '../compiled.ts';
import {keyBytes} from './key-bytes.ts';
import {type Cell, toSvg} from './svg.ts';
import {characterWidths, graphemeWidths} from './unicode-width.ts';

export type ScreenOptions = {
	/** What is started. Default: this Node. */
	readonly command?: string;
	readonly cwd?: string;
	/**
	 * Added to the clean environment of TERM, LANG, PATH and an empty HOME that is gone afterwards; undefined
	 * removes one of them.
	 */
	readonly env?: Readonly<Record<string, string | undefined>>;
	/** TERM. Default: `xterm-256color`. */
	readonly term?: string;
	/** Default: 80. */
	readonly columns?: number;
	/** Default: 24. */
	readonly rows?: number;
	/** Whether the terminal draws an emoji of several characters as one. Default: true. */
	readonly graphemes?: boolean;
};

export type Exit = {
	readonly code: number;
	/** The number of the signal that ended it, or 0. */
	readonly signal: number;
};

export type Condition = string | RegExp | ((text: string) => boolean);

export type WaitOptions = {
	/** Milliseconds. Default: 15,000. */
	readonly timeout?: number;
};

type Waiter = {
	readonly check: () => void;
	readonly giveUp: (why: string) => void;
};

const tailLength = 600;
const running = new Set<Screen>();

process.on('exit', () => {
	for (const screen of running) {
		screen.kill();
	}
});

/**
 * A program in a pty of its own, and what a person sees of it. Nothing here sleeps: a test waits for what is to be
 * seen. End it with `await using screen = startScreen(…)`, or `afterEach(killScreens)`.
 */
export class Screen implements AsyncDisposable {
	/** Resolves when the program has ended and its last output is on the screen. */
	readonly exit: Promise<Exit>;
	readonly #pty: IPty;
	readonly #terminal: InstanceType<typeof xterm.Terminal>;
	readonly #waiters = new Set<Waiter>();
	readonly #home = mkdtempSync(join(tmpdir(), 'trasloco-home-'));
	#bytes = 0;
	#frames = 0;
	#tail = Buffer.alloc(0);
	readonly #sent: Buffer[] = [];
	#ended: Exit | undefined;
	#isClosed = false;
	#scrolls = 0;
	#buffer = 'normal';
	#isResizing = false;
	#isCursorHidden = false;
	#title = '';

	constructor(args: readonly string[], options: ScreenOptions) {
		const {columns: cols = 80, rows = 24, term = 'xterm-256color', graphemes = true} = options;
		const env = {
			TERM: term,
			LANG: 'en_US.UTF-8',
			HOME: this.#home,
			PATH: process.env.PATH ?? '',
			...keepsCompiled,
			...options.env,
		};
		this.#terminal = new xterm.Terminal({cols, rows, allowProposedApi: true, scrollback: 5000});
		const widths = graphemes ? graphemeWidths : characterWidths;
		this.#terminal.unicode.register(widths);
		this.#terminal.unicode.activeVersion = widths.version;
		this.#watchScrolling();
		this.#terminal.onTitleChange(title => {
			this.#title = title;
		});
		this.#pty = spawn(options.command ?? process.execPath, [...args], {
			name: term,
			cols,
			rows,
			cwd: options.cwd ?? process.cwd(),
			// node-pty gives what is undefined as the text "undefined".
			env: Object.fromEntries(Object.entries(env).filter(([, value]) => value !== undefined)),
			encoding: null,
		});
		// Answers to what the program asks the terminal, such as where the cursor is.
		this.#terminal.onData(answer => this.write(answer));
		this.#pty.onData(data => this.#show(data));
		this.exit = new Promise(resolve => {
			this.#pty.onExit(({exitCode, signal}) => {
				// Behind all that was written before.
				this.#terminal.write('', () => {
					this.#ended = {code: exitCode, signal: signal ?? 0};
					running.delete(this);
					rmSync(this.#home, {recursive: true, force: true});
					this.#changed();
					this.#giveUpAll(`the program ended with code ${exitCode}, signal ${signal ?? 0}`);
					resolve(this.#ended);
				});
			});
		});
		running.add(this);
	}

	get pid(): number {
		return this.#pty.pid;
	}

	get columns(): number {
		return this.#terminal.cols;
	}

	get rows(): number {
		return this.#terminal.rows;
	}

	/** How many bytes the program has sent so far. */
	get bytes(): number {
		return this.#bytes;
	}

	/** How often the program has drawn (synchronized output). */
	get frames(): number {
		return this.#frames;
	}

	/** All that the program has sent so far, a character for each byte. */
	get sent(): string {
		return Buffer.concat(this.#sent).toString('latin1');
	}

	/** The last bytes that came, readable. */
	get tail(): string {
		return JSON.stringify(this.#tail.toString('utf8'));
	}

	/** The window title that the program has set. */
	get title(): string {
		return this.#title;
	}

	get isAlternate(): boolean {
		return this.#terminal.buffer.active.type === 'alternate';
	}

	/** The modes that the program has set and not reset. */
	get modes(): {
		readonly bracketedPaste: boolean;
		readonly synchronized: boolean;
		readonly mouse: boolean;
		readonly noWrap: boolean;
	} {
		const {bracketedPasteMode, synchronizedOutputMode, mouseTrackingMode, wraparoundMode} =
			this.#terminal.modes;
		return {
			bracketedPaste: bracketedPasteMode,
			synchronized: synchronizedOutputMode,
			mouse: mouseTrackingMode !== 'none',
			noWrap: !wraparoundMode,
		};
	}

	get isCursorVisible(): boolean {
		return !this.#isCursorHidden;
	}

	/**
	 * How often the alternate screen has scrolled: each time a frame was taller than the terminal and its top was
	 * lost. A test of screens ends with `expect(screen.lostLines).toBe(0)`. When the terminal becomes smaller, Ink draws
	 * one last frame of the former size, so compare with the count after that.
	 */
	get lostLines(): number {
		return this.#scrolls;
	}

	/** The lines that are visible now, without spaces at their ends. */
	lines(): string[] {
		const {active} = this.#terminal.buffer;
		return Array.from(
			{length: this.rows},
			(_, row) => active.getLine(active.baseY + row)?.translateToString(true) ?? '',
		);
	}

	/** What is visible now: the lines, without empty ones at the end. */
	text(): string {
		return this.lines().join('\n').trimEnd();
	}

	/** What is visible now, with its colours. */
	cells(): Cell[][] {
		const {active} = this.#terminal.buffer;
		return Array.from({length: this.rows}, (_, row) => {
			const line = active.getLine(active.baseY + row);
			const cells: Cell[] = [];
			for (let column = 0; column < this.columns; column++) {
				const cell = line?.getCell(column);
				if (cell === undefined || cell.getWidth() === 0) {
					continue;
				}

				const color = (code: number, isRgb: boolean, isPalette: boolean) => {
					if (isRgb) {
						return `#${code.toString(16).padStart(6, '0')}`;
					}

					return isPalette ? code : undefined;
				};
				cells.push({
					text: cell.getChars() || ' ',
					width: cell.getWidth(),
					foreground: color(cell.getFgColor(), cell.isFgRGB(), cell.isFgPalette()),
					background: color(cell.getBgColor(), cell.isBgRGB(), cell.isBgPalette()),
					bold: cell.isBold() !== 0,
					dim: cell.isDim() !== 0,
					italic: cell.isItalic() !== 0,
					underline: cell.isUnderline() !== 0,
					inverse: cell.isInverse() !== 0,
				});
			}

			return cells;
		});
	}

	/** A picture of what is visible now. */
	svg(title = 'trasloco'): string {
		return toSvg(this.cells(), this.columns, title);
	}

	/**
	 * Waits until what is visible contains the text, matches, or satisfies the predicate.
	 *
	 * @returns the visible text at that moment
	 * @throws {Error} with the whole screen and the last bytes, when time is up or the program has ended
	 */
	async waitFor(condition: Condition, {timeout = 60_000}: WaitOptions = {}): Promise<string> {
		const holds = (text: string) => {
			if (typeof condition === 'function') {
				return condition(text);
			}

			return typeof condition === 'string' ? text.includes(condition) : text.search(condition) !== -1;
		};
		// The stack of the caller, which is lost once the promise is settled by a timer.
		const failure = new Error();
		return new Promise((resolve, reject) => {
			const settle = () => {
				clearTimeout(timer);
				this.#waiters.delete(waiter);
			};
			const waiter: Waiter = {
				check: () => {
					try {
						const text = this.text();
						if (holds(text)) {
							settle();
							resolve(text);
						}
					} catch (error) {
						settle();
						reject(error);
					}
				},
				giveUp: why => {
					settle();
					failure.message = `Waited for ${String(condition)}, but ${why}.\n${this.describe()}`;
					reject(failure);
				},
			};
			const timer = setTimeout(() => waiter.giveUp(`${timeout} ms went by`), timeout);
			this.#waiters.add(waiter);
			waiter.check();
			if (this.#ended !== undefined && this.#waiters.has(waiter)) {
				waiter.giveUp(`the program had ended with code ${this.#ended.code}, signal ${this.#ended.signal}`);
			}
		});
	}

	/** The screen in a frame and the last bytes, for a person who looks for what went wrong. */
	describe(): string {
		const edge = `+${'-'.repeat(this.columns)}+`;
		const body = this.lines().map(line => `|${line}`);
		return [
			`${this.columns}x${this.rows}, ${this.isAlternate ? 'alternate' : 'main'} screen, ${this.bytes} bytes`,
			edge,
			...body,
			edge,
			`last bytes: ${this.tail}`,
		].join('\n');
	}

	/** Presses keys in one write, as a slow line delivers them: `press('down', 'down', 'enter')`. */
	press(...names: readonly string[]): void {
		this.write(names.map(name => keyBytes(name)).join(''));
	}

	/** Types text in one write; a line end is Enter. */
	type(text: string): void {
		this.write(text.replace(/\r?\n/g, '\r'));
	}

	/** Pastes as a terminal does: line ends become CR, and with markers around it if the program asked for them. */
	paste(text: string): void {
		const sent = text.replace(/\r?\n/g, '\r');
		this.write(this.modes.bracketedPaste ? `\x1b[200~${sent}\x1b[201~` : sent);
	}

	/** Writes bytes as they are. */
	write(raw: string | Uint8Array): void {
		if (this.#ended === undefined && !this.#isClosed) {
			this.#pty.write(typeof raw === 'string' ? raw : Buffer.from(raw));
		}
	}

	resize(columns: number, rows: number): void {
		// The terminal itself cuts what no longer fits; that is nobody's frame.
		this.#isResizing = true;
		this.#terminal.resize(columns, rows);
		this.#isResizing = false;
		this.#pty.resize(columns, rows);
	}

	/** Stops what the program writes, as Ctrl+S and a line that hangs do: its next write waits until `resume()`. */
	async stall(): Promise<void> {
		// Raw mode hands Ctrl+S to the program: here the terminal itself is to obey it.
		await execa('stty', [`--file=/proc/${this.pid}/fd/1`, 'ixon', '-ixany']);
		this.write('\x13');
	}

	resume(): void {
		this.write('\x11');
	}

	/** Sends a signal to the program alone. */
	signal(name: NodeJS.Signals): void {
		process.kill(this.pid, name);
	}

	/** Closes the terminal, as a dropped line does: the program gets SIGHUP, and errors when it writes. */
	hangUp(): void {
		this.#isClosed = true;
		// Only `destroy()` closes the master side; node-pty's types leave it out.
		(this.#pty as IPty & {destroy(): void}).destroy();
	}

	/** Kills the program and the children in its process group. */
	kill(): void {
		if (this.#ended !== undefined) {
			return;
		}

		for (const id of [-this.pid, this.pid]) {
			try {
				process.kill(id, 'SIGKILL');
			} catch {
				// Gone already.
			}
		}
	}

	async [Symbol.asyncDispose](): Promise<void> {
		this.kill();
		await this.exit;
		this.#terminal.dispose();
	}

	#show(data: string | Uint8Array): void {
		const bytes = Buffer.from(data);
		this.#bytes += bytes.length;
		this.#sent.push(bytes);
		this.#tail = Buffer.concat([this.#tail, bytes]).subarray(-tailLength);
		this.#terminal.write(bytes, () => {
			// A terminal shows a frame when it is whole (synchronized output), and so do we.
			if (!this.modes.synchronized) this.#changed();
		});
	}

	#changed(): void {
		for (const waiter of [...this.#waiters]) {
			waiter.check();
		}
	}

	#giveUpAll(why: string): void {
		for (const waiter of [...this.#waiters]) {
			waiter.giveUp(why);
		}
	}

	#watchScrolling(): void {
		const {buffer, parser} = this.#terminal;
		buffer.onBufferChange(({type}) => {
			this.#buffer = type;
		});
		this.#terminal.onScroll(() => {
			// A change of the buffer is announced as scrolling, before it is announced as a change.
			if (buffer.active.type === 'alternate' && this.#buffer === 'alternate' && !this.#isResizing) {
				this.#scrolls++;
			}
		});
		for (const [final, isHidden] of [
			['h', false],
			['l', true],
		] as const) {
			parser.registerCsiHandler({prefix: '?', final}, parameters => {
				if (parameters.includes(25)) {
					this.#isCursorHidden = isHidden;
				}

				if (parameters.includes(2026) && final === 'h') {
					this.#frames++;
				}

				return false;
			});
		}
	}
}

/**
 * Starts a program in a terminal: `startScreen(['dist/cli.js', 'runs'], {columns: 60, rows: 16})`.
 *
 * @param args - arguments of `options.command`, by default of this Node
 */
export function startScreen(args: readonly string[], options: ScreenOptions = {}): Screen {
	return new Screen(args, options);
}

/** Kills all programs that still run, and waits until they are gone. */
export async function killScreens(): Promise<void> {
	await Promise.all([...running].map(screen => screen[Symbol.asyncDispose]()));
}
