import {createFormat} from '../format.ts';
import {around} from '../wording.ts';

const {count, counted} = createFormat('en');
const messages = (n: number | string) => counted(n, 'message', 'messages');
const folders = (n: number | string) => counted(n, 'folder', 'folders');

/** Sentences of the commands that print lines. Numbers that are texts were formatted before. */
export const commands = {
	connected: (side: string, server: string, folderCount: number, messageCount: string) =>
		`${side}: connected${around(' to ', server)}, ${folders(folderCount)}, ${messages(messageCount)}`,
	planning: (done: number, of: number, folder: string) =>
		`Comparing ${count(done + 1)} of ${count(of)}: ${folder}`,
	comparing: (listed: string, toList: string, read: string) =>
		`${listed} of ${messages(toList)} listed${around(', ', read, ' read')}`,
	checking: (folder: string, done: string, of: string) =>
		`Checking signatures: ${folder}, ${done} of ${messages(of)}`,
	signaturesSound: (signed: string, others: string) =>
		`No signature is altered: ${signed} checked; ${messages(others)} without one.`,
	signaturesUnsound: (findingCount: string) =>
		`Not all signatures are intact: ${counted(findingCount, 'finding', 'findings')}.`,
	certifiedAt: {
		both: 'Certified mail, the same on both sides:',
		source: 'Certified mail at the source:',
		destination: 'Certified mail at the destination:',
	},
	recordFile: (path: string) => `Record: ${path}`,
	askKey: (path: string) => `Passphrase of the key ${path}: `,
	notEvidence: 'This says what was altered since it was signed, not what is legally valid.',
	plan: (messageCount: string, size: string, folderCount: number, there: string) =>
		`To copy: ${messages(messageCount)}, ${size}, in ${folders(folderCount)}; already there: ${there}`,
	leftOutFolder: (folder: string, messageCount: string) => `${folder} (${messages(messageCount)})`,
	leftOut: (named: string, map: string) => `Left out: ${named}. --map ${map} copies such a folder too.`,
	oneMbox: (folder: string, destination: string) =>
		`${folder} → ${destination}: of a whole mailbox it would be left out, but it is the one file that was named.`,
	marksRead: (unread: string) =>
		`Of these, ${messages(unread)} unread at the source will arrive marked as read, by choice.`,
	elsewhere: (messageCount: string) => `In another folder too, and copied there: ${messages(messageCount)}`,
	backingUp: (messageCount: string, files: string) =>
		`Backup first: ${messages(messageCount)} of the destination, into ${files}`,
	nothingToBackUp: 'The destination holds no message: there is nothing to back up.',
	/** Of a run, in its report. */
	carried: (copied: number, all: number, size: string, verified: string) =>
		`put in place by this run: ${count(copied)} of ${messages(all)}, ${size}; verified: ${verified}`,
	backedUp: (files: string) =>
		`Backed up and verified. To bring it back: trasloco copy --from ${files} --to ACCOUNT`,
	notBackedUp: 'The backup is not whole, so nothing is copied. The same command goes on where it stopped.',
	unpacking: (done: string, total: string) => `Unpacking the zip: ${done} of ${total}`,
	dryRun: 'Nothing was written (--dry-run).',
	started: (run: string) => `Run ${run}`,
	resumed: (run: string) => `Resuming run ${run}`,
	undoing: (run: string) => `Undoing run ${run}`,
	folder: (source: string, destination: string, copied: string, there: string) =>
		`${source} → ${destination}: ${copied} copied, ${there} there before`,
	undoneFolder: (destination: string, taken: string) => `${destination}: ${taken} taken out`,
	progress: (placed: string, staged: string, verified: string, of: string, size: string, rate: string) =>
		`${staged} staged, ${verified} verified, ${placed} placed of ${of}  ${size}  ${rate}/s`,
	goesOn: (what: string, clock: string) => `${what}; goes on in ${clock}`,
	retry: (what: string, seconds: string) => `${what}; trying again in ${seconds} s`,
	table: {
		source: 'Source',
		destination: 'Destination',
		here: 'source',
		copied: 'copied',
		toCopy: 'to copy',
		there: 'there before',
		left: 'left out',
		before: 'held before',
		now: 'holds now',
		at: 'destination',
		folder: 'Folder',
		messages: 'messages',
		certified: 'certified',
		same: 'same',
		missing: 'missing',
		elsewhere: 'elsewhere',
		extra: 'extra',
	},
	/** States of runs that no process works on: one that says it runs was broken off. */
	states: {
		running: 'broken off',
		paused: 'paused',
		interrupted: 'interrupted',
		failed: 'failed',
		done: 'done',
		differences: 'done, with differences',
		undoing: 'undo broken off',
		undone: 'undone',
	},
	done: (copied: string, there: string) => `Done: ${copied} copied and verified, ${there} already there.`,
	differences: (copied: string, skipped: string, findings: string) =>
		`Finished with differences: ${copied} copied, ${skipped} left out, ${counted(findings, 'finding', 'findings')}.`,
	same: (messageCount: string) =>
		`No differences: all that the source holds (${messages(messageCount)}) is at the destination.`,
	differ: (missing: string, extra: string) =>
		`Differences: ${missing} missing at the destination, ${extra} only there.`,
	undone: (taken: string) => `Undone: ${messages(taken)} taken out, nothing else touched.`,
	undoBroken: (run: string) => `The undo has not ended. What is out is out: trasloco undo ${run} goes on.`,
	nothingBegun: 'Stopped before anything was written.',
	interrupted: (run: string) =>
		`Interrupted. Nothing is lost. To resume: trasloco resume ${run}; to undo: trasloco undo ${run}`,
	failed: (run: string) => `Stopped. To resume: trasloco resume ${run}; to undo: trasloco undo ${run}`,
	findings: 'Findings',
	noAccounts: 'No saved accounts yet: the screens save them.',
	typedPassword: 'password typed each time',
	noRuns: 'No runs yet.',
	list: (path: string) => `List: ${path}`,
	report: (path: string) => `Report: ${path}`,
	/** States of runs that an engine is at work on. */
	liveStates: {running: 'under way', paused: 'paused, waiting to be continued', undoing: 'being undone'},
	toAttach: (run: string) => `to see it live, pause or stop it: trasloco attach ${run}`,
	unreadable: (why: string) => `journal unreadable: ${why}`,
	/** Where an address has led; said before a password is asked for. */
	found: (side: string, address: string, server: string, user: string, how: string) =>
		`${side}: ${address} is at ${server}, user ${user}: ${how}`,
	askPassword: (side: string, user: string, host: string) => `${side}: password of ${user} at ${host}: `,
	askPassphrase: (side: string, file: string) => `${side}: passphrase of the key ${file}: `,
	askProxyPassword: (side: string, host: string) => `${side}: password for the proxy ${host}: `,
	authorize: (side: string, provider: string, user: string) =>
		`${side}: log in at ${provider} as ${user}, with a browser on this machine or any other:`,
	authorizeCode: (code: string) => `There, type the code ${code}   (waiting; Ctrl+C gives up)`,
	authorizePaste: "Does it end at a page that can't be shown? Paste that page's address here:",
	authorizeNotThat: 'That is not the address of that page: it begins with http://127.0.0.1',
	authorized: 'Done. You can close this page and go back to trasloco.',
	confirmUndo: (messageCount: string, run: string) =>
		`This takes ${messages(messageCount)} of run ${run} out of the destination. Type undo to go on: `,
	undoWord: 'undo',
	notConfirmed: 'Nothing was done.',
	stopping: 'Stopping at the next safe point…',
	paused: 'Paused.',
	continued: 'Going on.',
	left: (run: string) =>
		`Left; the run goes on by itself. trasloco attach ${run} shows it again, trasloco stop ${run} stops it.`,
	defect: 'This is a defect of trasloco, not yours. Nothing is lost: the journal knows what was done.',
};
