import {basename, join, sep} from 'node:path';
import {z} from 'zod';
import {type Limits, limitsSchema} from './limits.ts';
import {proxySchema} from './proxy.ts';

/** How the line to a server is protected. `plain` is for loopback alone. */
export type Security = 'tls' | 'starttls' | 'plain';

/** Where a mailbox lives. Never contains a password. */
export type Account = ServerAccount | FilesAccount;

/** A mailbox at an IMAP server, and how to log in. */
export interface ServerAccount extends Terms {
	readonly host: string;
	readonly port: number;
	readonly security: Security;
	/** The name to log in with: an address, a user id, anything. */
	readonly user: string;
}

/** How mail is kept in files: one file a message, a Maildir, or one file a folder. */
export const filesFormats = ['eml', 'maildir', 'mbox'] as const;
export type FilesFormat = (typeof filesFormats)[number];

/**
 * How lines that begin with `From ` are quoted in an mbox: with a `>` (mboxo); with one more of those that are there
 * (mboxrd); as mboxo, with the length of each message besides (mboxcl); and not at all, since that is told (mboxcl2).
 */
export const mboxDialects = ['mboxo', 'mboxrd', 'mboxcl', 'mboxcl2'] as const;
export type MboxDialect = (typeof mboxDialects)[number];

/** A mailbox in files on this machine. */
export interface FilesAccount {
	readonly format: FilesFormat;
	/** As it was typed until it is used; then absolute, with no symbolic link in it as far as it is there. */
	readonly path: string;
	/** Of an mbox, where somebody has chosen it; else each message shows it. */
	readonly dialect?: MboxDialect | undefined;
}

/** What files are, in the word that stands in front of their path. */
export type FilesKind = FilesFormat | MboxDialect;

export function kindOfFiles({format, dialect}: FilesAccount): FilesKind {
	return dialect ?? format;
}

/** What an operator has set for one account: as whom and by which way it is reached, what is trusted of its server besides what the system trusts, and how much may be asked of it. */
export interface Terms {
	/**
	 * Logs in with an access token instead of a password (RFC 7628): got from this provider, `google`, `microsoft` or
	 * one of the settings; `token` where the operator gives it.
	 */
	readonly oauth?: string;
	/** Whose mailbox it is, where `user` logs in with rights over it: the authorization identity of SASL (RFC 4616, 2). */
	readonly authorizeAs?: string;
	/** PEM files with the certificate that is shown to the server, and its private key; they may be one file. */
	readonly clientCertificate?: string;
	readonly clientKey?: string;
	/** The way to the server, such as `socks5://USER@HOST:1080`; never a password. */
	readonly proxy?: string;
	/** A PEM file with certificate authorities. */
	readonly caFile?: string;
	/** The one certificate that its server may show, whatever is wrong with it: SHA-256, `AB:CD:…`. */
	readonly certificate?: string;
	/** Accepts TLS 1.0 and 1.1, which others can break (RFC 8996): for old servers, by the operator's choice alone. */
	readonly oldTls?: boolean;
	/** Has the server compress what it sends, and compresses what it is sent, where it can (RFC 4978). */
	readonly compress?: boolean;
	readonly limits?: Limits;
}

/** The part of an account that an operator has set. */
export function termsOf(account: ServerAccount): Terms {
	const {
		oauth,
		authorizeAs,
		clientCertificate,
		clientKey,
		proxy,
		caFile,
		certificate,
		oldTls,
		compress,
		limits,
	} = account;
	return {
		...(oauth === undefined ? {} : {oauth}),
		...(authorizeAs === undefined ? {} : {authorizeAs}),
		...(clientCertificate === undefined ? {} : {clientCertificate}),
		...(clientKey === undefined ? {} : {clientKey}),
		...(proxy === undefined ? {} : {proxy}),
		...(caFile === undefined ? {} : {caFile}),
		...(certificate === undefined ? {} : {certificate}),
		...(oldTls === undefined ? {} : {oldTls}),
		...(compress === undefined ? {} : {compress}),
		...(limits === undefined ? {} : {limits}),
	};
}

/** An account with other terms; mail in files has none. */
export function withTerms(account: Account, terms: Terms): Account {
	return isFiles(account) ? account : {...account, ...terms};
}

export function isFiles(account: Account): account is FilesAccount {
	return 'format' in account;
}

const serverSchema = z.object({
	host: z.string().min(1),
	port: z.number().int().min(1).max(65_535),
	security: z.enum(['tls', 'starttls', 'plain']),
	user: z.string().min(1),
	oauth: z.string().min(1).optional(),
	authorizeAs: z.string().min(1).optional(),
	clientCertificate: z.string().optional(),
	clientKey: z.string().optional(),
	proxy: proxySchema.optional(),
	caFile: z.string().optional(),
	certificate: z
		.string()
		.regex(/^[0-9A-F]{2}(?::[0-9A-F]{2}){31}$/)
		.optional(),
	oldTls: z.boolean().optional(),
	compress: z.boolean().optional(),
	limits: limitsSchema.optional(),
});

const filesSchema = z.object({
	format: z.enum(filesFormats),
	path: z.string().min(1),
	dialect: z.enum(mboxDialects).optional(),
});

/** Checks an account that comes out of a file. */
export const accountSchema = z.union([serverSchema, filesSchema]);

/** The ports that a server listens on unless it says otherwise (RFC 8314, 3.2 and RFC 9051, 2.1). */
export const defaultPort: Readonly<Record<Security, number>> = {tls: 993, starttls: 143, plain: 143};

/** Whose mailbox an account is; of files, the name of what they are in, without its ending. */
export function mailboxOf(account: FilesAccount | Pick<ServerAccount, 'user' | 'authorizeAs'>): string {
	if ('path' in account) return basename(account.path).replace(/(?<=.)\.(?:zip|mbox|mbx)$/i, '');
	return account.authorizeAs ?? account.user;
}

/** Where it is, in a word: its server, or the format of its files. */
export function placeOf(account: Account): string {
	return isFiles(account) ? account.format : account.host;
}

/** Whose mailbox it is and where, as a person reads it. */
export function addressOf(account: Account): string {
	return isFiles(account) ? typedAs(account) : `${mailboxOf(account)}@${account.host}`;
}

/**
 * Whether mail in files is one mbox, picked for itself: its one folder is wanted, whatever its name says.
 *
 * @param folders all that it holds
 */
export function isOneMbox(account: Account, folders: readonly unknown[]): boolean {
	return isFiles(account) && account.format === 'mbox' && folders.length === 1;
}

/** Files as a person types them. */
export function typedAs(account: FilesAccount): string {
	return `${kindOfFiles(account)}:${account.path}`;
}

/** One mailbox, one text: two accounts with the same text are the same mailbox. */
export function accountKey(account: Account): string {
	if (isFiles(account)) return `${account.format}:${account.path}`;
	return `${mailboxOf(account)}@${account.host.toLowerCase()}:${account.port}`;
}

/**
 * Whether two accounts are one mailbox. Of files they are, in whatever format, also where the one's folder is in the
 * other's: what is written would be in the source.
 */
export function isSameMailbox(one: Account, other: Account): boolean {
	if (!isFiles(one) || !isFiles(other)) return accountKey(one) === accountKey(other);
	const [here, there] = [join(one.path, sep), join(other.path, sep)];
	return here.startsWith(there) || there.startsWith(here);
}

/** A server and a login name, as they were told; nothing of it is checked yet. */
export type Preset = Pick<ServerAccount, 'host' | 'port' | 'security' | 'user'>;
