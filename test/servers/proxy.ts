import {connect, createServer, type Server, type Socket} from 'node:net';

/** Seen from the engine: `up` goes to the server, `down` comes from it. */
export type Direction = 'up' | 'down';

export type FaultProxyOptions = {
	/** Takes APPENDUID and COPYUID out of the server's answers, as a server without UIDPLUS (RFC 4315) gives none. */
	readonly withoutUids?: boolean;
};

/** One answer that is to be lost. */
type Loss = {
	readonly command: RegExp;
	/** How many such commands to let pass before. */
	left: number;
	readonly done: () => void;
};

/** A cut after so many bytes more in one direction, whichever connection they are on. */
type Cut = {readonly direction: Direction; left: number};

/**
 * A fault between the engine and a server's cleartext port, both on loopback. It understands as much of IMAP as it
 * takes to tell commands and answers from literals, and passes all bytes on as they are until it is told otherwise.
 */
export class FaultProxy implements AsyncDisposable {
	port = 0;
	/** Bytes passed on so far. */
	readonly bytes: Record<Direction, number> = {up: 0, down: 0};
	/** Connections accepted so far, and how many of all were ended by a fault. */
	connections = 0;
	faults = 0;
	readonly #target: number;
	readonly #options: FaultProxyOptions;
	readonly #server: Server;
	readonly #lines = new Set<Line>();
	readonly #losses: Loss[] = [];
	/** Only the first counts bytes; the next begins when it has happened. */
	readonly #cuts: Cut[] = [];
	#stalled: Promise<void> | undefined;

	private constructor(target: number, options: FaultProxyOptions) {
		this.#target = target;
		this.#options = options;
		this.#server = createServer(socket => this.#accept(socket));
	}

	/** @param target the port of a server on 127.0.0.1 */
	static async start(target: number, options: FaultProxyOptions = {}): Promise<FaultProxy> {
		const proxy = new FaultProxy(target, options);
		await new Promise<void>((resolve, reject) => {
			proxy.#server.once('error', reject).listen(0, '127.0.0.1', resolve);
		});
		const address = proxy.#server.address();
		if (address === null || typeof address === 'string') throw new Error('The system gave no port number');
		proxy.port = address.port;
		return proxy;
	}

	/**
	 * Loses the answer to one command: the server has carried it out and says so, and the engine sees the connection
	 * end instead, without one byte of the answer.
	 *
	 * @param command what the command looks like without its tag, such as `/^APPEND/`
	 * @param before how many such commands to let pass first
	 * @returns resolves when it has happened
	 */
	loseAnswer(command: RegExp, before = 0): Promise<void> {
		const {promise, resolve} = Promise.withResolvers<void>();
		this.#losses.push({command, left: before, done: resolve});
		return promise;
	}

	/** Ends the connection after so many bytes more in one direction, in the middle of whatever they are; again for each call. */
	cutAfter(direction: Direction, bytes: number): void {
		this.#cuts.push({direction, left: bytes});
	}

	/** Passes nothing on in either direction for a while; the connections stay. */
	stall(milliseconds: number): void {
		this.#stalled = new Promise(resolve => setTimeout(resolve, milliseconds));
	}

	/** No fault any more that has not happened yet. */
	behave(): void {
		this.#cuts.length = 0;
		this.#losses.length = 0;
	}

	async close(): Promise<void> {
		for (const line of this.#lines) line.end();
		await new Promise(resolve => this.#server.close(resolve));
	}

	[Symbol.asyncDispose](): Promise<void> {
		return this.close();
	}

	#accept(client: Socket): void {
		this.connections++;
		const server = connect(this.#target, '127.0.0.1');
		const line: Line = new Line(client, server, {
			command: text => this.#losing(text),
			pass: (direction, bytes) => this.#pass(direction, bytes, line),
			withoutUids: this.#options.withoutUids ?? false,
		});
		this.#lines.add(line);
		line.closed.finally(() => this.#lines.delete(line));
	}

	#losing(command: string): Loss | undefined {
		const loss = this.#losses.find(each => each.command.test(command));
		if (loss === undefined || loss.left-- > 0) return undefined;
		this.#losses.splice(this.#losses.indexOf(loss), 1);
		const {done} = loss;
		return {
			...loss,
			done: () => {
				this.faults++;
				done();
			},
		};
	}

	/** How much of these bytes may pass; waits while stalled. */
	async #pass(direction: Direction, bytes: number, line: Line): Promise<number> {
		await this.#stalled;
		const [cut] = this.#cuts;
		let passing = bytes;
		if (cut?.direction === direction) {
			passing = Math.min(bytes, cut.left);
			cut.left -= passing;
			if (passing < bytes || cut.left === 0) {
				this.#cuts.shift();
				this.faults++;
				line.doomed = true;
			}
		}

		this.bytes[direction] += passing;
		return passing;
	}
}

type Rules = {
	/** A command has been sent: the loss of its answer where there is to be one. */
	readonly command: (text: string) => Loss | undefined;
	readonly pass: (direction: Direction, bytes: number) => Promise<number>;
	readonly withoutUids: boolean;
};

/** One connection: two sockets, and what is known of the commands on their way. */
class Line {
	/** The connection ends once what may still pass has been sent. */
	doomed = false;
	readonly closed: Promise<void>;
	readonly #client: Socket;
	readonly #server: Socket;
	readonly #rules: Rules;
	readonly #fromClient = new Cutter();
	readonly #fromServer = new Cutter();
	/** By tag: commands whose answers will be lost. */
	readonly #losses = new Map<string, Loss>();

