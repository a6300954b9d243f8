import {type ChildProcess, spawn} from 'node:child_process';
import {existsSync} from 'node:fs';
import {chmod, chown, mkdir, readFile, rm, writeFile} from 'node:fs/promises';
import {connect} from 'node:net';
import {userInfo} from 'node:os';
import {join} from 'node:path';
import {execa} from 'execa';
import {type CertificateKind, certificates} from './certificates.ts';
import {freePorts} from './ports.ts';
import {scratchFolder} from './scratch.ts';

export type User = {readonly name: string; readonly password: string};

/** A mail server of a test's own. Every server of this bench looks like this, whatever program it is. */
export interface MailServer extends AsyncDisposable {
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
	/** The process that started all others of the instance. */
	readonly pid: number;
	/** What the server has logged so far. */
	log(): Promise<string>;
	/** Stops the instance and starts it again, same ports, same mail; `options` replace the earlier ones. */
	restart(options?: Partial<DovecotOptions>): Promise<void>;
	/** Every process of the instance dies at once, connections with it; the mail stays and `restart` works. */
	kill(): Promise<void>;
	/** Ends the instance and removes its folder. */
	stop(): Promise<void>;
}

export type SpecialUseMailbox = {
	/** The server's name for it, below the prefix, levels separated by the separator; may be non-ASCII. */
	readonly name: string;
	/** Such as `\Sent`; several are possible, separated by spaces. */
	readonly specialUse?: string;
	readonly auto?: 'create' | 'subscribe';
};

export type DovecotOptions = {
	/** Default: `source` with the password `segreto`. Any name; any password without NUL and TAB, which Dovecot refuses. */
	readonly users?: readonly User[];
	readonly separator?: '/' | '.';
	/** Default: none. */
	readonly prefix?: string;
	/** The instance's TZ, which Dovecot 2.3 shows every internal date in. Default UTC. */
	readonly timezone?: string;
	readonly mailboxes?: readonly SpecialUseMailbox[];
	/** Taken out of the advertised list; Dovecot still obeys the commands. */
	readonly withoutCapabilities?: readonly string[];
	/** Added to the advertised list. */
	readonly capabilities?: readonly string[];
	readonly quota?: {readonly bytes?: number; readonly messages?: number};
	/** Bytes; larger messages are refused, and APPENDLIMIT is advertised. */
	readonly largestMessage?: number;
	/** As `largestMessage`, but not advertised, as with servers that know no APPENDLIMIT. */
	readonly secretLargestMessage?: number;
	/** COMPRESS=DEFLATE. */
	readonly compress?: boolean;
	readonly maxConnectionsPerUser?: number;
	/** Default: maildir. */
	readonly format?: 'maildir' | 'sdbox' | 'mdbox' | 'mbox';
	/** Lines of a global ACL file, such as `"Vietata" owner lr` (rights: l r w s t i p e k x a). */
	readonly acl?: readonly string[];
	readonly certificate?: CertificateKind;
	/** Settings appended to the configuration as they are; they win. */
	readonly extra?: string;
};

/** What Dovecot 2.3 advertises after login; needed because a removal is an override of the whole list. */
const advertised = [
	...['IMAP4rev1', 'SASL-IR', 'LOGIN-REFERRALS', 'ID', 'ENABLE', 'IDLE', 'SORT', 'SORT=DISPLAY'],
	...['THREAD=REFERENCES', 'THREAD=REFS', 'THREAD=ORDEREDSUBJECT', 'MULTIAPPEND', 'URL-PARTIAL', 'CATENATE'],
	...['UNSELECT', 'CHILDREN', 'NAMESPACE', 'UIDPLUS', 'LIST-EXTENDED', 'I18NLEVEL=1', 'CONDSTORE', 'QRESYNC'],
	...['ESEARCH', 'ESORT', 'SEARCHRES', 'WITHIN', 'CONTEXT=SEARCH', 'LIST-STATUS', 'BINARY', 'MOVE'],
	...[
		'SNIPPET=FUZZY',
		'PREVIEW=FUZZY',
		'PREVIEW',
		'STATUS=SIZE',
		'SAVEDATE',
		'LITERAL+',
		'NOTIFY',
		'SPECIAL-USE',
	],
];

function capabilityLine(options: DovecotOptions): string {
	const added = [
		...(options.capabilities ?? []),
		...(options.largestMessage === undefined ? [] : [`APPENDLIMIT=${options.largestMessage}`]),
	];
	const removed = new Set(options.withoutCapabilities?.map(name => name.toUpperCase()));
	if (removed.size === 0) {
		return added.length === 0 ? '' : `imap_capability = +${added.join(' ')}`;
	}
	const all = [
		...advertised,
		...(options.quota === undefined ? [] : ['QUOTA']),
		...(options.compress === true ? ['COMPRESS=DEFLATE'] : []),
		...added,
	];
	return `imap_capability = ${all.filter(name => !removed.has(name.toUpperCase())).join(' ')}`;
}

