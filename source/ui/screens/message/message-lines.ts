import type {Signature} from '../../../certified/signature.ts';
import type {ListedMessage, MessagePreview} from '../../../engine/comparison.ts';
import type {Format} from '../../../locales/format.ts';
import type {Certified} from '../../../locales/wording.ts';
import {printable} from '../../../printable.ts';
import {cells, left, wrap} from '../../cells.ts';
import type {Words} from '../../services.ts';
import type {Tone} from '../../theme.ts';
import {arrivalOf} from './message-facts.ts';
import type {Listing} from './message-state.ts';

/** One line of a message: a label, where it has one, and a text; both are printable and fit. */
export interface MessageLine {
	readonly label: string;
	readonly text: string;
	readonly tone: Tone;
}

/** Fields of a header that a person looks for first, in the order in which they are shown. */
const important = ['Date', 'From', 'To', 'Cc', 'Subject', 'Message-ID'];

/** Lines that one field of the header takes at most, unless all of the header is wanted. */
const fieldLines = 3;

interface Looks {
	readonly words: Words;
	readonly certified: Certified;
	readonly format: Format;
	readonly width: number;
	readonly allHeaders: boolean;
	/** Stands for what was cut off, and draws a rule. */
	readonly marks: {readonly cut: string; readonly line: string; readonly dot: string};
}

/**
 * Everything that is shown of a message, line by line: header, its signature where it was checked, what the server says
 * of it, attachments, text.
 */
export function messageLines(
	message: ListedMessage,
	preview: MessagePreview,
	looks: Looks,
	signature?: Signature,
): readonly MessageLine[] {
	const {words, format, width} = looks;
	const w = words.message;
	const rule: MessageLine = {label: '', text: looks.marks.line.repeat(width), tone: 'dim'};
	const attachments = preview.attachments.flatMap(({name, type, bytes}) =>
		wrap(
			`${looks.marks.dot} ${printable(name) || w.noName}  ${printable(type)}  ${format.bytes(bytes)}`,
			width,
			fieldLines,
			looks.marks.cut,
		).map((text): MessageLine => ({label: '', text, tone: 'plain'})),
	);
	const remark = (text: string): MessageLine[] =>
		wrap(text, width).map(line => ({label: '', text: line, tone: 'warn'}));
	const text = textLines(preview.text, width);
	return [
		...headerLines(preview, looks),
		rule,
		...(signature === undefined ? [] : [...signatureLines(signature, looks), rule]),
		...certifiedLines(preview, looks, remark, rule),
		...factLines(message, preview, looks),
		...(attachments.length === 0
			? []
			: [
					rule,
					{label: '', text: w.attachments(preview.attachments.length), tone: 'strong'} as const,
					...attachments,
				]),
		...(preview.isPartial ? remark(w.partial) : []),
		rule,
		...(text.length === 0 ? [{label: '', text: w.noText, tone: 'dim'} as const] : text),
		...(preview.isTextCut ? remark(w.cut) : []),
	];
}

/** Label and text, wrapped below each other. */
function labelled(
	pairs: readonly (readonly [string, string])[],
	width: number,
	most: number,
	mark: string,
): readonly MessageLine[] {
	const widest = Math.max(0, ...pairs.map(([label]) => cells(label)));
	const room = Math.min(widest, Math.floor(width / 3)) + 2;
	return pairs.flatMap(([label, value]) =>
		wrap(value, width - room, most, mark).map(
			(text, line): MessageLine => ({label: left(line === 0 ? label : '', room, mark), text, tone: 'plain'}),
		),
	);
}

function headerLines({headers}: MessagePreview, {allHeaders, width, marks}: Looks): readonly MessageLine[] {
	const shown = allHeaders
		? headers
		: important.flatMap(name => headers.filter(field => field.name.toLowerCase() === name.toLowerCase()));
	const pairs = shown.map(({name, value}) => [printable(name), printable(value)] as const);
	return labelled(pairs, width, allHeaders ? Number.POSITIVE_INFINITY : fieldLines, marks.cut);
}

