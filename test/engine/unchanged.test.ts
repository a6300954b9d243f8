import {expect, test} from 'vitest';
import {startDovecot} from '../servers/dovecot.ts';
import {deliver, expunge, seed, snapshot} from '../servers/mailbox.ts';
import {destinationOptions, freshHome, manyUsers, sourceFolders} from './killed-mailbox.ts';
import {Lines, sourceUser} from './lines.ts';

/** Plans anew, and answers with the folders that were listed on each side, once or more, and what is to be copied. */
async function planned(lines: Lines) {
	const listed = {source: new Set<string>(), destination: new Set<string>()};
	const opened = {source: '', destination: ''};
	for (const [side, line] of [
		['source', lines.from],
		['destination', lines.to],
	] as const) {
		line.onCommand = command => {
			opened[side] = /^(?:EXAMINE|SELECT) "?([^"]+)"?/.exec(command)?.[1] ?? opened[side];
			if (command.startsWith('UID FETCH')) listed[side].add(opened[side]);
		};
	}

	const {messages, alreadyThere} = await lines.plan();
	return {listed, messages, alreadyThere};
}

const nothing = {source: new Set(), destination: new Set()};

test('folders that a run has left settled are not listed again until a message comes or goes on either side', async () => {
	process.env.TRASLOCO_HOME = await freshHome();
	await using source = await startDovecot({users: [{name: sourceUser, password: 'segreto'}]});
	await using destination = await startDovecot({...destinationOptions, users: manyUsers(1)});
	await seed(source, sourceUser, sourceFolders);
	const before = await snapshot(source, sourceUser);
	await using lines = await Lines.open(source, destination);
	await lines.plan();
	const {server, user} = lines.place;
	const copied = await lines.session.copy();
	await lines.expectCopied(copied, before, 'first');
	const none = {messages: 0, alreadyThere: 33};
	expect(await planned(lines)).toEqual({...none, listed: nothing});
	expect(await lines.session.copy()).toMatchObject({state: 'done', copied: 0, alreadyThere: 33});
	expect(await planned(lines)).toEqual({...none, listed: nothing});

	// As many messages as before, and one of them is not the run's any more.
	const [last] = (await snapshot(server, user))
		.filter(({path}) => path.at(-1) === 'Sent')
		.flatMap(({messages}) => messages.slice(-1));
	await expunge(server, user, ['Sent'], [last?.uid ?? 0]);
	await deliver(server, user, ['Sent'], {content: Buffer.from('Subject: altro\r\n\r\n')});
	expect(await planned(lines)).toMatchObject({
		messages: 1,
		alreadyThere: 32,
		listed: {source: new Set(['Posta inviata', 'Inviati 2019']), destination: new Set(['Sent'])},
	});
	expect(await lines.session.copy()).toMatchObject({state: 'done', copied: 1});
	expect(await planned(lines)).toEqual({...none, listed: nothing});

	const arrived = await deliver(source, sourceUser, ['INBOX'], {
		content: Buffer.from('Subject: nuovo\r\n\r\n'),
	});
	const inbox = {source: new Set(['INBOX']), destination: new Set(['INBOX'])};
	expect(await planned(lines)).toEqual({messages: 1, alreadyThere: 33, listed: inbox});
	await expunge(source, sourceUser, ['INBOX'], [arrived]);
	expect(await planned(lines)).toEqual({...none, listed: inbox});

	// What an undo takes out is to be copied again.
	await lines.session.undo(copied.run, false);
	expect(await planned(lines)).toMatchObject({messages: 31});
});
