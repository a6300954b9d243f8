import type {Finding, FindingKind} from '../source/engine/finding.ts';

/** A test: its file below `test/`, and its title as it stands there. */
export type Shown = {readonly file: string; readonly test: string};

/** What a server does not do or allow, and what comes of it; the capabilities of a Dovecot are in `commands/capability-cases.ts`. */
export type Limit = Shown & {readonly server: string; readonly limit: string; readonly outcome: string};

export const identical = 'identical; a second copy copies nothing; undo gives back what was there';

export const limits: readonly Limit[] = [
	{
		server: 'Dovecot',
		limit: 'neither MOVE nor UIDPLUS',
		outcome: 'identical; the review and the plan say that undo can not be exact, and undo is refused with 6',
		file: 'commands/capabilities.test.ts',
		test: 'neither MOVE nor UIDPLUS: a copy is identical, the plan says that no undo can be exact, and an undo touches nothing',
	},
	{
		server: 'Courier',
		limit: 'UIDPLUS, no MOVE',
		outcome: identical,
		file: 'commands/pairs.test.ts',
		test: 'from $from to $to: what can be kept arrives identical, the rest is found out, a second copy is none, undo gives all back',
	},
	{
		server: 'Courier',
		limit: 'neither MOVE nor UIDPLUS',
		outcome: 'identical; a second copy copies nothing; undo is refused with 6, and says why',
		file: 'commands/courier.test.ts',
		test: 'a server with neither MOVE nor UIDPLUS takes a whole copy, a second one is none, and undo says that it can not be exact',
	},
	{
		server: 'Dovecot',
		limit: 'one connection for each user, on both sides',
		outcome: 'identical, also where compared; undo gives back what was there',
		file: 'commands/limits.test.ts',
		test: 'are copied between, compared and cleared up as any other',
	},
	{
		server: 'Dovecot',
		limit: 'its one connection is taken',
		outcome: '5, before anything is written; it says what to do',
		file: 'commands/limits.test.ts',
		test: 'and whose one connection to the %s is taken: 5, it says what to do, nothing is written',
	},
	{
		server: 'Dovecot',
		limit: 'a quota of bytes or of messages that is too small, and told',
		outcome: '6, before anything is written',
		file: 'commands/refusals.test.ts',
		test: 'for so many messages is 6 before anything is written',
	},
	{
		server: 'Dovecot',
		limit: 'a quota that fills up in the middle',
		outcome: '6; with more room a resume ends identical, with nothing twice',
		file: 'commands/refusals.test.ts',
		test: 'and fills in the middle is 6; with more room a resume ends identical, with nothing twice',
	},
	{
		server: 'Cyrus, Courier',
		limit: 'a quota that fills up in the middle',
		outcome: '6, it can be resumed; undo gives back what was there',
		file: 'commands/limits.test.ts',
		test: 'of %s: 6, it can be resumed, and undo gives back what was there',
	},
	{
		server: 'Dovecot',
		limit: 'a folder that may not be created (ACL)',
		outcome: '6 before any message is written, with its name; it can be sent elsewhere',
		file: 'commands/refusals.test.ts',
		test: 'is 6, names it, and leaves the destination as it was',
	},
	{
		server: 'Dovecot, all separators',
		limit: 'names that it says it can not have',
		outcome: 'another name, told (`name-changed`)',
		file: 'commands/folders.test.ts',
		test: 'from %s to %s: as they are, or under a name that is told',
	},
	{
		server: 'Cyrus, Courier, Dovecot (mbox)',
		limit: 'names that it refuses to create: quotes, emoji, below a folder that holds mail',
		outcome:
			'6 before any message is written, with all names; they can be sent elsewhere; undo leaves nothing',
		file: 'commands/limits.test.ts',
		test: '%s: 6 before any message is written, with its name and why; undo leaves nothing',
	},
	{
		server: 'Dovecot',
		limit: 'the size of a message, told or not',
		outcome: '3; what is larger is left out and kept, the rest is copied',
		file: 'commands/refusals.test.ts',
		test: 'for a destination that %s its limit are listed one by one, the rest is copied: 3',
	},
	{
		server: "the demo's",
		limit: '26 keywords in a folder',
		outcome: '3; all mail, with the keywords that are kept; the others are told',
		file: 'commands/keywords.test.ts',
		test: 'a destination that stops at 26 keywords gets all mail, keeps what it can, and each keyword lost is told',
	},
];

