import {once} from 'node:events';
import {connect} from 'node:net';
import {ImapFlow} from 'imapflow';
import {simpleParser} from 'mailparser';
import {afterEach, describe, expect, it} from 'vitest';
import {checkSignature} from '../../source/certified/signature.ts';
import {decodeName, encodeName} from './imap-server/names.ts';
import {destinationFolders, sourceFolders} from './mail.ts';
import {type DemoFolder, type DemoServer, type DemoServerOptions, startDemoServer} from './server.ts';

const user = 'mario.rossi@pec.example.it';
const password = 'a"b\\c $(d è €';
const stops: (() => Promise<void>)[] = [];

afterEach(async () => {
	for (const stop of stops.splice(0).reverse()) {
		await stop();
	}
});

async function start(options: Partial<DemoServerOptions> = {}): Promise<DemoServer> {
	const server = await startDemoServer({
		user,
		password,
		delimiter: '/',
		prefix: '',
		folders: [{path: ['INBOX'], messages: []}],
		...options,
	});
	stops.push(() => server.stop());
	return server;
}

/** A client that sends bytes as they are, and waits for what it is told to. */
async function raw(port: number) {
	const socket = connect(port, '127.0.0.1');
	stops.push(async () => {
		socket.destroy();
	});
	let received = '';
	let heard: (() => void) | undefined;
	socket.on('data', chunk => {
		received += chunk.toString('latin1');
		heard?.();
	});
	const until = async (pattern: RegExp): Promise<string> => {
		while (!pattern.test(received)) {
			await new Promise<void>(resolve => {
				heard = resolve;
			});
		}

		const answer = received;
		received = '';
		return answer;
	};
	const send = (text: string) => socket.write(text, 'latin1');
	/** Sends one command or several; all that came until the tagged answer of the last one. */
	const ask = (text: string, last = text.split(' ')[0] ?? '') => {
		send(`${text}\r\n`);
		return until(new RegExp(`^${last} .*\r\n`, 'm'));
	};
	await until(/^\* OK .*\r\n/);
	return {socket, send, until, ask};
}

async function loggedIn(port: number) {
	const client = await raw(port);
	const plain = Buffer.from(`\0${user}\0${password}`).toString('base64');
	expect(await client.ask(`l AUTHENTICATE PLAIN ${plain}`)).toMatch(/^l OK/m);
	return client;
}

async function flow(server: DemoServer): Promise<ImapFlow> {
	const client = new ImapFlow({
		host: '127.0.0.1',
		port: server.port,
		secure: false,
		doSTARTTLS: false,
		auth: {user, pass: password},
		logger: false,
	});
	stops.push(async () => client.close());
	await client.connect();
	return client;
}

const message = (text: string) => ({
	raw: Buffer.from(text, 'latin1'),
	flags: ['\\Seen'],
	date: '05-Feb-2021 01:02:03 +0545',
});
const inbox = (...texts: string[]): DemoFolder[] => [{path: ['INBOX'], messages: texts.map(message)}];

describe('logging in', () => {
	it.each([
		['LOGIN, quoted', `a LOGIN ${user} "${password.replace(/["\\]/g, '\\$&')}"`],
		[
			'LOGIN, literals',
			`a LOGIN {${user.length}+}\r\n${user} {${Buffer.byteLength(password)}+}\r\n${password}`,
		],
		['AUTHENTICATE', `a AUTHENTICATE PLAIN ${Buffer.from(`\0${user}\0${password}`).toString('base64')}`],
	])('takes a password of any bytes by %s', async (_, command) => {
		const server = await start();
		const client = await raw(server.port);
		client.send(Buffer.from(`${command}\r\n`).toString('latin1'));
		expect(await client.until(/^a .*\r\n/m)).toMatch(/^a OK/m);
	});

	it('waits for the response of AUTHENTICATE, and refuses a wrong password', async () => {
		const server = await start();
		const client = await raw(server.port);
		client.send('a AUTHENTICATE PLAIN\r\n');
		expect(await client.until(/\r\n/)).toBe('+ \r\n');
		client.send(`${Buffer.from(`\0${user}\0wrong`).toString('base64')}\r\n`);
		expect(await client.until(/^a .*\r\n/m)).toMatch(/^a NO \[AUTHENTICATIONFAILED\]/);
		expect(await client.ask('b SELECT INBOX')).toMatch(/^b BAD/);
	});
});

