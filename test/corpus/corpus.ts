import {pecKinds, pecMessage} from './pec.ts';
import {Random} from './random.ts';

export type CorpusMessage = {
	/** Every byte, with CRLF line endings. */
	readonly content: Buffer;
	readonly flags: readonly string[];
	/** IMAP date-time with its zone. */
	readonly internalDate: string;
	/** What is special about it; `plain` for most. */
	readonly kind: string;
};

export type CorpusFolder = {
	/** Levels, without prefix; no level holds `/` or `.`, so every separator will do. */
	readonly path: readonly string[];
	readonly subscribed: boolean;
	readonly specialUse?: string;
	readonly messages: readonly CorpusMessage[];
};

export type CorpusOptions = {
	/** Default {@link corpusSeed}. */
	readonly seed?: number;
	/** How many, all folders together, the big one included; special kinds come first. Default 2,000. */
	readonly messages?: number;
	/** Whether one message of 25 MB is among them; default true. */
	readonly big?: boolean;
};

/** The seed: `TRASLOCO_TEST_SEED`, or always the same. A test that fails should say it. */
export const corpusSeed = Number(process.env.TRASLOCO_TEST_SEED ?? 20_231_105);

/** The big message's size in bytes. */
export const bigSize = 25 * 1024 * 1024;

/**
 * Twelve folders that hold mail. There is no trash and no junk among them, since a copy leaves those out unless
 * told otherwise. `Archivio/2023`, `Clients` and `PEC` are above others and hold nothing themselves.
 */
const folders = {
	inbox: {path: ['INBOX'], subscribed: true, weight: 30},
	sent: {path: ['Posta inviata'], subscribed: true, weight: 20, specialUse: '\\Sent'},
	drafts: {path: ['Bozze'], subscribed: true, weight: 3, specialUse: '\\Drafts'},
	archive: {path: ['Archivio'], subscribed: true, weight: 5, specialUse: '\\Archive'},
	invoices: {path: ['Archivio', '2023', 'Fatture'], subscribed: true, weight: 10},
	year: {path: ['Archivio', '2024'], subscribed: false, weight: 6},
	company: {path: ['Società Perché'], subscribed: true, weight: 6},
	accounting: {path: ['Società Perché', 'Contabilità è più'], subscribed: false, weight: 4},
	japan: {path: ['日本'], subscribed: true, weight: 4},
	work: {path: ['Lavoro & Co'], subscribed: true, weight: 5},
	clients: {path: ['Clients', 'O\'Brien "old" (2019)'], subscribed: true, weight: 4},
	receipts: {path: ['PEC', 'Ricevute'], subscribed: true, weight: 3},
} as const;

type FolderKey = keyof typeof folders;

const keys: readonly FolderKey[] = [
	...(['inbox', 'sent', 'drafts', 'archive', 'invoices', 'year', 'company', 'accounting'] as const),
	...(['japan', 'work', 'clients', 'receipts'] as const),
];

/** The special uses that a server must be configured with (Dovecot 2.3 sets none on CREATE). */
export const specialUseMailboxes: readonly {readonly name: string; readonly specialUse: string}[] = [
	{name: 'Posta inviata', specialUse: '\\Sent'},
	{name: 'Bozze', specialUse: '\\Drafts'},
	{name: 'Archivio', specialUse: '\\Archive'},
];

/** Dates at the edges of what Dovecot 2.3 keeps: nothing before 1970, nothing after now (see `servers/treatment.ts`). */
const oddDates = [
	'01-Jan-1970 00:00:01 +0000',
	'31-Dec-1969 19:30:00 -0500',
	'29-Feb-1972 12:00:00 +0100',
	' 5-Jul-1979 02:03:04 +1345',
	'01-Jan-1981 00:00:00 +0530',
	'09-Sep-2001 01:46:40 -0000',
	'29-Feb-2024 23:59:59 +1400',
	'01-Jan-2000 00:00:00 -1200',
	'31-Mar-2019 02:30:00 +0100',
	'27-Oct-2019 02:30:00 +0200',
	'27-Oct-2019 02:30:00 +0100',
] as const;

