import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import type {KindCounts} from '../../source/certified/kind.ts';
import {pecKinds, pecMessage} from '../corpus/pec.ts';
import {Random} from '../corpus/random.ts';
import {type SeedMessage, seed} from '../servers/mailbox.ts';
import {folder, letter} from './letter.ts';
import {type Bench, bench, finishedOf, type Move} from './trasloco.ts';

let certified: Bench;
let ordinary: Bench;

const users = (side: string) =>
	Array.from({length: 4}, (_, index) => ({
		name: `${side}${index}@pec.example.it`,
		password: `segreto ${side}`,
	}));

beforeAll(async () => {
	[certified, ordinary] = await Promise.all([
		bench({users: users('da')}, {users: users('a')}),
		bench({}, {}, 4),
	]);
});

afterAll(async () => {
	await Promise.all([certified[Symbol.asyncDispose](), ordinary[Symbol.asyncDispose]()]);
});

const random = new Random(6);

/** One message of each kind of certified mail. */
function everyKind(first: number): SeedMessage[] {
	return pecKinds.map((shape, index) => ({
		content: pecMessage(shape, first + index, '<riferimento@pec.example.it>', random),
		flags: ['\\Seen'],
		internalDate: '05-Nov-2023 10:11:12 +0100',
	}));
}

const each: KindCounts = {
	envelope: 1,
	anomaly: 1,
	acceptance: 1,
	'non-acceptance': 1,
	'taken-in-charge': 1,
	delivery: 1,
	'delivery-brief': 1,
	'delivery-short': 1,
	'non-delivery': 1,
	delay: 1,
	virus: 1,
};

/** Three messages of the first folder are at the destination already. */
async function filled(servers: Bench): Promise<Move> {
	const move = await servers.move();
	const inbox = everyKind(1);
	await Promise.all([
		seed(servers.source, move.source.user.name, [
			folder('INBOX', letter('ordinaria'), ...inbox),
			folder('Ricevute', ...everyKind(100)),
		]),
		seed(servers.destination, move.destination.user.name, [folder('INBOX', ...inbox.slice(0, 3))]),
	]);
	return move;
}

describe('the kinds of certified mail', () => {
	test('are counted on both sides by the plan, the copy and the comparison of certified mailboxes', async () => {
		const move = await filled(certified);
		const three = {envelope: 1, anomaly: 1, acceptance: 1};
		const plan = finishedOf(await move.copy('--dry-run'));
		expect(plan.folders.map(({kinds}) => kinds)).toEqual([
			{source: each, destination: three},
			{source: each, destination: {}},
		]);
		const before = finishedOf(await move.verify());
		expect(before.comparison?.folders.map(({kinds}) => kinds)).toEqual([
			{source: each, destination: three},
			{source: each, destination: {}},
		]);
		const copied = finishedOf(await move.copy());
		expect(copied.state).toBe('done');
		expect(copied.folders.map(({kinds}) => kinds)).toEqual([
			{source: each, destination: each},
			{source: each, destination: each},
		]);
		const after = finishedOf(await move.verify());
		expect(after.comparison?.folders.map(({kinds}) => kinds?.destination)).toEqual([each, each]);
		// Nothing has changed since: nothing is listed again, and the counts are known all the same.
		const again = finishedOf(await move.copy('--dry-run'));
		expect(again.folders.map(({kinds}) => kinds)).toEqual([
			{source: each, destination: each},
			{source: each, destination: each},
		]);
	});

	test('are told in the report, and in the lines of every command', async () => {
		const move = await filled(certified);
		const {stdout} = await move.start('verify', ...move.sides).outcome;
		expect(stdout).toMatch(
			/^Certified mail at the source:\n {2}INBOX: transport envelope 1, .*\n {2}Ricevute: /m,
		);
		expect(stdout).toMatch(
			/^Certified mail at the destination:\n {2}INBOX: transport envelope 1, [^,]*, [^,]*\n/m,
		);
		const copy = await move.start('copy', ...move.sides).outcome;
		expect(copy.stdout).toMatch(/^Certified mail, the same on both sides:\n {2}INBOX: transport envelope 1/m);
		const [run] = await move.runs();
		const report = await readFile(join(move.home, 'runs', run?.run ?? '', 'report.txt'), 'utf8');
		expect(report).toContain('Certified mail, the same on both sides:');
		expect(report).toMatch(
			/^put in place by this run: 20 of 23 messages, 80 kB; verified: every byte, read back$/m,
		);
	});

	test('of other mailboxes are not asked for, and known of what was copied', async () => {
		const move = await filled(ordinary);
		const plan = finishedOf(await move.copy('--dry-run'));
		expect(plan.folders.map(({kinds}) => kinds)).toEqual([undefined, undefined]);
		const copied = finishedOf(await move.copy());
		expect(copied.folders[1]?.kinds).toEqual({source: each, destination: each});
	});

	test('are told of the messages that differ', async () => {
		const move = await filled(certified);
		const path = join(move.home, 'elenco.csv');
		const outcome = await move.verify('--save', path);
		expect(outcome.exitCode).toBe(3);
		const list = await readFile(path, 'utf8');
		expect(list).toMatch(/^\ufefffolder,kind,uid,date,from,subject,bytes,uidvalidity,certified\r\n/);
		expect(list).toMatch(/^INBOX,missing,[^\r]*,delivery-brief\r$/m);
		expect(list).toMatch(/^INBOX,missing,[^\r]*ordinaria[^\r]*,\r$/m);
	});
});
