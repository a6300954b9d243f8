import type {Account} from '../accounts/account.ts';
import {fromCommand} from '../accounts/passwords.ts';
import {savedAccounts} from '../accounts/saved.ts';
import {type GivenSecrets, type Secrets, takeSecretsFromEnvironment} from '../accounts/secrets.ts';
import {Problem, type Side} from '../problem.ts';
import {readSettings} from '../settings.ts';
import {runUi, type UiOptions, type VerifyRequest} from '../ui/index.tsx';
import {remapKeys} from '../ui/remap.ts';
import {detectTerminal} from '../ui/terminal/detect.ts';
import type {Looks, ScreenOptions} from './options.ts';
import {namedIn, termsFor} from './sides.ts';

/** Opens the screens, with the accounts filled in that the command line names; to compare them where `verify` says so. @throws {Problem} */
export async function screens(options: ScreenOptions, verify?: VerifyRequest): Promise<number> {
	const environment = takeSecretsFromEnvironment();
	const looks = looksOf(options);
	const password = async (side: Side, command: string | undefined, account: Account | undefined) => {
		if (command !== undefined) return fromCommand(side, command);
		const given = environment[side].password;
		const saved = given === undefined && account ? savedAccounts().commandFor(account) : undefined;
		return saved === undefined ? given : fromCommand(side, saved);
	};
	const [from, to] = [await namedAccount('source', options), await namedAccount('destination', options)];
	return runUi({
		from: from.account,
		to: to.account,
		addresses: {
			...(from.address === undefined ? {} : {source: from.address}),
			...(to.address === undefined ? {} : {destination: to.address}),
		},
		fromPassword: await password('source', options.fromPasswordCommand, from.account),
		terms: {source: termsFor('source', options), destination: termsFor('destination', options)},
		verify,
		secrets: {
			source: secretsOf(environment.source, options.fromPasswordCommand),
			destination: secretsOf(environment.destination, options.toPasswordCommand),
		},
		toPassword: await password('destination', options.toPasswordCommand, to.account),
		...looks,
	});
}

/** What the command line names for a side: an account, or an address whose server the screens look for. @throws {Problem} */
async function namedAccount(
	side: Side,
	options: ScreenOptions,
): Promise<{readonly account?: Account; readonly address?: string}> {
	const text = side === 'source' ? options.from : options.to;
	if (text === undefined) return {};
	const account = await namedIn(side, text, options);
	return account === undefined ? {address: text} : {account};
}

/** Opens the screens on a run that is under way. @throws {Problem} */
export async function showRun(run: string, options: Looks): Promise<number> {
	return runUi({attach: run, ...looksOf(options)});
}

/**
 * How the screens are drawn: by the command line, else by the settings, else by the terminal.
 *
 * @throws {Problem} `usage` where there is no terminal that takes screens, `settings-unreadable`
 */
export function looksOf(options: Looks): Pick<UiOptions, 'keys' | 'slow' | 'screenReader'> {
	if (!detectTerminal(process.env, process.stdout, process.stdin).interactive) {
		throw new Problem({code: 'usage', params: {why: 'no-terminal'}});
	}

	const settings = readSettings();
	return {
		keys: remapKeys(settings),
		slow: options.slow ?? settings.slow,
		screenReader: options.screenReader ?? settings.screenReader,
	};
}

function secretsOf({password: _, ...secrets}: GivenSecrets[Side], tokenCommand: string | undefined): Secrets {
	return {...secrets, ...(tokenCommand === undefined ? {} : {tokenCommand})};
}
