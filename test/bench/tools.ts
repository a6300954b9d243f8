import {mkdir, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import type {MailServer, User} from '../servers/server.ts';

/** One side of a move: a user, and the port that leads to the server, slow or not. */
export type End = {readonly server: MailServer; readonly user: User; readonly port: number};

export type Job = {
	readonly source: End;
	readonly destination: End;
	/** A folder that is this tool's own for this job. */
	readonly folder: string;
	/** It was done before with the same folder: there is nothing left to do. */
	readonly isAgain: boolean;
};

export type Command = {
	readonly command: readonly string[];
	readonly env?: Readonly<Record<string, string>>;
};

export type Tool = {
	readonly name: string;
	/** A Debian package and its program; undefined for what is here. */
	readonly package?: {readonly package: string; readonly program: string};
	/** Whether it needs no login at one side, as no provider allows. */
	readonly isLocal?: boolean;
	/** The raw way, against which the others are held. */
	readonly isFloor?: boolean;
	/** The process that is started is what talks to a person, and starts the one that works. */
	readonly hasUi?: boolean;
	prepare(job: Job): Promise<Command>;
};

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

function trasloco(name: string, ...more: readonly string[]): Tool {
	return {
		name,
		hasUi: true,
		async prepare({source, destination, folder}) {
			const url = ({user, port}: End) => `imaps://${encodeURIComponent(user.name)}@localhost:${port}`;
			return {
				command: [
					...[process.execPath, here('../../dist/cli.js'), 'copy', '--json'],
					...['--from', url(source), '--to', url(destination), '--ca', source.server.caFile, ...more],
				],
				env: {
					TRASLOCO_HOME: folder,
					TRASLOCO_FROM_PASSWORD: source.user.password,
					TRASLOCO_TO_PASSWORD: destination.user.password,
				},
			};
		},
	};
}

/** https://isync.sourceforge.io/mbsync.html */
const mbsync: Tool = {
	name: 'mbsync',
	package: {package: 'isync', program: 'mbsync'},
	async prepare({source, destination, folder}) {
		const account = (name: string, {user, port, server}: End) => `
IMAPAccount ${name}
Host localhost
Port ${port}
User ${user.name}
Pass ${user.password}
SSLType IMAPS
CertificateFile ${server.caFile}
PipelineDepth 100

IMAPStore ${name}-store
Account ${name}
`;
		const file = join(folder, 'mbsyncrc');
		await mkdir(join(folder, 'state'), {recursive: true});
		await writeFile(
			file,
			`${account('source', source)}${account('destination', destination)}
Channel all
Far :source-store:
Near :destination-store:
Patterns *
Create Near
Sync Pull
CopyArrivalDate yes
SyncState ${folder}/state/
`,
		);
		return {command: ['mbsync', '-c', file, '-q', 'all']};
	},
};

/** https://guilhem.org/interimap/interimap.1.html */
const interimap: Tool = {
	name: 'interimap',
	package: {package: 'interimap', program: 'interimap'},
	async prepare({source, destination, folder}) {
		const side = (name: string, {user, port, server}: End) => `
[${name}]
type = imaps
host = localhost
port = ${port}
username = ${user.name}
password = ${user.password}
SSL_CAfile = ${server.caFile}
compress = NO
`;
		const file = join(folder, 'config');
		await writeFile(
			file,
			`database = ${folder}/interimap.db
list-mailbox = "*"
log-prefix =
${side('local', destination)}${side('remote', source)}`,
		);
		return {
			command: ['interimap', `--config=${file}`, '--quiet'],
			env: {XDG_DATA_HOME: folder, XDG_CONFIG_HOME: folder},
		};
	},
};

/** Writes the destination's disk itself: https://doc.dovecot.org/2.3/admin_manual/migrating_mailboxes/ */
const doveadm: Tool = {
	name: 'doveadm sync',
	isLocal: true,
	async prepare({source, destination}) {
		const setting = (name: string, value: string | number) => ['-o', `${name}=${value}`];
		return {
			command: [
				...['doveadm', '-c', join(destination.server.directory, 'dovecot.conf')],
				...setting('imapc_host', 'localhost'),
				...setting('imapc_port', source.port),
				...setting('imapc_user', source.user.name),
				...setting('imapc_password', source.user.password),
				...setting('imapc_ssl', 'imaps'),
				...setting('imapc_ssl_verify', 'no'),
				...setting('ssl_client_require_valid_cert', 'no'),
				...setting('imapc_features', 'rfc822.size fetch-headers'),
				...setting('mail_prefetch_count', 1000),
				...['backup', '-R', '-u', destination.user.name, 'imapc:'],
			],
		};
	},
};

/** The raw way: one connection a side, one FETCH and one MULTIAPPEND after the other without waiting, nothing checked. */
const floor: Tool = {
	name: 'floor',
	isFloor: true,
	async prepare({source, destination}) {
		return {
			command: [process.execPath, here('floor.ts'), String(source.port), String(destination.port)],
			env: {
				FLOOR_CA: source.server.caFile,
				FLOOR_FROM: JSON.stringify(source.user),
				FLOOR_TO: JSON.stringify(destination.user),
			},
		};
	},
};

/** All that are held against each other, in the order of the table. */
export const tools: readonly Tool[] = [
	trasloco('trasloco'),
	trasloco('trasloco --verify counts', '--verify', 'counts'),
	mbsync,
	interimap,
	doveadm,
	floor,
];
