import {type Counted, countFolders, countMessages, format} from '../counted.ts';

export const verification = {
	comparing: 'Comparing both sides; nothing is written.',
	comparingDeep: 'Comparing both sides, every byte of every message; nothing is written.',
	stopping: 'Stopping at the next safe point.',
	listed: (done: number, of: number) =>
		`${format.count(done)} of ${countMessages(of)} listed, both sides together`,
	read: (bytes: number) => `${format.bytes(bytes)} read and compared`,
	column: {
		folder: 'Folder',
		source: 'source',
		destination: 'dest.',
		same: 'same',
		missing: 'missing',
		extra: 'extra',
		elsewhere: 'elsewhere',
	},
	sort: {compared: '', name: 'by name', messages: 'by messages', missing: 'by missing'},
	only: (shown: number, all: number) => `only what differs: ${format.count(shown)} of ${format.count(all)}`,
	leftAlone: (source: Counted, destination: Counted, withMessages: boolean) => {
		const sides = [
			{...source, where: 'at the source'},
			{...destination, where: 'at the destination'},
		].filter(side => side.folders > 0);
		const told = sides.map((side, place) => {
			// What is counted is said once.
			const held = place === 0 ? countMessages(side.messages) : format.count(side.messages);
			const count = place === 0 ? countFolders(side.folders) : format.count(side.folders);
			return `${count} ${side.where}${withMessages ? ` (${held})` : ''}`;
		});
		return `Left out: ${told.join(', ')}`;
	},
	sum: (n: number) => countFolders(n),
	same: (n: number) =>
		`No differences: ${n === 1 ? 'the one message is' : `all ${countMessages(n)} are`} on both sides.`,
	details: (n: number) => `All ${countMessages(n)} are there; some have other flags or dates.`,
	onlyThere: (n: number) => ` ${format.count(n)} only at the destination.`,
	differs: (missing: number, extra: number) =>
		`${format.count(missing)} missing, ${format.count(extra)} only at the destination`,
	inFolders: (n: number) => `, in ${countFolders(n)}`,
	allSame: (n: number, all: string) =>
		`${n === 1 ? 'The one folder is' : `All ${countFolders(n)} are`} the same; ${all} shows all.`,
	certified: (here: number, there: number) => `PEC ${format.count(here)}, dest. ${format.count(there)}`,
	compared: (date: string, deep: boolean) =>
		`Compared ${date}, ${deep ? 'every byte' : 'by size and headers'}`,
	arithmetic: 'source = same + missing      destination = same + extra',
	arithmeticShared: 'source = same + missing + elsewhere      destination = same + extra',
	goesTo: (from: string, to: string) => `${from} → ${to}`,
	noFolder: 'there is no such folder at the destination',
	flags: (n: number) => `${countMessages(n)} with other flags`,
	dates: (n: number) => `${countMessages(n)} with another date`,
	nothingMissing: 'Nothing is missing here: there is nothing to copy.',
	nothingDiffers: 'Nothing differs: there is no list to save.',
	saveTitle: 'Save the list of differences',
	saveHint: (n: number) =>
		`${format.counted(n, 'entry', 'entries')} with date, from and subject, as CSV for a spreadsheet. A file that is there already is left as it is.`,
	saveFile: 'File',
	saving: 'Saving the list.',
	saved: (n: number, path: string) => `${format.counted(n, 'entry', 'entries')} saved in ${path}`,
};

export const differences = {
	kind: {missing: 'Missing', extra: 'Extra', 'flags-differ': 'Flags', 'dates-differ': 'Dates'},
	none: {
		missing: 'Nothing of this folder is missing at the destination.',
		extra: 'The destination has nothing in this folder that the source has not.',
		'flags-differ': 'The flags are the same on both sides.',
		'dates-differ': 'The dates are the same on both sides.',
	},
	column: {
		date: 'date',
		kind: 'certified',
		from: 'from',
		subject: 'subject',
		size: 'size',
		here: 'source',
		there: 'destination',
		onlyHere: 'only source',
		onlyThere: 'only dest.',
	},
	noFlags: 'none',
	noFrom: '(nobody)',
	noSubject: '(no subject)',
};

export const message = {
	state: {
		missing: 'missing at the destination',
		extra: 'only at the destination',
		'flags-differ': 'other flags at the destination',
		'dates-differ': 'another date at the destination',
	},
	loading: 'Reading the message.',
	field: {size: 'Size', flags: 'Flags', date: 'Received'},
	there: (what: string) => `${what} at the destination`,
	attachments: (n: number) => format.counted(n, 'attachment', 'attachments'),
	noName: '(no name)',
	noText: 'This message has no text.',
	cut: 'The text goes on; only its beginning is shown.',
	partial: 'There is more in this message than can be shown here.',
};
