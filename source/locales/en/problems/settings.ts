import {around, type Params, type SettingsProblems} from '../../wording.ts';
import {screens} from '../screens.ts';
import {because} from './shared.ts';

const titles: ReadonlyMap<unknown, string> = new Map(Object.entries(screens.contexts));

/** What is wrong with a setting. */
const settings: SettingsProblems = {
	'unknown-setting': ({name}) => `there is no setting ${around('', name) || 'of this name'}`,
	'not-yes-or-no': ({name}) => `${around('', name) || 'a setting'} is true or false, without quotes`,
	'not-keys': ({name}) => `${around('', name) || 'keys'}: the keys are a list such as ["x", "ctrl-x"]`,
	'not-oauth': ({name}) =>
		`oauth: ${around('', name) || 'a provider'} has a clientId, and may have clientSecret, issuer and scope, all texts`,
	'unknown-action': ({name}) => `keys: there is no action ${around('', name) || 'of this name'}`,
	'fixed-action': ({name}) => `keys: ${around('', name) || 'this action'} has keys that can't be changed`,
	'unknown-key': ({name, key}) =>
		`keys: ${around('', name, ': ')}there is no key ${around('', key) || 'of this name'}`,
	'key-taken': ({key, name, other, where}) =>
		`keys: ${around('', key) || 'one key'} would be both ${name ?? 'one action'} and ${other ?? 'another'}${around(' (', titles.get(where), ')')}`,
};

/** What is wrong with them, after what they are. */
export const wrongSetting = (params: Params) => {
	const fault = Object.entries(settings).find(([why]) => why === params.why)?.[1];
	return fault === undefined ? because(params.why) : `: ${fault(params)}`;
};
