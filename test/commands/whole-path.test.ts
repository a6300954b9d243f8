import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {corpus, corpusSeed, specialUseMailboxes} from '../corpus/corpus.ts';
import {type SeedFolder, type Snapshot, seed, withoutUids} from '../servers/mailbox.ts';
import {type Bench, bench, finishedOf, type Move, type Outcome, toldFindings, untouched} from './trasloco.ts';

const message = (subject: string, flags: readonly string[] = []) => ({
	content: Buffer.from(
		`Message-ID: <${subject}@altrove.example>\r\nSubject: ${subject}\r\n\r\n${subject}\r\n`,
	),
	flags,
	internalDate: '02-Feb-2022 10:00:00 +0100',
});

/** What the destination holds of its own before anything is copied. */
const ownMail: readonly SeedFolder[] = [
	{path: ['INBOX'], subscribed: true, messages: [message('in arrivo'), message('letto', ['\\Seen', 'Mio'])]},
	{path: ['Sent'], subscribed: true, messages: [message('spedito', ['\\Seen'])]},
	{
		path: ['Trash'],
		subscribed: true,
		messages: [message('buttato', ['\\Deleted', '\\Seen']), message('quasi'), message('via', ['\\Deleted'])],
	},
	{path: ['Altro'], subscribed: false, messages: [message('altro', ['\\Flagged', '\\Deleted'])]},
	{path: ['Altro', 'vuota'], subscribed: true, messages: []},
];

/** Where the corpus goes at a destination whose folders for sent mail, drafts and archive have English names. */
const renamed: ReadonlyMap<string, string> = new Map([
	['Posta inviata', 'Sent'],
	['Bozze', 'Drafts'],
	['Archivio', 'Archive'],
	['Archivio / 2023 / Fatture', 'Archive / 2023 / Fatture'],
	['Archivio / 2024', 'Archive / 2024'],
]);

/** Each folder of the source as it has to be at the destination: what was there first, then the copies in order. */
function expected(source: Snapshot, before: Snapshot, names: ReadonlyMap<string, string> = renamed) {
	const there = new Map(withoutUids(before).map(folder => [folder.path, folder]));
	return withoutUids(source).map(folder => {
		const path = names.get(folder.path) ?? folder.path;
		const own = there.get(path);
		return {
			path,
			subscribed: own?.subscribed ?? folder.subscribed,
			messages: [...(own?.messages ?? []), ...folder.messages],
		};
	});
}

function byPath<T extends {readonly path: string}>(
	folders: readonly T[],
	paths: readonly {path: string}[],
): T[] {
	return paths.flatMap(({path}) => folders.filter(folder => folder.path === path));
}

