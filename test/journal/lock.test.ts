import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {mkdir, readdir, rm, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {beforeEach, expect, test} from 'vitest';
import {isLocked, lockNames, takeLock} from '../../source/journal/lock.ts';
import {Problem, type ProblemData} from '../../source/problem.ts';
import {scratchFolder} from '../servers/scratch.ts';

beforeEach(async () => {
	process.env.TRASLOCO_HOME = await scratchFolder('locks');
});

const module = fileURLToPath(new URL('../../source/journal/lock.ts', import.meta.url));
const name = lockNames.destination('mario@imap.example.it:993');

function problemOf(work: () => unknown): ProblemData | undefined {
	try {
		work();
	} catch (error) {
		if (error instanceof Problem) return error.data;
		throw error;
	}

	return undefined;
}

test('a lock is had once, by name, until it is released', () => {
	const lock = takeLock(name);
	expect(lock).toBeDefined();
	expect(isLocked(name)).toBe(true);
	expect(takeLock(name, 0)).toBeUndefined();
	const other = takeLock(lockNames.run('mario@imap.example.it:993'));
	expect(other).toBeDefined();
	lock?.release();
	lock?.release();
	expect(isLocked(name)).toBe(false);
	expect(isLocked(lockNames.run('mario@imap.example.it:993'))).toBe(true);
	other?.release();
});

test('a lock that can not be taken is no lock that somebody holds: why is told', async () => {
	const home = process.env.TRASLOCO_HOME ?? '';
	const lock = takeLock(name);
	lock?.release();
	const [file = ''] = await readdir(join(home, 'locks'));
	await rm(join(home, 'locks', file));
	await mkdir(join(home, 'locks', file));
	expect(problemOf(() => takeLock(name))).toMatchObject({
		code: 'journal-full',
		params: {path: join(home, 'locks', file)},
	});
	expect(problemOf(() => isLocked(name))).toMatchObject({code: 'journal-full'});
	// Nor can there be one where there is no room for the folder of locks.
	process.env.TRASLOCO_HOME = join(home, 'locks', file, 'file');
	await writeFile(process.env.TRASLOCO_HOME, '');
	expect(problemOf(() => takeLock(name))).toMatchObject({code: 'journal-full'});
});

test('a process that is killed leaves no lock behind', async () => {
	const script = `
		const {takeLock} = await import(${JSON.stringify(module)});
		const lock = takeLock(${JSON.stringify(name)});
		console.log(lock ? 'taken' : 'refused');
		// What nobody refers to any more is collected, and let go.
		setInterval(() => lock, 1000);
	`;
	const holder = spawn(process.execPath, ['--input-type=module', '--eval', script], {
		stdio: ['ignore', 'pipe', 'inherit'],
	});
	const [said] = await once(holder.stdout.setEncoding('utf8'), 'data');
	expect(said).toBe('taken\n');
	expect(isLocked(name)).toBe(true);
	expect(takeLock(name, 0)).toBeUndefined();
	holder.kill('SIGKILL');
	await once(holder, 'exit');
	expect(isLocked(name)).toBe(false);
	takeLock(name)?.release();
});
