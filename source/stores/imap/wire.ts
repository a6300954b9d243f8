import {Socket} from 'node:net';
import type {Readable, Writable} from 'node:stream';
import {constants, createDeflateRaw, createInflateRaw} from 'node:zlib';
import {Problem, type Side} from '../../problem.ts';
import {Incoming} from './incoming.ts';
import {ParseError, parseResponse, type Response, type ResponseCode, type Status} from './parse.ts';
import {clip, spoken} from './spoken.ts';
import type {Tap} from './tap.ts';
import {badAnswer, Unusable} from './unusable.ts';

/** How literals are announced: ahead (RFC 7888, LITERAL+), ahead up to 4096 bytes (LITERAL-), or after a `+`. */
export type LiteralMode = 'plus' | 'minus' | 'sync';

/** A command's parts: text as it is, bytes as a literal. */
export type Part = string | Buffer;

/** Data and status lines that came untagged while a command was the oldest under way. */
export type Untagged = Extract<Response, {kind: 'data' | 'fetch' | 'status'}>;

/** The sockets that a login left behind, and what is known of the server. */
export interface WireOptions {
	readonly side: Side;
	readonly readSocket: Readable;
	readonly writeSocket: Writable;
	/** A quicker way of reading from the socket, where there is one. */
	readonly tap?: Tap | undefined;
	readonly literals: LiteralMode;
	/** BINARY (RFC 3516): a message with NUL bytes can be sent. */
	readonly binary: boolean;
	/** Milliseconds without a byte either way while an answer is awaited, after which the line counts as dead. */
	readonly silence: number;
	/** Bytes that one literal from the server may have at the most. */
	readonly maxLiteral: number;
}

/** The server said NO or BAD to one command; the connection is as good as before. */
export class Refused extends Error {
	override readonly name = 'Refused';
	readonly status: Status;
	readonly code: ResponseCode | undefined;
	/** The server's own words, code and all. */
	readonly words: string;

	constructor(command: string, status: Status) {
		const code = status.code ? `[${[status.code.name, status.code.args].filter(Boolean).join(' ')}] ` : '';
		const words = clip(code + status.text);
		super(`${command}: ${status.type} ${words}`);
		this.status = status;
		this.code = status.code;
		this.words = words;
	}
}

/** The connection ended over this command: of those that still lack something, none was waiting longer. */
export class HungUp extends Problem {
	override readonly name = 'HungUp';
}

/** Whether something is somebody's; `spent` where none of its literals is kept, so that their memory may be used again. */
export type Taken = boolean | 'spent';

/**
 * Given what comes untagged, says whether it is its own. What it throws fails its command.
 *
 * @param oldest no command sent before is without an answer: so with answers that only come alone, as SELECT's
 */
export type OnUntagged = (response: Untagged, oldest: boolean) => Taken;

interface Pending {
	readonly tag: string;
	readonly command: string;
	readonly onUntagged: OnUntagged | undefined;
	readonly lacks: () => boolean;
	readonly resolve: (status: Status) => void;
	readonly reject: (error: unknown) => void;
	/** Called with true when the server asks for a literal, with false when the command ended before. */
	onContinue?: ((go: boolean) => void) | undefined;
	done: boolean;
	/** Untagged answers that were its own. */
	answers: number;
}

/** Milliseconds between a goodbye and the end of the connection. */
const afterBye = 1000;
const slice = 64 * 1024;
/** Bytes that nobody asked for, between two answers that somebody did. */
const mostUnasked = 64 * 1024 * 1024;
/** Untagged answers to one command: more than a folder may have messages. */
const mostAnswers = 2_000_000;
/** So many times the longest silence, a server may send signs of life and nothing else. */
const patienceWithNothing = 10;
/** Bytes that count as more than signs of life. */
const substance = 64 * 1024;

