import {mkdir, readdir, readFile, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {pathToFileURL} from 'node:url';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {startDovecot} from '../servers/dovecot.ts';
import {seed} from '../servers/mailbox.ts';
import {FaultProxy} from '../servers/proxy.ts';
import {scratchFolder} from '../servers/scratch.ts';
import type {MailServer} from '../servers/server.ts';
import {folder, letters} from './letter.ts';
import {accountUrl, filesBelow, newHome, type Started, start} from './trasloco.ts';

const users = [
	{name: 'da', password: 'parola "segreta" \\ di qui'},
	{name: 'a', password: 'parola segreta € di là'},
] as const;
const secrets = {from: users[0].password, to: users[1].password};

let server: MailServer;
let proxy: FaultProxy;
/** What anything may have been written into: the program's home, its folder for temporary files, where it was started. */
let home: string;
let around: string;
/** Whatever was shown to anybody, by what it was. */
const shown = new Map<string, Buffer>();

beforeAll(async () => {
	server = await startDovecot({users});
	await seed(server, 'da', [folder('INBOX', ...letters('lettera', 30))]);
	proxy = await FaultProxy.start(server.imapPort);
	home = await newHome();
	around = await scratchFolder('around');
	await mkdir(join(around, 'tmp'));
	// Kills the engine as a defect would.
	await writeFile(
		join(around, 'defect.mjs'),
		"process.on('SIGPWR', () => {}); process.on('SIGURG', () => setImmediate(() => { throw Object.assign(new Error('a defect'), {held: 'all that it holds'}); }));",
	);
});

afterAll(async () => {
	await proxy[Symbol.asyncDispose]();
	await server.stop();
});

/** Every form in which a password might have been written down. */
function formsOf(user: string, password: string): string[] {
	const bytes = Buffer.from(password);
	return [
		password,
		JSON.stringify(password).slice(1, -1),
		// As an IMAP string, and inside of such a one.
		password.replaceAll(/["\\]/g, '\\$&'),
		password.replaceAll(/["\\]/g, '\\$&').replaceAll(/["\\]/g, '\\$&'),
		encodeURIComponent(password),
		bytes.toString('base64'),
		bytes.toString('hex'),
		bytes.toString('latin1'),
		// SASL PLAIN (RFC 4616), with and without a name to act as.
		Buffer.from(`\0${user}\0${password}`).toString('base64'),
		Buffer.from(`${user}\0${user}\0${password}`).toString('base64'),
	];
}

/** All processes below one, and their own. */
async function below(pid: number): Promise<number[]> {
	const lists = await Promise.all(
		(await readdir(`/proc/${pid}/task`).catch(() => [])).map(task =>
			readFile(`/proc/${pid}/task/${task}/children`, 'utf8').catch(() => ''),
		),
	);
	const children = lists.flatMap(list => list.split(' ').filter(Boolean).map(Number));
	return [...children, ...(await Promise.all(children.map(below))).flat()];
}

/** Looks at what the system shows of the processes that a command has started. */
async function look(name: string, {child}: Started): Promise<readonly number[]> {
	const pids = await below(child.pid ?? 0);
	for (const pid of pids) {
		for (const file of ['environ', 'cmdline', 'comm', 'status']) {
			shown.set(
				`${name}: ${pid} ${file}`,
				await readFile(`/proc/${pid}/${file}`).catch(() => Buffer.alloc(0)),
			);
		}
	}

	return pids;
}

function launch(...args: readonly string[]): Started {
	return start(home, args, {
		...secrets,
		cwd: around,
		env: {
			TMPDIR: join(around, 'tmp'),
			NODE_OPTIONS: [
				`--import=${pathToFileURL(join(around, 'defect.mjs'))}`,
				...[
					'--report-uncaught-exception',
					'--report-on-fatalerror',
					'--report-on-signal',
					'--report-signal=SIGUSR2',
				],
				...['--heapsnapshot-signal=SIGPWR', `--tls-keylog=${join(around, 'keys.log')}`],
			].join(' '),
			NODE_DEBUG: 'net,tls,stream,child_process',
		},
	});
}

async function keep(name: string, {outcome}: Started) {
	const done = await outcome;
	shown.set(`${name}: output`, Buffer.from(done.stdout + done.stderr));
	return done;
}

test('a password is nowhere: not after faults, a crash, a refused login, nor with a talkative Node', async () => {
	const from = accountUrl({imapsPort: 0, imapPort: proxy.port}, 'da', 'imap+plain');
	const sides = ['--from', from, '--to', accountUrl(server, 'a'), '--ca', server.caFile];

	// A defect of the engine in the middle of a copy, and a report of Node's about the command that waits for it.
	const stuck = proxy.meet(/^UID FETCH.*BODY\.PEEK\[\]/, {kind: 'silence'});
	const crashed = launch('copy', ...sides, '--json');
	await stuck;
	const [run] = await readdir(join(home, 'runs'));
	const watching = launch('attach', run ?? '', '--json');
	await watching.until(({event}) => event === 'started');
	const engines = await look('copy', crashed);
	expect(shown.get(`copy: ${engines[0]} cmdline`)?.toString()).toContain('engine-process');
	for (const [path, content] of await filesBelow(home)) shown.set(`during ${path}`, content);
	crashed.child.kill('SIGUSR2');
	// For this one, Node would write all of its memory into a file.
	process.kill(engines[0] ?? 0, 'SIGPWR');
	process.kill(engines[0] ?? 0, 'SIGURG');
	const end = await keep('copy', crashed);
	expect(end.stderr).toContain('a defect');
	expect(end.stderr).not.toContain('all that it holds');
	expect(end.exitCode).toBe(130);
	await keep('attach', watching);

	// Answers that are lost, garbage, a refusal; then to the end, and back.
	proxy.meet(/^UID FETCH.*BODY\.PEEK\[\]/, {kind: 'lose'});
	proxy.meet(/^UID FETCH.*BODY\.PEEK\[\]/, {kind: 'garble', bytes: '* 1 FETCH ((((\r\n'}, 1);
	const resumed = launch('resume', run ?? '', '--ca', server.caFile, '--json');
	expect((await keep('resume', resumed)).exitCode).toBe(0);
	const verified = launch('verify', ...sides, '--save', join(around, 'list.csv'));
	expect((await keep('verify', verified)).exitCode).toBe(0);
	const undone = launch('undo', run ?? '', '--ca', server.caFile, '--yes');
	expect((await keep('undo', undone)).exitCode).toBe(0);
	const refused = start(home, ['copy', ...sides], {from: secrets.to, to: secrets.from, cwd: around});
	expect((await keep('refused', refused)).exitCode).toBe(4);

	const kept = [...(await filesBelow(home)), ...(await filesBelow(around))];
	const names = kept.map(([path]) => path.split('/').at(-1) ?? '');
	expect(names).toEqual(expect.arrayContaining(['journal.sqlite', 'report.txt']));
	// Node's report about the command was written: it is among what is searched.
	expect(
		names.filter(name => name.startsWith('report.') && name.endsWith('.json')).length,
	).toBeGreaterThanOrEqual(1);
	expect(names.filter(name => name.endsWith('.heapsnapshot'))).toEqual([]);
	// With these, whoever has recorded a connection reads the login in it.
	for (const [path, content] of kept) expect(content.includes('CLIENT_TRAFFIC_SECRET'), path).toBe(false);
	const log = Buffer.from(await server.log());
	for (const {name, password} of users) {
		for (const form of formsOf(name, password)) {
			for (const [place, content] of [...shown, ...kept, ['the server', log] as const]) {
				expect(content.includes(form), `${form} in ${place}`).toBe(false);
			}
		}
	}
});
