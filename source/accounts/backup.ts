import {type Account, type FilesAccount, mailboxOf} from './account.ts';
import {parseFiles} from './parse.ts';

/** Where a backup is to be: `FORMAT:PATH`, or a path alone, for .eml files: one a message keeps every signature whole. */
export function backupFiles(text: string): FilesAccount {
	return parseFiles(text) ?? {format: 'eml', path: text};
}

/** The folder that a backup is given unless a person names another: after the mailbox, and the day. @param at milliseconds since 1970 */
export function backupFolder(account: Account, at: number): string {
	const name = mailboxOf(account).replaceAll(/[/\\\p{Cc}]/gu, '_');
	const day = new Date(at);
	const parts = [day.getFullYear(), day.getMonth() + 1, day.getDate()];
	return `~/trasloco-backup/${name}-${parts.map(part => String(part).padStart(2, '0')).join('-')}`;
}
