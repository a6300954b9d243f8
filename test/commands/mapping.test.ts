import {readdir} from 'node:fs/promises';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {seed, withoutUids} from '../servers/mailbox.ts';
import {folder, letter} from './letter.ts';
import {type Bench, bench, findingsOf, finishedOf, type Move, type Outcome, untouched} from './trasloco.ts';

let servers: Bench;
/** A pair of mailboxes that is only planned with, and so stays as it is for all tests of this file. */
let planned: Move;

beforeAll(async () => {
	servers = await bench(
		{mailboxes: [{name: 'Mandati', specialUse: '\\Sent'}]},
		{
			mailboxes: [
				{name: 'Sent', specialUse: '\\Sent'},
				{name: 'Trash', specialUse: '\\Trash'},
			],
		},
	);
	planned = await servers.move();
	await Promise.all([
		seed(servers.source, planned.source.user.name, [
			folder('INBOX', letter('uno'), letter('due')),
			folder('Mandati', letter('mandato')),
			folder('Mandati/2023', letter('mandato allora')),
			folder('Bozze', letter('bozza')),
			folder('Cestino', letter('buttato')),
			folder('Spam', letter('spam')),
			folder('Lavoro/Clienti', letter('cliente')),
			folder('Società', letter('socio')),
			folder('v1.2', letter('versione')),
			folder('a=b', letter('uguale')),
		]),
		seed(servers.destination, planned.destination.user.name, [
			folder('Sent'),
			folder('Drafts', letter('altra bozza')),
			folder('Trash'),
			folder('Società', letter('altro socio')),
			folder('Progetti/Vecchi'),
		]),
	]);
});

afterAll(() => servers[Symbol.asyncDispose]());

function plan(...options: readonly string[]): Promise<Outcome> {
	return planned.copy('--dry-run', ...options);
}

/** Where each folder goes that would be copied. */
function pairs(outcome: Outcome): Record<string, string> {
	expect(outcome.exitCode, outcome.stderr).toBe(0);
	return Object.fromEntries(finishedOf(outcome).folders.map(each => [each.source, each.destination]));
}

const matched = {
	INBOX: 'INBOX',
	Mandati: 'INBOX.Sent',
	'Mandati/2023': 'INBOX.Sent.2023',
	Bozze: 'INBOX.Drafts',
	'Lavoro/Clienti': 'INBOX.Lavoro.Clienti',
	Società: 'INBOX.Società',
	'v1.2': 'INBOX.v1_2',
	'a=b': 'INBOX.a=b',
};

describe('without options', () => {
	test('a folder goes to the one of its role, else of its name, else to a new one; trash and junk stay', async () => {
		const outcome = await plan();
		expect(pairs(outcome)).toEqual(matched);
		expect(findingsOf(finishedOf(outcome), 'name-changed')).toMatchObject([
			{severity: 'note', source: 'v1.2', destination: 'INBOX.v1_2'},
		]);
	});

	test('a dry run says what would be done, to people too, and writes nothing anywhere', async () => {
		const [source, destination] = [await planned.atSource(), await planned.atDestination()];
		const outcome = await planned.start('copy', ...planned.sides, '--dry-run').outcome;
		expect(outcome.exitCode, outcome.stderr).toBe(0);
		expect(outcome.stdout).toContain('To copy: 9 messages');
		expect(outcome.stdout).toMatch(/^Lavoro\/Clienti +INBOX\.Lavoro\.Clienti +1 +1 +0 +0 +0$/m);
		expect(outcome.stdout).toContain('Nothing was written');
		expect(await planned.atSource()).toEqual(source);
		expect(await planned.atDestination()).toEqual(destination);
		expect(await readdir(`${planned.home}/runs`)).toEqual([]);
	});
});

describe('--map', () => {
	test("takes the destination's own form, and levels with / between", async () => {
		const chosen = ['--map', 'Lavoro/Clienti=INBOX.Progetti.Nuovi', '--map', 'Bozze=Progetti/Nuovi/Bozze'];
		expect(pairs(await plan(...chosen))).toEqual({
			...matched,
			'Lavoro/Clienti': 'INBOX.Progetti.Nuovi',
			Bozze: 'INBOX.Progetti.Nuovi.Bozze',
		});
	});

	test('takes folders that are there, ones that are left out otherwise, and names with = in them', async () => {
		const chosen = ['--map', 'Società=Progetti/Vecchi', '--map', 'Cestino=Trash', '--map', 'a==b=c==d'];
		expect(pairs(await plan(...chosen))).toEqual({
			...matched,
			Società: 'INBOX.Progetti.Vecchi',
			Cestino: 'INBOX.Trash',
			'a=b': 'INBOX.c=d',
		});
	});

	test('refuses what is no pair', async () => {
		const outcomes = await Promise.all(['Lavoro/Clienti', 'a=b=c', '=Sent'].map(pair => plan('--map', pair)));
		for (const outcome of outcomes) {
			expect(outcome.exitCode).toBe(2);
			expect(outcome.stderr).toContain('SOURCE=DESTINATION');
		}
	});
});

