/** The servers of this bench, as Debian 12 has them: Dovecot 2.3 with Maildir and with mbox, Cyrus 3.6, Courier-IMAP 5.0. */
export const serverNames = ['Dovecot', 'Dovecot (mbox)', 'Cyrus', 'Courier'] as const;

export type ServerName = (typeof serverNames)[number];

/** What a program does with a message that it does not keep as it came. */
export type Treatment =
	| {readonly outcome: 'refused'; readonly how: string}
	/** `becomes`: the kind of message that it is afterwards, where it is still odd. */
	| {
			readonly outcome: 'altered';
			readonly how: string;
			readonly served: (content: Buffer) => Buffer;
			readonly becomes?: OddKind;
	  }
	| {readonly outcome: 'date'; readonly how: string; readonly becomes?: OddKind}
	| {readonly outcome: 'flags'; readonly how: string}
	/** Refused as long as it has keywords of these. */
	| {
			readonly outcome: 'keywords-refused';
			readonly how: string;
			readonly refuses: (keyword: string) => boolean;
	  }
	/** Refused as long as its date is in this zone. */
	| {readonly outcome: 'zone-refused'; readonly how: string};

/** The kinds of messages of the corpus (`corpus/messages.ts`) that some program does not keep. */
export type OddKind =
	| 'bare-lf'
	| 'bare-cr'
	| 'cr-before-line-end'
	| 'only-cr'
	| 'every-byte'
	| 'nul'
	| 'zero-bytes'
	| 'no-final-newline'
	| 'headers-only-no-final-newline'
	| 'no-headers-no-blank-line'
	| 'only-a-line-end'
	| 'empty-body'
	| 'headers-only'
	| 'storage-headers'
	| 'utf8-header'
	| 'latin1-header'
	| 'mixed-header'
	| 'byte-order-mark'
	| 'zone-before-1970'
	| 'epoch'
	| 'before-1970'
	| 'after-2038'
	| 'future'
	| 'keyword-case'
	| 'keyword-odd'
	| 'keyword-long';

function latin1(change: (text: string) => string): (content: Buffer) => Buffer {
	return content => Buffer.from(change(content.toString('latin1')), 'latin1');
}

const withCrlf = {
	outcome: 'altered',
	how: 'every bare LF becomes CRLF',
	served: latin1(text => text.replaceAll(/(?<!\r)\n/g, '\r\n')),
} as const;

/** Cyrus leaves the body alone. */
const withoutEightBits = {
	outcome: 'altered',
	how: 'every byte above 127 becomes X',
	served: latin1(text => {
		const end = text.indexOf('\r\n\r\n');
		return text.slice(0, end).replaceAll(/[\x80-\xff]/g, 'X') + text.slice(end);
	}),
} as const;

const withFinalCrlf = {
	outcome: 'altered',
	how: 'a line end is added',
	served: latin1(text => `${text}\r\n`),
} as const;

const withoutBareCr = {
	outcome: 'altered',
	how: 'every bare CR is dropped',
	served: latin1(text => text.replaceAll(/\r(?!\n)/g, '')),
} as const;

const crlfAfterCr = {
	outcome: 'altered',
	how: 'CR CR LF becomes CR LF',
	served: latin1(text => text.replaceAll('\r\r\n', '\r\n')),
} as const;

const invalidHeader = {outcome: 'refused', how: 'Message contains invalid header'} as const;
const notParsed = 'Error in IMAP command received by server';

/** What mbox needs: a blank line after the headers, and a line at least after it. */
const completed = {
	outcome: 'altered',
	how: 'line ends are added until there is a body that ends with one',
	served: latin1(text => {
		const lines = text.endsWith('\r\n') ? text : `${text}\r\n`;
		const hasBody = /^\r\n[\s\S]|\r\n\r\n[\s\S]/.test(lines);
		const hasEnd = lines.startsWith('\r\n') || lines.includes('\r\n\r\n');
		return hasBody ? lines : `${lines}${hasEnd ? '' : '\r\n'}\r\n`;
	}),
} as const;

const toNow = {outcome: 'date', how: 'it becomes the time of the copy'} as const;
const oneKeyword = {outcome: 'flags', how: 'one of them is kept'} as const;

const dovecot = {
	'bare-lf': withCrlf,
	'cr-before-line-end': crlfAfterCr,
	'only-cr': {
		outcome: 'altered',
		how: 'the last CR is dropped',
		served: latin1(text => text.replace(/\r$/, '')),
		becomes: 'only-cr',
	},
	nul: {
		outcome: 'altered',
		how: 'every NUL becomes byte 128',
		served: latin1(text => text.replaceAll('\u0000', '\u0080')),
	},
	'zero-bytes': {outcome: 'refused', how: "Can't save a zero byte message"},
	'before-1970': {
		outcome: 'date',
		how: 'shown right once, and then 2^32 seconds later',
		becomes: 'after-2038',
	},
	'after-2038': {outcome: 'date', how: 'what is after now becomes now'},
	future: {outcome: 'date', how: 'what is after now becomes now'},
	'keyword-case': oneKeyword,
	'keyword-long': {
		outcome: 'keywords-refused',
		how: 'Keyword length too long',
		refuses: keyword => keyword.length > 50,
	},
} as const satisfies Partial<Record<OddKind, Treatment>>;

