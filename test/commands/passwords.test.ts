import {readdir, readFile, stat} from 'node:fs/promises';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {startDovecot} from '../servers/dovecot.ts';
import {seed} from '../servers/mailbox.ts';
import type {MailServer} from '../servers/server.ts';
import {folder, letters} from './letter.ts';
import {startRelay} from './relay.ts';
import {accountUrl, filesBelow, Move, newHome, start} from './trasloco.ts';

const passwords = ['$ " \\ ( è €', ' spazi ai lati ', "`$(id)`'; -- %s %00", '{3}', '日本 perché!'];
const users = passwords.map((password, index) => ({name: `mario rossi+${index}è@example.it`, password}));
let server: MailServer;

beforeAll(async () => {
	server = await startDovecot({users});
	await Promise.all(users.map(({name}) => seed(server, name, [folder('INBOX', ...letters(name, 3))])));
});

afterAll(() => server.stop());

test.each(users.map((user, index) => [user.password, index] as const))(
	'the password %j logs in',
	async (_, index) => {
		const from = users[index];
		const to = users[(index + 1) % users.length];
		if (from === undefined || to === undefined) {
			throw new Error('no user');
		}
		const move = new Move(await newHome(), {server, user: from}, {server, user: to});
		const outcome = await move.copy('--dry-run');
		expect(outcome.exitCode, outcome.stderr).toBe(0);
	},
);

/** Every form in which a password might have been written down. */
function forms(password: string): string[] {
	const bytes = Buffer.from(password);
	return [
		password,
		JSON.stringify(password).slice(1, -1),
		encodeURIComponent(password),
		bytes.toString('base64'),
	];
}

async function childrenOf(pid: number): Promise<number[]> {
	const tasks = await readdir(`/proc/${pid}/task`);
	const lists = await Promise.all(tasks.map(task => readFile(`/proc/${pid}/task/${task}/children`, 'utf8')));
	return lists.flatMap(list => list.split(' ').filter(Boolean).map(Number));
}

test('a password is in no file, in no output, and not in what the system shows of the engine', async () => {
	const secrets = {from: 'parola-segreta-di-qui', to: 'parola segreta € di là'};
	const pair = [
		{name: 'da', password: secrets.from},
		{name: 'a', password: secrets.to},
	] as const;
	await using bench = await startDovecot({users: pair});
	await using relay = await startRelay(bench.imapPort, {holdAt: command => command.startsWith('APPEND')});
	await seed(bench, 'da', [folder('INBOX', ...letters('lettera', 3))]);
	const home = await newHome();
	const to = accountUrl({imapsPort: 0, imapPort: relay.port}, 'a', 'imap+plain');
	const args = ['copy', '--from', accountUrl(bench, 'da'), '--to', to, '--ca', bench.caFile, '--json'];
	const command = start(home, args, secrets);
	await relay.held;
	const engines = await childrenOf(command.child.pid ?? 0);
	expect(engines).toHaveLength(1);
	const shown = await Promise.all(
		engines.flatMap(pid => ['environ', 'cmdline'].map(name => readFile(`/proc/${pid}/${name}`, 'utf8'))),
	);
	expect(shown.join()).toContain('engine-process');
	expect(shown.join()).toContain('TRASLOCO_HOME');
	const during = await filesBelow(home);
	relay.release();
	const outcome = await command.outcome;
	expect(outcome.exitCode, outcome.stderr).toBe(0);
	const after = await filesBelow(home);
	expect([...after.keys()].map(path => path.split('/').at(-1))).toEqual(
		expect.arrayContaining(['journal.sqlite', 'report.txt']),
	);
	const log = await bench.log();
	for (const secret of Object.values(secrets).flatMap(forms)) {
		expect(outcome.stdout + outcome.stderr).not.toContain(secret);
		expect(shown.join()).not.toContain(secret);
		expect(log).not.toContain(secret);
		for (const [path, content] of [...during, ...after]) {
			expect(content.includes(secret), path).toBe(false);
		}
	}
});

test('what the program keeps is for its owner alone', async () => {
	const [from, to] = users;
	if (from === undefined || to === undefined) {
		throw new Error('no user');
	}
	const move = new Move(await newHome(), {server, user: from}, {server, user: to});
	expect((await move.copy()).exitCode).toBe(0);
	for (const path of (await filesBelow(move.home)).keys()) {
		expect((await stat(path)).mode & 0o077, path).toBe(0);
	}
	expect((await stat(`${move.home}/runs`)).mode & 0o077).toBe(0);
});
