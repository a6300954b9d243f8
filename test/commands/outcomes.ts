import {createHash} from 'node:crypto';
import {readFile} from 'node:fs/promises';
import {expect} from 'vitest';
import type {Finished} from '../../source/engine/events.ts';
import type {FindingKind} from '../../source/engine/finding.ts';
import type {Kind} from '../corpus/messages.ts';
import type {FolderPath, FolderShape, SeedFolder, SeedMessage, Snapshot} from '../servers/mailbox.ts';
import {type ServerName, type Treatment, treatmentOf} from '../servers/treatment.ts';

/** A message, where it is, and what is odd about it. */
export type Kinded = SeedMessage & {readonly folder: FolderPath; readonly kind: string};

export function messagesOf(kinds: readonly Kind[]): Kinded[] {
	return kinds.flatMap(({kind, messages}) => messages.map(message => ({...message, kind})));
}

/** The folders that hold these messages, in their order. */
export function foldersOf<Message extends Kinded>(
	messages: readonly Message[],
): (Omit<SeedFolder, 'messages'> & {readonly messages: readonly Message[]})[] {
	return [...Map.groupBy(messages, ({folder}) => folder.join('\0'))].map(([path, group]) => ({
		path: path.split('\0'),
		subscribed: true,
		messages: group,
	}));
}

/** What a program does with a message; undefined where it keeps it as it is. */
export function treatmentOfMessage(program: ServerName, {kind, content}: Kinded): Treatment | undefined {
	const treatment = treatmentOf(program, kind);
	// What one program has changed, another like it changes no more.
	return treatment?.outcome === 'altered' && treatment.served(content).equals(content)
		? undefined
		: treatment;
}

/** What a program hands out of what it was given: other bytes perhaps, and so of another kind. Undefined where it does not take it. */
export function handedOut(program: ServerName, message: Kinded): Kinded | undefined {
	const treatment = treatmentOfMessage(program, message);
	switch (treatment?.outcome) {
		case 'refused':
		case 'keywords-refused':
			return undefined;
		case 'altered':
			return {...message, content: treatment.served(message.content), kind: treatment.becomes ?? 'plain'};
		case 'date':
			return {...message, kind: treatment.becomes ?? 'plain'};
		case 'flags':
			return {...message, kind: 'plain'};
		default:
			// No program of this bench keeps the zone of a date that is before 1970 in it alone.
			return message.kind === 'zone-before-1970' ? {...message, kind: 'plain'} : message;
	}
}

/** How the program tells of what a server does with a message. */
const findingOf: Readonly<Record<Treatment['outcome'] | 'none', FindingKind | undefined>> = {
	refused: 'refused',
	altered: 'altered',
	date: 'date-differs',
	'keywords-refused': 'keywords-lost',
	// It is sent in UTC, and the instant stays.
	'zone-refused': undefined,
	// One keyword in two spellings is the same one.
	flags: undefined,
	none: undefined,
};

function flagsThere(
	{flags}: Kinded,
	atSource: readonly string[],
	treatment: Treatment | undefined,
): readonly string[] {
	switch (treatment?.outcome) {
		case 'keywords-refused':
			return atSource.filter(flag => flag.startsWith('\\') || !treatment.refuses(flag));
		case 'flags':
			return flags.slice(0, 1);
		default:
			return atSource;
	}
}

/** What a copy came to. */
export type Copied = {
	/** What the source hands out, each folder of it filled from UID 1 on. */
	readonly messages: readonly Kinded[];
	readonly source: Snapshot;
	/** The destination's program. */
	readonly program: ServerName;
	readonly finished: Finished;
	/** What the destination held, if it held something. */
	readonly before?: Snapshot;
	readonly destination: Snapshot;
};

const shapeAt = (folders: Snapshot, name: string) => folders.find(folder => folder.name === name);

/**
 * Each message came to what its kind is expected to: the bytes, flags and instant that are there, in order and behind
 * what was there before, and the findings that tell of what is otherwise, with the server's words and the original
 * kept byte for byte. There is no other difference.
 */
export async function expectOutcomes(copied: Copied): Promise<void> {
	const told = new Map(
		copied.finished.findings
			.filter(({severity}) => severity === 'difference')
			.map(finding => [
				`${finding.kind} ${finding.source} ${finding.sourceUid ?? finding.params?.flags}`,
				finding,
			]),
	);
	const met = new Set<string>();
	for (const folder of foldersOf(copied.messages)) {
		const [source, arrived] = sidesOf(copied, folder.path);
		for (const [index, message] of folder.messages.entries()) {
			const treatment = treatmentOfMessage(copied.program, message);
			const where = `${message.kind}, message ${index + 1} of ${source.name}`;
			const atSource = source.messages[index];
			const finding = findingOf[treatment?.outcome ?? 'none'];
			// Lost keywords are counted for a whole folder.
			const lost =
				treatment?.outcome === 'keywords-refused'
					? message.flags.filter(flag => !flag.startsWith('\\') && treatment.refuses(flag))
					: [index + 1];
			for (const what of finding === undefined ? [] : lost) {
				const key = `${finding} ${source.name} ${what}`;
				const found = told.get(key);
				expect(found, `${where}: ${key} among ${[...told.keys()].join(', ')}`).toBeDefined();
				met.add(key);
				if (finding === 'refused') {
					expect(found?.server, where).toContain(treatment?.how);
				}
				if (finding === 'refused' || finding === 'altered') {
					expect((await readFile(found?.kept ?? '')).equals(message.content), `${where}: kept`).toBe(true);
				}
			}
			if (finding === 'refused') {
				continue;
			}
			const there = arrived.shift();
			const served = treatment?.outcome === 'altered' ? treatment.served(message.content) : message.content;
			expect(there?.digest, `${where}: content`).toBe(createHash('sha256').update(served).digest('hex'));
			expect(there?.flags, `${where}: flags`).toEqual(flagsThere(message, atSource?.flags ?? [], treatment));
			const isSame = there?.epoch === atSource?.epoch;
			expect(isSame, `${where}: ${atSource?.internalDate}, then ${there?.internalDate}`).toBe(
				treatment?.outcome !== 'date',
			);
		}
		expect(arrived, `more than expected in ${source.name}`).toEqual([]);
	}
	expect(
		[...told.keys()].filter(key => !met.has(key)),
		'differences that nobody expects',
	).toEqual([]);
}

/** A folder at the source, and what has come to where it went; all that was there before is there in front of it. */
function sidesOf(
	{source, finished, before = [], destination}: Copied,
	path: FolderPath,
): readonly [FolderShape, FolderShape['messages'][number][]] {
	const here = source.find(folder => folder.path.join('\0') === path.join('\0'));
	const name = finished.folders.find(folder => folder.source === here?.name)?.destination ?? '';
	const there = shapeAt(destination, name);
	if (here === undefined || there === undefined) {
		throw new Error(`${path.join('/')} has not been copied`);
	}
	const own = shapeAt(before, name)?.messages ?? [];
	expect(there.messages.slice(0, own.length), `${name}: what was there before`).toEqual(own);
	return [here, there.messages.slice(own.length)];
}
