import {printable} from '../printable.ts';

/** A text as one word of a command line that a person may copy into a shell (POSIX, 2.2.2). */
export function shellWord(text: string): string {
	const shown = printable(text);
	return /^[\w@%+=:,./-]+$/.test(shown) ? shown : `'${shown.replaceAll("'", "'\\''")}'`;
}
