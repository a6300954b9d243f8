import {createHash} from 'node:crypto';
import {readFile} from 'node:fs/promises';
import {expect} from 'vitest';
import type {Finished} from '../../source/engine/events.ts';
import type {FindingKind} from '../../source/engine/finding.ts';
import type {Kind} from '../corpus/messages.ts';
import {epochOf, type FolderPath, type SeedFolder, type Snapshot} from '../servers/mailbox.ts';
import {type ServerName, type Treatment, treatmentOf} from '../servers/treatment.ts';

/** The folders that hold these kinds of messages, in their order. */
export function foldersOf(kinds: readonly Kind[]): SeedFolder[] {
	const messages = Map.groupBy(
		kinds.flatMap(kind => kind.messages),
		({folder}) => folder.join('\0'),
	);
	return [...messages].map(([path, group]) => ({
		path: path.split('\0'),
		subscribed: true,
		messages: group,
	}));
}

/** How the program tells of what a server does with a message. */
const findingOf: Readonly<Record<Treatment['outcome'] | 'none', FindingKind | undefined>> = {
	refused: 'refused',
	altered: 'altered',
	date: 'date-differs',
	'keywords-refused': 'keywords-lost',
	// One keyword in two spellings is the same one.
	flags: undefined,
	none: undefined,
};

function flagsThere(flags: readonly string[], treatment: Treatment | undefined): string[] {
	switch (treatment?.outcome) {
		case 'keywords-refused':
			return flags.filter(flag => flag.startsWith('\\'));
		case 'flags':
			return flags.slice(0, 1);
		default:
			return [...flags].sort();
	}
}

/** What a copy of these kinds came to. */
export type Copied = {
	readonly kinds: readonly Kind[];
	/** The destination's program. */
	readonly program: ServerName;
	/** The source's name for a folder. */
	readonly nameAtSource: (path: FolderPath) => string;
	readonly finished: Finished;
	readonly destination: Snapshot;
};

/**
 * Each message came to what its kind is expected to: the bytes, flags and instant that are there, in order, and the
 * findings that tell of what is otherwise, with the server's words and the original kept byte for byte. There is
 * no other difference. Each folder of the source must have been filled from UID 1 on.
 */
export async function expectOutcomes({
	kinds,
	program,
	nameAtSource,
	finished,
	destination,
}: Copied): Promise<void> {
	const told = new Map(
		finished.findings
			.filter(({severity}) => severity === 'difference')
			.map(finding => [
				`${finding.kind} ${finding.source} ${finding.sourceUid ?? finding.params?.flags}`,
				finding,
			]),
	);
	const kindOf = new Map(kinds.flatMap(kind => kind.messages.map(message => [message, kind] as const)));
	for (const folder of foldersOf(kinds)) {
		const source = nameAtSource(folder.path);
		const arrived = [
			...(destination.find(({path}) => path.join('\0') === folder.path.join('\0'))?.messages ?? []),
		];
		for (const [index, message] of folder.messages.entries()) {
			const kind = kindOf.get(message as Kind['messages'][number]);
			if (kind === undefined) {
				throw new Error('A message of no kind');
			}
			const treatment = treatmentOf(program, kind.kind);
			const where = `${kind.kind}, message ${index + 1} of ${source}`;
			const finding = findingOf[treatment?.outcome ?? 'none'];
			if (treatment !== undefined && finding !== undefined) {
				// Lost keywords are counted for a whole folder.
				const keys = (
					finding === 'keywords-lost' ? message.flags.filter(flag => !flag.startsWith('\\')) : [index + 1]
				).map(what => `${finding} ${source} ${what}`);
				for (const key of keys) {
					const found = told.get(key);
					expect(found, `${where}: ${key} among ${[...told.keys()].join(', ')}`).toBeDefined();
					told.delete(key);
					if (finding === 'refused') {
						expect(found?.server, where).toContain(treatment.how);
					}
					if (finding === 'refused' || finding === 'altered') {
						expect((await readFile(found?.kept ?? '')).equals(message.content), `${where}: kept`).toBe(true);
					}
				}
			}
			if (finding === 'refused') {
				continue;
			}
			const there = arrived.shift();
			const served = treatment?.outcome === 'altered' ? treatment.served(message.content) : message.content;
			expect(there?.digest, `${where}: content`).toBe(createHash('sha256').update(served).digest('hex'));
			expect(there?.flags, `${where}: flags`).toEqual(flagsThere(message.flags, treatment));
			const isSame = there?.epoch === epochOf(message.internalDate);
			expect(isSame, `${where}: ${message.internalDate}, then ${there?.internalDate}`).toBe(
				treatment?.outcome !== 'date',
			);
		}
		expect(arrived, `more than expected in ${source}`).toEqual([]);
	}
	expect([...told.keys()], 'differences that nobody expects').toEqual([]);
}
