import {isUtf8} from 'node:buffer';
import libmime from 'libmime';

/** A field of a message's header as a person reads it: unfolded and decoded. */
export interface HeaderField {
	/** As it is written, such as `Subject`. */
	readonly name: string;
	readonly value: string;
}

/** Bytes of a header that are read, and characters that a value may have: no honest message comes near. */
const longestHeader = 256 * 1024;
const longestValue = 2000;

/**
 * The fields of a header in their order.
 *
 * @param header as the server sent it; what follows an empty line is no header
 * @returns `isCut` where there are more fields than `most`, or more of a value than is told
 */
export function headerFields(
	header: Buffer,
	most = Number.POSITIVE_INFINITY,
): {readonly fields: readonly HeaderField[]; readonly isCut: boolean} {
	const text = header.toString('latin1', 0, longestHeader);
	const end = text.search(/^\r?\n|\n\r?\n/);
	let isCut = end === -1 && header.length > longestHeader;
	const fields: HeaderField[] = [];
	for (const line of (end === -1 ? text : text.slice(0, end)).split(/\r?\n(?![ \t])/)) {
		const colon = line.indexOf(':');
		if (colon < 1) continue;
		if (fields.length >= most) return {fields, isCut: true};
		const whole = decoded(line.slice(colon + 1));
		const value = whole.length > longestValue ? `${whole.slice(0, longestValue)}…` : whole;
		isCut ||= value !== whole;
		fields.push({name: line.slice(0, colon).trim(), value});
	}

	return {fields, isCut};
}

/** Encoded words (RFC 2047) decoded, and raw bytes: UTF-8 (RFC 6532), else what older programs in Europe wrote. */
function decoded(raw: string): string {
	const line = raw.replaceAll(/\r?\n[ \t]+/g, ' ');
	const text = /[\u0080-\u00ff]/.test(line) ? decodedBytes(Buffer.from(line, 'latin1')) : line;
	return (text.includes('=?') ? libmime.decodeWords(text) : text).trim();
}

function decodedBytes(bytes: Buffer): string {
	return isUtf8(bytes) ? bytes.toString('utf8') : new TextDecoder('windows-1252').decode(bytes);
}
