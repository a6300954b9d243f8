import {execFileSync} from 'node:child_process';
import {mkdir, readdir, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {seed, withoutUids} from '../servers/mailbox.ts';
import {scratchFolder} from '../servers/scratch.ts';
import {engineOf, interrupt} from './held.ts';
import {folder, letter, letters} from './letter.ts';
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

/** A copy that is held in the middle of its backup: some messages are in files, and the server says nothing more. */
async function heldInBackup() {
	const move = await twoMailboxes();
	const before = await move.atDestination();
	const relay = await startRelay(servers.destination.imapPort, {
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
	return {move, before, relay, files, to, command};
}

type Held = Awaited<ReturnType<typeof heldInBackup>>;

/** All that the destination holds is in the files, and a copy with that backup reads none of it again. */
async function expectBackedUp({move, before, files, to}: Held): Promise<void> {
	expect(await move.atDestination()).toEqual(before);
	const compared = await run(
		move.home,
		['verify', '--deep', '--from', to, '--to', `eml:${files}`, '--json'],
		{from: move.destination.user.password},
	);
	expect(compared.exitCode, compared.stdout).toBe(0);
	const written = await filesBelow(files);
	expect([...written.keys()].filter(path => path.endsWith('.eml'))).toHaveLength(7);
	expect([...written.keys()].filter(path => !/\.eml$|\/trasloco\.jsonl$/.test(path))).toEqual([]);
	const copied = await copyWithBackup(move, files);
	expect(copied.exitCode, copied.stderr).toBe(0);
	const mail = (all: typeof written) => [...all].filter(([path]) => path.endsWith('.eml'));
	expect(mail(await filesBelow(files))).toEqual(mail(written));
	expect((await move.atDestination()).reduce((sum, {messages}) => sum + messages.length, 0)).toBe(11);
}

test.each(['is stopped', 'is killed with its engine'])(
	'a copy that %s in the middle of its backup has copied nothing, and the backup is resumed',
	async how => {
		const held = await heldInBackup();
		await using relay = held.relay;
		const {move, before, command} = held;
		if (how === 'is stopped') {
			await interrupt(command);
			relay.release();
			const stopped = await command.outcome;
			expect(stopped.exitCode, stopped.stderr + stopped.stdout).toBe(130);
			expect(stopped.stdout).toMatch(/trasloco resume [\w-]+/);
		} else {
			const engine = await engineOf(command);
			command.child.kill('SIGKILL');
			process.kill(engine, 'SIGKILL');
			await command.outcome;
			relay.release();
		}
		const runs = await move.runs();
		expect(runs).toMatchObject([{live: false, to: {format: 'eml'}}]);
		expect(await move.atDestination()).toEqual(before);

		const password = {from: move.destination.user.password};
		const resumed = await run(move.home, ['resume', runs[0]?.run ?? '', '--json'], password);
		expect(resumed.exitCode, resumed.stderr).toBe(0);
		expect(resumed.finished).toMatchObject({state: 'done', copied: 7});
		await expectBackedUp(held);
	},
);

test('a copy that is killed alone leaves its engine to end the backup, and begins no copy by itself', async () => {
	const held = await heldInBackup();
	await using relay = held.relay;
	const {move, command} = held;
	command.child.kill('SIGKILL');
	await command.outcome;
	const [under] = await move.runs();
	expect(under).toMatchObject({live: true, to: {format: 'eml'}});
	relay.release();
	await expect
		.poll(() => move.runs(), {timeout: 120_000, interval: 200})
		.toMatchObject([{run: under?.run, state: 'done', live: false, copied: 7}]);
	await expectBackedUp(held);
});

test.each(['SIGINT', 'SIGKILL'] as const)(
	'after %s in the middle of a backup the same command finishes it, with what has come since, and leaves nothing else behind',
	async signal => {
		const held = await heldInBackup();
		await using relay = held.relay;
		const {move, command, files, to} = held;
		if (signal === 'SIGKILL') {
			process.kill(await engineOf(command), signal);
			command.child.kill(signal);
		} else {
			await interrupt(command);
		}

		relay.release();
		const stopped = await command.outcome;
		if (signal === 'SIGINT') expect(stopped.stdout).toContain('The same command goes on where it stopped.');
		const {server, user} = move.destination;
		await seed(server, user.name, [folder('Trash', ...letters('dopo', 1))]);
		const passwords = {from: move.source.user.password, to: user.password};
		const sides = ['--from', accountUrl(move.source.server, move.source.user.name), '--to', to];
		const again = await run(
			move.home,
			['copy', ...sides, '--ca', server.caFile, '--backup', files],
			passwords,
		);
		expect(again.exitCode, again.stdout + again.stderr).toBe(0);
		expect(again.stdout).toContain('Backed up and verified.');
		const written = [...(await filesBelow(files)).keys()];
		expect(written.filter(path => path.endsWith('.eml'))).toHaveLength(8);
		expect((await readdir(files)).filter(name => name.startsWith('trasloco-'))).toEqual([]);
		expect((await move.runs()).filter(({state}) => state !== 'done')).toEqual([]);
	},
);

describe.each(['eml', 'maildir', 'mbox'])('a backup as %s', format => {
	/** Folders whose roles no name tells. */
	const roles = [
		['Robe', '\\Sent'],
		['Abbozzi miei', '\\Drafts'],
		['Vecchie', '\\Archive'],
		['Bidone', '\\Trash'],
		['Robaccia', '\\Junk'],
	] as const;
	const dated = (subject: string, internalDate: string, ...flags: readonly string[]) =>
		letter(subject, {internalDate, flags});
	const mail = [
		folder('INBOX', dated('estate', '05-Jul-2021 02:03:04 +1245', '\\Seen', '$Forwarded', 'Da-fare')),
		...roles.map(([name], index) =>
			folder(
				name,
				dated(`in ${name}`, `0${index + 1}-Feb-2023 23:59:59 -0330`, '\\Flagged', `chiave${index}`),
			),
		),
		folder('Robe/Società Perché', dated('sotto', '29-Feb-2024 12:00:00 +0100', '\\Answered')),
	];

	test('brings back all mail into the folders of its roles, whatever they are called there', async () => {
		const mailboxes = roles.map(([name, specialUse]) => ({name, specialUse}));
		const others = roles.map(([, specialUse], index) => ({name: `Altrove ${index}`, specialUse}));
		await using from = await bench({}, {mailboxes, timezone: 'Asia/Kathmandu'}, 1);
		await using to = await bench({}, {mailboxes: others, separator: '/', prefix: '', format: 'sdbox'}, 1);
		const [old, renewed] = [await from.move(), await to.move()];
		await seed(from.source, old.source.user.name, [folder('INBOX', ...letters('nuova', 1))]);
		await seed(from.destination, old.destination.user.name, mail);
		const empty = others.map(({name}) => folder(name));
		await seed(to.destination, renewed.destination.user.name, empty);
		const before = await old.atDestination();
		const files = `${format}:${join(await scratchFolder('backup'), "copia di Mario, l'altra")}`;
		const copied = await copyWithBackup(old, files);
		expect(copied.exitCode, copied.stderr).toBe(0);
		// What is said can be typed as it is.
		const [, said = ''] =
			/To bring it back: trasloco copy --from (.+) --to ACCOUNT$/m.exec(copied.stdout) ?? [];
		expect(execFileSync('sh', ['-c', `printf %s ${said}`], {encoding: 'utf8'})).toBe(files);

		const sides = [
			...['--from', files, '--to', accountUrl(to.destination, renewed.destination.user.name)],
			...['--ca', to.destination.caFile],
		];
		const restore = (...more: readonly string[]) =>
			run(renewed.home, ['copy', ...sides, ...more], {to: renewed.destination.user.password});
		const trial = await restore('--dry-run');
		expect(trial.stdout).toContain('Left out: Robaccia (1 message), Bidone (1 message). --map ');
		const restored = await restore('--map', 'Bidone=Altrove 3', '--map', 'Robaccia=Altrove 4');
		expect(restored.exitCode, restored.stderr).toBe(0);
		expect(restored.stdout).not.toContain('Left out');

		const elsewhere = new Map(roles.map(([name], index) => [name as string, `Altrove ${index}`]));
		const renamed = withoutUids(before)
			.filter(({messages}) => messages.length > 0)
			.map(({path, messages}) => {
				const [top = '', ...rest] = path.split(' / ');
				return {path: [elsewhere.get(top) ?? top, ...rest].join(' / '), messages};
			});
		const there = withoutUids(await renewed.atDestination()).filter(({messages}) => messages.length > 0);
		const order = (shapes: typeof renamed) => shapes.toSorted((a, b) => (a.path < b.path ? -1 : 1));
		expect(order(there.map(({path, messages}) => ({path, messages})))).toEqual(order(renamed));
		// The files say each date as the server wrote it, with its zone.
		const dates = before.flatMap(({messages}) => messages.map(({internalDate}) => internalDate));
		const written = [...(await filesBelow(files.slice(format.length + 1)))].flatMap(([path, text]) =>
			path.endsWith('trasloco.jsonl') ? `${text}`.split('\n') : [],
		);
		const told = written.flatMap(line => (line === '' ? [] : (JSON.parse(line).date ?? [])));
		expect([...new Set(told)].sort()).toEqual(dates.sort());
	});
});
