import {around} from '../../wording.ts';

/** Of which the name is not known. */
export const aServer = 'il server';

/** Why a command or a file was of no use, where that is said by a word of ours or by a code. */
const reasons: ReadonlyMap<string | number | undefined, string> = new Map([
	['empty', 'la prima riga è vuota'],
	['not started', 'non è partito'],
	['ENOENT', 'non esiste'],
	['ENOTDIR', 'non è una cartella'],
	['not-allowed', 'non è permesso leggerlo'],
	['no-mail', 'non contiene posta di questo formato'],
	['packed', 'è compresso, e così si leggono solo gli .zip: prima va estratto'],
	['no-directory', 'qui serve una cartella, e non un file solo'],
	['other-files', 'contiene file che non sono posta'],
	['other-format', 'contiene posta di un altro formato'],
	['dialect', 'gli mbox si scrivono solo come mboxrd: usare mbox:'],
	['ERR_OSSL_PEM_NO_START_LINE', 'non è un file PEM'],
	['ERR_OSSL_UNSUPPORTED', 'non è un file PEM con una chiave privata'],
	['EACCES', 'non è permesso eseguirlo'],
	['accounts', 'non contengono caselle'],
	['version', 'il suo processo è di un’altra versione di trasloco'],
]);

export const wordWhy = (why: string | number | undefined) =>
	reasons.get(why) ?? why?.toString().replace(/^exit code /, 'codice di uscita ');

export const because = (why: string | number | undefined) => around(': ', wordWhy(why));
