/**
 * From bytes to IMAP commands (RFC 3501 section 9, RFC 7888 for `{n+}`).
 *
 * Everything is kept as bytes: a literal of 8-bit text, or a password in any encoding, comes out as it went in.
 */

/** One argument of a command. `text` of an atom is Latin-1, so it has one character for each byte. */
export type Argument =
	| {readonly type: 'atom'; readonly text: string}
	| {readonly type: 'string'; readonly bytes: Buffer}
	| {readonly type: 'list'; readonly items: readonly Argument[]};

export type Command = {
	readonly tag: string;
	/** In capitals; `UID FETCH` and its like are one name. */
	readonly name: string;
	readonly arguments: readonly Argument[];
};

/** The client broke the grammar: the answer is BAD. */
export class BadCommand extends Error {}

/** What the client asks for can't be done: the answer is NO. `code` is a response code (RFC 5530), without brackets. */
export class Refusal extends Error {
	readonly code: string | undefined;

	constructor(message: string, code?: string) {
		super(message);
		this.code = code;
	}
}

const longestLine = 1 << 20;
const largestLiteral = 200 * 1024 * 1024;

/** `command` holds text, literal, text, literal, … text. `continue` means that the client waits for `+` before its literal. */
export type ReaderStep =
	| {readonly kind: 'continue'}
	| {readonly kind: 'command'; readonly pieces: readonly Buffer[]};

/**
 * Cuts a stream of bytes into commands, each with its literals. Linear in the size of a literal, however it is cut into chunks.
 */
export class CommandReader {
	#pending: Buffer = Buffer.alloc(0);
	#pieces: Buffer[] = [];
	#literal: {chunks: Buffer[]; missing: number} | undefined;

	push(chunk: Buffer): void {
		this.#pending = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
	}

	/**
	 * @returns the next step, or undefined where more bytes are needed.
	 * @throws {RangeError} on a line or literal that is too long to go on with this client.
	 */
	next(): ReaderStep | undefined {
		for (;;) {
			if (this.#literal) {
				const part = this.#pending.subarray(0, this.#literal.missing);
				this.#literal.chunks.push(part);
				this.#literal.missing -= part.length;
				this.#pending = this.#pending.subarray(part.length);
				if (this.#literal.missing > 0) {
					return undefined;
				}

				this.#pieces.push(Buffer.concat(this.#literal.chunks));
				this.#literal = undefined;
			}

			const end = this.#pending.indexOf(0x0a);
			if (end === -1) {
				if (this.#pending.length > longestLine) {
					throw new RangeError('Line too long');
				}

				return undefined;
			}

			const line = this.#pending.subarray(0, end > 0 && this.#pending[end - 1] === 0x0d ? end - 1 : end);
			this.#pending = this.#pending.subarray(end + 1);
			const announced = /\{(\d{1,10})(\+?)\}$/.exec(line.subarray(-14).toString('latin1'));
			if (!announced) {
				const pieces = [...this.#pieces, line];
				this.#pieces = [];
				return {kind: 'command', pieces};
			}

			const missing = Number(announced[1]);
			if (missing > largestLiteral) {
				throw new RangeError('Literal too large');
			}

			this.#pieces.push(line.subarray(0, line.length - announced[0].length));
			this.#literal = {chunks: [], missing};
			if (announced[2] === '') {
				return {kind: 'continue'};
			}
		}
	}
}

/** Walks over the pieces of one command. */
class Cursor {
	readonly #pieces: readonly Buffer[];
	#piece = 0;
	#at = 0;
	#text: string;

	constructor(pieces: readonly Buffer[]) {
		this.#pieces = pieces;
		this.#text = pieces[0]?.toString('latin1') ?? '';
	}

	/** The next character; empty at the end of a text piece. */
	get character(): string {
		return this.#text.charAt(this.#at);
	}

	get atEnd(): boolean {
		return this.character === '' && this.#piece >= this.#pieces.length - 1;
	}

	skip(count = 1): void {
		this.#at += count;
	}