/**
 * IMAP after the login, with any number of commands under way.
 *
 * Commands are sent in the order of the calls, without waiting for the answers. A server may work on several
 * at once and mix what it sends for them (RFC 9051, 5.5; Dovecot does so with FETCH and STATUS), so whatever
 * comes untagged is offered to one command after the other, the oldest first, until one knows it as its own. ImapFlow
 * keeps one command in flight, and on a line of 40 ms that is what a migration waits for.
 */
export class Wire {
	readonly #options: WireOptions;
	readonly #pending: Pending[] = [];
	readonly #incoming: Incoming;
	readonly #watch: NodeJS.Timeout;
	/** What commands are written to. */
	#output: Writable;
	/** Sends a command only when the one before has been answered, so that it is known what a server was at when it hung up. */
	oneAtATime = false;
	#tags = 0;
	#sending: Promise<void> = Promise.resolve();
	#closed: Problem | undefined;
	#bye = '';
	#hasBye = false;
	#lastByte = Date.now();
	/** When an answer last came to something, or much of one arrived. */
	#lastUse = Date.now();
	#sinceUse = 0;
	#unasked = 0;

	constructor(options: WireOptions) {
		this.#options = options;
		const {readSocket: read, writeSocket: write} = options;
		this.#output = write;
		this.#incoming = new Incoming(options.maxLiteral);
		// Else the end of a command waits until the server has acknowledged its literal: up to 40 ms a message.
		if (write instanceof Socket) write.setNoDelay(true);
		read.on('data', this.#receive);
		for (const stream of new Set<Readable | Writable>([read, write])) {
			stream.on('error', (error: Error) => this.#end(error.message, error));
			stream.on('close', () => this.#end('', undefined, true));
		}

		read.on('end', () => this.#end('', undefined, true));
		this.#watch = setInterval(() => this.#checkSilence(), Math.min(5000, options.silence)).unref();
		options.tap?.to(this.#receive);
		// ImapFlow hands the socket over paused.
		read.resume();
		// It may have ended before anybody here could hear it: then nothing would ever say so again.
		if (read.destroyed || write.destroyed) this.#end('');
	}

	/** Why the connection is of no use any more; undefined while it is. */
	get closed(): Problem | undefined {
		return this.#closed;
	}

	/**
	 * Sends a command and answers with its tagged OK.
	 *
	 * @param parts the command without its tag: text, and bytes that go as literals
	 * @param onUntagged is offered what the server sends untagged
	 * @param lacks whether more than its end has still to come: a server may begin the next command before it says
	 * that this one has ended
	 * @throws {Refused} the server said NO or BAD
	 * @throws {Problem} `connection-lost`, `bad-answer`; `HungUp` where this command may be why
	 */
	async exec(parts: readonly Part[], onUntagged?: OnUntagged, lacks = () => true): Promise<Status> {
		if (this.#closed) throw this.#closed;
		// A line end in a command's text would make two commands of one.
		if (parts.some(part => typeof part === 'string' && /[\r\n\0]/.test(part)))
			throw new Error('a line end in a command');
		const tag = `t${++this.#tags}`;
		const command = commandName(parts);
		const answered = Promise.withResolvers<void>();
		const status = await new Promise<Status>((resolve, reject) => {
			const pending: Pending = {tag, command, onUntagged, lacks, resolve, reject, done: false, answers: 0};
			if (this.#pending.length === 0) {
				this.#lastByte = Date.now();
				this.#used();
			}

			this.#pending.push(pending);
			// A lost connection is told to every pending command by #end.
			this.#sending = this.#sending
				.then(() => this.#send(pending, parts))
				.then(() => (this.oneAtATime ? answered.promise : undefined))
				.catch(error => this.#end(String(error), error));
		}).finally(answered.resolve);
		if (status.type !== 'OK') throw new Refused(command, status);
		return status;
	}

	/**
	 * Waits for what several commands are to bring, for so many milliseconds; then the server is taken for one that
	 * comes to no end.
	 */
	async within<T>(ms: number, work: Promise<T>): Promise<T> {
		const patience = setTimeout(() => this.#end('', new Unusable('endless')), ms);
		return work.finally(() => clearTimeout(patience));
	}

	/**
	 * Has both ends send what they say in fewer bytes (RFC 4978); nothing else may be under way.
	 *
	 * @throws {Refused} it stays as it was
	 */
	async compress(): Promise<void> {
		await this.exec(['COMPRESS DEFLATE']);
		const {readSocket, writeSocket, tap} = this.#options;
		tap?.to();
		const inflate = createInflateRaw();
		// What a command has written is on its way without waiting for more.
		const deflate = createDeflateRaw({flush: constants.Z_SYNC_FLUSH});
		for (const stream of [inflate, deflate]) stream.on('error', error => this.#end(error.message, error));
		readSocket.off('data', this.#receive).pipe(inflate).on('data', this.#receive);
		deflate.pipe(writeSocket);
		this.#output = deflate;
	}

	/** Waits until all that was to be sent is on its way; nothing can be sent after it. Never throws. */
	async flush(): Promise<void> {
		await this.#sending;
		const {writeSocket} = this.#options;
		await new Promise<void>(resolve => {
			writeSocket.once('finish', resolve).once('close', resolve);
			this.#output.end();
		});
	}

	/** Nobody looks at this literal any more, and nobody will: its memory is used again. */
	giveBack(literal: Buffer): void {
		this.#incoming.giveBack(literal);
	}

	/** Ends the connection without a word. What is under way fails with `connection-lost`. */
	destroy(): void {
		this.#end('');
	}

	async #send(pending: Pending, parts: readonly Part[]): Promise<void> {
		const {literals, binary} = this.#options;
		// What is small goes out together: each write costs a record of TLS and a call of the system.
		let gathered: Buffer[] = [];
		let size = 0;
		const gather = async (piece: Buffer) => {
			if (size + piece.length > slice) await flush();
			if (piece.length <= slice) {
				gathered.push(piece);
				size += piece.length;
				return;
			}

			// In slices, so that a slow line shows signs of life while a large message goes out.
			for (let start = 0; start < piece.length; start += slice)
				await this.#write([piece.subarray(start, start + slice)]);
		};
		const flush = async () => {
			const pieces = gathered;
			gathered = [];
			size = 0;
			await this.#write(pieces);
		};

		let text = `${pending.tag} `;
		for (const part of parts) {
			if (this.#closed) return;
			if (typeof part === 'string') {
				text += part;
				continue;
			}

			const prefix = binary && part.includes(0) ? '~' : '';
			const isAhead = literals === 'plus' || (literals === 'minus' && part.length <= 4096);
			await gather(Buffer.from(`${text}${prefix}{${part.length}${isAhead ? '+' : ''}}\r\n`));
			if (!isAhead) {
				const go = new Promise<boolean>(resolve => {
					pending.onContinue = resolve;
				});
				await flush();
				if (!(await go)) return;
			}

			await gather(part);
			text = '';
		}

		await gather(Buffer.from(`${text}\r\n`));
		await flush();
	}

	/** Writes these as one. */
	async #write(pieces: readonly Buffer[]): Promise<void> {
		if (this.#closed || pieces.length === 0) return;
		this.#lastByte = Date.now();
		this.#used();
		const write = this.#output;
		write.cork();
		for (const piece of pieces) write.write(piece);
		write.uncork();
		if (!write.writableNeedDrain) return;
		await new Promise<void>(resolve => {
			const done = () => {
				this.#lastByte = Date.now();
				this.#used();
				write.off('drain', done);
				write.off('close', done);
				resolve();
			};
			write.on('drain', done);
			write.on('close', done);
		});
	}

	readonly #receive = (chunk: Buffer): void => {
		this.#lastByte = Date.now();
		if (this.#closed) return;
		this.#sinceUse += chunk.length;
		if (this.#sinceUse > substance) this.#used();
		try {
			for (const {segments, bytes} of this.#incoming.push(chunk)) {
				const taken = this.#dispatch(parseResponse(segments));
				if (taken === 'spent') for (const part of segments) if (part instanceof Buffer) this.giveBack(part);
				if (taken !== false) {
					this.#used();
					this.#unasked = 0;
				} else if (this.#unasked > mostUnasked) {
					throw new Unusable('unasked');
				} else {
					this.#unasked += bytes;
				}
			}
		} catch (error) {
			this.#end(error instanceof Error ? error.message : String(error), error);
		}
	};

	#used(): void {
		this.#lastUse = Date.now();
		this.#sinceUse = 0;
	}

	/** Whether somebody waited for it. */
	#dispatch(response: Response): Taken {
		const [oldest] = this.#pending;
		switch (response.kind) {
			case 'continue': {
				// One literal at a time waits, whichever commands before it are still at work.
				const waiting = this.#pending.find(pending => pending.onContinue);
				const go = waiting?.onContinue;
				if (waiting) waiting.onContinue = undefined;
				go?.(true);
				return go !== undefined;
			}

			case 'tagged': {
				const index = this.#pending.findIndex(pending => pending.tag === response.tag);
				const [pending] = index === -1 ? [] : this.#pending.splice(index, 1);
				if (!pending) return false;
				pending.onContinue?.(false);
				if (!pending.done) pending.resolve(response.status);
				return true;
			}

			default: {
				if (response.kind === 'status' && response.status.type === 'BYE') this.#goodbye(response.status.text);
				for (const pending of this.#pending) {
					const taken = offer(pending, response, pending === oldest);
					if (taken !== false) return taken;
				}

				return false;
			}
		}
	}

	/** The server hangs up after it; one that does not is not waited for. What it has still to say comes before. */
	#goodbye(words: string): void {
		if (this.#hasBye) return;
		this.#hasBye = true;
		this.#bye = words;
		setTimeout(() => this.#end('', undefined, true), afterBye).unref();
	}

	#checkSilence(): void {
		if (this.#pending.length === 0) return;
		const {silence} = this.#options;
		const silent = Date.now() - this.#lastByte;
		if (silent > silence) this.#end(`no answer for ${Math.round(silent / 1000)} s`);
		else if (Date.now() - this.#lastUse > patienceWithNothing * silence)
			this.#end('', new Unusable('endless'));
	}

	/**
	 * @param byServer the server has ended it: what it was at may be why. Where it is
	 * reset, what the server has said last may be lost, and nobody knows what it was at.
	 */
	#end(words: string, cause?: unknown, byServer = false): void {
		if (this.#closed) return;
		const {side} = this.#options;
		const why = cause instanceof ParseError ? 'malformed' : cause instanceof Unusable ? cause.why : undefined;
		this.#closed =
			why === undefined
				? new Problem({code: 'connection-lost', side, ...spoken(this.#bye || words)}, cause)
				: badAnswer(side, why, cause);
		clearInterval(this.#watch);
		const pending = this.#pending.splice(0);
		const culprit = byServer || this.#hasBye ? pending.find(({lacks}) => lacks()) : undefined;
		for (const each of pending) {
			each.onContinue?.(false);
			each.reject(each === culprit ? new HungUp(this.#closed.data, cause) : this.#closed);
		}

		this.#options.readSocket.destroy();
		this.#options.writeSocket.destroy();
	}
}

function offer(pending: Pending, response: Untagged, oldest: boolean): Taken {
	if (pending.done) return false;
	try {
		const taken = pending.onUntagged?.(response, oldest) ?? false;
		if (taken === false) return false;
		if (++pending.answers > mostAnswers) throw new Unusable('endless');
		return taken;
	} catch (error) {
		// What is no answer is the whole connection's matter.
		if (error instanceof ParseError || error instanceof Unusable) throw error;
		pending.done = true;
		pending.reject(error);
		return true;
	}
}

/** What a command is called in messages: never its arguments, which may be anything. */
function commandName(parts: readonly Part[]): string {
	const text = typeof parts[0] === 'string' ? parts[0] : '';
	const [first = '', second = ''] = text.split(' ');
	return first === 'UID' ? `${first} ${second}` : first;
}
