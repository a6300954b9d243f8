import {mkdir, symlink} from 'node:fs/promises';
import {join} from 'node:path';
import {afterAll, beforeAll, describe, expect, test, vi} from 'vitest';
import {alterations} from '../corpus/alterations.ts';
import {type TestAuthority, testAuthority} from '../corpus/authority.ts';
import {type SignedMail, signedMail} from '../corpus/signed.ts';
import {type SeedFolder, type SeedMessage, seed} from '../servers/mailbox.ts';
import {scratchFolder} from '../servers/scratch.ts';
import {folder, letter} from './letter.ts';
import {
	accountUrl,
	type Bench,
	bench,
	finishedOf,
	type Move,
	type Outcome,
	start,
	toldFindings,
} from './trasloco.ts';

let servers: Bench;
let authority: TestAuthority;
let mail: SignedMail;

beforeAll(async () => {
	[servers, authority] = await Promise.all([bench(), testAuthority()]);
	mail = await signedMail(await authority.signer());
});

afterAll(() => servers[Symbol.asyncDispose]());

const usual = {flags: [], internalDate: '05-Nov-2023 10:11:12 +0100'};

/** The messages of every kind of certified mail, each changed in this way. */
function certified(change: (content: Buffer) => Buffer = content => content, from = mail): SeedMessage[] {
	return from.messages
		.filter(({kind}) => kind.startsWith('pec-'))
		.map(({content}) => ({...usual, content: change(Buffer.from(content))}));
}

function alteration(name: string) {
	const found = alterations.find(each => each.name === name);
	if (!found) throw new Error(`no ${name}`);
	return found.alter;
}

async function arrived(there: readonly SeedFolder[], here: readonly SeedFolder[] = []): Promise<Move> {
	const move = await servers.move();
	await Promise.all([
		seed(servers.source, move.source.user.name, here),
		seed(servers.destination, move.destination.user.name, there),
	]);
	return move;
}

/** Checks the destination alone. */
async function check(move: Move, ...more: readonly string[]): Promise<Outcome> {
	const {server, user} = move.destination;
	const to = ['--to', accountUrl(server, user.name), '--ca', server.caFile];
	return start(move.home, ['verify', '--signatures', ...to, ...more], {to: user.password}).outcome;
}

