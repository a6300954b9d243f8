import type {ReactNode} from 'react';
import type {DifferenceKind, ListedMessage} from '../../../engine/comparison.ts';
import type {Format} from '../../../locales/format.ts';
import type {Certified} from '../../../locales/wording.ts';
import {cells} from '../../cells.ts';
import {Line, Say, useCells, useEnvironment} from '../../environment.tsx';
import type {Words} from '../../services.ts';
import {arrivalOf, flagsApart, writingOf} from '../message/message-facts.ts';

/** One column of the list: its title, how wide it is, and what it says of a message. */
interface Column {
	readonly title: string;
	readonly width: number;
	readonly isRight?: boolean;
	readonly say: (message: ListedMessage) => string;
}

/** Cells that a subject has at least beside the kind of certified mail. */
const leastSubject = 16;

/**
 * The columns of a kind at a width: what a message is recognised by, and what differs where something does.
 *
 * @param certified The words for kinds of certified mail, where the folder has any.
 */
function columnsOf(
	kind: DifferenceKind,
	width: number,
	{column: w, noFrom, noSubject, noFlags}: Words['differences'],
	certified: Certified['shortKinds'] | undefined,
	format: Format,
): readonly Column[] {
	const isWide = width >= 100;
	const day = (at: number | undefined) => (at === undefined ? '' : isWide ? format.date(at) : format.day(at));
	const exact = (at: number | undefined) =>
		at === undefined ? '' : width >= 76 ? format.exact(at) : format.date(at);
	const flags = (names: readonly string[]) => (names.length === 0 ? noFlags : names.join(' '));
	const written = {title: w.date, width: isWide ? 19 : 12, say: (one: ListedMessage) => day(writingOf(one))};
	const own: Record<DifferenceKind, {before: readonly Column[]; after: readonly Column[]}> = {
		missing: {
			before: [written],
			after: [{title: w.size, width: 7, isRight: true, say: one => format.bytes(one.bytes)}],
		},
		extra: {
			before: [written],
			after: [{title: w.size, width: 7, isRight: true, say: one => format.bytes(one.bytes)}],
		},
		'flags-differ': {
			before: [written],
			after: [
				{title: w.onlyHere, width: Math.floor(width / 6), say: one => flags(flagsApart(one).here)},
				{title: w.onlyThere, width: Math.floor(width / 6), say: one => flags(flagsApart(one).there)},
			],
		},
		'dates-differ': {
			before: [
				{title: w.here, width: width >= 76 ? 22 : 19, say: one => exact(arrivalOf(one))},
				{
					title: w.there,
					width: width >= 76 ? 22 : 19,
					say: ({counterpart}) => (counterpart === undefined ? '' : exact(arrivalOf(counterpart))),
				},
			],
			after: [],
		},
	};
	const {before, after} = own[kind];
	const taken = [...before, ...after].reduce((sum, column) => sum + column.width + 2, 0);
	const kinds = certified === undefined ? undefined : kindColumn(certified, w.kind);
	const isTold = kinds !== undefined && width - 4 - taken - kinds.width - 2 >= leastSubject;
	const rest = width - 4 - taken - (isTold ? kinds.width + 2 : 0);
	const from = rest < (isTold ? 60 : 24) ? 0 : Math.min(36, Math.floor(rest * 0.4));
	const sender: Column = {title: w.from, width: from, say: one => senderOf(one, from) || noFrom};
	return [
		...before,
		...(isTold ? [from > 0 ? kinds : kindOrSender(kinds, w.from, noFrom)] : []),
		...(from > 0 ? [sender] : []),
		{
			title: w.subject,
			width: Math.max(8, rest - (from > 0 ? from + 2 : 0)),
			say: one => one.subject || noSubject,
		},
		...after,
	];
}

/** What kind of certified mail it is: nothing of other mail. */
function kindColumn(words: Certified['shortKinds'], title: string): Column {
	const width = Math.max(cells(title), ...Object.values(words).map(cells));
	return {title, width, say: ({kind}) => (kind === undefined ? '' : words[kind])};
}

/** In one column where there is no room for two: who has sent certified mail is its provider, and what it is says more. */
function kindOrSender(kinds: Column, from: string, noFrom: string): Column {
	return {
		...kinds,
		title: from,
		say: one => kinds.say(one) || senderOf(one, kinds.width) || noFrom,
	};
}

/** The sender, by name alone where there is no room for the address too. */
function senderOf({from = ''}: ListedMessage, width: number): string {
	if (cells(from) <= width) return from;
	const [, name] = /^\s*"?(.*?)"?\s*<[^<>]*>\s*$/.exec(from) ?? [];
	return name || from;
}

interface LineProps {
	readonly kind: DifferenceKind;
	/** Whether there is certified mail in this folder. */
	readonly isCertified: boolean;
	readonly width: number;
}

function useColumns({kind, isCertified, width}: LineProps): readonly Column[] {
	const {words, sentences, format} = useEnvironment();
	const {shortKinds} = sentences.certified;
	return columnsOf(kind, width, words.differences, isCertified ? shortKinds : undefined, format);
}

/** The titles of the columns. */
export function HeadLine(props: LineProps): ReactNode {
	const text = useCells();
	const columns = useColumns(props);
	const titles = columns.map(({title, width, isRight}) => (isRight ? text.right : text.left)(title, width));
	return (
		<Line>
			<Say tone="head">{`   ${titles.join('  ')}`}</Say>
		</Line>
	);
}

interface MessageLineProps extends LineProps {
	/** Absent while it is on its way. */
	readonly message: ListedMessage | undefined;
	readonly isHere: boolean;
}

/** One message of the list. */
export function MessageLine({message, isHere, ...props}: MessageLineProps): ReactNode {
	const {theme} = useEnvironment();
	const text = useCells();
	const columns = useColumns(props);
	const said = columns.map(({say, width, isRight}) => {
		const value = message === undefined ? theme.marks.wait : text.safe(say(message));
		return (isRight ? text.right : text.left)(value, width);
	});
	return (
		<Line>
			<Say tone="accent">{` ${isHere ? theme.marks.here : ' '} `}</Say>
			<Say tone={message === undefined ? 'dim' : isHere ? 'accent' : 'plain'}>{said.join('  ')}</Say>
		</Line>
	);
}
