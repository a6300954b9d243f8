import fc from 'fast-check';
import {afterAll, beforeAll, test} from 'vitest';
import {startDovecot} from '../servers/dovecot.ts';
import type {MailServer} from '../servers/server.ts';
import {chosenSeed, manyUsers} from './killed-mailbox.ts';
import {type Scenario, scenarios} from './random-scenario.ts';
import {Trial} from './random-trial.ts';

/** `TRASLOCO_TEST_RUNS=5000 TRASLOCO_TEST_SEED=…` for more of them, or the same ones again. */
const runs = Number(process.env.TRASLOCO_TEST_RUNS ?? 60);

// Processes that wait, so that a login is quick.
const ready = `
service imap {
  process_min_avail = 3
}
`;
const kinds = [
	{options: {}, withoutUids: false},
	{options: {withoutCapabilities: ['MOVE']}, withoutUids: false},
	{options: {withoutCapabilities: ['UIDPLUS']}, withoutUids: true},
] as const;
let source: MailServer;
let destinations: readonly {readonly server: MailServer; readonly withoutUids: boolean}[];

beforeAll(async () => {
	source = await startDovecot({users: manyUsers(40), extra: ready});
	destinations = await Promise.all(
		kinds.map(async ({options, withoutUids}) => ({
			server: await startDovecot({...options, users: manyUsers(40), separator: '.', extra: ready}),
			withoutUids,
		})),
	);
});

afterAll(() =>
	Promise.all([source, ...destinations.map(({server}) => server)].map(server => server?.stop())),
);

async function holds(scenario: Scenario): Promise<void> {
	// The full server twice as often as each of the others.
	const destination = destinations[Math.max(0, scenario.server - 1)] ?? destinations[0];
	if (!destination) throw new Error('no server');
	const trial = await Trial.begin(scenario, source, destination);
	try {
		await trial.run();
	} catch (error) {
		throw new Error(
			`${error instanceof Error ? (error.stack ?? error.message) : error}\n\n${trial.story.join('\n')}`,
		);
	} finally {
		await trial.end();
	}
}

test(`${runs} copies and undos through random faults lose nothing, double nothing and touch nothing (seed ${chosenSeed})`, {
	timeout: 300_000 + runs * 5000,
}, async () => {
	await fc.assert(fc.asyncProperty(scenarios, holds), {
		numRuns: runs,
		seed: chosenSeed,
		timeout: 300_000,
		// Making a failure small takes as long as finding it: for who looks at it.
		endOnFailure: process.env.TRASLOCO_TEST_SHRINK === undefined,
	});
});
