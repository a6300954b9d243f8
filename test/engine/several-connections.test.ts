import {connect, createServer, type Server, type Socket} from 'node:net';
import {afterAll, beforeAll, expect, test} from 'vitest';
import type {EngineEvent} from '../../source/engine/events.ts';
import {proposeMappings} from '../../source/engine/mapping.ts';
import {Session} from '../../source/engine/session.ts';
import {folder, letters} from '../commands/letter.ts';
import {startDovecot} from '../servers/dovecot.ts';
import {type Snapshot, seed, snapshot, withoutUids} from '../servers/mailbox.ts';
import type {MailServer} from '../servers/server.ts';
import {freshHome, loginOf, manyUsers} from './killed-mailbox.ts';

let source: MailServer;
let destination: MailServer;
let narrow: MailServer;

beforeAll(async () => {
	process.env.TRASLOCO_HOME = await freshHome();
	[source, destination, narrow] = await Promise.all([
		startDovecot({users: manyUsers(2)}),
		startDovecot({users: manyUsers(2)}),
		startDovecot({users: manyUsers(2), maxConnectionsPerUser: 1}),
	]);
});

afterAll(() => Promise.all([source, destination, narrow].map(server => server.stop())));

/** A server far away: what it sends comes so many bytes a second on each connection, however many there are. */
class SlowLine implements AsyncDisposable {
	readonly #server: Server;
	readonly #sockets = new Set<Socket>();

	private constructor(server: Server) {
		this.#server = server;
	}

	static async start(target: number, bytesPerSecond: number): Promise<SlowLine> {
		const line = new SlowLine(
			createServer(client => {
				const server = connect(target, '127.0.0.1');
				for (const socket of [client, server]) {
					line.#sockets.add(socket);
					socket.setNoDelay(true).on('error', () => socket.destroy());
				}

				client.pipe(server);
				server.on('end', () => client.end()).on('close', () => client.destroy());
				client.on('close', () => server.destroy());
				server.on('data', chunk => {
					client.write(chunk);
					server.pause();
					setTimeout(() => server.resume(), (chunk.length / bytesPerSecond) * 1000);
				});
			}),
		);
		await new Promise<void>(resolve => line.#server.listen(0, '127.0.0.1', resolve));
		return line;
	}

	get port(): number {
		const address = this.#server.address();
		return typeof address === 'object' && address ? address.port : 0;
	}

	async [Symbol.asyncDispose](): Promise<void> {
		for (const socket of this.#sockets) socket.destroy();
		await new Promise(resolve => this.#server.close(resolve));
	}
}

const messages = letters('posta', 500, 8000);

test.each([
	{
		name: 'several connections carry a large folder where they are faster, and it is in its order afterwards',
		index: 0,
		to: () => destination,
		most: 2,
		bytesPerSecond: 400_000,
	},
	{
		name: 'a server that allows one connection gets one, and the copy is the same',
		index: 1,
		to: () => narrow,
		most: 1,
		bytesPerSecond: 1_000_000,
	},
])('$name', async ({index, to, most, bytesPerSecond}) => {
	const user = manyUsers(2)[index]?.name ?? '';
	await seed(source, user, [folder('INBOX', ...messages), folder('Poche', ...letters('poche', 3))]);
	const before = await snapshot(source, user);
	await using line = await SlowLine.start(source.imapPort, bytesPerSecond);
	const events: EngineEvent[] = [];
	const session = new Session(event => events.push(event));
	try {
		const from = loginOf(source, user, line.port);
		const there = loginOf(to(), user);
		const [here, goal] = [
			await session.connect('source', from.account, from.password),
			await session.connect('destination', there.account, there.password),
		];
		await session.plan(proposeMappings(here, goal, {}), 'full');
		const finished = await session.copy();
		expect(finished).toMatchObject({state: 'done', copied: messages.length + 3, findings: []});
		const told = events.flatMap(event => (event.event === 'connections' ? [event.count] : []));
		expect(Math.max(1, ...told)).toBeGreaterThanOrEqual(most);
		if (most === 1) expect(told).toEqual([]);
	} finally {
		await session.close();
	}

	const mail = (folders: Snapshot) => withoutUids(folders).map(({path, messages: all}) => ({path, all}));
	expect(mail(await snapshot(to(), user))).toEqual(mail(before));
	expect(await snapshot(source, user)).toEqual(before);
});
