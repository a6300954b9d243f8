import {countMessages, format} from '../counted.ts';

export const runs = {
	title: 'Earlier runs, newest first',
	none: 'No runs yet.',
	live: 'under way',
	state: {
		running: 'broken off',
		paused: 'paused',
		interrupted: 'interrupted',
		failed: 'failed',
		done: 'done',
		differences: 'differences',
		undoing: 'undo broken off',
		undone: 'undone',
	},
	liveState: {undoing: 'being undone', paused: 'paused', other: 'under way'},
	column: {started: 'started', state: 'state', copied: 'copied', accounts: 'accounts'},
	ofMessages: (copied: number, all: number) => `${format.count(copied)} of ${format.count(all)}`,
	about: (run: string, copied: number, all: number) =>
		`Run ${run}: put in place ${format.count(copied)} of ${countMessages(all)}.`,
	inFiles: (path: string) => `Files: ${path}`,
	isLive: (look: string) => `This run is under way: ${look} shows it live, with pause and stop.`,
	unreadable: (why: string) => `The record of this run can't be read: ${why}`,
	nothingToResume: 'There is nothing to resume: this run has ended.',
	nothingToUndo: 'There is nothing to undo: this run has no messages at the destination.',
};
