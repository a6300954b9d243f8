import {chmod, mkdir, readdir, stat} from 'node:fs/promises';
import {join, relative} from 'node:path';
import {expect, test} from 'vitest';
import {startHostile} from '../servers/hostile.ts';
import {scratchFolder} from '../servers/scratch.ts';
import {newHome, start} from './trasloco.ts';

/** Folder names that lead elsewhere where they are taken for paths, or mean something to a terminal. */
const names = [
	'../../../../fuori',
	'/etc/passwd',
	'~root/.ssh/authorized_keys',
	'..',
	'con: \x1b]0;titolo\x07\x1b[2J',
	'\u202egnp.exe\u200b',
	'$(id)`id`; rm -rf *',
	'x'.repeat(2000),
];
const counts = '(MESSAGES 3 UIDNEXT 4 UIDVALIDITY 7 SIZE 400)';
const quoted = (name: string) => `"${name.replaceAll(/["\\]/g, '\\$&')}"`;

/** Rights of everything below a folder, by its path. */
async function rightsBelow(folder: string): Promise<ReadonlyMap<string, number>> {
	const entries = await readdir(folder, {recursive: true, withFileTypes: true});
	const paths = [folder, ...entries.map(entry => join(entry.parentPath, entry.name))];
	const found = await Promise.all(
		// One that SQLite has just deleted has no rights.
		paths.map(
			async path =>
				[
					path,
					await stat(path).then(
						({mode}) => mode & 0o777,
						() => 0,
					),
				] as const,
		),
	);
	return new Map(found);
}

function expectClosed(rights: ReadonlyMap<string, number>): void {
	for (const [path, mode] of rights) expect(mode & 0o077, path).toBe(0);
}

test('names from a server make no paths, and what is kept is for its owner alone under any umask', async () => {
	await using source = await startHostile(command => {
		if (!command.startsWith('LIST')) return undefined;
		return names
			.map(name => `* LIST () NIL ${quoted(name)}\r\n* STATUS ${quoted(name)} ${counts}\r\n`)
			.join('');
	});
	const appended = Promise.withResolvers<void>();
	let answers = 0;
	await using destination = await startHostile((command, tag) => {
		if (!command.startsWith('APPEND')) return undefined;
		appended.resolve();
		answers++;
		return {all: `${tag} NO [CANNOT] ../../../etc/passwd \x1b[2J\r\n`};
	});
	const around = await scratchFolder('around');
	const home = join(around, 'a', 'b', 'home');
	for (const folder of ['', 'runs', 'live', 'locks']) {
		await mkdir(join(home, folder), {recursive: true});
		await chmod(join(home, folder), 0o777);
	}

	const account = (port: number) => `imap+plain://mario@localhost:${port}`;
	const args = ['copy', '--from', account(source.port), '--to', account(destination.port)];
	const copy = start(home, args, {from: 'segreto', to: 'segreto', umask: '000', cwd: around});
	await appended.promise;
	const during = await rightsBelow(home);
	const outcome = await copy.outcome;
	expect(outcome.exitCode, outcome.stdout + outcome.stderr).toBe(3);
	// Nothing that a terminal would act on, whoever wrote it.
	expect(outcome.stdout + outcome.stderr).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f\u202e\u200b]/);

	const after = await rightsBelow(home);
	expectClosed(during);
	expectClosed(after);
	const live = [...during.keys()].filter(path => /\/live\/[\da-f]+$/.test(path));
	expect(live).toHaveLength(1);
	const kept = [...after.keys()].filter(path => path.endsWith('.eml')).map(path => relative(home, path));
	expect(kept).toHaveLength(answers);
	for (const path of kept) expect(path).toMatch(/^runs\/[\w-]+\/kept\/\d+-\d+\.eml$/);
	// Nowhere else has anything appeared.
	expect(await readdir(around)).toEqual(['a']);
	expect(await readdir(join(around, 'a'))).toEqual(['b']);
	expect(await readdir(join(around, 'a', 'b'))).toEqual(['home']);
});

test('what the screens and commands write is closed too where folders stand open and no run is made', async () => {
	const home = await newHome();
	await chmod(home, 0o755);
	const {exitCode} = await start(home, ['runs'], {umask: '000'}).outcome;
	expect(exitCode).toBe(0);
	expectClosed(await rightsBelow(home));
});
