import Conf from 'conf';
import {z} from 'zod';
import type {OAuthSettings} from './accounts/oauth/providers.ts';
import {homeFolder} from './home.ts';
import {Problem} from './problem.ts';

/** What an operator may set for all runs, in `settings.json` in the program's folder. */
export interface Settings {
	/** Where the file is, or would be. */
	readonly path: string;
	/** Keys by the action that they ask for, as they were written down. */
	readonly keys: ReadonlyMap<string, readonly string[]>;
	readonly slow?: boolean;
	readonly screenReader?: boolean;
	/** OAuth providers by their names, and this program's registration there. */
	readonly oauth: ReadonlyMap<string, OAuthSettings>;
}

/** What is wrong with a setting; `locales/` words it. */
export type SettingsFault =
	| 'unknown-setting'
	| 'not-yes-or-no'
	| 'not-keys'
	| 'not-oauth'
	| 'unknown-action'
	| 'fixed-action'
	| 'unknown-key'
	| 'key-taken';

const settingsSchema = z.strictObject({
	keys: z.record(z.string(), z.array(z.string()).min(1)).optional(),
	slow: z.boolean().optional(),
	screenReader: z.boolean().optional(),
	oauth: z
		.record(
			z.string(),
			z.strictObject({
				clientId: z.string().optional(),
				clientSecret: z.string().optional(),
				issuer: z.url({protocol: /^https?$/}).optional(),
				scope: z.string().optional(),
			}),
		)
		.optional(),
});

/** Reads the settings; a file that is not there sets nothing. @throws {Problem} `settings-unreadable` */
export function readSettings(): Settings {
	const {path, written} = readFile();
	const parsed = settingsSchema.safeParse(written);
	if (!parsed.success) throw faultOf(path, parsed.error);
	const {keys = {}, slow, screenReader, oauth = {}} = parsed.data;
	return {
		path,
		keys: new Map(Object.entries(keys)),
		oauth: new Map(Object.entries(oauth)),
		...(slow === undefined ? {} : {slow}),
		...(screenReader === undefined ? {} : {screenReader}),
	};
}

/** The problem of a setting. */
export function settingsProblem(
	path: string,
	why: SettingsFault,
	params: Readonly<Record<string, string>>,
): Problem {
	return new Problem({code: 'settings-unreadable', params: {path, why, ...params}});
}

function readFile(): {path: string; written: unknown} {
	const cwd = homeFolder();
	try {
		const store = new Conf({
			cwd,
			configName: 'settings',
			configFileMode: 0o600,
			accessPropertiesByDotNotation: false,
		});
		return {path: store.path, written: {...store.store}};
	} catch (error) {
		const why = error instanceof Error ? error.message : String(error);
		throw new Problem({code: 'settings-unreadable', params: {path: `${cwd}/settings.json`, why}}, error);
	}
}

function faultOf(path: string, {issues: [issue]}: z.ZodError): Problem {
	const [setting = '', action] = issue?.path ?? [];
	if (setting === 'oauth') {
		return settingsProblem(path, 'not-oauth', {name: String(action ?? setting)});
	}

	if (issue?.code === 'unrecognized_keys') {
		return settingsProblem(path, 'unknown-setting', {name: issue.keys[0] ?? ''});
	}

	const name = String(setting);
	if (setting !== 'keys') return settingsProblem(path, 'not-yes-or-no', {name});
	return settingsProblem(path, 'not-keys', {name: action === undefined ? name : String(action)});
}
