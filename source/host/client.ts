import {Socket} from 'node:net';
import {fileURLToPath} from 'node:url';
import {execaNode} from 'execa';
import {discreetEnvironment, discreetOptions} from '../accounts/environment.ts';
import {sharedCompiledCode} from '../compile-cache.ts';
import {Problem} from '../problem.ts';
import {Exchange} from './exchange.ts';
import type {EngineClient, FromEngine} from './protocol.ts';

/**
 * Megabytes of each half of V8's youngest generation: with more (16, unless told) an engine takes 50 MB more of
 * memory, most of it garbage, and is no faster.
 */
const semiSpace = 4;

/** Milliseconds that an engine without work may take to log out and end before nobody waits for it any more. */
const patience = 3000;

/**
 * Starts the engine in a process of its own and speaks to it over its IPC channel. It is detached: the
 * terminal's signals don't reach it, and it finishes what it was told when the terminal is gone.
 */
export async function startEngine(): Promise<EngineClient> {
	// Beside this file, compiled as this file is.
	const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
	const path = fileURLToPath(new URL(`engine-process.${extension}`, import.meta.url));
	const subprocess = execaNode(path, {
		ipc: true,
		detached: true,
		cleanup: false,
		stdin: 'ignore',
		stdout: 'ignore',
		stderr: 'pipe',
		buffer: false,
		// glibc would keep memory apart for each of V8's threads, a tenth more in all.
		env: {...discreetEnvironment(), ...sharedCompiledCode(), MALLOC_ARENA_MAX: '2'},
		// A signal would open it to a debugger, and that to everybody on this machine.
		nodeOptions: [
			...discreetOptions(process.execArgv),
			'--disable-sigusr1',
			`--max-semi-space-size=${semiSpace}`,
		],
		extendEnv: false,
		reject: false,
	});
	const {nodeChildProcess} = subprocess;
	const exchange = new Exchange(message =>
		subprocess.sendMessage(message as never).catch(error => {
			// A channel that closed is told by the process's end, with why.
			if (nodeChildProcess.connected) throw error;
		}),
	);
	const receive = async () => {
		for await (const message of subprocess.getEachMessage()) {
			exchange.receive(message as unknown as FromEngine);
		}
	};

	let lastWords = '';
	subprocess.stderr.setEncoding('utf8').on('data', (text: string) => {
		lastWords = (lastWords + text).slice(-2000);
	});
	const over = subprocess.then(result => {
		const why = result.signal ?? `exit code ${result.exitCode ?? '?'}`;
		const words = lastWords.trim();
		exchange.end(new Problem({code: 'engine-died', params: {why}, ...(words ? {server: words} : {})}));
	});
	receive().catch(() => {});

	return {
		get alive() {
			return exchange.alive;
		},
		request: (name, input) => exchange.request(name, input),
		onEvent: listener => exchange.onEvent(listener),
		async disconnect() {
			if (!exchange.alive) return;
			const {busy, wasAsked} = exchange;
			// It has nothing to finish, and may still be starting.
			if (!wasAsked) nodeChildProcess.kill();
			if (nodeChildProcess.connected) nodeChildProcess.disconnect();
			// With nothing under way it ends at once, unless somebody else watches what it did.
			if (!busy) await Promise.race([over, new Promise(resolve => setTimeout(resolve, patience).unref())]);
			// It goes on without us; waiting for its last words would keep us until it has ended.
			nodeChildProcess.unref();
			const {stderr} = nodeChildProcess;
			if (stderr instanceof Socket) stderr.unref();
		},
	};
}
