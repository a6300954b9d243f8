import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {seed} from '../servers/mailbox.ts';
import {folder, letters} from './letter.ts';
import {type Bench, bench, findingsOf, finishedOf, type Move} from './trasloco.ts';

let servers: Bench;

beforeAll(async () => {
	// The address tells the provider, who keeps an archive by year and month.
	const users = Array.from({length: 4}, (_, index) => ({name: `mario${index}@pec.it`, password: 'segreto'}));
	servers = await bench({users, separator: '.', prefix: 'INBOX.'}, {}, 4);
});

afterAll(() => servers[Symbol.asyncDispose]());

const copies = [
	folder('Archivio/2023/Gennaio', ...letters('vecchia', 3)),
	folder('Archivio/2024/Marzo', ...letters('arrivo', 2)),
];

async function mailbox(): Promise<Move> {
	const move = await servers.move();
	await seed(servers.source, move.source.user.name, [
		folder('INBOX', ...letters('arrivo', 2)),
		folder('Archivio/Clienti', ...letters('cliente', 1)),
		...copies,
	]);
	return move;
}

const foldersIn = async (move: Move) =>
	(await move.atDestination())
		.filter(({messages}) => messages.length > 0)
		.map(({path}) => path.join('/'))
		.toSorted();

describe("a provider's archive", () => {
	test('is left out, and it is told how much that is; where it is asked for it is copied too', async () => {
		const move = await mailbox();
		const first = await move.copy();
		expect(first.exitCode, first.stderr).toBe(0);
		expect(await foldersIn(move)).toEqual(['Archivio/Clienti', 'INBOX']);
		expect(findingsOf(finishedOf(first), 'second-copy')).toMatchObject([
			{severity: 'note', count: 5, params: {bytes: expect.any(Number)}},
		]);
		const second = await move.copy('--archive');
		expect(second.exitCode, second.stderr).toBe(0);
		expect(finishedOf(second)).toMatchObject({copied: 5, alreadyThere: 3});
		expect(findingsOf(finishedOf(second), 'second-copy')).toEqual([]);
		expect(await foldersIn(move)).toEqual([
			'Archivio/2023/Gennaio',
			'Archivio/2024/Marzo',
			'Archivio/Clienti',
			'INBOX',
		]);
	});

	test('is copied where its folders are named', async () => {
		const move = await mailbox();
		const outcome = await move.copy('--only', 'Archivio/2023/Gennaio');
		expect(outcome.exitCode, outcome.stderr).toBe(0);
		expect(await foldersIn(move)).toEqual(['Archivio/2023/Gennaio']);
	});
});
