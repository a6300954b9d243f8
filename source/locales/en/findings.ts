import type {CertifiedKind} from '../../certified/kind.ts';
import type {Verdict} from '../../certified/verdict.ts';
import {createFormat} from '../format.ts';
import {around, type Findings, isSystemFlag, plural} from '../wording.ts';
import {certified} from './certified.ts';

const {counted, bytes: volume} = createFormat('en');
const messages = (n: number | string = 1) => counted(n, 'message', 'messages');
const bytes = (n: number | string) => counted(n, 'byte', 'bytes');
/** The first of so many, by its name. */
const examples = (first: string | number | undefined, count: number) =>
	around(' (', first, count > 1 ? ', …)' : ')');
const keptAt = (path: string | undefined) => around(', kept in ', path);

/** What is wrong in a file with messages. */
function damageOf(what: string, count: number): string {
	const [is, has] = [plural(count, 'is', 'are'), plural(count, 'has', 'have')];
	switch (what) {
		case 'no-separator':
			return `${has} no “From ” line in the file: copied as ${plural(count, 'it is', 'they are')}`;
		case 'no-empty-line':
			return `${is} not followed by an empty line in the file and may be incomplete: copied as ${plural(count, 'it is', 'they are')}`;
		case 'cut-off':
			return `${is} cut off where the file ends: copied as far as ${plural(count, 'it goes', 'they go')}`;
		case 'wrong-length':
			return `${has} a Content-Length that is not the length in the file: read up to the next “From ” line`;
		case 'nuls':
			return `${plural(count, 'ends', 'end')} in NUL bytes, as after a power failure: copied as ${plural(count, 'it is', 'they are')}`;
		case 'quoted-signed':
			return `${is} signed and ${has} lines that begin with “>From ”: one “>” was taken off, and if the file is plain mboxo the ${plural(count, 'signature', 'signatures')} may not hold any more; trasloco verify --signatures tells, and .eml files keep them`;
		case 'entry':
			return `${has} an entry in trasloco.jsonl that can't be read as a whole: copied with the flags and the date that can be told without it`;
		default:
			return `${has} lines that begin with “>From ”: one “>” was taken off, as usual in mbox`;
	}
}

