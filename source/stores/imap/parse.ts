/**
 * What a server says, as values: atoms and quoted strings as text, literals as bytes, NIL as null, lists as
 * arrays. See RFC 9051, 9.
 */
export type Value = string | Buffer | null | readonly Value[];

/** A response code: `[APPENDUID 38505 3955]` is `{name: 'APPENDUID', args: '38505 3955'}` (RFC 9051, 7.1). */
export interface ResponseCode {
	readonly name: string;
	readonly args: string;
}

/** A status line: tagged, or untagged (`* OK`, `* BYE`, …). */
export interface Status {
	readonly type: 'OK' | 'NO' | 'BAD' | 'BYE' | 'PREAUTH';
	readonly code?: ResponseCode;
	/** The server's own words. */
	readonly text: string;
}

export type Response =
	| {readonly kind: 'continue'; readonly text: string}
	| {readonly kind: 'tagged'; readonly tag: string; readonly status: Status}
	| {readonly kind: 'status'; readonly status: Status}
	| {
			readonly kind: 'data';
			readonly name: string;
			readonly number?: number;
			readonly values: readonly Value[];
	  }
	/** What a FETCH says of a message, by its name in upper case (RFC 9051, 9, msg-att). */
	| {readonly kind: 'fetch'; readonly number: number; readonly items: ReadonlyMap<string, Value>};

/** Something that is no IMAP. The connection is worth nothing after it. */
export class ParseError extends Error {
	override readonly name = 'ParseError';
}

const maxNesting = 40;

/**
 * Parses one response.
 *
 * @param segments text and literals in turn, the text without its line ends and literal marks
 * @throws {ParseError} where it is no IMAP response
 */
export function parseResponse(segments: readonly (string | Buffer)[]): Response {
	const reader = new Reader(segments);
	const tag = reader.word();
	if (tag === '+') return {kind: 'continue', text: reader.rest()};
	if (tag !== '*') {
		const status = statusOf(reader.word(), reader);
		if (!status) throw new ParseError(`no status after the tag ${tag}`);
		return {kind: 'tagged', tag, status};
	}

	const first = reader.word();
	const status = statusOf(first, reader);
	if (status) return {kind: 'status', status};
	if (/^\d{1,10}$/.test(first)) {
		const name = reader.word().toUpperCase();
		const values = reader.values();
		const number = Number(first);
		if (name === 'FETCH') return {kind: 'fetch', number, items: itemsOf(values)};
		return {kind: 'data', name, number, values};
	}

	return {kind: 'data', name: first.toUpperCase(), values: reader.values()};
}

/**
 * A literal that announces more than it has takes the beginning of what follows for its end: what is left of that
 * must not pass for further items of the same message.
 *
 * @throws {ParseError} where these are not items, each once, with their values (RFC 9051, 9, msg-att)
 */
function itemsOf([list, ...more]: readonly Value[]): ReadonlyMap<string, Value> {
	const values = Array.isArray(list) ? list : [];
	const items = new Map<string, Value>();
	for (let index = 0; index + 1 < values.length; index += 2)
		items.set(itemName(values[index]), values[index + 1] ?? null);
	const isSound = more.length === 0 && items.size * 2 === values.length;
	if (!isSound) throw new ParseError('no items of a message');
	return items;
}

/** Names of items as servers write them: a server uses few, in very many answers. */
const itemNames = new Map<string, string>();
const mostItemNames = 1000;

function itemName(value: Value | undefined): string {
	const known = typeof value === 'string' ? itemNames.get(value) : undefined;
	if (known !== undefined) return known;
	const name = typeof value === 'string' ? value.toUpperCase() : '';
	if (!/^[A-Z][A-Z\d.-]*(?:\[[^\]]*\])?(?:<\d+>)?$/.test(name)) throw new ParseError('no items of a message');
	if (itemNames.size >= mostItemNames) itemNames.clear();
	itemNames.set(String(value), name);
	return name;
}

function statusOf(word: string, reader: Reader): Status | undefined {
	const type = word.toUpperCase();
	if (type !== 'OK' && type !== 'NO' && type !== 'BAD' && type !== 'BYE' && type !== 'PREAUTH')
		return undefined;
	const rest = reader.rest();
	// A list in a code may hold brackets: `[PERMANENTFLAGS (\Seen [todo] \*)]`.
	const match = /^\[([^\] ]+)(?: (\([^)]*\)|(?:[^\]"]|"(?:[^"\\]|\\.)*")*))?\] ?/.exec(rest);
	if (!match) return {type, text: rest};
	return {
		type,
		code: {name: (match[1] ?? '').toUpperCase(), args: match[2] ?? ''},
		text: rest.slice(match[0].length),
	};
}

const [space, opening, closing, quote, backslash, letterB] = [32, 40, 41, 34, 92, 98] as const;

/** Walks over the segments of one response. */
class Reader {
	readonly #segments: readonly (string | Buffer)[];
	#index = 0;
	#position = 0;

	constructor(segments: readonly (string | Buffer)[]) {
		this.#segments = segments;
	}

