import {realpathSync} from 'node:fs';
import {homedir} from 'node:os';
import {basename, dirname, join, resolve} from 'node:path';
import {Problem, type Side} from '../problem.ts';
import {
	defaultPort,
	type FilesAccount,
	filesFormats,
	mboxDialects,
	type Security,
	type ServerAccount,
	type Terms,
} from './account.ts';

const schemes: ReadonlyMap<string, Security> = new Map([
	['imaps', 'tls'],
	['imap', 'starttls'],
	['imap+plain', 'plain'],
]);

/** Whether a text is meant as an address of a server, and not as the name of a saved account. */
export function isAccountUrl(text: string): boolean {
	return /^[a-z][a-z\d+.-]*:\/\//i.test(text);
}

/**
 * Reads `imaps://USER@HOST[:PORT]`, `imap://…` (STARTTLS required) or `imap+plain://…` (loopback alone); USER
 * is percent-encoded.
 *
 * @throws {Problem} `usage` that says what is wrong with it; a password in it is refused, and not repeated
 */
export function parseAccount(side: Side, text: string, terms: Terms = {}): ServerAccount {
	const match = /^([a-z+]+):\/\/(?:([^@/]*)@)?(\[[0-9a-f:.]+\]|[^:/@]+)(?::(\d+))?\/?$/i.exec(text);
	const security = schemes.get((/^([a-z+]+):/i.exec(text)?.[1] ?? '').toLowerCase());
	if (!security) throw wrong(side, 'account-scheme');
	if (!match) throw wrong(side, 'account-form');
	const [, , userPart, host = '', portPart] = match;
	if (!userPart) throw wrong(side, 'account-user');
	if (userPart.includes(':')) throw wrong(side, 'account-password');
	const port = portPart === undefined ? defaultPort[security] : Number(portPart);
	if (port < 1 || port > 65_535) throw wrong(side, 'account-port');
	let user: string;
	try {
		user = decodeURIComponent(userPart);
	} catch {
		throw wrong(side, 'account-user');
	}

	return {
		host: host.replace(/^\[|\]$/g, ''),
		port,
		security,
		user,
		...terms,
	};
}

/** Reads `eml:PATH`, `maildir:PATH`, `mbox:PATH`, or `mboxo:PATH` and the like, mail in files on this machine; undefined where the text is nothing like that. */
export function parseFiles(text: string): FilesAccount | undefined {
	const [, name = '', path = ''] = /^([a-z\d]+):(.+)$/s.exec(text) ?? [];
	const format = filesFormats.find(each => each === name);
	const dialect = mboxDialects.find(each => each === name);
	if (dialect !== undefined) return {format: 'mbox', path, dialect};
	return format === undefined ? undefined : {format, path};
}

/**
 * Files as a person types them: `FORMAT:PATH`, or a path alone, which begins with `/`, `~`, `.` or `..`; undefined
 * where the text is neither.
 */
export function typedFiles(text: string): (Partial<FilesAccount> & Pick<FilesAccount, 'path'>) | undefined {
	const files = parseFiles(text);
	if (files) return files;
	return /^(?:~|\.{1,2})?(?:\/|$)/.test(text) && text !== '' ? {path: text} : undefined;
}

/** The same files by their one true name, however it was typed. */
export function realFiles({path, ...account}: FilesAccount): FilesAccount {
	// A shell takes a tilde for the home folder at the beginning of a word alone.
	return {...account, path: realPath(resolve(path.replace(/^~(?=\/|$)/, homedir())))};
}

/** A path without symbolic links, as far as it is there. */
function realPath(path: string): string {
	try {
		return realpathSync(path);
	} catch {
		const above = dirname(path);
		return above === path ? path : join(realPath(above), basename(path));
	}
}

/**
 * Reads the SHA-256 of a certificate, with or without colons, in either case, as browsers and openssl show it.
 *
 * @throws {Problem} `usage` where it is none
 */
export function parseCertificate(side: Side, text: string): string {
	const digits = text.replaceAll(':', '').toUpperCase();
	if (!/^[0-9A-F]{64}$/.test(digits)) throw wrong(side, 'certificate-form');
	return digits.replaceAll(/..(?!$)/g, '$&:');
}

function wrong(side: Side, why: string): Problem {
	return new Problem({code: 'usage', side, params: {why}});
}
