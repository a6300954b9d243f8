import {existsSync} from 'node:fs';
import {chmod, mkdir, readFile, rm, writeFile} from 'node:fs/promises';
import {createServer, type Server} from 'node:net';
import {basename, join} from 'node:path';
import {execa} from 'execa';
import {
	giveTo,
	type Launch,
	type Layout,
	type MailServer,
	type Owner,
	type ServerOptions,
	startServer,
} from './server.ts';
import {type Unpacked, unpacked} from './unpack.ts';

/** Passwords hold no NUL and no line end. */
export type CourierOptions = ServerOptions & {
	/** Connections from one address, all users together, as Debian's `MAXPERIP` (20). Default 100. */
	readonly maxConnections?: number;
};

/** What Debian configures. */
const advertised = [
	...['IMAP4rev1', 'UIDPLUS', 'CHILDREN', 'NAMESPACE', 'THREAD=ORDEREDSUBJECT', 'THREAD=REFERENCES'],
	...['SORT', 'QUOTA', 'IDLE'],
];

const socketName = 'socket';

/**
 * The library through which Courier asks who may log in, asking at a socket in the folder that the server runs in.
 * The path is compiled in, as two overlapping halves, and nothing can be set to change it.
 */
async function authenticationLibrary({root}: Unpacked): Promise<Buffer> {
	const compiled = ['/run/courier/aut', 'thdaemon/socket\0'] as const;
	const local = [`.${'/'.repeat(15)}`, `${socketName}\0`.padStart(16, '/')] as const;
	const file = join(root, 'usr/lib/libcourierauth.so.0.0.0');
	const library = await readFile(file);
	compiled.forEach((half, index) => {
		const at = library.indexOf(half);
		if (at === -1) {
			throw new Error(`${file} asks at another socket than that of Debian 12`);
		}
		library.write(local[index] ?? '', at, 'latin1');
	});
	return library;
}

type Account = {readonly password: string; readonly home: string};

/**
 * Answers in the place of Courier's authdaemond: a login is `AUTH length`, then service, kind, name and password
 * on lines of their own, and the answer is what the account is, or FAIL.
 */
async function authenticator(
	path: string,
	accounts: ReadonlyMap<string, Account>,
	{uid, gid}: Owner,
): Promise<Server> {
	const server = createServer(socket => {
		let said = '';
		socket.on('error', () => {});
		socket.setEncoding('utf8').on('data', (text: string) => {
			said += text;
			const [, length, asked = ''] = /(?:^|\n)AUTH (\d+)\n([\s\S]*)$/.exec(said) ?? [];
			if (length === undefined || Buffer.byteLength(asked) < Number(length)) {
				return;
			}
			const [, kind, name = '', password] = asked.split('\n');
			const account = accounts.get(name);
			if (kind !== 'login' || account === undefined || account.password !== password) {
				socket.end('FAIL\n');
				return;
			}
			const lines = [
				...[`UID=${uid}`, `GID=${gid}`, `HOME=${account.home}`, `ADDRESS=${name}`],
				`MAILDIR=${account.home}/Maildir`,
			];
			socket.end(`${lines.join('\n')}\n.\n`);
		});
	});
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(path, resolve);
	});
	return server;
}

function environment(options: CourierOptions, {libraries, root}: Unpacked, directory: string) {
	const removed = new Set(options.withoutCapabilities);
	return {
		LD_LIBRARY_PATH: `${directory}/lib:${libraries}`,
		// Before it speaks TLS it becomes the user "courier", whom this machine need not have.
		LD_PRELOAD: 'libnss_wrapper.so',
		NSS_WRAPPER_PASSWD: `${directory}/passwd`,
		NSS_WRAPPER_GROUP: `${directory}/group`,
		// Its locks need a file monitor, found by the user's name and this.
		GAM_CLIENT_ID: basename(directory),
		IMAP_CAPABILITY: advertised.filter(name => !removed.has(name)).join(' '),
		IMAP_KEYWORDS: '1',
		IMAP_ACL: '1',
		IMAP_CHECK_ALL_FOLDERS: '0',
		IMAP_OBSOLETE_CLIENT: '0',
		IMAP_USELOCKS: '1',
		IMAP_TRASHFOLDERNAME: 'Trash',
		IMAP_EMPTYTRASH: 'Trash:7',
		IMAP_MOVE_EXPUNGE_TO_TRASH: '0',
		IMAP_STARTTLS: 'YES',
		COURIERTLS: `${root}/usr/bin/couriertls`,
		TLS_CERTFILE: `${directory}/certificate.pem`,
		TLS_VERIFYPEER: 'NONE',
	};
}