function quoted(text: string): string {
	return `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;
}

function mailLocation(options: DovecotOptions): string {
	const format = options.format ?? 'maildir';
	if (format === 'maildir') {
		// Maildir++ puts dots in folder names on disk, so a server whose separator is "/" needs real folders.
		return options.separator === '.' ? 'maildir:~/Maildir' : 'maildir:~/Maildir:LAYOUT=fs';
	}
	return format === 'mbox' ? 'mbox:~/mail:INBOX=~/inbox' : `${format}:~/${format}`;
}

type Layout = {
	readonly directory: string;
	readonly imapsPort: number;
	readonly imapPort: number;
	readonly certFile: string;
	readonly keyFile: string;
};

/** Who runs what. Dovecot refuses root for logins and for mail, so a test run by root gives both to nobody. */
type Owner = {
	readonly process: string;
	readonly group: string;
	readonly mail: string;
	uid: number;
	gid: number;
};

async function owner(): Promise<Owner> {
	const me = userInfo();
	const mail = me.uid === 0 ? 'nobody' : me.username;
	const id = async (...arguments_: string[]) => (await execa('id', arguments_)).stdout;
	const [group, uid, gid] = await Promise.all([id('-gn'), id('-u', mail), id('-g', mail)]);
	return {process: me.username, group, mail, uid: Number(uid), gid: Number(gid)};
}

function configuration(options: DovecotOptions, layout: Layout, who: Owner): string {
	const {directory} = layout;
	const limit = options.largestMessage ?? options.secretLargestMessage;
	const withQuota = options.quota !== undefined || limit !== undefined;
	const plugins = [
		...(withQuota ? ['quota'] : []),
		...(options.acl === undefined ? [] : ['acl']),
		...(options.compress === true ? ['zlib'] : []),
	];
	const imapPlugins = [
		...(options.quota === undefined ? [] : ['imap_quota']),
		...(options.acl === undefined ? [] : ['imap_acl']),
		...(options.compress === true ? ['imap_zlib'] : []),
	];
	const rule = [
		...(options.quota?.bytes === undefined ? [] : [`bytes=${options.quota.bytes}B`]),
		...(options.quota?.messages === undefined ? [] : [`messages=${options.quota.messages}`]),
	];
	return `
base_dir = ${directory}/run
state_dir = ${directory}/state
log_path = ${directory}/log
protocols = imap
listen = 127.0.0.1
default_internal_user = ${who.process}
default_internal_group = ${who.group}
default_login_user = ${who.mail}
default_vsz_limit = 2G
import_environment = TZ
first_valid_uid = ${who.uid}
first_valid_gid = 0
mail_fsync = never
maildir_very_dirty_syncs = yes
mail_location = ${mailLocation(options)}
mail_max_userip_connections = ${options.maxConnectionsPerUser ?? 100}
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_username_chars =
auth_username_format =
auth_failure_delay = 0
ssl = yes
ssl_cert = <${layout.certFile}
ssl_key = <${layout.keyFile}
mail_plugins = ${plugins.join(' ')}
${capabilityLine(options)}
protocol imap {
  mail_plugins = ${[...plugins, ...imapPlugins].join(' ')}
}
passdb {
  driver = passwd-file
  args = username_format=%u ${directory}/users
}
userdb {
  driver = passwd-file
  args = username_format=%u ${directory}/users
}
namespace inbox {
  inbox = yes
  separator = ${quoted(options.separator ?? '/')}
  prefix = ${options.prefix ?? ''}
${(options.mailboxes ?? [])
	.map(
		mailbox => `  mailbox ${quoted(mailbox.name)} {
${mailbox.specialUse === undefined ? '' : `    special_use = ${mailbox.specialUse}`}
    auto = ${mailbox.auto ?? 'no'}
  }`,
	)
	.join('\n')}
}
service anvil {
  chroot =
  unix_listener anvil-auth-penalty {
    mode = 0
  }
}
service imap-login {
  chroot =
  service_count = 0
  process_min_avail = 1
  inet_listener imap {
    address = 127.0.0.1
    port = ${layout.imapPort}
  }
  inet_listener imaps {
    address = 127.0.0.1
    port = ${layout.imapsPort}
    ssl = yes
  }
}
service stats {
  chroot =
}
plugin {
${withQuota ? '  quota = count:Mailbox\n  quota_vsizes = yes\n  quota_grace = 0' : ''}
${rule.length === 0 ? '' : `  quota_rule = *:${rule.join(':')}`}
${limit === undefined ? '' : `  quota_max_mail_size = ${limit}B`}
${options.acl === undefined ? '' : `  acl = vfile:${directory}/acl:cache_secs=0`}
}
${options.extra ?? ''}
`;
}

function usersFile(users: readonly User[], directory: string, {uid, gid}: Owner): string {
	return users
		.map(({name, password}, index) => {
			const encoded = Buffer.from(password).toString('base64');
			return `${name}:{PLAIN.B64}${encoded}:${uid}:${gid}::${directory}/mail/${index}::\n`;
		})
		.join('');
}

/** Resolves once the server greets; rejects when it can't be reached. */
function greeting(port: number): Promise<void> {
	return new Promise((resolve, reject) => {
		const socket = connect(port, '127.0.0.1');
		socket.once('data', () => {
			socket.destroy();
			resolve();
		});
		socket.once('error', reject);
		socket.once('close', () => reject(new Error('Closed before greeting')));
	});
}

class PortTaken extends Error {}

class Dovecot implements MailServer {
	readonly host = 'localhost';
	readonly directory: string;
	imapsPort = 0;
	imapPort = 0;
	caFile = '';
	private options: DovecotOptions;
	private child: ChildProcess | undefined;
	private ended: Promise<void> = Promise.resolve();

	constructor(directory: string, options: DovecotOptions) {
		this.directory = directory;
		this.options = options;
	}

	get users(): readonly User[] {
		return this.options.users ?? [{name: 'source', password: 'segreto'}];
	}

	get separator(): string {
		return this.options.separator ?? '/';
	}

	get prefix(): string {
		return this.options.prefix ?? '';
	}

	get pid(): number {
		const pid = this.child?.pid;
		if (pid === undefined) {
			throw new Error('This Dovecot is not running');
		}
		return pid;
	}

	async launch(): Promise<void> {
		for (let attempt = 1; ; attempt++) {
			[this.imapsPort, this.imapPort] = await freePorts();
			try {
				await this.run();
				return;
			} catch (error) {
				if (!(error instanceof PortTaken) || attempt === 5) {
					throw error;
				}
			}
		}
	}

	async run(): Promise<void> {
		const [{caFile, server}, who] = await Promise.all([certificates(), owner()]);
		this.caFile = caFile;
		const config = join(this.directory, 'dovecot.conf');
		const layout = {...server[this.options.certificate ?? 'good'], ...this.layout()};
		const users = join(this.directory, 'users');
		await Promise.all([
			mkdir(join(this.directory, 'mail'), {recursive: true}),
			mkdir(join(this.directory, 'state'), {recursive: true}),
			writeFile(config, configuration(this.options, layout, who)),
			writeFile(users, usersFile(this.users, this.directory, who), {mode: 0o600}),
			writeFile(join(this.directory, 'acl'), `${(this.options.acl ?? []).join('\n')}\n`),
		]);
		// The processes that run as nobody must reach their sockets and the mail.
		await chmod(this.directory, 0o711);
		await chown(join(this.directory, 'mail'), who.uid, who.gid);
		const command = ['dovecot', '-F', '-c', config];
		// A test process that dies must not leave servers behind: the kernel tells Dovecot.
		const guarded = existsSync('/usr/bin/setpriv') ? ['setpriv', '--pdeathsig', 'TERM', ...command] : command;
		const [program = '', ...rest] = guarded;
		const child = spawn(program, rest, {
			cwd: this.directory,
			detached: true,
			stdio: ['ignore', 'ignore', 'pipe'],
			env: {PATH: `${process.env.PATH}:/usr/sbin:/usr/local/sbin`, TZ: this.options.timezone ?? 'UTC'},
		});
		this.child = child;
		let complaint = '';
		child.stderr.setEncoding('utf8').on('data', (text: string) => {
			complaint += text;
		});
		let hasEnded = false;
		this.ended = new Promise(resolve => {
			child.once('error', error => {
				complaint += String(error);
				hasEnded = true;
				resolve();
			});
			child.once('exit', () => {
				hasEnded = true;
				resolve();
			});
		});
		const deadline = Date.now() + 20_000;
		while (!hasEnded) {
			try {
				await greeting(this.imapPort);
				child.stderr.removeAllListeners('data').resume();
				return;
			} catch {
				if (Date.now() > deadline) {
					await this.kill();
					break;
				}
				await new Promise(resolve => setTimeout(resolve, 5));
			}
		}
		const report = `${complaint}\n${await this.log()}`;
		if (report.includes('Address already in use')) {
			throw new PortTaken(report);
		}
		throw new Error(`Dovecot did not start in ${this.directory}:\n${report}`);
	}

	private layout() {
		return {directory: this.directory, imapsPort: this.imapsPort, imapPort: this.imapPort};
	}

	async log(): Promise<string> {
		const file = join(this.directory, 'log');
		return existsSync(file) ? readFile(file, 'utf8') : '';
	}

	async kill(): Promise<void> {
		const pid = this.child?.pid;
		if (pid !== undefined && this.child?.exitCode === null && this.child.signalCode === null) {
			// The instance was started as a process group of its own, and its children stay in it.
			process.kill(-pid, 'SIGKILL');
		}
		await this.ended;
	}

	async restart(options: Partial<DovecotOptions> = {}): Promise<void> {
		await this.kill();
		this.options = {...this.options, ...options};
		// A pid file of the earlier instance would be taken for a running one.
		await rm(join(this.directory, 'run'), {recursive: true, force: true});
		await this.run();
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
 * Starts a Dovecot of the test's own on free ports of 127.0.0.1 and waits until it greets.
 *
 * @throws {Error} when it does not start, with what Dovecot says about it.
 */
export async function startDovecot(options: DovecotOptions = {}): Promise<MailServer> {
	const server = new Dovecot(await scratchFolder('dovecot'), options);
	try {
		await server.launch();
	} catch (error) {
		await server.stop();
		throw error;
	}
	return server;
}
