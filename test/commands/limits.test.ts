import {afterAll, describe, expect, test} from 'vitest';
import {startCourier} from '../servers/courier.ts';
import {startCyrus} from '../servers/cyrus.ts';
import {startDovecot} from '../servers/dovecot.ts';
import {type SeedFolder, seed, withClient, withoutUids} from '../servers/mailbox.ts';
import type {MailServer} from '../servers/server.ts';
import {folder, letter, letters, ownMail} from './letter.ts';
import {finishedOf, Move, newHome, untouched} from './trasloco.ts';

const user = {name: 'source', password: 'segreto'};
const running: MailServer[] = [];

afterAll(() => Promise.all(running.map(server => server.stop())));

/** From a Dovecot that holds these folders to a server that has mail of its own in the inbox and in the trash. */
async function moveTo(
	destination: Promise<MailServer>,
	folders: readonly SeedFolder[],
	source: Promise<MailServer> = startDovecot(),
): Promise<Move> {
	const servers = await Promise.all([source, destination]);
	running.push(...servers);
	const [from, to] = servers;
	await seed(from, user.name, folders);
	await seed(
		to,
		user.name,
		ownMail.filter(({path}) => path[0] !== 'Altro'),
	);
	return new Move(await newHome(), {server: from, user}, {server: to, user});
}

const mailboxes = [{name: 'Trash', specialUse: '\\Trash'}] as const;

describe('servers that allow each user one connection', () => {
	test('are copied between, compared and cleared up as any other', async () => {
		const folders = [folder('INBOX', ...letters('uno', 20)), folder('Lavoro', letter('due'))];
		const one = () => startDovecot({maxConnectionsPerUser: 1, mailboxes});
		const move = await moveTo(one(), folders, one());
		const [source, before] = [await move.atSource(), await move.atDestination()];
		const copied = await move.copy();
		expect(copied.exitCode, copied.stderr).toBe(0);
		expect(finishedOf(copied)).toMatchObject({state: 'done', copied: 21});
		const verified = await move.verify('--deep', '--allow-extra');
		expect(verified.exitCode, verified.stderr).toBe(0);
		const undone = await move.undo(finishedOf(copied).run);
		expect(undone.exitCode, undone.stderr).toBe(0);
		expect(untouched(await move.atDestination())).toEqual(untouched(before));
		expect(await move.atSource()).toEqual(source);
	});

	test.each(['source', 'destination'] as const)(
		'and whose one connection to the %s is taken: 5, it says what to do, nothing is written',
		async side => {
			const one = startDovecot({maxConnectionsPerUser: 1, mailboxes});
			const other = startDovecot({mailboxes});
			const folders = [folder('INBOX', letter('uno'))];
			const move = side === 'source' ? await moveTo(other, folders, one) : await moveTo(one, folders, other);
			const before = await move.atDestination();
			const copied = await withClient(move[side].server, user.name, () => move.copy());
			expect(copied.exitCode, copied.stderr).toBe(5);
			expect(copied.stderr).toContain(
				`${side === 'source' ? 'From' : 'To'}: the server allows no login of source at the moment`,
			);
			expect(copied.stderr).toContain(
				'Too many connections are open: close other mail programs, or wait some minutes.',
			);
			expect(await move.atDestination()).toEqual(before);
			expect(await move.runs()).toEqual([]);
		},
	);
});

describe('a folder that can not be created as it is called', () => {
	test.each([
		['by Cyrus', () => startCyrus({mailboxes}), 'Clienti "vecchi"', 'Invalid mailbox name'],
		['by Courier', () => startCourier(), '📦 pacchi', 'Error in IMAP command'],
		[
			'below one that holds mail, in mbox',
			() => startDovecot({mailboxes, format: 'mbox'}),
			'Lavoro/2024',
			"doesn't allow inferior mailboxes",
		],
	] as const)(
		'%s: 6 before any message is written, with its name and why; undo leaves nothing',
		async (_, start, name, why) => {
			const folders = [
				folder('INBOX', letter('uno')),
				folder('Lavoro', letter('due')),
				folder(name, letter('tre')),
			];
			const move = await moveTo(start(), folders);
			const before = await move.atDestination();
			const copied = await move.copy();
			expect(copied.exitCode, copied.stderr).toBe(6);
			const there = name.replace('/', move.destination.server.separator);
			expect(copied.stderr).toContain(
				`the folder ${move.destination.server.prefix}${there} can't be created`,
			);
			expect(copied.stderr).toContain(why);
			const count = (messages: typeof before) =>
				messages.reduce((sum, each) => sum + each.messages.length, 0);
			expect(count(await move.atDestination())).toBe(count(before));
			const undone = await move.undo(finishedOf(copied).run);
			expect(undone.exitCode, undone.stderr).toBe(0);
			expect(untouched(await move.atDestination())).toEqual(untouched(before));
		},
	);

	test('goes under another name', async () => {
		const move = await moveTo(startCyrus({mailboxes}), [folder('Clienti "vecchi"', letter('tre'))]);
		const copied = await move.copy('--map', 'Clienti "vecchi"=Clienti vecchi');
		expect(copied.exitCode, copied.stderr).toBe(0);
		const [found] = withoutUids(await move.atDestination()).filter(({path}) => path === 'Clienti vecchi');
		expect(found?.messages).toEqual(withoutUids(await move.atSource())[0]?.messages);
	});
});

describe('a quota that nobody tells and that fills in the middle', () => {
	const hidden = {withoutCapabilities: ['QUOTA'], quota: {bytes: 300_000}};

	test.each([
		['Cyrus', () => startCyrus({...hidden, mailboxes})],
		['Courier', () => startCourier(hidden)],
	] as const)('of %s: 6, it can be resumed, and undo gives back what was there', async (_, start) => {
		const move = await moveTo(start(), [
			folder('INBOX', ...letters('primo', 4, 30_000)),
			folder('Lavoro', ...letters('secondo', 10, 30_000)),
		]);
		const before = await move.atDestination();
		const stopped = await move.copy();
		expect(stopped.exitCode, stopped.stderr).toBe(6);
		expect(stopped.stderr).toContain('To: there is no space left');
		const {run} = finishedOf(stopped);
		const still = await move.resume(run);
		expect(still.exitCode, still.stderr).toBe(6);
		expect(still.stderr).toContain('To: there is no space left');
		const undone = await move.undo(run);
		expect(undone.exitCode, undone.stderr).toBe(0);
		expect(untouched(await move.atDestination())).toEqual(untouched(before));
		expect(await move.atSource()).toHaveLength(2);
	});
});