	/** The text up to the next space, which is passed over. */
	word(): string {
		const text = this.#text();
		const end = text.indexOf(' ', this.#position);
		const word = end === -1 ? text.slice(this.#position) : text.slice(this.#position, end);
		this.#position = end === -1 ? text.length : end + 1;
		return word;
	}

	/** All that is left of the line. */
	rest(): string {
		const text = this.#text();
		const rest = text.slice(this.#position);
		this.#position = text.length;
		return rest;
	}

	/** All values up to the end of the response. */
	values(): readonly Value[] {
		const values: Value[] = [];
		for (;;) {
			this.#spaces();
			if (this.#atEnd()) return values;
			values.push(this.#value(0));
		}
	}

	#text(): string {
		const segment = this.#segments[this.#index];
		return typeof segment === 'string' ? segment : '';
	}

	#spaces(): void {
		const text = this.#text();
		while (text.charCodeAt(this.#position) === space) this.#position++;
	}

	#atEnd(): boolean {
		return this.#index >= this.#segments.length - 1 && this.#position >= this.#text().length;
	}

	#value(depth: number): Value {
		if (depth > maxNesting) throw new ParseError('nested too deep');
		const text = this.#text();
		if (this.#position >= text.length) return this.#literal();
		const char = text.charCodeAt(this.#position);
		if (char === opening) return this.#list(depth);
		if (char === quote) return this.#quoted();
		return this.#atom();
	}

	#literal(): Value {
		const literal = this.#segments[this.#index + 1];
		if (!(literal instanceof Buffer)) throw new ParseError('a value is missing');
		this.#index += 2;
		this.#position = 0;
		return literal;
	}

	#list(depth: number): Value {
		const list: Value[] = [];
		this.#position++;
		for (;;) {
			this.#spaces();
			if (this.#text().charCodeAt(this.#position) === closing) {
				this.#position++;
				return list;
			}

			if (this.#atEnd()) throw new ParseError('a list has no end');
			list.push(this.#value(depth + 1));
		}
	}

	#quoted(): string {
		const text = this.#text();
		let end = this.#position + 1;
		let escaped = false;
		for (; end < text.length; end++) {
			const char = text.charCodeAt(end);
			if (char === quote) break;
			if (char !== backslash) continue;
			escaped = true;
			end++;
		}

		if (end >= text.length) throw new ParseError('a quoted string has no end');
		const inner = text.slice(this.#position + 1, end);
		this.#position = end + 1;
		return escaped ? inner.replaceAll(/\\(.)/g, '$1') : inner;
	}

	/** An atom; `BODY[HEADER.FIELDS (DATE)]<0>` is one, brackets and all. Elsewhere a bracket is a character like others. */
	#atom(): Value {
		const text = this.#text();
		const start = this.#position;
		const first = text.charCodeAt(start) | 32;
		const hasSection = first === letterB && /^(?:BODY|BINARY)[^ ()[]*\[/i.test(text.slice(start, start + 40));
		const close = hasSection ? text.indexOf(']', start) : -1;
		let end = close === -1 ? start : close;
		for (; end < text.length; end++) {
			const char = text.charCodeAt(end);
			if (char === space || char === opening || char === closing) break;
		}

		if (end === start) throw new ParseError(`unexpected ${JSON.stringify(text.slice(start, start + 20))}`);
		this.#position = end;
		const atom = text.slice(start, end);
		return atom.length === 3 && atom.toUpperCase() === 'NIL' ? null : atom;
	}
}

/** The pairs of a list such as FETCH's or STATUS's: names in upper case. */
export function pairsOf(list: Value | undefined): Map<string, Value> {
	const pairs = new Map<string, Value>();
	if (!Array.isArray(list)) return pairs;
	for (let index = 0; index + 1 < list.length; index += 2) {
		const name = list[index];
		if (typeof name === 'string') pairs.set(name.toUpperCase(), list[index + 1] ?? null);
	}

	return pairs;
}

/** Text of a value, whichever way the server sent it. */
export function textOf(value: Value | undefined): string {
	if (typeof value === 'string') return value;
	return value instanceof Buffer ? value.toString('utf8') : '';
}

/** The flat texts of a list of atoms, such as flags, of which `NIL` may be one. */
export function textsOf(value: Value | undefined): string[] {
	if (!Array.isArray(value)) return [];
	return value.map(item => (item === null ? 'NIL' : item)).filter(item => typeof item === 'string');
}

/** The largest UID, UIDVALIDITY and message number there is (RFC 9051, 9, nz-number). */
export const largestNumber = 0xff_ff_ff_ff;

/** A UID, UIDVALIDITY or UIDNEXT as a response code tells it; undefined where it is none. */
export function uidOf(text: string): number | undefined {
	const number = numberOf(text) ?? 0;
	return number >= 1 && number <= largestNumber ? number : undefined;
}

/** A number of up to 63 bits as the server wrote it; undefined where it is none. */
export function numberOf(value: Value | undefined): number | undefined {
	const text = textOf(value);
	return /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