/** A sentence for every finding. Folders, message and server's words are put around it. */
export const findings: Findings = {
	'too-large': ({params: {limit} = {}, kept}) =>
		`larger than the destination accepts${limit === undefined ? '' : ` (${bytes(limit)})`}: left out${keptAt(kept)}`,
	refused: ({kept}) => `refused by the destination: left out${keptAt(kept)}`,
	altered: ({params: {sent, arrived} = {}, kept}) => {
		const sizes =
			sent === undefined || arrived === undefined
				? ''
				: ` (${bytes(sent)} sent, ${bytes(arrived)} came back)`;
		return `the destination changed its content${sizes}: the copy is there${around(', the original is kept in ', kept)}`;
	},
	vanished: ({count}) =>
		`gone from the source since the comparison: ${count === undefined ? '' : `${messages(count)} `}not copied`,
	'source-renumbered': ({count}) =>
		`was replaced at the source since the comparison (UIDVALIDITY): ${messages(count)} not copied; a new copy compares again`,
	unreadable: ({count, params: {what} = {}}) => {
		if (what !== undefined) return `${what} can't be opened: what is in it is not copied`;
		return count === undefined
			? 'the source does not hand it out: not copied'
			: `the source does not open it: ${messages(count)} not copied`;
	},
	'keywords-lost': ({params, count}) =>
		`${around(isSystemFlag(params?.flags) ? 'the flag ' : 'the keyword ', params?.flags) || 'a keyword'} can't be kept at the destination, on ${messages(count)}`,
	'flags-differ': ({params, count}) => {
		if (count !== undefined) return `the flags of ${messages(count)} differ`;
		const which = [around('not kept: ', params?.missing), around('added: ', params?.added)].filter(Boolean);
		return `flags differ${around(' (', which.join('; '), ')')}`;
	},
	'marked-read': ({count = 1}) => `${messages(count)} marked as read, by choice`,
	'date-differs': ({params, count}) =>
		count === undefined
			? `the internal date${around(' ', params?.wanted)} ${around('became ', params?.found) || 'is another one'}`
			: `the internal date of ${messages(count)} differs`,
	'zone-not-kept': ({count}) =>
		`the destination shows the internal date of ${messages(count)} in a time zone of its own; the instant is the same`,
	'other-content': ({count = 1}) =>
		`${messages(count)} ${plural(count, 'looks like one', 'look like ones')} already there and ${plural(count, 'has', 'have')} another content: copied`,
	'name-changed': ({destination}) =>
		`its name can't be kept at the destination${around(' and becomes ', destination)}`,
	'of-others': ({params: {folders = 1, first} = {}}) =>
		`${counted(folders, 'folder', 'folders')} of other users or shared${around(' (', first, Number(folders) > 1 ? ', …)' : ')')}: not part of the mailbox, copied only if chosen by name`,
	'only-in-all-mail': ({count = 1}) =>
		`${messages(count)} ${plural(count, 'is', 'are')} archived, in this folder alone: not copied, since it is not selected`,
	'second-copy': ({count = 0, params: {folders = 1, bytes: size} = {}}) =>
		`the provider's second copy of mail is left out (${counted(folders, 'folder', 'folders')}, ${messages(count)}${size === undefined ? '' : `, ${volume(Number(size))}`}): what was deleted elsewhere may be there alone; --archive takes it too`,
	damaged: ({count = 1, params: {what, first} = {}}) => {
		if (what === 'folder-entry')
			return 'trasloco.jsonl says something of the folder that makes no sense: its name is taken from the file, and its role may be missing';
		return `${messages(count)} ${damageOf(String(what), count)}${examples(first, count)}`;
	},
	'deleted-in-file': ({count = 1}) =>
		`${messages(count)} ${plural(count, 'was', 'were')} deleted by the program that wrote the file, and ${plural(count, 'is', 'are')} still in it: not copied`,
	'other-files': ({count = 1, params: {what} = {}}) =>
		`${counted(count, 'file is', 'files are')} no mail of this format${examples(what, count)}: not copied`,
	'renamed-in-zip': ({count = 1, params: {what} = {}}) =>
		`${counted(count, 'file', 'files')} of the zip ${plural(count, 'has', 'have')} a name that is there twice: unpacked under another${examples(what, count)}`,
	'links-in-zip': ({count = 1, params: {what} = {}}) =>
		`${counted(count, 'symbolic link', 'symbolic links')} in the zip${examples(what, count)}: not followed`,
	'other-role': () => 'goes by choice into a folder for other mail: check that this is meant',
	'not-subscribed': () => 'could not be subscribed at the destination',
	'count-differs': ({params: {now, expected} = {}}) =>
		now === undefined || expected === undefined
			? 'holds another number of messages than expected: some came or went meanwhile'
			: `holds ${messages(now)}, expected ${messages(expected)}: some came or went meanwhile`,
	'folder-renumbered': ({count}) =>
		count === undefined
			? 'was replaced at the destination since the comparison (UIDVALIDITY)'
			: `was replaced at the destination (UIDVALIDITY): ${messages(count)} can't be told apart any more and ${plural(count, 'stays', 'stay')}`,
	'foreign-staging': ({count}) =>
		`a staging folder of another run, with ${messages(count)}: resume or undo that run`,
	'copied-by-another-run': ({count = 1}) =>
		`${messages(count)} ${plural(count, 'was', 'were')} copied by another run meanwhile: not placed a second time`,
	missing: () => 'missing at the destination',
	extra: () => 'only at the destination',
	'folder-missing': ({count}) => `the folder is missing at the destination, with ${messages(count)}`,
	signature: ({params: {kind, verdict, signer} = {}}) => {
		const said = certified.verdicts[verdict as Verdict] ?? 'signature not intact';
		return `${around('', certified.kinds[kind as CertifiedKind], ': ')}${said}${around(', signed by ', signer)}`;
	},
	'no-exact-undo': () =>
		"the destination can't take out single messages and spare the others (neither MOVE nor UIDPLUS): this copy can't be undone",
	'gone-before-undo': ({count = 1}) =>
		plural(
			count,
			`${messages(count)} is no longer where the run put it: somebody moved or deleted it`,
			`${messages(count)} are no longer where the run put them: somebody moved or deleted them`,
		),
	'altered-before-undo': ({count = 1}) =>
		plural(
			count,
			`${messages(count)} is not as the run wrote it: somebody altered the file, and it stays`,
			`${messages(count)} are not as the run wrote them: somebody altered the files, and they stay`,
		),
	'folder-gone': ({count}) => `the folder is gone, and ${messages(count)} of the run with it`,
	'folder-kept': ({count}) => {
		if (count === 0) return 'the folder stays, empty: other folders are below it';
		return `the folder stays${count ? `: it holds ${messages(count)}` : ''}`;
	},
};
