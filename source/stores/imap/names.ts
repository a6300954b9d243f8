import type {Side} from '../../problem.ts';
import {type Commands, quoted} from './commands.ts';
import {pairsOf, textOf, textsOf, type Value} from './parse.ts';
import {badAnswer, Unusable} from './unusable.ts';

/** Names in one list, and bytes of all of them. */
const most = {names: 50_000, bytes: 8 * 1024 * 1024};
/** Bytes of a folder's name: with all levels above it, what file systems under mail servers take. */
const longestName = 4096;

/** A folder as a server lists it (RFC 9051, 7.3.1). */
export interface ListedName {
	/** As the server writes it. */
	readonly raw: string;
	/** What stands between levels; empty where there are none. */
	readonly delimiter: string;
	/** In lower case. */
	readonly attributes: ReadonlySet<string>;
	/** What came along (RFC 5819), names in upper case. */
	status?: ReadonlyMap<string, Value>;
}

/**
 * Lists the folders whose names begin with a prefix, as the server writes it.
 *
 * @param returning what is to come along (RFC 5258, RETURN)
 * @returns the folders by their names as the server writes them
 * @throws {Refusal}
 * @throws {Problem} `bad-answer`
 */
export async function listNames(
	commands: Commands,
	command: 'LIST' | 'LSUB',
	prefix: string,
	returning: readonly string[] = [],
): Promise<ReadonlyMap<string, ListedName>> {
	const names = new Map<string, ListedName>();
	let bytes = 0;
	const options = returning.length > 0 ? ` RETURN (${returning.join(' ')})` : '';
	await commands.exec([`${command} "" ${quoted(`${prefix}*`)}${options}`], response => {
		if (response.kind !== 'data') return false;
		if (response.name === 'STATUS') {
			const listed = names.get(keyOf(textOf(response.values[0])));
			if (listed) listed.status = pairsOf(response.values.at(-1));
			return listed !== undefined;
		}

		if (response.name !== command) return false;
		const raw = textOf(response.values[2]);
		// Several lists may be under way: each takes what it has asked for.
		if (!raw.startsWith(prefix)) return false;
		checkName(commands.side, raw);
		bytes += raw.length;
		if (names.size >= most.names || bytes > most.bytes) throw new Unusable('too-many');
		names.set(keyOf(raw), {
			raw,
			delimiter: textOf(response.values[1]),
			attributes: new Set(textsOf(response.values[0]).map(attribute => attribute.toLowerCase())),
		});
		return true;
	});
	return names;
}

/** INBOX is the one name without case (RFC 9051, 5.1). */
function keyOf(raw: string): string {
	return raw.toUpperCase() === 'INBOX' ? 'INBOX' : raw;
}

/** Refuses a name that no command can hold, or whose levels could be any number. @throws {Problem} `bad-answer` */
function checkName(side: Side, raw: string): void {
	if (raw.length <= longestName && !/[\r\n\0]/.test(raw)) return;
	throw badAnswer(side, 'folder-name', undefined, {folder: raw.slice(0, 100)});
}
