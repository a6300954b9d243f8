import {createHash} from 'node:crypto';
import {readFile} from 'node:fs/promises';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {bigMessage} from '../corpus/corpus.ts';
import {type Kind, oddMessages} from '../corpus/messages.ts';
import {Random} from '../corpus/random.ts';
import {signedMail} from '../corpus/signed.ts';
import {type DemoServer, startDemoServer} from '../demo/server.ts';
import {startCourier} from '../servers/courier.ts';
import {startCyrus} from '../servers/cyrus.ts';
import {startDovecot} from '../servers/dovecot.ts';
import {content, seed, snapshot} from '../servers/mailbox.ts';
import {writeMaildir} from '../servers/maildir.ts';
import {treatmentOf} from '../servers/treatment.ts';
import {expectOutcomes, foldersOf, messagesOf} from './outcomes.ts';
import {
	accountUrl,
	type Bench,
	bench,
	findingsOf,
	finishedOf,
	Move,
	newHome,
	run,
	untouched,
} from './trasloco.ts';

const running: Bench[] = [];
afterAll(() => Promise.all(running.map(each => each[Symbol.asyncDispose]())));

/** As long as certified mail with attachments gets, and then some. */
const large: Kind['messages'][number] = {
	folder: ['Grandi'],
	content: bigMessage(new Random(1), 1, 140 * 1000 * 1000),
	flags: ['\\Seen', '$Forwarded'],
	internalDate: '05-Nov-2023 10:11:12 +0100',
};

test('every kind of odd message that a Dovecot can hold arrives at another as it is, and an undo takes all out', async () => {
	const servers = await bench({format: 'sdbox'}, {}, 1);
	running.push(servers);
	const move = await servers.move();
	const {server, user} = move.source;
	const signed = await signedMail();
	const more = {about: '', isFixture: false};
	const kinds: Kind[] = [
		...oddMessages().filter(({kind}) => treatmentOf('Dovecot', kind) === undefined),
		...signed.messages.map(message => ({...more, kind: message.kind, messages: [message]})),
		{...more, kind: '140 MB', messages: [large]},
	];
	const messages = messagesOf(kinds);
	await seed(server, user.name, foldersOf(messages));
	// Without its contents, since all of them are compared at the other side.
	const atSource = () => snapshot(server, user.name, {digests: false});
	const [source, before] = [await atSource(), await move.atDestination()];
	const outcome = await move.copy('--verify', 'full');
	expect(outcome.exitCode, outcome.stderr).toBe(0);
	const finished = finishedOf(outcome);
	const destination = await move.atDestination();
	await expectOutcomes({messages, source, program: 'Dovecot', finished, destination});

	const receipts = destination.find(({path}) => path.join('/') === 'PEC/Ricevute');
	const copies = await Promise.all(
		(receipts?.messages ?? []).slice(-11).map(({uid}) => {
			const {server: there, user: owner} = move.destination;
			return content(there, owner.name, ['PEC', 'Ricevute'], uid);
		}),
	);
	expect(
		copies.map(copy => /^X-(?:Trasporto|Ricevuta): (.*)\r$/m.exec(copy.toString('latin1'))?.[1]),
	).toHaveLength(11);
	expect(await Promise.all(copies.map(signed.isIntact))).toEqual(copies.map(() => true));

	expect((await move.undo(finished.run)).exitCode).toBe(0);
	expect(untouched(await move.atDestination())).toEqual(untouched(before));
	expect(await atSource()).toEqual(source);
});

test.each([
	['Cyrus', () => startCyrus()],
	['Courier', () => startCourier()],
] as const)('a message of 140 MB arrives at a %s byte for byte, and goes again', async (_, start) => {
	await using source = await startDovecot({format: 'sdbox'});
	await using destination = await start();
	const [user = {name: '', password: ''}] = source.users;
	await seed(source, user.name, foldersOf([{...large, kind: '140 MB'}]));
	const move = new Move(await newHome(), {server: source, user}, {server: destination, user});
	const outcome = await move.copy();
	expect(outcome.exitCode, outcome.stderr).toBe(0);
	const held = (await move.atDestination()).flatMap(({messages}) => messages);
	expect(held.map(({digest}) => digest)).toEqual([createHash('sha256').update(large.content).digest('hex')]);
	expect((await move.undo(finishedOf(outcome).run)).exitCode).toBe(0);
	expect((await move.atDestination()).flatMap(({messages}) => messages)).toEqual([]);
});

