import {headerFields} from '../header-fields.ts';
import type {CertifiedKind} from './kind.ts';

/**
 * Which way a message is signed, as it says itself.
 * - `smime`: S/MIME (RFC 8551): it is to be checked
 * - `lost`: there is an S/MIME signature, but what it belongs to is no signed message any more
 * - `other`: in another way, such as OpenPGP
 * - `none`
 */
export type SignatureForm = 'smime' | 'lost' | 'other' | 'none';

/** Bytes of the beginning in which the header is looked for. */
const headBytes = 256 * 1024;
/** Bytes after a boundary in which the header of a part is looked for. */
const partHeadBytes = 2000;

/** @param kind what the header says it is: certified mail is always signed, so that any signature in it was its own */
export function signatureForm(message: Buffer, kind: CertifiedKind | undefined): SignatureForm {
	const {fields} = headerFields(message.subarray(0, headBytes));
	const type = fields.find(({name}) => name.toLowerCase() === 'content-type')?.value ?? '';
	const media = (type.split(';')[0] ?? '').trim().toLowerCase();
	if (media === 'multipart/signed') {
		const protocol = parameter(type, 'protocol')?.toLowerCase() ?? '';
		return protocol === '' || /^application\/(x-)?pkcs7-signature$/.test(protocol) ? 'smime' : 'other';
	}

	if (/^application\/(x-)?pkcs7-mime$/.test(media)) {
		const isEnveloped = /^(enveloped|authenveloped|compressed)-data$|^certs-only$/i;
		return isEnveloped.test(parameter(type, 'smime-type') ?? '') ? 'none' : 'smime';
	}

	if (kind !== undefined) return /pkcs7-signature/i.test(message.toString('latin1')) ? 'lost' : 'none';
	const boundary = media.startsWith('multipart/') ? parameter(type, 'boundary') : undefined;
	return boundary && hasSignaturePart(message, boundary) ? 'lost' : 'none';
}

/** The value of a parameter of a field (RFC 2045, 5.1). */
function parameter(field: string, name: string): string | undefined {
	const match = new RegExp(`;\\s*${name}\\s*=\\s*(?:"((?:[^"\\\\]|\\\\.)*)"|([^\\s;"]+))`, 'i').exec(field);
	return match?.[1]?.replaceAll(/\\(.)/g, '$1') ?? match?.[2];
}

/** Whether one of its own parts is a signature: those of messages inside are their own affair. */
function hasSignaturePart(message: Buffer, boundary: string): boolean {
	const delimiter = Buffer.from(`\n--${boundary}`, 'latin1');
	for (let at = message.indexOf(delimiter); at !== -1; at = message.indexOf(delimiter, at + 1)) {
		const start = at + delimiter.length;
		const head = message.toString('latin1', start, start + partHeadBytes).split(/\r?\n\r?\n/, 1)[0] ?? '';
		if (/\ncontent-type:\s*application\/(x-)?pkcs7-signature\b/i.test(head)) return true;
	}

	return false;
}
