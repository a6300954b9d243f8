import {constants} from 'node:fs';
import {hostname} from 'node:os';
import {setTimeout} from 'node:timers/promises';
import {open, rm, writeNewSync} from './disk.ts';
import {codeOf, isMissing} from './sidecar.ts';
import {isRunning} from './writing.ts';

/** So long is waited for another program without a word; whoever is told then may wait longer, and says for what. */
const patienceMs = 5000;

/**
 * Keeps other programs from changing a file meanwhile. Of an mbox, Dovecot, mutt, procmail and Python look for a file of
 * the same name with `.lock` behind it; in a directory of mail, this program alone. Who has it is written in it as
 * Dovecot does, so that it is told when that process is no more.
 *
 * @throws where another program keeps it, naming the file
 */
export async function locked<T>(path: string, work: () => Promise<T>): Promise<T> {
	const lock = `${path}.lock`;
	for (const until = Date.now() + patienceMs; !(await take(lock)); ) {
		if (await isLeft(lock)) await rm(lock, {force: true});
		else if (Date.now() >= until)
			throw Object.assign(new Error(`EAGAIN: locked by another program, open '${lock}'`), {
				code: 'EAGAIN',
				path: lock,
			});
		else await setTimeout(50);
	}

	try {
		return await work();
	} finally {
		await rm(lock, {force: true});
	}
}

async function take(lock: string): Promise<boolean> {
	try {
		// All at once: a process that is killed leaves no lock that does not say whose it was.
		writeNewSync(lock, `${process.pid}:${hostname()}`);
		return true;
	} catch (error) {
		if (codeOf(error) === 'EEXIST') return false;
		// Without room for its text it is a lock all the same, and would stay one.
		if (codeOf(error) === 'ENOSPC' || codeOf(error) === 'EDQUOT') await rm(lock, {force: true});
		throw error;
	}
}

/** Whether the process that has locked it is no more. */
async function isLeft(lock: string): Promise<boolean> {
	try {
		await using file = await open(lock, constants.O_RDONLY | constants.O_NONBLOCK);
		const text = await file.readFile('latin1');
		const [, pid = '', host] = /^(\d{1,10}):(.+)$/.exec(text.trim()) ?? [];
		return host === hostname() && !isRunning(Number(pid));
	} catch (error) {
		if (isMissing(error)) return false;
		throw error;
	}
}
