import {countFolders, countMessages, format} from '../counted.ts';

export const result = {
	state: {
		done: 'Copied and verified',
		differences: 'Copied, with differences',
		failed: 'Failed',
		interrupted: 'Interrupted',
		undone: 'Undone',
	},
	runState: {running: 'Broken off', paused: 'Paused', undoing: 'Undo broken off'},
	column: {
		folder: 'Folder',
		source: 'source',
		copied: 'copied',
		already: 'there',
		elsewhere: 'elsewhere',
		leftOut: 'left out',
		before: 'before',
		now: 'now',
	},
	sum: (n: number) => countFolders(n),
	arithmetic: 'source = copied + there + left out      now = before + copied',
	arithmeticShared: 'source = copied + there + elsewhere + left out      now = before + copied',
	arithmeticUndo: 'now = before',
	allUndone: 'The destination holds exactly what it held before.',
	notAddUp: 'The counts do not add up: look at the rows without =, and keep the report.',
	certified: (there: number, here: number) =>
		`Certified mail: ${format.count(there)} of ${format.count(here)}`,
	allFine: 'All messages of these folders are there, compared and in place.',
	allBackedUp: 'All of it is in these files, compared. To bring it back, copy from them.',
	notBackedUp: (key: string) => `Not whole yet: ${key} on the review, with the same folder, goes on with it.`,
	files: (path: string) => `Files   ${path}`,
	moreFindings: (n: number, key: string) => `${format.count(n)} more: ${key}`,
	report: (path: string) => `Report  ${path}`,
	reportTitle: 'Report',
	reportPending: 'Report  being written',
	reportFailed: (why: string) => `The report could not be written: ${why}`,
	noDetails: 'There are no counts by folder for this run: it has not ended.',
	choices: {
		resume: 'Resume where it stopped',
		keep: 'Keep what is there and leave it',
		undo: 'Undo: take out what was copied',
	},
	how: 'What now?',
	undoTitle: 'Undo this copy',
	undoBody: (n: number, folderCount: number, stay: number) =>
		`Takes ${countMessages(n)} out of ${countFolders(folderCount)}, through the trash.${stay > 0 ? ` ${countMessages(stay)} that ${stay === 1 ? 'was' : 'were'} there before ${stay === 1 ? 'stays' : 'stay'}.` : ''} Folders that the copy created go too, where they are empty again.`,
	undoTrash: (keep: boolean, change: string) =>
		`Leave the messages in the trash: ${keep ? 'yes' : 'no'}   (${change} changes it)`,
	undoWord: 'undo',
};
