import {describe, expect, test} from 'vitest';
import {type MessagePreview, type Patience, previewOf} from '../../source/preview/preview.ts';
import {pecKinds, pecMessage} from '../corpus/pec.ts';
import {Random} from '../corpus/random.ts';

const MB = 1024 * 1024;

/** A message's preview, from pieces as a store gives them. */
function preview(
	message: Buffer | string,
	{size = 64 * 1024, patience}: {readonly size?: number; readonly patience?: Patience} = {},
): Promise<MessagePreview> {
	const bytes = Buffer.from(message);
	return previewOf(
		(async function* () {
			for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
		})(),
		patience,
	);
}

/** Lines as a message has them. */
function lines(...all: readonly string[]): string {
	return `${all.join('\r\n')}\r\n`;
}

const head = ['From: Mario <mario@example.it>', 'Subject: prova', 'MIME-Version: 1.0'];
const html = [
	'<html><head><style>p{color:red}</style><script>alert(1)</script></head>',
	'<body><p>Citt&agrave; &egrave; &lt;bella&gt;</p><p>due<br>righe</p></body></html>',
];

describe('a message', () => {
	test('in plain text: header in its order, unfolded and decoded, and the text', async () => {
		const message = lines(
			'Return-Path: <a@example.it>',
			'Received: from a by b;',
			'\tMon, 5 Feb 2024 10:11:12 +0100',
			'received: from b by c',
			'SUBJECT: =?utf-8?Q?Perch=C3=A9?=',
			'X-Raw: città',
			'',
			'Ciao,',
			'',
			'a presto: non un campo',
		);
		for (const size of [1, 7, 64 * 1024]) {
			expect(await preview(message, {size})).toEqual({
				bytes: Buffer.byteLength(message),
				headers: [
					{name: 'Return-Path', value: '<a@example.it>'},
					{name: 'Received', value: 'from a by b; Mon, 5 Feb 2024 10:11:12 +0100'},
					{name: 'received', value: 'from b by c'},
					{name: 'SUBJECT', value: 'Perché'},
					{name: 'X-Raw', value: 'città'},
				],
				text: 'Ciao,\n\na presto: non un campo\n',
				isTextCut: false,
				attachments: [],
				isPartial: false,
			});
		}
	});

	test('in two forms is shown as its text', async () => {
		const {text, attachments} = await preview(
			lines(
				...head,
				'Content-Type: multipart/alternative; boundary=b',
				'',
				'--b',
				'Content-Type: text/plain; charset=iso-8859-15',
				'Content-Transfer-Encoding: quoted-printable',
				'',
				'Perch=E9 100 =A4?',
				'--b',
				'Content-Type: text/html',
				'',
				...html,
				'--b--',
			),
		);
		expect(text).toBe('Perché 100 €?');
		expect(attachments).toEqual([]);
	});

	test('in HTML alone is shown as what it says', async () => {
		const {text} = await preview(lines(...head, 'Content-Type: text/html; charset=utf-8', '', ...html));
		expect(text).toBe('Città è <bella>\n\ndue\nrighe');
	});

	test('with another inside, and attachments whose names are encoded in each of the usual ways', async () => {
		const {text, attachments, isPartial} = await preview(
			lines(
				...head,
				'Content-Type: multipart/mixed; boundary=b',
				'',
				'--b',
				'Content-Type: text/plain; charset=utf-8',
				'',
				'Vedi allegati.',
				'--b',
				'Content-Type: message/rfc822',
				'Content-Disposition: attachment; filename="originale.eml"',
				'',
				'Subject: quello di prima',
				'',
				'testo interno',
				'--b',
				"Content-Type: application/pdf; name*=utf-8''perch%C3%A9.pdf",
				'Content-Transfer-Encoding: base64',
				'',
				Buffer.from('dieci byte').toString('base64'),
				'--b',
				'Content-Type: image/png; name="=?utf-8?B?Y2l0dMOg?="',
				'Content-Disposition: inline',
				'',
				'x',
				'--b',
				'Content-Type: application/octet-stream',
				'',
				'senza nome',
				'--b--',
			),
		);
		expect(text).toBe('Vedi allegati.');
		expect(attachments).toEqual([
			{name: 'originale.eml', type: 'message/rfc822', bytes: 41},
			{name: 'perché.pdf', type: 'application/pdf', bytes: 10},
			{name: 'città', type: 'image/png', bytes: 1},
			{name: '', type: 'application/octet-stream', bytes: 10},
		]);
		expect(isPartial).toBe(false);
	});

	test.each(pecKinds.map(kind => [kind.kind, kind] as const))('that is certified, %s', async (_, kind) => {
		const {headers, text, attachments, isPartial} = await preview(
			pecMessage(kind, 7, '<riferimento@pec.example.it>', new Random(7)),
		);
		expect(headers).toContainEqual({name: 'Subject', value: `${kind.subject}Fattura 7`});
		expect(text).toContain('il messaggio è stato trattato dal sistema di posta certificata');
		expect(attachments.map(({name}) => name)).toEqual([
			...(kind.daticert ? ['daticert.xml'] : []),
			...(kind.postacert ? ['postacert.eml'] : []),
			'smime.p7s',
		]);
		expect(attachments.at(-1)).toMatchObject({bytes: 1800});
		expect(isPartial).toBe(false);
	});

	test.each([
		['utf-8', 'perché'],
		['iso-8859-1', 'perché'],
		['windows-1252', 'perché €'],
		['utf-16le', 'perché'],
		['x-sconosciuto', 'perche'],
		['', 'perche'],
		['../../etc/passwd', 'perche'],
		['__proto__', 'perche'],
	])('in the character set %j', async (charset, words) => {
		const encoded = {'iso-8859-1': 'latin1', 'utf-16le': 'utf16le'}[charset] ?? 'utf8';
		const body =
			charset === 'windows-1252'
				? Buffer.from('perch\xe9 \x80', 'latin1')
				: Buffer.from(words, encoded as BufferEncoding);
		const message = Buffer.concat([
			Buffer.from(lines(...head, `Content-Type: text/plain; charset="${charset}"`, '')),
			body,
		]);
		expect((await preview(message)).text).toBe(words);
	});

	test('with nothing in it, or nothing but a body', async () => {
		expect(await preview('')).toMatchObject({bytes: 0, headers: [], text: '', isPartial: false});
		expect(await preview('\r\nsolo testo')).toMatchObject({headers: [], text: 'solo testo'});
	});

	test.each([
		['an attachment', ['Content-Type: application/zip; name=tutto.zip', 'Content-Transfer-Encoding: base64']],
		['a text', ['Content-Type: text/plain']],
	])('with %s of a hundred megabytes costs little memory', async (what, fields) => {
		const line = Buffer.from(`${Buffer.alloc(57, 'x').toString('base64')}\r\n`);
		const piece = Buffer.concat(Array.from({length: 3000}, () => line));
		const pieces = Math.ceil((100 * MB) / piece.length);
		let largest = 0;
		async function* large() {
			yield Buffer.from(lines(...head, ...fields, ''));
			for (let index = 0; index < pieces; index++) {
				largest = Math.max(largest, process.memoryUsage().rss);
				// A copy: what a store gives is new each time.
				yield Buffer.from(piece);
			}
		}

		await preview('la prima volta si carica tutto');
		const before = process.memoryUsage().rss;
		const found = await previewOf(large());
		largest = Math.max(largest, process.memoryUsage().rss);
		expect(found.bytes).toBeGreaterThan(100 * MB);
		expect(found).toMatchObject(
			what === 'a text'
				? {isTextCut: true, isPartial: false}
				: {attachments: [{name: 'tutto.zip', type: 'application/zip', bytes: pieces * 3000 * 57}]},
		);
		expect((largest - before) / MB).toBeLessThan(100);
	});
});

