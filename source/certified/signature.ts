import {devNull} from 'node:os';
import {signatureForm} from './form.ts';
import type {CertifiedKind} from './kind.ts';
import {type OpensslResult, openssl} from './openssl.ts';
import {type Signer, signerOf} from './signed-data.ts';
import {certifiedKindOf} from './telling.ts';
import type {Verdict} from './verdict.ts';

/** A checked signature. All texts are from outside. */
export interface Signature {
	readonly verdict: Verdict;
	/** The address, else the name, in the signer's certificate. */
	readonly signer?: string;
	/** The authority that its certificate names. */
	readonly issuer?: string;
	/** Milliseconds since 1970: when it was signed, as the signer says, and until when the certificate was valid. */
	readonly signedAt?: number;
	readonly validUntil?: number;
	/** Why it could not be checked, or what is wrong, in OpenSSL's words. */
	readonly words?: string;
}

/** How signatures are checked. */
export interface CheckOptions {
	/** A PEM file with the authorities of which one has to vouch for the signer; otherwise nobody has to. */
	readonly authority?: string;
	/** The time of the check, in milliseconds since 1970; now unless told. */
	readonly now?: number;
}

/**
 * Checks the S/MIME signature of a message with OpenSSL.
 *
 * @throws {Problem} `openssl-missing`
 */
export async function checkSignature(
	message: Buffer,
	kind: CertifiedKind | undefined = certifiedKindOf(message),
	{authority, now = Date.now()}: CheckOptions = {},
): Promise<Signature> {
	const form = signatureForm(message, kind);
	if (form === 'none') return {verdict: 'not-signed'};
	if (form === 'lost') return {verdict: 'altered'};
	if (form === 'other') return {verdict: 'unchecked', words: 'not S/MIME'};
	const verify = ['cms', '-verify', '-out', devNull];
	const checked = await openssl([...verify, '-noverify'], message);
	if (checked.exitCode !== 0) return refused(checked);
	const {exitCode, output} = await openssl(['cms', '-cmsout', '-outform', 'DER'], message);
	const signer = exitCode === 0 ? signerOf(output) : {};
	const told = toldOf(signer);
	if (authority !== undefined) {
		const only = ['-CAfile', authority, '-no-CApath', '-no-CAstore', '-no_check_time'];
		const chain = await openssl([...verify, ...only], message);
		if (chain.exitCode !== 0) return {verdict: 'unknown-signer', ...told, words: reasonIn(chain)};
	}

	return {verdict: validity(signer, now), ...told};
}

/** Exit code 4: it does not verify; 2: what says that it is a signed message can't be read as one. */
function refused(result: OpensslResult): Signature {
	const {exitCode, words} = result;
	if (words.includes('content type not signed data')) return {verdict: 'not-signed'};
	const isAltered = exitCode === 2 || (exitCode === 4 && /verification failure|digest failure/.test(words));
	return {verdict: isAltered ? 'altered' : 'unchecked', words: reasonIn(result)};
}

function validity({certificate, signedAt}: Signer, now: number): Verdict {
	if (!certificate) return 'intact';
	const [from, until] = [Date.parse(certificate.validFrom), Date.parse(certificate.validTo)];
	const within = (time: number) => time >= from && time <= until;
	if (signedAt !== undefined)
		return within(signedAt) ? (now > until ? 'expired-since' : 'intact') : 'expired';
	return within(now) ? 'intact' : 'expired';
}

function toldOf({certificate, signedAt}: Signer): Omit<Signature, 'verdict'> {
	const address = /(?:^|, )email:([^,\n]+)/.exec(certificate?.subjectAltName ?? '')?.[1];
	const signer =
		address ?? nameIn(certificate?.subject, 'emailAddress') ?? nameIn(certificate?.subject, 'CN');
	const issuer = nameIn(certificate?.issuer, 'CN') ?? nameIn(certificate?.issuer, 'O');
	return {
		...(signer ? {signer} : {}),
		...(issuer ? {issuer} : {}),
		...(signedAt === undefined ? {} : {signedAt}),
		...(certificate ? {validUntil: Date.parse(certificate.validTo)} : {}),
	};
}

const longestName = 255;

/** The last one of its kind in a name as Node writes it, a line each: the most specific (RFC 4514, 2.1, in reverse). */
function nameIn(name: string | undefined, attribute: string): string | undefined {
	const line = name?.split('\n').findLast(each => each.startsWith(`${attribute}=`));
	return line?.slice(attribute.length + 1, attribute.length + 1 + longestName) || undefined;
}

/** The most telling of OpenSSL's words: `error:NUMBER:library:function:reason:file:line:more`, the cause first. */
function reasonIn({exitCode, words}: OpensslResult): string {
	if (exitCode === undefined) return 'openssl took too long';
	const [reason, more] =
		/error:[0-9A-F]+:[^:]*:[^:]*:([^:\n]+)(?::[^:\n]*:\d+:([^\n]*))?/.exec(words)?.slice(1) ?? [];
	return (
		reason === undefined ? (words.split('\n', 1)[0] ?? '') : [reason, more].filter(Boolean).join(': ')
	).slice(0, longestName);
}
