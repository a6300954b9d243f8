import {Random} from '../corpus/random.ts';
import type {SeedFolder, SeedMessage} from '../servers/mailbox.ts';

/** The mailboxes that are moved, always the same ones. */
export const works = ['small', 'certified', 'many'] as const;

export type Work = (typeof works)[number];

const folders: readonly (readonly string[])[] = [
	...[['INBOX'], ['Sent'], ['Drafts'], ['Archivio'], ['Archivio', '2023'], ['Archivio', '2024']],
	...[['Clienti'], ['Clienti', 'Rossi'], ['Fatture'], ['Lavoro'], ['PEC'], ['Ricevute']],
];

/** How many messages, and how large each is in bytes. */
const shapes: Readonly<Record<Work, {readonly count: number; size(random: Random, index: number): number}>> =
	{
		small: {count: 2000, size: random => random.integer(2_000, 14_000)},
		certified: {
			count: 1000,
			size: (random, index) => (index % 100 === 99 ? 10_000_000 : random.integer(50_000, 300_000)),
		},
		many: {count: 20_000, size: random => random.integer(2_000, 6_000)},
	};

/**
 * A mailbox of twelve folders, made from a fixed seed. Every message can be told from every other by its header.
 *
 * @param share a part of it, for trying: 0.1 is a tenth
 */
export function mailboxFor(work: Work, share = 1): readonly SeedFolder[] {
	const random = new Random(works.indexOf(work) + 1);
	const {count, size} = shapes[work];
	const messages = Array.from({length: Math.ceil(count * share)}, (_, index) =>
		message(work, index, size(random, index), random),
	);
	return folders.map((path, place) => ({
		path,
		subscribed: true,
		messages: messages.filter((_, index) => index % folders.length === place),
	}));
}

/** A line of base64 of random bytes, again and again: what attachments look like, made quickly. */
function filler(length: number, random: Random): string {
	const block = random
		.bytes(57 * 64)
		.toString('base64')
		.replaceAll(/.{76}/g, '$&\r\n');
	return block.repeat(Math.ceil(length / block.length)).slice(0, length);
}

function message(work: Work, index: number, size: number, random: Random): SeedMessage {
	const date = new Date(Date.UTC(2023, 0, 1) + index * 3_600_000);
	const [, month = ''] = date.toUTCString().split(/ \d+ | /);
	const day = String(date.getUTCDate()).padStart(2, '0');
	const name = date.toUTCString().split(' ')[2] ?? month;
	const time = date.toISOString().slice(11, 19);
	const header = [
		`Date: ${date.toUTCString().replace('GMT', '+0000')}`,
		`From: Mittente ${index} <m${index}@example.it>`,
		'To: Mario Rossi <mario.rossi@example.it>',
		`Subject: Messaggio ${index} (${work})`,
		`Message-ID: <${work}-${index}@bench.example.it>`,
		'MIME-Version: 1.0',
		'Content-Type: text/plain; charset=utf-8',
		'',
		'',
	].join('\r\n');
	return {
		content: Buffer.from(`${header}${filler(Math.max(100, size - header.length), random)}\r\n`),
		flags: index % 3 === 0 ? ['\\Seen'] : index % 7 === 0 ? ['\\Seen', '\\Answered'] : [],
		internalDate: `${day}-${name}-${date.getUTCFullYear()} ${time} +0000`,
	};
}