describe('certified mail', () => {
	test('tells its kind, what it is about, and what daticert.xml says', async () => {
		const shape = pecKinds.find(({kind}) => kind === 'pec-consegna') ?? pecKinds[0];
		const message = pecMessage(shape, 7, '<riferimento@pec.example.it>', new Random(7));
		const wanted = {kind: 'delivery', reference: '<riferimento@pec.example.it>'} as const;
		const {certified} = await preview(message);
		expect(certified).toEqual({
			...wanted,
			data: {sender: 'mario@pec.example.it', subject: 'Fattura 7', recipients: [], hasMore: false},
		});
		const broken = message.toString('latin1').replace('<postacert ', '<!DOCTYPE a><postacert ');
		expect((await preview(broken)).certified).toEqual({...wanted, data: 'unreadable'});
		const other = message.toString('latin1').replace('X-Ricevuta', 'X-Altro');
		expect((await preview(other)).certified).toBeUndefined();
	});
});

/** Each is bad in its own way; what must be told of it all the same. */
const hostile: ReadonlyArray<readonly [string, () => string, Partial<MessagePreview>]> = [
	['a header without end', () => `Subject: prova\r\n${'X-A: b\r\n'.repeat(500_000)}`, {isPartial: true}],
	['a field without end', () => `Subject: prova\r\nX-A: ${'b'.repeat(5 * MB)}`, {isPartial: true}],
	[
		'two hundred thousand senders',
		() => `Subject: prova\r\nFrom: ${'a@b, '.repeat(200_000)}\r\n\r\ntesto`,
		{isPartial: true},
	],
	[
		'parts within parts',
		() =>
			`Subject: prova\r\n${Array.from({length: 3000}, (_, index) =>
				lines(`Content-Type: multipart/mixed; boundary=b${index}`, '', `--b${index}`),
			).join('')}`,
		{isPartial: true},
	],
	[
		'messages within messages',
		() =>
			`Subject: prova\r\n${lines('Content-Type: message/rfc822', 'Content-Disposition: inline', '', 'Subject: n').repeat(3000)}`,
		{isPartial: true},
	],
	[
		'a hundred thousand parts',
		() =>
			lines('Subject: prova', 'Content-Type: multipart/mixed; boundary=b', '') +
			lines('--b', 'Content-Type: application/x-a', '', 'x').repeat(100_000),
		{isPartial: true},
	],
	[
		'base64 that is none',
		() =>
			lines(
				'Subject: prova',
				'Content-Type: application/pdf; name=a.pdf',
				'Content-Transfer-Encoding: base64',
				'',
			) + '!?=*\0'.repeat(100_000),
		{attachments: [{name: 'a.pdf', type: 'application/pdf', bytes: 0}]},
	],
	[
		'an end in the middle of base64',
		() =>
			lines(
				'Subject: prova',
				'Content-Type: multipart/mixed; boundary=b',
				'',
				'--b',
				'Content-Type: application/pdf; name=a.pdf',
				'Content-Transfer-Encoding: base64',
				'',
				'AAAAA',
			),
		{attachments: [{name: 'a.pdf', type: 'application/pdf', bytes: 3}]},
	],
	[
		'a boundary that never comes',
		() => lines('Subject: prova', 'Content-Type: multipart/mixed; boundary=b', '', 'testo'),
		{attachments: []},
	],
	[
		'tables within tables',
		() => lines('Subject: prova', 'Content-Type: text/html', '', '<table><tr><td>'.repeat(30_000)),
		{text: '', isPartial: true},
	],
	[
		'a text of 10 MB',
		() => lines('Subject: prova', '', `${'riga '.repeat(15)}\r\n`.repeat(130_000)),
		{isTextCut: true},
	],
];

