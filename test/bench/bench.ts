/**
 * How long moving a mailbox takes, held against other programs: `npm run bench`. Two Dovecots on loopback with TLS and
 * their mail in memory, a line with so many milliseconds there and back between them and the program, whole processes,
 * the median of several runs in turn. `npm run bench -- --help` tells how to run a part of it.
 */
import {type ChildProcess, spawn} from 'node:child_process';
import {once} from 'node:events';
import {existsSync} from 'node:fs';
import {rm} from 'node:fs/promises';
import {availableParallelism} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {startDovecot} from '../servers/dovecot.ts';
import {ensurePackages, packages} from '../servers/ensure.ts';
import {seed, snapshot} from '../servers/mailbox.ts';
import {scratchFolder} from '../servers/scratch.ts';
import type {MailServer, User} from '../servers/server.ts';
import {mailboxFor, type Work, works} from './mailboxes.ts';
import {type Measure, measure} from './measure.ts';
import {type End, type Tool, tools} from './tools.ts';

const toolNames = tools.map(({name}) => name);
const {values} = parseArgs({
	options: {
		work: {type: 'string', default: works.join(',')},
		delay: {type: 'string', default: '0,40'},
		tools: {type: 'string', default: toolNames.join(',')},
		runs: {type: 'string', default: '3'},
		share: {type: 'string', default: '1'},
		help: {type: 'boolean', default: false},
	},
});
if (values.help) {
	process.stdout.write(`npm run bench -- [options]
  --work   ${works.join(',')}: which mailboxes are moved
  --delay  0,40: milliseconds there and back
  --tools  ${toolNames.join(',')}
  --runs   3: how often each, of which the median counts
  --share  1: a part of each mailbox, such as 0.1
`);
	process.exit(0);
}

/** Those of a list that were asked for. @throws {Error} for one that is not in it */
function chosen<T extends string>(option: string, all: readonly T[], asked: string): readonly T[] {
	const names = asked.split(',');
	const unknown = names.find(name => !all.some(each => each === name));
	if (unknown !== undefined) throw new Error(`--${option} ${unknown}: one of ${all.join(', ')}`);
	return all.filter(name => names.includes(name));
}

const chosenWorks = chosen('work', works, values.work);
const chosenNames = chosen('tools', toolNames, values.tools);
const chosenTools = tools.filter(({name}) => chosenNames.includes(name));
const delays = values.delay.split(',').map(Number);
const runs = Number(values.runs);
const share = Number(values.share);

/** A process that makes a server's port slower by so many milliseconds there and back. */
async function slowed(port: number, delay: number): Promise<AsyncDisposable & {readonly port: number}> {
	const path = fileURLToPath(new URL('delay-process.ts', import.meta.url));
	const child: ChildProcess = spawn(process.execPath, [path, String(port), String(delay / 2)], {
		stdio: ['pipe', 'pipe', 'inherit'],
	});
	if (child.stdout === null) throw new Error('no output to read the port from');
	const [line] = await once(child.stdout, 'data');
	return {
		port: Number(String(line).trim()),
		async [Symbol.asyncDispose]() {
			child.kill();
			await once(child, 'exit');
		},
	};
}

type Result = {
	readonly tool: Tool;
	readonly work: Work;
	readonly delay: number;
	readonly first: readonly Measure[];
	readonly again: readonly Measure[];
	readonly altered: string;
};

/** What a copy changed, against the source: nothing, or how many of what. */
async function alterations(source: End, destination: End): Promise<string> {
	const [before, after] = await Promise.all([
		snapshot(source.server, source.user.name),
		snapshot(destination.server, destination.user.name),
	]);
	const keysOf = (side: typeof before, key: (message: (typeof before)[0]['messages'][0]) => string) =>
		side.flatMap(folder => folder.messages.map(message => `${folder.path.join('/')} ${key(message)}`));
	const missing = (key: (message: (typeof before)[0]['messages'][0]) => string) => {
		const there = Map.groupBy(keysOf(after, key), text => text);
		return keysOf(before, key).filter(text => there.get(text)?.pop() === undefined).length;
	};
	const content = missing(({digest}) => digest);
	const rest = missing(({digest, flags, epoch}) => `${digest} ${flags} ${epoch}`) - content;
	const said = [
		...(content > 0 ? [`${content} messages`] : []),
		...(rest > 0 ? [`flags or dates of ${rest}`] : []),
	];
	return said.join(', ') || 'nothing';
}

function median(numbers: readonly number[]): number {
	return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}

const wallOf = (measures: readonly Measure[]) => median(measures.map(({wall}) => wall));

const megabytes = (bytes: number) => (bytes / 1e6).toFixed(0);

function ratio(value: number, to: number | undefined): string {
	return to === undefined || Number.isNaN(to) ? '' : (value / to).toFixed(2);
}

