import {Problem} from '../problem.ts';

/** What one call of OpenSSL came to. */
export interface OpensslResult {
	/** Undefined where it was ended, since it took too long or too much. */
	readonly exitCode: number | undefined;
	readonly output: Buffer;
	/** Its own words. */
	readonly words: string;
}

/** Milliseconds that one call may take, and bytes that it may answer. */
const patience = 120_000;
const longestOutput = 4 * 1024 * 1024;

/**
 * Runs OpenSSL. It gets no other environment than where programs are, so that no setting of somebody's changes what
 * it says.
 *
 * @param input on its standard input
 * @param secret given to it over a channel of its own, which is its file descriptor 3
 * @throws {Problem} `openssl-missing`
 */
export async function openssl(
	args: readonly string[],
	input: Buffer | string = '',
	secret?: string,
): Promise<OpensslResult> {
	// Where no signature is looked at, nobody waits for it to be loaded.
	const {execa} = await import('execa');
	const result = await execa('openssl', args, {
		input,
		...(secret === undefined ? {} : {stdio: ['pipe', 'pipe', 'pipe', secretOn(secret)]}),
		env: {...(process.env.PATH === undefined ? {} : {PATH: process.env.PATH})},
		extendEnv: false,
		encoding: 'buffer',
		stripFinalNewline: false,
		timeout: patience,
		forceKillAfterDelay: 1000,
		maxBuffer: longestOutput,
		reject: false,
	});
	if (result.exitCode === undefined && ['ENOENT', 'EACCES'].includes(result.code ?? ''))
		throw new Problem({code: 'openssl-missing'});
	return {
		exitCode: result.exitCode,
		output: Buffer.from(result.stdout),
		words: Buffer.from(result.stderr).toString('latin1'),
	};
}

/** @throws {Problem} `openssl-missing` */
export async function requireOpenssl(): Promise<void> {
	await openssl(['version']);
}

function* secretOn(secret: string): Generator<string, void, void> {
	yield `${secret}\n`;
}
