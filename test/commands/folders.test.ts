import {afterAll, describe, expect, test} from 'vitest';
import {
	escapedFolders,
	type FolderPlace,
	longFolders,
	type OddFolder,
	oddFolders,
	placeOf,
	seedOf,
} from '../corpus/folders.ts';
import {startCourier} from '../servers/courier.ts';
import {startCyrus} from '../servers/cyrus.ts';
import {type DovecotOptions, startDovecot} from '../servers/dovecot.ts';
import {
	deleteFolder,
	deliver,
	type FolderPath,
	mailbox,
	seed,
	serverName,
	withClient,
} from '../servers/mailbox.ts';
import {folder, letter} from './letter.ts';
import {startRelay} from './relay.ts';
import {
	accountUrl,
	type Bench,
	bench,
	findingsOf,
	finishedOf,
	type Mailbox,
	Move,
	newHome,
	run,
	untouched,
} from './trasloco.ts';

const running: Bench[] = [];
afterAll(() => Promise.all(running.map(each => each[Symbol.asyncDispose]())));

/** A pair of mailboxes on servers of their own. */
async function moveBetween(source: DovecotOptions, destination: DovecotOptions): Promise<Move> {
	const servers = await bench(source, destination, 1);
	running.push(servers);
	return servers.move();
}

/** A plug-in that lets names hold any sign. */
const escaping: DovecotOptions = {
	separator: '.',
	extra: 'mail_plugins = listescape\nprotocol imap {\n  mail_plugins = listescape\n}',
};

const places: Readonly<Record<FolderPlace, DovecotOptions>> = {
	dots: {separator: '.', prefix: 'INBOX.'},
	// What is offered is not asked for: names come as they would without it (RFC 6855, 3).
	slashes: {separator: '/', prefix: '', format: 'sdbox', capabilities: ['UTF8=ACCEPT']},
	'slashes, folders with dots on disk': {
		separator: '/',
		prefix: '',
		extra: 'mail_location = maildir:~/Maildir',
	},
};

/** Every folder is where it is to be, with its message and its subscription, and each other name is told. */
async function expectEach(
	move: Move,
	folders: readonly OddFolder[],
	place: FolderPlace,
	findings: ReturnType<typeof findingsOf>,
): Promise<void> {
	const [here, there] = await Promise.all([move.atSource(), move.atDestination()]);
	const at = (shapes: typeof here, path: FolderPath) =>
		shapes.find(shape => shape.path.join('\0') === path.join('\0'));
	for (const odd of folders) {
		const [source, copy] = [at(here, odd.path), at(there, placeOf(odd, place))];
		expect(source?.messages, odd.about).toHaveLength(1);
		expect(
			copy?.messages.map(({digest}) => digest),
			odd.about,
		).toEqual(source?.messages.map(({digest}) => digest));
		expect(copy?.subscribed, odd.about).toBe(odd.subscribed ?? true);
	}
	const changed = folders.filter(odd => {
		const to = odd.becomes?.[place];
		// Children of the inbox are beside it where all folders are below it: the same name for people.
		return to !== undefined && odd.path[0] !== 'INBOX';
	});
	const {server} = move.destination;
	expect(findings.map(({source, destination}) => `${source} → ${destination}`).sort()).toEqual(
		changed
			.map(odd => `${serverName(move.source.server, odd.path)} → ${serverName(server, placeOf(odd, place))}`)
			.sort(),
	);
	for (const odd of changed) {
		const finding = findings.find(({source}) => source === serverName(move.source.server, odd.path));
		expect(finding?.severity).toBe('note');
		const words = odd.becomes?.[place]?.words;
		if (words === undefined) {
			expect(finding?.server, odd.about).toBeUndefined();
		} else {
			expect(finding?.server, odd.about).toMatch(words);
		}
	}
}

