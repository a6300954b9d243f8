import {readFile} from 'node:fs/promises';
import {ImapFlow} from 'imapflow';
import type {MailServer, User} from './server.ts';

/**
 * Logs in over TLS as any client would, and out again.
 *
 * @param more overrides options of ImapFlow
 * @throws {Error} of ImapFlow, `authenticationFailed` for a wrong password
 */
export async function login(server: MailServer, {name, password}: User, more: object = {}): Promise<void> {
	const client = new ImapFlow({
		host: server.host,
		port: server.imapsPort,
		secure: true,
		auth: {user: name, pass: password},
		tls: {ca: await readFile(server.caFile)},
		logger: false,
		...more,
	});
	await client.connect();
	await client.logout();
}

/** The same, in clear until STARTTLS. */
export function loginByStarttls(server: MailServer, user: User): Promise<void> {
	return login(server, user, {port: server.imapPort, secure: false, doSTARTTLS: true});
}
