import {type Account, type FilesAccount, isFiles, mailboxOf} from '../../accounts/account.ts';
import {parseFiles} from '../../accounts/parse.ts';
import {shortened} from './folder-names.ts';

/** Where a backup is to be: `FORMAT:PATH`, or a path alone, for .eml files: one a message keeps every signature whole. */
export function backupFiles(text: string): FilesAccount {
	return parseFiles(text) ?? {format: 'eml', path: text};
}

/**
 * The folder that a backup is given unless a person names another: after the mailbox, and the day. Its name is one on
 * any disk, and one that can be typed: whatever it can't have is `_`.
 *
 * @param at milliseconds since 1970
 */
export function backupFolder(account: Account, at: number): string {
	const mailbox = mailboxOf(account);
	// The same user id may be another mailbox at another server.
	const whole = isFiles(account) || mailbox.includes('@') ? mailbox : `${mailbox}@${account.host}`;
	const name = whole.toWellFormed().replaceAll(/[/\\:*?"<>|\p{C}\p{Zl}\p{Zp}]|^[.~ -]/gu, '_');
	const day = new Date(at);
	const parts = [day.getFullYear(), day.getMonth() + 1, day.getDate()];
	return `~/trasloco-backup/${shortened(name, '_')}-${parts.map(part => String(part).padStart(2, '0')).join('-')}`;
}
