import {createHash} from 'node:crypto';
import {readFile} from 'node:fs/promises';
import {expect} from 'vitest';
import type {Finished} from '../../source/engine/events.ts';
import {type Kind, outcomeAt} from '../corpus/messages.ts';
import {epochOf, type FolderPath, type SeedFolder, type Snapshot} from '../servers/mailbox.ts';

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

/** What a copy of these kinds came to. */
export type Copied = {
	readonly kinds: readonly Kind[];
	/** The destination's program. */
	readonly program: string;
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
			.map(finding => [`${finding.kind} ${finding.source} ${finding.sourceUid ?? ''}`, finding]),
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
			const wanted = outcomeAt(kind, program);
			const where = `${kind.kind}, message ${index + 1} of ${source}`;
			if (wanted.finding !== undefined) {
				// Lost keywords are counted for a whole folder.
				const uid = wanted.finding === 'keywords-lost' ? '' : String(index + 1);
				const key = `${wanted.finding} ${source} ${uid}`;
				const finding = told.get(key);
				expect(finding, `${where}: ${wanted.finding} among ${[...told.keys()].join(', ')}`).toBeDefined();
				told.delete(key);
				if (wanted.words !== undefined) {
					expect(finding?.server, where).toMatch(wanted.words);
				}
				if (wanted.content !== undefined) {
					expect((await readFile(finding?.kept ?? '')).equals(message.content), `${where}: kept`).toBe(true);
				}
			}
			if (wanted.content === 'refused') {
				continue;
			}
			const there = arrived.shift();
			expect(there?.digest, `${where}: content`).toBe(
				createHash('sha256')
					.update(wanted.content ?? message.content)
					.digest('hex'),
			);
			expect(there?.flags, `${where}: flags`).toEqual([...(wanted.flags ?? message.flags)].sort());
			if (wanted.otherDate) {
				expect(there?.epoch, `${where}: date`).not.toBe(epochOf(message.internalDate));
			} else {
				expect(there?.epoch, `${where}: date`).toBe(epochOf(message.internalDate));
			}
		}
		expect(arrived, `more than expected in ${source}`).toEqual([]);
	}
	expect([...told.keys()], 'differences that nobody expects').toEqual([]);
}
