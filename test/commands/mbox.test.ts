import {chown, copyFile, mkdir, open, readdir, rm, stat} from 'node:fs/promises';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {execa, execaSync} from 'execa';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {testAuthority} from '../corpus/authority.ts';
import {corpus, specialUseMailboxes} from '../corpus/corpus.ts';
import {type SignedMail, signedMail} from '../corpus/signed.ts';
import {startDovecot} from '../servers/dovecot.ts';
import {ensurePackages, packages} from '../servers/ensure.ts';
import {type MessageShape, seed, snapshot} from '../servers/mailbox.ts';
import {scratchFolder} from '../servers/scratch.ts';
import {startScreen} from '../terminal/screen.ts';
import {folder, letters} from './letter.ts';
import {measured} from './measured.ts';
import {
	accountUrl,
	type Bench,
	bench,
	filesBelow,
	findingsOf,
	finishedOf,
	type Move,
	newHome,
	run,
	start,
} from './trasloco.ts';

const fixtures = fileURLToPath(new URL('../../fixtures/mailboxes/', import.meta.url));

let servers: Bench;
beforeAll(async () => {
	servers = await bench({mailboxes: specialUseMailboxes}, {mailboxes: specialUseMailboxes});
});
afterAll(() => servers[Symbol.asyncDispose]());

/** Copies a file of the fixtures under a name of its own into the destination. */
async function copyIn(move: Move, fixture: string, name: string, ...more: readonly string[]) {
	const path = join(await scratchFolder('mbox'), name);
	await copyFile(join(fixtures, fixture), path);
	const {server, user} = move.destination;
	const to = accountUrl(server, user.name);
	return run(
		move.home,
		['copy', '--from', `mbox:${path}`, '--to', to, '--json', '--ca', server.caFile, ...more],
		{
			to: user.password,
		},
	);
}

const folderOf = async (move: Move, name: string) =>
	(await move.atDestination()).find(({path}) => path.join('/') === name)?.messages;

test('one file goes into the folder that its name means, in whatever language', async () => {
	const move = await servers.move();
	const outcome = await copyIn(move, 'mboxrd.mbox', 'Posta inviata.mbox');
	expect(outcome.exitCode, outcome.stderr).toBe(0);
	expect(finishedOf(outcome)).toMatchObject({copied: 2});
	const sent = specialUseMailboxes.find(({specialUse}) => specialUse === '\\Sent')?.name ?? '';
	expect(await folderOf(move, sent)).toHaveLength(2);
});

test.each([
	['Cestino.mbox', 'Trash'],
	['Posta indesiderata.mbox', 'Junk'],
])(
	'%s, named alone, is wanted: it is copied into the folder of its role, and that is said',
	async (name, role) => {
		const move = await servers.move();
		const path = join(await scratchFolder('mbox'), name);
		await copyFile(join(fixtures, 'mboxrd.mbox'), path);
		const {server, user} = move.destination;
		await seed(server, user.name, [folder(role, ...letters('buttata', 1))]);
		const sides = ['--from', `mbox:${path}`, '--to', accountUrl(server, user.name), '--ca', server.caFile];
		const command = (...args: readonly string[]) => run(move.home, args, {to: user.password});
		const copied = await command('copy', ...sides);
		expect(copied.exitCode, copied.stderr).toBe(0);
		const [level = ''] = name.split('.');
		expect(copied.stdout).toMatch(new RegExp(`^${level} → .*${role}: .* the one file that was named`, 'm'));
		expect(await folderOf(move, role)).toHaveLength(3);
		const compared = await command('verify', ...sides, '--allow-extra', '--json');
		expect(compared.finished?.comparison?.folders).toMatchObject([{same: 2, missing: 0}]);
		// What the command line says of folders counts first.
		const none = await command('copy', ...sides, '--except', level, '--json');
		expect(none.finished?.folders).toEqual([]);
	},
);

test('a file that is put into a folder for other mail than its name says is told', async () => {
	const move = await servers.move();
	const outcome = await copyIn(move, 'mboxrd.mbox', 'Posta inviata.mbox', '--map', 'Posta inviata=INBOX');
	expect(findingsOf(finishedOf(outcome), 'other-role')).toMatchObject([
		{source: 'Posta inviata', destination: 'INBOX', params: {from: 'sent', to: 'inbox'}},
	]);
	expect(await folderOf(move, 'INBOX')).toHaveLength(2);
});

test('one file is no destination, also where it is not there yet: nothing is made of its name', async () => {
	const folder = await scratchFolder('mbox');
	const from = `mbox:${join(fixtures, 'mboxrd.mbox')}`;
	for (const name of ['there.mbox', 'not-yet.mbox']) {
		if (name === 'there.mbox') await copyFile(join(fixtures, 'mboxrd.mbox'), join(folder, name));
		const outcome = await run(await newHome(), [
			'copy',
			'--from',
			from,
			'--to',
			`mbox:${join(folder, name)}`,
		]);
		expect(outcome.exitCode, outcome.stdout).toBe(2);
		expect(outcome.stderr).toContain('a folder is needed here, and not one file');
	}
	expect(await readdir(folder)).toEqual(['there.mbox']);
});

