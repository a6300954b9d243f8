import {afterAll, beforeAll, expect, test} from 'vitest';
import {startCourier} from '../servers/courier.ts';
import {startDovecot} from '../servers/dovecot.ts';
import {seed, withoutUids} from '../servers/mailbox.ts';
import type {MailServer} from '../servers/server.ts';
import {folder, letter, letters, ownMail} from './letter.ts';
import {startRelay} from './relay.ts';
import {accountUrl, finishedOf, Move, newHome, run} from './trasloco.ts';

const users = Array.from({length: 4}, (_, index) => ({name: `utente${index}`, password: `segreto ${index}`}));
let courier: MailServer;
let dovecot: MailServer;

beforeAll(async () => {
	[courier, dovecot] = await Promise.all([
		startCourier({users, withoutCapabilities: ['UIDPLUS']}),
		startDovecot({users}),
	]);
});

afterAll(() => Promise.all([courier, dovecot].map(server => server.stop())));

async function move(from: MailServer, to: MailServer, index: number): Promise<Move> {
	const user = users[index] ?? {name: '', password: ''};
	return new Move(await newHome(), {server: from, user}, {server: to, user});
}

test('a folder that is not subscribed is copied, also where one below it is', async () => {
	const between = await move(courier, dovecot, 0);
	await seed(courier, between.source.user.name, [
		{path: ['PEC'], subscribed: false, messages: letters('consegna', 3)},
		folder('PEC/Ricevute', letter('accettazione')),
	]);
	const copied = await between.copy();
	expect(copied.exitCode, copied.stderr).toBe(0);
	expect(finishedOf(copied)).toMatchObject({copied: 4});
	expect(withoutUids(await between.atDestination())).toEqual(withoutUids(await between.atSource()));
});

test('a server with neither MOVE nor UIDPLUS takes a whole copy, a second one is none, and undo says that it can not be exact', async () => {
	const there = await move(dovecot, courier, 1);
	const {source, destination, home} = there;
	await seed(dovecot, source.user.name, [
		folder('INBOX', ...letters('uno', 5)),
		folder('Lavoro', letter('due')),
	]);
	await seed(courier, destination.user.name, ownMail);
	// The answers tell no UIDs either.
	await using relay = await startRelay(courier.imapPort, {withoutCodes: ['APPENDUID', 'COPYUID']});
	const to = accountUrl({imapsPort: 0, imapPort: relay.port}, destination.user.name, 'imap+plain');
	const sides = ['--from', accountUrl(dovecot, source.user.name), '--to', to, '--ca', dovecot.caFile];
	const passwords = {from: source.user.password, to: destination.user.password};
	const command = (...args: string[]) => run(home, [...args, '--json'], passwords);
	const own = withoutUids(await there.atDestination());
	const copied = await command('copy', ...sides);
	expect(copied.exitCode, copied.stderr).toBe(0);
	const after = await there.atDestination();
	const inbox = (folders: typeof own) => folders.find(({path}) => path === 'INBOX')?.messages ?? [];
	expect(inbox(withoutUids(after))).toEqual([...inbox(own), ...inbox(withoutUids(await there.atSource()))]);
	const again = await command('copy', ...sides);
	expect(again.exitCode, again.stderr).toBe(0);
	expect(finishedOf(again)).toMatchObject({copied: 0, alreadyThere: 6});
	const undone = await command('undo', finishedOf(copied).run, '--yes');
	expect(undone.exitCode, undone.stderr).toBe(6);
	expect(undone.stderr).toContain('neither MOVE nor UIDPLUS');
	expect(await there.atDestination()).toEqual(after);
	expect(relay.commands().filter(each => /EXPUNGE|^CLOSE|^UID MOVE/i.test(each))).toEqual([]);
});
