import type {Socket} from 'node:net';

/** Sends a message as one line of JSON. Resolves when it is out. @throws {Error} where the other side is gone */
export function sendLine(socket: Socket, message: unknown): Promise<void> {
	return new Promise((resolve, reject) => {
		if (socket.destroyed) reject(new Error('closed'));
		else socket.write(`${JSON.stringify(message)}\n`, error => (error ? reject(error) : resolve()));
	});
}

/**
 * Calls back with each line of JSON that comes. What is none, or longer than `longest` characters, ends the
 * connection.
 */
export function onLines(socket: Socket, longest: number, take: (message: unknown) => void): void {
	let line: string[] = [];
	let length = 0;
	socket.setEncoding('utf8').on('data', (text: string) => {
		for (const [index, piece] of text.split('\n').entries()) {
			if (index > 0) {
				const message = parse(line.join(''));
				line = [];
				length = 0;
				if (message === undefined) socket.destroy();
				if (socket.destroyed) return;
				take(message);
			}

			line.push(piece);
			length += piece.length;
			if (length > longest) {
				socket.destroy();
				return;
			}
		}
	});
}

function parse(line: string): unknown {
	try {
		return JSON.parse(line);
	} catch {
		return undefined;
	}
}