describe('a message that is hostile is told as far as it goes, in time:', () => {
	test.each(hostile)('%s', async (_, message, wanted) => {
		const began = performance.now();
		let turns = 0;
		const heartbeat = setInterval(() => turns++, 100);
		const found = await preview(message());
		clearInterval(heartbeat);
		const seconds = (performance.now() - began) / 1000;
		expect(found).toMatchObject(wanted);
		expect(found.headers[0]).toEqual({name: 'Subject', value: 'prova'});
		expect(found.headers.length).toBeLessThanOrEqual(200);
		expect(found.text.length).toBeLessThanOrEqual(100_000);
		expect(seconds).toBeLessThan(45);
		// All the while the engine goes on with what else it has to do.
		expect(turns).toBeGreaterThan(Math.floor(seconds * 2));
	});

	test('noise, whatever it is', async () => {
		const seed = Math.floor(Math.random() * 2 ** 32);
		const random = new Random(seed);
		const words = [
			'\r\n',
			'\n',
			'--b',
			'--',
			': ',
			'Content-Type: multipart/mixed; boundary=b\r\n',
			'Content-Type: message/rfc822\r\n',
			'Content-Transfer-Encoding: base64\r\n',
			'=?utf-8?B?',
			'?=',
			'\0',
			'\xff',
			'text/html; charset=',
			'<p>',
			'A',
			' ',
		] as const;
		for (let round = 0; round < 4; round++) {
			const noise = Array.from({length: random.integer(1, 2000)}, () => random.pick(words)).join('');
			const message = Buffer.from(noise, 'latin1');
			const found = await preview(message, {size: random.integer(1, 5000)});
			expect(found.bytes, `seed ${seed}, round ${round}`).toBe(message.length);
		}
	});

	test('HTML that takes minutes to understand', async () => {
		const html = lines('Subject: prova', 'Content-Type: text/html', '', '<b><i><a>'.repeat(50_000));
		const found = await preview(html, {patience: {step: 1000, whole: 60_000}});
		expect(found).toMatchObject({text: '', isPartial: true});
	});

	test.each([
		['a piece', {step: 1000, whole: 60_000}],
		['the whole', {step: 60_000, whole: 1000}],
	])('nobody waits longer than is told for %s', async (_, patience) => {
		const slow = Buffer.from(lines('Subject: prova', '', '\r\n'.repeat(4 * MB)));
		const began = performance.now();
		const found = await previewOf(
			(async function* () {
				yield slow;
				yield slow;
			})(),
			patience,
		);
		expect(found).toMatchObject({bytes: 2 * slow.length, isPartial: true, text: ''});
		expect(performance.now() - began).toBeLessThan(20_000);
	});

	test('pieces that fail are told as they are', async () => {
		const broken = (async function* () {
			yield Buffer.from('Subject: prova\r\n');
			throw new Error('la linea è caduta');
		})();
		await expect(previewOf(broken)).rejects.toThrow('la linea è caduta');
	});
});
