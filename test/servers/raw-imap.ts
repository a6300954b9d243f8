import {connect, type Socket} from 'node:net';
import type {MailServer, User} from './server.ts';

/** A piece of a server's answer: atom or number as text, string or literal as bytes, NIL, or a list. */
export type Value = string | Buffer | null | readonly Value[];

export type Reply = {
	readonly status: 'OK' | 'NO' | 'BAD';
	/** What follows the status, response code included. */
	readonly text: string;
	/** The untagged answers, parsed, without their `*`. */
	readonly untagged: readonly (readonly Value[])[];
};

/** A command in pieces: text goes as it is, bytes go as a literal. */
export type Piece = string | Buffer;

/** The server answered NO or BAD. */
export class Refused extends Error {
	readonly reply: Reply;

	constructor(command: string, reply: Reply) {
		super(`The server answered ${reply.status} to ${command}: ${reply.text}`);
		this.name = 'Refused';
		this.reply = reply;
	}
}

/** One answer of the server, cut at its literals: text, literal, text, literal, … text. */
type RawLine = readonly Buffer[];

/** Cuts a stream into answers, literals (RFC 3501, section 4.3) in pieces of their own. */
class LineCutter {
	private chunks: Buffer[] = [];
	private size = 0;
	private pieces: Buffer[] = [];
	private literal: number | undefined;

	*push(chunk: Buffer): Generator<RawLine> {
		this.chunks.push(chunk);
		this.size += chunk.length;
		if (this.literal !== undefined && this.size < this.literal) {
			return;
		}
		let rest: Buffer = this.chunks.length === 1 ? chunk : Buffer.concat(this.chunks, this.size);
		for (;;) {
			if (this.literal !== undefined) {
				if (rest.length < this.literal) {
					break;
				}
				this.pieces.push(rest.subarray(0, this.literal));
				rest = rest.subarray(this.literal);
				this.literal = undefined;
			}
			const end = rest.indexOf('\r\n');
			if (end === -1) {
				break;
			}
			const line = rest.subarray(0, end);
			rest = rest.subarray(end + 2);
			this.pieces.push(line);
			const opening = /\{(\d+)\}$/.exec(line.subarray(-24).toString('latin1'));
			if (opening === null) {
				yield this.pieces;
				this.pieces = [];
			} else {
				this.literal = Number(opening[1]);
			}
		}
		this.chunks = rest.length === 0 ? [] : [rest];
		this.size = rest.length;
	}
}

/** Parses an answer into values. A `*` in front must be cut off already. */
function parse(line: RawLine): readonly Value[] {
	const root: Value[] = [];
	const stack: Value[][] = [root];
	const add = (value: Value) => stack.at(-1)?.push(value);
	const token = /\s+|\(|\)|"((?:[^"\\]|\\.)*)"|~?\{\d+\}$|((?:BODY|BINARY)\[[^\]]*\](?:<\d+>)?|[^\s()"]+)/gy;
	line.forEach((piece, index) => {
		if (index % 2 === 1) {
			add(piece);
			return;
		}
		const text = piece.toString('latin1');
		token.lastIndex = 0;
		while (token.lastIndex < text.length) {
			const match = token.exec(text);
			if (match === null) {
				throw new Error(`The tests' IMAP parser does not understand ${JSON.stringify(text)}`);
			}
			const [whole, quoted, atom] = match;
			if (whole === '(') {
				const list: Value[] = [];
				add(list);
				stack.push(list);
			} else if (whole === ')') {
				stack.pop();
			} else if (quoted !== undefined) {
				add(Buffer.from(quoted.replace(/\\(.)/g, '$1'), 'latin1'));
			} else if (atom !== undefined) {
				add(atom === 'NIL' ? null : atom);
			}
		}
	});
	return root;
}

type Pending = {
	readonly command: string;
	readonly untagged: (readonly Value[])[];
	readonly onUntagged: (values: readonly Value[]) => void;
	readonly resolve: (reply: Reply) => void;
	readonly reject: (error: Error) => void;
};

/**
 * A small IMAP client for seeding and looking: no part of it is shared with the program under test.
 * Cleartext over loopback. Commands are pipelined where the server takes LITERAL+ (RFC 7888).
 */
export class RawImap implements AsyncDisposable {
	capabilities: ReadonlySet<string> = new Set();
	private readonly socket: Socket;
	private readonly cutter = new LineCutter();
	private readonly pending = new Map<string, Pending>();
	private continuation: (() => void) | undefined;
	private current: Pending | undefined;
	private counter = 0;
	private greeted: ((line: string) => void) | undefined;
	/** Commands are written whole, one after the other, also when one waits for a continuation. */
	private writing: Promise<void> = Promise.resolve();

	private constructor(socket: Socket) {
		this.socket = socket;
		socket.setNoDelay(true);
		socket.on('data', (chunk: Buffer) => {
			try {
				for (const line of this.cutter.push(chunk)) {
					this.take(line);
				}
			} catch (error) {
				socket.destroy(error instanceof Error ? error : new Error(String(error)));
			}
		});
		let reason = new Error('The server closed the connection');
		socket.on('error', error => {
			reason = error;
		});
		socket.on('close', () => {
			for (const {reject} of this.pending.values()) {
				reject(reason);
			}
			this.pending.clear();
			this.continuation?.();
		});
	}