const zones = ['+0100', '+0200', '+0000', '-0500', '-0800', '+0530', '+0900', '-0330', '+1245'] as const;
const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'] as const;
const keywords = ['$Forwarded', '$MDNSent', 'NonJunk', 'Importante', '$Label1', 'da_pagare'] as const;
const systemFlags = ['\\Seen', '\\Answered', '\\Flagged', '\\Deleted', '\\Draft'] as const;
const words = [
	...([
		'ciao',
		'fattura',
		'allegato',
		'riunione',
		'cortese',
		'attenzione',
		'saluti',
		'perché',
		'società',
	] as const),
	...([
		'invoice',
		'meeting',
		'please',
		'find',
		'attached',
		'regards',
		'tomorrow',
		'the',
		'contract',
	] as const),
	...([
		'scadenza',
		'preventivo',
		'ordine',
		'spedizione',
		'delivery',
		'quote',
		'city',
		'città',
		'日本語',
	] as const),
] as const satisfies readonly [string, ...string[]];
const people = [
	...([
		'Mario Rossi <mario.rossi@example.it>',
		'"Verdi, Anna" <anna@example.it>',
		'bob@example.com',
	] as const),
	...(['=?utf-8?Q?Niccol=C3=B2?= <niccolo@example.it>', 'Alice Smith <alice@example.com>'] as const),
] as const;

const crlf = '\r\n';

function two(value: number): string {
	return String(value).padStart(2, '0');
}

function someDate(random: Random): string {
	const day = `${two(random.integer(1, 28))}-${random.pick(months)}-${random.integer(1999, 2024)}`;
	const time = [random.integer(0, 23), random.integer(0, 59), random.integer(0, 59)].map(two).join(':');
	return `${day} ${time} ${random.pick(zones)}`;
}

function someFlags(random: Random): string[] {
	const flags: string[] = random.chance(0.7) ? ['\\Seen'] : [];
	for (const [flag, probability] of [
		['\\Answered', 0.2],
		['\\Flagged', 0.1],
		['\\Deleted', 0.02],
	] as const) {
		if (random.chance(probability)) {
			flags.push(flag);
		}
	}
	for (const keyword of keywords) {
		if (random.chance(0.06)) {
			flags.push(keyword);
		}
	}
	return flags;
}

function sentence(random: Random, length: number): string {
	return Array.from({length}, () => random.pick(words)).join(' ');
}

function prose(random: Random, lines: number): string {
	return Array.from({length: lines}, () => `${sentence(random, random.integer(4, 11))}${crlf}`).join('');
}

function encodedWord(text: string): string {
	return `=?UTF-8?B?${Buffer.from(text).toString('base64')}?=`;
}

function header(random: Random, number: number, more: readonly string[] = []): string {
	const subject = sentence(random, random.integer(1, 4));
	return [
		`Message-ID: <${number}.${random.integer(1e6, 9e6)}@corpus.example>`,
		`Date: Mon, 0${random.integer(1, 9)} Oct 2023 1${random.integer(0, 9)}:12:13 +0200`,
		`From: ${random.pick(people)}`,
		`To: ${random.pick(people)},${crlf}\t${random.pick(people)}`,
		`Subject: ${encodedWord(subject)}`,
		...more,
		'',
	].join(crlf);
}

function base64Lines(bytes: Buffer): string {
	return (bytes.toString('base64').match(/.{1,76}/g) ?? []).map(line => line + crlf).join('');
}

function withAttachment(random: Random, number: number, bytes: number): Buffer {
	const boundary = `=_${number}_${random.integer(1e6, 9e6)}`;
	const head = header(random, number, [
		'MIME-Version: 1.0',
		`Content-Type: multipart/mixed; boundary="${boundary}"`,
	]);
	return Buffer.from(
		`${head}${crlf}--${boundary}${crlf}Content-Type: text/plain; charset=utf-8${crlf}Content-Transfer-Encoding: 8bit${crlf}${crlf}${prose(random, 5)}--${boundary}${crlf}Content-Type: application/pdf; name="fattura.pdf"${crlf}Content-Transfer-Encoding: base64${crlf}${crlf}${base64Lines(random.bytes(bytes))}--${boundary}--${crlf}`,
	);
}

function plain(random: Random, number: number): Buffer {
	if (random.chance(0.08)) {
		return withAttachment(random, number, random.integer(500, 40_000));
	}
	const more = random.chance(0.2) ? [`References: <${number - 1}@corpus.example>`, 'X-Priority: 1'] : [];
	return Buffer.from(`${header(random, number, more)}${crlf}${prose(random, random.integer(1, 40))}`);
}

