import fc from 'fast-check';
import type {SeedMessage} from '../servers/mailbox.ts';
import type {Direction, Fault} from '../servers/proxy.ts';

/** One message of a random mailbox, by what it is made of: the same numbers are the same message. */
export type Mail = {readonly content: number; readonly flags: number; readonly day: number};

/** What another client does to a mailbox; numbers choose among what is there at that moment. */
export type Meddling =
	| {readonly kind: 'deliver'; readonly folder: number}
	| {readonly kind: 'remove' | 'flag'; readonly folder: number; readonly message: number}
	| {readonly kind: 'move'; readonly folder: number; readonly message: number; readonly to: number}
	/** A folder of the source that is deleted, or replaced by another one of its name. */
	| {readonly kind: 'drop' | 'replace'; readonly folder: number};

export type Side = 'source' | 'destination';

/** Something that happens on one side, after so many commands. */
export type Incident = {readonly side: Side; readonly after: number} & (
	| {readonly kind: 'fault'; readonly fault: Fault}
	| {readonly kind: 'silence'}
	| {readonly kind: 'cut'; readonly direction: Direction; readonly bytes: number}
	| {readonly kind: 'meddle'; readonly meddling: Meddling}
	/** Another client puts a message into the run's own folder, while messages are appended to it. */
	| {readonly kind: 'intrude'}
);

/** The engine dies at a write of its journal. */
export type Death = {readonly write: number; readonly when: 'before' | 'after'};

/** What one action of the engine has to go through. */
export type Trouble = {readonly incidents: readonly Incident[]; readonly deaths: readonly Death[]};

export const sourceNames = [
	['INBOX'],
	['Lavoro'],
	['Lavoro', '2024'],
	['Posta inviata'],
	['Vecchia'],
] as const;
export const destinationNames = [['INBOX'], ['Sent'], ['Trash'], ['Lavoro']] as const;

export type Scenario = {
	readonly server: number;
	readonly verify: 'full' | 'counts';
	/** By the names above; undefined where there is no such folder. */
	readonly source: readonly (readonly Mail[] | undefined)[];
	readonly destination: readonly (readonly Mail[] | undefined)[];
	/** Puts one folder into another by choice. */
	readonly merge: boolean;
	readonly copy: Trouble;
	readonly undo: Trouble;
};

const flagSets = [
	[],
	['\\Seen'],
	['\\Seen', '\\Answered'],
	['\\Flagged', '$Forwarded'],
	['\\Deleted', 'da_pagare'],
];

/** The bytes that a message of a scenario has. Some have no Message-ID, one is large, one is hardly a message. */
export function seedOf({content, flags, day}: Mail): SeedMessage {
	const id = content < 10 ? `Message-ID: <${content}@casa.example>\r\n` : '';
	const lines = content === 9 ? 900 : 1 + (content % 4) * 20;
	const body = content === 13 ? '\r\n' : `${id}Subject: numero ${content}\r\n\r\n`;
	return {
		content: Buffer.from(body + `perché ${content}, e no\r\n`.repeat(content === 13 ? 0 : lines)),
		flags: flagSets[flags] ?? [],
		internalDate: `0${1 + day}-Mar-2019 10:20:30 +0000`,
	};
}

const mail: fc.Arbitrary<Mail> = fc.record({content: fc.nat(13), flags: fc.nat(4), day: fc.nat(3)});
const some = (most: number) => fc.array(mail, {maxLength: most});

const answer = fc.constantFrom(
	'NO [INUSE] Mailbox in use',
	'NO [UNAVAILABLE] Backend down',
	'NO [LIMIT] Rate limit hit.',
	'BAD Request is throttled. Suggested Backoff Time: 5 milliseconds',
	'NO Server Unavailable. 15',
);

