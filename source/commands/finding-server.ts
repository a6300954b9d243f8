import type {ServerAccount, Terms} from '../accounts/account.ts';
import type {FindServer} from '../accounts/discovery.ts';
import {sentences} from '../locales/index.ts';
import {printable} from '../printable.ts';
import {Problem, type Side} from '../problem.ts';
import {inLocale} from '../ui/ascii.ts';

/**
 * The account of an address, as it is found; said on standard error, so that a person sees where a password would go
 * before it is asked for.
 *
 * @param isSeen whether a person is about to type the password; otherwise a server that DNS alone names is not taken
 * @param terms what the operator has set for it
 * @throws {Problem} `usage` where there is none
 */
export async function accountOfAddress(
	side: Side,
	address: string,
	isSeen: boolean,
	find: FindServer,
	{oauth}: Terms = {},
): Promise<ServerAccount> {
	const found = await find(address);
	const wrong = (why: string, host = '') =>
		new Problem({code: 'usage', side, params: {why, address, ...(host === '' ? {} : {host})}});
	if (found === undefined) throw wrong('server-unknown');
	const {account, how, assured, ownName, provider} = found;
	if (!assured && !isSeen) throw wrong('server-unsure', account.host);
	const {commands, screens, browserOnly} = sentences();
	const {connect} = screens;
	const {host, port, security, user} = account;
	const server = `${host}:${port} (${connect.security[security]})`;
	const browser = oauth === undefined ? browserOnly(side, host) : undefined;
	const lines = [
		commands.found(screens.side[side], printable(address), server, printable(user), connect.found(how)),
		...(ownName ? [`  ${connect.ownName(provider ?? '')}`] : []),
		...(browser === undefined ? [] : [`  ${browser}`]),
		...(assured ? [] : [`  ${connect.notAssured}`]),
	];
	for (const line of lines) process.stderr.write(inLocale(`${line}\n`));
	return account;
}
