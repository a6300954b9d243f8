import type {FileHandle} from 'node:fs/promises';
import type {MboxDialect} from '../../../accounts/account.ts';
import {beginsMessage, envelopeDate, isField, isWholeLine} from './envelope.ts';
import {longestHeader, type Marks, marksOf, type Span} from './marks.ts';
import {type FromLines, lookahead, Walk} from './walk.ts';
import {Window} from './window.ts';

/** What is wrong at a message of a file. Nothing of it is left out. */
export type Damage =
	/** No `From ` line is in front of it. */
	| 'no-separator'
	/** No empty line is between it and the next: it may have been cut off. */
	| 'no-empty-line'
	/** The file ends within a line, or before the length that was told. */
	| 'cut-off'
	/** `Content-Length` tells another length than there is. */
	| 'wrong-length'
	/** Ends in NULs, as a file does after the power has failed. */
	| 'nuls'
	/** Lines begin with `>From `: which of them quoting has made so is not sure where a program has written mboxo. */
	| 'quoted'
	/** The same in a message that is signed. */
	| 'quoted-signed';

/** How a file is read. */
export interface Reading {
	/**
	 * Written by this program alone: each line that begins with `From ` begins a message, and a `Content-Length` is some
	 * message's own.
	 */
	readonly isOurs: boolean;
	/** The one that somebody has chosen; a `Content-Length` is a message's own where it is mboxo or mboxrd. */
	readonly dialect?: MboxDialect | undefined;
}

/** A message in an mbox file. Offsets are in bytes from the beginning of the file. */
export interface Found {
	/** Of its line `From …`, if it has one. */
	readonly start: number;
	/** Where the message itself begins and ends; behind it may be an empty line, which is none of it. */
	readonly from: number;
	readonly to: number;
	/** Where the next begins. */
	readonly next: number;
	/** From its `From ` line, as an internal date; undefined where that has none. */
	readonly date?: string;
	readonly marks: Marks;
	/** What in it is the mailbox's and no part of the message; in bytes from `from`. */
	readonly cuts: readonly Span[];
	/** Line ends without CR; without those in `cuts`, as are the next two. */
	readonly bareLineFeeds: number;
	readonly lines: FromLines;
	/** What tells its bytes in the file from others. */
	readonly hash: string;
	/** `Content-Length` is there and right. */
	readonly hasLength: boolean;
	readonly damage: readonly Damage[];
}

/**
 * All messages of an mbox file in their order, in bounded memory. Every byte of the file is in a message, in the line
 * in front of it, or in the empty line after it.
 *
 * Written here since no library is up to it: those on npm take each line that begins with `From ` for a message, know
 * neither quoting nor lengths, tell no offsets, and hold whole messages.
 *
 * @param size how much of the file is looked at
 */
export async function* messagesIn(
	file: FileHandle,
	size: number,
	how: Reading,
): AsyncGenerator<Found, void, void> {
	const window = new Window(file, size);
	let at = 0;
	while (at < size) {
		const found = await messageAt(window, at, size, how);
		at = found.next;
		if (found.start > 0 || found.from > 0 || !(await isBlank(window, found))) yield found;
	}
}

/** Whether a file begins as an mbox does, or, where that `mayLack`, as a message does whose `From ` line is missing. */
export async function looksLikeMbox(file: FileHandle, size: number, mayLack: boolean): Promise<boolean> {
	return beginsMbox(await new Window(file, size).from(0, lookahead), mayLack);
}

/** The same of its first bytes. */
export function beginsMbox(bytes: Buffer, mayLack: boolean): boolean {
	const beginning = bytes.toString('latin1', 0, lookahead).replace(/^[\r\n]+/, '');
	if (beginning.startsWith('From ')) return beginsMessage(beginning, true);
	return mayLack && isField(beginning);
}

async function textAt(window: Window, at: number): Promise<string> {
	return (await window.from(at, lookahead)).toString('latin1', 0, lookahead);
}

/** Empty lines in front of the first message are no message. */
async function isBlank(window: Window, {from, to}: Found): Promise<boolean> {
	return to - from <= lookahead && /^[\r\n]*$/.test((await textAt(window, from)).slice(0, to - from));
}

async function messageAt(
	window: Window,
	start: number,
	size: number,
	{isOurs, dialect}: Reading,
): Promise<Found> {
	const beginning = await textAt(window, start);
	const lineEnd = beginning.indexOf('\n') + 1;
	// At the beginning of a file it may be anything.
	const hasSeparator =
		beginning.startsWith('From ') && (isOurs ? isWholeLine(beginning) : beginsMessage(beginning, true));
	const from = hasSeparator ? start + lineEnd : start;
	const date = hasSeparator ? envelopeDate(beginning.slice(0, lineEnd).trimEnd()) : undefined;
	const marks = marksOf(await headerAt(window, from));
	const hasLengths = !isOurs && dialect !== 'mboxo' && dialect !== 'mboxrd';
	const told = !hasLengths ? undefined : await toldEnd(window, from, marks, size);
	const cuts = [...marks.spans, ...(told ? marks.lengthFields : [])].sort((a, b) => a.start - b.start);
	const walk = new Walk(window);
	let at = from;
	for (const cut of cuts) {
		await walk.go(at, from + cut.start, 'none');
		at = from + cut.end;
		await walk.skip(from + cut.start, at);
	}

	const end = await walk.go(at, told?.to ?? size, told ? 'none' : isOurs ? 'every' : 'likely');
	const isShort = hasLengths && from + (marks.body ?? 0) + (marks.bodyLength ?? 0) > size;
	const isCutOff = !told && end >= size && (walk.endsInLine || isShort);
	const empty = told ? 0 : walk.withoutEmptyLine();
	const damage: Damage[] = [];
	if (!hasSeparator) damage.push('no-separator');
	if (isCutOff) damage.push('cut-off');
	else if (hasLengths && marks.bodyLength !== undefined && !told) damage.push('wrong-length');
	if (walk.endsInNuls) damage.push('nuls');
	if (!told && end < size && empty === 0) damage.push('no-empty-line');
	return {
		start,
		from,
		to: told?.to ?? end - empty,
		next: told?.next ?? end,
		...(date === undefined ? {} : {date}),
		marks,
		cuts,
		bareLineFeeds: walk.bareLineFeeds,
		lines: walk.lines,
		hash: walk.digest(),
		hasLength: told !== undefined,
		damage,
	};
}

/** The beginning of a message up to its empty line, and no more than is to be looked at. */
async function headerAt(window: Window, from: number): Promise<Buffer> {
	const bytes = (await window.from(from, longestHeader)).subarray(0, longestHeader);
	const ends = ['\n\n', '\n\r\n'].map(end => bytes.indexOf(end)).filter(end => end !== -1);
	return ends.length > 0 ? bytes.subarray(0, Math.min(...ends) + 3) : bytes;
}

/** Where a message ends by its `Content-Length`; undefined where it has none, or where that is not so. */
async function toldEnd(
	window: Window,
	from: number,
	{body, bodyLength}: Marks,
	size: number,
): Promise<{readonly to: number; readonly next: number} | undefined> {
	if (body === undefined || bodyLength === undefined) return undefined;
	const to = from + body + bodyLength;
	if (to > size) return undefined;
	const after = await textAt(window, to);
	const empty = /^(?:\r?\n)?/.exec(after)?.[0].length ?? 0;
	if (to + empty === size) return {to, next: size};
	const rest = after.slice(empty);
	return rest.startsWith('From ') && beginsMessage(rest, true) ? {to, next: to + empty} : undefined;
}
