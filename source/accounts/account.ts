/** How the line to a server is protected. `plain` is for loopback alone. */
export type Security = 'tls' | 'starttls' | 'plain';

/** Where a mailbox lives and how to log in. Never contains a password. */
export interface Account {
	readonly host: string;
	readonly port: number;
	readonly security: Security;
	/** The name to log in with: an address, a user id, anything. */
	readonly user: string;
	/** A PEM file with certificate authorities that are trusted besides the system's. */
	readonly caFile?: string;
}

/** The ports that a server listens on unless it says otherwise (RFC 8314, 3.2 and RFC 9051, 2.1). */
export const defaultPort: Readonly<Record<Security, number>> = {tls: 993, starttls: 143, plain: 143};

/** One mailbox, one text: two accounts with the same text are the same mailbox. */
export function accountKey(account: Account): string {
	return `${account.user}@${account.host.toLowerCase()}:${account.port}`;
}
