import {once} from 'node:events';
import {readdir, readFile, stat} from 'node:fs/promises';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {Program} from '../screens/program.ts';
import {type SeedFolder, type SeedMessage, seed} from '../servers/mailbox.ts';
import {folder, letter, letters} from './letter.ts';
import {type Bench, bench, finishedOf, type Move, type Outcome, start, toldFindings} from './trasloco.ts';

let servers: Bench;

beforeAll(async () => {
	servers = await bench();
});

afterAll(() => servers[Symbol.asyncDispose]());

const inbox = letters('lettera', 4);
const twins = [letter('gemello'), letter('gemello')];
const work = [letter('lavoro', {body: 'importo: 100 euro'}), ...twins];

function mailbox(first: readonly SeedMessage[], second: readonly SeedMessage[]): SeedFolder[] {
	return [folder('INBOX', ...first), folder('Lavoro/Città', ...second)];
}

/** Two mailboxes that somebody else has filled: no run of ours knows of them. */
async function migrated(there: readonly SeedFolder[], here = mailbox(inbox, work)): Promise<Move> {
	const move = await servers.move();
	await Promise.all([
		seed(servers.source, move.source.user.name, here),
		seed(servers.destination, move.destination.user.name, there),
	]);
	return move;
}

/** The differences, each in a few words. */
function differences(outcome: Outcome): string[] {
	return toldFindings(outcome)
		.filter(({severity}) => severity === 'difference')
		.map(({kind, source, destination, message, count}) =>
			[kind, source ?? destination, message?.subject ?? count].join(' '),
		)
		.sort();
}

