import {readFile} from 'node:fs/promises';
import {type AddressInfo, createServer, type Server, type Socket} from 'node:net';
import {createServer as createTlsServer, type TlsOptions, Server as TlsServer} from 'node:tls';
import {type CertificateKind, certificates} from '../servers/certificates.ts';

/** Something that listens on a port, hardly is a mail server, and keeps what is said to it. */
export type Listener = AsyncDisposable & {
	readonly port: number;
	/** All that clients have sent so far, after decryption where there is any. */
	heard(): string;
	/** How many connections were made, whatever became of them. */
	connections(): number;
};

async function listen(
	server: Server,
	answer: (socket: Socket, said: string) => void,
	greeting = '',
): Promise<Listener> {
	let heard = '';
	let connections = 0;
	const sockets = new Set<Socket>();
	server.on('connection', (socket: Socket) => {
		connections++;
		sockets.add(socket);
		socket.on('error', () => {});
	});
	const take = (socket: Socket) => {
		socket.on('error', () => {});
		socket.write(greeting);
		socket.setEncoding('latin1').on('data', (text: string) => {
			heard += text;
			answer(socket, text);
		});
	};
	server.on('secureConnection', take);
	server.on('tlsClientError', () => {});
	if (!(server instanceof TlsServer)) {
		server.on('connection', take);
	}
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	return {
		port: (server.address() as AddressInfo).port,
		heard: () => heard,
		connections: () => connections,
		async [Symbol.asyncDispose]() {
			for (const socket of sockets) {
				socket.destroy();
			}
			await new Promise(resolve => server.close(resolve));
		},
	};
}

function asImap(socket: Socket, said: string): void {
	for (const line of said.split('\r\n')) {
		const [tag = '', command = ''] = line.split(' ');
		if (/^CAPABILITY$/i.test(command)) {
			socket.write(`* CAPABILITY IMAP4rev1\r\n${tag} OK done\r\n`);
		} else if (tag !== '') {
			socket.write(`${tag} BAD not here\r\n`);
		}
	}
}

const greeting = '* OK [CAPABILITY IMAP4rev1] ready\r\n';

/** An IMAP server in clear text that offers no STARTTLS. */
export function imapWithoutStarttls(): Promise<Listener> {
	return listen(createServer(), asImap, greeting);
}

/** An IMAP server over TLS that would take any password. */
export async function imapWithCertificate(
	kind: CertificateKind,
	options: TlsOptions = {},
): Promise<Listener> {
	const {server} = await certificates();
	const [cert, key] = await Promise.all([readFile(server[kind].certFile), readFile(server[kind].keyFile)]);
	return listen(createTlsServer({cert, key, ...options}), asImap, greeting);
}

/** An IMAP server in clear text that refuses every login with these words. */
export function imapRefusing(words: string): Promise<Listener> {
	return listen(
		createServer(),
		(socket, said) => {
			const [tag = '', command = ''] = said.split(/[ \r]/);
			if (/^(?:LOGIN|AUTHENTICATE)$/i.test(command)) socket.write(`${tag} NO ${words}\r\n`);
			else asImap(socket, said);
		},
		'* OK [CAPABILITY IMAP4rev1 SASL-IR AUTH=PLAIN] ready\r\n',
	);
}