describe('folders', () => {
	it('are listed with roles, children, subscriptions and status in one command', async () => {
		const server = await start({
			folders: [
				...inbox('A: b\r\n\r\nhello'),
				{path: ['Sent'], specialUse: '\\Sent', messages: []},
				{path: ['Società', 'Perché & co'], subscribed: false, messages: []},
			],
		});
		const client = await loggedIn(server.port);
		expect(
			await client.ask(
				'a LIST "" "*" RETURN (SUBSCRIBED SPECIAL-USE CHILDREN STATUS (MESSAGES SIZE UIDNEXT UIDVALIDITY))',
			),
		).toBe(
			[
				'* LIST (\\HasNoChildren \\Subscribed) "/" "INBOX"',
				'* STATUS "INBOX" (MESSAGES 1 SIZE 13 UIDNEXT 2 UIDVALIDITY 1700000000)',
				'* LIST (\\HasNoChildren \\Subscribed \\Sent) "/" "Sent"',
				'* STATUS "Sent" (MESSAGES 0 SIZE 0 UIDNEXT 1 UIDVALIDITY 1700000001)',
				'* LIST (\\Noselect \\HasChildren) "/" "Societ&AOA-"',
				'* LIST (\\HasNoChildren) "/" "Societ&AOA-/Perch&AOk- &- co"',
				'* STATUS "Societ&AOA-/Perch&AOk- &- co" (MESSAGES 0 SIZE 0 UIDNEXT 1 UIDVALIDITY 1700000002)',
				'a OK done',
				'',
			].join('\r\n'),
		);
		expect(await client.ask('b LIST (SPECIAL-USE) "" ("%" "X")')).toMatch(/^\* LIST [^\n]*"Sent"\r\nb OK/);
		expect(await client.ask('c LIST "" "%"')).not.toContain('Perch');
		expect(await client.ask('d LSUB "" "*"')).toBe(
			'* LSUB () "/" "INBOX"\r\n* LSUB () "/" "Sent"\r\nd OK done\r\n',
		);
		expect(await client.ask('e NAMESPACE')).toMatch(/^\* NAMESPACE \(\("" "\/"\)\) NIL NIL\r\n/);
	});

	it('are made with their role, deleted, and made again under another UIDVALIDITY', async () => {
		const server = await start({delimiter: '.', prefix: 'INBOX.'});
		const client = await loggedIn(server.port);
		expect(await client.ask('a CREATE "INBOX.A.Perch&AOk-" (USE (\\Archive))')).toMatch(/^a OK/);
		expect(await client.ask('b CREATE "inbox.A.Perch&AOk-"')).toMatch(/^b NO \[ALREADYEXISTS\]/);
		expect(await client.ask('c CREATE Elsewhere')).toMatch(/^c NO \[CANNOT\]/);
		expect(await client.ask('d CREATE "INBOX.&&"')).toMatch(/^d NO \[CANNOT\]/);
		expect(await client.ask('e LIST "INBOX." "*"')).toContain('\\Archive) "." "INBOX.A.Perch&AOk-"');
		expect(await client.ask('f SUBSCRIBE "INBOX.A.Perch&AOk-"')).toMatch(/^f OK/);
		const before = await client.ask('g STATUS "INBOX.A.Perch&AOk-" (UIDVALIDITY)');
		expect(await client.ask('h DELETE "INBOX.A.Perch&AOk-"')).toMatch(/^h OK/);
		expect(await client.ask('i LIST "" "INBOX.*"')).toBe('i OK done\r\n');
		await client.ask('j CREATE "INBOX.A.Perch&AOk-"');
		const after = await client.ask('g STATUS "INBOX.A.Perch&AOk-" (UIDVALIDITY)');
		expect(after).not.toBe(before);
	});

	it('have names in modified UTF-7', () => {
		for (const name of ['Perché', 'R & D', '台北', '😀 fatto', 'a&b&', '']) {
			expect(decodeName(encodeName(name))).toBe(name);
		}

		expect(encodeName('Perché & più')).toBe('Perch&AOk- &- pi&APk-');
	});
});

