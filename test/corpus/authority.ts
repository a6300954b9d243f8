import {writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {execa} from 'execa';
import {scratchFolder} from '../servers/scratch.ts';

/** A certificate and its key, in PEM files. */
export type TestSigner = {readonly certFile: string; readonly keyFile: string};

/** An authority that certifies providers of certified mail. */
export type TestAuthority = {
	/** Its own certificate. */
	readonly caFile: string;
	/** A provider's certificate. @param validity valid from 2020 to 2049 unless told; milliseconds since 1970 */
	signer(validity?: {readonly from: number; readonly until: number}): Promise<TestSigner>;
};

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
emailAddress = optional
[req]
distinguished_name = name
prompt = no
[name]
commonName = unused
`;

const key = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];

const long = {from: Date.UTC(2020), until: Date.UTC(2049)};

/** Makes one with openssl. */
export async function testAuthority(): Promise<TestAuthority> {
	const cwd = await scratchFolder('authority');
	const openssl = (...arguments_: string[]) => execa('openssl', arguments_, {cwd});
	await Promise.all([
		writeFile(join(cwd, 'openssl.cnf'), configuration),
		writeFile(join(cwd, 'index'), ''),
		writeFile(join(cwd, 'serial'), '2000\n'),
	]);
	const req = ['req', '-config', 'openssl.cnf', ...key];
	await openssl(
		...[...req, '-x509', '-days', '3650', '-subj', '/O=Autorità di prova/CN=CA di prova'],
		...['-addext', 'basicConstraints=critical,CA:TRUE', '-addext', 'keyUsage=critical,keyCertSign'],
		...['-utf8', '-keyout', 'ca.key', '-out', 'ca.pem'],
	);
	let made = 0;
	return {
		caFile: join(cwd, 'ca.pem'),
		async signer({from, until} = long) {
			const name = `signer${++made}`;
			const time = (at: number) => new Date(at).toISOString().replace(/\.\d+/, '').replaceAll(/[-:T]/g, '');
			await openssl(
				...[...req, '-subj', '/CN=Gestore PEC di esempio/emailAddress=posta-certificata@pec.example.it'],
				...['-addext', 'keyUsage=digitalSignature', '-addext', 'extendedKeyUsage=emailProtection'],
				...['-keyout', `${name}.key`, '-out', `${name}.csr`],
			);
			await openssl(
				...[
					'ca',
					'-batch',
					'-config',
					'openssl.cnf',
					'-notext',
					'-startdate',
					time(from),
					'-enddate',
					time(until),
				],
				...['-in', `${name}.csr`, '-out', `${name}.pem`],
			);
			return {certFile: join(cwd, `${name}.pem`), keyFile: join(cwd, `${name}.key`)};
		},
	};
}
