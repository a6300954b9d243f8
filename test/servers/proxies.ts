import {once} from 'node:events';
import {createServer as createHttpServer} from 'node:http';
import {type AddressInfo, connect, createServer, type Server, type Socket} from 'node:net';

/** A proxy of a test's own on 127.0.0.1. */
export type Proxy = AsyncDisposable & {
	readonly port: number;
	/** Where it was asked to connect to, as `host:port`, in order. */
	readonly asked: readonly string[];
};

type Options = {
	/** Who may use it; anybody where it is not given. */
	readonly user?: {readonly name: string; readonly password: string};
	/** It says no to all that it is asked. */
	readonly refuses?: boolean;
	/** Its answer comes with the server's first words, and not before. */
	readonly waitsForGreeting?: boolean;
};

function join(one: Socket, other: Socket): void {
	one.pipe(other).pipe(one);
	one.on('error', () => other.destroy());
	other.on('error', () => one.destroy());
}

async function listening(server: Server, asked: string[]): Promise<Proxy> {
	const sockets = new Set<Socket>();
	server.on('connection', (socket: Socket) => {
		sockets.add(socket);
		socket.on('error', () => {});
		socket.on('close', () => sockets.delete(socket));
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {
		port: (server.address() as AddressInfo).port,
		asked,
		async [Symbol.asyncDispose]() {
			for (const socket of sockets) {
				socket.destroy();
			}
			await new Promise(done => server.close(done));
		},
	};
}

/** HTTP's CONNECT (RFC 9110, 9.3.6), with Basic authentication where it has a user. */
export function startHttpProxy({user, refuses = false}: Options = {}): Promise<Proxy> {
	const asked: string[] = [];
	const server = createHttpServer();
	const wanted = user && `Basic ${Buffer.from(`${user.name}:${user.password}`).toString('base64')}`;
	server.on(
		'connect',
		({url = '', headers}: {url?: string; headers: NodeJS.Dict<string>}, socket: Socket) => {
			socket.on('error', () => {});
			if (wanted !== undefined && headers['proxy-authorization'] !== wanted) {
				socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
				return;
			}
			asked.push(url);
			if (refuses) {
				socket.end('HTTP/1.1 403 Forbidden\r\n\r\n');
				return;
			}
			const {hostname, port} = new URL(`http://${url}`);
			const there = connect(Number(port), hostname.replace(/^\[|\]$/g, ''), () => {
				socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
				join(socket, there);
			});
			there.on('error', () => socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n'));
		},
	);
	return listening(server, asked);
}

/** SOCKS 5 (RFC 1928), names resolved here, with user and password (RFC 1929) where it has a user. */
export function startSocksProxy({
	user,
	refuses = false,
	waitsForGreeting = false,
}: Options = {}): Promise<Proxy> {
	const asked: string[] = [];
	const server = createServer(async socket => {
		const exactly = async (length: number): Promise<Buffer> => {
			for (;;) {
				const bytes: Buffer | null = socket.read(length);
				if (bytes !== null) {
					return bytes;
				}
				await once(socket, 'readable');
			}
		};
		const text = async () => (await exactly((await exactly(1)).readUInt8())).toString();
		const [, methods = 0] = await exactly(2);
		await exactly(methods);
		socket.write(Buffer.from([5, user ? 2 : 0]));
		if (user) {
			await exactly(1);
			const given = [await text(), await text()];
			const isRight = given[0] === user.name && given[1] === user.password;
			socket.write(Buffer.from([1, isRight ? 0 : 1]));
			if (!isRight) {
				socket.end();
				return;
			}
		}
		const [, , , kind] = await exactly(4);
		const host =
			kind === 3
				? await text()
				: kind === 1
					? [...(await exactly(4))].join('.')
					: ((await exactly(16)).toString('hex').match(/.{4}/g) ?? []).join(':');
		const port = (await exactly(2)).readUInt16BE();
		asked.push(`${host}:${port}`);
		const answer = (code: number) => Buffer.from([5, code, 0, 1, 0, 0, 0, 0, 0, 0]);
		if (refuses) {
			socket.end(answer(2));
			return;
		}
		const there = connect(port, host, async () => {
			const greeting = waitsForGreeting ? await once(there, 'data') : [];
			socket.write(Buffer.concat([answer(0), ...greeting]));
			join(socket, there);
		});
		there.on('error', () => socket.end(answer(5)));
	});
	return listening(server, asked);
}
