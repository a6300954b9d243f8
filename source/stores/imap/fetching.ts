import {certifiedFields, certifiedKindOf} from '../../certified/telling.ts';
import {digestedFrom, fingerprintFields, fingerprintOf} from '../fingerprint.ts';
import type {Digested, Fingerprint, MessageMeta} from '../store.ts';
import {largestNumber, numberOf, ParseError, textOf, textsOf, type Value} from './parse.ts';
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
	/** The same: its content is kept as its digest alone. */
	digest: 'UID FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[]',
	heading: `UID BODY.PEEK[HEADER.FIELDS (DATE FROM SUBJECT ${kindFields})]`,
	/** What Gmail calls the message, in whichever folder it shows it, and its labels there (X-GM-EXT-1). */
	identity: 'UID X-GM-MSGID',
	labels: 'UID X-GM-LABELS',
} as const;

/** What may be asked for. */
export type FetchRequest = keyof typeof fetchItems;

/** One message of a FETCH: what was asked for, as it came. */
export interface Fetched extends MessageMeta {
	/** The header fields or the content, where they were asked for and not NIL. */
	readonly body?: Buffer;
	/** What it was asked for by `digest`. */
	readonly digested?: Digested;
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
 *
 * @param isAsked whether a message is one that was asked for; all of them are unless told
 */
export function fetchedBy(
	request: FetchRequest,
	response: Untagged,
	isAsked: (uid: number) => boolean = () => true,
): Fetched | undefined {
	if (response.kind !== 'fetch') return undefined;
	const {items} = response;
	const uid = numberOf(items.get('UID'));
	if (uid === undefined || uid < 1 || uid > largestNumber || !isAsked(uid)) return undefined;
	const size = numberOf(items.get('RFC822.SIZE'));
	const [section, value] = bodyOf(items);
	if (!isAnswer(request, items, size !== undefined, section)) return undefined;
	const body = bytesOf(value);
	const bytes = size ?? 0;
	const meta = {
		uid,
		bytes,
		flags: flagsOf(items.get('FLAGS')),
		internalDate: alone(textOf(items.get('INTERNALDATE'))),
	};
	switch (request) {
		case 'fingerprint':
			return {
				...meta,
				fingerprint: fingerprintOf(body?.subarray(0, longestHeader) ?? Buffer.alloc(0), bytes),
			};
		case 'kinds': {
			const kind = body && certifiedKindOf(body);
			return kind ? {...meta, kind} : meta;
		}

		case 'identity':
			return {...meta, identity: alone(textOf(items.get('X-GM-MSGID')))};
		case 'labels':
			return {...meta, labels: labelsOf(items.get('X-GM-LABELS'))};
		case 'content':
		case 'digest':
			if (!body) return meta;
			if (hasOverrun(body, bytes)) throw new ParseError('a literal that announces more than it has');
			return request === 'digest' ? {...meta, digested: digestedFrom(body)} : {...meta, body};
		default:
			return body ? {...meta, body} : meta;
	}
}

type Items = ReadonlyMap<string, Value>;

/** Whether what has come is what such a request asks for. */
function isAnswer(
	request: FetchRequest,
	items: Items,
	hasSize: boolean,
	section: string | undefined,
): boolean {
	switch (request) {
		case 'uid':
			return items.size === 1;
		case 'unopened':
			return !hasSize && section === undefined && items.has('INTERNALDATE');
		case 'meta':
			return hasSize && section === undefined;
		case 'kinds':
			return hasSize && areFields(section) && asksForKinds(section);
		case 'fingerprint':
			return hasSize && areFields(section) && !asksForKinds(section);
		case 'content':
		case 'digest':
			return hasSize && section === 'BODY[]';
		case 'heading':
			return !hasSize && areFields(section);
		case 'identity':
			return items.has('X-GM-MSGID');
		case 'labels':
			return items.has('X-GM-LABELS');
	}
}

function areFields(section: string | undefined): section is string {
	return section?.startsWith('BODY[HEADER.FIELDS') ?? false;
}

/** Flags by how they came: thousands of messages have the same ones. */
const knownFlags = new Map<string, readonly string[]>();
const mostKnownFlags = 1000;

/** All flags but `\Recent`, which is no property of the message. */
function flagsOf(value: Value | undefined): readonly string[] {
	const texts = textsOf(value);
	const key = texts.join(' ');
	const known = knownFlags.get(key);
	if (known) return known;
	const flags = texts.filter(flag => flag.toLowerCase() !== '\\recent').map(alone);
	if (knownFlags.size >= mostKnownFlags) knownFlags.clear();
	knownFlags.set(alone(key), flags);
	return flags;
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
	if (response.kind !== 'fetch') return undefined;
	const {items} = response;
	const piece = items.get(`BODY[]<${start}>`);
	if (numberOf(items.get('UID')) !== uid || piece === undefined) return undefined;
	return bytesOf(piece) ?? Buffer.alloc(0);
}

/** The same text in memory of its own: a part of a line keeps the whole line, and there may be very many. */
function alone(text: string): string {
	// So short a part is a copy (V8, SlicedString::kMinLength).
	return text.length < 13 ? text : Buffer.from(text).toString();
}

function bodyOf(items: Items): [string, Value] | [undefined, undefined] {
	for (const [name, value] of items) if (name.startsWith('BODY[')) return [name, value];
	return [undefined, undefined];
}

function bytesOf(value: Value | undefined): Buffer | undefined {
	if (value instanceof Buffer) return value;
	return typeof value === 'string' ? Buffer.from(value, 'utf8') : undefined;
}