describe('a migration that somebody else made', () => {
	test('and that is complete is 0, quickly and deeply, and nothing is written on either side', async () => {
		const move = await migrated(mailbox(inbox, [...work].reverse()));
		const before = [await move.atSource(), await move.atDestination()];
		for (const outcome of await Promise.all([move.verify(), move.verify('--deep')])) {
			expect(outcome.exitCode, outcome.stderr).toBe(0);
			expect(finishedOf(outcome)).toMatchObject({state: 'done', alreadyThere: 7, findings: []});
		}
		expect([await move.atSource(), await move.atDestination()]).toEqual(before);
		expect(await move.runs()).toEqual([]);
	});

	test('that lacks a message, or one of two that are the same, is 3 and names it', async () => {
		const move = await migrated(mailbox(inbox.slice(0, 3), work.slice(0, 2)));
		for (const outcome of await Promise.all([
			move.verify(),
			move.verify('--deep'),
			move.verify('--allow-extra'),
		])) {
			expect(outcome.exitCode, outcome.stderr).toBe(3);
			expect(differences(outcome)).toEqual(['missing INBOX lettera 4', 'missing Lavoro/Città gemello']);
			expect(finishedOf(outcome)).toMatchObject({state: 'differences', alreadyThere: 5});
		}
	});

	test('that lacks a folder is 3 and names the folder and each message', async () => {
		const move = await migrated([folder('INBOX', ...inbox)]);
		const outcome = await move.verify();
		expect(outcome.exitCode, outcome.stderr).toBe(3);
		expect(differences(outcome)).toEqual([
			'folder-missing Lavoro/Città 3',
			'missing Lavoro/Città gemello',
			'missing Lavoro/Città gemello',
			'missing Lavoro/Città lavoro',
		]);
	});

	test('that has more is 3, and 0 with --allow-extra', async () => {
		const move = await migrated(mailbox([...inbox, letter('in più')], [...work, letter('gemello')]));
		const [strict, lenient] = await Promise.all([move.verify(), move.verify('--allow-extra')]);
		expect(strict.exitCode, strict.stderr).toBe(3);
		expect(differences(strict)).toEqual(['extra INBOX in più', 'extra INBOX.Lavoro.Città gemello']);
		expect(lenient.exitCode, lenient.stderr).toBe(0);
		expect(differences(lenient)).toEqual([]);
		expect(toldFindings(lenient).map(({kind, severity}) => `${kind} ${severity}`)).toEqual([
			'extra note',
			'extra note',
		]);
	});

	test('that has changed one byte is found by --deep, and one more byte by its size', async () => {
		const byte = await migrated(mailbox(inbox, [letter('lavoro', {body: 'importo: 900 euro'}), ...twins]));
		const size = await migrated(mailbox(inbox, [letter('lavoro', {body: 'importo: 1000 euro'}), ...twins]));
		const [quick, deep, bySize] = await Promise.all([byte.verify(), byte.verify('--deep'), size.verify()]);
		// What a quick comparison can not see; the manual says so.
		expect(quick.exitCode, quick.stderr).toBe(0);
		for (const outcome of [deep, bySize]) {
			expect(outcome.exitCode, outcome.stderr).toBe(3);
			expect(differences(outcome)).toEqual([
				'extra INBOX.Lavoro.Città lavoro',
				'missing Lavoro/Città lavoro',
			]);
		}
	});

	test('without Message-IDs is compared by content without being asked', async () => {
		const bare = (text: string): SeedMessage => ({
			...letter('x'),
			content: Buffer.from(`Subject: x\r\n\r\n${text}\r\n`),
		});
		const move = await migrated(
			[folder('INBOX', bare('due'), bare('tra'), bare('uno'))],
			[folder('INBOX', bare('uno'), bare('due'), bare('tre'))],
		);
		const outcome = await move.verify();
		expect(outcome.exitCode, outcome.stderr).toBe(3);
		expect(differences(outcome)).toEqual(['extra INBOX x', 'missing INBOX x']);
		expect(finishedOf(outcome)).toMatchObject({alreadyThere: 2});
	});

	test('is told to people in sentences', async () => {
		const move = await migrated(mailbox(inbox.slice(1), work));
		const outcome = await move.start('verify', ...move.sides).outcome;
		expect(outcome.exitCode, outcome.stderr).toBe(3);
		expect(outcome.stdout).toMatch(/^! INBOX: .*"lettera 1".*missing at the destination$/m);
		expect(outcome.stdout).toContain('1 missing at the destination, 0 only there');
	});

	test('with other flags and dates is 0, with a note for each folder', async () => {
		const move = await migrated(
			mailbox(
				[letter('uno', {flags: ['\\Seen']}), letter('due', {flags: ['Mio']}), letter('tre')],
				[letter('quattro', {internalDate: '01-Jan-2001 00:00:00 +0000'})],
			),
			mailbox([letter('uno'), letter('due'), letter('tre')], [letter('quattro')]),
		);
		const outcome = await move.verify();
		expect(outcome.exitCode, outcome.stderr).toBe(0);
		expect(finishedOf(outcome)).toMatchObject({
			state: 'done',
			findings: [
				{kind: 'flags-differ', severity: 'note', source: 'INBOX', count: 2},
				{kind: 'date-differs', severity: 'note', source: 'Lavoro/Città', count: 1},
			],
			comparison: {
				deep: false,
				folders: [
					{source: 'INBOX', same: 3, missing: 0, extra: 0, flagsDiffer: 2, datesDiffer: 0},
					{source: 'Lavoro/Città', same: 1, flagsDiffer: 0, datesDiffer: 1},
				],
			},
		});
		const {stdout} = await move.start('verify', ...move.sides).outcome;
		expect(stdout).toContain('! INBOX: the flags of 2 messages differ\n');
		expect(stdout).toContain('! Lavoro/Città → INBOX.Lavoro.Città: the internal date of 1 message differs\n');
	});

	test('is told with a table that adds up', async () => {
		const move = await migrated(mailbox([...inbox.slice(1), letter('in più')], []).slice(0, 1));
		const {stdout} = await move.start('verify', ...move.sides).outcome;
		expect(stdout.split('\n').slice(-5, -1)).toEqual([
			'Source        Destination         source  destination  same  missing  extra',
			'INBOX         INBOX                    4            4     3        1      1',
			'Lavoro/Città  INBOX.Lavoro.Città       3            0     0        3      0',
			'Differences: 4 missing at the destination, 1 only there.',
		]);
	});

	test('is saved as a list with --save, and a file that is there stops it before anybody is asked', async () => {
		const move = await migrated(
			mailbox([...inbox.slice(1), letter('=in più')], [letter('lavoro', {flags: ['Mio']})]),
		);
		const path = join(move.home, 'elenco.csv');
		const outcome = await move.start('verify', ...move.sides, '--save', path).outcome;
		expect(outcome.exitCode, outcome.stderr).toBe(3);
		expect(outcome.stdout).toContain(`List: ${path}\n`);
		expect((await stat(path)).mode & 0o777).toBe(0o600);
		const list = await readFile(path, 'utf8');
		const rows = list
			.trimEnd()
			.split('\r\n')
			.slice(1)
			.map(row => row.split(','));
		expect(rows.map(([where, kind, , , , subject]) => [where, kind, subject])).toEqual([
			['INBOX', 'missing', 'lettera 1'],
			['INBOX', 'extra', "'=in più"],
			['Lavoro/Città', 'missing', 'lavoro'],
			['Lavoro/Città', 'missing', 'gemello'],
			['Lavoro/Città', 'missing', 'gemello'],
			['INBOX.Lavoro.Città', 'extra', 'lavoro'],
		]);

		const again = await move.start('verify', ...move.sides, '--save', path).outcome;
		expect(again.exitCode).toBe(2);
		expect(again.stdout).toBe('');
		expect(again.stderr).toContain(`there is already a file ${path}`);
		expect(await readFile(path, 'utf8')).toBe(list);

		const other = join(move.home, 'altro.csv');
		const wrong = await start(move.home, ['verify', ...move.sides, '--save', other], {from: 'x', to: 'y'})
			.outcome;
		expect(wrong.exitCode).toBe(4);
		expect(await readdir(move.home)).not.toContain('altro.csv');
	});
});

