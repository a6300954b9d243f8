import {countFolders, countMessages, format, volume} from '../counted.ts';

export const folders = {
	column: {from: 'From', messages: 'messages', size: 'size', to: 'To', has: 'has', why: 'why'},
	reason: {role: 'role', name: 'name', created: 'new', chosen: 'chosen', into: 'own folder'},
	otherRole: 'other mail',
	leftOut: {
		trash: 'trash',
		junk: 'junk',
		'all-mail': 'all mail',
		view: 'duplicates',
		'second-copy': 'second copy',
		'of-others': "others'",
		'not-selectable': 'no mail',
		'not-chosen': 'not chosen',
	},
	new: 'new',
	archive: (name: string, n: number, bytes: number | undefined, isTaken: boolean, key: string) =>
		`${name}, a second copy of mail: ${volume(n, bytes)}: ${isTaken ? 'taken too' : 'left out'} (${key})`,
	notCopied: 'not copied',
	notCompared: 'not compared',
	onlyThere: 'only at the destination',
	sum: (selected: number, all: number, messageCount: number, bytes: string) =>
		`${format.count(selected)} of ${countFolders(all)} · ${countMessages(messageCount)} · ${bytes}`,
	free: (free: number, limit: number) => `free ${format.bytes(free)} of ${format.bytes(limit)}`,
	sort: {server: '', name: 'by name', messages: 'by messages', size: 'by size', state: 'by state'},
	range: (n: number, toggle: string, end: string) =>
		`A range of ${countFolders(n)}: ${toggle} selects it or leaves it out, ${end} ends it.`,
	conflict: (count: number, sources: string, target: string, byCase: boolean) =>
		`${format.count(count)} ${count === 1 ? 'conflict' : 'conflicts'}: ${sources} ${byCase ? 'differ by case alone' : 'would fall together'} in ${target}; choose another folder.`,
	conflictWhy: 'conflict',
	nothingSelected: (toggle: string, all: string) =>
		`No folder is selected: ${toggle} selects one, ${all} selects all.`,
	intoBecause: (held: number, folder: string, into: string) =>
		`The destination holds ${countMessages(held)}: all goes into ${folder}. ${into}: folder by folder instead.`,
	intoChosen: (folder: string, into: string) =>
		`Everything goes into ${folder}. ${into} goes folder by folder instead.`,
	labels: {
		each: (turn: string) =>
			`A message under several labels goes into each of their folders. ${turn}: into one.`,
		once: (turn: string) =>
			`A message under several labels goes into one of their folders. ${turn}: into each.`,
	},
	renamed: 'the name is changed: this server does not take it as it is',
	chooser: (source: string) => `Where does ${source} go?`,
	chooserNew: 'new folder…',
	chooserNot: 'nowhere: leave it out',
	newFolder: (source: string) => `A new folder at the destination for ${source}`,
	file: {
		explanation: [
			'Where each folder of the source goes: SOURCE -> DESTINATION',
			'A folder that goes to -, or that has no line, is not copied. A destination',
			'that does not exist is created. What stands after # is a comment.',
			'A name with -> or # in it, or with spaces at its ends, stands in quotes, as',
			'in JSON.',
			'An empty file changes nothing.',
		],
		about: (messageCount: number, bytes: number | undefined) =>
			[countMessages(messageCount), ...(bytes === undefined ? [] : [format.bytes(bytes)])].join(', '),
		edited: (n: number) =>
			n === 0 ? 'Nothing was changed in the file.' : `The mapping of ${countFolders(n)} was changed.`,
		notEdited: (program: string, why: string) =>
			why === ''
				? `There is no editor ${program} here: set VISUAL or EDITOR to one.`
				: `${program} ended with a failure (${why}): the mapping is as it was.`,
		faults: (n: number) =>
			n === 1
				? 'A line of the mapping can’t be read'
				: `${format.count(n)} lines of the mapping can’t be read`,
		fault: {
			arrow: '-> is missing, with a folder on each side',
			quotes: 'the quotes are not closed, or what is in them is not as in JSON',
			source: 'the folder of the source is missing before ->',
			target: 'the destination is missing after ->; - stands for none',
			rest: 'there is more after the destination; a name with -> in it stands in quotes',
			unknown: 'the source has no such folder',
			twice: 'this folder has another line above',
			'no-mail': 'this folder holds no mail, so it can’t be copied',
		},
		line: (line: number, what: string, name: string) =>
			`Line ${format.count(line)}${name === '' ? '' : `, ${name}`}: ${what}.`,
		more: (n: number) => `${format.count(n)} more`,
		again: 'Open the file again, as it was left',
		drop: 'Leave the mapping as it was',
	},
	newFolderHint: (delimiter: string) => `Levels are parted by ${delimiter}`,
};
