import {connect, createServer, type Server, type Socket} from 'node:net';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {proposeMappings} from '../../source/engine/mapping.ts';
import {Session} from '../../source/engine/session.ts';
import {folder, letters} from '../commands/letter.ts';
import {startDovecot} from '../servers/dovecot.ts';
import {type Snapshot, seed, snapshot, withoutUids} from '../servers/mailbox.ts';
import {FaultProxy} from '../servers/proxy.ts';
import type {MailServer} from '../servers/server.ts';
import {freshHome, loginOf, manyUsers} from './killed-mailbox.ts';

const users = manyUsers(7);
let source: MailServer;
let destination: MailServer;
let narrow: MailServer;

beforeAll(async () => {
	process.env.TRASLOCO_HOME = await freshHome();
	[source, destination, narrow] = await Promise.all([
		startDovecot({users}),
		startDovecot({users}),
		startDovecot({users, maxConnectionsPerUser: 1}),
	]);
});

afterAll(() => Promise.all([source, destination, narrow].map(server => server.stop())));

/** A server far away: what it sends comes so many bytes a second on each connection, however many there are. */
class SlowLine implements AsyncDisposable {
	readonly #server: Server;
	readonly #sockets = new Set<Socket>();
	/** Bytes that the server has sent over each connection. */
	readonly sent: number[] = [];

	private constructor(server: Server) {
		this.#server = server;
	}

	static async start(target: number, bytesPerSecond: number): Promise<SlowLine> {
		const line = new SlowLine(
			createServer(client => {
				const server = connect(target, '127.0.0.1');
				const connection = line.sent.push(0) - 1;
				for (const socket of [client, server]) {
					line.#sockets.add(socket);
					socket.setNoDelay(true).on('error', () => socket.destroy());
				}

				client.pipe(server);
				server.on('end', () => client.end()).on('close', () => client.destroy());
				client.on('close', () => server.destroy());
				server.on('data', chunk => {
					line.sent[connection] = (line.sent[connection] ?? 0) + chunk.length;
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

	/** Ends all connections at once. */
	cut(): void {
		for (const socket of this.#sockets) socket.destroy();
	}

	async [Symbol.asyncDispose](): Promise<void> {
		this.cut();
		await new Promise(resolve => this.#server.close(resolve));
	}
}

const messages = letters('posta', 400, 8000);

const mail = (folders: Snapshot) => withoutUids(folders).map(({path, messages: all}) => ({path, all}));

type Case = {
	readonly name: string;
	readonly to?: () => MailServer;
	/** What each connection to the source carries; once around two seconds are needed to see what another one brings. */
	readonly bytesPerSecond?: number;
	/** What happens when there are several. */
	readonly fault?: (from: SlowLine, to: FaultProxy) => unknown;
	readonly isAlone?: boolean;
};

const cases: readonly Case[] = [
	{name: 'carry a large folder where they are faster, and it is in its order afterwards'},
	{
		name: 'are not there where the server allows one',
		to: () => narrow,
		bytesPerSecond: 1_000_000,
		isAlone: true,
	},
	{name: 'that all end are begun anew, with one', fault: (_, to) => to.cut()},
	{name: 'that all end at the source are begun anew', fault: from => from.cut()},
	{name: 'may lose an answer', fault: (_, to) => to.loseAnswer(/^APPEND/, 1)},
	{
		name: 'become fewer where it was too much',
		fault: (_, to) => to.meet(/^APPEND/, {kind: 'refuse', answer: 'NO [LIMIT] Too many requests'}, 1),
	},
];

describe.concurrent('several connections', () => {
	test.each(cases.map((each, index) => ({...each, index})))(
		'$name',
		async ({index, to = () => destination, bytesPerSecond = 400_000, fault, isAlone = false}) => {
			const user = users[index]?.name ?? '';
			await seed(source, user, [folder('INBOX', ...messages), folder('Poche', ...letters('poche', 3))]);
			const before = await snapshot(source, user);
			await using from = await SlowLine.start(source.imapPort, bytesPerSecond);
			await using proxy = await FaultProxy.start(to().imapPort);
			const counts: number[] = [];
			const session = new Session(
				event => {
					if (event.event !== 'connections') return;
					counts.push(event.count);
					if (counts.length === 1) fault?.(from, proxy);
				},
				{patience: {pauses: [10], total: 20_000}},
			);
			try {
				const sides = {
					source: loginOf(source, user, from.port),
					destination: loginOf(to(), user, proxy.port),
				};
				const here = await session.connect('source', sides.source.account, sides.source.password);
				const {account, password} = sides.destination;
				const there = await session.connect('destination', account, password);
				await session.plan(proposeMappings(here, there, {}), 'full');
				const finished = await session.copy();
				expect(finished, JSON.stringify(finished.problem)).toMatchObject({
					state: 'done',
					copied: messages.length + 3,
					findings: [],
				});
				expect(counts.length === 0).toBe(isAlone);
			} finally {
				await session.close();
			}

			expect(mail(await snapshot(to(), user))).toEqual(mail(before));
			expect(await snapshot(source, user)).toEqual(before);
		},
	);

	test('read back over as many where the destination is slow to send', async () => {
		const user = users.at(-1)?.name ?? '';
		await seed(source, user, [folder('INBOX', ...letters('posta', 300, 100_000))]);
		await using to = await SlowLine.start(destination.imapPort, 3_000_000);
		const session = new Session(() => {}, {look: 300});
		try {
			const from = loginOf(source, user);
			const there = loginOf(destination, user, to.port);
			const here = await session.connect('source', from.account, from.password);
			const info = await session.connect('destination', there.account, there.password);
			await session.plan(proposeMappings(here, info, {}), 'full');
			expect(await session.copy()).toMatchObject({state: 'done', copied: 300, findings: []});
		} finally {
			await session.close();
		}

		expect(to.sent.filter(bytes => bytes > 3_000_000).length).toBeGreaterThan(1);
		expect(mail(await snapshot(destination, user))).toEqual(mail(await snapshot(source, user)));
	});
});
