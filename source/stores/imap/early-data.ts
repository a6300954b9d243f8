import {Socket} from 'node:net';
import {TLSSocket} from 'node:tls';

/**
 * Keeps what comes from an unencrypted socket of a client until the client reads from it.
 *
 * Behind a SOCKS proxy, ImapFlow begins to read a moment after its `socks` package has let the socket flow: a greeting that
 * came in between, or together with the proxy's own answer, would be lost, and a login wait for it until it gives up.
 *
 * @param client has no socket yet
 */
export function keepEarlyData(client: {socket: unknown}): void {
	let socket = client.socket;
	Object.defineProperty(client, 'socket', {
		get: () => socket,
		set(next: unknown) {
			if (next instanceof Socket && !(next instanceof TLSSocket)) keepUntilRead(next);
			socket = next;
		},
	});
}

function keepUntilRead(socket: Socket): void {
	const early: Buffer[] = [];
	const keep = (bytes: Buffer) => early.push(bytes);
	const handOver = (event: string | symbol) => {
		if (event !== 'data') return;
		socket.off('newListener', handOver).off('data', keep);
		// Whoever reads lets it flow again.
		socket.pause();
		if (early.length > 0) socket.unshift(Buffer.concat(early));
	};
	socket.on('data', keep).on('newListener', handOver);
}
