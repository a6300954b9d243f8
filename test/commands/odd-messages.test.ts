import {afterAll, expect, test} from 'vitest';
import {bigMessage} from '../corpus/corpus.ts';
import {type Kind, oddMessages, outcomeAt} from '../corpus/messages.ts';
import {Random} from '../corpus/random.ts';
import {signedMail} from '../corpus/signed.ts';
import {startDemoServer} from '../demo/server.ts';
import {startDovecot} from '../servers/dovecot.ts';
import {content, seed, serverName, snapshot} from '../servers/mailbox.ts';
import {expectOutcomes, foldersOf} from './outcomes.ts';
import {accountUrl, type Bench, bench, finishedOf, newHome, run, untouched} from './trasloco.ts';

const running: Bench[] = [];
afterAll(() => Promise.all(running.map(each => each[Symbol.asyncDispose]())));

/** As long as certified mail with attachments gets, and then some. */
const sixtyMegabytes = 60 * 1000 * 1000;

test('every kind of odd message that a Dovecot can hold arrives at another as it is, and an undo takes all out', async () => {
	const servers = await bench({format: 'sdbox'}, {}, 1);
	running.push(servers);
	const move = await servers.move();
	const {server, user} = move.source;
	const signed = await signedMail();
	const large: Kind['messages'] = [
		{
			folder: ['Grandi'],
			content: bigMessage(new Random(1), 1, sixtyMegabytes),
			flags: ['\\Seen', '$Forwarded'],
			internalDate: '05-Nov-2023 10:11:12 +0100',
		},
	];
	const more = {about: '', becomes: {}, isFixture: false};
	const kinds: Kind[] = [
		...oddMessages().filter(kind => Object.keys(outcomeAt(kind, 'Dovecot')).length === 0),
		...signed.messages.map(message => ({...more, kind: message.kind, messages: [message]})),
		{...more, kind: '60 MB', messages: large},
	];
	await seed(server, user.name, foldersOf(kinds));
	const [source, before] = [await move.atSource(), await move.atDestination()];
	const outcome = await move.copy('--verify', 'full');
	expect(outcome.exitCode, outcome.stderr).toBe(0);
	const finished = finishedOf(outcome);
	const destination = await move.atDestination();
	await expectOutcomes({
		kinds,
		program: 'Dovecot',
		nameAtSource: path => serverName(server, path),
		finished,
		destination,
	});

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
	expect(await move.atSource()).toEqual(source);
});

test('every kind of odd message comes to what is expected of a Dovecot, and each difference is told and kept', async () => {
	const kinds = oddMessages();
	const account = {user: 'mario', password: 'segreto', delimiter: '/', prefix: ''};
	// It serves every byte and every date as it was given.
	const exact = await startDemoServer({
		...account,
		folders: foldersOf(kinds).map(({path, messages}) => ({
			path,
			messages: messages.map(({content: raw, flags, internalDate: date}) => ({raw, flags, date})),
		})),
	});
	await using server = await startDovecot({separator: '.', prefix: 'INBOX.', timezone: 'America/St_Johns'});
	try {
		const [user] = server.users;
		const name = user?.name ?? '';
		const place = {
			imapPort: exact.port,
			users: [{name: 'mario', password: 'segreto'}],
			separator: '/',
			prefix: '',
		};
		const [source, before] = [await snapshot(place, 'mario'), await snapshot(server, name)];
		const home = await newHome();
		const passwords = {from: 'segreto', to: user?.password};
		const command = (...more: readonly string[]) => run(home, [...more, '--json'], passwords);
		const sides = [
			...['--from', accountUrl({imapsPort: 0, imapPort: exact.port}, 'mario', 'imap+plain')],
			...['--to', accountUrl(server, name), '--ca', server.caFile],
		];
		const outcome = await command('copy', ...sides);
		expect(outcome.exitCode, outcome.stderr).toBe(3);
		const finished = finishedOf(outcome);
		const after = await snapshot(server, name);
		const nameAtSource = (path: readonly string[]) => path.join('/');
		await expectOutcomes({kinds, program: 'Dovecot', nameAtSource, finished, destination: after});
		const again = finishedOf(await command('copy', ...sides));
		expect(again).toMatchObject({copied: 0, skipped: finished.skipped});
		expect((await command('undo', finished.run, '--yes')).exitCode).toBe(0);
		expect(untouched(await snapshot(server, name))).toEqual(untouched(before));
		expect(await snapshot(place, 'mario')).toEqual(source);
	} finally {
		await exact.stop();
	}
});
