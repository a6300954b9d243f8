import type {Naming} from './store.ts';

/**
 * The levels of a folder below the personal namespace: `INBOX.Lavoro` is `['Lavoro']` where the prefix is
 * `INBOX.`, and INBOX itself is always `['INBOX']` (RFC 2342, 5).
 */
export function pathOf(name: string, naming: Naming): readonly string[] {
	if (name.toUpperCase() === 'INBOX') return ['INBOX'];
	const below = hasPrefix(name, naming) ? name.slice(naming.prefix.length) : name;
	const levels = naming.delimiter === '' ? [below] : below.split(naming.delimiter);
	if (levels.length > 1 && levels[0]?.toUpperCase() === 'INBOX') return ['INBOX', ...levels.slice(1)];
	return levels;
}

/**
 * The name of a folder on a side, from its levels.
 *
 * A level that holds the side's delimiter or what no mailbox name may hold can't be written as it is:
 * those characters become `_`, and `renamed` says so. So does a first level that would lead among the folders
 * of others. Children of INBOX go directly below the prefix where the prefix is INBOX itself: there, all
 * personal folders are children of INBOX.
 */
export function nameOf(
	path: readonly string[],
	naming: Naming,
): {readonly name: string; readonly path: readonly string[]; readonly renamed: boolean} {
	if (path.length === 1 && path[0]?.toUpperCase() === 'INBOX')
		return {name: 'INBOX', path: ['INBOX'], renamed: false};
	let renamed = false;
	const clean = path.map(level => {
		// Control characters and NUL can't stand in a mailbox name (RFC 9051, 5.1: SHOULD NOT; servers refuse them).
		let changed = level.replaceAll(/[\u0000-\u001f\u007f]/g, '_');
		if (naming.delimiter !== '') changed = changed.replaceAll(naming.delimiter, '_');
		renamed ||= changed !== level;
		return changed;
	});
	const inboxIsPrefix = naming.prefix.toUpperCase() === `INBOX${naming.delimiter}`;
	const below =
		inboxIsPrefix && clean.length > 1 && clean[0]?.toUpperCase() === 'INBOX' ? clean.slice(1) : clean;
	if (naming.delimiter === '' && below.length > 1) {
		return {name: naming.prefix + below.join('_'), path: [below.join('_')], renamed: true};
	}

	const written = write(below, naming);
	if (!isForeign(written, naming)) return {name: written, path: below, renamed};
	const [first = '', ...rest] = below;
	const own = [`${first}_`, ...rest];
	return {name: write(own, naming), path: own, renamed: true};
}

function write(path: readonly string[], {delimiter, prefix}: Naming): string {
	const underInbox = path[0]?.toUpperCase() === 'INBOX' && path.length > 1;
	return (underInbox ? '' : prefix) + path.join(delimiter);
}

/** The name as it is with INBOX in capitals: servers answer in the case that they like, for what is below it too (RFC 9051, 5.1). */
export function withInbox(name: string, {delimiter}: Naming): string {
	const [first = '', ...rest] = delimiter === '' ? [name] : name.split(delimiter);
	return first.toUpperCase() === 'INBOX' ? ['INBOX', ...rest].join(delimiter) : name;
}

/** True for a folder of other users or a shared one, and for the level that all of these are below: the longest prefix decides. */
export function isForeign(name: string, {prefix, foreign = [], delimiter}: Naming): boolean {
	if (name.toUpperCase() === 'INBOX') return false;
	const below = `${name}${delimiter}`;
	const own = below.toUpperCase().startsWith(prefix.toUpperCase()) ? prefix.length : -1;
	return foreign.some(each => each.length > own && below.startsWith(each));
}

/** True where a name is in the personal namespace as far as its prefix tells. */
export function hasPrefix(name: string, naming: Naming): boolean {
	return (
		naming.prefix !== '' &&
		name.slice(0, naming.prefix.length).toUpperCase() === naming.prefix.toUpperCase() &&
		name.length > naming.prefix.length
	);
}
