import type {GmailMessage} from '../servers/gmail.ts';
import {letter} from './letter.ts';

/** A number as Gmail gives it: greater than a JavaScript number can hold exactly. */
const id = (index: number) => String(1_873_891_894_758_975_366n + BigInt(index));

/** A message under these labels. */
export const gmailMessage = (index: number, subject: string, ...labels: readonly string[]): GmailMessage => ({
	id: id(index),
	labels,
	content: letter(subject).content.toString(),
	flags: ['\\Seen'],
});

/** A mailbox as people have it: most mail in the inbox, some labels on it, some of it archived. */
export const gmailMailbox = (): GmailMessage[] => [
	gmailMessage(0, 'solo in arrivo', '\\Inbox'),
	gmailMessage(1, 'cliente in arrivo', '\\Inbox', '\\Important', 'Clienti/Rossi'),
	gmailMessage(2, 'cliente e lavoro', 'Clienti/Rossi', 'Lavoro', '\\Starred'),
	gmailMessage(3, 'spedito a un cliente', '\\Sent', 'Clienti/Rossi'),
	gmailMessage(4, 'spedito', '\\Sent'),
	gmailMessage(5, 'bozza etichettata', '\\Draft', 'Lavoro'),
	gmailMessage(6, 'archiviato'),
	gmailMessage(7, 'archiviato e speciale', '\\Starred', '\\Important'),
	gmailMessage(8, 'università', '&AMg- vero', 'detto "il vecchio"', '\\Inbox'),
	gmailMessage(9, 'nel cestino', '\\Trash'),
	gmailMessage(10, 'indesiderato', '\\Spam'),
	// Two messages that nobody can tell apart but Gmail.
	gmailMessage(11, 'doppio', 'Lavoro'),
	gmailMessage(12, 'doppio', 'Lavoro', '\\Inbox'),
];

/** The operator's own labels, as Gmail writes them. */
export const gmailLabels = ['&AMg- vero', 'Clienti/Rossi', 'Lavoro', 'detto "il vecchio"'];
