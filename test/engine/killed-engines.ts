import {type ChildProcess, fork} from 'node:child_process';
import {keepsCompiled} from '../compiled.ts';
import {killedEngine} from '../programs.ts';
import type {Outcome, Task} from './killed-engine.ts';

/** What a process answered, or where it was killed. */
export type Ended = (Outcome & {readonly killed?: never}) | {readonly killed: string};

/** Engines in processes of their own. One that lives after its task takes another; one that died is followed by a new one. */
export class Engines implements AsyncDisposable {
	readonly #idle: ChildProcess[] = [];
	readonly #all = new Set<ChildProcess>();
	async run(task: Task): Promise<Ended> {
		const engine = this.#idle.pop() ?? this.#start();
		// The next one starts while this one works.
		const isToDie = task.kill !== undefined || task.killAfter !== undefined;
		if (isToDie && this.#idle.length === 0) this.#idle.push(this.#start());
		let words = '';
		const hear = (text: Buffer) => {
			words += text.toString();
		};
		engine.stderr?.on('data', hear);
		const ended = await new Promise<Ended>((resolve, reject) => {
			engine.once('message', outcome => resolve(outcome as Outcome));
			// Not `exit`: by `close` its last words have been read too.
			engine.once('close', (code, signal) => {
				if (signal === 'SIGKILL' && isToDie) resolve({killed: words});
				else
					reject(
						new Error(`The engine ended by itself, with ${signal ?? code}, in ${task.action}:\n${words}`),
					);
			});
			engine.send(task);
		});
		engine.removeAllListeners('message').removeAllListeners('close');
		engine.stderr?.off('data', hear);
		if (ended.killed === undefined) this.#idle.push(engine);
		return ended;
	}

	async [Symbol.asyncDispose](): Promise<void> {
		for (const engine of this.#all) engine.kill('SIGKILL');
		this.#all.clear();
	}

	#start(): ChildProcess {
		const engine = fork(killedEngine, {
			stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
			serialization: 'advanced',
			env: {...process.env, ...keepsCompiled},
		});
		this.#all.add(engine);
		engine.once('exit', () => this.#all.delete(engine));
		return engine;
	}
}
