import {join} from 'node:path';
import {execa, execaSync} from 'execa';
import type {FolderPath, SeedMessage} from '../servers/mailbox.ts';
import {scratchFolder} from '../servers/scratch.ts';
import {type TestSigner, testAuthority} from './authority.ts';
import {pecKinds, pecMessage} from './pec.ts';
import {Random} from './random.ts';

/** Mail whose signatures hold, made anew each time since the keys are. */
export type SignedMail = {
	readonly messages: readonly (SeedMessage & {readonly folder: FolderPath; readonly kind: string})[];
	/** Whether what was signed is unaltered: `openssl cms -verify -noverify`. */
	isIntact(message: Buffer): Promise<boolean>;
	/** What an encrypted message says, to whoever has the key. */
	decrypted(message: Buffer): Promise<string>;
};

const crlf = '\r\n';
const latin1 = (text: string) => Buffer.from(text, 'latin1');

/**
 * Signs one message of every kind of certified mail, and makes S/MIME messages of the other forms (RFC 8551).
 *
 * @param given who signs; unless told, somebody whose certificate is valid for long
 */
export async function signedMail(given?: TestSigner): Promise<SignedMail> {
	const cwd = await scratchFolder('smime');
	const {certFile, keyFile} = given ?? (await (await testAuthority()).signer());
	const signer = ['-signer', certFile, '-inkey', keyFile, '-md', 'sha256', '-binary'];
	const openssl = (input: Buffer, ...arguments_: readonly string[]) =>
		Buffer.from(
			execaSync('openssl', ['cms', ...arguments_], {cwd, input, encoding: 'buffer', stripFinalNewline: false})
				.stdout,
		);
	const random = new Random(20_231_105);
	const about = '<unico.riferimento@pec.example.it>';
	const usual = {flags: ['\\Seen'], internalDate: '05-Nov-2023 10:11:12 +0100'};
	const part = Buffer.from(`Content-Type: text/plain; charset=utf-8${crlf}${crlf}Perché no.${crlf}`);
	const header = (kind: string) =>
		Buffer.from(
			[
				`Message-ID: <${kind}@pec.example.it>`,
				'From: mario@pec.example.it',
				'To: anna@example.it',
				`Subject: ${kind}`,
				'',
			].join(crlf),
		);
	// openssl ends some lines of the header with LF alone.
	const whole = (kind: string, body: Buffer) => ({
		...usual,
		kind,
		folder: ['INBOX'],
		content: Buffer.concat([header(kind), latin1(body.toString('latin1').replaceAll(/\r?\n/g, crlf))]),
	});
	return {
		messages: [
			...pecKinds.map((shape, index) => ({
				...usual,
				kind: shape.kind,
				folder: ['PEC', 'Ricevute'],
				content: pecMessage(shape, index + 1, about, random, signed =>
					openssl(signed, '-sign', ...signer, '-outform', 'DER'),
				),
			})),
			whole('smime-signed', openssl(part, '-sign', ...signer, '-crlfeol')),
			whole('smime-opaque', openssl(part, '-sign', ...signer, '-nodetach', '-crlfeol')),
			whole('smime-encrypted', openssl(part, '-encrypt', '-aes256', '-binary', '-crlfeol', certFile)),
		],
		async isIntact(message) {
			const arguments_ = ['cms', '-verify', '-noverify', '-out', join(cwd, 'out')];
			const {exitCode} = await execa('openssl', arguments_, {input: message, reject: false});
			return exitCode === 0;
		},
		async decrypted(message) {
			return openssl(message, '-decrypt', '-recip', certFile, '-inkey', keyFile).toString();
		},
	};
}
