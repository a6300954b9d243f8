import type {FolderPath, SeedMessage} from '../servers/mailbox.ts';
import {pecKinds, pecMessage} from './pec.ts';
import {Random} from './random.ts';

/** Messages that are odd in one way. What a server does with them is in `servers/treatment.ts`, by kind. */
export type Kind = {
	readonly kind: string;
	/** What is odd about it. */
	readonly about: string;
	readonly messages: readonly (SeedMessage & {readonly folder: FolderPath})[];
	/** Worth a look by itself: written to `fixtures/messages`. */
	readonly isFixture: boolean;
};

const crlf = '\r\n';
const usual = {flags: ['\\Seen'], internalDate: '05-Nov-2023 10:11:12 +0100'} as const;
const inbox = ['INBOX'];

type Given = Partial<Omit<SeedMessage, 'content'>> & {
	readonly folder?: FolderPath;
	readonly content: string | Buffer;
};

function message({content, ...rest}: Given): Kind['messages'][number] {
	return {...usual, folder: inbox, content: Buffer.from(content), ...rest};
}

/** A kind whose oddness is in its bytes, so that the file is worth a look. */
function bytes(kind: string, about: string, given: string | Buffer | readonly Given[]): Kind {
	const messages: readonly Given[] =
		typeof given === 'string' || Buffer.isBuffer(given) ? [{content: given}] : given;
	return {kind, about, messages: messages.map(message), isFixture: true};
}

/** A kind whose oddness is in its flags or its date: the same small message each time. */
function meta(kind: string, about: string, given: readonly Partial<SeedMessage>[]): Kind {
	const messages = given.map((each, index) =>
		message({folder: [kind], content: `${header(`${kind} ${index + 1}`)}${crlf}x${crlf}`, ...each}),
	);
	return {kind, about, messages, isFixture: false};
}

/** A usual header without the empty line after it. */
function header(subject: string, more: readonly string[] = []): string {
	return [
		`Message-ID: <${subject.replaceAll(' ', '-')}@corpus.example>`,
		'Date: Sun, 5 Nov 2023 10:11:12 +0100',
		'From: Mario Rossi <mario@example.it>',
		'To: anna@example.it',
		`Subject: ${subject}`,
		...more,
		'',
	].join(crlf);
}

function latin1(text: string): Buffer {
	return Buffer.from(text, 'latin1');
}

const identity = [
	bytes('no-message-id', 'no Message-ID', [
		{content: `${header('senza').replace(/^Message-ID:.*\r\n/, '') + crlf}testo${crlf}`},
	]),
	bytes('same-id-other-content', 'one Message-ID, three contents, two of them of one size', [
		{content: `${header('stesso id')}${crlf}importo: 100 euro${crlf}`},
		{content: `${header('stesso id')}${crlf}importo: 900 euro${crlf}`},
		{content: `${header('stesso id')}${crlf}un altro testo, e più lungo${crlf}`},
	]),
	bytes('identical-twice', 'the same bytes twice in a folder, and once more with other flags', [
		{content: `${header('gemelli')}${crlf}gemelli${crlf}`},
		{content: `${header('gemelli')}${crlf}gemelli${crlf}`},
		{content: `${header('gemelli')}${crlf}gemelli${crlf}`, flags: ['\\Flagged', 'NonJunk']},
	]),
	bytes('same-in-two-folders', 'the same bytes in two folders', [
		{content: `${header('ovunque')}${crlf}in due cartelle${crlf}`},
		{content: `${header('ovunque')}${crlf}in due cartelle${crlf}`, folder: ['Altrove']},
	]),
];

