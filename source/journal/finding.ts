import type {JournalFile} from './journal-file.ts';

/**
 * One thing that a human should know. As data: `locales/` words it.
 * - `difference`: the destination is not what the source is; the run ends with differences.
 * - `note`: nothing is missing or changed, but worth knowing.
 */
export interface Finding {
	readonly kind: FindingKind;
	readonly severity: 'difference' | 'note';
	/** The folders concerned, by their sides' own names. */
	readonly source?: string;
	readonly destination?: string;
	readonly sourceUid?: number;
	readonly destinationUid?: number;
	/** How many messages it concerns; 1 where absent. */
	readonly count?: number;
	/** What identifies the message to a person. Text from outside: escape before printing. */
	readonly message?: {
		readonly date?: string;
		readonly from?: string;
		readonly subject?: string;
		readonly bytes?: number;
	};
	/** The server's own words. */
	readonly server?: string;
	/** Further values of the sentence: flags, dates, names. */
	readonly params?: Readonly<Record<string, string | number>>;
	/** A file in which the message was kept apart. */
	readonly kept?: string;
}

export type FindingKind =
	/** Larger than the destination takes: left out. */
	| 'too-large'
	/** The destination refused the message: left out. */
	| 'refused'
	/** The copy read back differs from the source: placed, the original kept apart. */
	| 'altered'
	/** Gone from the source between plan and copy. */
	| 'vanished'
	/** The source has replaced the folder (UIDVALIDITY) between plan and copy: what was planned can't be told from what is there. */
	| 'source-renumbered'
	/** Sent by the source with another length than announced, or not at all. */
	| 'unreadable'
	/** Keywords that the destination does not keep. */
	| 'keywords-lost'
	| 'flags-differ'
	/** Unread at the source, read at the destination: the operator has chosen that. */
	| 'marked-read'
	/** The internal date is another instant. */
	| 'date-differs'
	/** The same instant, shown in another time zone: many servers keep none. */
	| 'zone-not-kept'
	/** Already at the destination by its header, but with another content: copied. */
	| 'other-content'
	| 'name-changed'
	/** Folders of other users and shared ones, which nobody asked for. */
	| 'of-others'
	/** Folders in which the provider keeps a second copy of mail: left out, since nobody asked for them. */
	| 'second-copy'
	/** Archived mail, which only a folder that shows all mail holds, and that was not chosen. */
	| 'only-in-all-mail'
	/** Something is wrong with a file that messages are in, `what`: they are copied as they are. */
	| 'damaged'
	/** Deleted by the program that wrote the file, and still in it: not copied. */
	| 'deleted-in-file'
	/** Files at the source that are no mail of its format, the first of them `what`: not copied. */
	| 'other-files'
	/** Files of a zip that were given another name, the first of them `what`, since theirs was given before. */
	| 'renamed-in-zip'
	/** Symbolic links and the like in a zip, the first of them `what`: not followed. */
	| 'links-in-zip'
	/** A folder of one role goes into one of another, by choice. */
	| 'other-role'
	| 'not-subscribed'
	/** The folder at the destination holds another number than the arithmetic says. */
	| 'count-differs'
	/** UIDVALIDITY changed: UIDs known before are worth nothing. */
	| 'folder-renumbered'
	/** A staging folder of another run stands at the destination. */
	| 'foreign-staging'
	/** A later run has copied it meanwhile: not placed a second time. */
	| 'copied-by-another-run'
	/** Verification of two accounts: at the source, not at the destination; and the reverse. */
	| 'missing'
	| 'extra'
	| 'folder-missing'
	/** Check of signatures: it is not intact, or certified mail has none, or it could not be checked. */
	| 'signature'
	/** The destination has neither MOVE nor UIDPLUS: no undo could take out this copy alone, and none would begin. */
	| 'no-exact-undo'
	/** Undo: no longer where the run put it, so somebody moved or deleted it: nothing to take out. */
	| 'gone-before-undo'
	/** Undo: a file with another content than the run has written there: it stays. */
	| 'altered-before-undo'
	/** Undo: the whole folder is gone. */
	| 'folder-gone'
	/** Undo: a folder that the run created now holds something else, or is refused: it stays. */
	| 'folder-kept';

/** Kinds that count messages as they are come across: what a later start counts comes on top. */
const counting: ReadonlySet<FindingKind> = new Set([
	'zone-not-kept',
	'copied-by-another-run',
	'gone-before-undo',
	'altered-before-undo',
]);

/**
 * What a finding is about. A start that was killed may have told what the next one finds again: with the same
 * key it is one finding, not two.
 */
function findingKey({kind, source, destination, sourceUid, params}: Finding): string {
	return JSON.stringify([kind, source, destination, sourceUid, params?.flags, params?.what]);
}

/** The finding that stands for an earlier one and a later one with the same key. */
function mergedFinding(earlier: Finding, later: Finding): Finding {
	if (!counting.has(later.kind)) return later;
	return {...later, count: (earlier.count ?? 1) + (later.count ?? 1)};
}

/** Puts a finding into a journal; one about the same thing that is there already makes room for it. */
export function keepFinding(file: JournalFile, finding: Finding): void {
	const key = findingKey(finding);
	const known = file.get('SELECT data FROM finding WHERE key = ?', [key]);
	const kept = known ? mergedFinding(JSON.parse(String(known.data)), finding) : finding;
	file.run(
		'INSERT INTO finding (key, data) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET data = excluded.data',
		[key, JSON.stringify(kept)],
	);
}
