import {hash} from 'node:crypto';
import type {Digested, Fingerprint, MessageContent} from './store.ts';

/**
 * The header fields that a fingerprint is made of. Content-Type is among them for its boundary, which
 * tells two messages with the same envelope apart.
 */
export const fingerprintFields = ['Message-ID', 'Date', 'From', 'To', 'Subject', 'Content-Type'] as const;

/**
 * The fingerprint of a message: its size and the fields above. White space and the fields' order do not
 * count, since servers fold as they like.
 *
 * @param header the fields as the server sent them (BODY[HEADER.FIELDS (…)])
 * @param bytes RFC822.SIZE
 */
export function fingerprintOf(header: Buffer, bytes: number): Fingerprint {
	const unfolded = header.toString('latin1').replaceAll(/\r?\n[ \t]+/g, ' ');
	const fields = unfolded
		.split(/\r?\n/)
		.filter(line => line.includes(':'))
		.map(line => {
			const colon = line.indexOf(':');
			return `${line.slice(0, colon).trim().toLowerCase()}:${line
				.slice(colon + 1)
				.replaceAll(/\s+/g, ' ')
				.trim()}`;
		})
		.sort();
	const key = hash('sha256', `${bytes}\n${fields.join('\n')}`, 'base64').slice(0, 24);
	return {key, weak: !fields.some(field => /^message-id:./.test(field))};
}

export function digestedFrom(content: Buffer): Digested {
	return {digest: digestOf(content), bytes: content.length};
}

/** What was read of a message that was read for its digest; undefined where nothing came. */
export function digestedOf({content, digested}: MessageContent): Digested | undefined {
	return digested ?? (content && digestedFrom(content));
}

/** The digest of a message: SHA-256 of its whole content, in hexadecimal. */
export function digestOf(content: Buffer): string {
	return hash('sha256', content, 'hex');
}
