import {createHash} from 'node:crypto';
import {existsSync} from 'node:fs';
import {mkdir, mkdtemp, readdir, readFile, rename, rm} from 'node:fs/promises';
import {homedir} from 'node:os';
import {join} from 'node:path';
import {execa} from 'execa';

/**
 * Debian lets one IMAP server at a time be installed, and Dovecot is. The others are unpacked into a folder of the
 * tests' own, with the libraries that this machine lacks, and run from there: nothing of the system is changed,
 * and nobody has to be root.
 */
const wanted = [
	['cyrus-imapd', 'cyrus-common', 'sasl2-bin', 'libsasl2-modules', 'libsasl2-modules-db'],
	['courier-imap', 'courier-base', 'courier-authlib', 'gamin', 'libnss-wrapper'],
] as const;

/** Where the packages were unpacked. */
export type Unpacked = {
	/** What would be `/` if they were installed. */
	readonly root: string;
	/** `LD_LIBRARY_PATH` for their programs. */
	readonly libraries: string;
	/** `SASL_PATH` for their programs: their own plugins, then the system's. */
	readonly saslPlugins: string;
};

/** One folder a release of the system, since its libraries are used too, and a list of packages. */
async function destination(): Promise<string> {
	const release = await readFile('/etc/os-release', 'utf8').catch(() => '');
	const key = createHash('sha256')
		.update(JSON.stringify([wanted, release, process.arch]))
		.digest('hex');
	// The programs run as nobody where root tests, and nobody can't look into root's home.
	const caches =
		process.getuid?.() === 0 ? '/var/cache' : (process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache'));
	return join(caches, 'trasloco-tests', key.slice(0, 12));
}

/** Asks apt what is missing on this machine, downloads it, and unpacks it into an empty folder. */
async function unpackInto(folder: string): Promise<void> {
	const [apt, root] = [join(folder, 'apt'), join(folder, 'root')];
	const made = ['state/lists/partial', 'cache/archives/partial', 'debs'].map(name => join(apt, name));
	await Promise.all([...made, root].map(path => mkdir(path, {recursive: true, mode: 0o755})));
	const options = [
		// Lists and downloads of our own: those of the system may be old or missing, and are root's.
		`Dir::State=${join(apt, 'state')}`,
		`Dir::State::status=/var/lib/dpkg/status`,
		`Dir::Cache=${join(apt, 'cache')}`,
		'APT::Sandbox::User=root',
		'Debug::NoLocking=1',
	].flatMap(option => ['-o', option]);
	const run = async (...rest: readonly string[]) => {
		const environment = {env: {LC_ALL: 'C'}, stdin: 'ignore', timeout: 300_000} as const;
		return (await execa('apt-get', ['-q', ...options, ...rest], {...environment, cwd: join(apt, 'debs')}))
			.stdout;
	};
	await run('update');
	const names = new Set<string>();
	for (const packages of wanted) {
		const plan = await run('--simulate', '--no-install-recommends', 'install', ...packages);
		const libraries = [...plan.matchAll(/^Inst (lib\S+) \(/gm)].map(([, name = '']) => name);
		for (const name of [...packages, ...libraries]) {
			names.add(name);
		}
	}
	await run('download', ...names);
	for (const file of await readdir(join(apt, 'debs'))) {
		await execa('dpkg', ['-x', join(apt, 'debs', file), root]);
	}
	await Promise.all([apt, join(root, 'usr/share')].map(path => rm(path, {recursive: true, force: true})));
}

/**
 * Unpacks Cyrus and Courier where that has not been done yet: half a minute, and no time the next time.
 *
 * @throws {Error} where it can't be done, with the reason.
 */
export async function unpackServers(
	say: (line: string) => void = line => process.stderr.write(`${line}\n`),
): Promise<void> {
	const there = await destination();
	if (existsSync(there)) {
		return;
	}
	say(`Unpacking ${wanted.map(([name]) => name).join(' and ')} into ${there}, since the tests need them`);
	const parent = join(there, '..');
	await mkdir(parent, {recursive: true, mode: 0o755});
	const folder = await mkdtemp(`${there}-`);
	try {
		await unpackInto(folder);
		await rename(join(folder, 'root'), there);
	} catch (error) {
		// Another run of the tests may have been faster.
		if (!existsSync(there)) {
			throw new Error(
				`Cyrus and Courier could not be unpacked. It takes Debian's apt-get and dpkg, and its package archive: ${error instanceof Error ? error.message : error}`,
				{cause: error},
			);
		}
	} finally {
		await rm(folder, {recursive: true, force: true});
	}
}

/**
 * The servers that {@link unpackServers} has unpacked.
 *
 * @throws {Error} where it could not.
 */
export async function unpacked(): Promise<Unpacked> {
	const root = await destination();
	if (!existsSync(root)) {
		throw new Error('Cyrus and Courier are not there: the beginning of this run says why');
	}
	const folders = await readdir(join(root, 'usr/lib'));
	const architecture = folders.find(name => name.includes('-linux-')) ?? '';
	const libraries = [`usr/lib/${architecture}`, `lib/${architecture}`, 'usr/lib'];
	const plugins = `usr/lib/${architecture}/sasl2`;
	return {
		root,
		libraries: libraries.map(name => join(root, name)).join(':'),
		saslPlugins: `${join(root, plugins)}:/${plugins}`,
	};
}
