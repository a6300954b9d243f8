import {readFile} from 'node:fs/promises';
import {Problem} from '../problem.ts';
import {openssl} from './openssl.ts';

/** With what the operator signs: PEM files, which may be one. */
export interface OwnCertificate {
	readonly certificate: string;
	readonly key: string;
}

/** Whether a private key is only read with a passphrase. @throws {Problem} `file-unreadable` */
export async function isLocked(key: string): Promise<boolean> {
	try {
		return /ENCRYPTED/.test(await readFile(key, 'latin1'));
	} catch (error) {
		const why = error instanceof Error ? error.message : String(error);
		throw new Problem({code: 'file-unreadable', params: {path: key, why}}, error);
	}
}

/**
 * Signs with the operator's certificate: a detached signature (CMS, RFC 5652, in DER).
 *
 * @param passphrase of the key, which OpenSSL is told over a channel of its own
 * @throws {Problem} `openssl-missing`, `signing-refused`
 */
export async function signed(
	content: Buffer,
	{certificate, key}: OwnCertificate,
	passphrase?: string,
): Promise<Buffer> {
	const args = [
		'cms',
		'-sign',
		'-binary',
		'-md',
		'sha256',
		'-outform',
		'DER',
		'-signer',
		certificate,
		'-inkey',
		key,
	];
	// Without a passphrase it would ask on the terminal behind our back.
	const {exitCode, output, words} = await openssl([...args, '-passin', 'fd:3'], content, passphrase ?? '');
	if (exitCode === 0 && output.length > 0) return output;
	const [why = ''] = words.split('\n');
	throw new Problem({code: 'signing-refused', server: why, params: {path: certificate}});
}