const encodings = [
	bytes('utf8-header', 'raw UTF-8 in the header (RFC 6532)', [
		{content: `${header('perché così? 日本', ['X-Nota: città 📦'])}${crlf}testo${crlf}`},
	]),
	bytes(
		'latin1-header',
		'raw ISO-8859-1 in the header',
		latin1(`${header('perché così', ['X-Nota: città'])}${crlf}testo${crlf}`),
	),
	bytes(
		'mixed-header',
		'UTF-8 and ISO-8859-1 in one header',
		Buffer.concat([Buffer.from(header('città')), latin1(`X-Nota: città${crlf}${crlf}testo${crlf}`)]),
	),
	bytes(
		'utf8-body',
		'8-bit UTF-8 in the body',
		`${header('corpo utf-8')}${crlf}日本語のメール, perché no${crlf}`,
	),
	bytes(
		'latin1-body',
		'8-bit ISO-8859-1 in the body, without a word of it in the header',
		latin1(`${header('corpo latin1')}${crlf}più di metà${crlf}`),
	),
	bytes(
		'byte-order-mark',
		'a UTF-8 byte order mark before the header',
		`\ufeff${header('bom')}${crlf}x${crlf}`,
	),
	bytes(
		'every-byte',
		'every byte but NUL and LF',
		Buffer.concat([
			Buffer.from(header('tutti i byte') + crlf),
			Buffer.from(Array.from({length: 256}, (_, byte) => byte).filter(byte => byte !== 0 && byte !== 10)),
			Buffer.from(crlf),
		]),
	),
];

/** Line ends, NUL, and what is empty. */
const ends = [
	bytes('bare-lf', 'bare LF', 'Subject: lf\n\nuna\ndue\r\ntre\n'),
	bytes('bare-cr', 'bare CR, in the header and in the body', `Subject: c\rr${crlf}${crlf}una\rdue${crlf}`),
	bytes('cr-before-line-end', 'CR CR LF', `Subject: crcrlf${crlf}${crlf}una\r${crlf}due${crlf}`),
	bytes('only-cr', 'CR alone ends every line', 'Subject: cr\r\runa\rdue\r'),
	bytes('nul', 'NUL bytes', `Subject: nul${crlf}${crlf}a\0b\0\0${crlf}`),
	bytes('zero-bytes', 'a message of no byte', ''),
	bytes('only-a-line-end', 'CRLF and nothing else', crlf),
	bytes('no-final-newline', 'no line end at the end', `${header('senza a capo')}${crlf}fine senza a capo`),
	bytes(
		'many-final-newlines',
		'seven line ends at the end',
		`${header('a capo')}${crlf}fine${crlf.repeat(7)}`,
	),
	bytes('empty-body', 'a header, its empty line, nothing more', header('corpo vuoto') + crlf),
	bytes('headers-only', 'a header without the empty line after it', header('solo intestazioni')),
	bytes('headers-only-no-final-newline', 'a header without its last line end', header('monca').slice(0, -2)),
	bytes('no-headers', 'an empty header, twice', [
		{content: `${crlf}senza intestazioni${crlf}`},
		{content: `${crlf}senza intestazioni${crlf}`},
	]),
	bytes(
		'no-headers-no-blank-line',
		'text from the first line',
		`solo testo, senza intestazioni${crlf}fine${crlf}`,
	),
	bytes(
		'trailing-spaces',
		'spaces and tabs at the ends of lines',
		`${header('spazi')}${crlf}uno   ${crlf}\t${crlf}`,
	),
	bytes(
		'mbox-lines',
		'lines that mbox and SMTP would quote',
		`${header('mbox')}${crlf}From the start${crlf}>From${crlf}.${crlf}..${crlf}`,
	),
	bytes(
		'storage-headers',
		'header fields that mbox servers use for themselves',
		`${header('mbox 2', ['Status: RO', 'X-Status: AF', 'X-Keywords: uno due', 'X-UID: 77', 'Content-Length: 3', 'X-IMAP: 1 2'])}${crlf}xyz${crlf}`,
	),
];

const sizes: readonly Kind[] = [
	{
		...bytes('long-line', 'lines of 10,000 bytes, and one of 300,000', [
			{content: `${header('riga lunga')}${crlf}${`${'0123456789'.repeat(1000)}${crlf}`.repeat(3)}`},
			{content: `${header('riga lunghissima')}${crlf}${'lungo '.repeat(50_000)}${crlf}`},
		]),
		isFixture: false,
	},
	{
		...bytes('long-header', 'a header field of 30,000 bytes, and 3,000 fields', [
			{content: `${header('campo lungo', [`X-Lungo: ${'h'.repeat(30_000)}`])}${crlf}x${crlf}`},
			{
				content: `${header(
					'molti campi',
					Array.from({length: 3000}, (_, index) => `X-Campo-${index}: ${index}`),
				)}${crlf}x${crlf}`,
			},
		]),
		isFixture: false,
	},
];

function dates(kind: string, about: string, values: readonly string[]): Kind {
	return meta(
		kind,
		about,
		values.map(internalDate => ({internalDate})),
	);
}

