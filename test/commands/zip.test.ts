import {mkdir, readdir, readFile, stat, symlink, writeFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import process from 'node:process';
import {execa} from 'execa';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {corpus, corpusSeed, specialUseMailboxes} from '../corpus/corpus.ts';
import {seed, withoutUids} from '../servers/mailbox.ts';
import {scratchFolder} from '../servers/scratch.ts';
import {makeZip, type ZipEntry} from '../stores/files/zip/make-zip.ts';
import {engineOf} from './held.ts';
import {oneByOne, startRelay} from './relay.ts';
import {accountUrl, type Bench, bench, findingsOf, finishedOf, type Move, run, start} from './trasloco.ts';

let servers: Bench;
beforeAll(async () => {
	servers = await bench(
		{timezone: 'Asia/Kathmandu', mailboxes: specialUseMailboxes},
		{separator: '/', prefix: '', timezone: 'America/New_York', mailboxes: specialUseMailboxes},
	);
});
afterAll(() => servers[Symbol.asyncDispose]());

const letter = (subject: string) =>
	`Date: Mon, 05 Feb 2024 10:11:12 +0100\r\nSubject: ${subject}\r\n\r\ntesto di ${subject}\r\n`;

async function zipOf(entries: readonly ZipEntry[]): Promise<string> {
	const path = join(await scratchFolder('zip'), 'posta.zip');
	await writeFile(path, makeZip(entries));
	return path;
}

/** Bytes and times of a file, and what is beside it. */
async function seenOf(path: string) {
	const {mtimeMs, ctimeMs, size} = await stat(path);
	return [mtimeMs, ctimeMs, size, await readdir(dirname(path)), (await readFile(path)).toString('base64')];
}

/** Runs a command from a zip into the destination of a move. */
function fromZip({home, destination: {server, user}}: Move, files: string) {
	const sides = ['--from', files, '--to', accountUrl(server, user.name), '--ca', server.caFile];
	return async (command: 'copy' | 'verify', ...more: readonly string[]) =>
		run(home, [command, ...sides, '--json', ...more], {to: user.password});
}

const unpackedIn = async ({home}: Move) => readdir(join(home, 'unpacked'));

describe.each(['eml', 'maildir', 'mbox'])('a zip of mail as %s', format => {
	test('is copied, verified and undone like any other source, and is not touched', async () => {
		const move = await servers.move();
		await seed(servers.source, move.source.user.name, corpus({messages: 150, big: false}));
		const folder = await scratchFolder('zip');
		const {server, user} = move.source;
		const backUp = ['copy', '--from', accountUrl(server, user.name), '--to', `${format}:${folder}/mario`];
		const backedUp = await run(move.home, [...backUp, '--ca', server.caFile], {from: user.password});
		expect(backedUp.exitCode, backedUp.stderr).toBe(0);
		const path = join(folder, 'mario.zip');
		await execa('zip', ['-qr', path, 'mario'], {cwd: folder});
		const before = await seenOf(path);

		const command = fromZip(move, `${format}:${path}`);
		const planned = await command('copy', '--dry-run');
		expect(planned.exitCode, planned.stderr).toBe(0);
		const empty = withoutUids(await move.atDestination());
		const copied = await command('copy');
		expect(copied.exitCode, copied.stderr + copied.stdout).toBe(0);
		expect(finishedOf(copied)).toMatchObject({state: 'done', copied: 150, skipped: 0});
		expect(copied.events.filter(({event}) => event === 'unpacking').at(-1)).toMatchObject({side: 'source'});
		const shapes = withoutUids(await move.atSource())
			.filter(({messages}) => messages.length > 0)
			.map(folder => ({...folder, subscribed: folder.subscribed && folder.path !== 'INBOX'}));
		const names = shapes.map(({path}) => path);
		const there = withoutUids(await move.atDestination());
		expect(
			there.filter(({path}) => names.includes(path)),
			`seed ${corpusSeed}`,
		).toEqual(shapes);
		expect((await command('verify', '--deep')).exitCode).toBe(0);
		expect(finishedOf(await command('copy'))).toMatchObject({copied: 0, alreadyThere: 150});
		expect((await move.undo(finishedOf(copied).run)).exitCode).toBe(0);
		expect(withoutUids(await move.atDestination())).toEqual(empty);
		expect(await seenOf(path)).toEqual(before);
		expect(await unpackedIn(move)).toEqual([]);
	});

	test('is copied to its end after the engine was killed, and nothing of it is left unpacked', async () => {
		const move = await servers.move();
		const letters = Array.from({length: 40}, (_, index) => letter(`n. ${index}`));
		const from = `From a@b Mon Feb  5 10:11:12 2024\n`;
		const path = await zipOf(
			format === 'mbox'
				? [{name: 'INBOX.mbox', content: letters.map(text => `${from}${text}\n`).join('')}]
				: letters.map((content, index) => ({
						name: format === 'eml' ? `INBOX/${index}.eml` : `cur/17000000${index + 10}.M1P1.host:2,S`,
						content,
					})),
		);
		const before = await seenOf(path);
		await using relay = await startRelay(servers.destination.imapPort, {
			rewrite: oneByOne,
			holdAt: (command, earlier) =>
				command.startsWith('APPEND') && earlier.filter(each => each.startsWith('APPEND')).length === 20,
		});
		const {user} = move.destination;
		const to = accountUrl({imapsPort: 0, imapPort: relay.port}, user.name, 'imap+plain');
		const passwords = {to: user.password};
		const command = start(
			move.home,
			['copy', '--from', `${format}:${path}`, '--to', to, '--json'],
			passwords,
		);
		await relay.held;
		process.kill(await engineOf(command), 'SIGKILL');
		const killed = await command.outcome;
		expect(killed.finished).toMatchObject({state: 'interrupted', problem: {code: 'engine-died'}});
		expect(await unpackedIn(move)).toHaveLength(1);
		relay.release();

		const resumed = await run(move.home, ['resume', finishedOf(killed).run, '--json'], passwords);
		expect(resumed.exitCode, resumed.stderr + resumed.stdout).toBe(0);
		expect(finishedOf(resumed)).toMatchObject({state: 'done', copied: 40, skipped: 0});
		const inbox = (await move.atDestination()).find(({path}) => path.join('/') === 'INBOX');
		expect(inbox?.messages).toHaveLength(40);
		expect(await unpackedIn(move)).toEqual([]);
		expect(await seenOf(path)).toEqual(before);
	});
});

test('two files of one name are both copied, links are not followed, and both is told', async () => {
	const move = await servers.move();
	const path = await zipOf([
		{name: 'Lavoro/1.eml', content: letter('uno')},
		{name: 'Lavoro/1.eml', content: letter('due')},
		{name: 'Lavoro/ultima.eml', content: '/etc/passwd', mode: 0o120_777},
	]);
	const outcome = await fromZip(move, `eml:${path}`)('copy');
	expect(outcome.exitCode, outcome.stderr).toBe(0);
	expect(findingsOf(finishedOf(outcome), 'renamed-in-zip')).toMatchObject([
		{count: 1, params: {what: 'Lavoro/1 (2).eml'}},
	]);
	expect(findingsOf(finishedOf(outcome), 'links-in-zip')).toMatchObject([
		{count: 1, params: {what: 'Lavoro/ultima.eml'}},
	]);
	const found = (await move.atDestination()).find(({path}) => path.join('/') === 'Lavoro');
	expect(found?.messages).toHaveLength(2);
});

test.each(['a folder', 'a zip'])(
	'files that are no mail are told, with their number and the first of them: %s',
	async what => {
		const move = await servers.move();
		const folder = await scratchFolder('eml');
		const files = {
			'Lavoro/1.eml': letter('uno'),
			'Lavoro/2.msg': 'MSG',
			'Lavoro/.DS_Store': 'Bud1',
			'Lavoro/Thumbs.db': 'x',
			'Allegati/contratto.pdf': '%PDF',
			'note.txt': 'appunti',
		};
		for (const [name, content] of Object.entries(files)) {
			await mkdir(dirname(join(folder, name)), {recursive: true});
			await writeFile(join(folder, name), content);
		}

		await symlink('1.eml', join(folder, 'Lavoro', 'x.lnk'));
		const entries = Object.entries(files).map(([name, content]) => ({name, content}));
		const path = what === 'a zip' ? await zipOf(entries) : folder;
		const outcome = await fromZip(move, `eml:${path}`)('copy');
		expect(outcome.exitCode, outcome.stderr).toBe(0);
		expect(findingsOf(finishedOf(outcome), 'other-files')).toMatchObject([
			{severity: 'note', count: what === 'a zip' ? 3 : 4},
		]);
	},
);

test.each([
	[
		'en_GB.UTF-8',
		/can't be unpacked: "INBOX\/1\.eml" is damaged\n {2}Nothing was copied\. Fetch or export it once more\. Unpack it/,
	],
	[
		'it_IT.UTF-8',
		/non si può estrarre: “INBOX\/1\.eml” è danneggiato\n {2}Non è stato copiato nulla\. Scaricarlo/,
	],
])('a damaged zip is refused with what to do: 2, in %s', async (language, sentence) => {
	const move = await servers.move();
	const path = await zipOf([{name: 'INBOX/1.eml', content: letter('uno'), crc: 7}]);
	const {server, user} = move.destination;
	const outcome = await run(
		move.home,
		['copy', '--from', `eml:${path}`, '--to', accountUrl(server, user.name), '--ca', server.caFile],
		{to: user.password, env: {LC_ALL: language}},
	);
	expect(outcome.stderr).toMatch(sentence);
	expect(outcome.exitCode).toBe(2);
	expect(await unpackedIn(move)).toEqual([]);
});

test('a zip as destination is refused with what to do instead: 2', async () => {
	const move = await servers.move();
	const folder = await scratchFolder('zip');
	const {server, user} = move.source;
	const outcome = await run(
		move.home,
		[
			'copy',
			'--from',
			accountUrl(server, user.name),
			'--to',
			`eml:${folder}/mario.zip`,
			'--ca',
			server.caFile,
		],
		{from: user.password},
	);
	expect(outcome.exitCode).toBe(2);
	expect(outcome.stderr).toContain('a zip is read, and not written');
	expect(outcome.stderr).toContain(`eml:${join(folder, 'mario')}, and zip it afterwards`);
	expect(await readdir(folder)).toEqual([]);
});
