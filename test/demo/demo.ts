/**
 * What `npm run demo` runs: two IMAP servers on loopback, a source with some 300 sample messages and a destination that
 * holds a dozen of its own, and trasloco between them. With a terminal the program opens with both accounts filled in;
 * without one, or with `--headless`, it copies, verifies and exits. Nothing is left behind.
 */
import {existsSync} from 'node:fs';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {execa} from 'execa';
import {startDemoServers} from './servers.ts';

const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const headless = process.argv.includes('--headless') || !process.stdin.isTTY || !process.stdout.isTTY;

/** The demo's exit code: the program's own, or 128 and the signal's number where it was killed. */
async function run(): Promise<number> {
	if (!existsSync(cli)) {
		console.error('dist/cli.js is missing. Run `npm run demo`, which builds it first.');
		return 1;
	}

	await using stack = new AsyncDisposableStack();
	const home = await mkdtemp(join(tmpdir(), 'trasloco-demo-'));
	stack.defer(() => rm(home, {recursive: true, force: true, maxRetries: 5}));
	// Slow enough to be watched: some ten seconds.
	const servers = stack.use(await startDemoServers(headless ? 0 : 30));
	if (headless) {
		console.log(
			`Demo: copies the sample mailbox of ${servers.users.from} into that of ${servers.users.to}, both on servers inside this process.`,
		);
	}

	const program = execa(process.execPath, [cli, ...(headless ? ['copy'] : []), ...servers.sides], {
		stdio: 'inherit',
		reject: false,
		env: {
			TRASLOCO_HOME: home,
			TRASLOCO_FROM_PASSWORD: servers.passwords.from,
			TRASLOCO_TO_PASSWORD: servers.passwords.to,
		},
	});
	// The program leaves in its own way, and the servers stay until it has. A terminal's Ctrl-C reaches it without us.
	const onInterrupt = () => {
		if (!process.stdin.isTTY) {
			program.kill('SIGINT');
		}
	};
	const onTerminate = (signal: NodeJS.Signals) => {
		program.kill(signal);
	};
	process.on('SIGINT', onInterrupt);
	process.on('SIGTERM', onTerminate);
	process.on('SIGHUP', onTerminate);
	stack.defer(() => {
		process.off('SIGINT', onInterrupt);
		process.off('SIGTERM', onTerminate);
		process.off('SIGHUP', onTerminate);
	});
	const result = await program;
	if (result.exitCode !== undefined) {
		return result.exitCode;
	}

	return result.signal === 'SIGINT' ? 130 : result.signal === 'SIGTERM' ? 143 : 1;
}

process.exitCode = await run();
