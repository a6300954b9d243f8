/** The languages of the program. */
export type Language = 'en' | 'it';

/** The language of the environment: LC_ALL, LC_MESSAGES, LANG, in this order (POSIX, 8.2). */
export function languageOf(environment: NodeJS.ProcessEnv): Language {
	const locale = environment.LC_ALL || environment.LC_MESSAGES || environment.LANG || '';
	return /^it([_.@-]|$)/i.test(locale) ? 'it' : 'en';
}
