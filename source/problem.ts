/** The two ends of a migration. Every problem says which one it concerns. */
export type Side = 'source' | 'destination';

/**
 * What can go wrong in a way that a person has to know. One code, one sentence in `locales/`, one exit code.
 * A defect of the program is not a problem: it stays an ordinary `Error`.
 */
export type ProblemCode =
	| 'usage'
	| 'unknown-account'
	| 'no-password'
	| 'password-command'
	| 'cleartext-refused'
	| 'starttls-missing'
	/** Somebody spoke between the STARTTLS command and TLS. */
	| 'starttls-injection'
	| 'host-not-found'
	| 'connection-refused'
	| 'unreachable'
	| 'connection-lost'
	/** What a server sends can't be used, whoever sends it in truth. */
	| 'bad-answer'
	| 'certificate'
	/** It speaks no TLS that is safe (1.2 or newer), or with keys that are too short. */
	| 'old-tls'
	| 'not-imap'
	| 'login-refused'
	/** The server has no way to be told whose mailbox is meant, besides who logs in. */
	| 'no-authorization'
	/** This program is not registered at the provider. */
	| 'oauth-unconfigured'
	/** The provider, or the person there, says no. */
	| 'oauth-refused'
	| 'oauth-unreachable'
	/** The mail server takes no access token, or not this one. */
	| 'oauth-missing'
	| 'token-refused'
	/** The client's own certificate: it can't be used, or the server wants another. */
	| 'client-certificate'
	| 'proxy'
	| 'login-unavailable'
	/** The server can't do it at the moment; it passes. */
	| 'not-now'
	/** The operator's own limit for the day is reached. */
	| 'day-used-up'
	| 'folder-gone'
	| 'folder-changed'
	/** A folder was replaced since the last comparison, or there is none: its UIDs are worth nothing. */
	| 'comparison-outdated'
	| 'message-gone'
	/** The server says no to reading. */
	| 'read-refused'
	/** A file that is to be written. */
	| 'file-exists'
	| 'file-refused'
	/** The program that checks signatures is not on this machine. */
	| 'openssl-missing'
	/** A file that is to be read. */
	| 'file-unreadable'
	/** A zip that is to be read. */
	| 'zip-unreadable'
	/** What is in a zip does not fit where it is unpacked. */
	| 'zip-no-room'
	/** A zip is a source alone. */
	| 'zip-not-written'
	/** OpenSSL could not sign with the operator's certificate. */
	| 'signing-refused'
	| 'create-refused'
	| 'over-quota'
	| 'permission'
	| 'refused'
	| 'conflicts'
	| 'nothing-selected'
	| 'unknown-folder'
	| 'destination-busy'
	| 'run-busy'
	/** An engine is at work on it and can't be spoken to. */
	| 'run-unreachable'
	| 'same-mailbox'
	| 'unknown-run'
	| 'journal-unreadable'
	| 'journal-full'
	| 'settings-unreadable'
	| 'undo-not-exact'
	| 'undo-incomplete'
	| 'engine-died';

/** A problem as plain data: it crosses the IPC channel and is worded by `locales/`. */
export interface ProblemData {
	readonly code: ProblemCode;
	readonly side?: Side;
	/** The server's own words, unescaped: escape before printing. */
	readonly server?: string;
	/** How long the server asks us to leave it alone, in milliseconds. */
	readonly pauseMs?: number;
	/** What the sentence needs: a folder, a host, a path. Unescaped too. */
	readonly params?: Readonly<Record<string, string | number>>;
}

/** Thrown wherever a person has to know. `cause` keeps what the library threw. */
export class Problem extends Error {
	override readonly name: string = 'Problem';
	readonly data: ProblemData;

	constructor(data: ProblemData, cause?: unknown) {
		super([data.code, data.side, data.server].filter(Boolean).join(': '), {cause});
		this.data = data;
	}
}

/** Exit codes of the program, as the README lists them: one meaning each. */
export const exitCodes = {
	ok: 0,
	defect: 1,
	usage: 2,
	differences: 3,
	login: 4,
	unreachable: 5,
	cannotTake: 6,
	interrupted: 130,
} as const;

const exitCodeOf: Readonly<Record<ProblemCode, number>> = {
	usage: exitCodes.usage,
	'unknown-account': exitCodes.usage,
	'no-password': exitCodes.usage,
	'password-command': exitCodes.usage,
	'cleartext-refused': exitCodes.usage,
	'starttls-missing': exitCodes.unreachable,
	'starttls-injection': exitCodes.unreachable,
	'host-not-found': exitCodes.unreachable,
	'connection-refused': exitCodes.unreachable,
	unreachable: exitCodes.unreachable,
	'connection-lost': exitCodes.unreachable,
	'bad-answer': exitCodes.unreachable,
	certificate: exitCodes.unreachable,
	'old-tls': exitCodes.unreachable,
	'not-imap': exitCodes.unreachable,
	'login-refused': exitCodes.login,
	'no-authorization': exitCodes.login,
	'oauth-unconfigured': exitCodes.usage,
	'oauth-refused': exitCodes.login,
	'oauth-unreachable': exitCodes.unreachable,
	'oauth-missing': exitCodes.login,
	'token-refused': exitCodes.login,
	'client-certificate': exitCodes.login,
	proxy: exitCodes.unreachable,
	'login-unavailable': exitCodes.unreachable,
	'not-now': exitCodes.unreachable,
	'day-used-up': exitCodes.cannotTake,
	'folder-gone': exitCodes.cannotTake,
	'folder-changed': exitCodes.cannotTake,
	'comparison-outdated': exitCodes.cannotTake,
	'message-gone': exitCodes.cannotTake,
	'read-refused': exitCodes.unreachable,
	'file-exists': exitCodes.usage,
	'file-refused': exitCodes.usage,
	'openssl-missing': exitCodes.usage,
	'file-unreadable': exitCodes.usage,
	'zip-unreadable': exitCodes.usage,
	'zip-no-room': exitCodes.cannotTake,
	'zip-not-written': exitCodes.usage,
	'signing-refused': exitCodes.usage,
	'create-refused': exitCodes.cannotTake,
	'over-quota': exitCodes.cannotTake,
	permission: exitCodes.cannotTake,
	refused: exitCodes.cannotTake,
	conflicts: exitCodes.usage,
	'nothing-selected': exitCodes.usage,
	'unknown-folder': exitCodes.usage,
	'destination-busy': exitCodes.cannotTake,
	'run-busy': exitCodes.cannotTake,
	'run-unreachable': exitCodes.unreachable,
	'same-mailbox': exitCodes.usage,
	'unknown-run': exitCodes.usage,
	'journal-unreadable': exitCodes.cannotTake,
	'journal-full': exitCodes.cannotTake,
	'settings-unreadable': exitCodes.usage,
	'undo-not-exact': exitCodes.cannotTake,
	'undo-incomplete': exitCodes.differences,
	'engine-died': exitCodes.defect,
};

/** The exit code for a problem (see `exitCodes`). */
export function exitCodeFor(problem: ProblemData): number {
	return exitCodeOf[problem.code];
}
