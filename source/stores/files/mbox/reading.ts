import type {FileHandle} from 'node:fs/promises';
import type {MboxDialect} from '../../../accounts/account.ts';
import {headerFields} from '../../../header-fields.ts';
import {toInternalDate} from '../../internal-date.ts';
import {gmailFlags} from './gmail.ts';
import type {Line} from './line.ts';
import {contentAt} from './place.ts';
import type {Quoting} from './restoring.ts';
import {type Damage, type Found, messagesIn, type Reading} from './scan.ts';
import type {FromLines} from './walk.ts';

/** Bytes of a header in which a date is looked for. */
const dateBytes = 64 * 1024;

/** What a scan of a whole file has come to; lines have no UIDs yet. */
export type Read = Omit<Line, 'uid'>;

/**
 * All messages of a file, as they are to be handed out.
 *
 * @param mtime of the file, in milliseconds: the date of a message that tells none
 * @param how see {@link messagesIn}
 */
export async function* readMessages(
	file: FileHandle,
	size: number,
	mtime: number,
	how: Reading,
): AsyncGenerator<Read, void, void> {
	for await (const found of messagesIn(file, size, how)) {
		const {start, from, to, next, marks, hash, lines} = found;
		const quoting = quotingOf(found, how.dialect);
		const quoted: Damage = marks.isSigned ? 'quoted-signed' : 'quoted';
		const damage = isUnsure(lines, quoting, how.dialect) ? [...found.damage, quoted] : found.damage;
		const cuts = found.cuts.map(({start, end}): [number, number] => [start, end]);
		yield {
			start,
			from,
			to,
			next,
			...(cuts.length > 0 ? {cuts} : {}),
			...(quoting === 'every' ? {} : {quoting}),
			bytes: bytesOf(found, quoting),
			hash,
			flags: [...new Set([...marks.flags, ...gmailFlags(marks.labels)])],
			date: found.date ?? (await dateInHeader(file, found)) ?? toInternalDate(Math.floor(mtime / 1000)),
			...(marks.labels ? {labels: [...marks.labels]} : {}),
			...(damage.length > 0 ? {damage: [...damage]} : {}),
			...(marks.isDeleted ? {gone: 'deleted' as const} : {}),
		};
	}
}

/**
 * Which dialect a message is in, as it shows itself. Programs that write `Content-Length` quote nothing (mboxcl2), and
 * one that has left a line that begins with `From ` as it is has quoted no other. Else it is mboxrd: mboxo differs
 * in lines with several `>` alone, and does not tell whether it has added one.
 */
function quotingOf({hasLength, lines}: Found, dialect: MboxDialect | undefined): Quoting {
	if (dialect !== undefined) return quotings[dialect];
	return hasLength || lines.bare > 0 ? 'none' : 'every';
}

const quotings: Readonly<Record<MboxDialect, Quoting>> = {
	mboxo: 'single',
	mboxrd: 'every',
	mboxcl: 'single',
	mboxcl2: 'none',
};

/** Whether a `>` is taken off that may have been the message's own. */
function isUnsure(
	{quoted, quotedMore}: FromLines,
	quoting: Quoting,
	dialect: MboxDialect | undefined,
): boolean {
	// Whoever writes `>From ` for `From ` alone leaves a line as it is that was `>From ` before.
	if (quoting === 'single') return quoted > 0;
	return quoting === 'every' && dialect === undefined && quoted + quotedMore > 0;
}

function bytesOf({from, to, cuts, bareLineFeeds, lines}: Found, quoting: Quoting): number {
	const cut = cuts.reduce((sum, {start, end}) => sum + end - start, 0);
	const quotes = quoting === 'none' ? 0 : lines.quoted + (quoting === 'every' ? lines.quotedMore : 0);
	return to - from - cut + bareLineFeeds - quotes;
}

/** When it was received, or else written, as its header says; undefined where it says nothing. */
async function dateInHeader(file: FileHandle, {from, to, cuts}: Found): Promise<string | undefined> {
	const pieces: Buffer[] = [];
	const place = {from, to, cuts, quoting: 'none', bytes: dateBytes} as const;
	for await (const piece of contentAt(file, place)) pieces.push(piece);
	const {fields} = headerFields(Buffer.concat(pieces));
	const textOf = (wanted: string) => fields.find(({name}) => name.toLowerCase() === wanted)?.value;
	const received = textOf('received')?.split(';').at(-1);
	for (const text of [received, textOf('date')]) {
		const time = Date.parse(text ?? '');
		const year = new Date(time).getUTCFullYear();
		// JavaScript reads a year of five digits too, which an internal date can't have.
		if (text && year >= 0 && year <= 9999)
			return toInternalDate(Math.floor(time / 1000), /[+-]\d{4}/.exec(text)?.[0] ?? '+0000');
	}

	return undefined;
}
