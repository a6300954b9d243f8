import {afterAll, beforeAll, expect, test} from 'vitest';
import {imapRefusing} from './listener.ts';
import {accountUrl, type Bench, bench, run} from './trasloco.ts';

let servers: Bench;

beforeAll(async () => {
	servers = await bench({}, {}, 4);
});

afterAll(() => servers[Symbol.asyncDispose]());

test.each([
	['[AUTHENTICATIONFAILED] Account is locked', 4, 'The mailbox is locked: unlock it on the web'],
	['[AUTHENTICATIONFAILED] IMAP access is disabled for this mailbox', 4, 'IMAP is switched off'],
	['[CONTACTADMIN] Ask us', 5, 'ask the provider'],
	['no', 4, 'Check user and password (tried once only)'],
])('a login refused with "%s" is explained, and tried once', async (words, exitCode, hint) => {
	const move = await servers.move();
	await using server = await imapRefusing(words);
	const from = accountUrl({imapsPort: 0, imapPort: server.port}, 'mario', 'imap+plain', '127.0.0.1');
	const {server: to, user} = move.destination;
	const args = ['copy', '--from', from, '--to', accountUrl(to, user.name), '--ca', to.caFile];
	const outcome = await run(move.home, args, {from: 'segreto', to: user.password});
	expect(outcome.exitCode, outcome.stderr).toBe(exitCode);
	expect(outcome.stderr).toContain(`"${words}"`);
	expect(outcome.stderr).toContain(hint);
	expect(server.heard().match(/ (?:LOGIN|AUTHENTICATE) /g), server.heard()).toHaveLength(1);
});
