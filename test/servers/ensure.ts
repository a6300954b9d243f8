import {accessSync, constants} from 'node:fs';
import {delimiter, join} from 'node:path';
import {execa} from 'execa';

/** A Debian package and a program that is there once it is installed. */
export type Package = {readonly package: string; readonly program: string};

/** What the tests' real servers and terminals need. */
export const packages = {
	dovecot: {package: 'dovecot-imapd', program: 'dovecot'},
	openssl: {package: 'openssl', program: 'openssl'},
	tmux: {package: 'tmux', program: 'tmux'},
	less: {package: 'less', program: 'less'},
	mutt: {package: 'mutt', program: 'mutt'},
	python: {package: 'python3', program: 'python3'},
} as const satisfies Record<string, Package>;

/** Programs of the system are in /usr/sbin, which an ordinary user's PATH lacks. */
const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin', '/usr/bin'];

function isExecutable(file: string): boolean {
	try {
		accessSync(file, constants.X_OK);
		return true;
	} catch {
		return false;
	}
}

/** Whether a program is installed, also where PATH lacks the system's folders. */
export function isInstalled(program: string): boolean {
	return folders.some(folder => isExecutable(join(folder, program)));
}

/** How this user may install packages: as root, through a sudo that asks for nothing, or not at all. */
async function installer(): Promise<readonly string[] | undefined> {
	if (!isInstalled('apt-get')) {
		return undefined;
	}
	if (process.getuid?.() === 0) {
		return ['env'];
	}
	const sudo = await execa('sudo', ['-n', 'true'], {reject: false, stdin: 'ignore'});
	return sudo.failed ? undefined : ['sudo', '-n', 'env'];
}

/**
 * Installs the Debian packages that are missing, where this user may; no service is started.
 *
 * @throws {Error} where it may not, or where apt-get fails, with the command to run by hand.
 */
export async function ensurePackages(
	wanted: readonly Package[] = Object.values(packages),
	say: (line: string) => void = line => process.stderr.write(`${line}\n`),
): Promise<void> {
	const missing = wanted.filter(({program}) => !isInstalled(program));
	if (missing.length === 0) {
		return;
	}
	const names = missing.map(entry => entry.package);
	const byHand = `sudo apt-get update && sudo apt-get install --no-install-recommends ${names.join(' ')}`;
	const prefix = await installer();
	if (prefix === undefined) {
		throw new Error(
			`The tests need ${missing.map(({program}) => program).join(', ')}, not installed here, and this user may not install it. Run:\n  ${byHand}`,
		);
	}
	say(`Installing ${names.join(' ')} with apt-get, since the tests need them`);
	// RUNLEVEL=1 makes Debian's invoke-rc.d start nothing: the tests bring their own configuration.
	const apt = [...prefix, 'DEBIAN_FRONTEND=noninteractive', 'RUNLEVEL=1', 'apt-get', '-q'];
	const run = async (...rest: string[]) => {
		const [program = '', ...first] = apt;
		await execa(program, [...first, ...rest], {stdin: 'ignore', all: true, timeout: 600_000});
	};
	try {
		await run('update');
		await run('install', '-y', '--no-install-recommends', ...names);
	} catch (error) {
		throw new Error(`Installing ${names.join(' ')} failed. Run it by hand to see why:\n  ${byHand}`, {
			cause: error,
		});
	}
	const still = missing.filter(({program}) => !isInstalled(program));
	if (still.length > 0) {
		throw new Error(
			`apt-get installed ${names.join(' ')}, but ${still.map(({program}) => program).join(', ')} is not there`,
		);
	}
}
