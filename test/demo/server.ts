/**
 * The demo's IMAP server: embedded, on loopback, in memory, with nothing to install.
 *
 * Why it is not hoodiecrow-imap 2.1.0, which was tried first by talking raw IMAP to it on Node 24:
 * - `UID EXPUNGE 2` removed message 2 though it was not marked \Deleted (RFC 4315 section 2.1: only those that are).
 *   A demo of a program that promises to delete nothing else has to run on a server that would show it.
 * - `UID FETCH *` and `APPEND … {0+}` are answered BAD "Error parsing command": its parser, imap-handler, is behind
 *   the plugin API and can't be mended from outside. LOGIN with UTF-8 in a quoted password is BAD too, and as a
 *   literal it is compared as Latin-1 and refused, while AUTHENTICATE PLAIN takes the same password.
 * - It has no STATUS SIZE, LIST … RETURN, LIST-STATUS or QUOTA, so the program's own path would not be shown, and it
 *   writes without waiting for a slow reader.
 * It did well at APPEND, APPENDUID, 8-bit bytes, pipelining, MOVE with COPYUID.
 */
import {once} from 'node:events';
import {createServer, type Socket} from 'node:net';
import {Account, type AccountOptions} from './imap-server/account.ts';
import {encodeName} from './imap-server/names.ts';
import {Session} from './imap-server/session.ts';

export type DemoMessage = {
	readonly raw: Buffer;
	readonly flags: readonly string[];
	/** Internal date: `dd-Mon-yyyy hh:mm:ss +zzzz`. */
	readonly date: string;
};

export type DemoFolder = {
	/** Names from the top, as people read them; `['INBOX']` is the inbox. Prefix and delimiter are the server's business. */
	readonly path: readonly string[];
	readonly specialUse?: '\\Sent' | '\\Drafts' | '\\Trash' | '\\Junk' | '\\Archive';
	/** True unless said otherwise. */
	readonly subscribed?: boolean;
	readonly messages: readonly DemoMessage[];
};

export type DemoServerOptions = AccountOptions & {readonly folders: readonly DemoFolder[]};

export type DemoServer = {
	/** On 127.0.0.1, chosen by the system; plain IMAP. */
	readonly port: number;
	/** Closes the port and every connection. */
	stop(): Promise<void>;
};

/** Starts a server with one account. Its parents of nested folders exist as \Noselect unless they are given too. */
export async function startDemoServer(options: DemoServerOptions): Promise<DemoServer> {
	const account = new Account(options);
	for (const {path, specialUse, subscribed = true, messages} of options.folders) {
		const isInbox = path.length === 1 && path[0] === 'INBOX';
		const name = (isInbox ? '' : options.prefix) + path.map(encodeName).join(options.delimiter);
		const folder = isInbox ? account.folder(name) : account.create(name, specialUse);
		if (subscribed) {
			account.subscriptions.add(account.canonical(name));
		}

		for (const {raw, flags, date} of messages) {
			folder.add(raw, flags, date).recent = false;
		}
	}

	const sockets = new Set<Socket>();
	const server = createServer({noDelay: true}, socket => {
		sockets.add(socket);
		socket.once('close', () => sockets.delete(socket));
		new Session(account, socket).run().catch(() => {
			// The client went away in the middle of something, or sent what no client sends.
			socket.destroy();
		});
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const address = server.address();
	if (address === null || typeof address === 'string') {
		throw new Error('The demo server got no port');
	}

	return {
		port: address.port,
		async stop() {
			const closed = once(server, 'close');
			server.close();
			for (const socket of sockets) {
				socket.destroy();
			}

			await closed;
		},
	};
}
