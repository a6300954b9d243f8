import {createHash} from 'node:crypto';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {startDovecot} from '../servers/dovecot.ts';
import {english, type GmailMessage, type GmailNames, italian, startGmail} from '../servers/gmail.ts';
import type {Hostile} from '../servers/hostile.ts';
import {snapshot} from '../servers/mailbox.ts';
import type {MailServer} from '../servers/server.ts';
import {gmailLabels, gmailMailbox, gmailMessage} from './gmail-mailbox.ts';
import {
	accountUrl,
	findingsOf,
	finishedOf,
	newHome,
	type Outcome,
	run,
	type Started,
	start,
} from './trasloco.ts';

const gmailUser = 'mario@gmail.com';
const users = Array.from({length: 12}, (_, index) => ({
	name: `mario${index}@example.it`,
	password: 'segreto',
}));
let dovecot: MailServer;
let next = 0;

beforeAll(async () => {
	dovecot = await startDovecot({users, separator: '/', prefix: ''});
});

afterAll(() => dovecot.stop());

type Trip = {
	readonly gmail: Hostile;
	readonly messages: GmailMessage[];
	begin(command: string, ...more: readonly string[]): Started;
	go(command: string, ...more: readonly string[]): Promise<Outcome>;
	/** The subjects in each folder of the destination that holds any. */
	held(): Promise<Readonly<Record<string, readonly string[]>>>;
};

/** From Gmail into an empty mailbox. */
async function trip(names: GmailNames = italian, messages = gmailMailbox()): Promise<Trip & AsyncDisposable> {
	const gmail = await startGmail(messages, {names, labels: gmailLabels});
	const user = users[next++];
	if (!user) throw new Error('no more mailboxes');
	const home = await newHome();
	const sides = [
		...['--from', accountUrl({imapsPort: 0, imapPort: gmail.port}, gmailUser, 'imap+plain')],
		...['--to', accountUrl(dovecot, user.name), '--ca', dovecot.caFile],
	];
	const passwords = {from: 'segreto', to: user.password};
	const begin = (command: string, ...more: readonly string[]) => {
		const accounts = ['undo', 'resume'].includes(command) ? ['--ca', dovecot.caFile] : sides;
		return start(home, [command, ...more, ...accounts, '--json'], passwords);
	};
	return {
		gmail,
		messages,
		begin,
		go: (command, ...more) => begin(command, ...more).outcome,
		async held() {
			const subjects = new Map(
				messages.map(({content}) => [
					createHash('sha256').update(content).digest('hex'),
					/Subject: (.*)\r/.exec(content)?.[1] ?? '',
				]),
			);
			const folders = (await snapshot(dovecot, user.name)).filter(folder => folder.messages.length > 0);
			return Object.fromEntries(
				folders.map(folder => [
					folder.name,
					folder.messages.map(({digest}) => subjects.get(digest) ?? 'unknown').sort(),
				]),
			);
		},
		[Symbol.asyncDispose]: () => gmail[Symbol.asyncDispose](),
	};
}

const inEach = {
	INBOX: ['cliente in arrivo', 'doppio', 'solo in arrivo', 'università'],
	Bozze: ['bozza etichettata'],
	'Posta inviata': ['spedito', 'spedito a un cliente'],
	'Clienti/Rossi': ['cliente e lavoro', 'cliente in arrivo', 'spedito a un cliente'],
	Lavoro: ['bozza etichettata', 'cliente e lavoro', 'doppio', 'doppio'],
	'È vero': ['università'],
	'detto "il vecchio"': ['università'],
};

const inOne = {
	INBOX: ['solo in arrivo'],
	Bozze: ['bozza etichettata'],
	'Posta inviata': ['spedito'],
	'Clienti/Rossi': ['cliente e lavoro', 'cliente in arrivo', 'spedito a un cliente'],
	Lavoro: ['doppio', 'doppio'],
	'detto "il vecchio"': ['università'],
};

const archived = ['archiviato', 'archiviato e speciale'];

const allMail = `[Gmail]/${italian.all}`;

