const esc = '\x1b';
const pasteStart = '\x1b[200~';
const pasteEnd = '\x1b[201~';

/** Longer than any key's sequence; what grows beyond is no key and is dropped. */
const longestSequence = 64;

/** UTF-16 units of one paste that are kept; no field of this program takes more. */
const longestPaste = 65_536;

/** What the splitter needs more bytes for; each deserves its own patience. */
export type Waiting = 'escape' | 'sequence' | 'paste';

export type KeySplitter = {
	/**
	 * Takes the next bytes of the terminal and gives the keys that are complete: a code point, an escape
	 * sequence, `\x1b` for Esc, `\r` for Enter (also for LF and CR LF), or a paste, which is one key:
	 * `\x1b[200~`, its text without control characters, `\x1b[201~`. How the bytes were cut into chunks
	 * makes no difference.
	 */
	push(bytes: Uint8Array): string[];
	/** What is waited for, if the last key is not complete; undefined between keys. */
	readonly waiting: Waiting | undefined;
	/**
	 * Nothing came for a while: decides that a pending `\x1b` was Esc, and drops a sequence that was never
	 * finished. A paste is given as far as it has come, and goes on; a Ctrl+C as the next byte leaves it, so
	 * that a lost end marker does not swallow all keys for ever.
	 */
	flush(): string[];
};

/**
 * Removes from pasted text what no field takes: control characters, line ends, and the invisible format
 * characters that come along when a host name is copied from a page. Joiners stay: emoji and Persian need them.
 */
export function cleanPaste(text: string): string {
	return text.replace(/(?!\u200c|\u200d|[\u{e0020}-\u{e007f}])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\ufffd]/gu, '');
}

/** Splits what a terminal sends into keys. No clock and no stream: the caller says when to stop waiting. */
export function createKeySplitter(): KeySplitter {
	const decoder = new TextDecoder('utf-8', {ignoreBOM: true});
	let keys: string[] = [];
	/** Begins with ESC while a sequence is incomplete. */
	let pending = '';
	/** The text of the paste that has not ended yet. */
	let paste: string | undefined;
	let pasteStalled = false;
	let afterReturn = false;

	const takeText = (character: string) => {
		const isSecondHalfOfLineEnd = character === '\n' && afterReturn;
		afterReturn = character === '\r';
		if (isSecondHalfOfLineEnd || /[\x80-\x9f\ufffd]/.test(character)) {
			return;
		}

		keys.push(character === '\n' ? '\r' : character);
	};

	const takeGround = (character: string) => {
		if (character === esc) {
			pending = esc;
			afterReturn = false;
		} else {
			takeText(character);
		}
	};

	const giveUpSequence = () => {
		// Alt+[ and Alt+O begin like a sequence; more than that is the rest of a broken one, and no key.
		if (pending.length <= 2) {
			keys.push(pending);
		}

		pending = '';
	};

	const completeSequence = (sequence: string) => {
		pending = '';
		if (sequence === pasteStart) {
			paste = '';
			pasteStalled = false;
		} else if (sequence !== pasteEnd && sequence.length < longestSequence) {
			keys.push(sequence);
		}
	};

	const takeAfterEscape = (character: string) => {
		if (character === '[' || character === 'O') {
			pending += character;
		} else if (/[ -~\x7f\b]/.test(character) || character > '\x9f') {
			completeSequence(esc + character);
		} else {
			// Esc and Enter that a stalled line delivers together are two keys: as Alt+Enter they would confirm
			// what Esc was to leave.
			keys.push(esc);
			pending = '';
			takeGround(character);
		}
	};

	const takeInSequence = (character: string) => {
		const isCsi = pending[1] === '[';
		const isLinuxFunctionKey = pending === '\x1b[' && character === '[';
		const isShiftedRxvtKey = character === '$' && /^\x1b\[[235678]$/.test(pending);
		if (isShiftedRxvtKey || (/[@-~]/.test(character) && !isLinuxFunctionKey)) {
			completeSequence(pending + character);
		} else if (isLinuxFunctionKey || (isCsi ? /[ -?]/ : /[0-9;]/).test(character)) {
			pending += pending.length < longestSequence ? character : '';
		} else {
			giveUpSequence();
			takeGround(character);
		}
	};

	const endPaste = (text: string) => {
		const clean = cleanPaste(text);
		if (clean !== '') {
			keys.push(pasteStart + clean + pasteEnd);
		}
	};

	const takeInPaste = (text: string, character: string) => {
		if (pasteStalled && character === '\x03') {
			paste = undefined;
			takeGround(character);
			return;
		}

		pasteStalled = false;
		paste = text + character;
		if (character === '~' && paste.endsWith(pasteEnd)) {
			endPaste(paste.slice(0, Math.min(longestPaste, paste.length - pasteEnd.length)));
			paste = undefined;
		} else if (paste.length > 2 * longestPaste) {
			paste = paste.slice(0, longestPaste) + paste.slice(-pasteEnd.length);
		}
	};

	const take = (character: string) => {
		if (paste !== undefined) {
			takeInPaste(paste, character);
		} else if (pending === '') {
			takeGround(character);
		} else if (pending === esc) {
			takeAfterEscape(character);
		} else {
			takeInSequence(character);
		}
	};

	const flushPaste = (text: string) => {
		const lastEscape = text.lastIndexOf(esc);
		const isEndBegun = lastEscape !== -1 && pasteEnd.startsWith(text.slice(lastEscape));
		const given = isEndBegun ? text.slice(0, lastEscape) : text;
		endPaste(given.slice(0, longestPaste));
		paste = text.slice(given.length);
		pasteStalled = true;
	};

	const handOver = () => {
		const complete = keys;
		keys = [];
		return complete;
	};

	return {
		push(bytes) {
			for (const character of decoder.decode(bytes, {stream: true})) {
				take(character);
			}

			return handOver();
		},
		get waiting() {
			if (paste !== undefined) {
				return pasteStalled && paste === '' ? undefined : 'paste';
			}

			if (pending === '') {
				return undefined;
			}

			return pending === esc ? 'escape' : 'sequence';
		},
		flush() {
			if (paste !== undefined) {
				flushPaste(paste);
			} else if (pending !== '') {
				giveUpSequence();
			}

			return handOver();
		},
	};
}
