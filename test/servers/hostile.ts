import {type AddressInfo, createServer, type Socket} from 'node:net';
import {TLSSocket} from 'node:tls';

/** What a server says: text, bytes, or more and more of it; undefined for what an ordinary server would say. */
export type Said = string | Buffer | Iterable<string | Buffer> | undefined;

/** A server that answers with what a test makes up, and otherwise has an INBOX of three messages. In clear text until STARTTLS. */
export type Hostile = AsyncDisposable & {
	readonly port: number;
	/** All that clients have sent, from all connections; after STARTTLS as it was before encryption. */
	heard(): string;
	/** The commands that have come, without tags; of a literal the announcement alone. */
	commands(): readonly string[];
};

/**
 * Given a command without its tag, answers with what comes before the tagged OK, or with all where it says so.
 *
 * @param connection which one of all that clients have made, from 1
 */
export type Script = (
	command: string,
	tag: string,
	isEncrypted: boolean,
	connection: number,
) => Said | {readonly all: Said};

const capabilities =
	'IMAP4rev1 LITERAL+ UIDPLUS MOVE NAMESPACE UNSELECT LIST-EXTENDED LIST-STATUS STATUS=SIZE';
const date = '"01-Mar-2024 10:00:00 +0100"';

/** A small message, other for each UID. */
export function smallMessage(uid: number): string {
	return `Message-ID: <${uid}@example.it>\r\nDate: Fri, 1 Mar 2024 10:00:00 +0100\r\nFrom: a@example.it\r\nSubject: ${uid}\r\n\r\nCiao.\r\n`;
}

/** One FETCH answer, as asked for by the items of a command. */
export function fetched(
	uid: number,
	command: string,
	{
		body = smallMessage(uid),
		size = Buffer.byteLength(body),
	}: {readonly body?: string; readonly size?: number} = {},
): string {
	const section = /BODY\.PEEK(\[[^\]]*\])/.exec(command)?.[1];
	const shown = section === '[]' ? body : `${body.split('\r\n\r\n')[0]}\r\n\r\n`;
	const content = section ? ` BODY${section} {${Buffer.byteLength(shown)}}\r\n${shown}` : '';
	const meta = command.includes('RFC822.SIZE') ? ` FLAGS () INTERNALDATE ${date} RFC822.SIZE ${size}` : '';
	return `* ${uid} FETCH (UID ${uid}${meta}${content})\r\n`;
}

/** The UIDs of a command's set, of those that there are. */
export function uidsOf(command: string, last: number): number[] {
	const set = /^UID FETCH (\S+)/.exec(command)?.[1] ?? '';
	return set.split(',').flatMap(part => {
		const [from = 0, to = from] = part.split(':').map(end => (end === '*' ? last : Number(end)));
		return Array.from({length: Math.min(to, last) - from + 1}, (_, index) => from + index);
	});
}

function ordinary(command: string): string {
	const [name = ''] = command.toUpperCase().split(' ');
	const counts = '(MESSAGES 3 UIDNEXT 4 UIDVALIDITY 7 SIZE 400)';
	switch (name) {
		case 'CAPABILITY':
			return `* CAPABILITY ${capabilities}\r\n`;
		case 'NAMESPACE':
			return '* NAMESPACE (("" "/")) NIL NIL\r\n';
		case 'LIST':
			return `* LIST (\\Subscribed) "/" INBOX\r\n* STATUS INBOX ${counts}\r\n`;
		case 'LSUB':
			return '* LSUB () "/" INBOX\r\n';
		case 'STATUS':
			return `* STATUS ${/^STATUS ("(?:\\.|[^"])*"|\S+)/i.exec(command)?.[1] ?? ''} ${counts}\r\n`;
		case 'SELECT':
		case 'EXAMINE':
			return '* FLAGS (\\Seen)\r\n* 3 EXISTS\r\n* OK [UIDVALIDITY 7] ok\r\n* OK [UIDNEXT 4] ok\r\n';
		case 'UID':
			return /^UID FETCH/i.test(command)
				? uidsOf(command, 3)
						.map(uid => fetched(uid, command))
						.join('')
				: '';
		case 'LOGOUT':
			return '* BYE\r\n';
		default:
			return '';
	}
}

async function send(socket: Socket, said: Said): Promise<void> {
	const pieces = typeof said === 'string' || Buffer.isBuffer(said) ? [said] : (said ?? []);
	for (const piece of pieces) {
		if (socket.destroyed) return;
		if (socket.write(piece)) continue;
		await new Promise<void>(resolve => {
			const go = () => {
				socket.off('drain', go);
				socket.off('close', go);
				resolve();
			};
			socket.on('drain', go);
			socket.on('close', go);
		});
	}
}

/** Starts one; `script` is asked first, for the greeting as for a command with that name. */
export async function startHostile(
	script: Script = () => undefined,
	certificate?: {readonly cert: Buffer; readonly key: Buffer},
): Promise<Hostile> {
	let heard = '';
	const commands: string[] = [];
	const sockets = new Set<Socket>();
	const greet = async (socket: Socket, connection: number) => {
		const greeting = script('greeting', '*', false, connection);
		const isWhole = typeof greeting === 'object' && 'all' in greeting;
		await send(socket, isWhole ? greeting.all : (greeting ?? '* OK ready\r\n'));
		await serve(socket, false, connection);
	};
	const serve = async (socket: Socket, isEncrypted: boolean, connection: number) => {
		let rest = '';
		let skip = 0;
		for await (const chunk of socket.iterator({destroyOnReturn: false})) {
			const text = chunk.toString('latin1');
			heard += text;
			rest += text;
			for (;;) {
				const skipped = Math.min(skip, rest.length);
				rest = rest.slice(skipped);
				skip -= skipped;
				const end = rest.indexOf('\r\n');
				if (skip > 0 || end === -1) break;
				const line = rest.slice(0, end);
				rest = rest.slice(end + 2);
				skip = Number(/\{(\d+)\+?\}$/.exec(line)?.[1] ?? 0);
				const [tag = '', ...words] = line.split(' ');
				if (tag === '') continue;
				const command = words.join(' ');
				commands.push(command);
				const said = script(command, tag, isEncrypted, connection);
				if (typeof said === 'object' && 'all' in said) {
					await send(socket, said.all);
					continue;
				}

				await send(socket, said ?? ordinary(command));
				await send(socket, `${tag} OK done\r\n`);
				if (command.toUpperCase() === 'STARTTLS' && certificate) {
					const encrypted = new TLSSocket(socket, {isServer: true, ...certificate});
					encrypted.on('error', () => {});
					await serve(encrypted, true, connection);
					return;
				}
			}
		}
	};
	const server = createServer(socket => {
		sockets.add(socket);
		socket.setNoDelay(true);
		socket.on('error', () => {});
		// A client that hangs up is what most of these are about.
		greet(socket, sockets.size).catch(() => socket.destroy());
	});
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	return {
		port: (server.address() as AddressInfo).port,
		heard: () => heard,
		commands: () => commands,
		async [Symbol.asyncDispose]() {
			for (const socket of sockets) socket.destroy();
			await new Promise(resolve => server.close(resolve));
		},
	};
}

/** The same piece so many times. */
export function* times(
	count: number,
	piece: string | Buffer | ((index: number) => string),
): Generator<string | Buffer> {
	for (let index = 0; index < count; index++) yield typeof piece === 'function' ? piece(index) : piece;
}