describe('2,000 messages in twelve folders', () => {
	let servers: Bench;
	let move: Move;
	let source: Snapshot;
	let before: Snapshot;
	let after: Snapshot;
	let copied: Outcome;

	beforeAll(async () => {
		servers = await bench(
			{mailboxes: specialUseMailboxes},
			{
				mailboxes: [
					{name: 'Sent', specialUse: '\\Sent'},
					{name: 'Drafts', specialUse: '\\Drafts'},
					{name: 'Archive', specialUse: '\\Archive'},
					{name: 'Trash', specialUse: '\\Trash'},
				],
			},
		);
		move = await servers.move();
		await Promise.all([
			seed(servers.source, move.source.user.name, corpus()),
			seed(servers.destination, move.destination.user.name, [
				...ownMail,
				{path: ['Drafts'], subscribed: true, messages: []},
				{path: ['Archive'], subscribed: true, messages: []},
			]),
		]);
		[source, before] = await Promise.all([move.atSource(), move.atDestination()]);
		copied = await move.copy();
		after = await move.atDestination();
	});

	afterAll(() => servers[Symbol.asyncDispose]());

	test('arrive identical and in order, with flags, keywords, dates and subscriptions, after the mail that was there', () => {
		expect(copied.exitCode, copied.stderr).toBe(0);
		const wanted = expected(source, before);
		expect(wanted).toHaveLength(12);
		expect(byPath(withoutUids(after), wanted), `seed ${corpusSeed}`).toEqual(wanted);
	});

	test('leave every other folder of the destination as it was', () => {
		const own = ['Altro', 'Altro/vuota', 'Trash'];
		const others = (folders: Snapshot) => folders.filter(({path}) => own.includes(path.join('/')));
		expect(others(before)).toHaveLength(3);
		expect(others(after)).toEqual(others(before));
		const names = (folders: Snapshot) => folders.map(({path}) => path.join(' / '));
		const created = names(after).filter(name => !names(before).includes(name));
		const wanted = expected(source, before).map(({path}) => path);
		const above = ['Archive / 2023', 'Clients', 'PEC'];
		expect(created.filter(path => !wanted.includes(path) && !above.includes(path))).toEqual([]);
	});

	test('count up: source = copied + already there + left out, destination = before + copied', () => {
		const finished = finishedOf(copied);
		expect(finished).toMatchObject({state: 'done', copied: 2000, alreadyThere: 0, skipped: 0});
		expect(finished.findings.filter(({severity}) => severity === 'difference')).toEqual([]);
		expect(finished.folders).toHaveLength(12);
		expect(finished.bytes).toBe(
			source.flatMap(({messages}) => messages).reduce((sum, {size}) => sum + size, 0),
		);
		for (const folder of finished.folders) {
			const here = source.find(({name}) => name === folder.source);
			const there = after.find(({name}) => name === folder.destination);
			expect(folder.sourceCount, folder.source).toBe(here?.messages.length);
			expect(folder.sourceCount, folder.source).toBe(folder.copied + folder.alreadyThere + folder.skipped);
			expect(folder.destinationCount, folder.source).toBe(there?.messages.length);
			expect(folder.destinationCount, folder.source).toBe(folder.destinationBefore + folder.copied);
		}
	});

	test('leave the source as it was: flags, \\Recent, everything', async () => {
		expect(await move.atSource()).toEqual(source);
	});

	test('are the same for whoever compares, and mail of the destination itself is told apart', async () => {
		const [quick, deep, strict] = await Promise.all([
			move.verify('--allow-extra'),
			move.verify('--allow-extra', '--deep'),
			move.verify(),
		]);
		expect(quick.exitCode, quick.stdout).toBe(0);
		expect(deep.exitCode, deep.stdout).toBe(0);
		expect(finishedOf(deep)).toMatchObject({state: 'done', alreadyThere: 2000});
		expect(strict.exitCode).toBe(3);
		// Two in the inbox and one in Sent; the other folders are not compared.
		expect(toldFindings(strict).map(({kind}) => kind)).toEqual(['extra', 'extra', 'extra']);
		expect(await move.atDestination()).toEqual(after);
	});

	test('are not copied again, and nothing at all is written', async () => {
		const again = await move.copy();
		expect(again.exitCode, again.stderr).toBe(0);
		expect(finishedOf(again)).toMatchObject({state: 'done', copied: 0, alreadyThere: 2000, skipped: 0});
		expect(await move.atDestination()).toEqual(after);
	});

	test('are recognised without any journal too', async () => {
		const stranger = await move.elsewhere();
		const again = await stranger.copy();
		expect(again.exitCode, again.stderr).toBe(0);
		expect(finishedOf(again)).toMatchObject({copied: 0, alreadyThere: 2000});
		expect(await move.atDestination()).toEqual(after);
	});

	test('go again with an undo, and the destination is exactly what it was', async () => {
		const undone = await move.undo(finishedOf(copied).run);
		expect(undone.exitCode, undone.stderr).toBe(0);
		expect(finishedOf(undone)).toMatchObject({state: 'undone', undone: 2000});
		expect(untouched(await move.atDestination())).toEqual(untouched(before));
		expect(await move.atSource()).toEqual(source);
	});
});

describe('a mailbox that goes to an empty account', () => {
	let servers: Bench;
	beforeAll(async () => {
		servers = await bench(
			{separator: '.', prefix: 'INBOX.', timezone: 'Asia/Kathmandu', mailboxes: specialUseMailboxes},
			{separator: '/', prefix: '', timezone: 'America/New_York', format: 'sdbox'},
		);
	});
	afterAll(() => servers[Symbol.asyncDispose]());

	test.each(['full', 'counts'])('is the same there, by name, with --verify %s', async verify => {
		const move = await servers.move();
		await seed(servers.source, move.source.user.name, corpus({messages: 200, big: false}));
		const before = await move.atDestination();
		const source = await move.atSource();
		const copied = await move.copy('--verify', verify);
		expect(copied.exitCode, copied.stderr).toBe(0);
		const above = ['Clients', 'PEC', 'Archivio / 2023'];
		const wanted = expected(source, before, new Map()).filter(({path}) => !above.includes(path));
		expect(byPath(withoutUids(await move.atDestination()), wanted), `seed ${corpusSeed}`).toEqual(wanted);
		const compared = await Promise.all([move.verify(), move.verify('--deep')]);
		expect(compared.map(({exitCode}) => exitCode)).toEqual([0, 0]);
		expect(await move.atSource()).toEqual(source);
		const undone = await move.undo(finishedOf(copied).run);
		expect(undone.exitCode, undone.stderr).toBe(0);
		expect(untouched(await move.atDestination())).toEqual(untouched(before));
	});
});
