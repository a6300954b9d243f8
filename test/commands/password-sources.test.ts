import {chmod, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {execa} from 'execa';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {cli} from '../screens/program.ts';
import {accountUrl, type Bench, bench, filesBelow, type Move, run} from './trasloco.ts';

let servers: Bench;

beforeAll(async () => {
	servers = await bench({}, {}, 5);
});

afterAll(() => servers[Symbol.asyncDispose]());

/** Saves the source's account of a move, as the screens do, with a command that prints its password. */
async function save(move: Move, passwordCommand: string): Promise<void> {
	const {server, user} = move.source;
	const account = {
		host: 'localhost',
		port: server.imapsPort,
		security: 'tls',
		user: user.name,
		caFile: server.caFile,
	};
	const accounts = {vecchia: {...account, passwordCommand}};
	await writeFile(join(move.home, 'accounts.json'), JSON.stringify({accounts}), {mode: 0o600});
}

/** A program that prints a password, as password managers do, and keeps what it was called with. */
async function manager(move: Move, password: string): Promise<string> {
	const file = join(move.home, 'manager');
	await writeFile(
		file,
		`#!/bin/sh\nprintf '%s\\n' "$@" > '${file}.called'\nprintf '%s\\nuser: x\\n' '${password}'\n`,
	);
	await chmod(file, 0o700);
	return file;
}

const destination = ({destination: {server, user}}: Move) => accountUrl(server, user.name);

test('a saved account is logged in with what its command prints, which is run without a shell', async () => {
	const move = await servers.move();
	const file = await manager(move, move.source.user.password);
	await save(move, `${file} show mail/old;touch $HOME`);
	const args = [
		'copy',
		'--from',
		'vecchia',
		'--to',
		destination(move),
		'--ca',
		move.destination.server.caFile,
	];
	const outcome = await run(move.home, args, {to: move.destination.user.password});
	expect(outcome.exitCode, outcome.stderr).toBe(0);
	const files = await filesBelow(move.home);
	expect(files.get(`${file}.called`)?.toString()).toBe('show\nmail/old;touch\n$HOME\n');
	for (const [path, content] of files) {
		if (path !== file) expect(content.includes(move.source.user.password), path).toBe(false);
	}
});

test('saved accounts are listed, and one is removed without anything else', async () => {
	const move = await servers.move();
	const accounts = async (...args: string[]) => run(move.home, ['accounts', ...args]);
	expect((await accounts()).stdout).toContain('No saved accounts yet');
	await save(move, 'pass show mail/old');
	const listed = await accounts();
	expect(listed.stdout).toContain(`vecchia  ${move.source.user.name}  localhost:`);
	expect(listed.stdout).toContain('(TLS)  pass show mail/old\n');
	const unknown = await accounts('--remove', 'nuova');
	expect(unknown.exitCode, unknown.stderr).toBe(2);
	expect((await accounts('--json')).stdout).toContain('{"name":"vecchia","host":"localhost"');
	const removed = await accounts('--remove', 'vecchia');
	expect(removed.exitCode, removed.stderr).toBe(0);
	expect(removed.stdout).toContain('"vecchia" is removed from the saved accounts.');
	expect((await accounts('--json')).stdout).toBe('');
});

test('the environment and the command line count more than the command of a saved account', async () => {
	const move = await servers.move();
	await save(move, 'false');
	const to = ['--to', destination(move), '--ca', move.destination.server.caFile, '--dry-run'];
	const {password} = move.source.user;
	const passwords = {to: move.destination.user.password};
	const given = await run(move.home, ['copy', '--from', 'vecchia', ...to], {...passwords, from: password});
	expect(given.exitCode, given.stderr).toBe(0);
	const other = await manager(move, password);
	const args = ['copy', '--from', 'vecchia', '--from-password-command', other, ...to];
	expect((await run(move.home, args, passwords)).exitCode).toBe(0);
	const failed = await run(move.home, ['copy', '--from', 'vecchia', ...to], passwords);
	expect(failed.exitCode).toBe(2);
	expect(failed.stderr).toContain('From: the command for the password (false) gave none: exit code 1');
});

test('standard input gives a line to each side that asks for one, and is not waited for any longer', async () => {
	const move = await servers.move();
	const args = ['copy', ...move.sides, '--dry-run', '--from-password-stdin', '--to-password-stdin'];
	const child = execa(process.execPath, [cli, ...args], {
		env: {TRASLOCO_HOME: move.home, LANG: 'C.UTF-8'},
		stdin: 'pipe',
		reject: false,
	});
	child.stdin.write(`${move.source.user.password}\r\n${move.destination.user.password}\nmore`);
	const {exitCode, stderr} = await child;
	expect(exitCode, stderr).toBe(0);
});

test('standard input that has ended gives no password, and nothing is sent', async () => {
	const move = await servers.move();
	const {exitCode, stderr} = await execa(
		process.execPath,
		[cli, 'copy', ...move.sides, '--to-password-stdin'],
		{
			env: {
				TRASLOCO_HOME: move.home,
				LANG: 'C.UTF-8',
				TRASLOCO_FROM_PASSWORD: 'x',
				TRASLOCO_TO_PASSWORD: 'y',
			},
			input: '',
			reject: false,
		},
	);
	expect(exitCode).toBe(2);
	expect(stderr).toContain('To: there is no password');
});
