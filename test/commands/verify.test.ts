import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {type SeedFolder, type SeedMessage, seed} from '../servers/mailbox.ts';
import {folder, letter, letters} from './letter.ts';
import {type Bench, bench, finishedOf, type Move, type Outcome, toldFindings} from './trasloco.ts';

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
});
