import {countFindings, countMessages, format} from './counted.ts';
import {connect} from './screens/connect.ts';
import {folders} from './screens/folders.ts';
import {contexts, help, keyNames, keys, list, spokenMarks} from './screens/keys.ts';
import {detach, interrupt, progress, stop} from './screens/progress.ts';
import {result} from './screens/result.ts';
import {review} from './screens/review.ts';
import {runs} from './screens/runs.ts';
import {signatures} from './screens/signatures.ts';
import {differences, message, verification} from './screens/verification.ts';

/** Every sentence of the terminal UI, in English. */
export const screens = {
	locale: 'en',
	program: 'trasloco',
	steps: {
		runs: 'Runs',
		connect: 'Connect',
		folders: 'Folders',
		review: 'Review',
		progress: 'Progress',
		result: 'Result',
		verification: 'Verification',
		differences: 'Differences',
		message: 'Message',
		signatures: 'Signatures',
		suspects: 'Signatures',
	},
	stepOf: (n: number, of: number) => `${n} of ${of}`,
	backupStep: 'Backup',
	undoStep: 'Undo',
	side: {source: 'From', destination: 'To'},
	keys,
	keyNames,
	spokenMarks,
	list,
	contexts,
	tooSmall: (columns: number, rows: number, needColumns: number, needRows: number, quit: string) =>
		`This terminal has ${columns}x${rows}; trasloco needs ${needColumns}x${needRows}. Make it larger, or ${quit} to leave.`,
	help,
	runs,
	connect,
	folders,
	review,
	typeWord: (word: string) => `Type ${word} to go on`,
	notTheWord: (word: string, clear: string, back: string) =>
		`Only the word ${word} goes on: ${clear} empties the field, ${back} goes back.`,
	progress,
	stop,
	detach,
	interrupt,
	result,
	verification,
	differences,
	message,
	signatures,
	findings: {
		title: (n: number) => countFindings(n),
		differences: (n: number) =>
			n === 0
				? 'No differences: the other findings are notes.'
				: `${format.count(n)} ${n === 1 ? 'difference' : 'differences'}`,
		none: 'No findings: nothing that a person has to look at.',
		kept: (path: string) => `kept in ${path}`,
	},
	leaving: {
		run: (run: string, state: string) => `trasloco: run ${run}: ${state}`,
		copied: (n: number, there: number, left: number) =>
			`  ${countMessages(n)} copied, ${format.count(there)} already there, ${format.count(left)} left out`,
		undone: (n: number) => `  ${countMessages(n)} taken out again`,
		report: (path: string) => `  report: ${path}`,
		compared: (missing: number, extra: number) =>
			`trasloco: compared: ${format.count(missing)} missing at the destination, ${format.count(extra)} only there`,
		checked: (n: number, suspects: number) =>
			`trasloco: signatures: ${countMessages(n)} checked, ${format.count(suspects)} not as ${suspects === 1 ? 'it' : 'they'} should be`,
		list: (path: string) => `  list: ${path}`,
		resume: (run: string) => `  to resume:  trasloco resume ${run}`,
		undo: (run: string) => `  to undo:    trasloco undo ${run}`,
		watch: (run: string) => `  to watch:   trasloco attach ${run}`,
		running: 'It goes on by itself. To see how far it is: trasloco runs',
		held: 'It stays paused until somebody lets it go on.',
		defect: 'The screens have broken off: a defect of trasloco, not yours. Nothing is lost.',
		state: {
			done: 'copied and verified',
			differences: 'copied, with differences',
			failed: 'failed',
			interrupted: 'interrupted',
			undone: 'undone',
			running: 'under way',
			paused: 'paused',
			stopping: 'stopping',
		},
	},
};
