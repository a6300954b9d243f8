import {clean} from './components/text-field/clean.ts';

/** Something in a folder, by its name. */
export interface Named {
	readonly name: string;
	readonly isFolder: boolean;
}

/** A path as far as it goes on in one way alone, and how it could go on from there, where there are several ways. */
export interface Completion {
	readonly path: string;
	readonly names: readonly string[];
}

const order = new Intl.Collator('en', {numeric: true});

/** The folder that a path leads into as far as it is typed, with its slash; `~` is one too. */
export function folderTyped(path: string): string {
	if (path === '~') return '~/';
	return path.slice(0, path.lastIndexOf('/') + 1);
}

/**
 * Completes a path as a shell does. Hidden names count where a dot is typed, and those that can't be typed into a field
 * never do.
 *
 * @param all what is in the folder of the path
 */
export function complete(path: string, all: readonly Named[]): Completion {
	const folder = folderTyped(path);
	const begun = path === '~' ? '' : path.slice(folder.length);
	const ways = all
		.filter(({name}) => name.normalize().startsWith(begun.normalize()))
		.filter(({name}) => !name.startsWith('.') || begun.startsWith('.'))
		.filter(({name}) => clean(name) === name && name.trim() === name && !name.includes('\ufffd'))
		.map(({name, isFolder}) => (isFolder ? `${name}/` : name));
	const [first] = ways;
	if (first === undefined) return {path, names: []};
	const whole = ways.reduce(commonBeginning, first);
	return {path: folder + whole, names: ways.length === 1 ? [] : ways.sort(order.compare)};
}

/** What two texts begin with, by whole characters. */
function commonBeginning(one: string, other: string): string {
	const characters = [...other];
	const common = [...one];
	const end = common.findIndex((character, index) => character !== characters[index]);
	return end === -1 ? one : common.slice(0, end).join('');
}