describe('messages', () => {
	const odd = 'S: \xe8\r\nX: y\r\n folded\r\n\r\n\xff no end';

	it('are read byte for byte, without being marked', async () => {
		const server = await start({folders: inbox(odd, '', 'no header end')});
		const client = await loggedIn(server.port);
		const selected = await client.ask('a EXAMINE inbox');
		expect(selected).toContain('* 3 EXISTS\r\n* 0 RECENT\r\n');
		expect(selected).toContain('[PERMANENTFLAGS ()]');
		expect(selected).toMatch(/a OK \[READ-ONLY\]/);
		expect(
			await client.ask(
				'b UID FETCH 1:* (UID FLAGS INTERNALDATE RFC822.SIZE BODY.PEEK[HEADER.FIELDS (X Message-ID)])',
			),
		).toContain(
			`* 1 FETCH (UID 1 FLAGS (\\Seen) INTERNALDATE "05-Feb-2021 01:02:03 +0545" RFC822.SIZE ${odd.length} BODY[HEADER.FIELDS (X Message-ID)] {17}\r\nX: y\r\n folded\r\n\r\n)\r\n`,
		);
		expect(await client.ask('c UID FETCH 1,2 (BODY.PEEK[])')).toBe(
			`* 1 FETCH (UID 1 BODY[] {${odd.length}}\r\n${odd})\r\n* 2 FETCH (UID 2 BODY[] {0}\r\n)\r\nc OK done\r\n`,
		);
		expect(await client.ask('d UID FETCH * BODY.PEEK[]<3.6>')).toContain('BODY[]<3> {6}\r\nheader)');
	});

	it('are appended in a pipeline, with every kind of literal, and keep every byte', async () => {
		const server = await start();
		const client = await loggedIn(server.port);
		client.send('a APPEND INBOX (\\Seen $Forwarded) "05-Feb-2021 01:02:03 -0330" {9}\r\n');
		expect(await client.until(/\r\n/)).toBe('+ OK\r\n');
		expect(await client.ask('A: {3}\r\n\xe8', 'a')).toMatch(/^a OK \[APPENDUID 1700000000 1\]/);
		const many = Array.from({length: 200}, (_, index) => `p${index} APPEND INBOX {10+}\r\nA: {7+}\r\n\xff`);
		const answers = await client.ask([...many, 'end NOOP'].join('\r\n'), 'end');
		expect(answers.match(/^p\d+ OK \[APPENDUID 1700000000 \d+\]/gm)).toHaveLength(200);
		expect(await client.ask('b APPEND INBOX {0+}\r\n')).toMatch(/^b OK/);
		expect(await client.ask('c APPEND Missing {1+}\r\nx')).toMatch(/^c NO \[TRYCREATE\]/);
		await client.ask('d EXAMINE INBOX');
		expect(await client.ask('e UID FETCH 1 (FLAGS INTERNALDATE BODY.PEEK[])')).toContain(
			'FLAGS (\\Seen $Forwarded \\Recent) INTERNALDATE "05-Feb-2021 01:02:03 -0330" BODY[] {9}\r\nA: {3}\r\n\xe8)',
		);
		expect(await client.ask('f FETCH 201 BODY.PEEK[]')).toContain('A: {7+}\r\n\xff)');
	});

	it('may be many megabytes', async () => {
		const server = await start();
		const client = await loggedIn(server.port);
		const big = Buffer.alloc(12 << 20, 'Subject: x\r\n\r\n\x80\xfe');
		client.send(`a APPEND INBOX {${big.length}+}\r\n`);
		client.socket.write(big);
		expect(await client.ask('\r\nb NOOP', 'b')).toMatch(/^a OK \[APPENDUID/);
		await client.ask('c SELECT INBOX');
		const answer = await client.ask('d UID FETCH 1 BODY.PEEK[]');
		expect(
			Buffer.from(answer.slice(answer.indexOf('\r\n') + 2), 'latin1')
				.subarray(0, big.length)
				.equals(big),
		).toBe(true);
	});

	it('are moved with COPYUID before EXPUNGE, to a folder with messages, keeping date and flags', async () => {
		const server = await start({
			folders: [...inbox('a', 'b', 'c', 'd'), {path: ['T'], messages: [message('x'), message('y')]}],
		});
		const client = await loggedIn(server.port);
		const watcher = await loggedIn(server.port);
		await watcher.ask('w SELECT T');
		await client.ask('a SELECT INBOX');
		expect(await client.ask('b UID MOVE 1:2,4 T')).toBe(
			'* OK [COPYUID 1700000001 1:2,4 3:5] moved\r\n* 1 EXPUNGE\r\n* 1 EXPUNGE\r\n* 2 EXPUNGE\r\nb OK done\r\n',
		);
		expect(await watcher.ask('x NOOP')).toBe('* 5 EXISTS\r\n* 3 RECENT\r\nx OK done\r\n');
		expect(await watcher.ask('y UID FETCH 5 (FLAGS INTERNALDATE BODY.PEEK[])')).toContain(
			'UID 5 FLAGS (\\Seen \\Recent) INTERNALDATE "05-Feb-2021 01:02:03 +0545" BODY[] {1}\r\nd)',
		);
		expect(await client.ask('c UID MOVE 3 Missing')).toMatch(/^c NO \[TRYCREATE\]/);
		expect(await client.ask('d UID MOVE 99 T')).toBe('d OK done\r\n');
	});

	it('are expunged by UID only where they are marked, and nothing else goes', async () => {
		const server = await start({folders: inbox('a', 'b', 'c', 'd')});
		const client = await loggedIn(server.port);
		await client.ask('a SELECT INBOX');
		expect(await client.ask('b UID STORE 1,3 +FLAGS.SILENT (\\Deleted)')).toBe('b OK done\r\n');
		expect(await client.ask('c UID EXPUNGE 2:4')).toBe('* 3 EXPUNGE\r\nc OK done\r\n');
		expect(await client.ask('d UID SEARCH DELETED')).toBe('* SEARCH 1\r\nd OK done\r\n');
		expect(await client.ask('e UID STORE 1 -FLAGS (\\Deleted)')).toContain(
			'* 1 FETCH (UID 1 FLAGS (\\Seen))',
		);
		expect(await client.ask('f UNSELECT')).toMatch(/^f OK/);
		await client.ask('g EXAMINE INBOX');
		expect(await client.ask('h UID STORE 1 +FLAGS.SILENT (\\Deleted)')).toMatch(/^h NO/);
	});

	it('that do not fit are refused, and the quota is told', async () => {
		const server = await start({folders: inbox('x'.repeat(2000)), quotaBytes: 4096});
		const client = await loggedIn(server.port);
		expect(await client.ask('a GETQUOTAROOT INBOX')).toBe(
			'* QUOTAROOT "INBOX" "User quota"\r\n* QUOTA "User quota" (STORAGE 2 4)\r\na OK done\r\n',
		);
		expect(await client.ask(`b APPEND INBOX {3000+}\r\n${'y'.repeat(3000)}`)).toMatch(/^b NO \[OVERQUOTA\]/);
	});
});

describe('the sample mailboxes', () => {
	it('are the same however often they are made, with CRLF alone, and some 300 messages', () => {
		const folders = sourceFolders();
		expect(folders).toEqual(sourceFolders());
		const messages = folders.flatMap(folder => folder.messages);
		expect(messages.length).toBeGreaterThan(290);
		expect(messages.length).toBeLessThan(320);
		for (const {raw: bytes, date} of messages) {
			expect(/(?<!\r)\n|\r(?!\n)/.test(bytes.toString('latin1'))).toBe(false);
			expect(date).toMatch(/^\d\d-[A-Z][a-z]{2}-\d{4} \d\d:\d\d:\d\d [+-]\d{4}$/);
		}

		expect(destinationFolders().flatMap(folder => folder.messages)).toHaveLength(12);
	});

	it('hold certified mail of five kinds, in its shape', async () => {
		const messages = sourceFolders().flatMap(folder => folder.messages);
		const kinds = new Map<string, number>();
		for (const {raw: bytes} of messages) {
			const kind = /^X-(?:Trasporto|Ricevuta): (.*)\r$/m.exec(bytes.toString('latin1'))?.[1];
			if (kind !== undefined) {
				kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
				const parsed = await simpleParser(bytes);
				const names = parsed.attachments.map(({filename, contentType}) => filename ?? contentType);
				expect(names).toContain('smime.p7s');
				expect(names.includes('daticert.xml')).toBe(kind !== 'errore');
				expect(parsed.text).toContain('Identificativo messaggio');
				expect(await checkSignature(bytes)).toMatchObject({
					verdict: 'intact',
					signer: 'posta-certificata@pec.example.it',
				});
			}
		}

		expect(Object.fromEntries(kinds)).toEqual({
			'posta-certificata': 13,
			errore: 1,
			accettazione: 8,
			'avvenuta-consegna': 7,
			'errore-consegna': 1,
		});
	});

	it('are served whole to ImapFlow, over several connections at once', async () => {
		const folders = sourceFolders();
		const server = await start({folders, delimiter: '.', prefix: 'INBOX.', quotaBytes: 1 << 30});
		const [client, other] = [await flow(server), await flow(server)];
		const listed = await client.list({statusQuery: {messages: true, size: true}});
		const path = (folder: DemoFolder) =>
			folder.path[0] === 'INBOX' ? 'INBOX' : `INBOX.${folder.path.join('.')}`;
		for (const folder of folders) {
			const found = listed.find(entry => entry.path === path(folder));
			expect(found?.status?.messages).toBe(folder.messages.length);
			expect(found?.subscribed ?? false).toBe(folder.subscribed ?? true);
		}

		const read = async (reader: ImapFlow, folder: DemoFolder) => {
			await reader.mailboxOpen(path(folder), {readOnly: true});
			const sources: Buffer[] = [];
			for await (const {source} of reader.fetch(
				'1:*',
				{source: true, flags: true, internalDate: true},
				{uid: true},
			)) {
				sources.push(source ?? Buffer.alloc(0));
			}

			expect(sources.map(source => source.toString('latin1'))).toEqual(
				folder.messages.map(({raw: bytes}) => bytes.toString('latin1')),
			);
		};
		const half = Math.ceil(folders.length / 2);
		await Promise.all(
			[folders.slice(0, half), folders.slice(half)].map(async (group, index) => {
				for (const folder of group) {
					await read(index === 0 ? client : other, folder);
				}
			}),
		);
		expect(await client.getQuota('INBOX')).toMatchObject({storage: {limit: 1 << 30}});
	});

	it('can be written to with ImapFlow: create, append, move, delete', async () => {
		const server = await start({folders: destinationFolders()});
		const client = await flow(server);
		await client.mailboxCreate(['Staging', 'Perché']);
		const stored = await client.append(
			'Staging/Perché',
			Buffer.from('A: b\r\n\r\nc'),
			['\\Seen'],
			new Date(0),
		);
		expect(stored).toMatchObject({uid: 1});
		await client.mailboxOpen('Staging/Perché');
		const moved = await client.messageMove('1:*', 'Newsletter', {uid: true});
		expect(moved ? moved.uidMap?.get(1) : undefined).toBe(6);
		await client.mailboxClose();
		await client.mailboxDelete('Staging/Perché');
		expect((await client.list()).map(entry => entry.path)).not.toContain('Staging');
	});
});

it('stops with clients still connected', async () => {
	const server = await startDemoServer({user, password, delimiter: '/', prefix: '', folders: []});
	const client = await raw(server.port);
	const closed = once(client.socket, 'close');
	await server.stop();
	await closed;
});
