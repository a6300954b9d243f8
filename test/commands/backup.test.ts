import {mkdir, readdir, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {seed, withoutUids} from '../servers/mailbox.ts';
import {scratchFolder} from '../servers/scratch.ts';
import {folder, letters} from './letter.ts';
import {oneByOne, startRelay} from './relay.ts';
import {accountUrl, type Bench, bench, filesBelow, type Move, run, start} from './trasloco.ts';

let servers: Bench;

beforeAll(async () => {
	servers = await bench({}, {});
});
afterAll(() => servers[Symbol.asyncDispose]());

/** What the destination holds: trash too, and names that only case tells apart. */
const own = [
	folder('INBOX', ...letters('arrivo', 3)),
	folder('Trash', ...letters('cestino', 2)),
	folder('clienti', ...letters('minuscolo', 1)),
	folder('Clienti', ...letters('maiuscolo', 1)),
];

async function twoMailboxes(): Promise<Move> {
	const move = await servers.move();
	await seed(servers.source, move.source.user.name, [folder('INBOX', ...letters('nuova', 4))]);
	await seed(servers.destination, move.destination.user.name, own);
	return move;
}

function copyWithBackup(move: Move, files: string, ...more: readonly string[]) {
	return run(move.home, ['copy', ...move.sides, '--backup', files, ...more], {
		from: move.source.user.password,
		to: move.destination.user.password,
	});
}

test('a copy backs up all that the destination holds first, and the backup brings back a mailbox as it was', async () => {
	const move = await twoMailboxes();
	const before = withoutUids(await move.atDestination());
	const files = join(await scratchFolder('backup'), 'mario-2026-11-22');
	const copied = await copyWithBackup(move, files);
	expect(copied.exitCode, copied.stderr).toBe(0);
	expect(copied.stdout).toContain(`Backup first: 7 messages of the destination, into eml:${files}`);
	expect(copied.stdout).toContain(
		`Backed up and verified. To bring it back: trasloco copy --from eml:${files}`,
	);
	expect(copied.stdout.indexOf('Backed up')).toBeLessThan(copied.stdout.indexOf('To copy: 4 messages'));
	expect((await move.atDestination()).reduce((sum, {messages}) => sum + messages.length, 0)).toBe(11);
	expect(await move.runs()).toHaveLength(2);

	const other = await servers.move();
	const restored = await run(
		other.home,
		[
			...[
				'copy',
				'--from',
				`eml:${files}`,
				'--to',
				accountUrl(servers.destination, other.destination.user.name),
			],
			...['--ca', servers.destination.caFile, '--only', 'INBOX', '--only', 'Trash', '--only', 'clienti'],
			...['--only', 'Clienti', '--map', 'Clienti=Clienti', '--map', 'clienti=clienti'],
		],
		{to: other.destination.user.password},
	);
	expect(restored.exitCode, restored.stderr).toBe(0);
	const withMail = (folders: typeof before) => folders.filter(({messages}) => messages.length > 0);
	const mail = (folders: typeof before) => withMail(folders).map(({path, messages}) => ({path, messages}));
	expect(mail(withoutUids(await other.atDestination()))).toEqual(mail(before));
});

test('where the backup can not be written nothing is copied, and it says why', async () => {
	const move = await twoMailboxes();
	const before = await move.atDestination();
	const files = join(await scratchFolder('backup'), 'no-directory');
	await mkdir(files, {recursive: true});
	await writeFile(join(files, 'file'), '');
	const copied = await copyWithBackup(move, join(files, 'file'));
	expect(copied.exitCode).not.toBe(0);
	expect(copied.stderr).toContain(join(files, 'file'));
	expect(await move.atDestination()).toEqual(before);
	expect(await move.runs()).toEqual([]);
	expect(await readdir(files)).toEqual(['file']);
});

test('a trial copy makes no backup, and an empty destination needs none', async () => {
	const move = await servers.move();
	await seed(servers.source, move.source.user.name, [folder('INBOX', ...letters('nuova', 1))]);
	const parent = await scratchFolder('backup');
	const trial = await copyWithBackup(move, join(parent, 'a'), '--dry-run');
	expect(trial.exitCode, trial.stderr).toBe(0);
	const copied = await copyWithBackup(move, join(parent, 'a'));
	expect(copied.exitCode, copied.stderr).toBe(0);
	expect(copied.stdout).toContain('there is nothing to back up');
	expect([...(await filesBelow(parent)).keys()]).toEqual([]);
});

test('a copy that is stopped in the middle of its backup has copied nothing, and the backup is resumed', async () => {
	const move = await twoMailboxes();
	const before = await move.atDestination();
	await using relay = await startRelay(servers.destination.imapPort, {
		rewrite: oneByOne,
		holdAt: (command, earlier) =>
			command.includes('BODY.PEEK[]') && earlier.some(each => each.includes('BODY.PEEK[]')),
	});
	const {source, destination} = move;
	const files = join(await scratchFolder('backup'), 'mario');
	const to = accountUrl({imapsPort: 0, imapPort: relay.port}, destination.user.name, 'imap+plain');
	const sides = ['--from', accountUrl(source.server, source.user.name), '--to', to];
	const command = start(move.home, ['copy', ...sides, '--ca', source.server.caFile, '--backup', files], {
		from: source.user.password,
		to: destination.user.password,
	});
	await relay.held;
	command.child.kill('SIGINT');
	relay.release();
	const stopped = await command.outcome;
	expect(stopped.exitCode, stopped.stderr + stopped.stdout).toBe(130);
	const [, id = ''] = /trasloco resume ([\w-]+)/.exec(stopped.stdout) ?? [];
	expect(await move.runs()).toMatchObject([{run: id, state: 'interrupted', live: false}]);
	expect(await move.atDestination()).toEqual(before);

	const resumed = await run(move.home, ['resume', id, '--json'], {from: destination.user.password});
	expect(resumed.exitCode, resumed.stderr).toBe(0);
	expect(resumed.finished).toMatchObject({state: 'done', copied: 7});
	const compared = await run(
		move.home,
		['verify', '--deep', '--from', to, '--to', `eml:${files}`, '--json'],
		{from: destination.user.password},
	);
	expect(compared.exitCode, compared.stdout).toBe(0);
	// What is backed up already is not read again.
	const copied = await copyWithBackup(move, files);
	expect(copied.exitCode, copied.stderr).toBe(0);
	expect((await move.atDestination()).reduce((sum, {messages}) => sum + messages.length, 0)).toBe(11);
});
