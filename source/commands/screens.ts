import {fromCommand, takePasswordsFromEnvironment} from '../accounts/passwords.ts';
import {Problem, type Side} from '../problem.ts';
import {runUi, type VerifyRequest} from '../ui/index.tsx';
import {detectTerminal} from '../ui/terminal/detect.ts';
import type {AccountOptions} from './options.ts';
import {accountFrom, trustFor} from './sides.ts';

/** Opens the screens, with the accounts filled in that the command line names; to compare them where `verify` says so. @throws {Problem} */
export async function screens(options: AccountOptions, verify?: VerifyRequest): Promise<number> {
	const environment = takePasswordsFromEnvironment();
	if (!detectTerminal(process.env, process.stdout, process.stdin).interactive) {
		throw new Problem({code: 'usage', params: {why: 'no-terminal'}});
	}

	const password = async (side: Side, command: string | undefined) =>
		command === undefined ? environment[side] : fromCommand(side, command);
	return runUi({
		from: options.from === undefined ? undefined : await accountFrom('source', options.from, options),
		to: options.to === undefined ? undefined : await accountFrom('destination', options.to, options),
		fromPassword: await password('source', options.fromPasswordCommand),
		trust: {source: trustFor('source', options), destination: trustFor('destination', options)},
		verify,
		toPassword: await password('destination', options.toPasswordCommand),
	});
}
