import {afterAll, beforeAll, expect, test} from 'vitest';
import {previewOf} from '../../../source/preview/preview.ts';
import {ImapStore} from '../../../source/stores/imap/imap-store.ts';
import {folder, letter, letters} from '../../commands/letter.ts';
import {startDovecot} from '../../servers/dovecot.ts';
import {seed} from '../../servers/mailbox.ts';
import {FaultProxy} from '../../servers/proxy.ts';
import type {MailServer} from '../../servers/server.ts';

const MB = 1024 * 1024;
/** What is asked for at once. */
const piece = 256 * 1024;

const attachment = Buffer.alloc(20 * MB, 'contenuto di un allegato ');
const large = {
	...letter('grande'),
	content: Buffer.from(
		[
			'Subject: grande',
			'Content-Type: application/zip; name=tutto.zip',
			'Content-Transfer-Encoding: base64',
			'',
			...(attachment.toString('base64').match(/.{1,76}/g) ?? []),
			'',
		].join('\r\n'),
	),
};
/** Exactly as long as a piece, or two: the end is found all the same. */
const exact = [piece, 2 * piece].map(bytes => ({
	...letter('x'),
	content: Buffer.from('Subject: x\r\n\r\n'.padEnd(bytes - 2, 'y').concat('\r\n')),
}));

let server: MailServer;
let line: FaultProxy;
let store: ImapStore;
let uidValidity: number;

beforeAll(async () => {
	server = await startDovecot({users: [{name: 'grande', password: 'segreto'}]});
	await seed(server, 'grande', [folder('INBOX', large, ...exact, ...letters('piccola', 1))]);
	line = await FaultProxy.start(server.imapPort);
	const account = {host: '127.0.0.1', port: line.port, security: 'plain', user: 'grande'} as const;
	store = await ImapStore.connect('source', account, 'segreto');
	({uidValidity} = await store.status('INBOX'));
});

afterAll(async () => {
	await store.close();
	await line.close();
	await server.stop();
});

/** All pieces of a message. */
async function taken(uid: number, validity = uidValidity): Promise<Buffer[]> {
	const pieces: Buffer[] = [];
	for await (const each of store.pieces('INBOX', validity, uid)) pieces.push(each);
	return pieces;
}

test('a message comes in pieces, whole and in order, whatever its length', async () => {
	const wanted = [large, ...exact, ...letters('piccola', 1)];
	for (const [index, {content}] of wanted.entries()) {
		const pieces = await taken(index + 1);
		expect(Buffer.concat(pieces).equals(content), `UID ${index + 1}`).toBe(true);
	}
});

test('no more is asked for than a few pieces ahead of who takes them', async () => {
	const before = line.bytes.down;
	const pieces = store.pieces('INBOX', uidValidity, 1);
	await pieces.next();
	await pieces.next();
	// Answered after all that was asked for before.
	await store.scan('INBOX');
	expect(line.bytes.down - before).toBeLessThan(7 * piece);
	await pieces.return();
});

test('an attachment of 20 MB is counted and not kept', async () => {
	const {attachments, bytes, isPartial} = await previewOf(store.pieces('INBOX', uidValidity, 1));
	expect(attachments).toEqual([{name: 'tutto.zip', type: 'application/zip', bytes: attachment.length}]);
	expect({bytes, isPartial}).toEqual({bytes: large.content.length, isPartial: false});
});

test('a message that is not there, and a folder that was another, are problems', async () => {
	await expect(taken(99)).rejects.toMatchObject({
		data: {code: 'message-gone', params: {uid: 99}},
	});
	await expect(taken(1, uidValidity + 1)).rejects.toMatchObject({data: {code: 'folder-changed'}});
});