test('thousands that are missing are told one by one, in the order of the folder, each once', async () => {
	const many = letters('lettera', 1300);
	const move = await migrated([folder('INBOX')], [folder('INBOX', ...many)]);
	const outcome = await move.verify();
	expect(outcome.exitCode, outcome.stderr).toBe(3);
	expect(toldFindings(outcome).map(({message}) => message?.subject)).toEqual(
		many.map((_, index) => `lettera ${index + 1}`),
	);
	expect(finishedOf(outcome).findings).toEqual([]);
});

test('a reader that goes away in the middle of a long list ends it, and not with a complaint', async () => {
	const move = await migrated([folder('INBOX')], [folder('INBOX', ...letters('lettera', 1300))]);
	const verify = move.start('verify', ...move.sides);
	const {stdout} = verify.child;
	if (!stdout) throw new Error('no output');
	// Connected: the list comes, longer than a pipe holds.
	await once(stdout, 'data');
	stdout.destroy();
	const {exitCode, stderr} = await verify.outcome;
	expect(stderr).toBe('');
	expect(exitCode).toBe(3);
});

test('on a terminal a last line shows how far it is, and goes', async () => {
	const many = letters('lettera', 1500, 8000);
	const move = await migrated([folder('INBOX', ...many)], [folder('INBOX', ...many)]);
	await using program = new Program(move.home, ['verify', ...move.sides, '--deep'], {
		passwords: {from: move.source.user.password, to: move.destination.user.password},
	});
	await program.waitFor(/Comparing 1 of 1: INBOX {2}[\d,]+ of 3,000 messages listed/);
	expect(await program.waitFor('No differences')).not.toContain('Comparing');
});
