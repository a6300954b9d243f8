import type {Verdict} from '../../source/certified/verdict.ts';

/** Something that happens to mail on its way, and what its signature says of it. */
export type Alteration = {
	readonly name: string;
	readonly verdict: Verdict;
	alter(message: Buffer): Buffer;
};

/** Bytes as text of one sign a byte, and back. */
const inText =
	(change: (text: string) => string) =>
	(message: Buffer): Buffer =>
		Buffer.from(change(message.toString('latin1')), 'latin1');

/** What was signed: all between the first delimiter of the outer boundary and the second. */
const inSigned = (change: (part: string) => string) =>
	inText(text => {
		const boundary = /boundary="(----A\d+)"/.exec(text)?.[1] ?? '';
		const [before = '', part = '', ...rest] = text.split(`--${boundary}\r\n`);
		return [before, change(part), ...rest].join(`--${boundary}\r\n`);
	});

/** Each way in which the bytes of a message were seen to change, whatever kind of certified mail it is. */
export const alterations: readonly Alteration[] = [
	{
		name: 'one byte changed',
		verdict: 'altered',
		alter: inSigned(part => part.replace('Identificativo', 'identificativo')),
	},
	{
		name: 'a space at the end of a line',
		verdict: 'altered',
		alter: inSigned(part => part.replace(/certificata\.\r\n/, 'certificata. \r\n')),
	},
	{
		name: 'a header inside folded anew',
		verdict: 'altered',
		alter: inSigned(part => part.replace('multipart/mixed; boundary', 'multipart/mixed;\r\n boundary')),
	},
	{
		name: 'another encoding of 8-bit text',
		verdict: 'altered',
		alter: inSigned(part => part.replace('quoted-printable', '8bit').replace('=E8', '\u00e8')),
	},
	{
		name: 'an empty line dropped',
		verdict: 'altered',
		alter: inSigned(part => part.replace(/\r\n\r\n(?=Ricevuta)/, '\r\n')),
	},
	{
		name: 'multipart/signed relabelled',
		verdict: 'altered',
		alter: inText(text => text.replace('multipart/signed', 'multipart/mixed')),
	},
	{
		name: 'quoted for an mbox',
		verdict: 'altered',
		alter: inSigned(part => part.replace(/\r\nIdentificativo/, '\r\n>Identificativo')),
	},
	{
		name: 'the signature damaged',
		verdict: 'altered',
		alter: inText(text => text.replace(/\r\n\r\nMI/, '\r\n\r\nMX')),
	},
	{
		name: 'cut in the middle',
		verdict: 'altered',
		alter: inText(text => text.slice(0, text.length / 2)),
	},
	{
		name: 'header fields of transport added, the subject marked',
		verdict: 'intact',
		alter: inText(text => `Received: by mx.example.it\r\n${text.replace('Subject: ', 'Subject: [SPAM] ')}`),
	},
	{name: 'LF for CRLF', verdict: 'intact', alter: inText(text => text.replaceAll('\r\n', '\n'))},
	{name: 'one more CRLF at the end', verdict: 'intact', alter: inText(text => `${text}\r\n`)},
	{
		name: 'the names of header fields in other cases, and folded',
		verdict: 'intact',
		alter: inText(text =>
			text
				.replace(/^x-(\w+): /gim, (_, name: string) => `X-${name.toUpperCase()}:\r\n\t`)
				.replace('Subject:', 'SUBJECT:'),
		),
	},
	{
		name: 'the signature taken away, with what tells of it',
		verdict: 'not-signed',
		alter: inText(text =>
			text
				.replace(/Content-Type: multipart\/signed;[^\n]*\n/, 'Content-Type: text/plain\r\n')
				.replace(/------A\d+\r\nContent-Type: application\/(x-)?pkcs7-signature[\s\S]*$/, ''),
		),
	},
];
