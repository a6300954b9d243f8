import {
	type Account,
	defaultPort,
	type FilesAccount,
	isFiles,
	type Security,
	type Terms,
	termsOf,
	typedAs,
} from '../../../accounts/account.ts';
import {isByBrowser} from '../../../accounts/oauth/grant.ts';
import {typedFiles} from '../../../accounts/parse.ts';

const serverFields = ['address', 'server', 'security', 'user', 'password'] as const;
/** The fields of mail in files. */
export const filesFields = ['address', 'format'] as const;

/** What is typed or chosen for one side. */
export type Field = (typeof serverFields)[number] | (typeof filesFields)[number];

/** The fields that a side has: those of a server, or of mail in files. */
export function fieldsOf(form: Form): readonly Field[] {
	return typedFiles(form.address.trim()) ? filesFields : serverFields;
}

/** What an account may have besides its fields, for few accounts: in a dialog of its own. */
export const terms = ['oauth', 'authorizeAs', 'proxy', 'clientCertificate', 'clientKey'] as const;

export type Term = (typeof terms)[number];

/** Whether the value of a term is the path of a file. */
export function isFileTerm(term: Term): boolean {
	return term === 'clientCertificate' || term === 'clientKey';
}

/** What is typed for one side. */
export interface Form {
	/** Of a mailbox; or `eml:PATH` and the like, or a path, and then no other field counts. */
	readonly address: string;
	/** `host` or `host:port`; `[::1]:143` for an IPv6 address with a port. */
	readonly server: string;
	readonly security: Security;
	readonly user: string;
	readonly password: string;
	/** What the operator has set for it; no field of the form. */
	readonly terms: Terms;
}

/** Why a form is no account yet. */
export type FormFault = {readonly missing: Field} | {readonly badPort: true};

/** With nothing typed. */
export const emptyForm: Form = {address: '', server: '', security: 'tls', user: '', password: '', terms: {}};

/** A form filled in with an account, its port told only where it is not the usual one. */
export function formOf(account: Account, password = ''): Form {
	if (isFiles(account)) return {...emptyForm, address: typedAs(account)};
	const host = account.host.includes(':') ? `[${account.host}]` : account.host;
	return {
		address: account.user.includes('@') ? account.user : '',
		server: account.port === defaultPort[account.security] ? host : `${host}:${account.port}`,
		security: account.security,
		user: account.user,
		password,
		terms: termsOf(account),
	};
}

/** Splits `host:port`. @returns `port` as text, undefined where none is given. */
function splitServer(server: string): {readonly host: string; readonly port: string | undefined} {
	const bracketed = /^\[([^\]]*)\](?::(.*))?$/.exec(server);
	if (bracketed) return {host: bracketed[1] ?? '', port: bracketed[2]};
	const parts = server.split(':');
	// More than one colon and no brackets: an IPv6 address.
	if (parts.length !== 2) return {host: server, port: undefined};
	return {host: parts[0] ?? '', port: parts[1]};
}

/** The port that a form means, for showing; undefined where what is typed is none. */
export function portOf(form: Form): number | undefined {
	const {port} = splitServer(form.server.trim());
	if (port === undefined || port === '') return defaultPort[form.security];
	const value = Number(port);
	return /^\d{1,5}$/.test(port) && value >= 1 && value <= 65_535 ? value : undefined;
}

/** The account that a form means, or what is wrong with it. */
export function accountOf(form: Form): Account | FormFault {
	const files = typedFiles(form.address.trim());
	if (isWhole(files)) return files;
	if (files) return {missing: 'format'};
	const {host} = splitServer(form.server.trim());
	if (host === '') return {missing: 'server'};
	const port = portOf(form);
	if (port === undefined) return {badPort: true};
	const user = form.user.trim();
	if (user === '') return {missing: 'user'};
	return {host, port, security: form.security, user, ...form.terms};
}

/** Whether files are typed with their format. */
export function isWhole(files: ReturnType<typeof typedFiles>): files is FilesAccount {
	return files?.format !== undefined;
}

/** Whether a form is no account yet. */
export function isFault(account: Account | FormFault): account is FormFault {
	return 'missing' in account || 'badPort' in account;
}

/** What is wrong with a side's form before it can log in. */
export function faultOf(form: Form): FormFault | undefined {
	const account = accountOf(form);
	if (isFault(account)) return account;
	if (isFiles(account)) return undefined;
	return form.password === '' && !isByBrowser(form.terms) ? {missing: 'password'} : undefined;
}

/** The last field of a side: who has filled in all others is there. */
export function lastOf(form: Form): Field {
	return fieldsOf(form).at(-1) ?? 'address';
}
