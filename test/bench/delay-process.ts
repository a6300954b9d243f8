/**
 * A process between a client and a server that hands on each byte a fixed time after it came, and no more than so many
 * at a time each way: `node delay-process.ts PORT MILLISECONDS [MBIT_PER_SECOND]` prints the port that it listens on.
 */
import {type AddressInfo, connect, createServer, type Socket} from 'node:net';

const [target = 0, delay = 0, bandwidth = Number.POSITIVE_INFINITY] = process.argv.slice(2).map(Number);
const bytesPerMs = (bandwidth * 1e6) / 8 / 1000;

/** Bytes held back at the most in one direction: a line holds what is on it, 64 MB at 1.6 GB/s and 40 ms. */
const most = 64 * 1024 * 1024;

function handOn(from: Socket, to: Socket): void {
	const held: {readonly due: number; readonly chunk: Buffer}[] = [];
	let bytes = 0;
	let _timer: NodeJS.Timeout | undefined;
	let hasEnded = false;
	/** When the line has sent all that came before. */
	let free = 0;
	const flush = () => {
		_timer = undefined;
		const now = performance.now();
		while (held[0] !== undefined && held[0].due <= now) {
			const {chunk} = held.shift() ?? {chunk: Buffer.alloc(0)};
			bytes -= chunk.length;
			to.write(chunk);
		}
		if (bytes < most) from.resume();
		const [next] = held;
		if (next !== undefined) _timer = setTimeout(flush, Math.max(0, next.due - performance.now()));
		else if (hasEnded) to.end();
	};
	from.on('data', (chunk: Buffer) => {
		free = Math.max(performance.now(), free) + chunk.length / bytesPerMs;
		held.push({due: free + delay, chunk});
		bytes += chunk.length;
		if (bytes >= most) from.pause();
		_timer ??= setTimeout(flush, Math.max(0, free + delay - performance.now()));
	});
	from.on('end', () => {
		hasEnded = true;
		_timer ??= setTimeout(flush, delay);
	});
}

const server = createServer(client => {
	const upstream = connect(target, '127.0.0.1');
	for (const [from, to] of [
		[client, upstream],
		[upstream, client],
	] as const) {
		from.setNoDelay(true);
		from.on('error', () => to.destroy()).on('close', () => setTimeout(() => to.destroy(), delay + 100));
		handOn(from, to);
	}
});
server.listen(0, '127.0.0.1', () => {
	process.stdout.write(`${(server.address() as AddressInfo).port}\n`);
});
// Whoever started it holds the other end of this; when that is gone there is nobody to delay for.
process.stdin.on('end', () => process.exit(0)).resume();
