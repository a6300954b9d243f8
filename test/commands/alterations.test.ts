import {readFile} from 'node:fs/promises';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {seed, withoutUids} from '../servers/mailbox.ts';
import {folder, letter, letters} from './letter.ts';
import {type RelayOptions, startRelay} from './relay.ts';
import {
	accountUrl,
	type Bench,
	bench,
	findingsOf,
	finishedOf,
	type Move,
	type Outcome,
	start,
} from './trasloco.ts';

let servers: Bench;

beforeAll(async () => {
	servers = await bench({}, {prefix: '', separator: '/'});
});

afterAll(() => servers[Symbol.asyncDispose]());

const odd = letter('speciale', {body: 'X-Prova: bianco', flags: ['\\Seen', 'Importante', '$Forwarded']});

/** Copies to a destination that answers otherwise than Dovecot would. */
async function copyThrough(
	options: RelayOptions,
	...more: readonly string[]
): Promise<{move: Move; outcome: Outcome}> {
	const move = await servers.move();
	const {source, destination} = move;
	await seed(source.server, source.user.name, [
		folder('INBOX', ...letters('lettera', 3), odd),
		folder('Lavoro', odd),
	]);
	await using relay = await startRelay(destination.server.imapPort, options);
	const to = accountUrl({imapsPort: 0, imapPort: relay.port}, destination.user.name, 'imap+plain');
	const sides = [
		'--from',
		accountUrl(source.server, source.user.name),
		'--to',
		to,
		'--ca',
		source.server.caFile,
	];
	const passwords = {from: source.user.password, to: destination.user.password};
	return {move, outcome: await start(move.home, ['copy', ...sides, '--json', ...more], passwords).outcome};
}

/** A server that serves other bytes than it was given, as those do that add footers or mend headers. */
const repaint = {rewrite: (answer: string) => answer.replaceAll('X-Prova: bianco', 'X-Prova: nerone')};

test('a destination that changes a message is found out: 3, the copy is there, the original kept apart', async () => {
	const {outcome} = await copyThrough(repaint);
	expect(outcome.exitCode, outcome.stderr).toBe(3);
	const finished = finishedOf(outcome);
	expect(finished).toMatchObject({state: 'differences', copied: 5, skipped: 0});
	const altered = findingsOf(finished, 'altered');
	expect(altered.map(({source, message}) => `${source} ${message?.subject}`).sort()).toEqual([
		'INBOX speciale',
		'Lavoro speciale',
	]);
	for (const {kept, severity} of altered) {
		expect(severity).toBe('difference');
		expect((await readFile(kept ?? '')).equals(odd.content)).toBe(true);
	}
});

test('with --verify counts contents are not read back, and what has kept its size passes', async () => {
	const {outcome} = await copyThrough(repaint, '--verify', 'counts');
	expect(outcome.exitCode, outcome.stderr).toBe(0);
});

test('keywords that a destination does not keep are named before and after, and the rest is kept: 3', async () => {
	const {move, outcome} = await copyThrough({
		rewrite: answer => answer.replaceAll(/(\[PERMANENTFLAGS \([^)]*?) \\\*\)/g, '$1 $$Forwarded)'),
	});
	expect(outcome.exitCode, outcome.stderr).toBe(3);
	const finished = finishedOf(outcome);
	expect(finished).toMatchObject({copied: 5, skipped: 0});
	const lost = findingsOf(finished, 'keywords-lost');
	expect(lost.map(({params, count}) => [params?.flags, count ?? 1])).toEqual([
		['Importante', 1],
		['Importante', 1],
	]);
	const [inbox] = withoutUids(await move.atDestination());
	expect(inbox?.messages.at(-1)?.flags).toEqual(['$Forwarded', '\\Seen']);
});

test('a flag that a destination drops without a word is a finding: 3', async () => {
	const {outcome} = await copyThrough({rewrite: answer => answer.replaceAll(' Importante', '')});
	expect(outcome.exitCode, outcome.stderr).toBe(3);
	const differ = findingsOf(finishedOf(outcome), 'flags-differ');
	expect(differ.map(({source, params}) => `${source} ${params?.missing}`).sort()).toEqual([
		'INBOX Importante',
		'Lavoro Importante',
	]);
});

test('a date that a destination changes is a finding: 3', async () => {
	const {outcome} = await copyThrough({
		rewrite: answer =>
			answer.replaceAll(/INTERNALDATE "05-Feb-2024 ..:..:12/g, 'INTERNALDATE "01-Jan-2000 00:00:00'),
	});
	expect(outcome.exitCode, outcome.stderr).toBe(3);
	expect(findingsOf(finishedOf(outcome), 'date-differs')).toHaveLength(5);
});
