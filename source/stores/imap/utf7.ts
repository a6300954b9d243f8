/**
 * Mailbox names in modified UTF-7 (RFC 3501, 5.1.3): `Società` is `Societ&AOA-`. A name that a server wrote
 * in another way is kept as it is, so that it can always be sent back.
 */
export function decodeName(raw: string): string {
	const decoded = raw.replaceAll(/&([^-]*)-/g, (_whole, base64: string) => {
		if (base64 === '') return '&';
		const bytes = Buffer.from(base64.replaceAll(',', '/'), 'base64');
		return bytes.length % 2 === 0 ? bytes.swap16().toString('utf16le') : _whole;
	});
	return encodeName(decoded) === raw ? decoded : raw;
}

/** The reverse of `decodeName`. */
export function encodeName(name: string): string {
	return name.replaceAll(/&|[^\u0020-\u007e]+/g, part => {
		if (part === '&') return '&-';
		const base64 = Buffer.from(part, 'utf16le').swap16().toString('base64');
		return `&${base64.replace(/=+$/, '').replaceAll('/', ',')}-`;
	});
}