test('a damaged file is copied as far as it goes, and what is wrong is told', async () => {
	const move = await servers.move();
	const outcome = await copyIn(move, 'cut-off.mbox', 'Lavoro.mbox');
	expect(outcome.exitCode, outcome.stderr).toBe(0);
	expect(
		findingsOf(finishedOf(outcome), 'damaged')
			.map(({count, params}) => [params?.what, count])
			.sort(),
	).toEqual([
		['cut-off', 1],
		['quoted', 1],
	]);
	expect(await folderOf(move, 'Lavoro')).toHaveLength(2);
});

test('what Thunderbird has deleted is left out, and told', async () => {
	const move = await servers.move();
	const outcome = await copyIn(move, 'thunderbird.mbox', 'Lavoro.mbox');
	expect(findingsOf(finishedOf(outcome), 'deleted-in-file')).toMatchObject([{source: 'Lavoro', count: 1}]);
	expect((await folderOf(move, 'Lavoro'))?.map(({flags}) => flags)).toEqual([
		['$label1', 'Lavoro', '\\Answered', '\\Flagged', '\\Seen'],
		['$Forwarded', '$MDNSent', '\\Seen'],
	]);
});

test('a file of gigabytes and 150,000 messages is planned within 200 MB of memory of the engine', async () => {
	const path = join(await scratchFolder('mbox'), 'Grande.mbox');
	const file = await open(path, 'w');
	const message = (number: number) =>
		`From a@example.it Thu Jan  4 09:30:00 2024\nStatus: RO\nMessage-ID: <${number}@example.it>\nSubject: ${number}\n\nciao\n\n`;
	let at = 0;
	for (let number = 0; number < 150_000; number += 1000) {
		const text = Array.from({length: 1000}, (_, index) => message(number + index)).join('');
		at += (await file.write(Buffer.from(text), 0, undefined, at)).bytesWritten;
		// A hole in a sparse file, as large as many an attachment.
		at += 20 * 1024 * 1024;
		at += (await file.write(Buffer.from('\n\n'), 0, undefined, at)).bytesWritten;
	}

	await file.close();
	const to = `eml:${await scratchFolder('eml')}`;
	const args = ['copy', '--from', `mbox:${path}`, '--to', to, '--json', '--dry-run'];
	const {finished, peak} = await measured(start(await newHome(), args));
	expect(finished?.folders).toMatchObject([{source: 'Grande', sourceCount: 150_000}]);
	expect(peak).toBeGreaterThan(40);
	expect(peak).toBeLessThan(200);
}, 180_000);

describe('signed mail', () => {
	/** Signed lines that mbox files quote: the last would be taken for quoted where it was not. */
	const usual = 'From here on';
	const telling = '>From the start';
	let mail: SignedMail;
	let signed: (line: string) => Buffer;

	beforeAll(async () => {
		const {certFile, keyFile} = await (await testAuthority()).signer();
		mail = await signedMail({certFile, keyFile});
		const keys = ['-signer', certFile, '-inkey', keyFile, '-md', 'sha256', '-binary'];
		signed = line => {
			const input = Buffer.from(`Content-Type: text/plain\r\n\r\nciao\r\n\r\n${line}\r\n`);
			const {stdout} = execaSync('openssl', ['cms', '-sign', ...keys], {input, stripFinalNewline: false});
			const whole = `Message-ID: <${line.length}@pec.example.it>\nSubject: firmato\n${stdout}`;
			return Buffer.from(whole.replaceAll(/\r?\n/g, '\r\n'));
		};
	});

	const copied = async (home: string, from: string, to: string, ...more: readonly string[]) => {
		const outcome = await run(home, ['copy', '--from', from, '--to', to, '--json', ...more], {
			from: 'segreto di source',
		});
		expect(outcome.exitCode, outcome.stderr).toBe(0);
		return finishedOf(outcome);
	};
	const contentsBelow = async (folder: string) =>
		[...(await filesBelow(folder))].flatMap(([path, content]) => (path.endsWith('.eml') ? [content] : []));

	test.each([true, false])(
		'goes through an mbox of ours whole (with what stands beside it: %s)',
		async isBeside => {
			const move = await servers.move();
			const {server, user} = move.source;
			const messages = [
				...mail.messages.filter(({kind}) => kind.startsWith('pec-')).map(({content}) => content),
				...[usual, telling].map(line => signed(line)),
			].map(content => ({content, flags: [], internalDate: '05-Nov-2023 10:11:12 +0000'}));
			await seed(server, user.name, [{path: ['INBOX'], subscribed: true, messages}]);
			const boxes = await scratchFolder('mbox');
			const files = join(await scratchFolder('eml'), 'posta');
			const from = accountUrl(server, user.name);
			const outcome = await run(
				move.home,
				['copy', '--from', from, '--to', `mbox:${boxes}`, '--json', '--ca', server.caFile],
				{from: user.password},
			);
			expect(outcome.exitCode, outcome.stderr).toBe(0);
			if (!isBeside) await rm(join(boxes, 'INBOX.mbox.trasloco.jsonl'));
			await copied(await newHome(), isBeside ? `mbox:${boxes}` : `mboxrd:${boxes}`, `eml:${files}`);
			const contents = await contentsBelow(files);
			expect(contents).toHaveLength(messages.length);
			for (const content of contents) expect(await mail.isIntact(content), `${content}`).toBe(true);
		},
	);

	test.each(['mbox', 'mboxo'])(
		'that another program has written as plain mboxo is told of, read as %s, and what has lost its signature is that',
		async dialect => {
			const boxes = await scratchFolder('mbox');
			const files = join(await scratchFolder('eml'), 'posta');
			// Python's module puts a `>` in front of `From ` alone.
			const script = 'import mailbox, sys; mailbox.mbox(sys.argv[1]).add(sys.stdin.buffer.read())';
			for (const line of ['niente', usual, telling])
				await execa('python3', ['-c', script, join(boxes, 'INBOX.mbox')], {
					input: Buffer.from(`${signed(line)}`.replaceAll('\r', '')),
				});
			const finished = await copied(await newHome(), `${dialect}:${boxes}`, `eml:${files}`);
			expect(findingsOf(finished, 'damaged')).toMatchObject([
				{source: 'INBOX', count: 2, params: {what: 'quoted-signed'}},
			]);
			const verdicts = (await contentsBelow(files)).map(async content => [
				/ciao\r\n\r\n(.*)\r\n/.exec(`${content}`)?.[1],
				await mail.isIntact(content),
			]);
			expect(Object.fromEntries(await Promise.all(verdicts))).toEqual({
				niente: true,
				[usual]: true,
				// It was `>From ` before.
				'From the start': false,
			});
		},
	);
});

