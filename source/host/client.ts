import {Socket} from 'node:net';
import {fileURLToPath} from 'node:url';
import {execaNode} from 'execa';
import {childEnvironment} from '../accounts/environment.ts';
import {sharedCompiledCode} from '../compile-cache.ts';
import {Stopped} from '../engine/control.ts';
import type {EngineEvent} from '../engine/events.ts';
import {Problem} from '../problem.ts';
import type {EngineClient, FromEngine, RequestName, Requests, ToEngine} from './protocol.ts';

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
		env: {...childEnvironment(), ...sharedCompiledCode()},
		extendEnv: false,
		reject: false,
	});

	const waiting = new Map<number, {resolve: (output: unknown) => void; reject: (error: unknown) => void}>();
	const listeners = new Set<(event: EngineEvent) => void>();
	let ended: Error | undefined;
	let ids = 0;

	const receive = async () => {
		for await (const raw of subprocess.getEachMessage()) {
			const message = raw as unknown as FromEngine;
			if (message.type === 'event') {
				for (const listener of listeners) listener(message.event);
				continue;
			}

			const request = waiting.get(message.id);
			waiting.delete(message.id);
			if (message.type === 'reply') request?.resolve(message.output);
			else if (message.type === 'problem') request?.reject(new Problem(message.problem));
			else if (message.type === 'stopped') request?.reject(new Stopped());
			else request?.reject(new Error(message.message));
		}
	};

	let lastWords = '';
	subprocess.stderr.setEncoding('utf8').on('data', (text: string) => {
		lastWords = (lastWords + text).slice(-2000);
	});
	const over = subprocess.then(result => {
		const why = result.signal ?? `exit code ${result.exitCode ?? '?'}`;
		const words = lastWords.trim();
		ended = new Problem({code: 'engine-died', params: {why}, ...(words ? {server: words} : {})});
		for (const {reject} of waiting.values()) reject(ended);
		waiting.clear();
	});
	receive().catch(() => {});

	return {
		async request<Name extends RequestName>(name: Name, input: Requests[Name]['input']) {
			if (ended) throw ended;
			const id = ++ids;
			const answer = new Promise<unknown>((resolve, reject) => waiting.set(id, {resolve, reject}));
			const message = {id, request: name, input} as ToEngine;
			// A channel that closed is told by the process's end, with why.
			subprocess.sendMessage(message as never).catch(error => {
				if (subprocess.nodeChildProcess.connected) waiting.get(id)?.reject(error);
			});
			return (await answer) as Requests[Name]['output'];
		},
		onEvent(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		async disconnect() {
			if (ended) return;
			const busy = waiting.size > 0;
			const {nodeChildProcess} = subprocess;
			if (nodeChildProcess.connected) nodeChildProcess.disconnect();
			if (busy) {
				nodeChildProcess.unref();
				// Its last words are nobody's any more; waiting for them would keep us until it has ended.
				const {stderr} = nodeChildProcess;
				if (stderr instanceof Socket) stderr.unref();
			}

			// With nothing under way it ends by itself at once; a run under way goes on without us.
			if (!busy) await over;
		},
	};
}