/** A message of so many bytes, no two of its blocks alike. */
export function bigMessage(random: Random, number: number, size: number): Buffer {
	const block = base64Lines(random.bytes(57 * 1024));
	const head = Buffer.from(
		`${header(random, number, ['Content-Type: video/mp4', 'Content-Transfer-Encoding: base64'])}${crlf}`,
	);
	const content = Buffer.alloc(size);
	head.copy(content);
	content.fill(block, head.length);
	// Blocks that repeat would hide one that was sent twice or left out: the first line of each says which it is.
	for (let offset = head.length, index = 0; offset + 78 < size; offset += block.length, index++) {
		content.write(`BLOCK${String(index).padStart(8, '0')}`, offset, 'latin1');
	}
	content.write(crlf, size - 2, 'latin1');
	return content;
}

type Special = Pick<CorpusMessage, 'content' | 'kind'> & {
	readonly folder: FolderKey;
	readonly flags?: readonly string[];
	readonly internalDate?: string;
};

/** Every byte but NUL and LF, which Dovecot changes, in lines; a lone CR is among them. */
function everyByte(): Buffer {
	const rows: Buffer[] = [];
	for (let row = 0; row < 16; row++) {
		const bytes = Array.from({length: 16}, (_, column) => row * 16 + column).filter(
			byte => byte !== 0 && byte !== 10,
		);
		rows.push(Buffer.from([...bytes, 13, 10]));
	}
	return Buffer.concat(rows);
}

function specials(random: Random): Special[] {
	let number = 900_000;
	const make = (more: readonly string[] = []) => header(random, ++number, more);
	const special = (
		kind: string,
		folder: FolderKey,
		content: string | Buffer,
		rest: Partial<Special> = {},
	): Special => ({
		kind,
		folder,
		content: Buffer.isBuffer(content) ? content : Buffer.from(content),
		...rest,
	});
	const twin = `${make()}${crlf}gemelli${crlf}`;
	const roaming = `${make()}${crlf}in due cartelle${crlf}`;
	const sameId = make();
	const headerless = `${crlf}no headers, twice${crlf}`;
	const fixed = {internalDate: '05-Nov-2023 10:11:12 +0100', flags: ['\\Seen']};
	return [
		special('identical-twice', 'inbox', twin, fixed),
		special('identical-twice', 'inbox', twin, fixed),
		special('identical-other-flags', 'inbox', twin, {...fixed, flags: ['\\Flagged', 'NonJunk']}),
		special('same-in-two-folders', 'inbox', roaming, fixed),
		special('same-in-two-folders', 'archive', roaming, fixed),
		special('same-id-same-size', 'inbox', `${sameId}${crlf}importo: 100 euro${crlf}`, fixed),
		special('same-id-same-size', 'inbox', `${sameId}${crlf}importo: 900 euro${crlf}`, fixed),
		special('same-id-other-content', 'inbox', `${sameId}${crlf}another text${crlf}and longer${crlf}`),
		special(
			'no-message-id',
			'company',
			make().replace(/^Message-ID:[^\r]*\r\n/, '') + crlf + prose(random, 3),
		),
		special('no-headers', 'company', headerless, fixed),
		special('no-headers', 'company', headerless, fixed),
		special('no-headers-no-blank-line', 'company', `solo testo, senza intestazioni${crlf}fine${crlf}`),
		special('only-a-line-end', 'company', crlf),
		special(
			'utf8-header',
			'japan',
			`${make(['X-Nota: perché così? 日本', 'Comments: città'])}${crlf}testo${crlf}`,
		),
		special(
			'latin1-header',
			'accounting',
			Buffer.from(
				`${make(['X-Nota: perch\u00e9 cos\u00ec', 'Comments: citt\u00e0'])}${crlf}testo${crlf}`,
				'latin1',
			),
		),
		special('utf8-body', 'japan', `${make(['Content-Transfer-Encoding: 8bit'])}${crlf}日本語のメール${crlf}`),
		special(
			'latin1-body',
			'accounting',
			Buffer.from(`${make()}${crlf}pi\u00f9 di met\u00e0${crlf}`, 'latin1'),
		),
		special('every-byte', 'accounting', Buffer.concat([Buffer.from(make() + crlf), everyByte()])),
		special('empty-body', 'work', make() + crlf),
		special('headers-only', 'work', make()),
		special('headers-only-no-final-newline', 'work', make().slice(0, -2)),
		special('no-final-newline', 'work', `${make()}${crlf}fine senza a capo`),
		special('many-final-newlines', 'work', `${make()}${crlf}fine${crlf.repeat(7)}`),
		special('long-line', 'year', `${make()}${crlf}${'lungo '.repeat(40_000)}${crlf}`),
		special('long-header', 'year', `${make([`X-Lungo: ${'h'.repeat(30_000)}`])}${crlf}x${crlf}`),
		special(
			'mbox-lines',
			'archive',
			`${make()}${crlf}From the start${crlf}>From quoted${crlf}.${crlf}..${crlf}`,
		),
		special(
			'storage-headers',
			'archive',
			`${make(['Status: RO', 'X-Status: AF', 'X-Keywords: uno due', 'X-UID: 77', 'Content-Length: 3', 'X-IMAP: 1 2'])}${crlf}xyz${crlf}`,
		),
		special('trailing-spaces', 'archive', `${make()}${crlf}spazi   ${crlf}\t${crlf}   ${crlf}`),
		special('attachment', 'invoices', withAttachment(random, ++number, 150_000)),
		...systemFlags.map(flag =>
			special(
				`flag-${flag.slice(1).toLowerCase()}`,
				flag === '\\Draft' ? 'drafts' : 'sent',
				`${make()}${crlf}x${crlf}`,
				{
					flags: [flag],
				},
			),
		),
		special('flag-all', 'sent', `${make()}${crlf}x${crlf}`, {flags: [...systemFlags, ...keywords]}),
		special('flag-none', 'sent', `${make()}${crlf}x${crlf}`, {flags: []}),
		...keywords.map(keyword => special('keyword', 'clients', `${make()}${crlf}x${crlf}`, {flags: [keyword]})),
		...oddDates.map(internalDate =>
			special(
				internalDate.includes('1969') ? 'zone-before-1970' : 'odd-date',
				'clients',
				`${make()}${crlf}x${crlf}`,
				{internalDate},
			),
		),
		...pecKinds.map(shape =>
			special(
				shape.kind,
				'receipts',
				pecMessage(shape, ++number, '<unico.riferimento@pec.example.it>', random),
			),
		),
	];
}

