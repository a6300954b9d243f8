import {createServer} from 'node:net';

function listen(): Promise<{port: number; close: () => Promise<void>}> {
	return new Promise((resolve, reject) => {
		const server = createServer();
		server.once('error', reject);
		server.listen(0, '127.0.0.1', () => {
			const address = server.address();
			if (address === null || typeof address === 'string') {
				reject(new Error('The system gave no port number'));
				return;
			}
			resolve({port: address.port, close: () => new Promise(done => server.close(() => done()))});
		});
	});
}

/** Two different TCP ports of 127.0.0.1 that were free a moment ago: whoever binds them may still lose a race. */
export async function freePorts(): Promise<readonly [number, number]> {
	const [first, second] = await Promise.all([listen(), listen()]);
	await Promise.all([first.close(), second.close()]);
	return [first.port, second.port];
}
