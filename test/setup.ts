import {rm} from 'node:fs/promises';
import {bundlePrograms} from './programs.ts';
import {certificatesVariable, makeCertificates} from './servers/certificates.ts';
import {ensurePackages} from './servers/ensure.ts';
import {removeAbandonedFolders, scratchFolder} from './servers/scratch.ts';
import {unpackServers} from './servers/unpack.ts';

/** Before the first test file: what the servers need is installed, the programs of tests are built, and one set of certificates is made. */
export default async function setup(): Promise<() => Promise<void>> {
	await ensurePackages();
	// Without them their own tests fail, and all others run.
	await unpackServers().catch(error => process.stderr.write(`${error.message}\n`));
	await bundlePrograms();
	await removeAbandonedFolders();
	const directory = await scratchFolder('certificates');
	await makeCertificates(directory);
	process.env[certificatesVariable] = directory;
	return () => rm(directory, {recursive: true, force: true});
}
