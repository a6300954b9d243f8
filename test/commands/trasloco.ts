import {type ChildProcess, spawn} from 'node:child_process';
import {existsSync, readdirSync, statSync} from 'node:fs';
import {readdir, readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import type {EngineEvent, Finished} from '../../source/engine/events.ts';
import type {Finding, FindingKind} from '../../source/engine/finding.ts';
import type {RunSummary} from '../../source/host/protocol.ts';
import {keepsCompiled} from '../compiled.ts';
import {type DovecotOptions, startDovecot} from '../servers/dovecot.ts';
import {type FolderShape, type Snapshot, snapshot} from '../servers/mailbox.ts';
import {scratchFolder} from '../servers/scratch.ts';
import type {MailServer, User} from '../servers/server.ts';

/** What one command of the program came to. */
export type Outcome = {
	/** Undefined where a signal ended it. */
	readonly exitCode: number | undefined;
	readonly stdout: string;
	readonly stderr: string;
	/** The lines that are JSON, in order. */
	readonly events: readonly EngineEvent[];
	/** The last line where it is the end of a run or a comparison. */
	readonly finished: Finished | undefined;
};

/** A command under way. */
export type Started = {
	readonly child: ChildProcess;
	/** Resolves with the first event, past or to come, that is meant; rejects when the command ends without. */
	until(meant: (event: EngineEvent) => boolean): Promise<EngineEvent>;
	readonly outcome: Promise<Outcome>;
};

export type StartOptions = {
	readonly from?: string | undefined;
	readonly to?: string | undefined;
	readonly env?: Readonly<Record<string, string>>;
	/** The rights that files of the program don't get, as the shell that starts it has set; in octal digits. */
	readonly umask?: string;
	/** Root opens whatever the mode of a file forbids; with this, it does not either (Linux). */
	readonly likeAnybody?: boolean;
	/** Where it is started; where the tests are, unless told otherwise. */
	readonly cwd?: string;
};

const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * What users run: `dist/cli.js`, as `npm test` has just built it; where it is older than the sources, the sources.
 * `TRASLOCO_TEST_CLI` names another, such as a copy that was broken on purpose.
 */
function program(): string {
	if (process.env.TRASLOCO_TEST_CLI !== undefined) {
		return process.env.TRASLOCO_TEST_CLI;
	}
	const built = join(root, 'dist', 'cli.js');
	const newest = readdirSync(join(root, 'source'), {recursive: true, withFileTypes: true})
		.filter(entry => entry.isFile())
		.reduce((latest, {parentPath, name}) => Math.max(latest, statSync(join(parentPath, name)).mtimeMs), 0);
	return existsSync(built) && statSync(built).mtimeMs > newest ? built : join(root, 'source', 'cli.ts');
}

const cli = program();

const likeAnybody = [
	'setpriv',
	...['--bounding-set', '--inh-caps'].map(set => `${set}=-dac_override,-dac_read_search`),
];

function parseEvent(line: string): EngineEvent | undefined {
	try {
		return JSON.parse(line);
	} catch {
		return undefined;
	}
}

/** Starts the program as a user would, with a home of its own, without a terminal, in English and UTF-8. */
export function start(home: string, args: readonly string[], options: StartOptions = {}): Started {
	const inherited = Object.entries(process.env).filter(
		([name]) => !/^(?:TRASLOCO_|LC_|LANG|NODE_|VITEST)/.test(name),
	);
	const command = [process.execPath, cli, ...args];
	const [file = '', ...words] =
		options.umask === undefined
			? [...(options.likeAnybody && process.getuid?.() === 0 ? likeAnybody : []), ...command]
			: ['sh', '-c', `umask ${options.umask}; exec "$0" "$@"`, ...command];
	const child = spawn(file, words, {
		stdio: ['ignore', 'pipe', 'pipe'],
		...(options.cwd === undefined ? {} : {cwd: options.cwd}),
		env: {
			...Object.fromEntries(inherited),
			LANG: 'C.UTF-8',
			TRASLOCO_HOME: home,
			...keepsCompiled,
			...(options.from === undefined ? {} : {TRASLOCO_FROM_PASSWORD: options.from}),
			...(options.to === undefined ? {} : {TRASLOCO_TO_PASSWORD: options.to}),
			...options.env,
		},
	});
	let stdout = '';
	let stderr = '';
	let rest = '';
	const events: EngineEvent[] = [];
	const waiting = new Set<() => void>();
	const wake = () => {
		for (const each of waiting) each();
	};
	child.stdout.setEncoding('utf8').on('data', (text: string) => {
		stdout += text;
		const lines = (rest + text).split('\n');
		rest = lines.pop() ?? '';
		events.push(...lines.map(parseEvent).filter(event => event !== undefined));
		wake();
	});
	child.stderr.setEncoding('utf8').on('data', (text: string) => {
		stderr += text;
	});
	let over = false;
	const outcome = new Promise<Outcome>((resolve, reject) => {
		child.once('error', reject);
		child.once('close', code => {
			over = true;
			wake();
			const last = events.at(-1);
			const finished = last?.event === 'finished' ? last : undefined;
			resolve({exitCode: code ?? undefined, stdout, stderr, events, finished});
		});
	});
	return {
		child,
		outcome,
		until: meant =>
			new Promise((resolve, reject) => {
				const look = () => {
					const event = events.find(meant);
					if (event === undefined && !over) {
						return;
					}
					waiting.delete(look);
					if (event === undefined) {
						reject(new Error(`The command ended before:\n${stdout}\n${stderr}`));
					} else {
						resolve(event);
					}
				};
				waiting.add(look);
				look();
			}),
	};
}

/** Runs the program to its end. */
export function run(home: string, args: readonly string[], options: StartOptions = {}): Promise<Outcome> {
	return start(home, args, options).outcome;
}

/** An account as it stands on the command line. */
export function accountUrl(
	server: Pick<MailServer, 'imapsPort' | 'imapPort'>,
	user: string,
	scheme: 'imaps' | 'imap' | 'imap+plain' = 'imaps',
	host = 'localhost',
): string {
	const port = scheme === 'imaps' ? server.imapsPort : server.imapPort;
	return `${scheme}://${encodeURIComponent(user)}@${host}:${port}`;
}

/** A mailbox on one of the bench's servers. */
export type Mailbox = {readonly server: MailServer; readonly user: User};

/** Two mailboxes, and a home in which the runs between them are kept. */
export class Move {
	readonly home: string;
	readonly source: Mailbox;
	readonly destination: Mailbox;

	constructor(home: string, source: Mailbox, destination: Mailbox) {
		this.home = home;
		this.source = source;
		this.destination = destination;
	}

	/** `--from`, `--to` and the authority of the bench's certificates. */
	get sides(): string[] {
		const {source, destination} = this;
		return [
			...['--from', accountUrl(source.server, source.user.name)],
			...['--to', accountUrl(destination.server, destination.user.name)],
			...['--ca', source.server.caFile],
		];
	}

	start(...args: readonly string[]): Started {
		const passwords = {from: this.source.user.password, to: this.destination.user.password};
		return start(this.home, args, passwords);
	}

	copy(...more: readonly string[]): Promise<Outcome> {
		return this.start('copy', ...this.sides, '--json', ...more).outcome;
	}

	verify(...more: readonly string[]): Promise<Outcome> {
		return this.start('verify', ...this.sides, '--json', ...more).outcome;
	}

	resume(run: string, ...more: readonly string[]): Promise<Outcome> {
		return this.start('resume', run, '--json', ...more).outcome;
	}

	undo(run: string, ...more: readonly string[]): Promise<Outcome> {
		return this.start('undo', run, '--yes', '--json', ...more).outcome;
	}

	/** The same two mailboxes from a machine that knows of no run between them. */
	async elsewhere(): Promise<Move> {
		return new Move(await newHome(), this.source, this.destination);
	}

	/** The runs that have a journal in this home. */
	async runs(): Promise<readonly RunSummary[]> {
		const {stdout} = await run(this.home, ['runs', '--json']);
		return stdout
			.split('\n')
			.filter(line => line !== '')
			.map(line => JSON.parse(line));
	}

	atSource(): Promise<Snapshot> {
		return snapshot(this.source.server, this.source.user.name);
	}

	atDestination(): Promise<Snapshot> {
		return snapshot(this.destination.server, this.destination.user.name);
	}
}

/** One server a side for a whole test file, and as many pairs of empty mailboxes as its tests need. */
export type Bench = AsyncDisposable & {
	readonly source: MailServer;
	readonly destination: MailServer;
	move(): Promise<Move>;
};

/** Two servers that have nothing in common: other separators, prefixes and time zones. */
export async function bench(
	source: Partial<DovecotOptions> = {},
	destination: Partial<DovecotOptions> = {},
	pairs = 24,
): Promise<Bench> {
	const users = (side: string) =>
		Array.from({length: pairs}, (_, index) => ({
			name: `${side}${index}@example.it`,
			password: `segreto di ${side}${index}`,
		}));
	const [here, there] = await Promise.all([
		startDovecot({users: users('source'), timezone: 'Europe/Rome', ...source}),
		startDovecot({
			users: users('destination'),
			separator: '.',
			prefix: 'INBOX.',
			timezone: 'America/St_Johns',
			...destination,
		}),
	]);
	let next = 0;
	return {
		source: here,
		destination: there,
		async move() {
			const from = here.users[next];
			const to = there.users[next];
			next++;
			if (from === undefined || to === undefined) {
				throw new Error('This bench has no more mailboxes');
			}
			return new Move(await newHome(), {server: here, user: from}, {server: there, user: to});
		},
		async [Symbol.asyncDispose]() {
			await Promise.all([here.stop(), there.stop()]);
		},
	};
}

/** A home of a test's own. */
export function newHome(): Promise<string> {
	return scratchFolder('home');
}

/** The end of a run that must have one. */
export function finishedOf(outcome: Outcome): Finished {
	if (outcome.finished === undefined) {
		throw new Error(`Exit code ${outcome.exitCode}, no end:\n${outcome.stdout}\n${outcome.stderr}`);
	}
	return outcome.finished;
}

/** The findings that were told, in their order. */
export function toldFindings({events}: Outcome): readonly Finding[] {
	return events.flatMap(event => (event.event === 'finding' ? event.finding : []));
}

/** The findings of one kind. */
export function findingsOf({findings}: Finished, kind: FindingKind): readonly Finding[] {
	return findings.filter(finding => finding.kind === kind);
}

/** What an undo must give back: all but counters that no command can set back (UIDNEXT), and `\Recent`. */
export function untouched(folders: Snapshot): readonly Omit<FolderShape, 'uidNext' | 'recent'>[] {
	return folders.map(({uidNext: _, recent: __, ...folder}) => folder);
}

/** Every file below a folder, as bytes. */
export async function filesBelow(folder: string): Promise<ReadonlyMap<string, Buffer>> {
	const entries = await readdir(folder, {recursive: true, withFileTypes: true});
	const files = entries.filter(entry => entry.isFile()).map(entry => join(entry.parentPath, entry.name));
	return new Map(await Promise.all(files.map(async path => [path, await readFile(path)] as const)));
}
