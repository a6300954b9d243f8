const system: readonly (readonly [flag: string, letter: string])[] = [
	['\\answered', 'A'],
	['\\flagged', 'F'],
	['\\draft', 'T'],
	['\\deleted', 'D'],
];

/**
 * The fields that tell a message's flags and keywords to programs that read mbox files, as Dovecot and mutt write them.
 * They stand in front of the message, which is not changed by them, and are no part of it when it is read.
 *
 * @param base stands in front of them
 * @param content none are written in front of what does not begin as a header does: it would no longer be its beginning
 */
export function ownMarks(flags: readonly string[], content: Buffer, base = ''): string {
	if (!/^[!-9;-~]+[ \t]*:/.test(content.toString('latin1', 0, 1024))) return '';
	const known = new Set(flags.map(flag => flag.toLowerCase()));
	const letters = system.filter(([flag]) => known.has(flag)).map(([, letter]) => letter);
	const keywords = keywordsOf(flags);
	return [
		base,
		...(known.has('\\seen') ? ['Status: RO\n'] : []),
		...(letters.length > 0 ? [`X-Status: ${letters.join('')}\n`] : []),
		...(keywords.length > 0 ? [`X-Keywords: ${keywords.join(' ')}\n`] : []),
	].join('');
}

/**
 * The field that tells Dovecot, in the first message of a file, which keywords there are in it: those that are not told
 * there it does not show.
 *
 * @returns '' where there are none
 */
export function imapBase(uidValidity: number, lines: Iterable<{readonly flags: readonly string[]}>): string {
	const keywords = new Set<string>();
	for (const {flags} of lines) for (const keyword of keywordsOf(flags)) keywords.add(keyword);
	return keywords.size === 0 ? '' : `X-IMAPbase: ${uidValidity} 0000000000 ${[...keywords].join(' ')}\n`;
}

function keywordsOf(flags: readonly string[]): readonly string[] {
	return flags.filter(flag => !flag.startsWith('\\'));
}
