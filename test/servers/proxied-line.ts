import type {Socket} from 'node:net';

/** Seen from the engine: `up` goes to the server, `down` comes from it. */
export type Direction = 'up' | 'down';

/** What happens to one command, and with it to its connection. */
export type Fault =
	/** The server carries it out and says so, and the connection ends without one byte of that answer. */
	| {readonly kind: 'lose'}
	/** The server never sees it; this is the answer, such as `NO [INUSE] later`. */
	| {readonly kind: 'refuse'; readonly answer: string}
	/** The server never sees it, says goodbye with these words and ends the connection. */
	| {readonly kind: 'bye'; readonly words: string}
	/** The server carries it out; this comes before its answer. */
	| {readonly kind: 'garble'; readonly bytes: string}
	/** The server carries it out; the first literal of what it sends announces so many bytes more than it has. */
	| {readonly kind: 'overlong'; readonly bytes: number}
	/** The server carries it out; its answers, line by line, are changed on their way. */
	| {readonly kind: 'change'; readonly change: (line: string) => string}
	/** Nothing passes any more in either direction, and the connection stays open. */
	| {readonly kind: 'silence'}
	/** This happens before the server sees it. */
	| {readonly kind: 'first'; readonly work: () => Promise<unknown>};

/** What the lines of one proxy have in common. */
export type Rules = {
	/** A command has come: the fault that it is to meet, if any. Tags and literals are not in the text. */
	readonly command: (text: string) => Fault | undefined;
	/** How many of these bytes may pass; may wait, and may doom the line. */
	readonly pass: (direction: Direction, bytes: number) => Promise<number>;
	/** A fault has ended a connection, or been answered. */
	readonly happened: (fault: Fault) => void;
	readonly withoutUids: boolean;
};

/** One connection through a proxy: two sockets, and what is known of the commands on their way. */
export class Line {
	/** The connection ends once what may still pass has been sent. */
	doomed = false;
	readonly closed: Promise<void>;
	readonly #client: Socket;
	readonly #server: Socket;
	readonly #rules: Rules;
	readonly #fromClient = new Cutter();
	readonly #fromServer = new Cutter();
	/** By tag: the faults that commands with the server are to meet. */
	readonly #faults = new Map<string, Fault>();
	/** What the proxy says itself, as soon as the server is between two answers. */
	#own = '';
	#down: Promise<void> = Promise.resolve();
	/** The rest of a command that the server is not to see. */
	#swallowing = false;
	#inCommand = false;
	#goodbye = false;
	#tag = '';
	readonly #silence = Promise.withResolvers<void>();
	#silent = false;

