import {randomBytes} from 'node:crypto';
import {mkdir, readdir, rm} from 'node:fs/promises';
import {hostname} from 'node:os';
import {join} from 'node:path';
import {homeFolder} from '../../../home.ts';
import {unlessMissing} from '../directory/inspecting.ts';
import {isRunning} from '../writing.ts';

/** The folder below the program's own that zips are unpacked in. */
const folder = 'unpacked';

/** Makes a directory to unpack into, for its owner alone. Its name tells which process it is of, and on which machine: several may share the folder. */
export async function newDirectory(): Promise<string> {
	const name = `${process.pid}-${randomBytes(6).toString('hex')}@${machine()}`;
	const directory = join(homeFolder(folder), name);
	await mkdir(directory, {mode: 0o700});
	return directory;
}

/** Takes away what processes have left that were killed. */
export async function clearUnpacked(): Promise<void> {
	const above = join(homeFolder(), folder);
	for (const name of (await readdir(above).catch(unlessMissing)) ?? [])
		if (isLeft(name)) await rm(join(above, name), {recursive: true, force: true});
}

function isLeft(name: string): boolean {
	const [, pid, host] = /^(\d{1,10})-[\da-f]{12}@(.*)$/s.exec(name) ?? [];
	return pid !== undefined && host === machine() && !isRunning(Number(pid));
}

function machine(): string {
	return hostname().replaceAll(/[^\w.-]/g, '_');
}
