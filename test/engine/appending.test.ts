import {afterAll, afterEach, beforeAll, expect, test} from 'vitest';
import {type DovecotOptions, startDovecot} from '../servers/dovecot.ts';
import {type Snapshot, seed, snapshot, withoutUids} from '../servers/mailbox.ts';
import type {MailServer} from '../servers/server.ts';
import {destinationOptions, freshHome, manyUsers, sourceFolders} from './killed-mailbox.ts';
import {Lines, sourceUser} from './lines.ts';

let source: MailServer;
let destination: MailServer;
let sourceBefore: Snapshot;
let lines: Lines;
let appends: number;
const running: MailServer[] = [];

async function start(options: DovecotOptions): Promise<MailServer> {
	const server = await startDovecot(options);
	running.push(server);
	return server;
}

beforeAll(async () => {
	process.env.TRASLOCO_HOME = await freshHome();
	source = await start({users: [{name: sourceUser, password: 'segreto'}]});
	destination = await start({...destinationOptions, users: manyUsers(20)});
	await seed(source, sourceUser, sourceFolders);
	sourceBefore = await snapshot(source, sourceUser);
});

afterAll(() => Promise.all(running.map(server => server.stop())));

async function begin(to = destination): Promise<void> {
	lines = await Lines.open(source, to);
	await lines.plan();
	appends = 0;
	lines.to.onCommand = command => {
		if (command.startsWith('APPEND')) appends++;
	};
}

afterEach(async () => {
	await lines[Symbol.asyncDispose]();
	expect(await snapshot(source, sourceUser)).toEqual(sourceBefore);
});

test('many messages go out with one command', async () => {
	await begin();
	await lines.expectCopied(await lines.session.copy(), sourceBefore, 'together');
	expect(appends).toBeLessThan(8);
});

test('one message a command goes out where the server takes no more', async () => {
	await begin(
		await start({...destinationOptions, withoutCapabilities: ['MULTIAPPEND'], users: manyUsers(1)}),
	);
	await lines.expectCopied(await lines.session.copy(), sourceBefore, 'one by one');
	expect(appends).toBe(32);
});

test('messages that the server does not take are found among the others, which are copied', async () => {
	const limit = 10_000;
	await begin(await start({...destinationOptions, secretLargestMessage: limit, users: manyUsers(1)}));
	const finished = await lines.session.copy();
	const large = withoutUids(sourceBefore)
		.flatMap(({messages}) => messages)
		.filter(({size}) => size > limit);
	expect(large.length).toBeGreaterThan(1);
	expect(finished).toMatchObject({
		state: 'differences',
		copied: 32 - large.length,
		skipped: large.length,
	});
	const told = finished.findings.map(({kind, message}) => `${kind} ${message?.bytes}`);
	expect(told.sort()).toEqual(large.map(({size}) => `too-large ${size}`).sort());
	const after = await snapshot(lines.place.server, lines.place.user);
	const digests = (folders: Snapshot) => folders.flatMap(({messages}) => messages.map(({digest}) => digest));
	const wanted = [
		...digests(lines.place.before),
		...digests(sourceBefore).filter(digest => !large.some(message => message.digest === digest)),
	];
	// The destination has held one of them before.
	for (const digest of digests(after)) wanted.splice(wanted.indexOf(digest), 1);
	expect(wanted).toHaveLength(1);
	expect(appends).toBeLessThan(32);
});

test('a command that is refused for none of its messages is sent again in parts', async () => {
	await begin();
	for (let count = 0; count < 5; count++)
		lines.to.meet(/^APPEND/, {kind: 'refuse', answer: 'NO [CANNOT] Not like this.'});
	await lines.expectCopied(await lines.session.copy(), sourceBefore, 'refused');
	expect(lines.to.faults).toBe(5);
	expect(lines.told('retry')).toEqual([]);
});

test.each(['1:5', '0:31', 'x', '1:4294967295', '9,9,9', '5:1,*'])(
	'what makes no sense as the UIDs of many messages (%s) is not believed',
	async set => {
		await begin();
		const change = (line: string) => line.replace(/(\[APPENDUID \d+) [^\]]*\]/, `$1 ${set}]`);
		lines.to.meet(/^APPEND/, {kind: 'change', change});
		await lines.expectCopied(await lines.session.copy(), sourceBefore, set);
		expect(lines.to.faults).toBe(1);
	},
);
