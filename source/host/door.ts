import {rmSync} from 'node:fs';
import {createServer, type Socket} from 'node:net';
import process from 'node:process';
import {z} from 'zod';
import {doorPath} from './door-path.ts';
import {onLines, sendLine} from './lines.ts';
import {Outbox} from './outbox.ts';
import {doorVersion, type WatcherRequest} from './protocol.ts';

/** Characters of a request, at the most. */
const longest = 4096;
const mostGuests = 32;

const envelope = z.object({version: z.int(), id: z.int()});

/** What may be asked at the door of a run: nothing about another run, and nothing that takes a password. */
function requestsOf(run: string) {
	const id = z.int();
	const ofRun = z.object({run: z.literal(run)});
	return z.discriminatedUnion('request', [
		z.object({id, request: z.literal('attach'), input: ofRun}),
		z.object({id, request: z.enum(['pause', 'continue', 'stop']), input: z.object({})}),
		z.object({id, request: z.literal('resume'), input: ofRun}),
		z.object({id, request: z.literal('undo'), input: ofRun.extend({keepInTrash: z.boolean()})}),
	]);
}

/** Who has come to the door, and what is said to them. */
export interface Host {
	/** Somebody asks for something. */
	asked(request: WatcherRequest, outbox: Outbox): void;
	left(outbox: Outbox): void;
}

/**
 * The door of the run that an engine holds: a socket for this user alone, at which other processes of theirs
 * can watch and direct it. It is open while the engine holds the run; whoever is in may stay longer.
 */
export class Door {
	readonly #host: Host;
	readonly #guests = new Map<Socket, string>();

	constructor(host: Host) {
		this.#host = host;
	}

	get isEmpty(): boolean {
		return this.#guests.size === 0;
	}

	/**
	 * Opens the door of a run whose lock is held, so that what a killed engine left at its place is nobody's.
	 *
	 * @returns closes it again; who is in stays
	 */
	open(run: string): () => void {
		for (const [guest, cameFor] of this.#guests) if (cameFor !== run) guest.destroy();
		const server = createServer(socket => this.#receive(run, socket));
		server.maxConnections = mostGuests;
		// A run goes on without a door; who comes finds none, and is told why.
		server.on('error', () => {});
		try {
			const path = doorPath(run);
			if (process.platform !== 'win32') rmSync(path, {force: true});
			server.listen(path);
		} catch {
			return () => {};
		}

		return () => server.close();
	}

	#receive(run: string, socket: Socket): void {
		const outbox = new Outbox(message => sendLine(socket, message));
		const requests = requestsOf(run);
		this.#guests.set(socket, run);
		socket.on('error', () => {});
		socket.on('close', () => {
			this.#guests.delete(socket);
			this.#host.left(outbox);
		});
		onLines(socket, longest, message => {
			const asked = requests.safeParse(message);
			const {data: outside} = envelope.safeParse(message);
			if (outside && outside.version !== doorVersion) {
				const params = {run, why: 'version'};
				outbox.post({type: 'problem', id: outside.id, problem: {code: 'run-unreachable', params}});
			} else if (outside && asked.success) {
				this.#host.asked(asked.data, outbox);
			} else {
				socket.destroy();
			}
		});
	}
}
