import type {Side} from '../../../problem.ts';
import {beside} from '../beside.ts';
import type {Tree} from '../box.ts';
import {shownName} from '../disk.ts';
import {freeName, fromDiskName, toDiskName} from '../folder-names.ts';
import {DirectoryTree, type Shape} from './directory-tree.ts';
import type {Layout} from './layout.ts';

const order = new Intl.Collator('en', {numeric: true});

/** One file a message, just as it came. */
const layout: Layout = {
	format: 'eml',
	rooms: [''],
	workshop: '',
	// `._NAME` is what macOS writes beside NAME on disks of others.
	keyOf: name => (/\.eml$/i.test(name) && !name.startsWith('._') ? name : undefined),
	compare: (one, other) => order.compare(one, other) || (one < other ? -1 : 1),
	toDisk: content => content,
	datedByHeader: true,
	newKey: (uid, _sizes, number) =>
		`${String(uid).padStart(6, '0')}${number === undefined ? '' : `-${number}`}.eml`,
	fileOf: key => key,
	companions: [],
};

/** A directory for each folder, in that of the one above. */
const shape: Shape = {
	layout,
	isFolder: ({files}) => files.some(name => layout.keyOf(name) !== undefined),
	isOther: name => layout.keyOf(name) === undefined && !beside.test(name),
	mayHold: name => !name.startsWith('.'),
	levelsOf: name => [fromDiskName(shownName(name)).normalize('NFC')],
	// Messages that lie there without a folder: one that somebody has saved.
	topOf: name => [name.replace(/\.zip$/i, '').normalize('NFC')],
	inbox: 'INBOX',
	isNested: true,
	nameFor: ([level = ''], taken) => freeName(toDiskName(level), taken),
};

/** Mail as .eml files. */
export function emlTree(side: Side, root: string, known = root): Tree {
	return new DirectoryTree(side, root, shape, known);
}
