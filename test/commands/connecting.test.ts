import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {freePorts} from '../servers/ports.ts';
import {imapWithCertificate, imapWithoutStarttls} from './listener.ts';
import {accountUrl, type Bench, bench, type Move, newHome, type Outcome, run} from './trasloco.ts';

const secret = 'non-deve-uscire-mai';
let servers: Bench;
let move: Move;
let home: string;

beforeAll(async () => {
	servers = await bench({}, {}, 1);
	move = await servers.move();
	home = move.home;
});

afterAll(() => servers[Symbol.asyncDispose]());

/** Copies from an account given as text into the bench's destination. */
function copyFrom(from: string, ...more: readonly string[]): Promise<Outcome> {
	const {server, user} = move.destination;
	const args = ['copy', '--from', from, '--to', accountUrl(server, user.name), ...more];
	return run(home, args, {from: secret, to: user.password});
}

function imaps(port: number, host = 'localhost'): string {
	return `imaps://mario%40example.it@${host}:${port}`;
}

function count(text: string, part: RegExp): number {
	return [...text.matchAll(new RegExp(part, 'g'))].length;
}

describe('a refused login', () => {
	test.each(['source', 'destination'] as const)(
		'at the %s is 4, says which side, and is tried once',
		async side => {
			const {server, user} = move[side];
			const before = await server.log();
			const right = {from: move.source.user.password, to: move.destination.user.password};
			const wrong = side === 'source' ? {...right, from: secret} : {...right, to: secret};
			const outcome = await run(home, ['copy', ...move.sides], wrong);
			expect(outcome.exitCode, outcome.stderr).toBe(4);
			expect(outcome.stderr).toContain(
				`${side === 'source' ? 'From' : 'To'}: the login of ${user.name} was refused`,
			);
			expect(outcome.stdout + outcome.stderr).not.toContain(secret);
			const log = (await server.log()).slice(before.length);
			expect(count(log, /auth failed, \d+ attempts/), log).toBe(1);
			expect(log).toContain('auth failed, 1 attempts');
			expect(log).not.toContain('Login: user=');
		},
	);
});

describe('a side that can not be reached is 5', () => {
	test('when its name is unknown, its port closed, or the port is for another kind of encryption', async () => {
		const [closed] = await freePorts();
		const [unknown, refused, wrongPort] = await Promise.all([
			copyFrom('imaps://mario@nessuno.invalid'),
			copyFrom(imaps(closed)),
			copyFrom(imaps(servers.source.imapPort), '--ca', servers.source.caFile),
		]);
		expect(unknown.stderr).toContain('From: there is no server named nessuno.invalid');
		expect(refused.stderr).toContain(`From: localhost takes no connections on port ${closed}`);
		expect(wrongPort.stderr).toContain(`From: localhost:${servers.source.imapPort} does not speak IMAP`);
		for (const outcome of [unknown, refused, wrongPort]) {
			expect(outcome.exitCode, outcome.stderr).toBe(5);
			expect(outcome.stdout).toBe('');
		}
	});

	test.each([
		['expired', 'it has expired'],
		['wrong-host', 'it is for another name'],
		['untrusted', 'it is signed by itself'],
	] as const)('when its certificate is %s: nothing is said to it', async (kind, reason) => {
		await using server = await imapWithCertificate(kind);
		const outcome = await copyFrom(imaps(server.port), '--ca', servers.source.caFile);
		expect(outcome.exitCode, outcome.stderr).toBe(5);
		expect(outcome.stderr).toContain(`From: the certificate of localhost is not trusted (${reason})`);
		// Once to log in, which did not come to that; once to see what is shown.
		expect(server.connections()).toBe(2);
		expect(server.heard()).toBe('');
	});

	test('when its authority is unknown, with TLS and with STARTTLS', async () => {
		const {server, user} = move.source;
		const before = await server.log();
		const outcomes = await Promise.all(
			(['imaps', 'imap'] as const).map(scheme => copyFrom(accountUrl(server, user.name, scheme))),
		);
		for (const outcome of outcomes) {
			expect(outcome.exitCode, outcome.stderr).toBe(5);
			expect(outcome.stderr).toContain('its authority is unknown here');
			expect(outcome.stderr).toContain('--ca FILE');
		}
		const log = (await server.log()).slice(before.length);
		// Each once to log in, and once to see what is shown.
		expect(count(log, /no auth attempts/), log).toBe(4);
		expect(log).not.toContain('auth failed');
	});

	test('when it offers no STARTTLS: it gets no password', async () => {
		await using server = await imapWithoutStarttls();
		const outcome = await copyFrom(`imap://mario@localhost:${server.port}`);
		expect(outcome.exitCode, outcome.stderr).toBe(5);
		expect(outcome.stderr).toContain('offers no encryption on this port (no STARTTLS)');
		expect(server.heard()).not.toMatch(/LOGIN|AUTHENTICATE/i);
		expect(server.heard()).not.toContain(secret);
		expect(server.heard()).not.toContain(Buffer.from(`\0mario\0${secret}`).toString('base64'));
	});
});

