import {afterAll, afterEach, beforeAll, expect, test} from 'vitest';
import {startDovecot} from '../servers/dovecot.ts';
import {mailbox, seed, withClient} from '../servers/mailbox.ts';
import type {MailServer} from '../servers/server.ts';
import {destinationOptions, freshHome, manyUsers} from './killed-mailbox.ts';
import {Lines, sourceUser} from './lines.ts';

let source: MailServer;
let destination: MailServer;
let lines: Lines;

beforeAll(async () => {
	process.env.TRASLOCO_HOME = await freshHome();
	[source, destination] = await Promise.all([
		startDovecot({users: [{name: sourceUser, password: 'segreto'}]}),
		startDovecot({...destinationOptions, users: manyUsers(1)}),
	]);
});

afterAll(() => Promise.all([source, destination].map(server => server.stop())));
afterEach(() => lines[Symbol.asyncDispose]());

test('a copy that came back altered, and whose original has gone with its folder, is told, and placed', async () => {
	const content = Buffer.from('Subject: due\r\n\r\nuna riga\r\n');
	const messages = [{content, flags: [], internalDate: '01-Mar-2019 10:20:30 +0000'}];
	await seed(source, sourceUser, [
		...['INBOX', 'Posta inviata', 'Inviati 2019'].map(name => ({
			path: [name],
			subscribed: true,
			messages: [],
		})),
		{path: ['Vecchia'], subscribed: true, messages},
	]);
	lines = await Lines.open(source, destination);
	await lines.plan('counts');
	const work = () =>
		withClient(source, sourceUser, client => client.send(['DELETE ', mailbox(source, ['Vecchia'])]));
	lines.to.meet(/^APPEND/, {kind: 'first', work});
	const change = (line: string) =>
		line.replace(/RFC822\.SIZE (\d+)/, (_, size: string) => `RFC822.SIZE ${Number(size) + 2}`);
	lines.to.meet(/^UID FETCH/, {kind: 'change', change}, 0, Infinity);
	const finished = await lines.session.copy();
	expect(finished, JSON.stringify(finished)).toMatchObject({
		state: 'differences',
		copied: 1,
		skipped: 0,
	});
	expect(finished.findings).toMatchObject([{kind: 'altered', source: 'Vecchia', sourceUid: 1}]);
	expect(finished.findings[0]?.kept).toBeUndefined();
});