/** What certified mail says of itself: by its header, and by what its provider put into daticert.xml. */
function certifiedLines(
	{certified: told}: MessagePreview,
	{certified: w, width, marks}: Looks,
	remark: (text: string) => readonly MessageLine[],
	rule: MessageLine,
): readonly MessageLine[] {
	if (!told) return [];
	const {kind, reference} = told;
	const data = told.data === 'unreadable' ? undefined : told.data;
	const recipients = [...(data?.recipients ?? []), ...(data?.hasMore ? [w.andMore] : [])].join(', ');
	const pairs = [
		[w.fields.kind, w.kinds[kind]],
		[w.fields.sender, data?.sender],
		[w.fields.recipients, recipients],
		[w.fields.delivery, data?.delivery],
		[w.fields.receipt, data?.receipt],
		[w.fields.date, data?.date],
		[w.fields.reference, reference ?? data?.reference],
		[w.fields.provider, data?.provider],
		[w.fields.error, data?.error],
	] as const;
	const shown = pairs.flatMap(([label, value]) => (value ? [[label, printable(value)] as const] : []));
	return [
		...labelled(shown, width, fieldLines, marks.cut),
		...(told.data === 'unreadable' ? remark(w.unreadable) : []),
		rule,
	];
}

/** What the check of a signature came to. */
function signatureLines(
	{verdict, words: said, signer, issuer, signedAt, validUntil}: Signature,
	{words, certified, format, width, marks}: Looks,
): readonly MessageLine[] {
	const {fields} = words.signatures;
	const date = (at: number | undefined) => (at === undefined ? undefined : format.date(at));
	const pairs = [
		[fields.signature, certified.verdicts[verdict]],
		[fields.words, said],
		[fields.signer, signer],
		[fields.issuer, issuer],
		[fields.signedAt, date(signedAt)],
		[fields.validUntil, date(validUntil)],
	] as const;
	const shown = pairs.flatMap(([label, value]) => (value ? [[label, printable(value)] as const] : []));
	return labelled(shown, width, fieldLines, marks.cut);
}

/** What the servers say of a message, on both sides where it is on both. */
function factLines(
	message: ListedMessage,
	{bytes}: MessagePreview,
	{words, format, width, marks}: Looks,
): readonly MessageLine[] {
	const w = words.message;
	const {counterpart} = message;
	const flags = (names: readonly string[]) =>
		names.length === 0 ? words.differences.noFlags : printable(names.join(' '));
	const date = (of: {readonly internalDate: string}) => {
		const at = arrivalOf(of);
		return at === undefined ? printable(of.internalDate) : format.exact(at);
	};
	const both = (say: (of: Pick<ListedMessage, 'flags' | 'internalDate'>) => string) => {
		const here = say(message);
		const there = counterpart === undefined ? here : say(counterpart);
		return here === there ? here : `${here}; ${w.there(there)}`;
	};
	return labelled(
		[
			[w.field.size, format.bytes(bytes)],
			[w.field.date, both(date)],
			[w.field.flags, both(({flags: names}) => flags(names))],
		],
		width,
		fieldLines,
		marks.cut,
	);
}

/** Characters without a width that mail is padded with, and no letter needs. */
const padding = /\u00ad|\u034f|\u200b|\u2060|\ufeff|(?<![\p{L}\p{M}])\u200c|\u200c(?![\p{L}\p{M}])/gu;

function textLines(text: string, width: number): readonly MessageLine[] {
	const lines = text
		.replaceAll(padding, '')
		.replaceAll('\t', '    ')
		.trimEnd()
		.split(/\r\n|\r|\n/);
	if (lines.length === 1 && lines[0] === '') return [];
	return lines.flatMap(line => {
		const safe = printable(line.trimEnd());
		const indent = safe.slice(0, safe.search(/\S|$/)).slice(0, Math.floor(width / 2));
		return wrap(safe.trimStart(), width - indent.length).map(
			(part): MessageLine => ({label: '', text: indent + part, tone: 'plain'}),
		);
	});
}

/** Where a message is, and why it is listed. */
export function messageTitle(listing: Listing, words: Words): string {
	const why =
		listing.by === 'difference'
			? words.message.state[listing.kind]
			: words.signatures.verdict[listing.signature.verdict];
	return `${printable(listing.folder)}: ${why}`;
}
