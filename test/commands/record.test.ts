import {readdir, readFile, stat} from 'node:fs/promises';
import {basename, dirname, join} from 'node:path';
import {execa} from 'execa';
import {afterAll, beforeAll, describe, expect, test} from 'vitest';
import {alterations} from '../corpus/alterations.ts';
import {type TestAuthority, testAuthority} from '../corpus/authority.ts';
import {signedMail} from '../corpus/signed.ts';
import {type SeedMessage, seed} from '../servers/mailbox.ts';
import {folder, letter} from './letter.ts';
import {type Bench, bench, finishedOf, type Move, toldFindings} from './trasloco.ts';

let servers: Bench;
let authority: TestAuthority;
let certified: SeedMessage[];

beforeAll(async () => {
	[servers, authority] = await Promise.all([bench({}, {separator: '/', prefix: ''}), testAuthority()]);
	const {messages} = await signedMail(await authority.signer());
	certified = messages.filter(({kind}) => kind.startsWith('pec-'));
});

afterAll(() => servers[Symbol.asyncDispose]());

type Row = Readonly<Record<string, string | number>>;

/** Copies an ordinary letter, certified mail, and one message that was altered before. */
async function copied(): Promise<{move: Move; run: string}> {
	const move = await servers.move();
	const [first] = certified;
	const alter = alterations.find(({name}) => name === 'one byte changed')?.alter;
	if (!first || !alter) throw new Error('nothing to alter');
	await seed(servers.source, move.source.user.name, [
		folder('INBOX', letter('ordinaria')),
		folder('=PEC', ...certified, {...first, content: alter(Buffer.from(first.content))}),
	]);
	return {move, run: finishedOf(await move.copy()).run};
}

/** Writes a record, and reads it: where it is, and its rows. */
async function recorded(move: Move, run: string, ...more: readonly string[]) {
	const outcome = await move.start('record', run, '--json', '--ca', servers.destination.caFile, ...more)
		.outcome;
	const last: Row = JSON.parse(outcome.stdout.trim().split('\n').at(-1) ?? '{}');
	const json = JSON.parse(await readFile(String(last.json), 'utf8'));
	const rows: readonly Row[] = json.messages;
	return {outcome, last, json, rows, path: dirname(String(last.csv))};
}

describe('record', () => {
	test('tells of each message where it was and is, its size, digest, date and kind, in CSV and JSON alike', async () => {
		const {move, run} = await copied();
		const {outcome, json, rows, path, last} = await recorded(move, run);
		expect(outcome.exitCode, outcome.stderr).toBe(0);
		expect(dirname(path)).toBe(join(move.home, 'runs', run));
		expect(json).toMatchObject({run, state: 'done', verify: 'full', source: {user: move.source.user.name}});
		const there = (await move.atDestination()).find(({path: name}) => name.join('/') === '=PEC');
		expect(rows).toHaveLength(13);
		expect(rows.filter(row => row.destination_folder === '=PEC').map(row => row.destination_uid)).toEqual(
			there?.messages.map(({uid}) => uid),
		);
		expect(rows.find(row => row.kind === 'delivery-brief')).toMatchObject({
			source_folder: '=PEC',
			destination_folder: '=PEC',
			state: 'placed',
			internal_date: '2023-11-05T09:11:12.000Z',
			internal_date_told: '05-Nov-2023 10:11:12 +0100',
			sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
		});
		const csv = await readFile(String(last.csv), 'utf8');
		const lines = csv.slice(1).trimEnd().split('\r\n');
		expect(lines).toHaveLength(14);
		expect(lines[0]).toMatch(/^source_folder,source_uidvalidity,source_uid,/);
		// No formula of anybody's.
		expect(lines.filter(line => line.startsWith("'=PEC,"))).toHaveLength(12);
		expect(csv).not.toMatch(/(^|,)"?[=+\-@]/m);
		for (const row of rows) expect(csv).toContain(String(row.sha256));
		for (const name of await readdir(path)) expect((await stat(join(path, name))).mode & 0o777).toBe(0o600);
		await execa('sha256sum', ['-c', basename(String(last.sums))], {cwd: path});
	});

	test('says what was found of each signature at the destination, and of altered ones that they are: 3', async () => {
		const {move, run} = await copied();
		const before = await move.atDestination();
		const {outcome, rows} = await recorded(move, run, '--signatures');
		expect(outcome.exitCode, outcome.stderr).toBe(3);
		const counts = Map.groupBy(rows, row => row.signature);
		expect([...counts].map(([verdict, group]) => [verdict, group.length]).sort()).toEqual([
			['altered', 1],
			['intact', 11],
			['not-signed', 1],
		]);
		for (const row of rows) expect(row.destination_sha256).toBe(row.sha256);
		expect(counts.get('intact')?.[0]).toMatchObject({
			signer: 'posta-certificata@pec.example.it',
			signed_at: expect.stringMatching(/^20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d\.000Z$/),
		});
		expect(toldFindings(outcome)).toMatchObject([{kind: 'signature', params: {verdict: 'altered'}}]);
		expect(await move.atDestination()).toEqual(before);
	});

	test("is signed with the operator's own certificate, and writes over no file", async () => {
		const {move, run} = await copied();
		const {certFile, keyFile} = await authority.signer();
		const into = join(move.home, 'verbale');
		const {outcome, last} = await recorded(move, run, '--folder', into, '--sign', certFile, '--key', keyFile);
		expect(outcome.exitCode, outcome.stderr).toBe(0);
		expect((await readdir(into)).sort()).toEqual(
			['csv', 'json', 'sha256', 'sha256.p7s'].map(extension => `${run}.${extension}`),
		);
		const verify = ['cms', '-verify', '-binary', '-inform', 'DER', '-in', String(last.signature)];
		const content = ['-content', String(last.sums), '-CAfile', authority.caFile, '-out', '/dev/null'];
		await execa('openssl', [...verify, ...content]);
		const again = await move.start('record', run, '--folder', into).outcome;
		expect(again.exitCode).toBe(2);
		expect((await readdir(into)).length).toBe(4);
	});

	test('with a key that has a passphrase needs a terminal, and leaves no file without: 2', async () => {
		const {move, run} = await copied();
		const {certFile, keyFile} = await authority.signer();
		const locked = join(move.home, 'chiave.pem');
		await execa('openssl', ['pkey', '-in', keyFile, '-aes256', '-passout', 'pass:segreto', '-out', locked]);
		const into = join(move.home, 'verbale');
		const sign = ['--sign', certFile, '--key', locked, '--folder', into];
		const outcome = await move.start('record', run, ...sign).outcome;
		expect(outcome.exitCode).toBe(2);
		expect(outcome.stderr).toContain('passphrase');
		expect(await readdir(move.home)).not.toContain('verbale');
	});
});
