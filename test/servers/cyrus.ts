import {copyFile, mkdir, rm, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {execa} from 'execa';
import {
	giveTo,
	type Launch,
	type Layout,
	type MailServer,
	type ServerOptions,
	startServer,
	type User,
} from './server.ts';
import {type Unpacked, unpacked} from './unpack.ts';

/**
 * User names are in lower case; passwords hold no NUL and no line end. A quota is given to a mailbox when it is
 * made, which is at the first login.
 */
export type CyrusOptions = ServerOptions & {
	/** Default `/`. */
	readonly separator?: '/' | '.';
	/** Whether all folders are below INBOX, as older versions of Cyrus had them. Default: they are beside it. */
	readonly belowInbox?: boolean;
	/** Folders with a special use (RFC 6154) that are there from the first login; ASCII names. */
	readonly mailboxes?: readonly {readonly name: string; readonly specialUse: string}[];
};

function configuration(options: CyrusOptions, {directory, owner, users}: Layout): string {
	const {mailboxes = [], quota, withoutCapabilities = []} = options;
	const folders = mailboxes.map(({name}) => name).join(' | ');
	const settings: Readonly<Record<string, string | number | undefined>> = {
		configdirectory: `${directory}/conf`,
		'partition-default': `${directory}/spool`,
		defaultpartition: 'default',
		cyrus_user: owner.mail,
		servername: 'localhost',
		sasl_pwcheck_method: 'auxprop',
		sasl_auxprop_plugin: 'sasldb',
		sasl_sasldb_path: `${directory}/sasldb2`,
		sasl_mech_list: 'PLAIN LOGIN',
		allowplaintext: 'yes',
		failedloginpause: '0s',
		virtdomains: users.some(({name}) => name.includes('@')) ? 'userid' : 'off',
		tls_server_cert: `${directory}/certificate.pem`,
		tls_server_key: `${directory}/key.pem`,
		unixhierarchysep: options.separator === '.' ? 'no' : 'yes',
		altnamespace: options.belowInbox === true ? 'no' : 'yes',
		autocreate_quota: Math.floor((quota?.bytes ?? 0) / 1024),
		autocreate_quota_messages: quota?.messages,
		autocreate_inbox_folders: folders,
		autocreate_subscribe_folders: folders,
		...Object.fromEntries(mailboxes.map(({name, specialUse}) => [`xlist-${specialUse.slice(1)}`, name])),
		suppress_capabilities: withoutCapabilities.join(' '),
	};
	return Object.entries(settings)
		.filter(([, value]) => value !== undefined && value !== '')
		.map(([name, value]) => `${name}: ${value}\n`)
		.join('');
}

/** What the master process starts. It passes its own `-C` on to nobody. */
function services({root}: Unpacked, {directory, imapPort, imapsPort}: Layout): string {
	const program = (name: string) => `${root}/usr/lib/cyrus/bin/${name} -C ${directory}/imapd.conf`;
	return `
START {
  recover cmd="${program('ctl_cyrusdb')} -r"
}
SERVICES {
  imap cmd="${program('imapd')}" listen="127.0.0.1:${imapPort}" prefork=1
  imaps cmd="${program('imapd')} -s" listen="127.0.0.1:${imapsPort}" prefork=1
}
EVENTS {
}
`;
}

/** Adds a user to the database of SASL, which its own tool alone can write. */
async function addUser({name, password}: User, database: string, env: Record<string, string>, root: string) {
	const [local = '', domain = 'localhost'] = name.split('@');
	const options = ['-p', '-c', '-f', database, '-u', domain, local];
	await execa(join(root, 'usr/sbin/saslpasswd2'), options, {env, input: password});
}

async function prepare(options: CyrusOptions, layout: Layout): Promise<Launch> {
	const {directory, users, owner, certFile, keyFile} = layout;
	const there = await unpacked();
	const env = {LD_LIBRARY_PATH: there.libraries, SASL_PATH: there.saslPlugins};
	const database = join(directory, 'sasldb2');
	await rm(database, {force: true});
	await Promise.all([
		...['conf/db', 'conf/socket', 'conf/proc', 'conf/lock', 'spool'].map(name =>
			mkdir(join(directory, name), {recursive: true}),
		),
		writeFile(join(directory, 'imapd.conf'), configuration(options, layout)),
		writeFile(join(directory, 'cyrus.conf'), services(there, layout)),
		copyFile(certFile, join(directory, 'certificate.pem')),
		copyFile(keyFile, join(directory, 'key.pem')),
	]);
	for (const user of users) {
		await addUser(user, database, env, there.root);
	}
	await giveTo(owner, directory);
	const master = join(there.root, 'usr/lib/cyrus/bin/master');
	const files = ['-C', `${directory}/imapd.conf`, '-M', `${directory}/cyrus.conf`, '-p', `${directory}/pid`];
	return {command: [master, ...files, '-D'], env, asOwner: true};
}

export type Cyrus = MailServer<CyrusOptions>;

/** Starts a Cyrus (3.6 in Debian 12). It logs to syslog alone, so its log holds little. */
export function startCyrus(options: CyrusOptions = {}): Promise<Cyrus> {
	return startServer(
		{
			name: 'Cyrus',
			names: ({separator = '/', belowInbox}) => ({
				separator,
				prefix: belowInbox === true ? `INBOX${separator}` : '',
			}),
			prepare,
		},
		options,
	);
}