const fault: fc.Arbitrary<Fault> = fc.oneof(
	{weight: 4, arbitrary: fc.constant({kind: 'lose'} as const)},
	{weight: 3, arbitrary: answer.map(text => ({kind: 'refuse', answer: text}) as const)},
	fc.constant({kind: 'bye', words: 'Server shutting down'} as const),
	fc
		.constantFrom(
			'* 3 FETCH (UID',
			'\r\n\r\n',
			'* OK [COPYUID 1 2 3] no\r\n',
			'* 99 FETCH (FLAGS (\\Seen) UID 1)\r\n',
			'* 7 EXISTS\r\n* 1 RECENT\r\n',
			'* OK \u0000\u001b]0;x\u0007\r\n',
			'x1 OK nobody has asked\r\n',
			'(((((\r\n',
			'+ go on\r\n',
			'<html>\r\n',
		)
		.map(bytes => ({kind: 'garble', bytes}) as const),
	fc.integer({min: 1, max: 400}).map(bytes => ({kind: 'overlong', bytes}) as const),
);

const numbers = {folder: fc.nat(5), message: fc.nat(30)};
const meddling: fc.Arbitrary<Meddling> = fc.oneof(
	fc.record({kind: fc.constant('deliver' as const), folder: numbers.folder}),
	fc.record({kind: fc.constantFrom('remove' as const, 'remove' as const, 'flag' as const), ...numbers}),
	fc.record({kind: fc.constant('move' as const), ...numbers, to: fc.nat(5)}),
);
const atSource: fc.Arbitrary<Meddling> = fc.oneof(
	{weight: 4, arbitrary: meddling},
	fc.record({kind: fc.constantFrom('drop' as const, 'replace' as const), folder: numbers.folder}),
);

function incident(side: Side, commands: number): fc.Arbitrary<Incident> {
	const where = {side: fc.constant(side), after: fc.nat(commands)};
	return fc.oneof(
		{weight: 6, arbitrary: fc.record({...where, kind: fc.constant('fault' as const), fault})},
		{weight: 1, arbitrary: fc.record({...where, kind: fc.constant('silence' as const)})},
		{
			weight: 3,
			arbitrary: fc.record({
				...where,
				kind: fc.constant('cut' as const),
				direction: fc.constantFrom<Direction>('up', 'down'),
				bytes: fc.integer({min: 1, max: 30_000}),
			}),
		},
		{
			weight: 5,
			arbitrary: fc.record({
				...where,
				kind: fc.constant('meddle' as const),
				meddling: side === 'source' ? atSource : meddling,
			}),
		},
		...(side === 'source'
			? []
			: [{weight: 1, arbitrary: fc.record({...where, kind: fc.constant('intrude' as const)})}]),
	);
}

function trouble(incidents: fc.Arbitrary<Incident>, most: number, deaths: number): fc.Arbitrary<Trouble> {
	const death = fc.record({
		write: fc.integer({min: 1, max: 40}),
		when: fc.constantFrom('before' as const, 'after' as const),
	});
	return fc.record({
		incidents: fc.array(incidents, {maxLength: most}),
		deaths: fc.array(death, {maxLength: deaths}),
	});
}

/** Any two mailboxes of a few dozen messages, and any trouble between them. */
export const scenarios: fc.Arbitrary<Scenario> = fc.record({
	server: fc.nat(3),
	verify: fc.constantFrom('full' as const, 'full' as const, 'counts' as const),
	source: fc.tuple(
		some(12),
		fc.option(some(8), {nil: undefined}),
		fc.option(some(8), {nil: undefined}),
		fc.option(some(6), {nil: undefined}),
		fc.option(some(5), {nil: undefined}),
	),
	destination: fc.tuple(
		some(5),
		fc.option(some(4), {nil: undefined}),
		fc.option(some(4), {nil: undefined}),
		fc.option(some(4), {nil: undefined}),
	),
	merge: fc.boolean(),
	copy: trouble(
		fc.oneof(incident('source', 25), incident('destination', 70), incident('destination', 70)),
		5,
		2,
	),
	undo: trouble(incident('destination', 45), 3, 1),
});