/** A few of them: the first, which are the duplicates, whole, and others from all over the rest. */
function sample(all: readonly Special[], count: number): Special[] {
	const first = Math.ceil(count / 2);
	const rest = all.slice(first);
	const others = count - first;
	return [
		...all.slice(0, first),
		...rest.filter(
			(_, index) =>
				Math.floor((index * others) / rest.length) !== Math.floor(((index - 1) * others) / rest.length),
		),
	];
}

/**
 * The mailbox of issue 2: Italian and English, with all that is odd in real ones, and nothing that Dovecot would
 * not serve back byte for byte. The same options give the same bytes.
 */
export function corpus({
	seed = corpusSeed,
	messages = 2000,
	big: withBig = true,
}: CorpusOptions = {}): CorpusFolder[] {
	const random = new Random(seed);
	const filled = new Map<FolderKey, CorpusMessage[]>(keys.map(key => [key, []]));
	const fixed = specials(random);
	const room = messages - (withBig ? 1 : 0);
	const kept = room >= fixed.length ? fixed : sample(fixed, Math.max(room, 0));
	for (const {folder, kind, content, flags, internalDate} of kept) {
		filled.get(folder)?.push({
			kind,
			content,
			flags: flags ?? someFlags(random),
			internalDate: internalDate ?? someDate(random),
		});
	}
	if (withBig && messages > 0) {
		filled.get('invoices')?.push({
			kind: 'big',
			content: bigMessage(random, 1, bigSize),
			flags: ['\\Seen', '$Forwarded'],
			internalDate: someDate(random),
		});
	}
	const total = keys.reduce((sum, key) => sum + folders[key].weight, 0);
	for (let number = 1; number <= room - kept.length; number++) {
		let ticket = random.integer(1, total);
		const key = keys.find(each => {
			ticket -= folders[each].weight;
			return ticket <= 0;
		});
		const message: CorpusMessage = {
			kind: 'plain',
			content: plain(random, number),
			flags: someFlags(random),
			internalDate: someDate(random),
		};
		const there = filled.get(key ?? 'inbox') ?? [];
		// The odd ones stand between the plain ones.
		there.splice(random.integer(0, there.length), 0, message);
	}
	return keys.map(key => {
		const {weight, ...folder} = folders[key];
		return {...folder, messages: filled.get(key) ?? []};
	});
}
