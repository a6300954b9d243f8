import {type ChildProcess, spawn} from 'node:child_process';
import {existsSync} from 'node:fs';
import {open, readdir, readFile, rm} from 'node:fs/promises';
import {connect} from 'node:net';
import {userInfo} from 'node:os';
import {join} from 'node:path';
import {execa} from 'execa';
import {type Certificate, type CertificateKind, certificates} from './certificates.ts';
import {freePorts} from './ports.ts';
import {scratchFolder} from './scratch.ts';

export type User = {readonly name: string; readonly password: string};

/** What every program of this bench can be told. */
export type ServerOptions = {
	/** Default: `source` with the password `segreto`. Any name and password that the program takes. */
	readonly users?: readonly User[];
	/** The instance's TZ. Default UTC. */
	readonly timezone?: string;
	/** Taken out of the advertised list; the programs still obey the commands. */
	readonly withoutCapabilities?: readonly string[];
	/** Of each user. */
	readonly quota?: {readonly bytes?: number; readonly messages?: number};
	readonly certificate?: CertificateKind;
};

/** A mail server of a test's own. Every server of this bench looks like this, whatever program it is. */
export interface MailServer<Options extends ServerOptions = ServerOptions> extends AsyncDisposable {
	/** The program, such as `Dovecot`. */
	readonly program: string;
	/** The name the certificate is for. */
	readonly host: 'localhost';
	/** Implicit TLS. */
	readonly imapsPort: number;
	/** Cleartext with STARTTLS offered; cleartext logins are accepted, since this is loopback. */
	readonly imapPort: number;
	/** The authority that signed the certificate (PEM). */
	readonly caFile: string;
	readonly users: readonly User[];
	readonly separator: string;
	/** The personal namespace's prefix, such as `INBOX.` */
	readonly prefix: string;
	/** Everything of this instance: configuration, log, mail. */
	readonly directory: string;
	/** The process that leads the group of all processes of the instance. */
	readonly pid: number;
	/** What the server has logged so far. */
	log(): Promise<string>;
	/** Stops the instance and starts it again, same ports, same mail; `options` replace the earlier ones. */
	restart(options?: Partial<Options>): Promise<void>;
	/** Every process of the instance dies at once, connections with it; the mail stays and `restart` works. */
	kill(): Promise<void>;
	/** Ends the instance and removes its folder. */
	stop(): Promise<void>;
}

/** Who runs what: mail servers refuse root, so a test run by root gives logins and mail to nobody. */
export type Owner = {
	readonly process: string;
	readonly group: string;
	readonly mail: string;
	readonly uid: number;
	readonly gid: number;
};

async function owner(): Promise<Owner> {
	const me = userInfo();
	const mail = me.uid === 0 ? 'nobody' : me.username;
	const id = async (...arguments_: string[]) => (await execa('id', arguments_)).stdout;
	const [group, uid, gid] = await Promise.all([id('-gn'), id('-u', mail), id('-g', mail)]);
	return {process: me.username, group, mail, uid: Number(uid), gid: Number(gid)};
}

/** What a program is to be configured for. */
export type Layout = Certificate & {
	readonly directory: string;
	readonly imapsPort: number;
	readonly imapPort: number;
	readonly users: readonly User[];
	readonly owner: Owner;
};

/** How a configured program is started. Whatever it says goes to the instance's log. */
export type Launch = {
	readonly command: readonly string[];
	readonly env?: Readonly<Record<string, string>>;
	/** Whether it runs as {@link Owner.mail} from the first; otherwise as the user who runs the test. */
	readonly asOwner?: boolean;
	/** Something in this process that the program needs for as long as it runs. */
	readonly beside?: AsyncDisposable;
};

/** A program that can be a mail server of this bench. */
export type Program<Options extends ServerOptions> = {
	readonly name: string;
	names(options: Options): {readonly separator: string; readonly prefix: string};
	/** Writes the configuration, new or once more over mail that is there. */
	prepare(options: Options, layout: Layout): Promise<Launch>;
};

/** Resolves with the first line once the server greets; rejects when it can't be reached. */
function greeting(port: number): Promise<string> {
	return new Promise((resolve, reject) => {
		const socket = connect(port, '127.0.0.1');
		socket.once('data', data => {
			socket.destroy();
			resolve(data.toString('latin1'));
		});
		socket.once('error', reject);
		socket.once('close', () => reject(new Error('Closed before greeting')));
	});
}

/** Resolves once something listens; rejects when nothing does. */
function listening(port: number): Promise<void> {
	return new Promise((resolve, reject) => {
		const socket = connect(port, '127.0.0.1', () => {
			socket.destroy();
			resolve();
		});
		socket.once('error', reject);
	});
}

/** The names of the processes of a group that still run; what is dead and not buried yet does not. Knows of none without `/proc`. */
export async function runningIn(group: number): Promise<string[]> {
	const found: string[] = [];
	for (const pid of (await readdir('/proc').catch(() => [])).filter(name => /^\d+$/.test(name))) {
		const line = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
		const [, name = '', state, of] = /\((.*)\) (\S) \d+ (\d+)/.exec(line) ?? [];
		if (Number(of) === group && state !== 'Z') {
			found.push(name);
		}
	}
	return found;
}

class PortTaken extends Error {}

