import {createHash} from 'node:crypto';
import {lstatSync, mkdirSync, realpathSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import process from 'node:process';
import {homeFolder} from '../home.ts';

/** Bytes that the path of a socket may have: 104 with its end on macOS and the BSDs, 108 on Linux (sys/un.h). */
const longest = 103;

/**
 * Where the door of a run is: the same for the engine that opens it and for who comes to it. In a folder of
 * the program's own that is its owner's alone; below the system's folder for temporary files where the path
 * would be too long for a socket.
 *
 * @throws {Error} that folder belongs to somebody else, or others may write there
 */
export function doorPath(run: string): string {
	const home = realpathSync(homeFolder());
	const name = createHash('sha256').update(`${home}\0${run}`).digest('hex').slice(0, 16);
	if (process.platform === 'win32') return `\\\\.\\pipe\\trasloco-${name}`;
	const path = join(homeFolder('live'), name);
	return Buffer.byteLength(path) <= longest ? path : join(ownTemporaryFolder(), name);
}

function ownTemporaryFolder(): string {
	const owner = process.getuid?.() ?? 0;
	const path = join(tmpdir(), `trasloco-${owner}`);
	mkdirSync(path, {recursive: true, mode: 0o700});
	// Everybody may make folders there: a name that can be guessed may be somebody else's trap.
	const found = lstatSync(path);
	const isOwn = found.isDirectory() && found.uid === owner && (found.mode & 0o077) === 0;
	if (!isOwn) throw new Error(`${path} is not a folder of this user's alone`);
	return path;
}