/** What each program does with each kind of message; a kind that is not here comes back as it was. */
export const treatments: Readonly<Record<ServerName, Readonly<Partial<Record<OddKind, Treatment>>>>> = {
	Dovecot: dovecot,
	'Dovecot (mbox)': {
		...dovecot,
		'only-cr': {
			...completed,
			becomes: 'bare-cr',
			served: content => completed.served(dovecot['only-cr'].served(content)),
		},
		'no-final-newline': completed,
		'headers-only-no-final-newline': completed,
		'no-headers-no-blank-line': {...completed, becomes: 'no-headers-no-blank-line'},
		'only-a-line-end': completed,
		'empty-body': completed,
		'headers-only': completed,
		'storage-headers': {
			outcome: 'altered',
			how: 'they are taken out',
			served: latin1(text =>
				text.replaceAll(/^(?:Status|X-Status|X-Keywords|X-UID|Content-Length|X-IMAP): .*\r\n/gm, ''),
			),
		},
	},
	Cyrus: {
		'bare-lf': {outcome: 'refused', how: 'Message contains bare newlines'},
		'zero-bytes': {outcome: 'refused', how: 'Zero-length message literal'},
		'only-cr': invalidHeader,
		'headers-only-no-final-newline': invalidHeader,
		'no-headers-no-blank-line': invalidHeader,
		'utf8-header': withoutEightBits,
		'latin1-header': withoutEightBits,
		'mixed-header': withoutEightBits,
		'byte-order-mark': withoutEightBits,
		'zone-before-1970': {outcome: 'zone-refused', how: 'Invalid date-time in Append command'},
		'before-1970': {outcome: 'refused', how: 'Invalid date-time in Append command'},
		epoch: toNow,
		future: {outcome: 'date', how: 'modulo 2^32 seconds'},
		'keyword-case': oneKeyword,
	},
	Courier: {
		'bare-lf': withCrlf,
		'bare-cr': withoutBareCr,
		'cr-before-line-end': crlfAfterCr,
		'only-cr': {
			outcome: 'altered',
			how: 'every bare CR is dropped, and a line end is added',
			served: latin1(text => text.replaceAll(/\r(?!\n)/g, '').replace(/(?<!\r\n)$/, '\r\n')),
			becomes: 'headers-only',
		},
		'every-byte': withoutBareCr,
		'zero-bytes': {...withFinalCrlf, becomes: 'only-a-line-end'},
		'no-final-newline': withFinalCrlf,
		'headers-only-no-final-newline': {...withFinalCrlf, becomes: 'headers-only'},
		'zone-before-1970': {outcome: 'zone-refused', how: notParsed},
		'before-1970': {outcome: 'refused', how: notParsed},
		'keyword-case': oneKeyword,
		epoch: toNow,
		'keyword-odd': {outcome: 'keywords-refused', how: notParsed, refuses: () => true},
	},
};

/** What the program does with a message of this kind; undefined where it keeps it. */
export function treatmentOf(server: ServerName, kind: string): Treatment | undefined {
	const known: Readonly<Record<string, Treatment>> = treatments[server];
	return known[kind];
}

/** Names for one level of a folder, and which programs refuse to create it, with the separator `/` or Courier's `.`. */
export const oddNames: readonly {readonly name: string; readonly refusedBy: readonly ServerName[]}[] = [
	...[...'"\\%^!;<>|{}'].map(character => ({name: `a${character}b`, refusedBy: ['Cyrus'] as const})),
	...[..."*&#~+,:=?@[]()'"].map(character => ({name: `a${character}b`, refusedBy: []})),
	{name: 'a\tb', refusedBy: ['Dovecot', 'Dovecot (mbox)', 'Cyrus']},
	{name: '~a', refusedBy: ['Dovecot', 'Dovecot (mbox)']},
	{name: '📦', refusedBy: ['Courier']},
	{name: '日本', refusedBy: []},
	{name: ' a ', refusedBy: []},
	{name: 'a'.repeat(200), refusedBy: []},
];

/** The extensions that matter to a copy. */
export const extensions = [
	...(['UIDPLUS', 'MOVE', 'LITERAL+', 'MULTIAPPEND', 'BINARY', 'SPECIAL-USE', 'CREATE-SPECIAL-USE'] as const),
	...(['LIST-EXTENDED', 'LIST-STATUS', 'STATUS=SIZE', 'QUOTA', 'NAMESPACE', 'UNSELECT'] as const),
] as const;

export type Extension = (typeof extensions)[number];

/** What each program offers after login, each user having a quota; Dovecot with folders for special uses. */
export const offered: Readonly<Record<ServerName, readonly Extension[]>> = {
	Dovecot: extensions.filter(name => name !== 'CREATE-SPECIAL-USE'),
	'Dovecot (mbox)': extensions.filter(name => name !== 'CREATE-SPECIAL-USE'),
	Cyrus: extensions,
	Courier: ['UIDPLUS', 'QUOTA', 'NAMESPACE'],
};