test('what a Dovecot holds and would not take is told, and kept as it hands it out', async () => {
	const servers = await bench({}, {format: 'sdbox'}, 1);
	running.push(servers);
	const move = await servers.move();
	const {server, user} = move.source;
	const usual = {flags: ['\\Seen'], internalDate: '05-Nov-2023 10:11:12 +0100'};
	const small = Buffer.from('Subject: piccolo\r\n\r\nx\r\n');
	// Written as files, as other programs on that server may.
	const messages = [
		{...usual, content: small},
		{...usual, content: Buffer.alloc(0)},
		{...usual, content: small, internalDate: '01-Jul-2040 12:00:00 +0000'},
		{...usual, content: Buffer.from('Subject: righe\n\nuna\ndue\n')},
		{...usual, content: Buffer.from('Subject: nul\r\n\r\na\0b\r\n')},
	];
	writeMaildir(server, user.name, [{path: ['Posta'], subscribed: true, messages}]);
	const source = await move.atSource();
	const outcome = await move.copy();
	expect(outcome.exitCode, outcome.stderr).toBe(3);
	const finished = finishedOf(outcome);
	expect(finished).toMatchObject({copied: 4, skipped: 1});
	const differences = finished.findings.filter(({severity}) => severity === 'difference');
	expect(differences.map(({kind, sourceUid}) => `${kind} ${sourceUid}`).sort()).toEqual([
		'date-differs 3',
		'refused 2',
	]);
	const [refused] = findingsOf(finished, 'refused');
	expect(refused?.server).toContain("Can't save a zero byte message");
	expect(await readFile(refused?.kept ?? '')).toHaveLength(0);
	const digests = (shapes: typeof source) =>
		shapes.find(({path}) => path[0] === 'Posta')?.messages.map(({digest}) => digest);
	expect(digests(await move.atDestination())).toEqual(digests(source)?.filter((_, index) => index !== 1));
	expect(await move.atSource()).toEqual(source);
});

describe('from a server that hands out every byte and every date as it was given', () => {
	const messages = messagesOf(oddMessages());
	const reader = {name: 'mario', password: 'segreto'};
	let exact: DemoServer;

	beforeAll(async () => {
		exact = await startDemoServer({
			...{user: reader.name, password: reader.password, delimiter: '/', prefix: ''},
			folders: foldersOf(messages).map(({path, messages: held}) => ({
				path,
				messages: held.map(({content: raw, flags, internalDate: date}) => ({raw, flags, date})),
			})),
		});
	});
	afterAll(() => exact.stop());

	test.each([
		['Dovecot', () => startDovecot({separator: '.', prefix: 'INBOX.', timezone: 'America/St_Johns'})],
		['Cyrus', () => startCyrus()],
	] as const)(
		'every kind of odd message comes to what is written down of %s, told and kept',
		async (program, start) => {
			await using server = await start();
			const [user = {name: '', password: ''}] = server.users;
			const place = {imapPort: exact.port, users: [reader], separator: '/', prefix: ''};
			const atSource = () => snapshot(place, reader.name, {digests: false});
			const [source, before] = [await atSource(), await snapshot(server, user.name)];
			const home = await newHome();
			const command = (...more: readonly string[]) =>
				run(home, [...more, '--json'], {from: reader.password, to: user.password});
			const sides = [
				...['--from', accountUrl({imapsPort: 0, imapPort: exact.port}, reader.name, 'imap+plain')],
				...['--to', accountUrl(server, user.name), '--ca', server.caFile],
			];
			const outcome = await command('copy', ...sides);
			expect(outcome.exitCode, outcome.stderr).toBe(3);
			const finished = finishedOf(outcome);
			await expectOutcomes({
				...{messages, source, program, finished},
				destination: await snapshot(server, user.name),
			});
			const again = finishedOf(await command('copy', ...sides));
			expect(again).toMatchObject({copied: 0, skipped: finished.skipped});
			expect((await command('undo', finished.run, '--yes')).exitCode).toBe(0);
			expect(untouched(await snapshot(server, user.name))).toEqual(untouched(before));
			expect(await atSource()).toEqual(source);
		},
	);
});
