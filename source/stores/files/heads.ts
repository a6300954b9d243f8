import {fingerprintFields} from '../fingerprint.ts';

/** Bytes in which the end of a header is looked for: no honest message has more. */
const longest = 256 * 1024;

/** The header of a message, with the empty line behind it, read no further than it has to be. */
export async function headOf(pieces: AsyncIterable<Buffer> | Iterable<Buffer>): Promise<Buffer> {
	let head: Buffer = Buffer.alloc(0);
	for await (const piece of pieces) {
		head = head.length === 0 ? piece : Buffer.concat([head, piece]);
		const end = head.indexOf('\r\n\r\n');
		if (end !== -1) return head.subarray(0, end + 4);
		if (head.length >= longest) return head.subarray(0, longest);
	}

	return head;
}

const wanted = new Set(fingerprintFields.map(name => name.toLowerCase()));

/** The fields that make a fingerprint, as a server answers BODY[HEADER.FIELDS (…)]. */
export function fingerprintHeader(head: Buffer): Buffer {
	const fields = head.toString('latin1').split(/\r\n(?![ \t])/);
	const kept = fields.filter(field => wanted.has(/^([^:\s]+)[ \t]*:/.exec(field)?.[1]?.toLowerCase() ?? ''));
	return Buffer.from(kept.map(field => `${field}\r\n`).join(''), 'latin1');
}