test('STARTTLS and, on this machine, clear text reach the same mailbox', async () => {
	const {server, user} = move.source;
	for (const scheme of ['imap', 'imap+plain'] as const) {
		const to = accountUrl(move.destination.server, move.destination.user.name);
		const args = ['copy', '--from', accountUrl(server, user.name, scheme), '--to', to, '--ca', server.caFile];
		const outcome = await run(home, args, {from: user.password, to: move.destination.user.password});
		expect(outcome.exitCode, outcome.stderr).toBe(0);
	}
	expect(count(await server.log(), /Login: user=.*TLS/)).toBeGreaterThanOrEqual(1);
});

describe('wrong usage is 2', () => {
	const to = 'imaps://anna@localhost:1';
	const cases: readonly (readonly [string, readonly string[], string])[] = [
		['no account', ['copy', '--to', to], 'the account is missing'],
		['an unknown command', ['coppy'], "there is no command 'coppy'\n(see trasloco --help)"],
		['an unknown option', ['copy', '--frm', to], "unknown option '--frm'"],
		['another way to verify', ['copy', '--verify', 'half'], 'Allowed choices are full, counts'],
		['an unknown scheme', ['copy', '--from', 'pop3://mario@localhost', '--to', to], 'imaps://'],
		['no user', ['copy', '--from', 'imaps://localhost', '--to', to], 'names no user'],
		['a port that is none', ['copy', '--from', 'imaps://m@localhost:70000', '--to', to], '1 to 65535'],
		['an account that was never saved', ['copy', '--from', 'ufficio', '--to', to], 'under the name ufficio'],
		[
			'the same mailbox twice',
			['copy', '--from', to, '--to', to.replace('localhost', 'LOCALHOST')],
			'same mailbox',
		],
		[
			'clear text to another machine',
			['copy', '--from', 'imap+plain://mario@mail.example.it', '--to', to],
			'From: a password would cross the network in clear text to mail.example.it',
		],
		['a patience that is none', ['copy', '--patience', 'ever', '--to', to], 'a whole number of minutes'],
		['an undo nobody confirmed', ['undo', '20240101-abcd'], 'there is no run 20240101-abcd'],
	];

	test.each(cases)('%s', async (_, args, sentence) => {
		const outcome = await run(home, args, {from: secret, to: secret});
		expect(outcome.exitCode, outcome.stderr).toBe(2);
		expect(outcome.stderr).toContain(sentence);
		expect(outcome.stderr).not.toMatch(/\n\s+at /);
	});

	test('a password on the command line, which is not repeated', async () => {
		for (const from of [
			`imaps://mario:${secret}@localhost`,
			`imaps://mario%40a.it:${secret}@localhost:993`,
		]) {
			const outcome = await run(home, ['copy', '--from', from, '--to', to], {to: 'x'});
			expect(outcome.exitCode, outcome.stderr).toBe(2);
			expect(outcome.stderr).toContain('a password never stands on the command line');
			expect(outcome.stdout + outcome.stderr).not.toContain(secret);
		}
	});

	test('no password, and nobody to ask: it says which variable', async () => {
		const outcome = await run(home, ['copy', ...move.sides], {from: move.source.user.password});
		expect(outcome.exitCode, outcome.stderr).toBe(2);
		expect(outcome.stderr).toContain('TRASLOCO_TO_PASSWORD');
	});
});

test('--version and --help answer with 0, and help names every exit code', async () => {
	const [version, help] = await Promise.all([run(home, ['--version']), run(home, ['--help'])]);
	expect(version).toMatchObject({exitCode: 0, stderr: ''});
	expect(version.stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
	expect(help.exitCode).toBe(0);
	expect(help.stdout).toMatch(/0 .*\n.*1 .*\n.*2 .*\n.*3 .*\n.*4 .*\n.*5 .*\n.*6 .*\n.*130 /);
});

describe('a password from a command', () => {
	test('is its first line; no shell reads the command', async () => {
		const {source, destination} = move;
		const print = (password: string) =>
			`${process.execPath} -e console.log(${JSON.stringify(password).replaceAll(' ', '\\ ')}+String.fromCharCode(10)+"altro;$(id)")`;
		const outcome = await run(await newHome(), [
			...['copy', ...move.sides],
			...['--from-password-command', print(source.user.password)],
			...['--to-password-command', print(destination.user.password)],
		]);
		expect(outcome.exitCode, outcome.stderr).toBe(0);
	});

	test('that fails or prints nothing is 2, names the side, and its output is not shown', async () => {
		const fails = `${process.execPath} -e console.log("${secret}");process.exit(3)`;
		const [failed, empty, missing] = await Promise.all(
			[fails, 'true', '/nessuno/qui'].map(command =>
				run(home, ['copy', ...move.sides, '--from-password-command', command]),
			),
		);
		for (const outcome of [failed, empty, missing]) {
			expect(outcome?.exitCode, outcome?.stderr).toBe(2);
			expect(outcome?.stderr).toContain('From: the command for the password');
			expect(outcome?.stderr).not.toContain(secret);
		}
		expect(failed?.stderr).toContain('exit code 3');
	});
});
