import {existsSync, rmSync} from 'node:fs';
import {mkdtemp, readdir, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';

const base = existsSync('/dev/shm') ? '/dev/shm' : tmpdir();
const name = /^trasloco-test-(?<pid>\d+)-/;

const made = new Set<string>();
process.on('exit', () => {
	for (const folder of made) {
		rmSync(folder, {recursive: true, force: true});
	}
});

/** A new folder of this process's own, in memory where the machine has `/dev/shm`, gone when the process ends. */
export async function scratchFolder(purpose: string): Promise<string> {
	const folder = await mkdtemp(join(base, `trasloco-test-${process.pid}-${purpose}-`));
	made.add(folder);
	return folder;
}

function isAlive(pid: number): boolean {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return error instanceof Error && 'code' in error && error.code === 'EPERM';
	}
}

/** Removes the folders of test processes that died without tidying up. */
export async function removeAbandonedFolders(): Promise<void> {
	for (const entry of await readdir(base)) {
		const pid = name.exec(entry)?.groups?.pid;
		if (pid !== undefined && !isAlive(Number(pid))) {
			await rm(join(base, entry), {recursive: true, force: true});
		}
	}
}