describe('--only and --except', () => {
	test('take these folders alone, trash among them if it is named', async () => {
		expect(pairs(await plan('--only', 'Cestino', '--only', 'INBOX'))).toEqual({
			INBOX: 'INBOX',
			Cestino: 'INBOX.Trash',
		});
	});

	test('take all but these', async () => {
		const {'a=b': _, Società: __, ...rest} = matched;
		expect(pairs(await plan('--except', 'a=b', '--except', 'Società'))).toEqual(rest);
	});

	test('leave nothing to do: wrong usage', async () => {
		const outcome = await plan('--only', 'INBOX', '--except', 'INBOX');
		expect(outcome.exitCode).toBe(2);
		expect(outcome.stderr).toContain('no folder is selected');
	});
});

describe('--into', () => {
	test("puts the source's inbox into the folder and all others below it", async () => {
		expect(pairs(await plan('--into', 'mario.rossi@example.it'.replaceAll('.', '_')))).toEqual(
			Object.fromEntries(
				Object.keys(matched).map(name => {
					const below = name === 'INBOX' ? '' : `.${name.replaceAll('.', '_').replaceAll('/', '.')}`;
					return [name, `INBOX.mario_rossi@example_it${below}`];
				}),
			),
		);
	});
});

describe('what is wrong', () => {
	test('a folder that is not there is named, whichever option names it', async () => {
		const options = [
			['--only', 'Nessuna'],
			['--except', 'Nessuna'],
			['--map', 'Nessuna=Sent'],
		];
		for (const outcome of await Promise.all(options.map(option => plan(...option)))) {
			expect(outcome.exitCode).toBe(2);
			expect(outcome.stderr).toContain('From: there is no folder named Nessuna');
		}
	});

	test('two folders that would fall together are named, and nothing is written', async () => {
		const before = await planned.atDestination();
		const outcome = await planned.copy('--map', 'Lavoro/Clienti=Sent');
		expect(outcome.exitCode).toBe(2);
		expect(outcome.stderr).toMatch(
			/Mandati \+ Lavoro\/Clienti → INBOX\.Sent|Lavoro\/Clienti \+ Mandati → INBOX\.Sent/,
		);
		expect(await planned.atDestination()).toEqual(before);
		expect(await readdir(`${planned.home}/runs`)).toEqual([]);
	});

	test('two that differ by case alone, or by what the destination can not write, are a conflict', async () => {
		const move = await servers.move();
		await seed(servers.source, move.source.user.name, [
			folder('Lavoro', letter('uno')),
			folder('lavoro', letter('due')),
			folder('a.b', letter('tre')),
			folder('a_b', letter('quattro')),
		]);
		const outcome = await move.copy();
		expect(outcome.exitCode).toBe(2);
		expect(outcome.stderr).toMatch(/(Lavoro \+ lavoro|lavoro \+ Lavoro) → INBOX\.[Ll]avoro/);
		expect(outcome.stderr).toMatch(/(a\.b \+ a_b|a_b \+ a\.b) → INBOX\.a_b/);
	});
});

test('two folders that are put together on purpose arrive both, with their subscription, and an undo takes both', async () => {
	const move = await servers.move();
	await seed(servers.source, move.source.user.name, [
		folder('INBOX', letter('uno'), letter('due')),
		folder('Lavoro', letter('tre')),
		{path: ['Privato'], subscribed: false, messages: [letter('quattro')]},
	]);
	const before = await move.atDestination();
	const target = ['--map', 'INBOX=Insieme/Tutto', '--map', 'Lavoro=Insieme/Tutto'];
	const outcome = await move.copy(...target);
	expect(outcome.exitCode, outcome.stderr).toBe(0);
	expect(finishedOf(outcome)).toMatchObject({copied: 4, skipped: 0, state: 'done'});
	const after = await move.atDestination();
	const [here] = withoutUids(await move.atSource());
	const shape = Object.fromEntries(
		withoutUids(after).map(({path, subscribed, messages}) => [path, {subscribed, messages: messages.length}]),
	);
	expect(shape).toMatchObject({
		'Insieme / Tutto': {subscribed: true, messages: 3},
		Privato: {subscribed: false, messages: 1},
	});
	expect(shape).not.toHaveProperty('Lavoro');
	const together = withoutUids(after).find(({path}) => path === 'Insieme / Tutto');
	expect(
		together?.messages.filter(({digest}) => here?.messages.some(each => each.digest === digest)),
	).toEqual(here?.messages);
	expect(finishedOf(await move.copy(...target))).toMatchObject({copied: 0, alreadyThere: 4});
	expect((await move.verify(...target)).exitCode).toBe(0);
	expect((await move.undo(finishedOf(outcome).run)).exitCode).toBe(0);
	expect(untouched(await move.atDestination())).toEqual(untouched(before));
});