/** Makes a user's mailbox where there is none, and gives it a quota, or another one. */
async function makeMaildir(
	{root, libraries}: Unpacked,
	home: string,
	{quota}: CourierOptions,
): Promise<void> {
	const maildir = join(home, 'Maildir');
	const make = (...rest: string[]) =>
		execa(join(root, 'usr/bin/maildirmake.courier'), rest, {env: {LD_LIBRARY_PATH: libraries}});
	if (!existsSync(maildir)) {
		await mkdir(home, {recursive: true});
		await make(maildir);
	}
	const limits = [
		...(quota?.bytes === undefined ? [] : [`${quota.bytes}S`]),
		...(quota?.messages === undefined ? [] : [`${quota.messages}C`]),
	];
	if (limits.length > 0) {
		await make('-q', limits.join(','), maildir);
	}
}

async function prepare(options: CourierOptions, layout: Layout): Promise<Launch> {
	const {directory, users, owner, certFile, keyFile, imapPort, imapsPort} = layout;
	const there = await unpacked();
	const accounts = new Map(
		users.map(({name, password}, index) => [name, {password, home: join(directory, 'mail', String(index))}]),
	);
	const [certificate, key] = await Promise.all([readFile(certFile), readFile(keyFile)]);
	await Promise.all([
		...['lib', 'mail'].map(name => mkdir(join(directory, name), {recursive: true})),
		rm(join(directory, socketName), {force: true}),
		writeFile(join(directory, 'certificate.pem'), Buffer.concat([certificate, key]), {mode: 0o600}),
		writeFile(join(directory, 'passwd'), `courier:x:${owner.uid}:${owner.gid}::/:/bin/false\n`),
		writeFile(join(directory, 'group'), `courier:x:${owner.gid}:\n`),
	]);
	await writeFile(join(directory, 'lib/libcourierauth.so.0'), await authenticationLibrary(there));
	const env = environment(options, there, directory);
	await Promise.all([...accounts.values()].map(({home}) => makeMaildir(there, home, options)));
	const beside = await authenticator(join(directory, socketName), accounts, owner);
	await chmod(directory, 0o711);
	await giveTo(owner, directory);
	const limit = options.maxConnections ?? 100;
	const listen = `${there.root}/usr/sbin/couriertcpd -address=127.0.0.1 -maxprocs=200 -maxperip=${limit} -nodnslookup -noidentlookup`;
	const imap = `${there.root}/usr/lib/courier/courier/imaplogin ${there.root}/usr/bin/imapd Maildir`;
	const tls = `${there.root}/usr/bin/couriertls -server -tcpd`;
	const guarded = 'setpriv --pdeathsig TERM';
	// When the one for the port in clear ends, so do the monitor and the one for TLS.
	const all = [
		`${guarded} ${there.root}/usr/libexec/gam_server --notimeout ${env.GAM_CLIENT_ID} &`,
		`${guarded} ${listen} ${imapsPort} ${tls} ${imap} &`,
		`exec ${listen} ${imapPort} ${imap}`,
	];
	return {command: ['sh', '-c', all.join('\n')], env, asOwner: true, beside};
}

export type Courier = MailServer<CourierOptions>;

/** Starts a Courier-IMAP (5.0 in Debian 12), which has one separator and one prefix. */
export function startCourier(options: CourierOptions = {}): Promise<Courier> {
	return startServer({name: 'Courier', names: () => ({separator: '.', prefix: 'INBOX.'}), prepare}, options);
}