	skipSpaces(): void {
		while (this.character === ' ') {
			this.skip();
		}
	}

	/** Whether a list ends here; its parenthesis is then behind us. */
	closesList(): boolean {
		this.skipSpaces();
		return this.match(/\)/y) !== '';
	}

	match(pattern: RegExp): string {
		pattern.lastIndex = this.#at;
		const found = pattern.exec(this.#text)?.[0] ?? '';
		this.#at += found.length;
		return found;
	}

	literal(): Buffer {
		const bytes = this.#pieces[this.#piece + 1];
		if (!bytes) {
			throw new BadCommand('Unexpected end of command');
		}

		this.#piece += 2;
		this.#text = this.#pieces[this.#piece]?.toString('latin1') ?? '';
		this.#at = 0;
		return bytes;
	}
}

function readArgument(cursor: Cursor): Argument {
	switch (cursor.character) {
		case '': {
			return {type: 'string', bytes: cursor.literal()};
		}

		case '"': {
			const quoted = cursor.match(/"(?:[^"\\]|\\.)*"/y);
			if (quoted === '') {
				throw new BadCommand('Unterminated quoted string');
			}

			return {type: 'string', bytes: Buffer.from(quoted.slice(1, -1).replace(/\\(.)/g, '$1'), 'latin1')};
		}

		case '(': {
			cursor.skip();
			const items: Argument[] = [];
			while (!cursor.closesList()) {
				items.push(readArgument(cursor));
			}

			return {type: 'list', items};
		}

		default: {
			// BODY.PEEK[HEADER.FIELDS (Date From)]<0.100> is one atom, spaces and all.
			const text = cursor.match(/(?:[^\s()"{[]|\[[^\]]*\]|\[)+/y);
			if (text === '') {
				throw new BadCommand(`Unexpected ${JSON.stringify(cursor.character)}`);
			}

			return {type: 'atom', text};
		}
	}
}

/** The tag to answer with, even where the rest of the command makes no sense. */
export function tagOf(pieces: readonly Buffer[]): string {
	return /^[^\s()"{%*+\\]+/.exec(pieces[0]?.subarray(0, 200).toString('latin1') ?? '')?.[0] ?? '*';
}

/** @throws {BadCommand} where the command does not follow the grammar. */
export function parseCommand(pieces: readonly Buffer[]): Command {
	const cursor = new Cursor(pieces);
	const tag = cursor.match(/[^\s()"{%*+\\]+/y);
	cursor.skipSpaces();
	let name = cursor.match(/[a-z-]+/iy).toUpperCase();
	if (tag === '' || name === '') {
		throw new BadCommand('A command is a tag and a name');
	}

	if (name === 'UID') {
		cursor.skipSpaces();
		name = `UID ${cursor.match(/[a-z]+/iy).toUpperCase()}`;
	}

	const found: Argument[] = [];
	for (;;) {
		cursor.skipSpaces();
		if (cursor.atEnd) {
			return {tag, name, arguments: found};
		}

		found.push(readArgument(cursor));
	}
}

/** An astring: atom, quoted string or literal. @throws {BadCommand} for a list or nothing. */
export function bytesOf(argument: Argument | undefined): Buffer {
	switch (argument?.type) {
		case 'atom': {
			return Buffer.from(argument.text, 'latin1');
		}

		case 'string': {
			return argument.bytes;
		}

		default: {
			throw new BadCommand('Missing or wrong argument');
		}
	}
}

/** The same as Latin-1 text. */
export function textOf(argument: Argument | undefined): string {
	return bytesOf(argument).toString('latin1');
}

/** The items of a list. @throws {BadCommand} for anything else. */
export function itemsOf(argument: Argument | undefined): readonly Argument[] {
	if (argument?.type !== 'list') {
		throw new BadCommand('Missing or wrong list');
	}

	return argument.items;
}

export function quote(text: string): string {
	return `"${text.replace(/["\\]/g, '\\$&')}"`;
}