/** Gives all of a folder to the user who runs the server, where that is another. */
export async function giveTo({uid, gid}: Owner, folder: string): Promise<void> {
	if (process.getuid?.() === 0) {
		await execa('chown', ['-R', `${uid}:${gid}`, folder]);
	}
}

class Instance<Options extends ServerOptions> implements MailServer<Options> {
	readonly host = 'localhost';
	readonly directory: string;
	imapsPort = 0;
	imapPort = 0;
	caFile = '';
	readonly #program: Program<Options>;
	#options: Options;
	#child: ChildProcess | undefined;
	#ended: Promise<void> = Promise.resolve();

	constructor(program: Program<Options>, directory: string, options: Options) {
		this.#program = program;
		this.directory = directory;
		this.#options = options;
	}

	get program(): string {
		return this.#program.name;
	}

	get users(): readonly User[] {
		return this.#options.users ?? [{name: 'source', password: 'segreto'}];
	}

	get separator(): string {
		return this.#program.names(this.#options).separator;
	}

	get prefix(): string {
		return this.#program.names(this.#options).prefix;
	}

	get pid(): number {
		const pid = this.#child?.pid;
		if (pid === undefined) {
			throw new Error(`This ${this.program} is not running`);
		}
		return pid;
	}

	async launch(): Promise<void> {
		for (let attempt = 1; ; attempt++) {
			[this.imapsPort, this.imapPort] = await freePorts();
			try {
				await this.#run();
				return;
			} catch (error) {
				if (!(error instanceof PortTaken) || attempt === 3) {
					throw error;
				}
				await rm(this.#logFile, {force: true});
			}
		}
	}

	async #run(): Promise<void> {
		const [{caFile, server}, who] = await Promise.all([certificates(), owner()]);
		this.caFile = caFile;
		const {directory, imapsPort, imapPort, users} = this;
		const certificate = server[this.#options.certificate ?? 'good'];
		const layout: Layout = {...certificate, directory, imapsPort, imapPort, users, owner: who};
		const {command, env, asOwner, beside} = await this.#program.prepare(this.#options, layout);
		// A test process that dies must not leave servers behind: the kernel tells them.
		const guarded = existsSync('/usr/bin/setpriv') ? ['setpriv', '--pdeathsig', 'TERM', ...command] : command;
		const [program = '', ...rest] = guarded;
		const log = await open(this.#logFile, 'a');
		const child = spawn(program, rest, {
			cwd: directory,
			detached: true,
			stdio: ['ignore', log.fd, log.fd],
			env: {
				PATH: `${process.env.PATH}:/usr/sbin:/usr/local/sbin`,
				TZ: this.#options.timezone ?? 'UTC',
				...env,
			},
			...(asOwner === true && process.getuid?.() === 0 ? {uid: who.uid, gid: who.gid} : {}),
		});
		this.#child = child;
		let hasEnded = false;
		let complaint = '';
		this.#ended = new Promise<void>(resolve => {
			child.once('error', error => {
				complaint = String(error);
				resolve();
			});
			child.once('exit', () => resolve());
		}).then(async () => {
			hasEnded = true;
			await Promise.all([log.close(), beside?.[Symbol.asyncDispose]()]);
		});
		const deadline = Date.now() + 15_000;
		while (!hasEnded && Date.now() < deadline) {
			try {
				const [said] = await Promise.all([greeting(imapPort), listening(imapsPort)]);
				if (said.includes(this.program)) {
					return;
				}
			} catch {
				await new Promise(resolve => setTimeout(resolve, 5));
			}
		}
		const wasRunning = !hasEnded;
		await this.kill();
		const report = `${this.program} did not start in ${directory}:\n${complaint}\n${await this.log()}`;
		// Cyrus, which can't bind, says so to syslog alone and keeps running.
		throw wasRunning || report.includes('Address already in use') ? new PortTaken(report) : new Error(report);
	}

	get #logFile(): string {
		return join(this.directory, 'log');
	}

	async log(): Promise<string> {
		return existsSync(this.#logFile) ? readFile(this.#logFile, 'utf8') : '';
	}

	async kill(): Promise<void> {
		const pid = this.#child?.pid;
		if (pid !== undefined && this.#child?.exitCode === null && this.#child.signalCode === null) {
			// The instance was started as a process group of its own, and its children stay in it.
			process.kill(-pid, 'SIGKILL');
			// The others die a moment after the one that is waited for, and write until then.
			while ((await runningIn(pid)).length > 0) {
				await new Promise(resolve => setTimeout(resolve, 2));
			}
		}
		await this.#ended;
	}

	async restart(options: Partial<Options> = {}): Promise<void> {
		await this.kill();
		this.#options = {...this.#options, ...options};
		await this.#run();
	}

	async stop(): Promise<void> {
		await this.kill();
		await rm(this.directory, {recursive: true, force: true, maxRetries: 5});
	}

	[Symbol.asyncDispose](): Promise<void> {
		return this.stop();
	}
}

/**
 * Starts a server of the test's own on free ports of 127.0.0.1 and waits until it greets.
 *
 * @throws {Error} when it does not start, with what the program says about it.
 */
export async function startServer<Options extends ServerOptions>(
	program: Program<Options>,
	options: Options,
): Promise<MailServer<Options>> {
	const server = new Instance(program, await scratchFolder(program.name.toLowerCase()), options);
	try {
		await server.launch();
	} catch (error) {
		await server.stop();
		throw error;
	}
	return server;
}
