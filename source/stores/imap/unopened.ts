import {Problem} from '../../problem.ts';
import {Refusal} from '../store.ts';
import {type Commands, quoted} from './commands.ts';
import {textOf, textsOf} from './parse.ts';

/**
 * What a refusal to open a folder, or to count it, means. That it is gone is believed of a listing alone: a
 * folder that is busy must not be taken for one whose messages are no more.
 */
export async function unopened(commands: Commands, folder: string, error: unknown): Promise<unknown> {
	if (!(error instanceof Refusal) || error.reason === 'later') return error;
	const isThere = error.reason !== 'no-folder' && (await isListed(commands, folder));
	const code = isThere ? error.data.code : 'folder-gone';
	return new Problem({...error.data, code, params: {folder}}, error);
}

/** Whether a folder that can hold messages has this name. */
async function isListed(commands: Commands, folder: string): Promise<boolean> {
	const raw = commands.raw(folder);
	try {
		return await isAmong(commands, raw, raw);
	} catch (error) {
		// Courier refuses to be asked about a name that it can't have, in words that say nothing: all names are looked at.
		if (!(error instanceof Refusal) || error.reason === 'later') throw error;
		return isAmong(commands, raw, '*');
	}
}

async function isAmong(commands: Commands, raw: string, pattern: string): Promise<boolean> {
	let found = false;
	await commands.exec([`LIST "" ${quoted(pattern)}`], response => {
		if (response.kind !== 'data' || response.name !== 'LIST') return false;
		const flags = textsOf(response.values[0]).map(flag => flag.toLowerCase());
		const isFolder = !flags.includes('\\noselect') && !flags.includes('\\nonexistent');
		// A `%` or `*` in the name itself matches more.
		found ||= isFolder && textOf(response.values[2]) === raw;
		return true;
	});
	return found;
}