describe('others read what is written', () => {
	let folder: string;
	let expected: readonly MessageShape[];

	beforeAll(async () => {
		const move = await servers.move();
		await seed(servers.source, move.source.user.name, corpus({messages: 120, big: false}));
		folder = join(await scratchFolder('backup'), 'mario');
		const {server, user} = move.source;
		const from = accountUrl(server, user.name);
		const outcome = await run(
			move.home,
			['copy', '--from', from, '--to', `mbox:${folder}`, '--json', '--ca', server.caFile],
			{
				from: user.password,
			},
		);
		expect(outcome.exitCode, outcome.stderr).toBe(0);
		expected = (await move.atSource()).find(({path}) => path.join('/') === 'INBOX')?.messages ?? [];
		expect(expected.length).toBeGreaterThan(10);
	});

	test("Python's mailbox module", async () => {
		const script = `
import json, mailbox, sys
box = mailbox.mbox(sys.argv[1], create=False)
print(json.dumps([sorted(message.get_flags().replace('O', '')) for message in box]))
`;
		const {stdout} = await execa('python3', ['-c', script, join(folder, 'INBOX.mbox')]);
		const letters: Readonly<Record<string, string>> = {'\\Seen': 'R', '\\Answered': 'A', '\\Flagged': 'F'};
		const flags = expected.map(message => message.flags.flatMap(flag => letters[flag] ?? []).sort());
		const read: readonly (readonly string[])[] = JSON.parse(stdout);
		// A message without a header has no fields in front of it that tell its flags.
		expect(
			read.map(each => each.filter(letter => 'RAF'.includes(letter))).filter(({length}) => length > 0),
		).toEqual(flags.filter(({length}) => length > 0));
		expect(read).toHaveLength(expected.length);
	});

	test('mutt', async () => {
		await ensurePackages([packages.mutt]);
		const path = join(folder, 'INBOX.mbox');
		await using screen = startScreen(
			['-n', '-F', '/dev/null', '-e', `set folder=${folder}`, '-R', '-f', path],
			{command: 'mutt'},
		);
		await screen.waitFor(new RegExp(`Msgs:${expected.length}\\b`));
		screen.write('q');
		await screen.exit;
	});

	test('Dovecot', async () => {
		await using server = await startDovecot({format: 'mbox'});
		const [user] = server.users;
		if (!user) throw new Error('no user');
		const home = join(server.directory, 'mail', '0');
		await mkdir(home, {recursive: true});
		await copyFile(join(folder, 'INBOX.mbox'), join(home, 'inbox'));
		const {uid, gid} = await stat(join(server.directory, 'mail'));
		for (const path of [home, join(home, 'inbox')]) await chown(path, uid, gid);
		const read =
			(await snapshot(server, user.name)).find(({path}) => path.join('/') === 'INBOX')?.messages ?? [];
		expect(read).toHaveLength(expected.length);
		const of = ({digest, flags, epoch}: MessageShape) => ({digest, flags, epoch});
		const same = expected.filter(({digest}, index) => read[index]?.digest === digest);
		// It takes no quoting off, and tells bare LF, NUL and the end of the last line in no other way than mbox does.
		expect(same.length).toBeGreaterThan(expected.length * 0.6);
		expect(read.filter(({digest}, index) => expected[index]?.digest === digest).map(of)).toEqual(
			same.map(of),
		);
		expect(same.some(({flags}) => flags.some(flag => !flag.startsWith('\\')))).toBe(true);
	});
});
