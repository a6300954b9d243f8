import {connect, createServer, type Server, type Socket} from 'node:net';
import {type Direction, type Fault, Line} from './proxied-line.ts';

export type {Direction, Fault} from './proxied-line.ts';

export type FaultProxyOptions = {
	/** Takes APPENDUID and COPYUID out of the server's answers, as a server without UIDPLUS (RFC 4315) gives none. */
	readonly withoutUids?: boolean;
};

/** Commands without their tags, such as `/^APPEND/`. */
export type Commands = Pick<RegExp, 'test'>;

/** A fault that some commands to come are to meet. */
type Expected = {
	readonly command: Commands;
	/** How many such commands to let pass before. */
	left: number;
	times: number;
	readonly fault: Fault;
};

/** A cut after so many bytes more in one direction, whichever connection they are on. */
type Cut = {readonly direction: Direction; left: number};

/**
 * Faults between the engine and a server's cleartext port, both on loopback. It understands as much of IMAP as it
 * takes to tell commands and answers from literals, and passes all bytes on as they are until it is told otherwise.
 */
export class FaultProxy implements AsyncDisposable {
	port = 0;
	/** Bytes passed on so far. */
	readonly bytes: Record<Direction, number> = {up: 0, down: 0};
	/** Connections accepted so far, and how many faults have happened. */
	connections = 0;
	faults = 0;
	/** Milliseconds that everything takes longer, each way. */
	delay = 0;
	/** Told of each command, without its tag and its literals, before any fault. */
	onCommand: (command: string) => void = () => {};
	readonly #target: number;
	readonly #options: FaultProxyOptions;
	readonly #server: Server;
	readonly #lines = new Set<Line>();
	readonly #expected: Expected[] = [];
	readonly #waiting = new Map<Fault, () => void>();
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
	 * Lets commands meet a fault.
	 *
	 * @param command which ones
	 * @param before how many such commands to let pass first
	 * @param times how many of them meet it, one after the other
	 * @returns resolves when it has happened for the first time
	 */
	meet(command: Commands, fault: Fault, before = 0, times = 1): Promise<void> {
		const {promise, resolve} = Promise.withResolvers<void>();
		this.#waiting.set(fault, resolve);
		this.#expected.push({command, left: before, times, fault});
		return promise;
	}

	/** Loses the answer to one command: the server has carried it out, and the engine sees the connection end. */
	loseAnswer(command: Commands, before = 0): Promise<void> {
		return this.meet(command, {kind: 'lose'}, before);
	}

	/** Ends the connection after so many bytes more in one direction, in the middle of whatever they are; again for each call. */
	cutAfter(direction: Direction, bytes: number): void {
		this.#cuts.push({direction, left: bytes});
	}

	/** Ends all connections at once, in the middle of whatever is on its way. */
	cut(): void {
		for (const line of this.#lines) line.end();
	}

	/** Passes nothing on in either direction for so many milliseconds, or until then; the connections stay. */
	stall(until: number | Promise<void>): void {
		this.#stalled = typeof until === 'number' ? new Promise(resolve => setTimeout(resolve, until)) : until;
	}

	/** No fault any more that has not happened yet. */
	behave(): void {
		this.#cuts.length = 0;
		this.#expected.length = 0;
		this.delay = 0;
	}

	async close(): Promise<void> {
		this.cut();
		await new Promise(resolve => this.#server.close(resolve));
	}

	[Symbol.asyncDispose](): Promise<void> {
		return this.close();
	}

	#accept(client: Socket): void {
		this.connections++;
		const server = connect(this.#target, '127.0.0.1');
		const line: Line = new Line(client, server, {
			command: text => this.#meeting(text),
			pass: (direction, bytes) => this.#pass(direction, bytes, line),
			happened: fault => this.#happened(fault),
			withoutUids: this.#options.withoutUids ?? false,
		});
		this.#lines.add(line);
		line.closed.finally(() => this.#lines.delete(line));
	}

	#meeting(command: string): Fault | undefined {
		this.onCommand(command);
		const expected = this.#expected.find(each => each.command.test(command));
		if (expected === undefined || expected.left-- > 0) return undefined;
		expected.left = 0;
		if (--expected.times === 0) this.#expected.splice(this.#expected.indexOf(expected), 1);
		return expected.fault;
	}

	#happened(fault: Fault): void {
		this.faults++;
		this.#waiting.get(fault)?.();
		this.#waiting.delete(fault);
	}

	/** How much of these bytes may pass; waits while stalled or delayed. */
	async #pass(direction: Direction, bytes: number, line: Line): Promise<number> {
		await this.#stalled;
		const {delay} = this;
		if (delay > 0) await new Promise(resolve => setTimeout(resolve, delay));
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
