import {type AddressInfo, connect, createServer, type Socket} from 'node:net';

/** Stands between the program and a server, in clear text, and sees every command. */
export type Relay = AsyncDisposable & {
	readonly port: number;
	/** The commands that the program has sent, in order, without tags, literals and passwords. */
	commands(): readonly string[];
	/** Resolves once a connection is held (see {@link RelayOptions.holdAt}). */
	readonly held: Promise<void>;
	/** Lets all through again. */
	release(): void;
};

export type RelayOptions = {
	/** Response codes taken out of the server's answers, such as `APPENDUID`: Dovecot sends them unasked. */
	readonly withoutCodes?: readonly string[];
	/** Changes what the server says, line by line or a few lines at once; inside of literals the length must stay. */
	readonly rewrite?: (answer: string) => string;
	/** Nothing more of a connection is let through to the server once this is the case; told each command and how many came before. */
	readonly holdAt?: (command: string, before: readonly string[]) => boolean;
};

/** Makes a server one that takes a message a command: it does not say MULTIAPPEND (RFC 3502). */
export function oneByOne(answer: string): string {
	return answer.replaceAll(' MULTIAPPEND', '');
}

/** Cuts what a client says into commands, leaving out the bytes of literals. */
class Commands {
	readonly seen: string[] = [];
	#text = '';
	#skip = 0;
	#continued = '';
	/** Bytes that have come before `#text`, and before the command that it is a part of. */
	#before = 0;
	#begin = 0;

	/** How many bytes of this chunk come before the command that is to be held; undefined if there is none. */
	push(chunk: Buffer, isHeld: (command: string) => boolean): number | undefined {
		const first = this.#before + this.#text.length;
		this.#text += chunk.toString('latin1');
		for (;;) {
			if (this.#skip > 0) {
				this.#skip -= this.#take(Math.min(this.#skip, this.#text.length)).length;
			}
			const end = this.#text.indexOf('\r\n');
			if (this.#skip > 0 || end === -1) {
				return undefined;
			}
			const line = this.#take(end + 2).slice(0, end);
			const literal = /\{(\d+)(\+?)\}$/.exec(line);
			if (literal) {
				this.#skip = Number(literal[1]);
				this.#continued += `${line.slice(0, literal.index)}{${literal[2]}}`;
				continue;
			}
			const whole = this.#continued + line;
			const begin = this.#begin;
			this.#continued = '';
			this.#begin = this.#before;
			const command = whole.replace(/^\S+ ?/, '');
			if (command === '') {
				continue;
			}
			if (isHeld(command)) {
				return Math.max(0, begin - first);
			}
			this.seen.push(/^(?:LOGIN|AUTHENTICATE)/i.test(command) ? (command.split(' ')[0] ?? '') : command);
		}
	}

	#take(length: number): string {
		const taken = this.#text.slice(0, length);
		this.#text = this.#text.slice(length);
		this.#before += length;
		return taken;
	}
}

/** Whole lines of a server, rewritten; what is no whole line yet waits. */
class Answers {
	#rest = '';
	readonly #rewrite: (answer: string) => string;

	constructor(rewrite: (answer: string) => string) {
		this.#rewrite = rewrite;
	}

	push(chunk: Buffer): Buffer {
		const text = this.#rest + chunk.toString('latin1');
		// A status line is short: what has no end and is longer is content.
		const end = text.length - text.lastIndexOf('\n') > 8192 ? text.length : text.lastIndexOf('\n') + 1;
		this.#rest = text.slice(end);
		return Buffer.from(this.#rewrite(text.slice(0, end)), 'latin1');
	}
}

/** Starts a relay to a server's port for clear text. */
export async function startRelay(
	port: number,
	{withoutCodes = [], rewrite, holdAt}: RelayOptions = {},
): Promise<Relay> {
	const all: Commands[] = [];
	const sockets = new Set<Socket>();
	const waiting: (() => void)[] = [];
	const {promise: held, resolve: isHeld} = Promise.withResolvers<void>();
	let released = false;
	const codes = new RegExp(`^(\\S+ OK )\\[(?:${withoutCodes.join('|')}) [^\\]]*\\] ?`, 'gm');
	const change =
		withoutCodes.length > 0 ? (answer: string) => answer.replace(codes, '$1') : (rewrite ?? undefined);
	const commands = () => all.flatMap(({seen}) => seen);

	const server = createServer(client => {
		const upstream = connect(port, '127.0.0.1');
		const said = new Commands();
		let holding = false;
		const answers = change && new Answers(change);
		all.push(said);
		for (const [socket, other] of [
			[client, upstream],
			[upstream, client],
		] as const) {
			sockets.add(socket);
			socket.setNoDelay(true);
			socket.on('error', () => {});
			socket.on('close', () => other.destroy());
		}
		client.on('data', (chunk: Buffer) => {
			const passing = said.push(chunk, command => !released && (holdAt?.(command, commands()) ?? false));
			if (passing !== undefined) {
				holding = true;
				upstream.write(chunk.subarray(0, passing));
				isHeld();
			}
			if (holding) {
				client.pause();
				waiting.push(() => {
					holding = false;
					upstream.write(chunk.subarray(passing ?? 0));
					client.resume();
				});
			} else if (!upstream.write(chunk)) {
				client.pause();
				upstream.once('drain', () => client.resume());
			}
		});
		upstream.on('data', (chunk: Buffer) => client.write(answers?.push(chunk) ?? chunk));
	});
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	return {
		port: (server.address() as AddressInfo).port,
		commands,
		held,
		release() {
			released = true;
			for (const go of waiting.splice(0)) {
				go();
			}
		},
		async [Symbol.asyncDispose]() {
			for (const socket of sockets) {
				socket.destroy();
			}
			await new Promise(resolve => server.close(resolve));
		},
	};
}
