/**
 * Modified UTF-7, which IMAP writes mailbox names in (RFC 3501, section 5.1.3). Written for the tests alone,
 * so that a mistake in the program's own, or in a library's, shows.
 */
export function encodeMailboxName(name: string): string {
	return name.replace(/&|[^\x20-\x7e]+/gu, run => {
		if (run === '&') {
			return '&-';
		}
		const bytes = Buffer.from(run, 'utf16le').swap16();
		return `&${bytes.toString('base64').replaceAll('=', '').replaceAll('/', ',')}-`;
	});
}

/** The reverse of {@link encodeMailboxName}. */
export function decodeMailboxName(name: string): string {
	return name.replace(/&([^-]*)-/g, (_, run: string) =>
		run === '' ? '&' : Buffer.from(run.replaceAll(',', '/'), 'base64').swap16().toString('utf16le'),
	);
}
