import {existsSync} from 'node:fs';
import {chmod, rename, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {execa} from 'execa';
import {scratchFolder} from './scratch.ts';

/**
 * What a server shows: `good` is signed by {@link Certificates.caFile} for localhost, 127.0.0.1 and ::1,
 * `expired` ended in 2021, `wrong-host` is for another name, `untrusted` is signed by nobody but itself.
 */
export type CertificateKind = 'good' | 'expired' | 'wrong-host' | 'untrusted';

export type Certificate = {readonly certFile: string; readonly keyFile: string};

export type Certificates = {
	/** The authority that a client must be told to trust (PEM). */
	readonly caFile: string;
	readonly server: Readonly<Record<CertificateKind, Certificate>>;
};

/** The environment variable through which the session's folder of certificates reaches the test workers. */
export const certificatesVariable = 'TRASLOCO_TEST_CERTIFICATES';

function describe(directory: string): Certificates {
	const pair = (kind: CertificateKind): Certificate => ({
		certFile: join(directory, `${kind}.pem`),
		keyFile: join(directory, `${kind}.key`),
	});
	return {
		caFile: join(directory, 'ca.pem'),
		server: {
			good: pair('good'),
			expired: pair('expired'),
			'wrong-host': pair('wrong-host'),
			untrusted: pair('untrusted'),
		},
	};
}

const configuration = `
[ca]
default_ca = authority
[authority]
database = ./index
new_certs_dir = .
serial = ./serial
certificate = ./ca.pem
private_key = ./ca.key
default_md = sha256
policy = anything
unique_subject = no
copy_extensions = copy
[anything]
commonName = supplied
[req]
distinguished_name = name
prompt = no
[name]
commonName = unused
`;

const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

/**
 * Makes an authority and the server certificates of every kind with openssl.
 *
 * @param directory An existing empty folder.
 */
export async function makeCertificates(directory: string): Promise<Certificates> {
	const openssl = (...arguments_: string[]) => execa('openssl', arguments_, {cwd: directory});
	await Promise.all([
		writeFile(join(directory, 'openssl.cnf'), configuration),
		writeFile(join(directory, 'index'), ''),
		writeFile(join(directory, 'serial'), '1000\n'),
	]);
	const req = ['req', '-config', 'openssl.cnf', ...key];
	const extension = [
		'-addext',
		'basicConstraints=critical,CA:TRUE',
		'-addext',
		'keyUsage=critical,keyCertSign',
	];
	await openssl(
		...[...req, '-x509', '-days', '3650', '-subj', '/CN=trasloco test authority', ...extension],
		...['-keyout', 'ca.key', '-out', 'ca.pem'],
	);
	const here = 'subjectAltName=DNS:localhost,IP:127.0.0.1,IP:::1';
	const sign = async (kind: CertificateKind, host: string, names: string, start: string, end: string) => {
		await openssl(
			...[...req, '-subj', `/CN=${host}`, '-addext', names],
			...['-keyout', `${kind}.key`, '-out', `${kind}.csr`],
		);
		await openssl(
			...['ca', '-batch', '-config', 'openssl.cnf', '-notext', '-startdate', start, '-enddate', end],
			...['-in', `${kind}.csr`, '-out', `${kind}.pem`],
		);
	};
	await sign('good', 'localhost', here, '20200101000000Z', '20491231000000Z');
	await sign('expired', 'localhost', here, '20200101000000Z', '20210101000000Z');
	await sign(
		'wrong-host',
		'altrove.example',
		'subjectAltName=DNS:altrove.example',
		'20200101000000Z',
		'20491231000000Z',
	);
	await openssl(
		...[...req, '-x509', '-days', '3650', '-subj', '/CN=localhost', '-addext', here],
		...['-keyout', 'untrusted.key', '-out', 'untrusted.pem'],
	);
	for (const kind of ['good', 'expired', 'wrong-host', 'untrusted']) {
		await chmod(join(directory, `${kind}.key`), 0o600);
	}
	return describe(directory);
}

let made: Promise<Certificates> | undefined;

/** The session's certificates: those of vitest's global setup, or new ones where no session made any. */
export function certificates(): Promise<Certificates> {
	const directory = process.env[certificatesVariable];
	if (directory !== undefined && existsSync(join(directory, 'ca.pem'))) {
		return Promise.resolve(describe(directory));
	}
	made ??= scratchFolder('certificates').then(makeCertificates);
	return made;
}

/**
 * Makes a certificate for a client, signed by the session's authority.
 *
 * @param directory An existing folder.
 * @param passphrase Of its key; none where it is not given.
 */
export async function makeClientCertificate(
	directory: string,
	name: string,
	passphrase?: string,
): Promise<Certificate> {
	const {caFile} = await certificates();
	const file = (kind: string) => join(directory, `${name}.${kind}`);
	const openssl = (...arguments_: string[]) => execa('openssl', arguments_);
	await openssl(...['req', ...key, '-subj', `/CN=${name}`, '-keyout', file('key'), '-out', file('csr')]);
	await openssl(
		...['x509', '-req', '-in', file('csr'), '-CA', caFile, '-CAkey', caFile.replace(/pem$/, 'key')],
		...['-set_serial', String(Date.now()), '-days', '2', '-out', file('pem')],
	);
	if (passphrase !== undefined) {
		await openssl(
			...['pkey', '-in', file('key'), '-aes256', '-passout', `pass:${passphrase}`, '-out', file('locked')],
		);
		await rename(file('locked'), file('key'));
	}
	return {certFile: file('pem'), keyFile: file('key')};
}
