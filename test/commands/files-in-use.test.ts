import {readdir, stat, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {type Dovecot, startDovecot} from '../servers/dovecot.ts';
import {createFolder, deliver, seed, setFlags, snapshot} from '../servers/mailbox.ts';
import {scratchFolder} from '../servers/scratch.ts';
import {giveTo} from '../servers/server.ts';
import {engineOf} from './held.ts';
import {folder, letter, letters} from './letter.ts';
import {oneByOne, startRelay} from './relay.ts';
import {accountUrl, type Bench, bench, findingsOf, finishedOf, type Move, run, start} from './trasloco.ts';

let servers: Bench;

beforeAll(async () => {
	servers = await bench();
});
afterAll(() => servers[Symbol.asyncDispose]());

/** A relay to the destination that is held when so many messages have been sent. */
async function heldAfter(sent: number) {
	const relay = await startRelay(servers.destination.imapPort, {
		rewrite: oneByOne,
		holdAt: (command, earlier) =>
			command.startsWith('APPEND') && earlier.filter(each => each.startsWith('APPEND')).length === sent,
	});
	return relay;
}

/** Copies files into the destination, over a relay. */
function copyFiles(move: Move, files: string, relay: {readonly port: number}) {
	const to = accountUrl({imapsPort: 0, imapPort: relay.port}, move.destination.user.name, 'imap+plain');
	return start(move.home, ['copy', '--from', files, '--to', to, '--json'], {
		to: move.destination.user.password,
	});
}

/** A Dovecot with one user, and where the mail of that user is. */
async function dovecotWithMaildir(): Promise<{server: Dovecot; home: string; maildir: string}> {
	const server = await startDovecot({separator: '.', users: [{name: 'mario', password: 'segreto'}]});
	const home = join(server.directory, 'mail', '0');
	return {server, home, maildir: join(home, 'Maildir')};
}

test('flags that Dovecot changes in a Maildir while it is copied make no message vanish, and it stays Dovecot’s', async () => {
	const {server, maildir} = await dovecotWithMaildir();
	await using _ = server;
	// More than what is read ahead.
	const messages = letters('lettera', 60, 500_000);
	await seed(server, 'mario', [folder('INBOX', ...messages), folder('Lavoro', ...letters('lavoro', 5))]);
	const before = await snapshot(server, 'mario');
	const move = await servers.move();
	await using relay = await heldAfter(3);
	const copying = copyFiles(move, `maildir:${maildir}`, relay);
	await relay.held;
	const names = await readdir(join(maildir, 'cur'));
	const all = before.find(({path}) => path[0] === 'INBOX')?.messages.map(({uid}) => uid) ?? [];
	await setFlags(server, 'mario', ['INBOX'], all, ['\\Seen', '\\Flagged']);
	const renamed = await readdir(join(maildir, 'cur'));
	expect(renamed.filter(name => names.includes(name))).toEqual([]);
	relay.release();
	const copied = await copying.outcome;
	expect(copied.exitCode, copied.stderr + copied.stdout.slice(-2000)).toBe(0);
	const finished = finishedOf(copied);
	expect(finished).toMatchObject({state: 'done', copied: 65, skipped: 0});
	expect(findingsOf(finished, 'vanished')).toEqual([]);
	const digests = (shapes: Awaited<ReturnType<typeof snapshot>>) =>
		shapes.flatMap(({messages}) => messages.map(({digest}) => digest)).sort();
	expect(digests(await move.atDestination())).toEqual(digests(before));
	expect((await readdir(join(maildir, 'cur'))).sort()).toEqual(renamed.sort());
});

test('what Dovecot delivers into a Maildir while it is written stays untouched, is not counted as copied, and outlives an undo', async () => {
	const {server, home, maildir} = await dovecotWithMaildir();
	await using _ = server;
	const place = await stat(join(server.directory, 'mail'));
	const giveAll = () => giveTo({process: '', group: '', mail: '', uid: place.uid, gid: place.gid}, home);
	await createFolder(server, 'mario', ['Lavoro']);
	await seed(server, 'mario', [folder('INBOX', letter('di prima', {flags: ['\\Seen', 'Mio']}))]);
	const move = await servers.move();
	const {server: from, user} = move.source;
	await seed(from, user.name, [
		folder('INBOX', ...letters('arrivo', 20, 200_000)),
		folder('Lavoro', ...letters('lavoro', 5)),
	]);
	await using relay = await startRelay(from.imapPort, {
		holdAt: (command, earlier) =>
			command.includes('BODY.PEEK[]') && earlier.some(each => each.includes('BODY.PEEK[]')),
	});
	const url = accountUrl({imapsPort: 0, imapPort: relay.port}, user.name, 'imap+plain');
	const copying = start(
		move.home,
		[
			'copy',
			'--from',
			url,
			'--to',
			`maildir:${maildir}`,
			'--map',
			'INBOX=INBOX',
			'--map',
			'Lavoro=Lavoro',
			'--json',
		],
		{from: user.password},
	);
	await relay.held;
	const meanwhile = letter('consegnata', {flags: ['\\Flagged', 'Nuova']});
	await deliver(server, 'mario', ['INBOX'], meanwhile);
	await deliver(server, 'mario', ['Lavoro'], meanwhile);
	const name = `${Math.floor(Date.now() / 1000)}.M1P1.casa`;
	await writeFile(join(maildir, 'new', name), letter('dal postino').content);
	relay.release();
	const copied = await copying.outcome;
	await giveAll();
	const finished = finishedOf(copied);
	expect(copied.exitCode, copied.stderr).toBe(0);
	expect(finished.findings).toMatchObject([
		{kind: 'count-differs', severity: 'note', destination: 'INBOX', params: {expected: 21, now: 23}},
		{kind: 'count-differs', severity: 'note', destination: 'Lavoro', params: {expected: 5, now: 6}},
	]);
	expect(finished).toMatchObject({copied: 25, skipped: 0});

	const counts = async () =>
		Object.fromEntries(
			(await snapshot(server, 'mario')).map(({path, messages}) => [path.join('/'), messages.length]),
		);
	expect(await counts()).toMatchObject({INBOX: 23, Lavoro: 6});
	const undone = await run(move.home, ['undo', finished.run, '--yes', '--json']);
	expect(undone.exitCode, undone.stderr + undone.stdout.slice(-2000)).toBe(0);
	await giveAll();
	expect(await counts()).toMatchObject({INBOX: 3, Lavoro: 1});
	const left = (await snapshot(server, 'mario')).flatMap(({messages}) => messages);
	expect(left.map(({flags}) => flags.toSorted()).sort()).toEqual(
		[[], ['Mio', '\\Seen'], ['Nuova', '\\Flagged'], ['Nuova', '\\Flagged']].sort(),
	);
	// What root writes, Dovecot can't look into until it is given to it.
	const errors = (await server.log()).split('\n').filter(line => /Error|Panic/.test(line));
	expect(errors.filter(line => !line.includes('Permission denied'))).toEqual([]);
});

test('a run that is killed and resumed keeps the dialect that was chosen for its mbox', async () => {
	const move = await servers.move();
	const path = join(await scratchFolder('mbox'), 'Lavoro.mbox');
	const messages = Array.from(
		{length: 40},
		(_, index) => `From a@example.it Thu Jan  4 09:30:00 2024\nSubject: n. ${index}\n\n>>From chi cita\n\n`,
	);
	await writeFile(path, messages.join(''));
	await using relay = await heldAfter(12);
	const copying = copyFiles(move, `mboxo:${path}`, relay);
	await relay.held;
	const engine = await engineOf(copying);
	copying.child.kill('SIGKILL');
	process.kill(engine, 'SIGKILL');
	await copying.outcome;
	relay.release();
	const [under] = await move.runs();
	expect(under).toMatchObject({live: false, from: {format: 'mbox', dialect: 'mboxo'}});
	const resumed = await run(move.home, ['resume', under?.run ?? '', '--json'], {
		to: move.destination.user.password,
	});
	expect(resumed.exitCode, resumed.stderr).toBe(0);
	expect(finishedOf(resumed)).toMatchObject({state: 'done', copied: 40});
	const box = (await move.atDestination()).find(({path}) => path.join('/') === 'Lavoro');
	// As mboxrd, each were a byte shorter.
	expect(box?.messages.map(({size}) => size)).toEqual(
		messages.map((_, index) => `Subject: n. ${index}\r\n\r\n>>From chi cita\r\n`.length),
	);
});
