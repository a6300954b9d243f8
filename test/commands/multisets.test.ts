import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {deliver, expunge, type SeedMessage, seed} from '../servers/mailbox.ts';
import {folder, letter} from './letter.ts';
import {type Bench, bench, findingsOf, finishedOf, type Move} from './trasloco.ts';

let servers: Bench;

beforeAll(async () => {
	servers = await bench();
});

afterAll(() => servers[Symbol.asyncDispose]());

async function between(here: readonly SeedMessage[], there: readonly SeedMessage[]): Promise<Move> {
	const move = await servers.move();
	await Promise.all([
		seed(servers.source, move.source.user.name, [folder('INBOX', ...here)]),
		seed(servers.destination, move.destination.user.name, [folder('INBOX', ...there)]),
	]);
	return move;
}

/** How often each content is in the inbox of the destination. */
async function contents(move: Move): Promise<number[]> {
	const messages = (await move.atDestination()).find(({name}) => name === 'INBOX')?.messages ?? [];
	const counts = Map.groupBy(messages, ({digest}) => digest);
	return [...counts.values()].map(group => group.length).sort();
}

const bare = (text: string): SeedMessage => ({...letter('x'), content: Buffer.from(text)});
const twin = letter('gemello', {flags: ['\\Seen']});
const other = letter('gemello', {flags: ['\\Flagged'], internalDate: '01-Jan-2001 00:00:00 +0000'});

test('two at the source and one at the destination: one is copied; the next time none', async () => {
	const move = await between([twin, other, letter('solo')], [twin]);
	const first = finishedOf(await move.copy());
	expect(first).toMatchObject({state: 'done', copied: 2, alreadyThere: 1});
	expect(await contents(move)).toEqual([1, 2]);
	expect(finishedOf(await move.copy())).toMatchObject({copied: 0, alreadyThere: 3});
	await deliver(servers.source, move.source.user.name, ['INBOX'], twin);
	expect(finishedOf(await move.copy())).toMatchObject({copied: 1, alreadyThere: 3});
	expect(await contents(move)).toEqual([1, 3]);
});

test('one at the source and two at the destination: none is copied', async () => {
	const move = await between([twin], [twin, twin]);
	expect(finishedOf(await move.copy())).toMatchObject({state: 'done', copied: 0, alreadyThere: 1});
	expect(await contents(move)).toEqual([2]);
});

test('what somebody took away at the destination after a run is copied again', async () => {
	const move = await between([twin, twin, letter('solo')], []);
	expect(finishedOf(await move.copy())).toMatchObject({copied: 3});
	const uids = (await move.atDestination()).flatMap(({messages}) => messages.map(({uid}) => uid));
	await expunge(servers.destination, move.destination.user.name, ['INBOX'], uids.slice(0, 1));
	expect(finishedOf(await move.copy())).toMatchObject({copied: 1, alreadyThere: 2});
	expect(await contents(move)).toEqual([1, 2]);
});

describe('the same header and size', () => {
	test('with one other byte in the body is another message: it is copied, and said', async () => {
		const move = await between(
			[letter('fattura', {body: 'importo: 100 euro'}), letter('altra')],
			[letter('fattura', {body: 'importo: 900 euro'}), letter('altra')],
		);
		const outcome = await move.copy();
		expect(outcome.exitCode, outcome.stderr).toBe(0);
		const finished = finishedOf(outcome);
		expect(finished).toMatchObject({copied: 1, alreadyThere: 1});
		expect(findingsOf(finished, 'other-content')).toMatchObject([
			{severity: 'note', source: 'INBOX', count: 1},
		]);
		expect(await contents(move)).toEqual([1, 1, 1]);
	});
});

describe('messages without a header, or with an empty one', () => {
	const odd = [
		bare('\r\nsenza intestazione\r\n'),
		bare('solo testo\r\nfine\r\n'),
		bare('\r\n'),
		bare('Subject: \r\n\r\n'),
	];

	test.each(['full', 'counts'])('count like any other, with --verify %s', async verify => {
		const [first, second] = odd;
		const move = await between(
			[...odd, ...odd],
			first && second ? [first, second, bare('\r\nSenza intestazione\r\n')] : [],
		);
		const outcome = await move.copy('--verify', verify);
		expect(outcome.exitCode, outcome.stderr).toBe(0);
		expect(finishedOf(outcome)).toMatchObject({copied: 6, alreadyThere: 2});
		expect(await contents(move)).toEqual([1, 2, 2, 2, 2]);
		const stranger = await move.elsewhere();
		expect(finishedOf(await stranger.copy('--verify', verify))).toMatchObject({copied: 0, alreadyThere: 8});
	});
});
