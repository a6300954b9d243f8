import {expect, test} from 'vitest';
import {type Script, startHostile} from '../servers/hostile.ts';
import {newHome, start} from './trasloco.ts';

const counts = '(MESSAGES 3 UIDNEXT 4 UIDVALIDITY 7 SIZE 400)';
const withFolder: Script = command =>
	command.startsWith('LIST')
		? `* LIST () "/" INBOX\r\n* STATUS INBOX ${counts}\r\n* LIST () "/" "Societ&AOA-"\r\n* STATUS "Societ&AOA-" ${counts}\r\n`
		: undefined;

test('where the locale writes no UTF-8, lines are ASCII, on both outputs; for programs they stay as they are', async () => {
	await using source = await startHostile(withFolder);
	await using destination = await startHostile();
	const account = (port: number, user = 'mario') => `imap+plain://${user}@localhost:${port}`;
	const home = await newHome();
	const run = (env: Readonly<Record<string, string>>, ...args: readonly string[]) =>
		start(home, args, {from: 'segreto', to: 'segreto', env}).outcome;
	const dry = ['copy', '--from', account(source.port), '--to', account(destination.port), '--dry-run'];

	const plain = await run({LANG: 'C'}, ...dry);
	expect(plain.exitCode, plain.stderr).toBe(0);
	expect(plain.stdout).toContain('Societa');
	expect(plain.stdout).toMatch(/^[\n\x20-\x7e]*$/);
	const italian = await run({LANG: 'it_IT.ISO-8859-1'}, 'resume', '20240101-abcd');
	expect(italian.stderr).toMatch(/^[\n\x20-\x7e]+$/);
	const wrong = await run(
		{LC_ALL: 'POSIX', LANG: 'it_IT.UTF-8'},
		'copy',
		'--from',
		'imaps://mario:x@localhost',
	);
	expect(wrong.stderr).toMatch(/^[\n\x20-\x7e]+$/);
	const help = await run({LANG: 'C'}, '--help');
	expect(help.stdout).toMatch(/^[\n\x20-\x7e]+$/);

	const utf8 = await run({LANG: 'it_IT.UTF-8'}, ...dry);
	expect(utf8.stdout).toContain('Società');
	const json = await run({LANG: 'C'}, ...dry, '--json');
	expect(json.stdout).toContain('"Società"');
});
