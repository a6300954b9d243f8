import {destinationFolders, sourceFolders} from './mail.ts';
import {startDemoServer} from './server.ts';

const from = {user: 'mario.rossi@pec.example.it', password: 'caffè "lungo" 1€'};
const to = {user: 'mario.rossi@nuova-pec.example.it', password: 'trasloco (2) \\ fatto'};

/** A source with some 300 sample messages, and a destination that holds a dozen of its own. */
export type DemoServers = AsyncDisposable & {
	/** `--from` and `--to`. */
	readonly sides: readonly string[];
	readonly passwords: {readonly from: string; readonly to: string};
	readonly users: {readonly from: string; readonly to: string};
};

/**
 * Starts both on loopback.
 *
 * @param pace milliseconds that the destination takes for each message
 */
export async function startDemoServers(pace: number): Promise<DemoServers> {
	await using stack = new AsyncDisposableStack();
	const source = await startDemoServer({
		...from,
		delimiter: '.',
		prefix: 'INBOX.',
		quotaBytes: 1 << 30,
		folders: sourceFolders(),
	});
	stack.defer(() => source.stop());
	const destination = await startDemoServer({
		...to,
		delimiter: '/',
		prefix: '',
		quotaBytes: 100 << 20,
		folders: destinationFolders(),
		pace,
	});
	stack.defer(() => destination.stop());
	const started = stack.move();
	const url = (user: string, port: number) => `imap+plain://${encodeURIComponent(user)}@127.0.0.1:${port}`;
	return {
		sides: ['--from', url(from.user, source.port), '--to', url(to.user, destination.port)],
		passwords: {from: from.password, to: to.password},
		users: {from: from.user, to: to.user},
		[Symbol.asyncDispose]: () => started.disposeAsync(),
	};
}
