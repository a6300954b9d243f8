import {readdir} from 'node:fs/promises';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {corpus, corpusSeed, specialUseMailboxes} from '../corpus/corpus.ts';
import {seed, withoutUids} from '../servers/mailbox.ts';
import {scratchFolder} from '../servers/scratch.ts';
import {
	accountUrl,
	type Bench,
	bench,
	filesBelow,
	finishedOf,
	type Mailbox,
	type Move,
	run,
} from './trasloco.ts';

/** Runs a command with one mailbox on a server, and mail in files on the other side. */
function withFiles(move: Move, files: string) {
	const url = ({server, user}: Mailbox) => accountUrl(server, user.name);
	const passwords = {from: move.source.user.password, to: move.destination.user.password};
	const {caFile} = move.source.server;
	const command = (...args: readonly string[]) =>
		run(move.home, [...args, '--json', '--ca', caFile], passwords);
	return {
		backUp: (...more: readonly string[]) =>
			command('copy', '--from', url(move.source), '--to', files, ...more),
		restore: (...more: readonly string[]) =>
			command('copy', '--from', files, '--to', url(move.destination), ...more),
		compareBackup: (...more: readonly string[]) =>
			command('verify', '--from', url(move.source), '--to', files, ...more),
		undo: (id: string) => command('undo', id, '--yes'),
	};
}

describe.each(['eml', 'maildir', 'mbox'])('a mailbox as %s', format => {
	let servers: Bench;

	beforeAll(async () => {
		servers = await bench(
			{timezone: 'Asia/Kathmandu', mailboxes: specialUseMailboxes},
			{
				separator: '/',
				prefix: '',
				timezone: 'America/New_York',
				format: 'sdbox',
				mailboxes: specialUseMailboxes,
			},
		);
	});
	afterAll(() => servers[Symbol.asyncDispose]());

	test('is backed up and restored identically: content, flags, keywords, dates, names, subscriptions', async () => {
		const move = await servers.move();
		await seed(servers.source, move.source.user.name, corpus({messages: 300, big: false}));
		const source = await move.atSource();
		const folder = join(await scratchFolder('backup'), 'mario');
		const {backUp, restore, compareBackup, undo} = withFiles(move, `${format}:${folder}`);
		const copied = await backUp();
		expect(copied.exitCode, copied.stderr).toBe(0);
		expect(finishedOf(copied)).toMatchObject({state: 'done', copied: 300, skipped: 0, findings: []});
		const compared = await compareBackup('--deep');
		expect(compared.exitCode, compared.stdout).toBe(0);
		expect(finishedOf(await backUp())).toMatchObject({copied: 0, alreadyThere: 300});

		const before = await filesBelow(folder);
		const restored = await restore();
		expect(restored.exitCode, restored.stderr).toBe(0);
		expect(finishedOf(restored)).toMatchObject({state: 'done', copied: 300, skipped: 0});
		const shapes = withoutUids(source)
			.filter(({messages}) => messages.length > 0)
			.map(folder => ({...folder, subscribed: folder.subscribed && folder.path !== 'INBOX'}));
		const names = shapes.map(({path}) => path);
		const there = withoutUids(await move.atDestination());
		expect(
			there.filter(({path}) => names.includes(path)),
			`seed ${corpusSeed}`,
		).toEqual(shapes);
		expect(await filesBelow(folder)).toEqual(before);

		expect((await undo(finishedOf(copied).run)).exitCode).toBe(0);
		const left = [...(await filesBelow(folder)).keys()].filter(
			path => !/trasloco\.jsonl$|dovecot-keywords$/.test(path),
		);
		// An inbox is there as long as its mailbox is.
		expect(left).toEqual(format === 'mbox' ? [join(folder, 'INBOX.mbox')] : []);
		expect((await readdir(folder)).sort()).toEqual(format === 'eml' ? ['INBOX'] : expect.any(Array));
	});
});