describe('from Gmail', () => {
	test('a message under several labels is copied into the folder of each; what shows mail twice is out of the way', async () => {
		await using there = await trip();
		const outcome = await there.go('copy');
		expect(outcome.exitCode, outcome.stderr).toBe(0);
		expect(await there.held()).toEqual(inEach);
		expect(there.gmail.commands().some(command => /^(?:SELECT|STORE|UID STORE|APPEND)/.test(command))).toBe(
			false,
		);
	});

	test('a message under several labels is copied once where that is asked for, and counted where it is not', async () => {
		await using there = await trip();
		const outcome = await there.go('copy', '--labels', 'once');
		const {folders} = finishedOf(outcome);
		expect(outcome.exitCode, outcome.stderr).toBe(0);
		expect(await there.held()).toEqual(inOne);
		const counts = Object.fromEntries(folders.map(({source, elsewhere}) => [source, elsewhere]));
		expect(counts).toMatchObject({INBOX: 3, Lavoro: 2, '[Gmail]/Posta inviata': 1, 'È vero': 1});
		for (const {sourceCount, copied, alreadyThere, skipped, elsewhere = 0} of folders)
			expect(copied + alreadyThere + skipped + elsewhere).toBe(sourceCount);

		const again = await there.go('copy', '--labels', 'once');
		expect(again.exitCode, again.stderr).toBe(0);
		expect(finishedOf(again)).toMatchObject({copied: 0, alreadyThere: finishedOf(outcome).copied});
		expect(await there.held()).toEqual(inOne);
	});

	test('a run that was stopped is resumed as it was planned', async () => {
		await using there = await trip();
		const stopped = there.begin('copy', '--labels', 'once', '--to-limits', '2/s');
		await stopped.until(event => event.event === 'folder' && event.staged > 0);
		stopped.child.kill('SIGINT');
		const {exitCode, finished} = await stopped.outcome;
		expect(exitCode).toBe(130);
		const resumed = await there.go('resume', finished?.run ?? '', '--to-limits', '100/s');
		expect(resumed.exitCode, resumed.stderr).toBe(0);
		expect(await there.held()).toEqual(inOne);
	});

	test('what is at the destination under one label is not copied under another, whichever comes first', async () => {
		await using there = await trip();
		await there.go('copy', '--only', 'INBOX');
		const outcome = await there.go('copy', '--labels', 'once');
		expect(outcome.exitCode, outcome.stderr).toBe(0);
		const held = await there.held();
		expect(held.INBOX).toEqual(inEach.INBOX);
		expect(held['Clienti/Rossi']).toEqual(['cliente e lavoro', 'spedito a un cliente']);
		expect(held['detto "il vecchio"']).toBeUndefined();
	});

	test('mail that was archived is told and not copied, unless the folder of all mail is chosen', async () => {
		await using there = await trip();
		const told = finishedOf(await there.go('copy'));
		expect(findingsOf(told, 'only-in-all-mail')).toMatchObject([
			{severity: 'note', source: allMail, count: 2},
		]);

		const outcome = await there.go('copy', '--map', `${allMail}=Archivio`);
		const end = finishedOf(outcome);
		expect(outcome.exitCode, outcome.stderr).toBe(0);
		expect(findingsOf(end, 'only-in-all-mail')).toEqual([]);
		expect(await there.held()).toEqual({...inEach, Archivio: archived});
		expect(end.folders.find(({source}) => source === allMail)).toMatchObject({copied: 2, elsewhere: 9});
	});

	test('mail under a label whose folder was left out on purpose does not count as archived', async () => {
		await using there = await trip();
		const end = finishedOf(await there.go('copy', '--only', 'INBOX'));
		expect(findingsOf(end, 'only-in-all-mail')).toMatchObject([{count: 2}]);
	});

	test('a comparison knows the same: nothing is missing that is under another label', async () => {
		await using there = await trip();
		await there.go('copy', '--labels', 'once', '--map', `${allMail}=Archivio`);
		const all = ['--map', `${allMail}=Archivio`];
		const once = await there.go('verify', '--labels', 'once', ...all);
		expect(once.exitCode, once.stdout).toBe(0);
		const folders = finishedOf(once).comparison?.folders ?? [];
		expect(folders.find(({source}) => source === 'INBOX')).toMatchObject({same: 1, missing: 0, elsewhere: 3});

		const each = await there.go('verify', ...all);
		expect(each.exitCode).toBe(3);
		expect(finishedOf(each).comparison?.folders.find(({source}) => source === 'INBOX')).toMatchObject({
			missing: 3,
		});
	});

	test('a comparison tells a message that is nowhere once', async () => {
		await using there = await trip();
		await there.go('copy', '--labels', 'once');
		there.messages.push(gmailMessage(20, 'nuovo', '\\Inbox', 'Lavoro'));
		const outcome = await there.go('verify', '--labels', 'once');
		expect(outcome.exitCode).toBe(3);
		const missing = (finishedOf(outcome).comparison?.folders ?? []).flatMap(({source, missing}) =>
			missing > 0 ? [[source, missing]] : [],
		);
		expect(missing).toEqual([['Lavoro', 1]]);
	});

	test('a message that the destination does not take is left out once', async () => {
		const limit = 20_000;
		const strict = {users: users.slice(0, 1), separator: '/', prefix: '', largestMessage: limit} as const;
		const narrow = await startDovecot(strict);
		try {
			const large = gmailMessage(30, 'grande', '\\Inbox', 'Lavoro');
			const content = large.content + `${'x'.repeat(76)}\r\n`.repeat(400);
			await using gmail = await startGmail([...gmailMailbox(), {...large, content}], {labels: gmailLabels});
			const from = accountUrl({imapsPort: 0, imapPort: gmail.port}, gmailUser, 'imap+plain');
			const to = ['--to', accountUrl(narrow, users[0]?.name ?? ''), '--ca', narrow.caFile];
			const args = ['copy', '--from', from, ...to, '--labels', 'once', '--json'];
			const outcome = await start(await newHome(), args, {from: 'segreto', to: 'segreto'}).outcome;
			const end = finishedOf(outcome);
			expect(outcome.exitCode, outcome.stderr).toBe(3);
			expect(findingsOf(end, 'too-large')).toMatchObject([{source: 'Lavoro'}]);
			expect(end.skipped).toBe(1);
		} finally {
			await narrow.stop();
		}
	});

	test('an undo takes out what was copied, and nothing is left', async () => {
		await using there = await trip();
		const {run: name} = finishedOf(await there.go('copy', '--labels', 'once'));
		const outcome = await there.go('undo', name, '--yes');
		expect(outcome.exitCode, outcome.stderr).toBe(0);
		expect(finishedOf(outcome).undone).toBe(9);
		expect(await there.held()).toEqual({});
	});

	test('its own folders are known in any language, and take no part of its name along', async () => {
		await using there = await trip(english);
		const outcome = await there.go('copy', '--dry-run');
		const {folders} = finishedOf(outcome);
		expect(folders.map(({source, destination}) => `${source} > ${destination}`)).toEqual([
			'INBOX > INBOX',
			'[Gmail]/Drafts > Drafts',
			'[Gmail]/Sent Mail > Sent Mail',
			'Clienti/Rossi > Clienti/Rossi',
			'detto "il vecchio" > detto "il vecchio"',
			'È vero > È vero',
			'Lavoro > Lavoro',
		]);
	});

	test('people read it in the plan and in the table', async () => {
		await using there = await trip();
		const {port} = there.gmail;
		const from = accountUrl({imapsPort: 0, imapPort: port}, gmailUser, 'imap+plain');
		const to = accountUrl(dovecot, users[next++]?.name ?? '');
		const args = [
			'copy',
			'--from',
			from,
			'--to',
			to,
			'--ca',
			dovecot.caFile,
			'--labels',
			'once',
			'--dry-run',
		];
		const sides = {from: 'segreto', to: 'segreto'};
		const {stdout} = await run(await newHome(), args, sides);
		expect(stdout).toContain('In another folder too, and copied there: 7 messages');
		expect(stdout).toMatch(/Source .* elsewhere /);
		expect(stdout).toMatch(/2 messages are archived, in this folder alone/);
		const italianOut = await run(await newHome(), args, {...sides, env: {LANG: 'it_IT.UTF-8'}});
		expect(italianOut.stdout).toMatch(
			/2 messaggi archiviati, che si trovano solo in questa cartella: non vengono copiati/,
		);
	});
});
