import {execa, parseCommandString} from 'execa';
import {Problem, type Side} from '../problem.ts';
import type {ServerAccount} from './account.ts';
import {childEnvironment, secretVariables} from './environment.ts';
import type {AskSecret, GivenSecrets} from './secrets.ts';

/** Where a side's password may come from. */
export interface PasswordSource {
	/** Prints the password on its first line; run without a shell. */
	readonly command?: string;
	/** What a line of standard input said. */
	readonly line?: string;
}

/**
 * The password of one side: from standard input, from its command, from the environment, else asked for on the terminal.
 *
 * @throws {Problem} `password-command`, `no-password`
 */
export async function passwordFor(
	side: Side,
	account: ServerAccount,
	from: PasswordSource,
	environment: GivenSecrets,
	ask: AskSecret | undefined,
): Promise<string> {
	if (from.command !== undefined) return fromCommand(side, from.command);
	const given = from.line ?? environment[side].password ?? (await ask?.('password', side, account));
	if (!given) {
		const option = side === 'source' ? '--from-password-command' : '--to-password-command';
		throw new Problem({
			code: 'no-password',
			side,
			params: {variable: secretVariables[side].password, option},
		});
	}

	return given;
}

/** The password that a command prints on its first line; run without a shell. @throws {Problem} `password-command` */
export async function fromCommand(side: Side, command: string): Promise<string> {
	const [file, ...args] = parseCommandString(command);
	if (file === undefined) throw new Problem({code: 'password-command', side, params: {why: 'empty'}});
	const result = await execa(file, args, {
		env: childEnvironment(),
		extendEnv: false,
		// It may ask for a PIN or a finger.
		stdin: 'inherit',
		stderr: 'inherit',
		stripFinalNewline: false,
		reject: false,
	});
	if (result.failed) {
		// Not its output, which may hold the password, nor its arguments.
		const why =
			result.exitCode === undefined ? (result.code ?? 'not started') : `exit code ${result.exitCode}`;
		throw new Problem({code: 'password-command', side, params: {why, command: file}});
	}

	const [line = ''] = result.stdout.split(/\r?\n/, 1);
	if (line === '') throw new Problem({code: 'password-command', side, params: {why: 'empty', command: file}});
	return line;
}