describe('folders with odd names', () => {
	test.each([
		['slashes', 'dots', oddFolders, {separator: '/', prefix: ''}],
		['slashes', 'slashes', oddFolders, {separator: '/', prefix: ''}],
		['slashes', 'slashes, folders with dots on disk', oddFolders, {separator: '/', prefix: ''}],
		['signs of any kind', 'dots', escapedFolders, escaping],
		['signs of any kind', 'slashes', escapedFolders, escaping],
	] as const)(
		'from %s to %s: as they are, or under a name that is told',
		async (_, place, folders, source) => {
			const move = await moveBetween(source, places[place]);
			await seed(move.source.server, move.source.user.name, seedOf(folders));
			const [here, before] = [await move.atSource(), await move.atDestination()];
			const outcome = await move.copy();
			expect(outcome.exitCode, outcome.stderr).toBe(0);
			const finished = finishedOf(outcome);
			expect(finished).toMatchObject({state: 'done', copied: folders.length, skipped: 0});
			await expectEach(move, folders, place, findingsOf(finished, 'name-changed'));
			expect((await move.undo(finished.run)).exitCode).toBe(0);
			expect(untouched(await move.atDestination())).toEqual(untouched(before));
			expect(await move.atSource()).toEqual(here);
		},
	);
});

describe('folders with odd names at other programs', () => {
	test.each([
		['Cyrus', () => startCyrus(), 'slashes', /["\\%{]/],
		['Courier', () => startCourier(), 'dots', /[\u{10000}-\u{10ffff}]/u],
	] as const)(
		'from a Dovecot to %s: what it refuses goes where it is sent, the rest as it is',
		async (_, start, place, refused) => {
			await using source = await startDovecot();
			await using destination = await start();
			const [user = {name: '', password: ''}] = source.users;
			const move = new Move(await newHome(), {server: source, user}, {server: destination, user});
			await seed(source, user.name, seedOf(oddFolders));
			const isRefused = ({path}: OddFolder) => path.some(level => refused.test(level));
			const elsewhere = oddFolders
				.filter(isRefused)
				.flatMap(({path}, index) => ['--map', `${path.join('/')}=Altra ${index}`]);
			const outcome = await move.copy(...elsewhere);
			expect(outcome.exitCode, outcome.stderr).toBe(0);
			const finished = finishedOf(outcome);
			expect(finished).toMatchObject({state: 'done', copied: oddFolders.length, skipped: 0});
			const kept = oddFolders.filter(odd => !isRefused(odd));
			await expectEach(move, kept, place, findingsOf(finished, 'name-changed'));
			const others = (await move.atDestination()).filter(({name}) => name.includes('Altra '));
			expect(others.map(({messages}) => messages.length)).toEqual(oddFolders.filter(isRefused).map(() => 1));
		},
	);
});

/** Shared folders for all, and those that other users have opened to some (RFC 2342). */
function sharing(separator: '/' | '.', prefix: string): DovecotOptions {
	return {
		// Names without a dot, which may be the separator.
		users: ['mario', 'anna'].map(name => ({name, password: `segreto di ${name}`})),
		separator,
		prefix,
		acl: ['Pubblico* authenticated lrwstipekxa', '* owner lrwstipekxa'],
		extra: `
namespace pubblico {
  type = public
  separator = ${separator}
  prefix = Pubblico${separator}
  location = maildir:%h/../pubblico:INDEXPVT=%h/pubblico
  subscriptions = no
}
namespace altri {
  type = shared
  separator = ${separator}
  prefix = altri${separator}%%u${separator}
  location = maildir:%%h/Maildir${separator === '/' ? ':LAYOUT=fs' : ''}:INDEXPVT=%h/altri/%%u
  subscriptions = no
  list = children
}
plugin {
  acl_shared_dict = file:%h/../shared.db
}
`,
	};
}

/** Puts a message into a shared folder, as one of the users. */
async function announce({server, user}: Mailbox): Promise<void> {
	const {imapPort, users, separator} = server;
	const place = {imapPort, users, separator, prefix: ''};
	const path = ['Pubblico', 'Annunci'];
	await withClient(place, user.name, client => client.send(['CREATE ', mailbox(place, path)]));
	await deliver(place, user.name, path, letter('annuncio'));
}

describe.each([
	['.', 'INBOX.'],
	['/', ''],
] as const)(
	'of an account with the separator %s and the prefix "%s", folders of others',
	(separator, prefix) => {
		/** An account to which another user has opened a folder, and all users another. */
		async function shared(): Promise<Move> {
			const servers = await bench(sharing(separator, prefix), {separator, prefix}, 2);
			running.push(servers);
			const move = await servers.move();
			const {server, user} = move.source;
			const other = server.users[1]?.name ?? '';
			await announce(move.source);
			await seed(server, user.name, [folder('INBOX', letter('mio')), folder('Lavoro', letter('lavoro'))]);
			await seed(server, other, [folder('Di lei', letter('suo'))]);
			await withClient(server, other, client => client.send([`SETACL "${prefix}Di lei" ${user.name} lrs`]));
			return move;
		}

		test('are not copied, and a note says so', async () => {
			const move = await shared();
			const outcome = await move.copy();
			expect(outcome.exitCode, outcome.stderr).toBe(0);
			const finished = finishedOf(outcome);
			expect(finished.folders.map(({source}) => source).sort()).toEqual(['INBOX', `${prefix}Lavoro`]);
			expect(findingsOf(finished, 'of-others')).toMatchObject([{severity: 'note', params: {folders: 2}}]);
		});

		test('are copied into folders of its own where they are asked for', async () => {
			const move = await shared();
			const name = `Pubblico${separator}Annunci`;
			const outcome = await move.copy('--only', name);
			expect(outcome.exitCode, outcome.stderr).toBe(0);
			expect(finishedOf(outcome).folders).toMatchObject([
				{source: name, destination: `${prefix}Pubblico${separator}Annunci`, copied: 1},
			]);
		});
	},
);

test('what is named as shared folders of the destination are goes beside them, and never among them', async () => {
	const servers = await bench({separator: '/', prefix: ''}, sharing('/', ''), 1);
	running.push(servers);
	const move = await servers.move();
	await announce(move.destination);
	await seed(move.source.server, move.source.user.name, [folder('Pubblico/Annunci', letter('privato'))]);
	const before = await move.atDestination();
	const outcome = await move.copy();
	expect(outcome.exitCode, outcome.stderr).toBe(0);
	const finished = finishedOf(outcome);
	expect(findingsOf(finished, 'name-changed')).toMatchObject([
		{source: 'Pubblico/Annunci', destination: 'Pubblico_/Annunci'},
	]);
	const held = (await move.atDestination()).map(({name, messages}) => `${name} ${messages.length}`);
	expect(held).toEqual(expect.arrayContaining(['Pubblico/Annunci 1', 'Pubblico_/Annunci 1']));
	expect((await move.undo(finished.run)).exitCode).toBe(0);
	expect(untouched(await move.atDestination())).toEqual(untouched(before));
});

describe('names that the destination says nothing about before it refuses them', () => {
	test('are all told at once, and go where they are sent instead', async () => {
		const move = await moveBetween({separator: '/', prefix: ''}, places.dots);
		const folders = longFolders.map(path => ({path, subscribed: true, messages: [letter(path.join(' '))]}));
		await seed(move.source.server, move.source.user.name, [...folders, folder('Lavoro', letter('lavoro'))]);
		const before = await move.atDestination();
		const outcome = await move.copy();
		expect(outcome.exitCode, outcome.stderr).toBe(6);
		expect(outcome.stderr).toContain("can't be created");
		for (const path of longFolders) {
			expect(outcome.stderr).toContain(`INBOX.${path.join('.').slice(0, 200)}`);
		}
		const {run} = finishedOf(outcome);
		expect((await move.undo(run)).exitCode).toBe(0);
		expect(untouched(await move.atDestination())).toEqual(untouched(before));
		const elsewhere = longFolders.flatMap((path, index) => ['--map', `${path.join('/')}=Lunga ${index + 1}`]);
		const mapped = await move.copy(...elsewhere);
		expect(mapped.exitCode, mapped.stderr).toBe(0);
		expect(finishedOf(mapped)).toMatchObject({copied: 3, skipped: 0});
	});
});

test('two folders that differ by case alone stay two where the operator says so', async () => {
	const move = await moveBetween({separator: '/', prefix: ''}, places.dots);
	await seed(move.source.server, move.source.user.name, [
		folder('Lavoro', letter('grande')),
		folder('lavoro', letter('piccolo')),
	]);
	expect((await move.copy()).exitCode).toBe(2);
	const outcome = await move.copy('--map', 'Lavoro=Lavoro', '--map', 'lavoro=lavoro');
	expect(outcome.exitCode, outcome.stderr).toBe(0);
	const there = (await move.atDestination()).map(({name, messages}) => `${name} ${messages.length}`);
	expect(there.sort()).toEqual(['INBOX 0', 'INBOX.Lavoro 1', 'INBOX.lavoro 1']);
});

test('a subscription to a folder that is gone is no folder, and a level that holds no mail is not copied', async () => {
	const move = await moveBetween({separator: '/', prefix: ''}, places.dots);
	const {server, user} = move.source;
	await seed(server, user.name, [folder('Sopra/Sotto', letter('sotto')), folder('Sparita', letter('via'))]);
	await deleteFolder(server, user.name, ['Sparita']);
	const {untagged} = await withClient(server, user.name, client => client.send(['LSUB "" "*"']));
	expect(untagged.map(([, , , name]) => String(name))).toContain('Sparita');
	expect((await move.atSource()).map(({name, selectable}) => `${name} ${selectable}`).sort()).toEqual([
		'INBOX true',
		'Sopra false',
		'Sopra/Sotto true',
	]);
	const finished = finishedOf(await move.copy());
	expect(finished.state).toBe('done');
	expect(finished.folders.map(({source}) => source).sort()).toEqual(['INBOX', 'Sopra/Sotto']);
	expect((await move.atDestination()).map(({name}) => name).sort()).toEqual([
		'INBOX',
		'INBOX.Sopra',
		'INBOX.Sopra.Sotto',
	]);
});

test.each(['Inbox', 'inbox'])('servers that call the inbox %s have an inbox', async name => {
	const move = await moveBetween({separator: '/', prefix: ''}, {separator: '/', prefix: ''});
	const {source, destination} = move;
	await seed(source.server, source.user.name, [
		folder('INBOX', letter('uno')),
		folder('INBOX/figlia', letter('due')),
	]);
	await seed(destination.server, destination.user.name, [folder('INBOX', letter('tre'))]);
	const rewrite = (answer: string) =>
		answer.replaceAll(/^(\* (?:LIST|LSUB|STATUS) .*?)\bINBOX\b/gm, `$1${name}`);
	await using here = await startRelay(source.server.imapPort, {rewrite});
	await using there = await startRelay(destination.server.imapPort, {rewrite});
	const url = (port: number, user: string) => accountUrl({imapsPort: 0, imapPort: port}, user, 'imap+plain');
	const outcome = await run(
		move.home,
		[
			...['copy', '--from', url(here.port, source.user.name)],
			...['--to', url(there.port, destination.user.name), '--json'],
		],
		{from: source.user.password, to: destination.user.password},
	);
	expect(outcome.exitCode, outcome.stderr).toBe(0);
	const held = (await move.atDestination()).map(each => `${each.name} ${each.messages.length}`);
	expect(held.sort()).toEqual(['INBOX 2', 'INBOX/figlia 1']);
});