	/** Connects and logs in; a refused login is a {@link Refused}. */
	static async open(server: Pick<MailServer, 'imapPort'>, user: User): Promise<RawImap> {
		const socket = connect(server.imapPort, '127.0.0.1');
		const client = new RawImap(socket);
		await new Promise<void>((resolve, reject) => {
			client.greeted = () => resolve();
			socket.once('error', reject);
			socket.once('close', () => reject(new Error('The server closed the connection before greeting')));
		});
		try {
			// Literals take any byte but NUL; LITERAL+ is not known yet, so each waits for its continuation.
			await client.send(['LOGIN ', Buffer.from(user.name), ' ', Buffer.from(user.password)]);
			const {untagged} = await client.send(['CAPABILITY']);
			const line = untagged.find(values => values[0] === 'CAPABILITY') ?? [];
			client.capabilities = new Set(line.slice(1).map(value => String(value).toUpperCase()));
		} catch (error) {
			socket.destroy();
			throw error;
		}
		return client;
	}

	private take(line: RawLine): void {
		const [first = Buffer.alloc(0), ...others] = line;
		const space = first.indexOf(' ');
		const tag = first.subarray(0, space === -1 ? undefined : space).toString('latin1');
		const rest = first.subarray(tag.length + 1);
		if (this.greeted !== undefined) {
			this.greeted(rest.toString('latin1'));
			this.greeted = undefined;
		} else if (tag === '+') {
			this.continuation?.();
		} else if (tag === '*') {
			const [oldest] = this.pending.values();
			if (/^(?:OK|NO|BAD|BYE|PREAUTH)\b/.test(rest.toString('latin1'))) {
				const text = rest.toString('latin1');
				oldest?.onUntagged([text.split(' ', 1)[0] ?? '', Buffer.from(text.replace(/^\S+ ?/, ''), 'latin1')]);
			} else {
				oldest?.onUntagged(parse([rest, ...others]));
			}
		} else {
			const waiting = this.pending.get(tag);
			this.pending.delete(tag);
			const [, status, text] = /^(OK|NO|BAD) ?(.*)$/.exec(rest.toString('latin1')) ?? [];
			if (waiting === undefined || (status !== 'OK' && status !== 'NO' && status !== 'BAD')) {
				throw new Error(`The tests' IMAP client does not understand ${first.toString('latin1')}`);
			}
			const reply: Reply = {status, text: text ?? '', untagged: waiting.untagged};
			if (status === 'OK') {
				waiting.resolve(reply);
			} else {
				waiting.reject(new Refused(waiting.command, reply));
			}
			if (waiting === this.current) {
				// Refused before all of its literals were sent.
				this.continuation?.();
			}
		}
	}

	/**
	 * Sends one command, its bytes as literals, and resolves with the answer to it.
	 *
	 * @param onUntagged Takes the untagged answers as they come; without it they are in the reply.
	 * @throws {Refused} on NO and BAD.
	 */
	send(pieces: readonly Piece[], onUntagged?: (values: readonly Value[]) => void): Promise<Reply> {
		const tag = `t${++this.counter}`;
		const shown = pieces.filter(piece => typeof piece === 'string').join('…');
		const isLogin = shown.startsWith('LOGIN');
		return new Promise((resolve, reject) => {
			const untagged: (readonly Value[])[] = [];
			const entry: Pending = {
				command: isLogin ? 'LOGIN' : shown.slice(0, 200),
				untagged,
				onUntagged: onUntagged ?? (values => untagged.push(values)),
				resolve,
				reject,
			};
			this.writing = this.writing.then(() => this.write(tag, pieces, entry));
		});
	}

	private async write(tag: string, pieces: readonly Piece[], entry: Pending): Promise<void> {
		if (this.socket.destroyed) {
			entry.reject(new Error('The connection is closed'));
			return;
		}
		this.pending.set(tag, entry);
		this.current = entry;
		const pipelined = this.capabilities.has('LITERAL+');
		let buffered: Buffer[] = [Buffer.from(`${tag} `)];
		for (const piece of pieces) {
			if (typeof piece === 'string') {
				buffered.push(Buffer.from(piece, 'latin1'));
			} else if (pipelined) {
				buffered.push(Buffer.from(`${this.prefix(piece)}{${piece.length}+}\r\n`), piece);
			} else {
				buffered.push(Buffer.from(`${this.prefix(piece)}{${piece.length}}\r\n`));
				const answered = new Promise<void>(resolve => {
					this.continuation = resolve;
				});
				this.socket.write(Buffer.concat(buffered));
				await answered;
				this.continuation = undefined;
				if (!this.pending.has(tag)) {
					return;
				}
				buffered = [piece];
			}
		}
		buffered.push(Buffer.from('\r\n'));
		this.current = undefined;
		if (!this.socket.write(Buffer.concat(buffered))) {
			await new Promise<void>(resolve => {
				const done = () => {
					this.socket.off('drain', done);
					this.socket.off('close', done);
					resolve();
				};
				this.socket.once('drain', done);
				this.socket.once('close', done);
			});
		}
	}

	/** A literal may hold NUL where it says so and the server has BINARY (RFC 3516, 4.4). */
	private prefix(literal: Buffer): '~' | '' {
		return this.capabilities.has('BINARY') && literal.includes(0) ? '~' : '';
	}

	/** Says goodbye and resolves once the connection is closed. */
	async close(): Promise<void> {
		if (!this.socket.destroyed) {
			const closed = new Promise<void>(resolve => this.socket.once('close', () => resolve()));
			await this.send(['LOGOUT']).catch(() => undefined);
			this.socket.end();
			await closed;
		}
	}

	[Symbol.asyncDispose](): Promise<void> {
		return this.close();
	}
}
