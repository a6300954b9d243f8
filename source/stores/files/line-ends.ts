const [lineFeed, carriageReturn] = [10, 13];

/** Line feeds without a carriage return before them: each is one more byte with CRLF. */
export class LineEnds {
	bare = 0;
	#last = 0;

	/** Counts the next piece of a content. */
	add(piece: Buffer): void {
		for (let at = piece.indexOf(lineFeed); at !== -1; at = piece.indexOf(lineFeed, at + 1)) {
			const before = at === 0 ? this.#last : piece[at - 1];
			if (before !== carriageReturn) this.bare++;
		}

		this.#last = piece.at(-1) ?? this.#last;
	}
}

/** The same with CRLF where a line ends with LF alone, as messages have to be (RFC 5322, 2.3). */
export function withCrlf(content: Buffer): Buffer {
	return new ToCrlf().next(content);
}

/** Makes CRLF of line ends, of a content that comes in pieces. */
export class ToCrlf {
	#last = 0;

	/** The next piece. */
	next(piece: Buffer): Buffer {
		const ends: number[] = [];
		for (let at = piece.indexOf(lineFeed); at !== -1; at = piece.indexOf(lineFeed, at + 1))
			if ((at === 0 ? this.#last : piece[at - 1]) !== carriageReturn) ends.push(at);
		this.#last = piece.at(-1) ?? this.#last;
		if (ends.length === 0) return piece;
		const longer = Buffer.allocUnsafe(piece.length + ends.length);
		let [from, to] = [0, 0];
		for (const at of ends) {
			to += piece.copy(longer, to, from, at);
			longer[to++] = carriageReturn;
			from = at;
		}

		piece.copy(longer, to, from);
		return longer;
	}
}

/** The same with LF alone, as programs on Unix keep mail; undefined where CRLF could not be restored from it. */
export function withLf(content: Buffer): Buffer | undefined {
	const ends = new LineEnds();
	ends.add(content);
	if (ends.bare > 0 || content.includes('\r\r\n')) return undefined;
	const value = Buffer.allocUnsafe(content.length);
	let [from, to] = [0, 0];
	for (let at = content.indexOf('\r\n'); at !== -1; at = content.indexOf('\r\n', at + 2)) {
		to += content.copy(value, to, from, at);
		from = at + 1;
	}

	to += content.copy(value, to, from);
	return value.subarray(0, to);
}
