import {mkdir} from 'node:fs/promises';
import {join} from 'node:path';
import {afterEach, beforeAll, describe, expect, test} from 'vitest';
import {checkSignature} from '../../source/certified/signature.ts';
import {alterations} from '../corpus/alterations.ts';
import {type TestAuthority, testAuthority} from '../corpus/authority.ts';
import {type SignedMail, signedMail} from '../corpus/signed.ts';
import {scratchFolder} from '../servers/scratch.ts';

const day = 86_400_000;
let authority: TestAuthority;
let mail: SignedMail;

beforeAll(async () => {
	authority = await testAuthority();
	mail = await signedMail(await authority.signer());
});

const path = process.env.PATH;
afterEach(() => {
	process.env.PATH = path;
});

const certified = () => mail.messages.filter(({kind}) => kind.startsWith('pec-'));
function message(kind: string, from = mail): Buffer {
	const found = from.messages.find(each => each.kind === kind);
	if (!found) throw new Error(`no ${kind}`);
	return Buffer.from(found.content);
}

describe('the signature of certified mail', () => {
	test('of every kind is intact as it was made, and tells who signed and when', async () => {
		expect(certified()).toHaveLength(11);
		for (const {kind, content} of certified()) {
			const {signedAt = 0, ...signature} = await checkSignature(Buffer.from(content));
			expect(signature, kind).toEqual({
				verdict: 'intact',
				signer: 'posta-certificata@pec.example.it',
				issuer: 'CA di prova',
				validUntil: Date.UTC(2049),
			});
			expect(Math.abs(Date.now() - signedAt), kind).toBeLessThan(day);
		}
	});

	test.each(alterations)('of every kind, $name: $verdict', async ({verdict, alter}) => {
		for (const {kind, content} of certified()) {
			const altered = alter(Buffer.from(content));
			expect(altered.equals(content), `${kind} was left as it was`).toBe(false);
			expect((await checkSignature(altered)).verdict, kind).toBe(verdict);
		}
	});

	test('whose certificate has expired since is told apart from one that had expired before', async () => {
		const short = await signedMail(await authority.signer({from: Date.now() - day, until: Date.now() + day}));
		const old = await signedMail(await authority.signer({from: Date.UTC(2019), until: Date.UTC(2020)}));
		const later = {now: Date.now() + 2 * day};
		const receipt = message('pec-consegna', short);
		expect((await checkSignature(receipt)).verdict).toBe('intact');
		expect((await checkSignature(receipt, undefined, later)).verdict).toBe('expired-since');
		expect((await checkSignature(message('pec-consegna', old))).verdict).toBe('expired');
		const altered = Buffer.from(receipt.toString('latin1').replace('Ricevuta: il', 'Ricevuta: Il'), 'latin1');
		expect((await checkSignature(altered, undefined, later)).verdict).toBe('altered');
	});

	test('is vouched for by the authority given, also after the certificate has expired, or by none', async () => {
		const other = await testAuthority();
		const short = await signedMail(await authority.signer({from: Date.now() - day, until: Date.now() + day}));
		const receipt = message('pec-accettazione', short);
		const later = Date.now() + 2 * day;
		expect(await checkSignature(receipt, undefined, {authority: authority.caFile, now: later})).toMatchObject(
			{
				verdict: 'expired-since',
			},
		);
		expect(await checkSignature(receipt, undefined, {authority: other.caFile})).toMatchObject({
			verdict: 'unknown-signer',
			signer: 'posta-certificata@pec.example.it',
			words: expect.stringMatching(/certificate verify error/),
		});
	});
});

describe('the signature of other mail', () => {
	test('is checked in each form of S/MIME', async () => {
		expect((await checkSignature(message('smime-signed'))).verdict).toBe('intact');
		expect((await checkSignature(message('smime-opaque'))).verdict).toBe('intact');
		expect((await checkSignature(message('smime-encrypted'))).verdict).toBe('not-signed');
	});

	test('is none, and none that stands in a message inside counts', async () => {
		const plain = Buffer.from('Subject: ciao\r\n\r\nNiente.\r\n');
		expect(await checkSignature(plain)).toEqual({verdict: 'not-signed'});
		const forwarded = [
			'Subject: I: ricevuta',
			'Content-Type: multipart/mixed; boundary=b',
			'',
			'--b',
			'Content-Type: message/rfc822',
			'',
			message('pec-consegna').toString('latin1'),
			'--b--',
			'',
		].join('\r\n');
		expect(await checkSignature(Buffer.from(forwarded, 'latin1'))).toEqual({verdict: 'not-signed'});
	});

	test('is not checked where it is none of S/MIME, and that is said', async () => {
		const pgp =
			'Content-Type: multipart/signed; protocol="application/pgp-signature"; boundary=b\r\n\r\n--b\r\n\r\nx\r\n--b--\r\n';
		expect(await checkSignature(Buffer.from(pgp))).toEqual({verdict: 'unchecked', words: 'not S/MIME'});
	});

	test('is altered where it is only noise', async () => {
		const noise = message('pec-consegna')
			.toString('latin1')
			.replace(/(?<=\r\n\r\n)MI[^-]+/, `${Buffer.alloc(1800, 'no').toString('base64')}\r\n`);
		expect((await checkSignature(Buffer.from(noise, 'latin1'))).verdict).toBe('altered');
	});

	test('of a large message is checked too', async () => {
		const text = message('smime-signed').toString('latin1');
		const large = Buffer.from(text.replace('Perch', `${'x'.repeat(70)}\r\n`.repeat(300_000)), 'latin1');
		expect(large.length).toBeGreaterThan(20_000_000);
		expect((await checkSignature(large)).verdict).toBe('altered');
		// OpenSSL ends before it has read it all.
		const header = `Content-Type: multipart/signed\r\n\r\n${'x'.repeat(70)}\r\n`;
		expect((await checkSignature(Buffer.concat([Buffer.from(header), large]))).verdict).toBe('altered');
	});
});

test('without OpenSSL a check fails, and says so', async () => {
	const empty = join(await scratchFolder('path'), 'empty');
	await mkdir(empty);
	process.env.PATH = empty;
	await expect(checkSignature(message('pec-consegna'))).rejects.toMatchObject({
		data: {code: 'openssl-missing'},
	});
});
