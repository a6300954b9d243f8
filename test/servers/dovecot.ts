import {chmod, chown, mkdir, rm, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {
	type Launch,
	type Layout,
	type MailServer,
	type Owner,
	type ServerOptions,
	startServer,
	type User,
} from './server.ts';

export type SpecialUseMailbox = {
	/** The server's name for it, below the prefix, levels separated by the separator; may be non-ASCII. */
	readonly name: string;
	/** Such as `\Sent`; several are possible, separated by spaces. */
	readonly specialUse?: string;
	readonly auto?: 'create' | 'subscribe';
};

/** Dovecot refuses NUL and TAB in passwords, and 2.3 shows every internal date in its own time zone. */
export type DovecotOptions = ServerOptions & {
	readonly separator?: '/' | '.';
	/** Default: none. */
	readonly prefix?: string;
	readonly mailboxes?: readonly SpecialUseMailbox[];
	/** Added to the advertised list. */
	readonly capabilities?: readonly string[];
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

function configuration(options: DovecotOptions, layout: Layout): string {
	const {directory, owner: who} = layout;
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

async function prepare(options: DovecotOptions, layout: Layout): Promise<Launch> {
	const {directory, users, owner} = layout;
	const config = join(directory, 'dovecot.conf');
	// A pid file of an earlier instance would be taken for a running one.
	await rm(join(directory, 'run'), {recursive: true, force: true});
	await Promise.all([
		mkdir(join(directory, 'mail'), {recursive: true}),
		mkdir(join(directory, 'state'), {recursive: true}),
		writeFile(config, configuration(options, layout)),
		writeFile(join(directory, 'users'), usersFile(users, directory, owner), {mode: 0o600}),
		writeFile(join(directory, 'acl'), `${(options.acl ?? []).join('\n')}\n`),
	]);
	// The processes that run as nobody must reach their sockets and the mail.
	await chmod(directory, 0o711);
	await chown(join(directory, 'mail'), owner.uid, owner.gid);
	return {command: ['dovecot', '-F', '-c', config]};
}

export type Dovecot = MailServer<DovecotOptions>;

/** Starts a Dovecot: the system's, with mail and configuration of its own. */
export function startDovecot(options: DovecotOptions = {}): Promise<Dovecot> {
	return startServer(
		{
			name: 'Dovecot',
			names: ({separator, prefix}) => ({separator: separator ?? '/', prefix: prefix ?? ''}),
			prepare,
		},
		options,
	);
}