const times = [
	dates('date', 'internal dates from 1970 on, at the edges of days, years and leap years', [
		'01-Jan-1970 00:00:01 +0000',
		'29-Feb-1972 12:00:00 +0100',
		'09-Sep-2001 01:46:40 -0000',
		'29-Feb-2024 23:59:59 +0000',
		'31-Mar-2019 02:30:00 +0100',
		'27-Oct-2019 02:30:00 +0200',
		'27-Oct-2019 02:30:00 +0100',
	]),
	dates('zone', 'internal dates in odd zones', [
		'05-Jul-1979 02:03:04 +1345',
		'01-Jan-1981 00:00:00 +0530',
		'01-Jun-2020 00:00:00 +1400',
		'01-Jan-2000 00:00:00 -1200',
		'01-Jan-2000 00:00:00 -0017',
	]),
	dates('zone-before-1970', 'an internal date before 1970 in its own zone, after it in UTC', [
		'31-Dec-1969 19:30:00 -0500',
	]),
	dates('epoch', 'the internal date that many programs take for none', ['01-Jan-1970 00:00:00 +0000']),
	dates('before-1970', 'internal dates before 1970', [
		'20-Jul-1969 20:17:40 +0000',
		'01-Jan-1900 00:00:00 +0000',
	]),
	dates('after-2038', 'internal dates after 2038, where 31 bits end', [
		'19-Jan-2038 03:14:08 +0000',
		'07-Feb-2106 06:28:15 +0000',
	]),
	dates('future', 'internal dates after 2106, where 32 bits end', [
		'07-Feb-2106 06:28:17 +0000',
		'31-Dec-2150 12:00:00 +0000',
	]),
	bytes(
		'invalid-date-header',
		'Date headers that are none, or two of them: the internal date is what counts',
		[
			'Date: ieri',
			'Date: Wed, 32 Feb 2023 25:61:61 +9999',
			'Date:',
			'X-Date: none',
			`Date: Sun, 5 Nov 2023 10:11:12 +0100${crlf}Date: Mon, 6 Nov 2023 10:11:12 +0100`,
		].map((line, index) => ({
			content: `${header(`data ${index}`).replace(/^Date:.*$/m, line)}${crlf}x${crlf}`,
		})),
	),
];

const system = ['\\Seen', '\\Answered', '\\Flagged', '\\Deleted', '\\Draft'];
const keywords = ['$', '$Forwarded', '$MDNSent', 'NonJunk', '$Label1', 'da_pagare'];
const forty = Array.from({length: 40}, (_, index) => `parola${index + 1}`);

const flagged = [
	meta('flags', 'every system flag, all of them, none', [
		...system.map(flag => ({flags: [flag]})),
		{flags: system},
		{flags: []},
	]),
	meta('keywords', 'keywords of mail programs, alone and with all flags', [
		...keywords.map(keyword => ({flags: [keyword]})),
		{flags: [...system, ...keywords]},
	]),
	meta('keywords-40', 'forty keywords in one folder: many servers keep 26', [
		...forty.map(keyword => ({flags: [keyword]})),
		{flags: forty},
	]),
	meta('keyword-odd', 'keywords of every sign that the grammar allows', [
		{flags: ["!#$&'+,-./:;<=>?@[^_`|}~"]},
		{flags: ['0']},
		{flags: ['NIL']},
	]),
	meta('keyword-case', 'one keyword in two spellings', [{flags: ['diversa', 'DIVERSA']}]),
	meta('keyword-long', 'a keyword of 65 bytes, alone and beside another', [
		{flags: ['\\Seen', `lunga${'x'.repeat(60)}`]},
		{flags: ['\\Seen', 'da_pagare', `altra${'x'.repeat(60)}`]},
	]),
];

function certified(): Kind[] {
	const random = new Random(20_231_105);
	return pecKinds.map((shape, index) =>
		bytes(shape.kind, `certified mail: ${shape.subject.trim()} (its signature is noise)`, [
			{
				folder: ['PEC', 'Ricevute'],
				content: pecMessage(shape, index + 1, '<unico.riferimento@pec.example.it>', random),
			},
		]),
	);
}

/** Every kind of odd message that is small. The same at every call. */
export function oddMessages(): readonly Kind[] {
	return [...identity, ...encodings, ...ends, ...sizes, ...times, ...flagged, ...certified()];
}
