import {headerFields} from '../../../header-fields.ts';

/** Bytes of a header in which fields of a mailbox are looked for. */
export const longestHeader = 256 * 1024;

/** A part of a message, in bytes from its beginning. */
export interface Span {
	readonly start: number;
	readonly end: number;
}

/**
 * What programs have written into a message's header to remember something of it in this mailbox. It is the mailbox's
 * and not the message's: it was not there when the message came, and is left out when it is read.
 */
export interface Marks {
	/** System flags and keywords. */
	readonly flags: readonly string[];
	/** Thunderbird has deleted it, and has not compacted the file yet. */
	readonly isDeleted: boolean;
	/** Its content is under a signature (RFC 8551, 3.5; certified mail is). */
	readonly isSigned: boolean;
	/** Of Gmail, which puts one message under several; undefined where the file is none of its own. */
	readonly labels?: readonly string[];
	/** How long the body is, as `Content-Length` says; where it is right, it and `Lines` after it are the mailbox's too. */
	readonly bodyLength?: number;
	readonly lengthFields: readonly Span[];
	/** Where the body begins: behind the empty line after the header; undefined where there is no such line. */
	readonly body?: number;
	/** The fields' lines, in order. */
	readonly spans: readonly Span[];
}

/** Fields of Dovecot, mutt, Pine and others (`Status` and its like), and of Thunderbird. */
const ofPrograms: ReadonlySet<string> = new Set([
	'status',
	'x-status',
	'x-keywords',
	'x-uid',
	'x-imap',
	'x-imapbase',
	'x-mozilla-status',
	'x-mozilla-status2',
	'x-mozilla-keys',
	'x-account-key',
	'x-gmail-labels',
]);

/** Fields that others write too: the mailbox's only beside the one named. */
const onlyBeside: ReadonlyMap<string, string> = new Map([
	['x-uidl', 'x-account-key'],
	['x-gm-thrid', 'x-gmail-labels'],
]);

/** Letters of `Status` and `X-Status`. */
const letters: readonly (readonly [field: string, letter: string, flag: string])[] = [
	['status', 'R', '\\Seen'],
	['x-status', 'A', '\\Answered'],
	['x-status', 'F', '\\Flagged'],
	['x-status', 'T', '\\Draft'],
	['x-status', 'D', '\\Deleted'],
];

/** Bits of `X-Mozilla-Status` and, above 16, of `X-Mozilla-Status2` (nsMsgMessageFlags.idl). */
const bits: readonly (readonly [bit: number, flag: string])[] = [
	[0x0001, '\\Seen'],
	[0x0002, '\\Answered'],
	[0x0004, '\\Flagged'],
	[0x1000, '$Forwarded'],
	[0x0020_0000, '\\Deleted'],
	[0x0080_0000, '$MDNSent'],
];
const expunged = 0x0008;

const signed = /^(?:multipart\/signed|application\/(?:x-)?pkcs7-mime)\b/i;

interface Line extends Span {
	readonly name: string;
	readonly value: string;
}

/**
 * What a mailbox says of a message.
 *
 * @param header the message's beginning as it is in the file, as much as is to be looked at
 */
export function marksOf(header: Buffer): Marks {
	const {lines, body} = fieldLines(header);
	const values = new Map<string, string>();
	// The first is what its program changes in place.
	for (const {name, value} of lines.toReversed()) values.set(name, value);
	const spans = lines.filter(({name}) => ofPrograms.has(name) || values.has(onlyBeside.get(name) ?? ''));
	const mozilla = hexadecimal(values.get('x-mozilla-status')) | hexadecimal(values.get('x-mozilla-status2'));
	const labels = lines.find(({name}) => name === 'x-gmail-labels');
	const at = lines.findIndex(({name, value}) => name === 'content-length' && /^\d{1,15}$/.test(value));
	const [length, following] = at === -1 ? [] : lines.slice(at, at + 2);
	const lengthFields = [length, following?.name === 'lines' ? following : undefined].filter(
		line => line !== undefined,
	);
	const flags = new Set([
		...letters.filter(([field, letter]) => values.get(field)?.includes(letter)).map(([, , flag]) => flag),
		...bits.filter(([bit]) => mozilla & bit).map(([, flag]) => flag),
		...keywordsOf(values.get('x-keywords')),
		...keywordsOf(values.get('x-mozilla-keys')),
	]);
	return {
		flags: [...flags],
		isSigned: signed.test(values.get('content-type') ?? ''),
		isDeleted: (mozilla & expunged) !== 0,
		...(labels ? {labels: labelsOf(header.subarray(labels.start, labels.end))} : {}),
		...(length ? {bodyLength: Number(length.value)} : {}),
		lengthFields: lengthFields.map(spanOf),
		...(body === undefined ? {} : {body}),
		spans: spans.map(spanOf),
	};
}

/** The fields of a header with where they are. It ends at an empty line, and at one that belongs to no header. */
function fieldLines(header: Buffer): {readonly lines: readonly Line[]; readonly body?: number} {
	const text = header.toString('latin1');
	const lines: Line[] = [];
	let at = 0;
	while (at < text.length) {
		let end = text.indexOf('\n', at) + 1;
		if (end === 0) break;
		if (/^\r?\n/.test(text.slice(at, at + 2))) return {lines, body: end};
		while (text[end] === ' ' || text[end] === '\t') {
			const next = text.indexOf('\n', end) + 1;
			if (next === 0) return {lines};
			end = next;
		}

		const match = /^([!-9;-~]+)[ \t]*:(.*)$/s.exec(text.slice(at, end));
		if (match) {
			const [, name = '', value = ''] = match;
			lines.push({name: name.toLowerCase(), value: value.trim(), start: at, end});
		} else if (!/^>+From /.test(text.slice(at, end))) {
			return {lines};
		}

		at = end;
	}

	return {lines};
}

function spanOf({start, end}: Span): Span {
	return {start, end};
}

function hexadecimal(value = ''): number {
	return /^[\dA-Fa-f]{1,8}$/.test(value) ? Number.parseInt(value, 16) : 0;
}

/** Words that can be keywords (RFC 9051, 9, flag-keyword). */
function keywordsOf(value = ''): readonly string[] {
	return value.split(/[\s,]+/).filter(word => /^[^\u0000-\u0020(){%*"\\\]\u007f-\u00ff]+$/.test(word));
}

/** Gmail's list: separated by commas, in quotes where there is one inside, and encoded where it is not ASCII (RFC 2047). */
function labelsOf(field: Buffer): readonly string[] {
	const value = headerFields(field).fields[0]?.value ?? '';
	const labels = [...value.matchAll(/\s*(?:"((?:[^"]|"")*)"|([^,]*))\s*(?:,|$)/g)]
		.map(([, quoted, plain = '']) => (quoted === undefined ? plain : quoted.replaceAll('""', '"')).trim())
		.filter(label => label !== '');
	return [...new Set(labels)];
}
