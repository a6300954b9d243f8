import {type AddressInfo, connect, createServer, type Socket} from 'node:net';
import {expect, test} from 'vitest';
import {corpus, corpusSeed} from '../corpus/corpus.ts';
import {startDovecot} from '../servers/dovecot.ts';
import {seed, snapshot, withoutUids} from '../servers/mailbox.ts';
import {accountUrl, finishedOf, newHome, run} from './trasloco.ts';

/** A line to a port of this machine that counts what goes over it, and lets it pass as it is. */
async function counted(
	port: number,
): Promise<AsyncDisposable & {readonly port: number; readonly bytes: () => number}> {
	let bytes = 0;
	const sockets = new Set<Socket>();
	const server = createServer(client => {
		const upstream = connect(port, '127.0.0.1');
		for (const [from, to] of [
			[client, upstream],
			[upstream, client],
		] as const) {
			sockets.add(from);
			from
				.on('error', () => to.destroy())
				.on('data', (chunk: Buffer) => {
					bytes += chunk.length;
				});
			from.pipe(to);
		}
	});
	await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
	return {
		port: (server.address() as AddressInfo).port,
		bytes: () => bytes,
		async [Symbol.asyncDispose]() {
			// A line that one end has left with something unread never closes by itself.
			for (const socket of sockets) socket.destroy();
			await new Promise(resolve => server.close(resolve));
		},
	};
}

test.each([
	{offers: true, share: 0.6},
	{offers: false, share: 1.05},
])(
	'--compress halves the bytes on the line where servers can ($offers), and changes nothing else',
	async ({offers, share}) => {
		const users = ['a', 'b'].map(name => ({name, password: 'segreto'}));
		await using source = await startDovecot({compress: offers});
		await using destination = await startDovecot({compress: offers, users});
		await seed(source, 'source', corpus({messages: 90, big: false}));
		const before = withoutUids(await snapshot(source, 'source'));
		const taken = new Map<string, number>();
		for (const {name} of users) {
			await using from = await counted(source.imapPort);
			await using to = await counted(destination.imapPort);
			const url = (port: number, user: string) =>
				accountUrl({imapsPort: 0, imapPort: port}, user, 'imap+plain');
			const accounts = ['--from', url(from.port, 'source'), '--to', url(to.port, name)];
			const more = name === 'b' ? ['--compress'] : [];
			const copied = await run(await newHome(), ['copy', ...accounts, '--json', ...more], {
				from: 'segreto',
				to: 'segreto',
			});
			expect(copied.exitCode, copied.stderr).toBe(0);
			expect(finishedOf(copied)).toMatchObject({state: 'done', copied: 90});
			const after = withoutUids(await snapshot(destination, name));
			expect(
				before.map(folder => after.find(({path}) => path === folder.path)?.messages),
				`seed ${corpusSeed}`,
			).toEqual(before.map(folder => folder.messages));
			taken.set(name, from.bytes() + to.bytes());
		}

		expect((taken.get('b') ?? 0) / (taken.get('a') ?? 0)).toBeLessThan(share);
		if (!offers) expect((taken.get('b') ?? 0) / (taken.get('a') ?? 0)).toBeGreaterThan(0.95);
	},
);
