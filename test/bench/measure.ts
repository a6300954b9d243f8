import {type ChildProcess, spawn} from 'node:child_process';
import {readdirSync, readFileSync} from 'node:fs';

/** What one process took. */
export type Use = {
	/** Seconds of processor time. */
	readonly cpu: number;
	/** The largest resident set, in bytes. */
	readonly peak: number;
};

/** What one run of a program took. */
export type Measure = {
	/** Seconds. */
	readonly wall: number;
	/** The process that was started. */
	readonly own: Use;
	/** The processes that it started: their time together, and the largest of them. */
	readonly others: Use;
	readonly exitCode: number | null;
	readonly stdout: string;
	readonly stderr: string;
};

/** Milliseconds between two looks at the processes. */
const interval = 50;
/** Linux counts a process's time in these. */
const ticksPerSecond = 100;

/** A file of /proc; empty where its process has ended. */
function proc(path: string): string {
	try {
		return readFileSync(`/proc/${path}`, 'utf8');
	} catch {
		return '';
	}
}

/** The processes that one has started, and those that they have. */
function* below(pid: number): Generator<number> {
	let threads: string[] = [];
	try {
		threads = readdirSync(`/proc/${pid}/task`);
	} catch {
		// It has ended.
	}
	for (const thread of threads) {
		for (const child of proc(`${pid}/task/${thread}/children`).split(' ').filter(Boolean).map(Number)) {
			yield child;
			yield* below(child);
		}
	}
}

function usageOf(pid: number): Use {
	const stat = proc(`${pid}/stat`);
	const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
	const ticks = Number(fields[11] ?? 0) + Number(fields[12] ?? 0);
	const peak = Number(/^VmHWM:\s+(\d+) kB/m.exec(proc(`${pid}/status`))?.[1] ?? 0) * 1024;
	return {cpu: ticks / ticksPerSecond, peak};
}

/** Runs a program to its end. Time and memory are looked at twenty times a second, so the last moments may be missed. */
export async function measure(
	command: readonly string[],
	env: Readonly<Record<string, string>> = {},
): Promise<Measure> {
	const [program = '', ...args] = command;
	const began = performance.now();
	const child: ChildProcess = spawn(program, args, {
		stdio: ['ignore', 'pipe', 'pipe'],
		env: {...process.env, ...env},
	});
	let stdout = '';
	let stderr = '';
	child.stdout?.setEncoding('utf8').on('data', (text: string) => {
		stdout += text;
	});
	child.stderr?.setEncoding('utf8').on('data', (text: string) => {
		stderr += text;
	});
	const seen = new Map<number, Use>();
	const look = (pid: number) => {
		const {cpu, peak} = usageOf(pid);
		const before = seen.get(pid);
		seen.set(pid, {cpu: Math.max(before?.cpu ?? 0, cpu), peak: Math.max(before?.peak ?? 0, peak)});
	};
	const {pid: root = 0} = child;
	const looking = setInterval(() => {
		for (const pid of [root, ...below(root)]) look(pid);
	}, interval);
	try {
		const exitCode = await new Promise<number | null>((resolve, reject) => {
			child.once('error', reject);
			child.once('close', resolve);
		});
		const wall = (performance.now() - began) / 1000;
		const own = seen.get(root) ?? {cpu: 0, peak: 0};
		const others = [...seen].flatMap(([pid, use]) => (pid === root ? [] : [use]));
		return {
			wall,
			own,
			others: {
				cpu: others.reduce((sum, {cpu}) => sum + cpu, 0),
				peak: Math.max(0, ...others.map(({peak}) => peak)),
			},
			exitCode,
			stdout,
			stderr,
		};
	} finally {
		clearInterval(looking);
	}
}
