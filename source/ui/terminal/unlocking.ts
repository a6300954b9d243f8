import process from 'node:process';
import type {ServerAccount} from '../../accounts/account.ts';
import {isByBrowser} from '../../accounts/oauth/grant.ts';
import {type Secrets, secretsFor} from '../../accounts/secrets.ts';
import type {Side} from '../../problem.ts';
import {askSecret} from './asking.ts';

/**
 * What opens an account besides its password: what is given, and what a person is asked for on the terminal.
 *
 * @throws {Problem} see `authorizeOnTerminal`
 * @throws {Stopped} where the person does not want to say
 */
export async function unlock(side: Side, account: ServerAccount, given: Secrets): Promise<Secrets> {
	const ask = process.stdin.isTTY && process.stderr.isTTY ? askSecret : undefined;
	const secrets = await secretsFor(side, account, given, ask);
	if (!isByBrowser(account)) return secrets;
	if (given.grant) return {...secrets, grant: given.grant};
	// What it takes is not loaded for other logins.
	const {authorizeOnTerminal} = await import('./authorizing.ts');
	return {...secrets, grant: await authorizeOnTerminal(side, account)};
}