	constructor(client: Socket, server: Socket, rules: Rules) {
		this.#client = client;
		this.#server = server;
		this.#rules = rules;
		for (const socket of [client, server]) {
			socket.setNoDelay(true);
			// The other end sees that this one has ended: that is all there is to say.
			socket.on('error', () => {});
			socket.on('close', () => this.#silence.resolve());
		}

		this.closed = Promise.all([this.#carryUp(), this.#carryDown()]).then(() => {});
	}

	/** Ends both directions at once, without a word. */
	end(): void {
		this.#client.destroy();
		this.#server.destroy();
	}

	async #carryUp(): Promise<void> {
		try {
			for await (const chunk of this.#client) {
				// Whoever has said goodbye reads no more; a connection that is reset would take the goodbye along.
				if (this.#goodbye) continue;
				for (const piece of this.#fromClient.push(chunk)) {
					if (this.#goodbye) break;
					const passing = await this.#upwards(piece);
					if (passing.length > 0) await this.#pass('up', passing);
					if (this.doomed) break;
				}

				if (this.doomed) break;
			}
		} catch {
			// Ended by the other side, or by us.
		}

		this.end();
	}

	async #carryDown(): Promise<void> {
		try {
			for await (const chunk of this.#server) {
				this.#say(Buffer.concat([...this.#fromServer.push(chunk)].map(piece => this.#downwards(piece))));
				await this.#down;
				if (this.doomed) break;
			}
		} catch {
			// The same.
		}

		if (!this.#goodbye) this.end();
	}

	/** Sends to the client, one after the other; the proxy's own words come where they break no answer. */
	#say(bytes: Buffer): void {
		const own = this.#fromServer.between ? this.#own : '';
		if (own !== '') this.#own = '';
		const all = Buffer.concat([bytes, Buffer.from(own, 'latin1')]);
		if (all.length > 0) this.#down = this.#down.then(() => this.#pass('down', all));
	}

	async #pass(direction: Direction, bytes: Buffer): Promise<void> {
		if (this.#silent) await this.#silence.promise;
		const passing = await this.#rules.pass(direction, bytes.length);
		await send(direction === 'up' ? this.#server : this.#client, bytes.subarray(0, passing), this.doomed);
	}

	async #upwards({text, bytes}: Piece): Promise<Buffer> {
		if (this.#inCommand) {
			this.#inCommand = text === '' || announces(text) !== undefined;
			return this.#swallowing ? nothing : bytes;
		}

		const [tag = '', ...rest] = text.trimEnd().split(' ');
		this.#tag = tag;
		this.#inCommand = announces(text) !== undefined;
		this.#swallowing = false;
		const fault = this.#rules.command(rest.join(' '));
		if (!fault) return bytes;
		switch (fault.kind) {
			case 'first':
				await fault.work();
				this.#rules.happened(fault);
				return bytes;
			case 'silence':
				this.#silent = true;
				this.#rules.happened(fault);
				return bytes;
			case 'bye':
				this.#goodbye = true;
				this.#own += `* BYE ${fault.words}\r\n`;
				this.#say(nothing);
				this.#down = this.#down.then(() => {
					this.#client.end();
					this.#server.destroy();
				});
				this.#rules.happened(fault);
				return nothing;
			case 'refuse':
				if (/^(?:SELECT|EXAMINE) /.test(rest.join(' '))) {
					// Afterwards no folder is open (RFC 9051, 6.3.2): only the server can see to that.
					this.#faults.set(tag, fault);
					return Buffer.from(`${tag} EXAMINE "there is no such folder"\r\n`);
				}

				this.#swallowing = true;
				// A client that waits to be asked for its literal sends none.
				if (/\{\d+\}\r\n$/.test(text)) this.#forgetLiteral();
				this.#own += `${tag} ${fault.answer}\r\n`;
				this.#say(nothing);
				this.#rules.happened(fault);
				return nothing;
			default:
				this.#faults.set(tag, fault);
				return bytes;
		}
	}

	#downwards({text, bytes}: Piece): Buffer {
		if (this.doomed || this.#goodbye) return nothing;
		if (text === '') return bytes;
		const tag = text.split(' ', 1)[0] ?? '';
		// A server may refuse a command before it has asked for its literal.
		if (this.#inCommand && tag === this.#tag) this.#forgetLiteral();
		const shown = this.#rules.withoutUids ? text.replace(/\[(?:APPENDUID|COPYUID)[^\]]*\] /, '') : text;
		let answer = shown;
		for (const [of, fault] of this.#faults) answer = this.#disturb(answer, of, tag === of, fault);
		if (this.doomed) return nothing;
		return answer === text ? bytes : Buffer.from(answer, 'latin1');
	}

	/** What becomes of a line from the server while a command meets its fault; `last` is the command's own end. */
	#disturb(line: string, of: string, last: boolean, fault: Fault): string {
		if (last) this.#faults.delete(of);
		switch (fault.kind) {
			case 'lose':
				// UID MOVE tells where the messages are before its tagged answer (RFC 6851, 4.3): that is lost too.
				if (!last && !line.startsWith('* OK [COPYUID')) return line;
				this.doomed = true;
				this.#rules.happened(fault);
				return line;
			case 'refuse':
				if (!last) return line;
				this.#rules.happened(fault);
				return `${of} ${fault.answer}\r\n`;
			case 'garble':
				if (!last) return line;
				this.#rules.happened(fault);
				return fault.bytes + line;
			case 'change': {
				if (last) this.#rules.happened(fault);
				return fault.change(line);
			}

			case 'overlong': {
				const announced = announces(line);
				if (announced === undefined) return line;
				this.#faults.delete(of);
				this.#rules.happened(fault);
				return line.replace(/\{\d+\}\r\n$/, `{${announced + fault.bytes}}\r\n`);
			}

			default:
				return line;
		}
	}

	#forgetLiteral(): void {
		this.#fromClient.forget();
		this.#inCommand = false;
	}
}

const nothing = Buffer.alloc(0);

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

/** How many bytes of a literal a line announces, if it does. */
function announces(line: string): number | undefined {
	const [, bytes] = /\{(\d+)\+?\}\r\n$/.exec(line) ?? [];
	return bytes === undefined ? undefined : Number(bytes);
}

/** Cuts a stream into lines and literals (RFC 9051, 4.3). Every byte comes out once, a line when it is whole. */
class Cutter {
	#line: Buffer = Buffer.alloc(0);
	#literal = 0;
	#continues = false;

	/** Neither in a line nor in a literal, nor in what goes on after one. */
	get between(): boolean {
		return this.#line.length === 0 && this.#literal === 0 && !this.#continues;
	}

	/** The literal that was announced does not come. */
	forget(): void {
		this.#literal = 0;
		this.#continues = false;
	}

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
			const announced = announces(text);
			this.#literal = announced ?? 0;
			this.#continues = announced !== undefined;
			yield {text, bytes};
		}
	}
}