function table(results: readonly Result[], bytes: number, messages: number): string {
	const floor = results.find(({tool}) => tool.isFloor);
	const peers = results.filter(({tool}) => tool.package !== undefined);
	const fastest = Math.min(...peers.map(({first}) => wallOf(first)));
	const lines = [
		'| program | seconds | CPU s | peak MB | UI CPU s, MB | messages/s | MB/s | to the fastest peer | to the floor | nothing to do | altered |',
		'| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |',
	];
	for (const {tool, first, again, altered} of results) {
		const wall = wallOf(first);
		const middle = (what: (each: Measure) => number) => median(first.map(what));
		const cells = [
			tool.name,
			wall.toFixed(2),
			middle(({own, others}) => own.cpu + others.cpu).toFixed(2),
			megabytes(middle(({own, others}) => Math.max(own.peak, others.peak))),
			tool.hasUi ? `${middle(({own}) => own.cpu).toFixed(2)}, ${megabytes(middle(({own}) => own.peak))}` : '',
			(messages / wall).toFixed(0),
			(bytes / 1e6 / wall).toFixed(1),
			ratio(wall, Number.isFinite(fastest) ? fastest : undefined),
			ratio(wall, floor && wallOf(floor.first)),
			again.length > 0 ? wallOf(again).toFixed(2) : '',
			altered,
		];
		lines.push(`| ${cells.join(' | ')} |`);
	}
	return lines.join('\n');
}

const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
if (!existsSync(cli)) throw new Error('dist/cli.js is missing: npm run bench builds it first');
await ensurePackages([
	packages.dovecot,
	packages.openssl,
	...chosenTools.flatMap(tool => (tool.package === undefined ? [] : [tool.package])),
]);
process.stdout.write(
	`${runs} runs each, median; ${availableParallelism()} processors, shared by the servers; Node ${process.version}\n`,
);
// As Dovecot is unless told: a process for each login, which goes on with the line's encryption. One for several has a
// defect that takes other connections along when one ends (2.3.19, "Panic: epoll_ctl(del, 18) failed").
const logins = `
service imap-login {
  service_count = 1
  process_min_avail = 4
}
`;
// Any start but the first one finds the program's compiled code.
process.env.NODE_COMPILE_CACHE = await scratchFolder('compiled');
const password = 'segreto';
for (const work of chosenWorks) {
	const folders = mailboxFor(work, share);
	const messages = folders.flatMap(folder => folder.messages);
	const bytes = messages.reduce((sum, {content}) => sum + content.length, 0);
	const users: User[] = Array.from({length: chosenTools.length * delays.length * runs}, (_, index) => ({
		name: `u${index}`,
		password,
	}));
	await using source: MailServer = await startDovecot({users: [{name: 'source', password}], extra: logins});
	await using destination: MailServer = await startDovecot({users, extra: logins});
	await seed(source, 'source', folders);
	// Once, so that no program pays for the server's own indexes.
	await snapshot(source, 'source');
	let next = 0;
	for (const delay of delays) {
		await using slowSource = await slowed(source.imapsPort, delay);
		await using slowDestination = await slowed(destination.imapsPort, delay);
		const from: End = {server: source, user: {name: 'source', password}, port: slowSource.port};
		const results = chosenTools.map(tool => ({
			tool,
			work,
			delay,
			first: [] as Measure[],
			again: [] as Measure[],
			altered: '',
		}));
		for (let turn = 0; turn < runs; turn++) {
			for (const result of results) {
				const user = users[next++];
				if (user === undefined) throw new Error('no user left');
				const to: End = {server: destination, user, port: slowDestination.port};
				const folder = await scratchFolder('bench');
				const job = {source: from, destination: to, folder};
				const timed = async (isAgain: boolean) => {
					const {command, env} = await result.tool.prepare({...job, isAgain});
					const measured = await measure(command, env);
					if (measured.exitCode === 0) return measured;
					const said = `${measured.stdout}\n${measured.stderr}`.slice(-2000);
					throw new Error(`${result.tool.name}: exit code ${measured.exitCode}\n${said}`);
				};
				const measured = await timed(false);
				result.first.push(measured);
				if (turn === 0) result.altered = await alterations(from, to);
				if (!result.tool.isFloor) result.again.push(await timed(true));
				// In memory, and not looked at again.
				await rm(join(destination.directory, 'mail', String(users.indexOf(user))), {recursive: true});
				await rm(folder, {recursive: true});
				process.stderr.write(`${work} ${delay} ms ${result.tool.name}: ${measured.wall.toFixed(2)} s\n`);
			}
		}
		process.stdout.write(
			`\n**${work}: ${messages.length} messages, ${(bytes / 1e6).toFixed(0)} MB, ${delay} ms**\n\n${table(results, bytes, messages.length)}\n`,
		);
	}
}
