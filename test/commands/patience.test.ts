import {afterAll, beforeAll, expect, test} from 'vitest';
import {seed, withoutUids} from '../servers/mailbox.ts';
import {FaultProxy} from '../servers/proxy.ts';
import {folder, letters} from './letter.ts';
import {accountUrl, type Bench, bench, finishedOf, run} from './trasloco.ts';

let servers: Bench;

beforeAll(async () => {
	servers = await bench();
});

afterAll(() => servers[Symbol.asyncDispose]());

test('a run that is told to have no patience ends with 5 at the first fault, and says how to go on', async () => {
	const move = await servers.move();
	const {source, destination, home} = move;
	await seed(source.server, source.user.name, [folder('INBOX', ...letters('posta', 5))]);
	await using proxy = await FaultProxy.start(destination.server.imapPort);
	const to = accountUrl({imapsPort: 0, imapPort: proxy.port}, destination.user.name, 'imap+plain');
	const from = accountUrl(source.server, source.user.name);
	const passwords = {from: source.user.password, to: destination.user.password};
	const copying = ['copy', '--from', from, '--to', to, '--ca', source.server.caFile, '--json'];
	proxy.meet(/^APPEND/, {kind: 'refuse', answer: 'NO [UNAVAILABLE] Backend down'}, 0, Infinity);
	const failed = await run(home, [...copying, '--patience', '0'], passwords);
	expect(failed.exitCode, failed.stderr).toBe(5);
	expect(failed.events.filter(({event}) => event === 'retry')).toEqual([]);
	expect(failed.stderr).toContain("To: the server can't do it at the moment");
	expect(failed.stderr).toContain('Backend down');
	expect(failed.stderr).toContain('resume');

	proxy.behave();
	const resumed = await run(home, ['resume', finishedOf(failed).run, '--json'], passwords);
	expect(resumed.exitCode, resumed.stderr).toBe(0);
	const [inbox] = withoutUids(await move.atDestination());
	expect(inbox?.messages).toEqual(withoutUids(await move.atSource())[0]?.messages);
});
