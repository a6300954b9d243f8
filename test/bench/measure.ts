import {type ChildProcess, spawn} from 'node:child_process';
import {readdir, readFile} from 'node:fs/promises';

/** What one run of a program took, with all processes that it started. */
export type Measure = {
	/** Seconds. */
	readonly wall: number;
	/** Seconds of processor time of all processes together. */
	readonly cpu: number;
	/** The largest resident set of any one process, in bytes. */
	readonly peak: number;
	readonly exitCode: number | null;
	readonly stdout: string;
	readonly stderr: string;
};

const ticks = 100;
const pageless = 1024;

type Seen = {cpu: number; peak: number};

/** The processes below one, itself included, as far as they can be read. */
async function tree(root: number): Promise<ReadonlySet<number>> {
	const parents = new Map<number, number>();
	for (const entry of await readdir('/proc')) {
		if (!/^\d+$/.test(entry)) continue;
		const stat = await readFile(`/proc/${entry}/stat`, 'utf8').catch(() => '');
		const [, parent] = /\) \S (\d+)/.exec(stat) ?? [];
		if (parent !== undefined) parents.set(Number(entry), Number(parent));
	}
	const found = new Set([root]);
	for (let size = 0; size !== found.size; ) {
		size = found.size;
		for (const [pid, parent] of parents) if (found.has(parent)) found.add(pid);
	}
	return found;
}

async function look(pid: number, seen: Map<number, Seen>): Promise<void> {
	const [stat, status] = await Promise.all(
		['stat', 'status'].map(file => readFile(`/proc/${pid}/${file}`, 'utf8').catch(() => '')),
	);
	const fields = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? [];
	const cpu = (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / ticks;
	const peak = Number(/^VmHWM:\s+(\d+)/m.exec(status ?? '')?.[1] ?? 0) * pageless;
	const before = seen.get(pid) ?? {cpu: 0, peak: 0};
	seen.set(pid, {cpu: Math.max(before.cpu, cpu), peak: Math.max(before.peak, peak)});
}

/** Runs a program to its end. Processor time and memory are looked at every 100 ms, so the last moments may be missed. */
export async function measure(
	command: readonly string[],
	options: {readonly env?: Readonly<Record<string, string>>; readonly cwd?: string} = {},
): Promise<Measure> {
	const [program = '', ...args] = command;
	const began = performance.now();
	const child: ChildProcess = spawn(program, args, {
		stdio: ['ignore', 'pipe', 'pipe'],
		env: {...process.env, ...options.env},
		...(options.cwd === undefined ? {} : {cwd: options.cwd}),
	});
	let stdout = '';
	let stderr = '';
	child.stdout?.setEncoding('utf8').on('data', (text: string) => {
		stdout += text;
	});
	child.stderr?.setEncoding('utf8').on('data', (text: string) => {
		stderr += text;
	});
	const seen = new Map<number, Seen>();
	let wall = 0;
	const ended = new Promise<number | null>((resolve, reject) => {
		child.once('error', reject);
		child.once('close', code => {
			wall = (performance.now() - began) / 1000;
			resolve(code);
		});
	});
	const {pid} = child;
	let exitCode: number | null | undefined;
	void ended.then(
		code => {
			exitCode = code;
		},
		() => {},
	);
	while (pid !== undefined && exitCode === undefined) {
		for (const each of await tree(pid)) await look(each, seen);
		await Promise.race([ended, new Promise(resolve => setTimeout(resolve, 100))]);
	}
	const all = [...seen.values()];
	return {
		wall,
		cpu: all.reduce((sum, each) => sum + each.cpu, 0),
		peak: Math.max(0, ...all.map(each => each.peak)),
		exitCode: await ended,
		stdout,
		stderr,
	};
}
