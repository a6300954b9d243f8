import {withInbox} from '../naming.ts';
import type {Naming} from '../store.ts';
import type {Commands} from './commands.ts';
import {pairsOf, textOf, type Value} from './parse.ts';
import {decodeName} from './utf7.ts';

/**
 * Asks for the counts of a folder (RFC 9051, 6.3.11).
 *
 * @param items such as `(MESSAGES UIDNEXT)`
 * @returns what came, names in upper case; undefined where the server said OK and nothing else
 * @throws {Refusal}
 */
export async function askStatus(
	commands: Commands,
	folder: string,
	naming: Naming,
	items: string,
): Promise<ReadonlyMap<string, Value> | undefined> {
	let found: ReadonlyMap<string, Value> | undefined;
	const wanted = withInbox(folder, naming);
	await commands.exec([`STATUS ${commands.quoted(folder)} ${items}`], (response, oldest) => {
		if (response.kind !== 'data' || response.name !== 'STATUS') return false;
		const name = withInbox(decodeName(textOf(response.values[0])), naming);
		if (name !== wanted && !(oldest && name.toUpperCase() === wanted.toUpperCase())) return false;
		found = pairsOf(response.values.at(-1));
		return true;
	});
	return found;
}
