import type {Limits} from '../../../accounts/limits.ts';
import {countFindings, countFolders, countMessages, format} from '../counted.ts';

const countConnections = (n: number) => `${format.count(n)} ${n === 1 ? 'connection' : 'connections'}`;

export const progress = {
	column: {
		folder: 'Folder',
		source: 'source',
		staged: 'staged',
		verified: 'verified',
		placed: 'placed',
		out: 'taken out',
		left: 'left',
	},
	step: {
		waiting: '',
		comparing: 'comparing',
		staging: 'copying',
		verifying: 'verifying',
		promoting: 'moving into place',
		placed: '',
		undoing: 'taking out',
		undone: '',
	},
	preparing: 'Getting ready.',
	onlyFaults: 'only with findings',
	noFaults: (all: string) => `No folder has findings so far; ${all} shows all.`,
	total: (done: number, all: number) => `${format.count(done)} of ${countMessages(all)}`,
	totalBytes: (done: number, all: number) => `${format.bytes(done)} of ${format.bytes(all)}`,
	rate: (messagesPerSecond: number) => `${format.count(messagesPerSecond)} msgs/s`,
	byteRate: (bytesPerSecond: number) => `${format.bytes(bytesPerSecond)}/s`,
	gone: (clock: string) => `${clock} gone`,
	left: (clock: string) => `${clock} left`,
	pausing: 'pausing at the next safe point',
	paused: (pause: string) => `paused; ${pause} goes on`,
	stopping: 'stopping at the next safe point',
	silent: (seconds: number) => `no answer for ${format.count(seconds)} s`,
	retry: (attempt: number, seconds: number) => `try ${format.count(attempt)} in ${format.count(seconds)} s`,
	connections: countConnections,
	goesOn: (clock: string) => `goes on in ${clock}`,
	paced: (clock: string) => `the limit that is set lets more pass in ${clock}`,
	limits: (side: string, {bytesPerSecond, messagesPerSecond, bytesPerDay, connections}: Limits) =>
		`${side}: at most ${[
			...(bytesPerSecond === undefined ? [] : [`${format.bytes(bytesPerSecond)}/s`]),
			...(messagesPerSecond === undefined ? [] : [`${format.count(messagesPerSecond)} msgs/s`]),
			...(bytesPerDay === undefined ? [] : [`${format.bytes(bytesPerDay)} a day`]),
			...(connections === undefined ? [] : [countConnections(connections)]),
		].join(', ')}`,
	retries: (n: number) => `${format.count(n)} ${n === 1 ? 'retry' : 'retries'}`,
	run: (run: string) => `run ${run}`,
	tenths: (percent: number, all: number) => `${percent} % of ${countMessages(all)}`,
	foldersOver: (over: number, all: number) => `${format.count(over)} of ${countFolders(all)} done`,
	folderOver: (name: string) => `last: ${name}`,
	findings: (n: number, key: string) => `${countFindings(n)} (${key})`,
};

export const stop = {
	title: 'Stop the copy?',
	body: 'It stops at the next safe point. What is copied stays and the run can be resumed or undone.',
	backupTitle: 'Stop the backup?',
	backupBody:
		'It stops at the next safe point, and the plan stays. What is backed up stays too: the same backup goes on from there, now or from the list of runs.',
	stay: 'Keep going',
	go: 'Stop here',
};

export const detach = {
	title: 'Leave it running?',
	body: 'The program closes and the copy goes on by itself. Started again, trasloco shows it live.',
	backupBody:
		'The program closes and the backup goes on by itself; the copy does not begin. Started again, trasloco shows the backup live.',
	heldTitle: 'Leave it paused?',
	heldGo: 'Leave it paused and quit',
	heldBody: 'The program closes and the copy stays paused. Started again, trasloco can let it go on.',
	stay: 'Stay here',
	go: 'Leave it running and quit',
};

export const interrupt = {
	title: 'A copy is under way',
	backupTitle: 'A backup is under way',
	stay: 'Stay here',
	detach: 'Leave it running and quit',
	stop: 'Stop at the next safe point and quit',
	stoppingTitle: 'The copy is stopping',
	stoppingBody:
		'It waits for a safe point, a quarter of a minute at the most, and stops by itself if you leave.',
	wait: 'Wait for it',
	leaveStopping: 'Quit now; it stops by itself',
};
