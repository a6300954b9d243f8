import type {SeedFolder, SeedMessage} from '../servers/mailbox.ts';

export type LetterOptions = {
	readonly body?: string;
	readonly flags?: readonly string[];
	readonly internalDate?: string;
};

/** A small message that its subject tells apart from others. */
export function letter(subject: string, {body, flags, internalDate}: LetterOptions = {}): SeedMessage {
	const header = [
		`Message-ID: <${subject.replaceAll(' ', '-')}@lettere.example>`,
		'Date: Mon, 5 Feb 2024 10:11:12 +0100',
		'From: Mario Rossi <mario@example.it>',
		'To: anna@example.it',
		`Subject: ${subject}`,
	];
	return {
		content: Buffer.from(`${header.join('\r\n')}\r\n\r\n${body ?? `Testo di ${subject}.`}\r\n`),
		flags: flags ?? [],
		internalDate: internalDate ?? '05-Feb-2024 10:11:12 +0100',
	};
}

/** Numbered letters, `size` bytes of text each. */
export function letters(subject: string, count: number, size = 100): SeedMessage[] {
	const body = 'riga di testo qualunque\r\n'.repeat(Math.ceil(size / 25));
	return Array.from({length: count}, (_, index) => letter(`${subject} ${index + 1}`, {body}));
}

/** A folder with these messages, subscribed. */
export function folder(path: string, ...messages: readonly SeedMessage[]): SeedFolder {
	return {path: path.split('/'), subscribed: true, messages};
}

/** Mail of the destination's own that nothing may touch; in the trash some that others have marked. */
export const ownMail: readonly SeedFolder[] = [
	folder('INBOX', letter('in arrivo'), letter('letto', {flags: ['\\Seen', 'Mio']})),
	folder('Sent', letter('spedito', {flags: ['\\Seen']}), letter('segnato', {flags: ['\\Deleted']})),
	folder(
		'Trash',
		letter('buttato', {flags: ['\\Deleted', '\\Seen']}),
		letter('quasi'),
		letter('via', {flags: ['\\Deleted']}),
	),
	{path: ['Altro'], subscribed: false, messages: [letter('altro', {flags: ['\\Flagged', '\\Deleted']})]},
	folder('Altro/vuota'),
];
