import {certifiedFields, certifiedKindOf} from '../../certified/telling.ts';
import {fingerprintFields, fingerprintOf} from '../fingerprint.ts';
import type {Fingerprint, MessageMeta} from '../store.ts';
import {largestNumber, numberOf, ParseError, pairsOf, textOf, textsOf, type Value} from './parse.ts';
import type {Untagged} from './wire.ts';

/** Bytes of a header that are looked at: no honest message comes near. */
const longestHeader = 1024 * 1024;

const kindFields = certifiedFields.join(' ').toUpperCase();

/** What to fetch, each with the items of its command (RFC 9051, 6.4.5). PEEK everywhere: nothing becomes `\Seen`. */
export const fetchItems = {
	uid: 'UID',
	/** What a server knows of a message that it can't open. */
	unopened: 'UID FLAGS INTERNALDATE',
	meta: 'UID FLAGS INTERNALDATE RFC822.SIZE',
	/** The same, and the kind of certified mail. */
	kinds: `UID FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[HEADER.FIELDS (${kindFields})]`,
	fingerprint: `UID RFC822.SIZE BODY.PEEK[HEADER.FIELDS (${fingerprintFields.join(' ').toUpperCase()})]`,
	content: 'UID FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[]',
	heading: `UID BODY.PEEK[HEADER.FIELDS (DATE FROM SUBJECT ${kindFields})]`,
	/** What Gmail calls the message, in whichever folder it shows it, and its labels there (X-GM-EXT-1). */
	identity: 'UID X-GM-MSGID',
	labels: 'UID X-GM-LABELS',
} as const;

/** One message of a FETCH: what was asked for, as it came. */
export interface Fetched extends MessageMeta {
	/** The header fields or the content, where they were asked for and not NIL. */
	readonly body?: Buffer;
	/** What it was asked for by `fingerprint`. */
	readonly fingerprint?: Fingerprint;
	/** What it was asked for by `identity` and by `labels`; a label as the server writes it. */
	readonly identity?: string;
	readonly labels?: readonly string[];
}

/**
 * The message in an untagged response, if it is the answer to such a request. Several commands may be
 * answered at once, and a server tells of changed flags in the same form: what does not hold all that was
 * asked for, and only that, belongs to somebody else.
 */
export function fetchedBy(request: keyof typeof fetchItems, response: Untagged): Fetched | undefined {
	if (response.kind !== 'data' || response.name !== 'FETCH') return undefined;
	const pairs = pairsOf(response.values[0]);
	const uid = numberOf(pairs.get('UID'));
	const bytes = numberOf(pairs.get('RFC822.SIZE'));
	const [section, value] = bodyOf(pairs);
	const isAnswer = {
		uid: pairs.size === 1,
		unopened: bytes === undefined && section === undefined && pairs.has('INTERNALDATE'),
		meta: bytes !== undefined && section === undefined,
		kinds: bytes !== undefined && section?.startsWith('BODY[HEADER.FIELDS') && asksForKinds(section),
		fingerprint: bytes !== undefined && section?.startsWith('BODY[HEADER.FIELDS') && !asksForKinds(section),
		content: bytes !== undefined && section === 'BODY[]',
		heading: bytes === undefined && section?.startsWith('BODY[HEADER.FIELDS'),
		identity: pairs.has('X-GM-MSGID'),
		labels: pairs.has('X-GM-LABELS'),
	}[request];
	if (uid === undefined || uid < 1 || uid > largestNumber || !isAnswer) return undefined;
	const body = bytesOf(value);
	if (request === 'content' && body && hasOverrun(body, bytes ?? 0))
		throw new ParseError('a literal that announces more than it has');
	const kind = request === 'kinds' && body ? certifiedKindOf(body) : undefined;
	return {
		uid,
		bytes: bytes ?? 0,
		flags: textsOf(pairs.get('FLAGS'))
			.filter(flag => flag.toLowerCase() !== '\\recent')
			.map(alone),
		internalDate: alone(textOf(pairs.get('INTERNALDATE'))),
		...(request === 'fingerprint'
			? {fingerprint: fingerprintOf(body?.subarray(0, longestHeader) ?? Buffer.alloc(0), bytes ?? 0)}
			: {}),
		...(kind ? {kind} : {}),
		...(request === 'identity' ? {identity: alone(textOf(pairs.get('X-GM-MSGID')))} : {}),
		...(request === 'labels' ? {labels: labelsOf(pairs.get('X-GM-LABELS'))} : {}),
		...(body && request !== 'fingerprint' && request !== 'kinds' ? {body} : {}),
	};
}

/** Labels as atoms, quoted strings or literals; NIL may be one of them. */
function labelsOf(value: Value | undefined): string[] {
	return Array.isArray(value) ? value.map(label => (label === null ? 'NIL' : textOf(label))) : [];
}

/** Whether these are the fields that tell the kind: in an answer their names are as they were asked for. */
function asksForKinds(section: string): boolean {
	return section.toUpperCase().includes('X-TRASPORTO');
}

/**
 * Whether a content holds the end of its own answer and the next one, right after the bytes that its size says:
 * then its literal announced more than it had. That a size is wrong means nothing, since many servers' are.
 */
function hasOverrun(body: Buffer, bytes: number): boolean {
	const rest = body.subarray(bytes, bytes + 1000).toString('latin1');
	return /^(?: [^\r\n]*)?\)\r\n(?:\* \d|\w+ (?:OK|NO|BAD) )/.test(rest);
}

/** What to fetch of a piece of a message (RFC 9051, 6.4.5, partial). */
export function pieceItems(start: number, length: number): string {
	return `UID BODY.PEEK[]<${start}.${length}>`;
}

/** The piece in an untagged response that begins there; empty after the end. */
export function pieceBy(response: Untagged, uid: number, start: number): Buffer | undefined {
	if (response.kind !== 'data' || response.name !== 'FETCH') return undefined;
	const pairs = pairsOf(response.values[0]);
	const piece = pairs.get(`BODY[]<${start}>`);
	if (numberOf(pairs.get('UID')) !== uid || piece === undefined) return undefined;
	return bytesOf(piece) ?? Buffer.alloc(0);
}

/** The same text in memory of its own: a part of a line keeps the whole line, and there may be very many. */
function alone(text: string): string {
	// So short a part is a copy (V8, SlicedString::kMinLength).
	return text.length < 13 ? text : Buffer.from(text).toString();
}

function bodyOf(pairs: ReadonlyMap<string, Value>): [string, Value] | [undefined, undefined] {
	for (const [name, value] of pairs) if (name.startsWith('BODY[')) return [name, value];
	return [undefined, undefined];
}

function bytesOf(value: Value | undefined): Buffer | undefined {
	if (value instanceof Buffer) return value;
	return typeof value === 'string' ? Buffer.from(value, 'utf8') : undefined;
}
