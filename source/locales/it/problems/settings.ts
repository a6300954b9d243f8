import {around, type Params, type SettingsProblems} from '../../wording.ts';
import {screens} from '../screens.ts';
import {because} from './shared.ts';

const titles: ReadonlyMap<unknown, string> = new Map(Object.entries(screens.contexts));

/** Che cosa non va in un'impostazione. */
const settings: SettingsProblems = {
	'unknown-setting': ({name}) => `non esiste un'impostazione ${around('', name) || 'con questo nome'}`,
	'not-yes-or-no': ({name}) => `${around('', name) || "un'impostazione"} è true o false, senza virgolette`,
	'not-keys': ({name}) => `${around('', name) || 'keys'}: i tasti sono un elenco come ["x", "ctrl-x"]`,
	'not-oauth': ({name}) =>
		`oauth: ${around('', name) || 'un fornitore'} ha un clientId, e può avere clientSecret, issuer e scope, tutti testi`,
	'unknown-action': ({name}) => `keys: non esiste un'azione ${around('', name) || 'con questo nome'}`,
	'fixed-action': ({name}) =>
		`keys: i tasti di ${around('', name) || "quest'azione"} non si possono cambiare`,
	'unknown-key': ({name, key}) =>
		`keys: ${around('', name, ': ')}non esiste un tasto ${around('', key) || 'con questo nome'}`,
	'key-taken': ({key, name, other, where}) =>
		`keys: ${around('', key) || 'un tasto'} sarebbe sia ${name ?? "un'azione"} sia ${other ?? "un'altra"}${around(' (', titles.get(where), ')')}`,
};

/** What is wrong with them, after what they are. */
export const wrongSetting = (params: Params) => {
	const fault = Object.entries(settings).find(([why]) => why === params.why)?.[1];
	return fault === undefined ? because(params.why) : `: ${fault(params)}`;
};