	constructor(client: Socket, server: Socket, rules: Rules) {
		this.#client = client;
		this.#server = server;
		this.#rules = rules;
		for (const socket of [client, server]) {
			socket.setNoDelay(true);
			// The other end sees that this one has ended: that is all there is to say.
			socket.on('error', () => {});
		}

		this.closed = Promise.all([this.#carry('up', client, server), this.#carry('down', server, client)]).then(
			() => {},
		);
	}

	/** Ends both directions at once, without a word. */
	end(): void {
		this.#client.destroy();
		this.#server.destroy();
	}

	async #carry(direction: Direction, from: Socket, to: Socket): Promise<void> {
		try {
			for await (const chunk of from) {
				const data = direction === 'up' ? this.#commands(chunk) : this.#answers(chunk);
				const passing = await this.#rules.pass(direction, data.length);
				await send(to, data.subarray(0, passing), this.doomed);
				if (this.doomed) break;
			}
		} catch {
			// Ended by the other side, or by us.
		}

		this.end();
	}

	#commands(chunk: Buffer): Buffer {
		for (const {text} of this.#fromClient.push(chunk)) {
			const [tag = '', ...rest] = text.split(' ');
			const loss = this.#rules.command(rest.join(' '));
			if (loss) this.#losses.set(tag, loss);
		}

		return chunk;
	}

	#answers(chunk: Buffer): Buffer {
		const passing: Buffer[] = [];
		for (const {text, bytes} of this.#fromServer.push(chunk)) {
			const loss = this.#losses.get(text.split(' ', 1)[0] ?? '') ?? this.#lostCopyUid(text);
			if (loss) {
				this.doomed = true;
				loss.done();
				return Buffer.concat(passing);
			}

			const shown = this.#rules.withoutUids ? text.replace(/\[(?:APPENDUID|COPYUID)[^\]]*\] /, '') : text;
			passing.push(shown === text ? bytes : Buffer.from(shown, 'latin1'));
		}

		return Buffer.concat(passing);
	}

	/** UID MOVE tells where the messages are before its tagged answer (RFC 6851, 4.3): that is lost too. */
	#lostCopyUid(text: string): Loss | undefined {
		if (!text.startsWith('* OK [COPYUID')) return undefined;
		return [...this.#losses.values()].find(({command}) => command.test('UID MOVE 1 x'));
	}
}

/** Writes, and waits until there is room for more; with `all`, until it has been handed to the system. */
async function send(to: Socket, data: Buffer, all: boolean): Promise<void> {
	if (data.length === 0 || to.destroyed) return;
	await new Promise<void>(resolve => {
		const done = () => {
			to.off('drain', done);
			to.off('close', done);
			resolve();
		};
		to.on('close', done);
		if (to.write(data, all ? done : undefined) && !all) done();
		else to.on('drain', done);
	});
}

/** A piece of a stream: a line with its line end and its text, or bytes of a literal, which have no text. */
type Piece = {readonly text: string; readonly bytes: Buffer};

/** Cuts a stream into lines and literals (RFC 9051, 4.3). Every byte comes out once, a line when it is whole. */
class Cutter {
	#line: Buffer = Buffer.alloc(0);
	#literal = 0;

	*push(chunk: Buffer): Generator<Piece> {
		let rest = chunk;
		while (rest.length > 0) {
			if (this.#literal > 0) {
				const bytes = rest.subarray(0, this.#literal);
				this.#literal -= bytes.length;
				rest = rest.subarray(bytes.length);
				yield {text: '', bytes};
				continue;
			}

			const end = rest.indexOf(10);
			const bytes = Buffer.concat([this.#line, end === -1 ? rest : rest.subarray(0, end + 1)]);
			if (end === -1) {
				this.#line = bytes;
				return;
			}

			this.#line = Buffer.alloc(0);
			rest = rest.subarray(end + 1);
			const text = bytes.toString('latin1');
			this.#literal = Number(/\{(\d+)\+?\}\r\n$/.exec(text)?.[1] ?? 0);
			yield {text, bytes};
		}
	}
}
