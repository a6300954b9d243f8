import {type AddressInfo, connect, createServer, type Server, type Socket} from 'node:net';
import {ImapFlow} from 'imapflow';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {bounded} from '../../../source/stores/imap/bounded.ts';
import {Wire} from '../../../source/stores/imap/wire.ts';

/** A server that never ends an answer, and is never silent either. */
let server: Server;
let port: number;
const sockets = new Set<Socket>();

beforeAll(async () => {
	server = createServer(socket => {
		sockets.add(socket);
		socket.on('error', () => {});
		socket.write('* OK ready\r\n');
		const drops = setInterval(() => socket.write('* OK [X] still here\r\n'), 20);
		socket.on('close', () => clearInterval(drops));
	});
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	port = (server.address() as AddressInfo).port;
});

afterAll(async () => {
	for (const socket of sockets) socket.destroy();
	await new Promise(resolve => server.close(resolve));
});

test.each([
	[{bytes: 1_000_000, ms: 300}, 'endless'],
	[{bytes: 200, ms: 30_000}, 'too-many'],
] as const)('a login to a server that goes on without end ends within %j', async (bounds, why) => {
	const client = new ImapFlow({
		host: '127.0.0.1',
		port,
		secure: false,
		doSTARTTLS: false,
		auth: {user: 'mario', pass: 'segreto'},
		logger: false,
	});
	client.on('error', () => {});
	const login = bounded(client, bounds, async () => client.connect());
	await expect(login).rejects.toMatchObject({name: 'Unusable', why});
});

test('a command that is answered with signs of life and nothing else ends all the same', async () => {
	const socket = connect(port, '127.0.0.1');
	const wire = new Wire({
		side: 'source',
		readSocket: socket,
		writeSocket: socket,
		literals: 'sync',
		binary: false,
		silence: 500,
		maxLiteral: 1000,
	});
	await expect(wire.exec(['NOOP'])).rejects.toMatchObject({
		data: {code: 'bad-answer', params: {why: 'endless'}},
	});
	expect(wire.closed).toBeDefined();
});