/** For each finding one that has all its values, and the test that provokes it. The type asks for every kind. */
export const provoked: Readonly<Record<FindingKind, Shown & {readonly sample: Partial<Finding>}>> = {
	'too-large': {
		sample: {params: {limit: 20_000}},
		file: 'commands/refusals.test.ts',
		test: 'for a destination that %s its limit are listed one by one, the rest is copied: 3',
	},
	refused: {
		sample: {},
		file: 'commands/odd-messages.test.ts',
		test: 'what a Dovecot holds and would not take is told, and kept as it hands it out',
	},
	altered: {
		sample: {params: {sent: 182, arrived: 184}},
		file: 'commands/alterations.test.ts',
		test: 'a destination that changes a message is found out: 3, the copy is there, the original kept apart',
	},
	'second-copy': {
		sample: {count: 8214, params: {folders: 14, bytes: 1_200_000_000}},
		file: 'commands/archive.test.ts',
		test: 'is left out, and it is told how much that is; where it is asked for it is copied too',
	},
	'only-in-all-mail': {
		sample: {count: 3},
		file: 'commands/labels.test.ts',
		test: 'mail that was archived is told and not copied, unless the folder of all mail is chosen',
	},
	vanished: {
		sample: {count: 4},
		file: 'commands/findings.test.ts',
		test: 'a message that is gone',
	},
	'source-renumbered': {
		sample: {count: 4},
		file: 'commands/findings.test.ts',
		test: 'a folder that another one has replaced, of which nothing is copied',
	},
	unreadable: {
		sample: {},
		file: 'commands/findings.test.ts',
		test: 'a message that is larger than can be read is left out, and told',
	},
	'keywords-lost': {
		sample: {count: 2, params: {flags: 'parola27'}},
		file: 'commands/keywords.test.ts',
		test: 'a destination that stops at 26 keywords gets all mail, keeps what it can, and each keyword lost is told',
	},
	'flags-differ': {
		sample: {params: {missing: 'Importante'}},
		file: 'commands/alterations.test.ts',
		test: 'a flag that a destination drops without a word is a finding: 3',
	},
	'marked-read': {
		sample: {count: 3},
		file: 'commands/marking-read.test.ts',
		test: 'what a run copies arrives read, and what was there stays as it is; it is told, resumed, and undone',
	},
	'date-differs': {
		sample: {params: {wanted: '05-Feb-2024 10:11:12 +0100', found: '01-Jan-2000 00:00:00 +0000'}},
		file: 'commands/alterations.test.ts',
		test: 'a date that a destination changes is a finding: 3',
	},
	'zone-not-kept': {
		sample: {count: 5},
		file: 'commands/findings.test.ts',
		test: 'dates in another time zone',
	},
	'other-content': {
		sample: {count: 1},
		file: 'commands/multisets.test.ts',
		test: 'with one other byte in the body is another message: it is copied, and said',
	},
	'name-changed': {
		sample: {destination: 'INBOX.v1_2'},
		file: 'commands/folders.test.ts',
		test: 'from %s to %s: as they are, or under a name that is told',
	},
	'of-others': {
		sample: {params: {folders: 2, first: 'Pubblico/Annunci'}},
		file: 'commands/folders.test.ts',
		test: 'are not copied, and a note says so',
	},
	damaged: {
		sample: {count: 2, params: {what: 'cut-off'}},
		file: 'commands/mbox.test.ts',
		test: 'a damaged file is copied as far as it goes, and what is wrong is told',
	},
	'deleted-in-file': {
		sample: {count: 3},
		file: 'commands/mbox.test.ts',
		test: 'what Thunderbird has deleted is left out, and told',
	},
	'other-files': {
		sample: {count: 3, params: {what: 'Allegati/contratto.pdf'}},
		file: 'commands/zip.test.ts',
		test: 'files that are no mail are told, with their number and the first of them: %s',
	},
	'renamed-in-zip': {
		sample: {count: 2, params: {what: 'INBOX/1 (2).eml'}},
		file: 'commands/zip.test.ts',
		test: 'two files of one name are both copied, links are not followed, and both is told',
	},
	'links-in-zip': {
		sample: {count: 1, params: {what: 'INBOX/ultima.eml'}},
		file: 'commands/zip.test.ts',
		test: 'two files of one name are both copied, links are not followed, and both is told',
	},
	'other-role': {
		sample: {},
		file: 'commands/mbox.test.ts',
		test: 'a file that is put into a folder for other mail than its name says is told',
	},
	'not-subscribed': {
		sample: {},
		file: 'commands/findings.test.ts',
		test: 'a folder that could not be subscribed',
	},
	signature: {
		sample: {
			params: {kind: 'delivery', verdict: 'altered'},
			server: 'verification failure',
		},
		file: 'commands/signatures.test.ts',
		test: 'tells each that is not intact, with the folder and the message: 3',
	},
	'no-exact-undo': {
		sample: {},
		file: 'commands/capabilities.test.ts',
		test: 'neither MOVE nor UIDPLUS: a copy is identical, the plan says that no undo can be exact, and an undo touches nothing',
	},
	'count-differs': {
		sample: {params: {expected: 1, now: 2}},
		file: 'commands/findings.test.ts',
		test: 'mail that came during the copy',
	},
	'folder-renumbered': {
		sample: {count: 4},
		file: 'commands/findings.test.ts',
		test: 'a folder that another one has replaced, which is left alone',
	},
	'foreign-staging': {
		sample: {count: 5},
		file: 'commands/findings.test.ts',
		test: 'a run that did not end, and what another has copied of it meanwhile',
	},
	'copied-by-another-run': {
		sample: {count: 20},
		file: 'commands/findings.test.ts',
		test: 'a run that did not end, and what another has copied of it meanwhile',
	},
	missing: {
		sample: {},
		file: 'commands/verify.test.ts',
		test: 'that lacks a message, or one of two that are the same, is 3 and names it',
	},
	extra: {
		sample: {},
		file: 'commands/verify.test.ts',
		test: 'that has more is 3, and 0 with --allow-extra',
	},
	'folder-missing': {
		sample: {count: 3},
		file: 'commands/verify.test.ts',
		test: 'that lacks a folder is 3 and names the folder and each message',
	},
	'gone-before-undo': {
		sample: {count: 1},
		file: 'commands/findings.test.ts',
		test: 'a message that is gone',
	},
	'altered-before-undo': {
		sample: {count: 2},
		file: 'commands/files.test.ts',
		test: 'a file that was edited since stays when the copy is undone, and is told',
	},
	'folder-gone': {
		sample: {count: 4},
		file: 'commands/findings.test.ts',
		test: 'a folder that is gone',
	},
	'folder-kept': {
		sample: {count: 1},
		file: 'commands/findings.test.ts',
		test: 'a folder that holds mail of others, or other folders, and stays',
	},
};