describe('verify --signatures', () => {
	test('finds certified mail intact, counts its kinds, and marks nothing as read: 0', async () => {
		const move = await arrived([folder('INBOX', letter('ordinaria')), folder('PEC', ...certified())]);
		const before = await move.atDestination();
		const outcome = await check(move, '--json');
		expect(outcome.exitCode, outcome.stderr).toBe(0);
		expect(toldFindings(outcome)).toEqual([]);
		const {state, signatures} = finishedOf(outcome);
		expect(state).toBe('done');
		expect(signatures).toMatchObject([
			{side: 'destination', folder: 'INBOX', messages: 1, verdicts: {'not-signed': 1}, kinds: {}},
			{
				folder: 'INBOX.PEC',
				messages: 11,
				verdicts: {intact: 11},
				kinds: {envelope: 1, anomaly: 1, delivery: 1, 'delivery-brief': 1, 'delivery-short': 1, virus: 1},
			},
		]);
		const checked = outcome.events.flatMap(event => (event.event === 'checked' ? event.messages : []));
		expect(checked).toHaveLength(12);
		expect(
			checked.filter(({signature}) => signature.signer === 'posta-certificata@pec.example.it'),
		).toHaveLength(11);
		expect(await move.atDestination()).toEqual(before);
	});

	test('tells each that is not intact, with the folder and the message: 3', async () => {
		const [first, second] = certified(alteration('one byte changed'));
		const [, , third] = certified(alteration('multipart/signed relabelled'));
		const [fourth] = certified(alteration('the signature taken away, with what tells of it'));
		const sound = certified(alteration('LF for CRLF'));
		if (!first || !second || !third || !fourth) throw new Error('too few messages');
		const move = await arrived([folder('INBOX', first, ...sound), folder('PEC', second, third, fourth)]);
		const outcome = await check(move, '--json');
		expect(outcome.exitCode, outcome.stderr).toBe(3);
		expect(finishedOf(outcome)).toMatchObject({
			state: 'differences',
			signatures: [{verdicts: {altered: 1, intact: 11}}, {verdicts: {altered: 2, 'not-signed': 1}}],
		});
		expect(toldFindings(outcome)).toMatchObject([
			{
				kind: 'signature',
				severity: 'difference',
				destination: 'INBOX',
				destinationUid: 1,
				message: {subject: 'POSTA CERTIFICATA: Fattura 1'},
				params: {verdict: 'altered', kind: 'envelope'},
			},
			{destination: 'INBOX.PEC', destinationUid: 1, params: {verdict: 'altered', kind: 'anomaly'}},
			{destinationUid: 2, params: {verdict: 'altered', kind: 'acceptance'}},
			{destinationUid: 3, params: {verdict: 'not-signed', kind: 'envelope'}},
		]);
	});

	test('tells an altered message apart from one whose certificate has expired since', async () => {
		const until = Math.ceil(Date.now() / 1000 + 4) * 1000;
		const short = await signedMail(await authority.signer({from: Date.now() - 86_400_000, until}));
		const [altered] = certified(alteration('one byte changed'), short);
		if (!altered) throw new Error('no message');
		const move = await arrived([folder('INBOX', altered, ...certified(undefined, short))]);
		await vi.waitUntil(() => Date.now() > until + 1000, {timeout: 30_000});
		const outcome = await check(move, '--json', '--authority', authority.caFile);
		expect(outcome.exitCode, outcome.stderr).toBe(3);
		expect(finishedOf(outcome).signatures).toMatchObject([{verdicts: {altered: 1, 'expired-since': 11}}]);
		expect(toldFindings(outcome)).toMatchObject([{destinationUid: 1, params: {verdict: 'altered'}}]);
	});

	test('says of whom the authority given knows nothing: 3; and of an authority that can not be read: 2', async () => {
		const other = await testAuthority();
		const move = await arrived([folder('INBOX', ...certified())]);
		const stranger = await check(move, '--json', '--authority', other.caFile);
		expect(stranger.exitCode, stranger.stderr).toBe(3);
		expect(finishedOf(stranger).signatures).toMatchObject([{verdicts: {'unknown-signer': 11}}]);
		const missing = await check(move, '--authority', join(move.home, 'nessuna.pem'));
		expect(missing.exitCode).toBe(2);
		expect(missing.stderr).toContain("nessuna.pem can't be read");
	});

	test('looks into both sides where both are named, and into the folders that were chosen', async () => {
		const altered = certified(alteration('a space at the end of a line'));
		const move = await arrived(
			[folder('PEC', ...altered), folder('Altro', ...certified())],
			[folder('PEC', ...certified()), folder('Altro', ...certified())],
		);
		const outcome = await move.verify('--signatures', '--only', 'PEC');
		expect(outcome.exitCode, outcome.stderr).toBe(3);
		expect(finishedOf(outcome).signatures).toMatchObject([
			{side: 'source', folder: 'PEC', verdicts: {intact: 11}},
			{side: 'destination', folder: 'INBOX.PEC', verdicts: {altered: 11}},
		]);
	});

	test('prints a table for people, in their language, and never that something is legally valid', async () => {
		const [altered] = certified(alteration('one byte changed'));
		if (!altered) throw new Error('no message');
		const move = await arrived([folder('INBOX', altered, ...certified())]);
		const {server, user} = move.destination;
		const to = ['--to', accountUrl(server, user.name), '--ca', server.caFile];
		const {stdout, exitCode, stderr} = await start(move.home, ['verify', '--signatures', ...to], {
			to: user.password,
			env: {LANG: 'it_IT.UTF-8'},
		}).outcome;
		expect(exitCode, stderr).toBe(3);
		expect(stdout).toMatch(
			/^! INBOX: .*busta di trasporto: alterato: la firma non corrisponde: "verification failure"$/m,
		);
		expect(stdout).toMatch(/^ +Cartella +messaggi +PEC +integre +alterate$/m);
		expect(stdout).toMatch(/^Destinazione +INBOX +12 +12 +11 +1$/m);
		expect(stdout).toContain('busta di trasporto 2, busta di anomalia 1');
		expect(stdout).toContain('Dice che cosa è stato alterato dopo la firma, non che cosa ha valore legale.');
	});

	test('says what to install where OpenSSL is missing, before any account is asked: 2', async () => {
		const move = await servers.move();
		const path = await scratchFolder('path');
		await mkdir(path, {recursive: true});
		await symlink(process.execPath, join(path, 'node'));
		const {server, user} = move.destination;
		const {exitCode, stderr} = await start(
			move.home,
			['verify', '--signatures', '--to', accountUrl(server, user.name)],
			{
				env: {PATH: path},
			},
		).outcome;
		expect(exitCode).toBe(2);
		expect(stderr).toContain('apt install openssl');
	});
});
