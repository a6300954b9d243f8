import {execFileSync} from 'node:child_process';
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

/** Signs a part (CMS, detached, in DER), each part once: what was signed again would be signed at another time. */
type Sign = (part: Buffer) => Buffer;

let signer: Sign | undefined;

/**
 * The signature of a provider of certified mail, whose key this process makes for itself.
 *
 * @returns undefined where OpenSSL is missing
 */
export function signature(part: Buffer): Buffer | undefined {
	try {
		signer ??= newSigner();
	} catch (error) {
		if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
		throw error;
	}

	return signer(part);
}

function newSigner(): Sign {
	const folder = mkdtempSync(join(tmpdir(), 'trasloco-demo-signer-'));
	process.on('exit', () => rmSync(folder, {recursive: true, force: true}));
	const [certificate, key] = [join(folder, 'certificate.pem'), join(folder, 'key.pem')];
	const openssl = (args: readonly string[], input?: Buffer) =>
		execFileSync('openssl', args, {input, stdio: ['pipe', 'pipe', 'ignore']});
	openssl([
		...['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '3650', '-utf8'],
		...['-subj', '/O=Gestore PEC di esempio S.p.A./CN=Posta Certificata'],
		...['-addext', 'subjectAltName=email:posta-certificata@pec.example.it'],
		...['-keyout', key, '-out', certificate],
	]);
	const signed = new Map<string, Buffer>();
	return part => {
		const text = part.toString('latin1');
		const known = signed.get(text);
		if (known) return known;
		const made = openssl(
			[
				...['cms', '-sign', '-binary', '-md', 'sha256', '-outform', 'DER'],
				...['-signer', certificate, '-inkey', key],
			],
			part,
		);
		signed.set(text, made);
		return made;
	};
}
